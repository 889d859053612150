#ifndef JAGA_BASE_HALF_H
#define JAGA_BASE_HALF_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Numbers of half precision (IEEE 754 binary16), kept in floats: 11 significant bits down to
 * 2^-14, multiples of 2^-24 below, nothing above 65504. Only + - and integer arithmetic, without a
 * branch, so that compilers do several at once and all give the same bits. */
#define HALF_MOST 65504.0f

/* To the nearest half, halfway to the even one; beyond +-most, which is a half itself, to that; NaN
 * stays. */
static inline float half_round_within(float x, float most)
{
    int32_t bits, most_bits;
    memcpy(&bits, &x, sizeof bits);
    memcpy(&most_bits, &most, sizeof most_bits);
    const int32_t magnitude = bits & INT32_MAX;
    const int32_t inside = magnitude > most_bits ? most_bits : magnitude;
    const int32_t normal = (inside + 0xFFF + ((inside >> 13) & 1)) & ~0x1FFF;
    /* Between 1/2 and 1 floats lie 2^-24 apart: adding 1/2 rounds to that. */
    float small;
    memcpy(&small, &inside, sizeof small);
    small = (small + 0.5f) - 0.5f;
    int32_t subnormal;
    memcpy(&subnormal, &small, sizeof subnormal);
    /* Masks, where `?:` would be made a jump. */
    const int32_t is_small = -(inside < 0x38800000), is_nan = -(magnitude > 0x7F800000);
    const int32_t rounded = (subnormal & is_small) | (normal & ~is_small);
    const int32_t out = (magnitude & is_nan) | (rounded & ~is_nan) | (bits & INT32_MIN);
    memcpy(&x, &out, sizeof x);
    return x;
}

static inline float half_round(float x)
{
    return half_round_within(x, HALF_MOST);
}

static inline bool half_is(float x)
{
    return half_round(x) == x;
}

/* The smallest half that is not below x, for |x| <= HALF_MOST. So for every half h: h < x exactly
 * when h < half_ceil(x). */
float half_ceil(float x);

#endif
