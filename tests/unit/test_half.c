#include "base/half.h"
#include "decode_fixture.h"

#include <float.h>
#include <math.h>

/* What the standard says a half is, by its fields. */
static double half_value(unsigned half)
{
    const unsigned exponent = half >> 10 & 31u, fraction = half & 1023u;
    const double size =
        exponent == 0 ? ldexp(fraction, -24) : ldexp(1024.0 + fraction, (int)exponent - 25);
    return (half >> 15) != 0 ? -size : size;
}

enum { LARGEST = 0x7BFF };

/* By search: the two halves around |x|, the nearer one, of equally near ones the even one. */
static double nearest_by_search(double x)
{
    unsigned low = 0, high = LARGEST;
    const double size = fabs(x);

    if (size >= half_value(LARGEST)) {
        return copysign(half_value(LARGEST), x);
    }
    while (high - low > 1) {
        const unsigned middle = (low + high) / 2;
        if (half_value(middle) <= size) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const double below_it = size - half_value(low), above_it = half_value(high) - size;
    const bool is_low = below_it < above_it || (below_it == above_it && low % 2 == 0);
    return copysign(half_value(is_low ? low : high), x);
}

static void rounds_right(float x)
{
    const float got = half_round(x);

    if ((double)got != nearest_by_search((double)x) || signbit(got) != signbit(x)) {
        ck_abort_msg("%a became %a, not %a", (double)x, (double)got, nearest_by_search((double)x));
    }
}

START_TEST(every_half_is_itself_and_what_lies_between_goes_to_the_nearest)
{
    for (unsigned half = 0; half <= LARGEST; half++) {
        for (unsigned sign = 0; sign <= 0x8000; sign += 0x8000) {
            const float x = (float)half_value(half | sign);
            const float next = half < LARGEST ? (float)half_value((half + 1) | sign) : 65536.0f;
            const float middle = (x + next) / 2.0f;
            ck_assert(half_is(x));
            ck_assert_float_eq(half_round(x), x);
            rounds_right(x);
            rounds_right(middle);
            rounds_right(nextafterf(middle, x));
            rounds_right(nextafterf(middle, next));
            rounds_right(nextafterf(x, next));
            ck_assert(!half_is(nextafterf(x, next)));
        }
    }
}
END_TEST

START_TEST(any_float_goes_to_the_nearest_half)
{
    uint64_t seed = 1;

    for (int i = 0; i < 2000000; i++) {
        const uint32_t bits = (uint32_t)(next_random(&seed) >> 32);
        float x;
        memcpy(&x, &bits, sizeof x);
        if (isnan(x)) {
            ck_assert(isnan(half_round(x)));
        } else {
            rounds_right(x);
        }
    }
    ck_assert_float_eq(half_round(INFINITY), HALF_MOST);
    ck_assert_float_eq(half_round(-FLT_MAX), -HALF_MOST);
    ck_assert(isnan(half_round(NAN)));
    ck_assert(!half_is(NAN));
    ck_assert(!half_is(INFINITY));
}
END_TEST

START_TEST(the_half_above_separates_the_same_halves)
{
    for (unsigned half = 0; half < LARGEST; half++) {
        const float x = (float)half_value(half), next = (float)half_value(half + 1);
        ck_assert_float_eq(half_ceil(x), x);
        ck_assert_float_eq(half_ceil(nextafterf(x, next)), next);
        ck_assert_float_eq(half_ceil((x + next) / 2.0f), next);
        ck_assert_float_eq(half_ceil(nextafterf(next, x)), next);
        ck_assert_float_eq(half_ceil(-next), -next);
        ck_assert_float_eq(half_ceil(nextafterf(-next, 0.0f)), -x);
        ck_assert_float_eq(half_ceil(-(x + next) / 2.0f), -x);
    }
}
END_TEST

UNIT_MAIN("half", every_half_is_itself_and_what_lies_between_goes_to_the_nearest,
          any_float_goes_to_the_nearest_half, the_half_above_separates_the_same_halves)
