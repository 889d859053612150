#ifndef JAGA_PROFILE_HISTOGRAM_H
#define JAGA_PROFILE_HISTOGRAM_H

#include <stdint.h>

/* How rare a value is among what everybody did lately: a histogram whose counts fade with a
 * half-life of thirty days. Rarity is in bits, -log2 of the share of values at least as far out
 * (half of the value's own bin counted), as of the beginning of the day: looking it up costs a
 * load. 0 before the first day is over: the first sight of a log says nothing. */
enum { HISTOGRAM_BINS = 256 };

typedef struct histogram {
    double total;
    struct histogram_cell {
        float count, bits; /* looked up and added to together: a cache line less */
    } bin[HISTOGRAM_BINS];
} histogram;

/* The bin of a value: steps of `step` from `from` on, what lies outside in the first or last. */
uint16_t histogram_bin(double value, double from, double step);

static inline double histogram_bits(const histogram *self, uint16_t bin)
{
    return (double)self->bin[bin].bits;
}

static inline void histogram_add(histogram *self, uint16_t bin)
{
    self->bin[bin].count += 1.0f;
    self->total += 1.0;
}

/* At the end of a day, and of those without events after it: lets the counts fade and works out
 * rarity anew. */
void histogram_turn(histogram *self, double days);

#endif
