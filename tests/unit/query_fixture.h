#ifndef JAGA_TESTS_QUERY_FIXTURE_H
#define JAGA_TESTS_QUERY_FIXTURE_H

#include "unit.h"

#include "base/hash.h"
#include "history/history.h"
#include "jaga/query.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A database with one theft: on day 20, account V gives 10.00 of 50.00 to M, who cashes it out.
 * The days before it V pays S a little each day. */
static const int64_t day_us = INT64_C(86400) * 1000000;
static const int64_t start_us = INT64_C(1767546000) * 1000000; /* 2026-01-05 00:00 +07:00 */

static inline jaga_span span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static inline const char *path_of(const char *name)
{
    static char path[512];
    const char *folder = getenv("TMPDIR");
    (void)snprintf(path, sizeof path, "%s/%s", folder == NULL ? "/tmp" : folder, name);
    return path;
}

static inline jaga_event a_payment(const char *id, double day, const char *from, const char *to,
                                   int64_t minor)
{
    return (jaga_event){ .event_id = span(id),
                         .ts_us = start_us + (int64_t)(day * (double)day_us),
                         .account = span(from),
                         .counterparty = span(to),
                         .device = span("phone-1"),
                         .amount_minor = minor,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .currency = "USD",
                         .type = JAGA_TYPE_TRANSFER,
                         .counterparty_kind = JAGA_PARTY_WALLET };
}

static inline void write_history(const char *path, const char *store_id)
{
    history *log = NULL;
    char id[16];
    ck_assert_int_eq(history_open(path, store_id, &log, NULL), JAGA_OK);
    for (int day = 0; day < 20; day++) {
        (void)snprintf(id, sizeof id, "n%d", day);
        const jaga_record record = { .kind = JAGA_RECORD_EVENT,
                                     .event = a_payment(id, day + 0.5, "V", "S", 100 + day) };
        ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    }
    jaga_record record = { .kind = JAGA_RECORD_EVENT,
                           .event = a_payment("e1", 20.5, "V", "M", 1000) };
    record.event.device = span("phone-2");
    ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    record.event = a_payment("e2", 20.6, "M", "", 1000);
    record.event.type = JAGA_TYPE_WITHDRAW;
    record.event.counterparty_kind = JAGA_PARTY_CASH;
    ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    record.event = a_payment("q1", 3, "QUIET", "S", 100);
    ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    ck_assert_int_eq(history_flush(log, NULL), JAGA_OK);
    history_close(log);
}

static inline uint32_t place_of(const char *signal)
{
    uint32_t i = 0;
    while (strcmp(jaga_signal_at(i)->name, signal) != 0) {
        i++;
    }
    return i;
}

static inline jaga_key key_of(const char *what)
{
    const jaga_span part = span(what);
    return hash_key(&part, 1);
}

static inline jaga_decision a_hold(const jaga_event *event)
{
    return (jaga_decision){
        .record = 20,
        .event = event,
        .outcome = JAGA_OUTCOME_HOLD,
        .belief = 0.992248,
        .belief_bits = 7.0,
        .expected_loss_minor = 3969,
        .evidence_count = 2,
        .evidence = { { place_of("amount-surprise"), true, 1.0, 12.5, { 1000, 110 } },
                      { place_of("new-device"), false, 0.0, 4.5, { 0 } } },
        .has_case = true,
        .is_new_case = true,
        .case_key = key_of("case"),
        .hold_key = key_of("hold"),
        .reason = JAGA_REASON_ATO_STRONG,
        .hold_life_s = 86400,
        .incident_start_us = event->ts_us,
        .exposed_minor = 4000,
        .priority = 77,
        .band = 1,
        .due_us = event->ts_us + 60000000,
    };
}

/* `source` names the file of a rejected row. */
static inline void make_database(const char *path, const char *source, const jaga_decision *hold)
{
    char folder[600], log[700];
    jaga_store *store = NULL;
    const int stem = (int)strlen(path) - 3;
    (void)snprintf(folder, sizeof folder, "%.*s.state", stem, path);
    (void)snprintf(log, sizeof log, "%s/history", folder);
    (void)remove(path);
    (void)remove(log);
    (void)mkdir(folder, 0700);
    ck_assert_int_eq(store_open(path, &store, NULL), JAGA_OK);
    write_history(log, store_id(store));
    ck_assert_int_eq(store_begin(store, NULL), JAGA_OK);
    ck_assert_int_eq(store_put_decision(store, hold, true, NULL), JAGA_OK);
    const store_reject reject = { source, 7, "bad-time", "neither this nor that" };
    ck_assert_int_eq(store_put_reject(store, &reject, NULL), JAGA_OK);
    ck_assert_int_eq(store_put_position(store, 23, start_us, NULL), JAGA_OK);
    ck_assert_int_eq(store_put_count(store, "accounts", 3, NULL), JAGA_OK);
    ck_assert_int_eq(store_commit(store, NULL), JAGA_OK);
    store_close(store);
}

static inline const char *a_database(void)
{
    const jaga_event event = a_payment("e1", 20.5, "V", "M", 1000);
    const jaga_decision hold = a_hold(&event);
    const char *path = path_of("query.db");
    make_database(path, "a.csv", &hold);
    return path;
}

enum { TEXT_BYTES = 1 << 16, STORY_COLUMNS = 100 };

static inline const char *ask_with(const char *db, const char *question, const jaga_filter *filter,
                                   jaga_format format)
{
    static char text[TEXT_BYTES];
    jaga_error err;
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    const jaga_status status = jaga_query(db, question, filter, format, out, &err);
    (void)fclose(out);
    ck_assert_msg(status == JAGA_OK, "%s", err.text);
    return text;
}

static inline const char *ask(const char *db, const char *question, jaga_format format)
{
    return ask_with(db, question, NULL, format);
}

static inline const char *tell(const char *db, const char *what, jaga_lang lang)
{
    static char text[TEXT_BYTES];
    jaga_error err;
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    const jaga_status status = jaga_explain(db, what, lang, out, &err);
    (void)fclose(out);
    ck_assert_msg(status == JAGA_OK, "%s", err.text);
    return text;
}

#define ck_assert_has(text, part)                                                                  \
    ck_assert_msg(strstr((text), (part)) != NULL, "no \"%s\" in:\n%s", (part), (text))

#endif
