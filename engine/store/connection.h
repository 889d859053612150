#ifndef JAGA_STORE_CONNECTION_H
#define JAGA_STORE_CONNECTION_H

#include "store/sql.h"
#include "store/store.h"

#include "base/arena.h"

#include <sqlite3.h>

/* The inside of a store, for the files of this folder only. */

enum {
    STORE_BUSY_MS = 5000,
    STORE_REJECTS_KEPT = 1000, /* of each reason */
    STORE_BODY_BYTES = 4096
};

/* Every statement of statements.sql that the writer runs. */
#define STORE_STATEMENTS(X)                                                                        \
    X(BEGIN, "begin")                                                                              \
    X(COMMIT, "commit")                                                                            \
    X(ROLLBACK, "rollback")                                                                        \
    X(GET_META, "get_meta")                                                                        \
    X(PUT_POSITION, "put_position")                                                                \
    X(GET_POSITION, "get_position")                                                                \
    X(PUT_SOURCE, "put_source")                                                                    \
    X(GET_SOURCE, "get_source")                                                                    \
    X(PUT_LISTING, "put_listing")                                                                  \
    X(GET_LISTING, "get_listing")                                                                  \
    X(PUT_COUNT, "put_count")                                                                      \
    X(GET_COUNT, "get_count")                                                                      \
    X(COUNT_REJECT, "count_reject")                                                                \
    X(INSERT_REJECT, "insert_reject")                                                              \
    X(INSERT_DECISION, "insert_decision")                                                          \
    X(INSERT_EVIDENCE, "insert_evidence")                                                          \
    X(INSERT_REASON, "insert_reason")                                                              \
    X(GET_DECISION, "get_decision")                                                                \
    X(COUNT_DECISIONS, "count_decisions")                                                          \
    X(NEXT_CASE_NUMBER, "next_case_number")                                                        \
    X(INSERT_CASE, "insert_case")                                                                  \
    X(CASE_REPORTED, "case_reported")                                                              \
    X(INSERT_HOLD, "insert_hold")                                                                  \
    X(NEXT_INTENT, "next_intent")                                                                  \
    X(INSERT_TASK, "insert_task")                                                                  \
    X(NEXT_FENCE, "next_fence")                                                                    \
    X(HAS_MESSAGE, "has_message")                                                                  \
    X(INSERT_MESSAGE, "insert_message")                                                            \
    X(GET_HOLD, "get_hold")                                                                        \
    X(GET_STEP_UP, "get_step_up")                                                                  \
    X(GET_SIGNALS, "get_signals")                                                                  \
    X(NEXT_WANTED, "next_wanted")                                                                  \
    X(NEXT_MESSAGE, "next_message")                                                                \
    X(NEXT_URGENT, "next_urgent")                                                                  \
    X(COUNT_MESSAGES, "count_messages")                                                            \
    X(END_MESSAGE, "end_message")                                                                  \
    X(PUT_OFF_MESSAGE, "put_off_message")                                                          \
    X(NEXT_UNCONFIRMED, "next_unconfirmed")                                                        \
    X(RAISE_UNCONFIRMED, "raise_unconfirmed")                                                      \
    X(GET_DENIAL, "get_denial")                                                                    \
    X(NEXT_FACT, "next_fact")                                                                      \
    X(FACT_TAKEN, "fact_taken")                                                                    \
    X(EVENT_TAKEN, "event_taken")                                                                  \
    X(GET_ANSWERED, "get_answered")                                                                \
    X(HOLD_ACKED, "hold_acked")                                                                    \
    X(HOLD_ENDED, "hold_ended")                                                                    \
    X(HOLD_ASKED, "hold_asked")                                                                    \
    X(GET_INTENT, "get_intent")                                                                    \
    X(GET_COMMAND, "get_command")                                                                  \
    X(HOLD_CHANGED, "hold_changed")                                                                \
    X(RELEASES_ANSWERED, "releases_answered")                                                      \
    X(ANSWER_MESSAGE, "answer_message")                                                            \
    X(RESEND_MESSAGE, "resend_message")                                                            \
    X(GET_STEP_UPS, "get_step_ups")                                                                \
    X(CLOSE_CLEARED, "close_cleared")                                                              \
    X(FIND_CASE, "find_case")                                                                      \
    X(LATEST_CASE, "latest_case")                                                                  \
    X(GET_REVISION, "get_revision")                                                                \
    X(PUT_LABEL, "put_label")                                                                      \
    X(JUDGE_CASE, "judge_case")                                                                    \
    X(COMPLETE_TASK, "complete_task")                                                              \
    X(PUT_LISTED, "put_listed")                                                                    \
    X(DELETE_LISTED, "delete_listed")                                                              \
    X(NEXT_LISTED, "next_listed")                                                                  \
    X(END_LOST_RUNS, "end_lost_runs")                                                              \
    X(NEXT_RUN, "next_run")                                                                        \
    X(PUT_RUN, "put_run")                                                                          \
    X(PUT_RUN_SOURCE, "put_run_source")                                                            \
    X(PUT_SETTINGS, "put_settings")                                                                \
    X(PUT_MODEL, "put_model")                                                                      \
    X(PUT_WEIGHTS, "put_weights")

#define X(id, name) STATEMENT_##id,
typedef enum store_statement { STORE_STATEMENTS(X) STATEMENT_COUNT } store_statement;
#undef X

struct jaga_store {
    arena *memory; /* holds this struct and the path */
    char *path;
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    char id[40];
    uint64_t position;        /* committed */
    uint64_t staged_position; /* of the open group */
    int64_t run;              /* number of this run; 0: it has written nothing yet */
    bool is_muted;
    bool is_in_group;
    sqlite3_stmt *reading; /* messages being handed out; NULL: none are */
    /* The last message handed out. */
    char key[STORE_KEY_BYTES];
    char kind[16];
    char body[STORE_BODY_BYTES];
    char listed[64]; /* the last account of the never-hold list handed out */
};

/* Connects an empty store whose path is set: checks whose file it is, creates the schema in a new
 * one, prepares every statement. On failure the caller closes what is there. */
JAGA_USE_RESULT jaga_status connection_open(jaga_store *store, jaga_error *err);
void connection_close(jaga_store *store);

/* A statement without parameters, ready to be filled. */
sql_row store_row(jaga_store *store, store_statement which);

/* Runs a statement that returns nothing. A failure rolls the whole group back, so that no part of
 * it can be committed. */
JAGA_USE_RESULT jaga_status store_run(jaga_store *store, const sql_row *row, jaga_error *err);

/* One row: JAGA_OK with the columns at row->statement until store_end, or JAGA_END. */
JAGA_USE_RESULT jaga_status store_step(jaga_store *store, const sql_row *row, jaga_error *err);

/* Finishes a statement after JAGA_OK or JAGA_END of store_step. */
void store_end(const sql_row *row);

/* One row with one number; `absent` when there is no row. Finishes the statement. */
JAGA_USE_RESULT jaga_status store_number(jaga_store *store, const sql_row *row, int64_t absent,
                                         int64_t *out, jaga_error *err);

/* Fails when no group is open: after a failed put the rest of its group is void. */
JAGA_USE_RESULT jaga_status store_require_group(const jaga_store *store, jaga_error *err);

/* Undoes the open group, if any. */
void store_roll_back(jaga_store *store);

#endif
