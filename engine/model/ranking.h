#ifndef JAGA_MODEL_RANKING_H
#define JAGA_MODEL_RANKING_H

#include <stdbool.h>
#include <stddef.h>

/* How well scores put thefts before the rest. Rows of one score are one step, in no order among
 * each other. Weights let a sample stand for what it was drawn from. */
typedef struct ranked {
    double score, weight;
    bool is_theft;
} ranked;

typedef struct ranking {
    double auc;           /* area under the ROC curve: a theft before an honest row, ties half */
    double ap;            /* average precision: mean over thefts of the precision at their score */
    double recall_at_0_1; /* at the lowest score with at most 0.1 % of the honest above it */
} ranking;

/* Orders rows by score, largest first. All -1 when there is only one kind. */
void ranking_of(ranked *rows, size_t count, ranking *out);

#endif
