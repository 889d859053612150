#include "evaluate/psi.h"
#include "unit.h"

#include <math.h>

/* Worked by hand: shares 0.25 four times beside 0.1, 0.2, 0.3, 0.4:
 * -0.15 ln 0.4 - 0.05 ln 0.8 + 0.05 ln 1.2 + 0.15 ln 1.6 = 0.228218. */
START_TEST(the_index_is_that_of_the_textbook)
{
    const uint64_t even[PSI_BINS] = { 25, 25, 25, 25 }, rising[PSI_BINS] = { 10, 20, 30, 40 };
    const uint64_t more[PSI_BINS] = { 250, 250, 250, 250 }, none[PSI_BINS] = { 0 };

    ck_assert_double_eq_tol(psi_of(even, rising), 0.228218, 1e-6);
    ck_assert_double_eq_tol(psi_of(rising, even), 0.228218, 1e-6);
    ck_assert_double_eq(psi_of(even, more), 0.0);
    ck_assert_double_eq(psi_of(even, none), 0.0);
    ck_assert_double_eq(psi_of(none, even), 0.0);
}
END_TEST

/* An empty part counts as one in ten thousand: (0.5 - 0.0001) ln 5000 + (0.5 - 1) ln 0.5. */
START_TEST(what_was_never_there_is_far_but_not_infinite)
{
    const uint64_t one[PSI_BINS] = { 100 }, two[PSI_BINS] = { 50, 50 };

    ck_assert_double_eq_tol(psi_of(one, two), 0.4999 * log(5000.0) + 0.5 * log(2.0), 1e-9);
}
END_TEST

START_TEST(parts_are_even_where_values_allow)
{
    float values[2000];
    uint64_t bins[PSI_BINS] = { 0 };

    for (int i = 0; i < 2000; i++) {
        values[i] = (float)i;
    }
    const psi_scale scale = psi_scale_of(values, 2000);
    ck_assert_uint_eq(scale.edges, PSI_PARTS - 1);
    for (int i = 0; i < 2000; i++) {
        bins[psi_bin(&scale, values[i])]++;
    }
    for (int i = 0; i < PSI_PARTS; i++) {
        ck_assert(bins[i] >= 99 && bins[i] <= 101);
    }
    ck_assert_uint_eq(psi_bin(&scale, -1e9f), 0);
    ck_assert_uint_eq(psi_bin(&scale, 1e9f), PSI_PARTS - 1);
    ck_assert_uint_eq(psi_bin(&scale, NAN), PSI_PARTS);
}
END_TEST

START_TEST(a_flag_has_two_parts_and_nothing_has_one)
{
    float flags[1000] = { 0.0f };

    flags[999] = 1.0f;
    const psi_scale rare = psi_scale_of(flags, 1000), none = psi_scale_of(flags, 0);
    ck_assert_uint_eq(rare.edges, 1);
    ck_assert_uint_eq(psi_bin(&rare, 0.0f), 0);
    ck_assert_uint_eq(psi_bin(&rare, 1.0f), 1);
    ck_assert_uint_eq(none.edges, 0);
    ck_assert_uint_eq(psi_bin(&none, 3.0f), 0);
}
END_TEST

UNIT_MAIN("psi", the_index_is_that_of_the_textbook, what_was_never_there_is_far_but_not_infinite,
          parts_are_even_where_values_allow, a_flag_has_two_parts_and_nothing_has_one)
