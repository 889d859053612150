#ifndef JAGA_PIPELINE_PASS_H
#define JAGA_PIPELINE_PASS_H

#include "evaluate/observed.h"
#include "jaga/run.h"
#include "jaga/status.h"

#include <stdint.h>

/* One pass over a log for judging: a replay, of which `observed` notes the engine's answers. */

typedef struct pass_counts {
    int64_t rows, events, rejects;
} pass_counts;

/* Called for each decision that opens a case. May be NULL. */
typedef struct pass_watch {
    void (*on_case)(void *ctx, const jaga_decision *decision);
    void *ctx;
} pass_watch;

/* Ends with observed_end. */
JAGA_USE_RESULT jaga_status pass_run(const jaga_run *run, const char *const *paths, size_t count,
                                     const pass_watch *watch, arena *memory, observed *into,
                                     pass_counts *counts, jaga_error *err);

#endif
