/* What a decision sets in motion. */
#include "desk/orders.h"

#include "base/when.h"
#include "desk/dispute_machine.h"
#include "desk/jurisdiction.h"
#include "store/inbox.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { SESSION_KILL_S = 60 };
enum { LABEL_PAYMENTS_MAX = 20, DETAIL_BYTES = 2048 };

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

jaga_status orders_read_holds(jaga_desk *desk, const desk_file *about,
                              case_hold out[ORDERS_HOLDS_MAX], size_t *count, jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "get_holds", &row, err));
    sql_name(&row, about->case_id);
    sql_integer(&row, desk->now_us);
    while (*count < ORDERS_HOLDS_MAX && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        case_hold *hold = &out[(*count)++];
        desk_copy(hold->hold_id, sizeof hold->hold_id, row.statement, 0);
        hold->scope = hold_scope_of(sql_column_span(row.statement, 1));
        hold->issuer = hold_issuer_of(sql_column_span(row.statement, 2));
        hold->is_asked_to_release = sqlite3_column_int(row.statement, 3) != 0;
        hold->is_full = sqlite3_column_int(row.statement, 4) != 0;
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status command(jaga_desk *desk, const desk_file *about, ledger_command *wish,
                           jaga_error *err)
{
    ledger_command_id id;

    wish->account = span_of(about->account);
    wish->case_id = span_of(about->case_id);
    wish->now_us = desk->now_us;
    JAGA_TRY(ledger_command_put(desk->db, desk->path, wish, &id, err));
    const desk_act act = { .kind = "hold",
                           .ref = id.hold_id.text,
                           .to = hold_scope_name(wish->scope),
                           .text = ledger_op_name(wish->op),
                           .actor = desk->agent == 0 ? MACHINE_TIMER : desk_actor(desk),
                           .is_about_case = true };
    return desk_append(desk, about, &act, err);
}

jaga_status orders_hold(jaga_desk *desk, const desk_file *about, hold_scope scope,
                        hold_issuer issuer, hold_reason reason, jaga_error *err)
{
    ledger_command wish = { .op = LEDGER_PLACE,
                            .scope = scope,
                            .issuer = issuer,
                            .reason = reason,
                            .on_expiry = HOLD_END_KEEP_AND_ALARM };

    return command(desk, about, &wish, err);
}

jaga_status orders_reported(jaga_desk *desk, const desk_file *about, const char *hold_id,
                            jaga_error *err)
{
    ledger_command out = { .op = LEDGER_PLACE,
                           .scope = HOLD_SCOPE_OUTBOUND,
                           .issuer = HOLD_ISSUER_CUSTOMER,
                           .reason = HOLD_REASON_CUST_REPORT,
                           .on_expiry = HOLD_END_KEEP_AND_ALARM,
                           .hold_id = span_of(hold_id) };
    ledger_command sessions = { .op = LEDGER_PLACE,
                                .scope = HOLD_SCOPE_SESSION_KILL,
                                .issuer = HOLD_ISSUER_CUSTOMER,
                                .reason = HOLD_REASON_CUST_REPORT,
                                .on_expiry = HOLD_END_RELEASE,
                                .life_s = SESSION_KILL_S };

    JAGA_TRY(command(desk, about, &out, err));
    return command(desk, about, &sessions, err);
}

jaga_status orders_lock(jaga_desk *desk, const desk_file *about, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    size_t count = 0, locked = 0;

    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (holds[i].scope == HOLD_SCOPE_FULL) {
            locked++;
        } else if (holds[i].scope == HOLD_SCOPE_STEP_UP || holds[i].scope == HOLD_SCOPE_OUTBOUND) {
            ledger_command wish = { .op = LEDGER_UPGRADE,
                                    .scope = HOLD_SCOPE_FULL,
                                    .issuer = HOLD_ISSUER_CASE,
                                    .reason = HOLD_REASON_CONFIRMED_THEFT,
                                    .on_expiry = HOLD_END_KEEP_AND_ALARM,
                                    .hold_id = span_of(holds[i].hold_id) };
            JAGA_TRY(command(desk, about, &wish, err));
            locked++;
        }
    }
    return locked > 0 ? JAGA_OK
                      : orders_hold(desk, about, HOLD_SCOPE_FULL, HOLD_ISSUER_CASE,
                                    HOLD_REASON_CONFIRMED_THEFT, err);
}

jaga_status orders_extend(jaga_desk *desk, const desk_file *about, const extended_hold *hold,
                          int64_t life_s, jaga_error *err)
{
    ledger_command wish = { .op = LEDGER_EXTEND,
                            .scope = hold->scope,
                            .issuer = hold->issuer,
                            .reason = hold->reason,
                            .on_expiry = hold->on_expiry,
                            .hold_id = span_of(hold->hold_id),
                            .life_s = life_s };

    return command(desk, about, &wish, err);
}

jaga_status orders_cut_off(jaga_desk *desk, const desk_file *about, const past *before,
                           jaga_error *err)
{
    ledger_command sessions = { .op = LEDGER_PLACE,
                                .scope = HOLD_SCOPE_SESSION_KILL,
                                .issuer = HOLD_ISSUER_CASE,
                                .reason = HOLD_REASON_CONFIRMED_THEFT,
                                .on_expiry = HOLD_END_RELEASE,
                                .life_s = SESSION_KILL_S };

    JAGA_TRY(command(desk, about, &sessions, err));
    for (size_t i = 0; i < before->code_count; i++) {
        ledger_command code = { .op = LEDGER_PLACE,
                                .scope = HOLD_SCOPE_INSTRUMENT,
                                .issuer = HOLD_ISSUER_CASE,
                                .reason = HOLD_REASON_CONFIRMED_THEFT,
                                .on_expiry = HOLD_END_KEEP_AND_ALARM,
                                .instrument = span_of(before->cash_codes[i]) };
        JAGA_TRY(command(desk, about, &code, err));
    }
    return JAGA_OK;
}

jaga_status orders_release(jaga_desk *desk, const desk_file *about, const case_hold *hold,
                           hold_reason reason, jaga_error *err)
{
    ledger_command wish = { .op = LEDGER_RELEASE,
                            .scope = hold->scope,
                            .issuer =
                                desk->role == DESK_LEGAL ? HOLD_ISSUER_LEGAL : HOLD_ISSUER_AGENT,
                            .reason = reason,
                            .hold_id = span_of(hold->hold_id) };

    return command(desk, about, &wish, err);
}

jaga_status orders_notice(jaga_desk *desk, const desk_file *about, const char *text_key,
                          jaga_error *err)
{
    const desk_act act = { .kind = "notice",
                           .ref = text_key,
                           .actor = desk->agent == 0 ? MACHINE_TIMER : desk_actor(desk),
                           .is_about_case = true };

    return desk_append(desk, about, &act, err);
}

/* "a|b" of the payments that were not the customer's; the first ones only. */
static jaga_status list_not_mine(jaga_desk *desk, const desk_file *about, char *out, size_t cap,
                                 jaga_error *err)
{
    jaga_status status = JAGA_OK;
    size_t used = 0;
    sql_row row;

    out[0] = '\0';
    JAGA_TRY(desk_prepare(desk, "get_not_mine", &row, err));
    sql_name(&row, about->case_id);
    sql_integer(&row, LABEL_PAYMENTS_MAX);
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        const jaga_span id = sql_column_span(row.statement, 0);
        if (used + id.length + 2 < cap) {
            used += (size_t)snprintf(out + used, cap - used, "%s%.*s", used > 0 ? "|" : "",
                                     (int)id.length, id.at);
        }
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status put_line(jaga_desk *desk, const desk_file *about, const char *outcome,
                            const char *detail, int64_t revision, jaga_error *err)
{
    char event_id[DESK_ID_BYTES], when[WHEN_TEXT_BYTES];

    (void)snprintf(event_id, sizeof event_id, "L-%s-%lld", about->case_id, (long long)revision);
    when_format(desk->now_us, when);
    json_t *line =
        json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:s}", "event_id", event_id, "ts", when, "type",
                  "label", "account", json_stringn_nocheck(about->account, strlen(about->account)),
                  "actor", "staff", "ref", about->case_id, "detail", detail);
    char text[DETAIL_BYTES + 512];
    const size_t length = line == NULL ? 0 : json_dumpb(line, text, sizeof text - 1, JSON_COMPACT);
    json_decref(line);
    if (length == 0 || length >= sizeof text) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "the label could not be written out");
    }
    text[length] = '\0';
    const desk_act act = { .kind = "label",
                           .ref = outcome,
                           .number = &revision,
                           .text = text,
                           .actor = desk->agent == 0 ? MACHINE_TIMER : desk_actor(desk),
                           .is_about_case = true };
    const inbox_fact fact = { .event_id = span_of(event_id),
                              .account = span_of(about->account),
                              .ref = span_of(about->case_id),
                              .detail = span_of(detail),
                              .ts_us = desk->now_us,
                              .type = JAGA_TYPE_LABEL };
    JAGA_TRY(desk_append(desk, about, &act, err));
    return inbox_put(desk->db, desk->path, &fact, err);
}

jaga_status orders_label(jaga_desk *desk, const desk_file *about, const char *outcome,
                         bool is_verified, jaga_error *err)
{
    char payments[DETAIL_BYTES / 2], detail[DETAIL_BYTES], from[WHEN_TEXT_BYTES],
        until[WHEN_TEXT_BYTES];
    int64_t revision = 0;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "next_revision", &row, err));
    sql_name(&row, about->case_id);
    JAGA_TRY(desk_number(desk, &row, 1, &revision, err));
    JAGA_TRY(list_not_mine(desk, about, payments, sizeof payments, err));
    when_format(about->incident_start_us, from);
    when_format(about->opened_us, until);
    (void)snprintf(detail, sizeof detail,
                   "outcome=%s;confidence=%s;source=agent;from=%s;to=%s%s%s;rev=%lld", outcome,
                   is_verified ? "verified" : "presumed", from, until,
                   payments[0] == '\0' ? "" : ";txns=", payments, (long long)revision);
    return put_line(desk, about, outcome, detail, revision, err);
}

static jaga_status file_one(jaga_desk *desk, const desk_file *about, const past_event *payment,
                            int64_t due_us, jaga_error *err)
{
    const uint32_t guards = DISPUTE_GUARD(NOT_DISPUTED_YET);
    const machine_step_result step =
        machine_step(dispute_machine(), DISPUTE_NONE, DISPUTE_ON_FILE, MACHINE_AGENT, guards);
    const desk_act act = { .kind = "dispute",
                           .ref = payment->event_id,
                           .from = dispute_machine()->states[DISPUTE_NONE],
                           .to = dispute_machine()->states[step.to],
                           .until_us = &due_us,
                           .actor = MACHINE_AGENT,
                           .is_about_case = true };

    JAGA_CHECK(step.answer == MACHINE_TAKEN);
    return desk_append(desk, about, &act, err);
}

static jaga_status is_disputed(jaga_desk *desk, const char *event_id, bool *out, jaga_error *err)
{
    int64_t count = 0;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "count_disputes_of", &row, err));
    sql_name(&row, event_id);
    JAGA_TRY(desk_number(desk, &row, 0, &count, err));
    *out = count > 0;
    return JAGA_OK;
}

jaga_status orders_disputes(jaga_desk *desk, const desk_file *about, const past *before,
                            jaga_error *err)
{
    business_calendar *calendar = arena_take(desk->memory, sizeof *calendar);
    jurisdiction law;
    jurisdiction_due due;
    size_t filed = 0;

    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "the calendar needs too much memory");
    }
    JAGA_TRY(jurisdiction_find(JURISDICTION_DEFAULT, &law, err));
    JAGA_TRY(business_calendar_shipped(calendar, law.country, BUSINESS_JOINT_IS_FREE, err));
    JAGA_TRY(jurisdiction_when(&law, JURISDICTION_FINAL, calendar, desk->now_us, &due, err));
    for (size_t i = 0; i < before->count; i++) {
        bool has_one = false;
        if (strcmp(before->events[i].mark, "NOT_MINE") != 0) {
            continue;
        }
        JAGA_TRY(is_disputed(desk, before->events[i].event_id, &has_one, err));
        if (!has_one) {
            JAGA_TRY(file_one(desk, about, &before->events[i], due.due_us, err));
            filed++;
        }
    }
    return filed == 0 ? JAGA_OK : orders_notice(desk, about, "dispute.FILED", err);
}
