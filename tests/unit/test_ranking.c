#include "model/ranking.h"
#include "unit.h"

#include <math.h>
#include <stdint.h>

static double even(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* From the definitions, pair by pair and theft by theft. */
static ranking by_definition(const ranked *rows, size_t count)
{
    double pairs = 0.0, won = 0.0, thefts = 0.0, ap = 0.0;

    for (size_t i = 0; i < count; i++) {
        if (!rows[i].is_theft) {
            continue;
        }
        double above[2] = { 0.0, 0.0 };
        for (size_t k = 0; k < count; k++) {
            const double weight = rows[i].weight * rows[k].weight;
            if (!rows[k].is_theft) {
                pairs += weight;
                won += rows[i].score > rows[k].score    ? weight
                       : rows[i].score == rows[k].score ? weight / 2.0
                                                        : 0.0;
            }
            above[rows[k].is_theft] += rows[k].score >= rows[i].score ? rows[k].weight : 0.0;
        }
        thefts += rows[i].weight;
        ap += rows[i].weight * above[1] / (above[0] + above[1]);
    }
    return (ranking){ won / pairs, ap / thefts, 0.0 };
}

START_TEST(auc_and_average_precision_are_what_their_definitions_say)
{
    ranked rows[120], kept[120];
    uint64_t state = 3;

    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 120; i++) {
            rows[i] = (ranked){ .score = floor(even(&state) * (round % 2 == 0 ? 12.0 : 1e6)),
                                .weight = 1.0 + floor(even(&state) * 4.0),
                                .is_theft = i < 3 || (i > 5 && even(&state) < 0.2) };
            kept[i] = rows[i];
        }
        const ranking wanted = by_definition(kept, 120);
        ranking got;
        ranking_of(rows, 120, &got);
        ck_assert_double_eq_tol(got.auc, wanted.auc, 1e-12);
        ck_assert_double_eq_tol(got.ap, wanted.ap, 1e-12);
    }
}
END_TEST

START_TEST(recall_is_read_where_one_honest_row_in_a_thousand_stands_above)
{
    ranked rows[2010];
    ranking got;

    /* Honest ones at 0..1999; thefts above two, three, and none of them. */
    for (int i = 0; i < 2000; i++) {
        rows[i] = (ranked){ (double)i, 1.0, false };
    }
    for (int i = 0; i < 10; i++) {
        rows[2000 + i] = (ranked){ i < 4 ? 3000.0 : i < 7 ? 1997.5 : 1996.5, 1.0, true };
    }
    ranking_of(rows, 2010, &got);
    ck_assert_double_eq_tol(got.recall_at_0_1, 0.7, 1e-12);
}
END_TEST

START_TEST(one_kind_alone_cannot_be_ranked)
{
    ranked rows[2] = { { 1.0, 1.0, true }, { 2.0, 1.0, true } };
    ranking got;

    ranking_of(rows, 2, &got);
    ck_assert_double_eq(got.auc, -1.0);
    ranking_of(rows, 0, &got);
    ck_assert_double_eq(got.ap, -1.0);
}
END_TEST

UNIT_MAIN("ranking", auc_and_average_precision_are_what_their_definitions_say,
          recall_is_read_where_one_honest_row_in_a_thousand_stands_above,
          one_kind_alone_cannot_be_ranked)
