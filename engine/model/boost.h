#ifndef JAGA_MODEL_BOOST_H
#define JAGA_MODEL_BOOST_H

#include "base/arena.h"
#include "jaga/status.h"

#include <stddef.h>

/* Gradient boosting of trees, done by libxgboost (Chen and Guestrin 2016), for training only: at
 * run time the trees are walked by our own code. One thread and a fixed seed: the same rows in the
 * same order give the same bytes. */
typedef struct boost boost;

/* Rows one after the other, `width` numbers each, NaN for what is missing. */
typedef struct boost_rows {
    const float *at;
    size_t count, width;
    const float *targets; /* 0 or 1 */
    const float *weights;
} boost_rows;

typedef struct boost_plan {
    /* An ensemble to go on from (model/trees_file.h): its trees come first, what is grown mends
     * what they leave wrong. Rows are then those of jaga_feature_row. It outlives what is grown.
     * NULL: none. */
    const struct trees_file *beginning;
    int rounds; /* to be grown; may be 0 after a beginning */
    int depth;
    double rate;                 /* how much of each tree is believed */
    double row_share;            /* of the rows, drawn anew for each tree */
    double column_share;         /* of the columns, likewise */
    double least_weight;         /* of a leaf: sum of p (1 - p) over its rows */
    double draw_to_zero;         /* L2 on leaf values */
    const char **names;          /* of the columns */
    const signed char *monotone; /* a sign per column, 0: free */
} boost_plan;

/* JAGA_ERR_FORMAT with libxgboost's words when it refuses. Close it in any case. */
JAGA_USE_RESULT jaga_status boost_train(const boost_rows *rows, const boost_plan *plan,
                                        arena *memory, boost **out, jaga_error *err);
void boost_close(boost *self); /* accepts NULL */

/* The sums of the first `count` trees, those of the beginning counted, one per row. */
JAGA_USE_RESULT jaga_status boost_margins(const boost *self, const boost_rows *rows, int count,
                                          float *out, jaga_error *err);

/* The trees of the beginning. */
int boost_begun(const boost *self);

/* What was grown in libxgboost's JSON, without the beginning; lives as long as the booster. */
JAGA_USE_RESULT jaga_status boost_json(const boost *self, const char **at, size_t *length,
                                       jaga_error *err);

#endif
