#ifndef JAGA_PIPELINE_REPLAY_H
#define JAGA_PIPELINE_REPLAY_H

#include "jaga/run.h"
#include "pipeline/engine.h"

#include <stdbool.h>
#include <stdint.h>

/* Logs through an engine with no database and no history, for who wants to see what it measured or
 * said: the same way from bytes to decisions as a scan's. */
typedef struct replay_counts {
    int64_t rows;
    int64_t rejects;        /* rows that are no event */
    int64_t refused_events; /* the same id with other content, or a time far ahead */
    int64_t new_events;     /* seen for the first time, and not stale */
    int64_t applied;        /* of those, about an account */
    int64_t holds;
    int64_t first_us, last_us; /* of those applied; 0: there were none */
} replay_counts;

typedef struct replay_watch {
    /* Asked before each event, and free to change the engine. May be NULL. */
    jaga_status (*before)(void *ctx, engine *engine, const jaga_record *record, jaga_error *err);
    /* Told each event and what the engine made of it. */
    jaga_status (*after)(void *ctx, const jaga_record *record, const engine_step *step,
                         jaga_error *err);
    void *ctx;
} replay_watch;

static inline bool replay_is_new(const engine_step *step)
{
    return step->verdict == ORDER_ON_TIME || step->verdict == ORDER_LATE;
}

/* run: map, geoip, configuration, weights, model, progress, warn and wants_stop are used. */
JAGA_USE_RESULT jaga_status replay(const jaga_run *run, const char *const *paths, size_t count,
                                   const replay_watch *watch, replay_counts *counts,
                                   jaga_error *err);

#endif
