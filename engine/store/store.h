#ifndef JAGA_STORE_STORE_H
#define JAGA_STORE_STORE_H

#include "jaga/decision.h"
#include "jaga/reply.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The database of one engine: decisions, cases, tasks, the outbox, and the position in the input
 * log that they belong to. One writer. Groups of whole decisions commit together, durably (WAL,
 * synchronous FULL), before anything is sent.
 *
 * While the store is muted (records between snapshot and database position run again after a
 * crash), nothing is written; each decision is compared with the stored one instead. */
typedef struct jaga_store jaga_store;

/* Opens or creates `path`, mode 0600. Refuses a database of another program, a newer schema and
 * a read-only folder with a text that says what to do. */
JAGA_USE_RESULT jaga_status store_open(const char *path, jaga_store **out, jaga_error *err);
void store_close(jaga_store *store); /* accepts NULL; rolls back what was not committed */

/* Sixteen random bytes as hex, made at creation: snapshot, history and database carry the same. */
const char *store_id(const jaga_store *store);

/* ---- writing: begin, put..., commit ---------------------------------------------------------- */

JAGA_USE_RESULT jaga_status store_begin(jaga_store *store, jaga_error *err);
JAGA_USE_RESULT jaga_status store_commit(jaga_store *store, jaga_error *err);

/* Writes the decision with its evidence; when is_new_case also the case, the hold and the callback
 * task with its short number; when wants_command also the outbox rows for it (hold and callback, or
 * the step-up). JAGA_ERR_FORMAT: muted, and the stored decision differs (the text says how). */
JAGA_USE_RESULT jaga_status store_put_decision(jaga_store *store, const jaga_decision *decision,
                                               bool wants_command, jaga_error *err);

/* Writes what an answer (not a label) changes: the hold, its message, a case that was waiting for
 * the release. An answer to a step-up is written beside its message. wants_command: as above, for a
 * hold that goes out again. *is_known: an id of ours, of that account; true while muted. */
JAGA_USE_RESULT jaga_status store_put_reply(jaga_store *store, const jaga_event *event,
                                            const jaga_reply *answer, bool wants_command,
                                            bool *is_known, jaga_error *err);
/* Writes a label, and what it decides about its case. *is_newer: no later revision is there; true
 * while muted. */
JAGA_USE_RESULT jaga_status store_put_label(jaga_store *store, const jaga_event *event,
                                            const jaga_reply *label, bool *is_newer,
                                            jaga_error *err);

/* The never-hold list: puts an account on it or takes it off; the first listed account behind
 * `after` in the order of bytes, JAGA_END: none. `*out` lives until the next store call. */
JAGA_USE_RESULT jaga_status store_put_listed(jaga_store *store, jaga_span account, bool is_listed,
                                             jaga_error *err);
JAGA_USE_RESULT jaga_status store_next_listed(jaga_store *store, jaga_span after, jaga_span *out,
                                              jaga_error *err);

/* The inbox (store/inbox.h): the first fact behind `after` that was not taken up; its line lives
 * until the next store call. JAGA_END: none. Inside a group: it, or if it is one the event, became
 * this record.
 */
typedef struct store_fact {
    int64_t id;
    jaga_span line;
} store_fact;
JAGA_USE_RESULT jaga_status store_next_fact(jaga_store *store, int64_t after, store_fact *out,
                                            jaga_error *err);
JAGA_USE_RESULT jaga_status store_fact_taken(jaga_store *store, int64_t id, uint64_t record,
                                             jaga_error *err);
JAGA_USE_RESULT jaga_status store_event_taken(jaga_store *store, jaga_span event_id,
                                              uint64_t record, jaga_error *err);

/* One rejected row. The first thousand of each reason are kept, the rest are counted. */
typedef struct store_reject {
    const char *source; /* file name as given, "-" for standard input */
    uint64_t line;
    const char *reason; /* stable kebab-case word: "bad-time", "unknown-type", ... */
    const char *cause;  /* what was wrong, in words; no customer data */
} store_reject;
JAGA_USE_RESULT jaga_status store_put_reject(jaga_store *store, const store_reject *reject,
                                             jaga_error *err);

/* How far one source has been read. The hash is XXH3-64 over its first `bytes` bytes, so that the
 * same file is recognised and another one under the same name is not skipped. */
typedef struct store_source {
    const char *name;
    uint64_t bytes;
    uint64_t lines;
    uint64_t prefix_hash;
} store_source;
JAGA_USE_RESULT jaga_status store_put_source(jaga_store *store, const store_source *source,
                                             jaga_error *err);
/* JAGA_END when the name is unknown. */
JAGA_USE_RESULT jaga_status store_get_source(jaga_store *store, const char *name, store_source *out,
                                             jaga_error *err);

/* How much of a file that runs leave beside the database belongs to the position. 0: unknown file.
 */
JAGA_USE_RESULT jaga_status store_put_listing(jaga_store *store, const char *path, uint64_t bytes,
                                              jaga_error *err);
JAGA_USE_RESULT jaga_status store_get_listing(jaga_store *store, const char *path, uint64_t *bytes,
                                              jaga_error *err);

/* Records of the input log whose decisions are all in the database. */
JAGA_USE_RESULT jaga_status store_put_position(jaga_store *store, uint64_t records,
                                               int64_t watermark_us, jaga_error *err);
uint64_t store_position(const jaga_store *store);

/* Named running totals ("events", "duplicates", "late", ...): what `query stats` shows. */
JAGA_USE_RESULT jaga_status store_put_count(jaga_store *store, const char *name, int64_t value,
                                            jaga_error *err);
int64_t store_get_count(jaga_store *store, const char *name); /* 0 when unknown */

/* What this run is and did so far. Texts are borrowed for the call. */
typedef enum store_run_state {
    STORE_RUN_RUNNING,
    STORE_RUN_DONE,
    STORE_RUN_STOPPED /* asked to end before its sources did */
} store_run_state;
typedef struct store_run_info {
    const char *kind; /* "scan", "watch" */
    const char *const *sources;
    size_t source_count;
    int64_t started_us;    /* wall clock */
    uint64_t records_from; /* position when it began */
    uint64_t records_to;
    store_run_state state;
    int64_t rows, events, rejects, alerts, step_ups, holds, cases;
    int64_t first_us, last_us; /* of its events; meaningful when there are any */
} store_run_info;
/* Writes or updates the row of this run, inside a group. The first time a run that never ended is
 * marked as interrupted: one engine works on a database at a time. */
JAGA_USE_RESULT jaga_status store_put_run(jaga_store *store, const store_run_info *run,
                                          jaga_error *err);

/* The model that decides from a record on, by its hash; empty: none. */
JAGA_USE_RESULT jaga_status store_put_model(jaga_store *store, uint64_t record, jaga_span hash,
                                            jaga_error *err);
/* The settings or weights that hold from a record on, as the input log spells them. */
JAGA_USE_RESULT jaga_status store_put_settings(jaga_store *store, uint64_t record, jaga_span text,
                                               jaga_error *err);
JAGA_USE_RESULT jaga_status store_put_weights(jaga_store *store, uint64_t record, jaga_span text,
                                              jaga_error *err);

/* ---- muted replay -----------------------------------------------------------------------------
 */

void store_mute(jaga_store *store, bool is_muted);
/* How many decisions with record < `before` are stored: a replay must have produced exactly those.
 */
JAGA_USE_RESULT jaga_status store_count_decisions(jaga_store *store, uint64_t from, uint64_t before,
                                                  uint64_t *count, jaga_error *err);

/* ---- the outbox -------------------------------------------------------------------------------
 */

/* Puts the commands of every hold that is still wanted at `watermark_us` and has none yet into the
 * outbox (after a scan). *count: how many holds. Inside begin/commit. */
JAGA_USE_RESULT jaga_status store_enqueue_wanted(jaga_store *store, int64_t watermark_us,
                                                 int64_t *count, jaga_error *err);

enum { STORE_KEY_BYTES = 64 }; /* an idempotency key and the byte that ends it */

/* One message to the outside. Texts live until the next store call. */
typedef struct store_message {
    int64_t id;
    const char *key;  /* idempotency key: cmd_id or task_id */
    const char *kind; /* "hold", "step_up", "callback", "extend", "upgrade", "release", "query" */
    const char *body; /* one JSON object in one line, without the newline */
    int64_t attempt;  /* 1; more when the ledger took it and answered that it should come again */
    int64_t tries;    /* how often it was put off */
    int64_t now_us;   /* wall clock, as the caller said */
} store_message;
/* The next message not yet delivered, oldest first or (by_urgency) by band, exposed money and age,
 * those of an account always in their order; JAGA_END when there is none. What was put off waits
 * until `now_us`. Goes on where it was until JAGA_END or store_settle. Outside any group. */
JAGA_USE_RESULT jaga_status store_next_message(jaga_store *store, int64_t now_us, bool by_urgency,
                                               store_message *out, jaga_error *err);
/* How many are not delivered, also those put off, and how many are dead letters. */
JAGA_USE_RESULT jaga_status store_count_messages(jaga_store *store, int64_t *waiting,
                                                 int64_t *refused, jaga_error *err);

/* What became of a message. REFUSED: a dead letter, its receiver will never take it. PUT_OFF: it
 * stays, until next_us. */
typedef enum store_outcome { STORE_SENT, STORE_REFUSED, STORE_PUT_OFF } store_outcome;
typedef struct store_settlement {
    int64_t id;
    store_outcome outcome;
    int64_t next_us; /* wall clock */
    /* The ledger's word, if it came with the delivery: becomes a fact of the inbox likewise. */
    bool has_answer;
    bool is_ack;
    char code[64];       /* of a refusal */
    int64_t answered_us; /* the ledger's clock; an earlier one than the log takes becomes that */
} store_settlement;
/* Writes down what became of messages, in one transaction of its own. */
JAGA_USE_RESULT jaga_status store_settle(jaga_store *store, const store_settlement *settled,
                                         size_t count, jaga_error *err);

#endif
