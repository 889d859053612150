#ifndef JAGA_PIPELINE_RECORDER_H
#define JAGA_PIPELINE_RECORDER_H

#include "base/crash.h"
#include "history/history.h"
#include "jaga/run.h"
#include "pipeline/engine.h"
#include "pipeline/listing.h"
#include "respond/responder.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* What a run lists beside the database; NULL: not asked for. */
typedef struct recorder_lists {
    listing *scores, *rejects;
} recorder_lists;

/* Takes records one after the other through history, engine and store, and commits them in groups.
 *
 * What makes it survive: a record goes into the history first; a group of decisions is committed
 * together with the position behind them, after the history was synced; messages leave only after
 * that. So at any instant the history holds at least what the database has decided, and the
 * database at least what was sent. */
typedef struct recorder {
    engine *engine;
    history *history;
    jaga_store *store;
    jaga_summary *summary;  /* of this run */
    jaga_summary committed; /* the same as of the last commit */
    store_run_info run;     /* what this run is; its counts are filled in at each commit */
    recorder_lists lists;   /* nothing while muted */
    bool is_live;           /* decisions become commands at once */
    uint64_t uncommitted;   /* records since the last commit */
    bool has_group;         /* a transaction is open: something was put */
} recorder;

/* A record that the history holds already, as its record `number`. `source`: its name, for
 * rejects. */
JAGA_USE_RESULT jaga_status recorder_run(recorder *self, const jaga_record *record, uint64_t number,
                                         const char *source, jaga_error *err);

/* The same for a record that the history is to take first. */
JAGA_USE_RESULT jaga_status recorder_take(recorder *self, const jaga_record *record,
                                          const char *source, jaga_error *err);

/* The record just taken was this fact of the inbox. */
JAGA_USE_RESULT jaga_status recorder_fact_taken(recorder *self, int64_t id, uint64_t number,
                                                jaga_error *err);

/* Commits everything taken so far, with how far the sources have been read. */
JAGA_USE_RESULT jaga_status recorder_commit(recorder *self, const store_source *sources,
                                            size_t count, jaga_error *err);

/* Writes how the run ended, if it took anything. */
JAGA_USE_RESULT jaga_status recorder_end(recorder *self, bool was_stopped, jaga_error *err);

/* Runs the records from `from` to the end of the history again, to bring the engine to where it
 * was: below the database's position with the store muted, comparing; behind it for good. */
JAGA_USE_RESULT jaga_status recorder_replay(recorder *self, const char *history_path, uint64_t from,
                                            jaga_error *err);

/* Records taken since the last commit after which a scan commits again: rarely enough that the
 * syncs cost nothing, often enough that a crash repeats little. */
enum { RECORDER_GROUP_RECORDS = CRASH_CADENCE(300, 1 << 17) };

#endif
