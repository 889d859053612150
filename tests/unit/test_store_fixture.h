#ifndef TEST_STORE_FIXTURE_H
#define TEST_STORE_FIXTURE_H

/* A store in a folder of its own, and decisions to put into it. */
#include "store/connection.h"
#include "unit.h"

#include "jaga/decision.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 256 };

/* 2026-01-31T17:00:00Z */
#define NOON   INT64_C(1769878800000000)
#define SECOND INT64_C(1000000)

static inline jaga_span text_span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* A new empty folder; each test runs in its own process, so it is the test's own. */
static inline void make_folder(char folder[PATH_BYTES])
{
    const char *tmp = getenv("TMPDIR");

    (void)snprintf(folder, PATH_BYTES, "%s/jaga-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static inline void make_path(char path[PATH_BYTES], const char *name)
{
    char folder[PATH_BYTES];

    make_folder(folder);
    const size_t length = strlen(folder);
    (void)snprintf(path, PATH_BYTES, "%s", folder);
    (void)snprintf(path + length, PATH_BYTES - length, "/%s", name);
}

static inline jaga_store *open_store(const char *path)
{
    jaga_store *store = NULL;
    jaga_error err = { .text = "" };

    ck_assert_msg(store_open(path, &store, &err) == JAGA_OK, "%s", err.text);
    return store;
}

static inline jaga_store *new_store(char path[PATH_BYTES])
{
    make_path(path, "x.db");
    return open_store(path);
}

/* Stops the test with the text of a failure, which the call put into `why`. */
static jaga_error why;
#define OK(call)                                                                                   \
    do {                                                                                           \
        const jaga_status ok_status = (call);                                                      \
        ck_assert_msg(ok_status == JAGA_OK, "%s: %s", jaga_status_name(ok_status), why.text);      \
    } while (0)

static inline jaga_event an_event(const char *event_id, const char *account, int64_t ts_us)
{
    return (jaga_event){ .ts_us = ts_us,
                         .amount_minor = 1250000000,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .event_id = text_span(event_id),
                         .account = text_span(account),
                         .counterparty = text_span("W-9"),
                         .currency = "IDR",
                         .type = JAGA_TYPE_TRANSFER };
}

static inline jaga_decision an_alert(uint64_t record, const jaga_event *event)
{
    return (jaga_decision){
        .record = record,
        .event = event,
        .outcome = JAGA_OUTCOME_ALERT,
        .belief = 0.97,
        .belief_bits = 5.015,
        .evidence_count = 2,
        .evidence = { { .signal = 0,
                        .is_fresh = true,
                        .strength = 1.0,
                        .bits = 4.0,
                        .facts = { .value = 0.0, .normal = 86400.0 } },
                      { .signal = 1, .is_fresh = false, .strength = 0.0, .bits = 1.5 } }
    };
}

/* case_key: at most 26 characters, made up. */
static inline jaga_decision a_hold(uint64_t record, const jaga_event *event, const char *case_key)
{
    jaga_decision decision = an_alert(record, event);

    decision.outcome = JAGA_OUTCOME_HOLD;
    decision.is_new_case = true;
    (void)snprintf(decision.case_key.text, sizeof decision.case_key.text, "%s", case_key);
    (void)snprintf(decision.hold_key.text, sizeof decision.hold_key.text, "HOLD%s", case_key);
    decision.reason = JAGA_REASON_ATO_STRONG;
    decision.hold_life_s = 86400;
    decision.incident_start_us = event->ts_us - 180 * SECOND;
    decision.exposed_minor = JAGA_UNKNOWN_MINOR;
    decision.priority = 73;
    decision.band = 1;
    decision.due_us = event->ts_us + 300 * SECOND;
    return decision;
}

/* One group with one decision. */
static inline void put_alone(jaga_store *store, const jaga_decision *decision, bool wants_command)
{
    OK(store_begin(store, &why));
    OK(store_put_decision(store, decision, wants_command, &why));
    OK(store_put_position(store, decision->record + 1, decision->event->ts_us, &why));
    OK(store_commit(store, &why));
}

/* The only column of the only row of a question, as a number. */
static inline int64_t ask_number(jaga_store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_msg(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s",
                  sql, sqlite3_errmsg(store->db));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    const int64_t value = sqlite3_column_int64(statement, 0);
    ck_assert_int_eq(sqlite3_finalize(statement), SQLITE_OK);
    return value;
}

/* The same as text: in `out`, cut to its size. */
static inline const char *ask_text(jaga_store *store, const char *sql, char *out, size_t cap)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_msg(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s",
                  sql, sqlite3_errmsg(store->db));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    const unsigned char *text = sqlite3_column_text(statement, 0);
    (void)snprintf(out, cap, "%s", text == NULL ? "(null)" : (const char *)text);
    ck_assert_int_eq(sqlite3_finalize(statement), SQLITE_OK);
    return out;
}

/* The next message not yet delivered. */
static inline jaga_status next_message(jaga_store *store, store_message *out, jaga_error *err)
{
    return store_next_message(store, INT64_MAX, false, out, err);
}

/* Marks a message. */
static inline void settle(jaga_store *store, int64_t id, store_outcome outcome)
{
    const store_settlement one = { .id = id, .outcome = outcome };

    OK(store_settle(store, &one, 1, &why));
}

#endif
