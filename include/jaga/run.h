#ifndef JAGA_RUN_H
#define JAGA_RUN_H

#include "jaga/settings.h"
#include "jaga/status.h"
#include "jaga/unconfirmed.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Running the engine over logs: the whole way from bytes to delivered commands. */

enum { JAGA_REJECT_REASONS_MAX = 32 };

/* How many rows were refused for one reason, with the first place it was seen at. */
typedef struct jaga_reject_count {
    char reason[32];
    int64_t count;
    char first_source[256];
    uint64_t first_line;
    char first_cause[160];
} jaga_reject_count;

/* What one run saw and did. Counts are of this run only. */
typedef struct jaga_summary {
    int64_t rows;       /* = events + rejects + duplicates + stale */
    int64_t events;     /* applied */
    int64_t late;       /* of the events: applied behind the watermark */
    int64_t duplicates; /* the same event again */
    int64_t stale;      /* older than the dedupe horizon: kept in history, never applied */
    int64_t rejects;
    int64_t skipped_rows;            /* read by an earlier run of the same file, not read again */
    int64_t accounts;                /* known to the engine at the end */
    int64_t alerts, step_ups, holds; /* decisions */
    int64_t strong_holds, reported_holds; /* of the holds; the others are medium ones */
    int64_t cases;                        /* opened */
    int64_t urgent_cases;                 /* of them: band 1, to be called first */
    int64_t breaker_step_ups; /* step-ups that the circuit breaker made of medium holds */
    int64_t held_minor; /* sum of the amounts of the events that were held, first currency only */
    int64_t exposed_minor;     /* balances behind the new holds */
    char currency[4];          /* of the two sums; "" when nothing was held */
    int64_t first_us, last_us; /* event time of the applied events */
    int64_t commands_enqueued; /* decisions that became commands */
    int64_t messages_sent;
    bool is_too_old; /* commands were wanted, but the log ends longer ago than command-age */
    bool has_horizon_shrunk; /* the dedupe table was full: the horizon was shorter than
                                dedupe-horizon */
    double seconds;          /* wall time of the run */
    size_t reject_reasons;
    jaga_reject_count reject_reason[JAGA_REJECT_REASONS_MAX];
} jaga_summary;

/* Seen so far; passed to the progress callback a few times a second. */
typedef struct jaga_progress {
    uint64_t bytes_done, bytes_total; /* total 0: unknown (a pipe) */
    int64_t rows, holds;
    double seconds;
} jaga_progress;

typedef struct jaga_run {
    const char *db;      /* database path; its state lives in a folder beside it, X.state */
    const char *map;     /* NULL: canonical; else the name of a shipped map or a file */
    const char *geoip;   /* NULL, or up to four MaxMind DB files: "country.mmdb,asn.mmdb" */
    const char *respond; /* NULL: messages wait in the outbox; "file:PATH" "run:PROGRAM" "stdout" */
    jaga_unconfirmed unconfirmed;
    const char *weights;    /* NULL: the shipped ones; else a file as `jaga fit` writes it */
    const char *model;      /* NULL: signals decide; else a file as `jaga train` writes it */
    const char *never_hold; /* NULL: the list in force stays; else the file that it shall equal */
    const char *scores;     /* NULL, or a file: event_id,score,strangeness of applied events */
    const char *rejects;    /* NULL, or a file that gets every row refused, with its cause */
    bool wants_commands;    /* scan: enqueue commands although the log is older than command-age */
    const jaga_configuration *configuration; /* NULL: all defaults */
    int64_t (*now_us)(void); /* wall clock, for the age of the log and the rate only */
    void (*progress)(void *ctx, const jaga_progress *progress); /* may be NULL */
    void *progress_ctx;
    /* Something worth saying that is no failure, one line. May be NULL. */
    void (*warn)(void *ctx, const char *text);
    void *warn_ctx;
    /* Asked between batches; true ends the run cleanly after the batch. May be NULL. */
    bool (*wants_stop)(void *ctx);
    void *stop_ctx;
} jaga_run;

/* Reads files to their end, merged by (time, name, line). "-" is standard input. A file that an
 * earlier run has read is continued where it ended. *out is filled also on failure, with what was
 * done before. */
JAGA_USE_RESULT jaga_status jaga_scan(const jaga_run *run, const char *const *paths, size_t count,
                                      jaga_summary *out, jaga_error *err);

/* Reads standard input until it ends, deciding and acting as each line arrives. */
JAGA_USE_RESULT jaga_status jaga_watch(const jaga_run *run, jaga_summary *out, jaga_error *err);

#endif
