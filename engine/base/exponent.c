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

static uint64_t to_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* 2^(i/64), correctly rounded. */
static const double power_of_64th[64] = {
    0x1.0000000000000p+0, 0x1.02c9a3e778061p+0, 0x1.059b0d3158574p+0, 0x1.0874518759bc8p+0,
    0x1.0b5586cf9890fp+0, 0x1.0e3ec32d3d1a2p+0, 0x1.11301d0125b51p+0, 0x1.1429aaea92de0p+0,
    0x1.172b83c7d517bp+0, 0x1.1a35beb6fcb75p+0, 0x1.1d4873168b9aap+0, 0x1.2063b88628cd6p+0,
    0x1.2387a6e756238p+0, 0x1.26b4565e27cddp+0, 0x1.29e9df51fdee1p+0, 0x1.2d285a6e4030bp+0,
    0x1.306fe0a31b715p+0, 0x1.33c08b26416ffp+0, 0x1.371a7373aa9cbp+0, 0x1.3a7db34e59ff7p+0,
    0x1.3dea64c123422p+0, 0x1.4160a21f72e2ap+0, 0x1.44e086061892dp+0, 0x1.486a2b5c13cd0p+0,
    0x1.4bfdad5362a27p+0, 0x1.4f9b2769d2ca7p+0, 0x1.5342b569d4f82p+0, 0x1.56f4736b527dap+0,
    0x1.5ab07dd485429p+0, 0x1.5e76f15ad2148p+0, 0x1.6247eb03a5585p+0, 0x1.6623882552225p+0,
    0x1.6a09e667f3bcdp+0, 0x1.6dfb23c651a2fp+0, 0x1.71f75e8ec5f74p+0, 0x1.75feb564267c9p+0,
    0x1.7a11473eb0187p+0, 0x1.7e2f336cf4e62p+0, 0x1.82589994cce13p+0, 0x1.868d99b4492edp+0,
    0x1.8ace5422aa0dbp+0, 0x1.8f1ae99157736p+0, 0x1.93737b0cdc5e5p+0, 0x1.97d829fde4e50p+0,
    0x1.9c49182a3f090p+0, 0x1.a0c667b5de565p+0, 0x1.a5503b23e255dp+0, 0x1.a9e6b5579fdbfp+0,
    0x1.ae89f995ad3adp+0, 0x1.b33a2b84f15fbp+0, 0x1.b7f76f2fb5e47p+0, 0x1.bcc1e904bc1d2p+0,
    0x1.c199bdd85529cp+0, 0x1.c67f12e57d14bp+0, 0x1.cb720dcef9069p+0, 0x1.d072d4a07897cp+0,
    0x1.d5818dcfba487p+0, 0x1.da9e603db3285p+0, 0x1.dfc97337b9b5fp+0, 0x1.e502ee78b3ff6p+0,
    0x1.ea4afa2a490dap+0, 0x1.efa1bee615a27p+0, 0x1.f50765b6e4540p+0, 0x1.fa7c1819e90d8p+0,
};

/* x = k/64 + r with |r| <= 1/128: a table gives 2^(k/64), and e^(r ln 2) is its Taylor series,
 * whose term of degree six is below 2^-54 there. */
double exp2_exact(double x)
{
    assert(x == x);
    if (x < -1022.0) {
        return 0.0;
    }
    if (x > 1023.0) {
        return HUGE_VAL;
    }
    /* Adding 1.5 * 2^52 rounds to whole 64ths and leaves their number in the low bits. */
    const double shifted = x * 64.0 + 6755399441055744.0;
    const uint64_t k = to_bits(shifted);
    const double y = (x - (shifted - 6755399441055744.0) / 64.0) * 0.69314718055994530942;
    const double yy = y * y;
    const double tail = (0.5 + y * (1.0 / 6)) + yy * (1.0 / 24 + y * (1.0 / 120));
    const double table = power_of_64th[k & 63u];
    /* The whole part is in -1022 .. 1023, so the scale is a normal number. */
    return (table + table * (y + yy * tail)) * from_bits(((k >> 6) + 1023) << 52);
}

/* 1 + z/3 + z^2/5 + ... + z^12/25, in an order whose steps need not wait for each other. */
static double odd_terms(double z)
{
    const double zz = z * z, z4 = zz * zz;
    const double low = (1.0 + z * (1.0 / 3)) + zz * (1.0 / 5 + z * (1.0 / 7));
    const double middle = (1.0 / 9 + z * (1.0 / 11)) + zz * (1.0 / 13 + z * (1.0 / 15));
    const double high = (1.0 / 17 + z * (1.0 / 19)) + zz * (1.0 / 21 + z * (1.0 / 23));

    return low + z4 * (middle + z4 * (high + z4 * (1.0 / 25)));
}

/* x = m * 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 atanh((m-1)/(m+1)), whose argument is at
 * most 0.172: thirteen odd terms reach 2^-60. */
double log2_exact(double x)
{
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
    const double sum = odd_terms(z * z);
    return (double)e + 2.0 * z * sum * 1.44269504088896340736;
}

double decay(double age_s, double half_life_s)
{
    return age_s <= 0.0 ? 1.0 : exp2_exact(-age_s / half_life_s);
}
