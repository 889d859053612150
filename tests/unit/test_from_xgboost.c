#include "boosted.h"
#include "model/from_xgboost.h"
#include "model/trees.h"

enum { TAUGHT = 4000, ASKED = 4000 };

static trees_file file;
static jaga_error why;

static trees *converted(BoosterHandle booster, arena *memory)
{
    trees *made = NULL;

    ck_assert_msg(from_xgboost(&file, saved(booster), "b.json", memory, &why) == JAGA_OK, "%s",
                  why.text);
    ck_assert_int_eq(trees_compile(&file, memory, &made, &why), JAGA_OK);
    return made;
}

static void same_margins(const char *const *settings, int rounds)
{
    static uint64_t seed = 1;
    arena *memory = new_arena(256 << 20);
    const lesson taught = new_lesson(memory, &seed, TAUGHT);
    const lesson asked = new_lesson(memory, &seed, ASKED);
    BoosterHandle booster = boosted(&taught, settings, rounds);
    const trees *model = converted(booster, memory);
    const float *wanted = predicted(booster, &asked, 1);

    ck_assert_uint_eq(file.count, (size_t)rounds);
    for (size_t i = 0; i < ASKED; i++) {
        row_of_numbers row;
        boosted_row(&asked, i, row);
        const float got = trees_full_margin(model, row);
        ck_assert_msg(bits_of_float(got) == bits_of_float(wanted[i]),
                      "%s, row %zu: %a, libxgboost says %a", settings[1], i, (double)got,
                      (double)wanted[i]);
    }
    MUST(XGBoosterFree(booster));
    arena_close(memory);
}

#define SAME_MARGINS(rounds, ...)                                                                  \
    same_margins((const char *const[]){ __VA_ARGS__, NULL, NULL }, rounds)

START_TEST(margins_are_those_of_libxgboost_to_the_last_bit)
{
    SAME_MARGINS(60, "tree_method", "hist", "max_depth", "6");
    SAME_MARGINS(60, "tree_method", "exact", "max_depth", "6");
    SAME_MARGINS(30, "tree_method", "approx", "max_depth", "4");
    SAME_MARGINS(30, "tree_method", "hist", "max_depth", "8", "min_child_weight", "5");
    SAME_MARGINS(30, "tree_method", "hist", "grow_policy", "lossguide", "max_leaves", "30",
                 "max_depth", "8");
}
END_TEST

START_TEST(so_they_are_after_pruning_sampling_and_from_another_base)
{
    SAME_MARGINS(60, "tree_method", "hist", "base_score", "0.001", "subsample", "0.5");
    SAME_MARGINS(60, "tree_method", "hist", "base_score", "0.37", "scale_pos_weight", "7");
    SAME_MARGINS(60, "tree_method", "exact", "gamma", "3", "max_depth", "6");
    SAME_MARGINS(60, "tree_method", "hist", "gamma", "3", "max_bin", "16");
    SAME_MARGINS(9, "tree_method", "hist", "gamma", "100000");
}
END_TEST

START_TEST(explanations_are_those_of_libxgboost)
{
    static const char *const settings[] = { "tree_method", "hist", "max_depth", "6", NULL };
    uint64_t seed = 5;
    arena *memory = new_arena(256 << 20);
    const lesson taught = new_lesson(memory, &seed, TAUGHT), asked = new_lesson(memory, &seed, 500);
    BoosterHandle booster = boosted(&taught, settings, 100);
    const trees *model = converted(booster, memory);
    const float *wanted = predicted(booster, &asked, 3);

    for (size_t i = 0; i < asked.rows; i++) {
        double by_feature[JAGA_MODEL_FEATURES_MAX];
        row_of_numbers row;
        boosted_row(&asked, i, row);
        const double expected = trees_explain(model, row, by_feature);
        for (size_t j = 0; j < BOOSTED_COLUMNS; j++) {
            ck_assert_double_eq_tol(by_feature[boosted_place(j)], (double)*wanted++, 1e-4);
        }
        ck_assert_double_eq_tol(expected, (double)*wanted++, 1e-4);
    }
    MUST(XGBoosterFree(booster));
    arena_close(memory);
}
END_TEST

static int falling(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

/* What stage one and the whole say about each row. */
typedef struct margins {
    float *first, *full;
} margins;

static margins margins_of(const lesson *rows, const trees *staged, arena *memory)
{
    margins out = { .first = arena_take(memory, rows->rows * sizeof(float)),
                    .full = arena_take(memory, rows->rows * sizeof(float)) };

    for (size_t i = 0; i < rows->rows; i++) {
        row_of_numbers row;
        boosted_row(rows, i, row);
        out.first[i] = trees_margin(staged, row).margin;
        out.full[i] = trees_full_margin(staged, row);
    }
    return out;
}

/* What a share of the numbers are above. */
static float above_all_but(const float *numbers, size_t count, double share, arena *memory)
{
    float *sorted = arena_take(memory, count * sizeof *sorted);

    memcpy(sorted, numbers, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, falling);
    return sorted[(size_t)((double)count * share)];
}

/* Stage one of 32 in 200 trees. The cut is the least that stage one says of the most suspicious 2 %
 * of some rows; of that share of other rows it lets nearly all through, and few of the rest. */
START_TEST(stage_one_keeps_the_suspicious)
{
    enum { ROWS = 20000 };
    static const char *const settings[] = { "tree_method", "hist", "max_depth", "6", NULL };
    uint64_t seed = 6;
    arena *memory = new_arena(256 << 20);
    const lesson taught = new_lesson(memory, &seed, 3 * TAUGHT);
    const lesson chosen = new_lesson(memory, &seed, ROWS), judged = new_lesson(memory, &seed, ROWS);
    BoosterHandle booster = boosted(&taught, settings, 200);
    trees *model = converted(booster, memory);
    size_t most = 0, kept = 0, forwarded = 0;

    file.stage_one = 32;
    file.cut = TREES_VALUE_MOST;
    ck_assert_int_eq(trees_compile(&file, memory, &model, &why), JAGA_OK);
    const margins before = margins_of(&chosen, model, memory);
    const float alert = above_all_but(before.full, ROWS, 0.02, memory);
    for (size_t i = 0; i < ROWS; i++) {
        if (before.full[i] > alert && before.first[i] < file.cut) {
            file.cut = before.first[i];
        }
    }
    ck_assert_int_eq(trees_compile(&file, memory, &model, &why), JAGA_OK);
    for (size_t i = 0; i < ROWS; i++) {
        row_of_numbers row;
        boosted_row(&judged, i, row);
        const bool is_most = trees_full_margin(model, row) > alert;
        const trees_verdict got = trees_margin(model, row);
        ck_assert(!got.is_full || got.margin == trees_full_margin(model, row));
        most += is_most;
        kept += is_most && got.is_full;
        forwarded += got.is_full;
    }
    printf("stage one of 32 in 200 trees: %zu of %d rows go on, %zu of %zu suspicious ones\n",
           forwarded, ROWS, kept, most);
    ck_assert_uint_gt(most, 300);
    ck_assert_uint_lt(forwarded, ROWS / 5);
    ck_assert_uint_ge(kept * 100, most * 98);
    MUST(XGBoosterFree(booster));
    arena_close(memory);
}
END_TEST

static void refused(const char *from, const char *to, const char *complaint)
{
    static char text[1 << 20];
    static const char *const settings[] = { "tree_method", "hist", "max_depth", "2", NULL };
    uint64_t seed = 1;
    arena *memory = new_arena(64 << 20);
    const lesson taught = new_lesson(memory, &seed, 500);
    BoosterHandle booster = boosted(&taught, settings, 2);
    const jaga_span whole = saved(booster);
    const char *at = memmem(whole.at, whole.length, from, strlen(from));

    ck_assert_msg(at != NULL, "no %s in the model", from);
    const int length =
        snprintf(text, sizeof text, "%.*s%s%.*s", (int)(at - whole.at), whole.at, to,
                 (int)(whole.length - (size_t)(at - whole.at) - strlen(from)), at + strlen(from));
    ck_assert_int_ne(
        from_xgboost(&file, (jaga_span){ text, (uint32_t)length }, "b.json", memory, &why),
        JAGA_OK);
    ck_assert_str_eq(why.text, complaint);
    MUST(XGBoosterFree(booster));
    arena_close(memory);
}

START_TEST(what_cannot_be_taken_is_said)
{
    refused("{\"learner\"", "", "b.json: not a model that XGBoost saved as JSON");
    refused("\"learner\"", "\"student\"", "b.json: not a model that XGBoost saved as JSON");
    refused("\"binary:logistic\"", "\"rank:ndcg\"",
            "b.json: only gbtree with the objective binary:logistic can be taken");
    refused("\"name\":\"gbtree\"", "\"name\":\"gblinear\"",
            "b.json: only gbtree with the objective binary:logistic can be taken");
    refused("\"base_score\":\"5E-1\"", "\"base_score\":\"[1]\"",
            "b.json: base_score is not a number between 0 and 1");
    refused("\"feature_names\":[", "\"feature_names\":[],\"x\":[",
            "b.json: the booster names no features (feature_name)");
    refused("\"feature_names\":[", "\"feature_names\":[\"x\",",
            "b.json: feature 0 is none of jaga's");
    refused("\"split_type\":[0", "\"split_type\":[1",
            "b.json: tree 0: a split is not of a number that has a name");
    refused("\"left_children\":[1", "\"left_children\":[0",
            "b.json: tree 0: a child is no node, or another's");
    refused("\"left_children\":[1", "\"left_children\":[99",
            "b.json: tree 0: a child is no node, or another's");
    refused("\"left_children\":[1", "\"left_children\":[2",
            "b.json: tree 0: a child is no node, or another's");
    refused("\"left_children\":[1", "\"left_children\":[1,1",
            "b.json: tree 0: its columns are of different length");
}
END_TEST

UNIT_MAIN("from_xgboost", margins_are_those_of_libxgboost_to_the_last_bit,
          so_they_are_after_pruning_sampling_and_from_another_base,
          explanations_are_those_of_libxgboost, stage_one_keeps_the_suspicious,
          what_cannot_be_taken_is_said)
