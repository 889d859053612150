#include "base/exponent.h"
#include "decode_fixture.h"

#include <float.h>
#include <math.h>

enum { ROUNDS = 200000 };

static double uniform(uint64_t *seed, double low, double high)
{
    return low + (high - low) * ((double)(next_random(seed) >> 11) * 0x1p-53);
}

static bool is_close(double got, double want)
{
    return want == 0.0 ? got == 0.0 : fabs(got / want - 1.0) < 1e-14;
}

static void powers_agree(uint64_t seed, double low, double high)
{
    for (int i = 0; i < ROUNDS; i++) {
        const double x = uniform(&seed, low, high);
        if (!is_close(exp2_exact(x), exp2(x))) {
            ck_abort_msg("2^%.17g: %.17g, libm says %.17g", x, exp2_exact(x), exp2(x));
        }
    }
}

static void logarithms_agree(uint64_t seed, double low, double high)
{
    for (int i = 0; i < ROUNDS; i++) {
        const double x = exp2(uniform(&seed, low, high));
        if (!is_close(log2_exact(x), log2(x))) {
            ck_abort_msg("log2 %.17g: %.17g, libm says %.17g", x, log2_exact(x), log2(x));
        }
    }
}

START_TEST(powers_over_the_whole_range_agree_with_libm)
{
    powers_agree(1, -1022.0, 1023.0);
}
END_TEST

START_TEST(powers_near_zero_agree_with_libm)
{
    powers_agree(2, -1.0, 1.0);
    powers_agree(3, -1e-9, 1e-9);
}
END_TEST

START_TEST(whole_powers_are_exact)
{
    for (int e = -1022; e <= 1023; e++) {
        ck_assert(exp2_exact(e) == ldexp(1.0, e));
    }
}
END_TEST

START_TEST(powers_beyond_the_range_are_zero_and_infinity)
{
    ck_assert(exp2_exact(-1022.0001) == 0.0);
    ck_assert(exp2_exact(-1e300) == 0.0);
    ck_assert(exp2_exact(-HUGE_VAL) == 0.0);
    ck_assert(exp2_exact(1023.0001) == HUGE_VAL);
    ck_assert(exp2_exact(1e300) == HUGE_VAL);
    ck_assert(exp2_exact(HUGE_VAL) == HUGE_VAL);
}
END_TEST

START_TEST(halfway_between_whole_powers_is_exact_enough)
{
    for (int e = -1021; e < 1023; e++) {
        const double x = e + 0.5;
        ck_assert(is_close(exp2_exact(x), exp2(x)));
        ck_assert(is_close(exp2_exact(nextafter(x, -HUGE_VAL)), exp2(nextafter(x, -HUGE_VAL))));
    }
}
END_TEST

START_TEST(logarithms_over_the_whole_range_agree_with_libm)
{
    logarithms_agree(4, -1022.0, 1023.0);
}
END_TEST

START_TEST(logarithms_near_one_agree_with_libm)
{
    logarithms_agree(5, -1.0, 1.0);
    logarithms_agree(6, -1e-3, 1e-3);
    logarithms_agree(7, -1e-10, 1e-10);
}
END_TEST

START_TEST(logarithms_of_subnormals_agree_with_libm)
{
    logarithms_agree(8, -1074.0, -1022.0);
    ck_assert(is_close(log2_exact(DBL_TRUE_MIN), -1074.0));
    ck_assert(is_close(log2_exact(DBL_MAX), log2(DBL_MAX)));
}
END_TEST

START_TEST(logarithms_of_whole_powers_are_exact)
{
    for (int e = -1074; e <= 1023; e++) {
        ck_assert(log2_exact(ldexp(1.0, e)) == e);
    }
}
END_TEST

START_TEST(a_logarithm_undoes_a_power)
{
    uint64_t seed = 9;

    for (int i = 0; i < ROUNDS; i++) {
        const double x = uniform(&seed, -1000.0, 1000.0);
        if (fabs(log2_exact(exp2_exact(x)) - x) > 1e-12) {
            ck_abort_msg("%.17g", x);
        }
    }
}
END_TEST

START_TEST(a_power_grows_with_its_exponent)
{
    double last = 0.0;

    for (double x = -20.0; x < 20.0; x += 0.001) {
        ck_assert(exp2_exact(x) > last);
        last = exp2_exact(x);
    }
}
END_TEST

START_TEST(a_half_life_halves)
{
    ck_assert(decay(0.0, 60.0) == 1.0);
    ck_assert(decay(60.0, 60.0) == 0.5);
    ck_assert(decay(600.0, 60.0) == 1.0 / 1024);
    ck_assert(decay(1e12, 60.0) == 0.0);
}
END_TEST

START_TEST(a_negative_age_counts_as_none)
{
    ck_assert(decay(-1.0, 60.0) == 1.0);
    ck_assert(decay(-1e18, 60.0) == 1.0);
}
END_TEST

UNIT_MAIN("exponent", powers_over_the_whole_range_agree_with_libm, powers_near_zero_agree_with_libm,
          whole_powers_are_exact, powers_beyond_the_range_are_zero_and_infinity,
          halfway_between_whole_powers_is_exact_enough,
          logarithms_over_the_whole_range_agree_with_libm, logarithms_near_one_agree_with_libm,
          logarithms_of_subnormals_agree_with_libm, logarithms_of_whole_powers_are_exact,
          a_logarithm_undoes_a_power, a_power_grows_with_its_exponent, a_half_life_halves,
          a_negative_age_counts_as_none)
