#include "base/exponent.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Split into whole and fraction in [-0.5, 0.5]; e^(f ln 2) by its Taylor series, whose 14th term is
 * below 2^-60 there. */
double exp2_exact(double x)
{
    static const double inverse_factorial[] = { 1.0,
                                                1.0,
                                                1.0 / 2,
                                                1.0 / 6,
                                                1.0 / 24,
                                                1.0 / 120,
                                                1.0 / 720,
                                                1.0 / 5040,
                                                1.0 / 40320,
                                                1.0 / 362880,
                                                1.0 / 3628800,
                                                1.0 / 39916800,
                                                1.0 / 479001600,
                                                1.0 / 6227020800.0 };
    double sum = inverse_factorial[13];

    assert(x == x);
    if (x < -1022.0) {
        return 0.0;
    }
    if (x > 1023.0) {
        return HUGE_VAL;
    }
    const int64_t whole = (int64_t)(x + (x < 0 ? -0.5 : 0.5));
    const double y = (x - (double)whole) * 0.69314718055994530942;

    for (int term = 12; term >= 0; term--) {
        sum = sum * y + inverse_factorial[term];
    }
    /* whole is in -1022 .. 1023, so the scale is a normal number. */
    return sum * from_bits((uint64_t)(whole + 1023) << 52);
}

/* x = m * 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 atanh((m-1)/(m+1)), whose argument is at
 * most 0.172: thirteen odd terms reach 2^-60. */
double log2_exact(double x)
{
    static const double inverse_odd[] = { 1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,
                                          1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19,
                                          1.0 / 21, 1.0 / 23, 1.0 / 25 };
    uint64_t bits;
    int64_t e = 0;

    assert(x > 0.0 && x < HUGE_VAL);
    if (x < 2.2250738585072014e-308) {
        x *= 18014398509481984.0; /* 2^54: subnormals become normal */
        e = -54;
    }
    memcpy(&bits, &x, sizeof bits);
    e += (int64_t)(bits >> 52) - 1023;
    double m = from_bits((bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u);
    if (m >= 1.41421356237309504880) {
        m *= 0.5;
        e += 1;
    }
    const double z = (m - 1.0) / (m + 1.0);
    const double zz = z * z;
    double sum = inverse_odd[12];

    for (int i = 11; i >= 0; i--) {
        sum = sum * zz + inverse_odd[i];
    }
    return (double)e + 2.0 * z * sum * 1.44269504088896340736;
}

double decay(double age_s, double half_life_s)
{
    return age_s <= 0.0 ? 1.0 : exp2_exact(-age_s / half_life_s);
}
