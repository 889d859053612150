#include "base/half.h"

/* The next half above a half below HALF_MOST. */
static float next_above(float half)
{
    int32_t bits;

    /* Halves below 2^-14 lie 2^-24 apart. The last of them is followed by 2^-14 itself, and -2^-14
     * by the first of them. */
    if (half >= -0x1p-14f && half < 0x1p-14f) {
        return half + 0x1p-24f;
    }
    memcpy(&bits, &half, sizeof bits);
    bits += half > 0.0f ? 0x2000 : -0x2000;
    memcpy(&half, &bits, sizeof half);
    return half;
}

float half_ceil(float x)
{
    const float nearest = half_round(x);

    return nearest >= x ? nearest : next_above(nearest);
}
