#ifndef JAGA_PIPELINE_REPLAY_H
#define JAGA_PIPELINE_REPLAY_H

#include "jaga/run.h"
#include "pipeline/engine.h"

#include <stdint.h>

/* Logs through an engine with no database and no history, for who wants to see what it measured:
 * the same way from bytes to features as a scan's. */
typedef struct replay_counts {
    int64_t rows, events, rejects; /* events: applied */
    int64_t first_us, last_us;     /* of the events; 0: there were none */
} replay_counts;

typedef struct replay_watch {
    /* Asked before each event, and free to change the engine. May be NULL. */
    jaga_status (*before)(void *ctx, engine *engine, const jaga_record *record, jaga_error *err);
    /* Told each event that was applied. */
    jaga_status (*after)(void *ctx, const jaga_record *record, const engine_step *step,
                         jaga_error *err);
    void *ctx;
} replay_watch;

/* run: map, geoip, configuration, progress, warn and wants_stop are used. */
JAGA_USE_RESULT jaga_status replay(const jaga_run *run, const char *const *paths, size_t count,
                                   const replay_watch *watch, replay_counts *counts,
                                   jaga_error *err);

#endif
