#ifndef JAGA_MODEL_STAGE_H
#define JAGA_MODEL_STAGE_H

#include <stddef.h>

/* Where to stop after the first trees. A row whose margin so far does not exceed the cut is not
 * asked about by the others. */
typedef struct staged {
    float margin, partial; /* of all trees; of the first */
    double weight;         /* how many rows of the log it stands for */
} staged;

typedef struct stage_choice {
    float cut;
    double forwarded, kept; /* of all rows; of the top ones */
} stage_choice;

/* The cut that forwards the share `quota`, or the lower one that keeps STAGE_KEPT_LEAST of the top
 * rows: those whose margin is at least `least`, and no fewer than those with the largest margins,
 * the share `top` of all. A share alone would not do: where thefts are dense, rows that are worth a
 * word do not reach it. Orders the rows anew. At least one row. */
#define STAGE_KEPT_LEAST 0.999
stage_choice stage_choose(staged *rows, size_t count, double quota, double top, float least);

#endif
