#include "unit.h"

#include "profile/histogram.h"

#include <math.h>
#include <stdlib.h>

static histogram seen;

START_TEST(rarity_is_the_share_of_values_as_far_out)
{
    int count[HISTOGRAM_BINS] = { 0 };

    memset(&seen, 0, sizeof seen);
    srand(3);
    for (int i = 0; i < 10000; i++) {
        const double u = ((double)rand() + 1.0) / ((double)RAND_MAX + 2.0);
        const uint16_t bin = histogram_bin(-log(u), 0.0, 1.0 / 16.0);
        histogram_add(&seen, bin);
        count[bin]++;
    }
    histogram_turn(&seen, 0.0);
    int beyond = 0;
    for (int bin = HISTOGRAM_BINS; bin-- > 0;) {
        const double share = (beyond + count[bin] / 2.0 + 0.5) / 10001.0;
        ck_assert_double_eq_tol(histogram_bits(&seen, (uint16_t)bin), -log2(share), 1e-4);
        beyond += count[bin];
    }
}
END_TEST

START_TEST(before_the_first_turn_nothing_is_rare)
{
    memset(&seen, 0, sizeof seen);
    histogram_add(&seen, 4);
    ck_assert_double_eq(histogram_bits(&seen, 200), 0.0);
}
END_TEST

START_TEST(counts_fade_by_half_in_thirty_days)
{
    memset(&seen, 0, sizeof seen);
    for (int i = 0; i < 64; i++) {
        histogram_add(&seen, 7);
    }
    histogram_turn(&seen, 30.0);
    ck_assert_double_eq_tol((double)seen.bin[7].count, 32.0, 1e-6);
    ck_assert_double_eq_tol(seen.total, 32.0, 1e-9);
}
END_TEST

START_TEST(what_lies_outside_is_in_the_first_or_last_bin)
{
    ck_assert_uint_eq(histogram_bin(-5.0, -1.0, 0.5), 0);
    ck_assert_uint_eq(histogram_bin(-1.0, -1.0, 0.5), 0);
    ck_assert_uint_eq(histogram_bin(0.0, -1.0, 0.5), 2);
    ck_assert_uint_eq(histogram_bin(1e30, -1.0, 0.5), HISTOGRAM_BINS - 1);
    ck_assert_uint_eq(histogram_bin((double)NAN, -1.0, 0.5), 0);
}
END_TEST

UNIT_MAIN("histogram", rarity_is_the_share_of_values_as_far_out,
          before_the_first_turn_nothing_is_rare, counts_fade_by_half_in_thirty_days,
          what_lies_outside_is_in_the_first_or_last_bin)
