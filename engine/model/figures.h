#ifndef JAGA_MODEL_FIGURES_H
#define JAGA_MODEL_FIGURES_H

#include <stdint.h>

/* How sure a figure is: it is worked out again and again with each account counted as often as
 * chance draws it (Poisson bootstrap, Chamandy 2012). Chance is a hash: another run draws alike. */
enum { FIGURES_DRAWN = 200 };

typedef struct figure {
    double value, low, high; /* 95 % of the draws lie between */
} figure;

/* How often a group is drawn; draw 0 is the data themselves: once. */
unsigned figures_times(uint64_t group, uint64_t draw);

/* Orders the draws. */
figure figure_of(double value, double drawn[FIGURES_DRAWN]);

#endif
