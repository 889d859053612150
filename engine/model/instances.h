#ifndef JAGA_MODEL_INSTANCES_H
#define JAGA_MODEL_INSTANCES_H

#include "model/boost.h"
#include "model/sample.h"

/* Rows of a sample as the booster wants them. A row of a span of theft is the thief's with some
 * probability only: it goes in twice, once as a theft with that weight, once as honest with the
 * rest. */
typedef struct instances {
    float *at, *targets, *weights;
    size_t count, most, width;
    double weight[2]; /* of the honest ones, of the thefts */
} instances;

JAGA_USE_RESULT jaga_status instances_open(instances *self, const sample *from, arena *memory,
                                           jaga_error *err);
void instances_clear(instances *self);
/* importance: of the row beside others. */
void instances_add(instances *self, const sample *from, size_t row, double is_thief,
                   double importance);
boost_rows instances_rows(const instances *self);

/* Probability that a row is the thief's: 0 or 1 where a label says so, and `in_span` elsewhere. */
double instances_first_guess(const sample_row *row, double in_span);

#endif
