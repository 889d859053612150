#include "query/subject.h"

#include "jaga/decision.h"
#include "jaga/profile.h"

#include "base/column_text.h"
#include "base/exponent.h"
#include "base/when.h"
#include "store/sql.h"

#include <ctype.h>
#include <string.h>

#define STORY_SQL "engine/query/story.sql"

static jaga_status prepare(const database *from, const char *name, sql_row *row, jaga_error *err)
{
    *row = (sql_row){ 0 };
    return sql_prepare(from->db, STORY_SQL, name, &row->statement, from->path, err);
}

/* The record that a statement with one text finds; -1: none. */
static jaga_status find_record(const database *from, const char *name, const char *what,
                               int64_t *record, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(from, name, &row, err));
    sql_name(&row, what);
    const jaga_status status = database_step(from, row.statement, err);
    *record = status == JAGA_OK ? sqlite3_column_int64(row.statement, 0) : -1;
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_span keep_column(arena *memory, sqlite3_stmt *statement, int at)
{
    const jaga_span text = sql_column_span(statement, at);
    char *copy = arena_take(memory, text.length + 1U);

    if (copy != NULL && text.length > 0) {
        memcpy(copy, text.at, text.length);
    }
    return (jaga_span){ copy, copy == NULL ? 0 : text.length };
}

static int64_t minor_column(sqlite3_stmt *statement, int at)
{
    return sqlite3_column_type(statement, at) == SQLITE_NULL ? JAGA_UNKNOWN_MINOR
                                                             : sqlite3_column_int64(statement, at);
}

static void read_case(sqlite3_stmt *columns, arena *memory, subject *out)
{
    out->has_case = true;
    out->case_id = keep_column(memory, columns, 10);
    out->short_number = keep_column(memory, columns, 11);
    out->reason = keep_column(memory, columns, 12);
    out->opened_us = sqlite3_column_int64(columns, 13);
    out->incident_start_us = sqlite3_column_int64(columns, 14);
    out->exposed_minor = minor_column(columns, 15);
    out->opened_case = sqlite3_column_int64(columns, 16) != 0;
    out->life_s = sqlite3_column_int64(columns, 17);
    out->priority = sqlite3_column_int64(columns, 18);
    out->band = sqlite3_column_int64(columns, 19);
    out->due_us = sqlite3_column_int64(columns, 20);
    out->theft_until_us = sqlite3_column_int64(columns, 21);
}

static jaga_status read_decision(const database *from, int64_t record, arena *memory, subject *out,
                                 jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(from, "get_decision", &row, err));
    sql_integer(&row, record);
    sqlite3_stmt *columns = row.statement;
    const jaga_status status = database_step(from, columns, err);
    if (status == JAGA_OK) {
        out->has_decision = true;
        out->record = record;
        out->account = keep_column(memory, columns, 0);
        out->ts_us = sqlite3_column_int64(columns, 1);
        out->event_id = keep_column(memory, columns, 2);
        out->type = keep_column(memory, columns, 3);
        out->outcome = keep_column(memory, columns, 4);
        out->counterparty = keep_column(memory, columns, 5);
        const jaga_span currency = sql_column_span(columns, 6);
        memcpy(out->currency, currency.at, currency.length < 4 ? currency.length : 3);
        out->amount_minor = minor_column(columns, 7);
        out->belief = sqlite3_column_double(columns, 8);
        out->belief_bits = sqlite3_column_double(columns, 9);
        out->note = keep_column(memory, columns, 22);
        if (sqlite3_column_type(columns, 10) != SQLITE_NULL) {
            read_case(columns, memory, out);
        }
    }
    (void)sqlite3_finalize(columns);
    return status;
}

static jaga_status count_decisions(const database *from, subject *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(from, "count_decisions", &row, err));
    sql_text(&row, out->account);
    const jaga_status status = database_step(from, row.statement, err);
    if (status == JAGA_OK) {
        out->decisions = sqlite3_column_int64(row.statement, 0);
        out->holds = sqlite3_column_int64(row.statement, 1);
    }
    (void)sqlite3_finalize(row.statement);
    return status;
}

/* People write the spoken number as they hear it: "0000 0017". */
static void tidy_number(const char *what, char *out, size_t cap)
{
    size_t n = 0;

    for (const char *c = what; *c != '\0' && n + 1 < cap; c++) {
        if (*c != ' ' && *c != '-') {
            out[n++] = *c;
        }
    }
    out[n] = '\0';
    if (strspn(out, "0123456789") != n) {
        (void)snprintf(out, cap, "%s", what);
    }
}

static jaga_status find_decision(const database *from, const char *what, int64_t *record,
                                 bool *is_account, jaga_error *err)
{
    char number[128];

    tidy_number(what, number, sizeof number);
    JAGA_TRY(find_record(from, "find_case", number, record, err));
    if (*record < 0) {
        JAGA_TRY(find_record(from, "find_event", what, record, err));
    }
    if (*record < 0) {
        JAGA_TRY(find_record(from, "find_account", what, record, err));
        *is_account = *record >= 0;
    }
    return JAGA_OK;
}

/* What no decision names may still be an event that passed, or an account without a blemish. */
static jaga_status find_in_history(const database *from, const char *what, arena *memory,
                                   subject *out, jaga_error *err)
{
    log_name *name = arena_take(memory, sizeof *name);

    if (name == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a story");
    }
    JAGA_TRY(account_log_look_up(from->history, what, memory, name, err));
    if (!name->is_event && !name->is_account) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s knows no hold, case, event or account of that name", from->path);
    }
    out->account = name->account;
    out->amount_minor = JAGA_UNKNOWN_MINOR;
    out->exposed_minor = JAGA_UNKNOWN_MINOR;
    out->ts_us = name->last_us;
    if (name->is_event) {
        log_event *event = &name->event; /* lives in the arena, as all of the name */
        out->passed = event;
        out->ts_us = event->ts_us;
        out->event_id = text_span(event->event_id);
        out->type = text_span(jaga_event_type_name((jaga_event_type)event->type));
        out->counterparty = text_span(event->counterparty);
        out->amount_minor = event->amount_minor;
        memcpy(out->currency, event->currency, sizeof out->currency);
    }
    return JAGA_OK;
}

static bool is_text(jaga_span text, const char *what)
{
    return text.length == strlen(what) && memcmp(text.at, what, text.length) == 0;
}

/* Compares each earlier event of the account with the one that passed. */
static jaga_status note_earlier(void *ctx, const jaga_event *event, jaga_error *err)
{
    subject *about = ctx;
    const log_event *passed = about->passed;
    familiarity *familiar = &about->familiar;

    (void)err;
    if (event->ts_us >= passed->ts_us || event->status != JAGA_STATUS_OK ||
        event->ts_us < passed->ts_us - LOG_NORMAL_DAYS * US_PER_DAY) {
        return JAGA_OK;
    }
    familiar->device_uses += passed->device[0] != '\0' && is_text(event->device, passed->device);
    if (jaga_event_is_money_out(event) && event->amount_minor >= 0) {
        const bool is_comparable =
            familiar->payments >= 0 && memcmp(event->currency, passed->currency, 4) == 0;
        familiar->payee_payments +=
            familiar->payee_payments >= 0 && is_text(event->counterparty, passed->counterparty);
        familiar->payments += is_comparable;
        familiar->as_large += is_comparable && event->amount_minor >= passed->amount_minor;
    }
    return JAGA_OK;
}

static familiarity nothing_counted(const log_event *passed)
{
    const jaga_event event = { .type = passed->type };
    const bool is_out = jaga_event_is_money_out(&event);
    const bool has_amount = is_out && passed->amount_minor != JAGA_UNKNOWN_MINOR;

    return (familiarity){ .device_uses = passed->device[0] != '\0' ? 0 : -1,
                          .payee_payments = is_out && passed->counterparty[0] != '\0' ? 0 : -1,
                          .payments = has_amount ? 0 : -1,
                          .as_large = has_amount ? 0 : -1 };
}

static jaga_status find_suspicion(const database *from, subject *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(from, "get_suspicion", &row, err));
    sql_text(&row, out->account);
    sql_integer(&row, out->ts_us);
    sql_integer(&row, JAGA_BIT_LIFE_S);
    const jaga_status status = database_step(from, row.statement, err);
    if (status == JAGA_OK) {
        const double bits = JAGA_BELIEF_BASE_BITS + sqlite3_column_double(row.statement, 1);
        const double odds = exp2_exact(bits < JAGA_BELIEF_MOST_BITS ? bits : JAGA_BELIEF_MOST_BITS);
        out->familiar.has_suspicion = true;
        out->familiar.suspected_us = sqlite3_column_int64(row.statement, 0);
        out->familiar.suspicion = odds / (1.0 + odds);
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status subject_look_up(const database *from, const char *what, arena *memory, subject *out,
                            jaga_error *err)
{
    int64_t record = -1;
    bool is_account = false;

    *out = (subject){ 0 };
    JAGA_TRY(find_decision(from, what, &record, &is_account, err));
    JAGA_TRY(record >= 0 ? read_decision(from, record, memory, out, err)
                         : find_in_history(from, what, memory, out, err));
    out->is_asked_by_account = is_account;
    return count_decisions(from, out, err);
}

jaga_status subject_find(const database *from, const char *what, arena *memory, subject *out,
                         jaga_error *err)
{
    JAGA_TRY(subject_look_up(from, what, memory, out, err));
    const log_question question = { .account = out->account,
                                    .at_us = out->ts_us,
                                    .normal_until_us =
                                        out->has_case ? out->incident_start_us : out->ts_us,
                                    .reads_all = out->event_id.length == 0,
                                    .note = out->passed != NULL ? note_earlier : NULL,
                                    .note_ctx = out };
    if (out->passed != NULL) {
        out->familiar = nothing_counted(out->passed);
        JAGA_TRY(find_suspicion(from, out, err));
    }
    return account_log_read(from->history, &question, memory, &out->log, err);
}
