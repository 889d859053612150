#ifndef JAGA_EVALUATE_BELIEF_H
#define JAGA_EVALUATE_BELIEF_H

#include "jaga/evaluate.h"

#include <stdbool.h>
#include <stdint.h>

/* How well belief fits what was so, and how well it ranks, over any number of rows in fixed memory:
 * a histogram over log2 odds, fine enough that rows in one bin are as good as equal. */
enum { BELIEF_FINE = 64, BELIEF_BINS = JAGA_EVAL_BELIEF_BINS * BELIEF_FINE };

typedef struct belief_tally {
    int64_t rows[2][BELIEF_BINS]; /* honest, in a theft */
    double sum[JAGA_EVAL_BELIEF_BINS];
    double squares; /* of the distance between belief and what was so */
} belief_tally;

void belief_add(belief_tally *self, double belief, bool is_theft);
void belief_sum_up(const belief_tally *self, jaga_eval_belief *out);

#endif
