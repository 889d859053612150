#include "model/trees_file.h"
#include "random_trees.h"

#include <stdio.h>

/* A model in pieces, any of which a test replaces. */
typedef struct pieces {
    const char *head, *features, *tree, *stage_one, *points, *card;
} pieces;

static const pieces good = {
    .head = "\"format\":\"jaga-trees\",\"version\":1",
    .features = "[\"amount-ln\",\"device-age-hours\"]",
    .tree = "{\"feature\":[0,-1,1,-1,-1],\"threshold\":[1.5,0,0.25,0,0],\"left\":[1,-1,3,-1,-1],"
            "\"right\":[2,-1,4,-1,-1],\"missing_left\":[true,false,false,false,false],"
            "\"value\":[0,-1,1,0.5,1.5]}",
    .stage_one = "{\"trees\":1,\"cut\":-2}",
    .points = "[[-1,-2],[1,2]]",
    .card = "{\"who\":[1]}",
};

static arena *memory;
static trees_file got;
static jaga_error why;

static jaga_status read_text(const char *text, size_t length)
{
    if (memory == NULL) {
        memory = new_arena(256 << 20);
    }
    return trees_read(&got, (jaga_span){ text, (uint32_t)length }, "m.json", memory, &why);
}

static const char *text_of(const pieces *from)
{
    static char text[16384];

    (void)snprintf(text, sizeof text,
                   "{%s,\"features\":%s,\"base_margin\":-0.5,\"trees\":[%s],\"stage_one\":%s,"
                   "\"calibration\":{\"points\":%s,\"prior\":-13},\"card\":%s}",
                   from->head, from->features, from->tree, from->stage_one, from->points,
                   from->card);
    return text;
}

static void refused(pieces wrong, jaga_status status, const char *complaint)
{
    const char *text = text_of(&wrong);

    ck_assert_msg(read_text(text, strlen(text)) == status, "taken: %s", text);
    ck_assert_str_eq(why.text, complaint);
}

#define REFUSED(piece, value, complaint)                                                           \
    do {                                                                                           \
        pieces wrong_ = good;                                                                      \
        wrong_.piece = (value);                                                                    \
        refused(wrong_, JAGA_ERR_FORMAT, "m.json: " complaint);                                    \
    } while (0)

START_TEST(a_model_is_read)
{
    const char *text = text_of(&good);

    ck_assert_msg(read_text(text, strlen(text)) == JAGA_OK, "%s", why.text);
    ck_assert_uint_eq(got.count, 1);
    ck_assert_uint_eq(got.trees[0].count, 5);
    ck_assert_int_eq(got.trees[0].nodes[2].feature, (int)jaga_feature_find("device-age-hours"));
    ck_assert_float_eq(got.trees[0].nodes[2].threshold, 0.25f);
    ck_assert_float_eq(got.trees[0].nodes[4].value, 1.5f);
    ck_assert(got.trees[0].nodes[0].missing_left);
    ck_assert_float_eq(got.base_margin, -0.5f);
    ck_assert_float_eq(got.cut, -2.0f);
    ck_assert_double_eq(got.points[1].log2_odds, 2.0);
    ck_assert_str_eq(got.card, "{\"who\":[1]}");
}
END_TEST

START_TEST(what_is_no_such_model_is_refused)
{
    REFUSED(head, "\"version\":1", "not a model of the format `jaga-trees`");
    REFUSED(head, "\"format\":\"trees\",\"version\":1", "not a model of the format `jaga-trees`");
    REFUSED(head, "\"format\":\"jaga-trees\",\"version\":2",
            "another version of the format; this jaga reads version 1");
    REFUSED(head, "\"format\":\"jaga-trees\"",
            "another version of the format; this jaga reads version 1");
    REFUSED(head, "\"format\":\"jaga-trees\",\"version\":1,\"more\":1",
            "line 1: 1 object item(s) left unpacked: more");
    REFUSED(card, "7", "card is not an object of up to 64 KiB");
    REFUSED(card, "{},\"card\":{}", "line 1: duplicate object key near '\"card\"'");
    ck_assert_int_eq(read_text("", 0), JAGA_ERR_FORMAT);
    ck_assert_str_eq(why.text, "m.json: line 1: '[' or '{' expected near end of file");
    ck_assert_int_eq(read_text("[1]", 3), JAGA_ERR_FORMAT);
    ck_assert_str_eq(why.text, "m.json: not a model of the format `jaga-trees`");
}
END_TEST

START_TEST(every_cut_off_model_is_refused)
{
    const char *text = text_of(&good);

    for (size_t length = 0; length < strlen(text); length++) {
        ck_assert_int_eq(read_text(text, length), JAGA_ERR_FORMAT);
        ck_assert_msg(strncmp(why.text, "m.json: line 1: ", 16) == 0, "%s", why.text);
    }
}
END_TEST

START_TEST(features_are_known_by_name)
{
    REFUSED(features, "[\"amount-ln\",\"no\\nsuch\"]", "this jaga knows no feature `no such`");
    REFUSED(features, "[\"amount-ln\",7]", "features is not a list of up to 256 names");
    REFUSED(features, "{}", "features is not a list of up to 256 names");
    REFUSED(features, "[\"amount-ln\"]", "tree 0, node 2: its feature is none of those named");
}
END_TEST

/* A tree of one question, columns given. */
#define TREE(feature, threshold, left, right, missing, value)                                      \
    "{\"feature\":" feature ",\"threshold\":" threshold ",\"left\":" left ",\"right\":" right      \
    ",\"missing_left\":" missing ",\"value\":" value "}"
#define F "[0,-1,-1]"
#define T "[1,0,0]"
#define L "[1,-1,-1]"
#define R "[2,-1,-1]"
#define M "[true,false,false]"
#define V "[0,1,2]"

START_TEST(columns_are_equally_long)
{
    REFUSED(tree, "7", "tree 0: `feature` is no column as long as `feature`");
    REFUSED(tree, TREE(F, "[1,0]", L, R, M, V),
            "tree 0: `threshold` is no column as long as `feature`");
    REFUSED(tree, TREE(F, T, L, R, "7", V),
            "tree 0: `missing_left` is no column as long as `feature`");
}
END_TEST

START_TEST(nodes_make_a_tree)
{
    REFUSED(tree, TREE(F, T, "[3,-1,-1]", R, M, V),
            "tree 0, node 0: a child is no node of the tree");
    REFUSED(tree, TREE(F, T, "[-1,-1,-1]", R, M, V),
            "tree 0, node 0: a child is no node of the tree");
    REFUSED(tree, TREE(F, T, "[256,-1,-1]", R, M, V),
            "tree 0, node 0: a child is no node of the tree");
    REFUSED(tree, TREE(F, T, "[1.0,-1,-1]", R, M, V),
            "tree 0, node 0: a child is no node of the tree");
    REFUSED(tree, TREE(F, T, "[0,-1,-1]", R, M, V), "tree 0, node 0: it is reached twice");
    REFUSED(tree, TREE(F, T, "[2,-1,-1]", R, M, V), "tree 0, node 2: it is reached twice");
    REFUSED(tree, TREE("[-1,-1,-1]", T, "[-1,-1,-1]", "[-1,-1,-1]", M, V),
            "tree 0, node 1: no way leads to it");
    REFUSED(tree, TREE("[-1,-1,-1]", T, L, R, M, V), "tree 0, node 0: a leaf has a child");
    REFUSED(tree, TREE("[2,-1,-1]", T, L, R, M, V),
            "tree 0, node 0: its feature is none of those named");
    REFUSED(tree, TREE("[0.0,-1,-1]", T, L, R, M, V),
            "tree 0, node 0: its feature is none of those named");
    REFUSED(tree, TREE(F, T, L, R, "[1,false,false]", V),
            "tree 0, node 0: missing_left is neither true nor false");
}
END_TEST

START_TEST(numbers_are_finite_and_thresholds_are_halves)
{
    REFUSED(tree, TREE(F, "[0.1,0,0]", L, R, M, V),
            "tree 0, node 0: its threshold is not of half precision");
    REFUSED(tree, TREE(F, "[65505,0,0]", L, R, M, V),
            "tree 0, node 0: its threshold is not of half precision");
    REFUSED(tree, TREE(F, "[1e300,0,0]", L, R, M, V), "tree 0, node 0: its threshold is no number");
    REFUSED(tree, TREE(F, T, L, R, M, "[0,1,\"2\"]"), "tree 0, node 2: its value is no number");
    REFUSED(tree, TREE(F, T, L, R, M, "[0,1,1e39]"), "tree 0, node 2: its value is no number");
    REFUSED(tree, TREE(F, T, L, R, M, "[0,1,1001]"),
            "tree 0, node 2: its value is not within -1000 and 1000");
    REFUSED(tree, TREE(F, T, L, R, M, "[0,1,NaN]"), "line 1: invalid token near 'NaN'");
    REFUSED(tree, TREE(F, T, L, R, M, "[0,1,1e999]"), "line 1: real number overflow near '1e999'");
}
END_TEST

START_TEST(stage_one_and_calibration_make_sense)
{
    REFUSED(stage_one, "{\"trees\":0,\"cut\":0}", "stage one has 0 of 1 trees");
    REFUSED(stage_one, "{\"trees\":2,\"cut\":0}", "stage one has 2 of 1 trees");
    REFUSED(stage_one, "{\"trees\":1}", "stage_one is not a number of trees and a cut");
    REFUSED(stage_one, "{\"trees\":1,\"cut\":true}", "base_margin or cut is no number");
    REFUSED(stage_one, "{\"trees\":1,\"cut\":2000}",
            "base_margin or cut is not within -1000 and 1000");
    REFUSED(points, "[[1,2],[1,3]]", "calibration, point 1: margins must rise, odds never fall");
    REFUSED(points, "[[1,2],[2,1]]", "calibration, point 1: margins must rise, odds never fall");
    REFUSED(points, "[[1,2],[2,2000]]", "calibration, point 1: not within -1000 and 1000");
    REFUSED(points, "[[1,2,3]]", "a point of calibration is not a margin and its odds");
    REFUSED(points, "7", "calibration is not a list of up to 1024 points");
}
END_TEST

static const char *repeated(const char *piece, size_t times)
{
    static char text[4 << 20];
    size_t at = 0;

    for (size_t i = 0; i < times; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i == 0 ? "" : ",", piece);
    }
    return text;
}

START_TEST(bounds_are_kept)
{
    static char text[8 << 20];
    static char chain[4096] = "";
    pieces wrong = good;

    (void)snprintf(text, sizeof text,
                   "{%s,\"features\":[],\"base_margin\":0,\"trees\":[%s],\"stage_one\":%s,"
                   "\"calibration\":{\"points\":%s,\"prior\":0},\"card\":{}}",
                   good.head, repeated("7", 1000000), good.stage_one, good.points);
    ck_assert_int_eq(read_text(text, strlen(text)), JAGA_ERR_LIMIT);
    ck_assert_str_eq(why.text, "m.json: 1000000 trees; 1 to 2000 are possible");
    wrong.tree = "";
    refused(wrong, JAGA_ERR_LIMIT, "m.json: 0 trees; 1 to 2000 are possible");
    wrong = good;
    wrong.points = "[]";
    refused(wrong, JAGA_ERR_LIMIT, "m.json: calibration has 0 points; 1 to 1024 are possible");
    wrong = good;
    wrong.tree = TREE("[]", "[]", "[]", "[]", "[]", "[]");
    refused(wrong, JAGA_ERR_LIMIT, "m.json: tree 0 has 0 nodes; 1 to 256 are possible");
    /* Nine questions in a row: node 2i asks, 2i + 1 is the leaf to its left. */
    const char *const columns[] = { "feature", "threshold", "left", "right", "value" };
    size_t at =
        (size_t)snprintf(chain, sizeof chain, "{\"missing_left\":[%s]", repeated("false", 19));
    for (size_t column = 0; column < 5; column++) {
        at += (size_t)snprintf(chain + at, sizeof chain - at, ",\"%s\":[", columns[column]);
        for (int i = 0; i < 19; i++) {
            const bool asks = i % 2 == 0 && i < 18;
            const int values[] = { asks ? 0 : -1, 0, asks ? i + 1 : -1, asks ? i + 2 : -1, i };
            at += (size_t)snprintf(chain + at, sizeof chain - at, "%s%d", i == 0 ? "" : ",",
                                   values[column]);
        }
        at += (size_t)snprintf(chain + at, sizeof chain - at, "]");
    }
    (void)snprintf(chain + at, sizeof chain - at, "}");
    wrong = good;
    wrong.tree = chain;
    refused(wrong, JAGA_ERR_FORMAT, "m.json: tree 0, node 16: it lies deeper than 8 questions");
}
END_TEST

START_TEST(an_ensemble_below_is_read_and_stands_on_none)
{
    static char text[65536];
    const char *one = text_of(&good);
    const int body = (int)strlen(one) - 1;

    (void)snprintf(text, sizeof text, "%.*s,\"event\":%s}", body, one, one);
    ck_assert_msg(read_text(text, strlen(text)) == JAGA_OK, "%s", why.text);
    ck_assert_ptr_nonnull(got.event);
    ck_assert_uint_eq(got.event->count, 1);
    ck_assert_ptr_null(got.event->event);
    for (size_t length = 0; length < strlen(text); length++) {
        ck_assert_int_eq(read_text(text, length), JAGA_ERR_FORMAT);
    }
    (void)snprintf(text, sizeof text, "%.*s,\"event\":%.*s,\"event\":%s}}", body, one, body, one,
                   one);
    ck_assert_int_eq(read_text(text, strlen(text)), JAGA_ERR_FORMAT);
    ck_assert_str_eq(why.text, "m.json: the ensemble below has another one below it");
    const char *const wrong[] = { "null", "7", "[]", "{}" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        (void)snprintf(text, sizeof text, "%.*s,\"event\":%s}", body, one, wrong[i]);
        ck_assert_int_eq(read_text(text, strlen(text)), JAGA_ERR_FORMAT);
        ck_assert_str_eq(why.text, "m.json: not a model of the format `jaga-trees`");
    }
    (void)snprintf(text, sizeof text, "%.*s,\"event\":%.*s,\"stage_one\":{\"trees\":2,\"cut\":0}}}",
                   body, one, body, one);
    ck_assert_int_eq(read_text(text, strlen(text)), JAGA_ERR_FORMAT);
}
END_TEST

static void same_trees(const trees_file *a, const trees_file *b)
{
    ck_assert_uint_eq(a->count, b->count);
    ck_assert_uint_eq(bits_of_float(a->base_margin), bits_of_float(b->base_margin));
    ck_assert_uint_eq(bits_of_float(a->cut), bits_of_float(b->cut));
    ck_assert_uint_eq(a->stage_one, b->stage_one);
    ck_assert_double_eq(a->prior, b->prior);
    ck_assert_uint_eq(a->point_count, b->point_count);
    for (size_t i = 0; i < a->point_count; i++) {
        ck_assert_double_eq(a->points[i].margin, b->points[i].margin);
        ck_assert_double_eq(a->points[i].log2_odds, b->points[i].log2_odds);
    }
    ck_assert_str_eq(a->card, b->card);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_uint_eq(a->trees[i].count, b->trees[i].count);
        for (size_t j = 0; j < a->trees[i].count; j++) {
            const trees_node *x = &a->trees[i].nodes[j], *y = &b->trees[i].nodes[j];
            ck_assert_int_eq(x->feature, y->feature);
            ck_assert_int_eq(x->left, y->left);
            ck_assert_int_eq(x->right, y->right);
            ck_assert_int_eq(x->missing_left, y->missing_left);
            ck_assert_uint_eq(bits_of_float(x->threshold), bits_of_float(y->threshold));
            ck_assert_uint_eq(bits_of_float(x->value), bits_of_float(y->value));
        }
    }
}

START_TEST(what_was_written_is_read_to_the_last_bit)
{
    uint64_t seed = 3;

    for (int round = 0; round < 30; round++) {
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        arena *pieces_of_it = new_arena(64 << 20);
        trees_file made =
            random_trees(pieces_of_it, &seed, 1 + below(&seed, 30), jaga_feature_count(), 8);
        trees_file lower =
            random_trees(pieces_of_it, &seed, 1 + below(&seed, 30), jaga_feature_count(), 8);
        made.event = round % 2 == 0 ? NULL : &lower;
        ck_assert_int_eq(trees_write(&made, out, &why), JAGA_OK);
        ck_assert_int_eq(fclose(out), 0);
        ck_assert_msg(read_text(text, length) == JAGA_OK, "%s", why.text);
        same_trees(&made, &got);
        ck_assert_int_eq(made.event != NULL, got.event != NULL);
        if (made.event != NULL) {
            same_trees(made.event, got.event);
        }
        free(text);
        arena_close(pieces_of_it);
    }
}
END_TEST

START_TEST(a_full_disk_is_said)
{
    uint64_t seed = 4;
    FILE *out = fopen("/dev/full", "w");
    arena *pieces_of_it = new_arena(64 << 20);
    const trees_file made = random_trees(pieces_of_it, &seed, 100, 9, 8);

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(trees_write(&made, out, &why), JAGA_ERR_IO);
    ck_assert_str_eq(why.text, "the model could not be written");
    (void)fclose(out);
    arena_close(pieces_of_it);
}
END_TEST

UNIT_MAIN("trees_file", a_model_is_read, what_is_no_such_model_is_refused,
          every_cut_off_model_is_refused, features_are_known_by_name, columns_are_equally_long,
          nodes_make_a_tree, numbers_are_finite_and_thresholds_are_halves,
          stage_one_and_calibration_make_sense, bounds_are_kept,
          an_ensemble_below_is_read_and_stands_on_none, what_was_written_is_read_to_the_last_bit,
          a_full_disk_is_said)
