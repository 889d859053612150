#include "model/trees.h"
#include "random_trees.h"

static trees *compiled(const trees_file *file, arena *memory)
{
    trees *made = NULL;
    jaga_error err = { .text = "" };

    ck_assert_msg(trees_check(file, "m", &err) == JAGA_OK, "%s", err.text);
    ck_assert_int_eq(trees_compile(file, memory, &made, &err), JAGA_OK);
    return made;
}

static void same_bits(float got, float want)
{
    ck_assert_msg(bits_of_float(got) == bits_of_float(want), "%a is not %a", (double)got,
                  (double)want);
}

static void agrees(const trees_file *file, const trees *model, const row_of_numbers row)
{
    const float first = margin_by_hand(file, file->stage_one, row);
    const float full = margin_by_hand(file, file->count, row);
    const bool goes_on = file->stage_one == file->count || first > file->cut;
    const trees_verdict got = trees_margin(model, row);

    ck_assert(got.is_full == goes_on);
    same_bits(got.margin, goes_on ? full : first);
    same_bits(trees_full_margin(model, row), full);
}

START_TEST(margins_have_the_bits_of_the_recursion)
{
    uint64_t seed = 7;
    size_t full = 0, partial = 0;

    for (int round = 0; round < 150; round++) {
        arena *memory = new_arena(64 << 20);
        const size_t features = 1 + below(&seed, jaga_feature_count());
        const trees_file file = random_trees(memory, &seed, 1 + below(&seed, 40), features,
                                             below(&seed, TREES_DEPTH_MOST + 1));
        const trees *model = compiled(&file, memory);
        for (int i = 0; i < 100; i++) {
            row_of_numbers row;
            random_row(row, &seed);
            agrees(&file, model, row);
            full += trees_margin(model, row).is_full;
            partial += !trees_margin(model, row).is_full;
        }
        arena_close(memory);
    }
    ck_assert_uint_gt(full, 1000);
    ck_assert_uint_gt(partial, 1000);
}
END_TEST

/* Step by step over the nodes of the file. */
static double explain_by_hand(const trees_file *file, const row_of_numbers row,
                              double by_feature[JAGA_MODEL_FEATURES_MAX])
{
    double expected = (double)file->base_margin;

    for (size_t i = 0; i < file->count; i++) {
        const trees_node *node = file->trees[i].nodes;
        expected += (double)node->value;
        while (node->feature >= 0) {
            const trees_node *next = next_node(&file->trees[i], node, row);
            by_feature[node->feature] += (double)next->value - (double)node->value;
            node = next;
        }
    }
    return expected;
}

START_TEST(an_explanation_credits_each_question_and_makes_the_margin)
{
    uint64_t seed = 8;

    for (int round = 0; round < 100; round++) {
        arena *memory = new_arena(64 << 20);
        const trees_file file =
            random_trees(memory, &seed, 1 + below(&seed, 40), jaga_feature_count(), 6);
        const trees *model = compiled(&file, memory);
        for (int i = 0; i < 20; i++) {
            double got[JAGA_MODEL_FEATURES_MAX], want[JAGA_MODEL_FEATURES_MAX] = { 0.0 };
            row_of_numbers row;
            random_row(row, &seed);
            double sum = trees_explain(model, row, got);
            ck_assert_double_eq_tol(sum, explain_by_hand(&file, row, want), 1e-12);
            for (size_t j = 0; j < JAGA_MODEL_FEATURES_MAX; j++) {
                ck_assert_double_eq_tol(got[j], want[j], 1e-12);
                sum += got[j];
            }
            ck_assert_double_eq_tol(sum, (double)trees_full_margin(model, row), 1e-4);
        }
        arena_close(memory);
    }
}
END_TEST

START_TEST(calibration_is_straight_between_points_and_rises_beyond_the_last)
{
    uint64_t seed = 9;
    arena *memory = new_arena(1 << 20);
    trees_file file = random_trees(memory, &seed, 1, 1, 0);
    trees_point points[] = { { -2.0, -10.0 }, { 0.0, -4.0 }, { 1.0, -4.0 }, { 3.0, 6.0 } };

    file.points = points;
    const trees *model = compiled(&file, memory);
    const double wanted[][2] = { { -900.0, -10.0 }, { -2.0, -10.0 }, { -1.0, -7.0 },
                                 { 0.0, -4.0 },     { 0.5, -4.0 },   { 1.0, -4.0 },
                                 { 2.5, 3.5 },      { 3.0, 6.0 },    { 900.0, 454.5 } };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        ck_assert_double_eq(trees_log2_odds(model, (float)wanted[i][0]), wanted[i][1]);
    }
    file.point_count = 1;
    ck_assert_double_eq(trees_log2_odds(compiled(&file, memory), 5.0f), -6.5);
    ck_assert_double_eq(trees_log2_odds(compiled(&file, memory), -5.0f), -10.0);
    arena_close(memory);
}
END_TEST

START_TEST(no_memory_is_said)
{
    uint64_t seed = 10;
    arena *memory = new_arena(64 << 20), *little = new_arena(4096);
    const trees_file file = random_trees(memory, &seed, 300, 9, 8);
    trees *made = NULL;
    jaga_error err = { .text = "" };

    ck_assert_int_eq(trees_compile(&file, little, &made, &err), JAGA_ERR_NOMEM);
    ck_assert_str_eq(err.text, "no memory for a model of 300 trees");
    arena_close(little);
    arena_close(memory);
}
END_TEST

UNIT_MAIN("trees", margins_have_the_bits_of_the_recursion,
          an_explanation_credits_each_question_and_makes_the_margin,
          calibration_is_straight_between_points_and_rises_beyond_the_last, no_memory_is_said)
