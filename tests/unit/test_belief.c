#include "evaluate/belief.h"
#include "unit.h"

#include "base/hash.h"
#include "jaga/decision.h"

#include <math.h>
#include <string.h>

enum { ROWS = 400 };

typedef struct labelled {
    double bits, belief;
    bool is_theft;
} labelled;

static belief_tally tally;
static jaga_eval_belief about;
static labelled rows[ROWS];

static double random_share(uint64_t n)
{
    return (double)(hash_bytes64(&n, sizeof n, 7) >> 11) * 0x1p-53;
}

static int by_bits(const void *a, const void *b)
{
    const labelled *x = a, *y = b;
    return x->bits > y->bits ? -1 : x->bits < y->bits;
}

/* Beliefs in the middle of fine bins, many of them equal; thefts more often where belief is high.
 */
static void make_rows(uint64_t seed, double lift)
{
    memset(&tally, 0, sizeof tally);
    for (uint64_t i = 0; i < ROWS; i++) {
        const double place = floor(random_share(seed * 10000 + 2 * i) * 300.0) + 0.5;
        const double chance = 0.05 + lift * place / 300.0;
        rows[i].bits = -10.0 + place / BELIEF_FINE;
        rows[i].belief = 1.0 / (1.0 + exp2(-rows[i].bits));
        rows[i].is_theft = random_share(seed * 10000 + 2 * i + 1) < chance;
        belief_add(&tally, rows[i].belief, rows[i].is_theft);
    }
    belief_sum_up(&tally, &about);
}

/* The textbook's: the mean, over thefts, of the share of thefts among rows believed at least as
 * much. */
static double average_precision(void)
{
    double sum = 0.0, thefts = 0.0;

    for (size_t i = 0; i < ROWS; i++) {
        double above = 0.0, found = 0.0;
        if (!rows[i].is_theft) {
            continue;
        }
        for (size_t k = 0; k < ROWS; k++) {
            above += rows[k].bits >= rows[i].bits;
            found += rows[k].bits >= rows[i].bits && rows[k].is_theft;
        }
        sum += found / above;
        thefts += 1.0;
    }
    return sum / thefts;
}

START_TEST(average_precision_is_the_textbooks)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        make_rows(seed, 0.6);
        ck_assert_double_eq_tol(about.average_precision, average_precision(), 1e-12);
    }
}
END_TEST

START_TEST(a_ranking_that_knows_nothing_has_the_prevalence)
{
    double mean = 0.0, prevalence = 0.0;

    for (uint64_t seed = 1; seed <= 50; seed++) {
        make_rows(seed, 0.0);
        mean += about.average_precision / 50.0;
        prevalence += (double)about.in_theft / ROWS / 50.0;
    }
    ck_assert_double_eq_tol(mean, prevalence, 0.03);
}
END_TEST

START_TEST(errors_are_the_sums_they_are_said_to_be)
{
    double squares = 0.0, distance = 0.0;

    make_rows(3, 0.5);
    qsort(rows, ROWS, sizeof rows[0], by_bits);
    for (size_t i = 0; i < ROWS;) {
        const double bin = floor(rows[i].bits);
        double gap = 0.0;
        for (; i < ROWS && floor(rows[i].bits) == bin; i++) {
            const double miss = rows[i].belief - (rows[i].is_theft ? 1.0 : 0.0);
            gap += miss;
            squares += miss * miss;
        }
        distance += fabs(gap);
    }
    ck_assert_int_eq(about.rows, ROWS);
    ck_assert_double_eq_tol(about.brier, squares / ROWS, 1e-12);
    ck_assert_double_eq_tol(about.calibration_error, distance / ROWS, 1e-12);
}
END_TEST

START_TEST(the_ends_of_the_scale_have_their_bins)
{
    memset(&tally, 0, sizeof tally);
    belief_add(&tally, 0.0, false);
    belief_add(&tally, 1.0, true);
    belief_sum_up(&tally, &about);
    ck_assert_int_eq(about.bins[0].rows, 1);
    ck_assert_int_eq(about.bins[JAGA_EVAL_BELIEF_BINS - 1].in_theft, 1);
    ck_assert_double_eq(about.average_precision, 1.0);
    ck_assert_double_eq(about.brier, 0.0);
}
END_TEST

START_TEST(each_bit_of_belief_has_a_bin)
{
    ck_assert_double_eq(JAGA_BELIEF_MOST_BITS - JAGA_BELIEF_BASE_BITS, JAGA_EVAL_BELIEF_BINS);
}
END_TEST

START_TEST(of_nothing_there_is_no_figure)
{
    memset(&tally, 0, sizeof tally);
    belief_sum_up(&tally, &about);
    ck_assert(isnan(about.brier) && isnan(about.average_precision));
    ck_assert_uint_eq(about.ranks, 0);
}
END_TEST

UNIT_MAIN("belief", average_precision_is_the_textbooks,
          a_ranking_that_knows_nothing_has_the_prevalence, errors_are_the_sums_they_are_said_to_be,
          the_ends_of_the_scale_have_their_bins, each_bit_of_belief_has_a_bin,
          of_nothing_there_is_no_figure)
