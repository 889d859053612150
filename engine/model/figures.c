#include "model/figures.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

/* Poisson with mean 1, from 64 even bits: how often an account is drawn. */
unsigned figures_times(uint64_t group, uint64_t draw)
{
    const uint64_t parts[] = { group, draw };
    const double even = (double)(hash_bytes64(parts, sizeof parts, 0) >> 11) * 0x1p-53;
    double below = exp(-1.0), term = below;
    unsigned times = 0;

    if (draw == 0) {
        return 1;
    }
    while (even >= below && times < 12) {
        times++;
        term /= (double)times;
        below += term;
    }
    return times;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

figure figure_of(double value, double drawn[FIGURES_DRAWN])
{
    qsort(drawn, FIGURES_DRAWN, sizeof *drawn, by_value);
    return (figure){ value, drawn[FIGURES_DRAWN / 40],
                     drawn[FIGURES_DRAWN - 1 - FIGURES_DRAWN / 40] };
}
