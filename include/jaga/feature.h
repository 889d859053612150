#ifndef JAGA_FEATURE_H
#define JAGA_FEATURE_H

#include "jaga/event.h"
#include "jaga/features.h"

#include <stddef.h>

/* Every number that a model may read about one event, by name: what the profile measured
 * (jaga/features.h) and what the event itself says. Made in one place, for training and for
 * serving, so that a model meets the numbers that it was trained on, to the last bit.
 *
 * A number is of half precision (IEEE 754 binary16: 11 significant bits), within
 * +-JAGA_FEATURE_MOST: half the memory for a model's thresholds, and no difference between where a
 * split was found and where it is applied. Flags are 0 or 1; ages and pauses are hours; money is
 * ln(1 + minor units); the rest is as jaga/features.h says. NaN: the log does not say, or there is
 * nothing of the kind; each feature says what that means.
 *
 * A name keeps its meaning for ever: a number that is measured otherwise gets a new name. Append,
 * never reorder. */

/* One half below the largest, so that the largest is a threshold that every number is below. */
#define JAGA_FEATURE_MOST 65472.0f

enum { JAGA_MODEL_FEATURES_MAX = 256 };

typedef struct jaga_feature {
    const char *name;    /* stable, kebab-case */
    const char *means;   /* one line */
    const char *missing; /* what NaN means, in a few words; "" never NaN */
} jaga_feature;

/* All features, in the order of a row. */
size_t jaga_feature_count(void);
const jaga_feature *jaga_feature_at(size_t index);
size_t jaga_feature_find(const char *name); /* the index; jaga_feature_count() when unknown */

/* The row of one event: the first jaga_feature_count() places of out. Pure. `features` are those
 * measured before the event changed anything. */
void jaga_feature_row(const jaga_event *event, const jaga_features *features,
                      float out[JAGA_MODEL_FEATURES_MAX]);

#endif
