#ifndef JAGA_DRIFT_H
#define JAGA_DRIFT_H

#include "jaga/run.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the log is still what thresholds and models were made for: of each day, how far every
 * number that a model may read, the belief, and the rate of decisions are from those of a
 * reference, the part of the log before it.
 *
 * The distance is the population stability index over twenty parts of the reference that are as
 * even as its values allow, and one of missing values: sum of (a - r) ln(a / r), a and r being
 * shares of the day and of the reference, none taken below 1e-4. By convention less than 0.1 is
 * stable, from 0.25 on something has changed. By chance alone it is about 20 divided by the day's
 * rows, so a day of few rows has no level. *
 * While a log is young, ages and counts grow in it by themselves. A number whose last quarter of
 * the reference is already far (JAGA_DRIFT_WATCH) from the rest of it is moving: it has a distance
 * and no say in a level. */
#define JAGA_DRIFT_WATCH 0.1
#define JAGA_DRIFT_ACT   0.25
enum { JAGA_DRIFT_ROWS_LEAST = 1000 };

typedef struct jaga_drift_day {
    int64_t begin_us; /* midnight of the hotline's local time */
    int64_t events, decisions, holds;
    int64_t rows;      /* a sample of the events by a hash of their ids; often all */
    const double *psi; /* one a number */
} jaga_drift_day;

typedef struct jaga_drift {
    jaga_drift_day reference; /* all of it; no psi */
    int64_t reference_until_us;
    int64_t offset_us;              /* of the hotline's local time from UTC */
    size_t day_count, number_count; /* numbers: those of jaga/feature.h, then the belief */
    const jaga_drift_day *days;
    const bool *is_moving; /* one a number */
    void *memory;          /* of this struct */
} jaga_drift;

/* from_us: the first moment that is compared; INT64_MIN: the middle of the log. run: as for
 * jaga_train, and the model. JAGA_ERR_USAGE: nothing before or nothing from then on;
 * JAGA_ERR_LIMIT: more than ten years. Closed by the caller, also after a failure. */
JAGA_USE_RESULT jaga_status jaga_drift_open(const jaga_run *run, const char *const *logs,
                                            size_t count, int64_t from_us, jaga_drift *out,
                                            jaga_error *err);
void jaga_drift_close(jaga_drift *self);

const char *jaga_drift_name(size_t number); /* static */

#endif
