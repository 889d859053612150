/* Writing a decision with all that follows from it, or comparing it with what a run before wrote.
 */
#include "store/store.h"

#include "base/crash.h"
#include "base/when.h"
#include "store/command.h"
#include "store/outbox.h"
#include "store/short_number.h"

#include <string.h>

static jaga_span key_span(const jaga_key *key)
{
    return (jaga_span){ key->text, (uint32_t)strlen(key->text) };
}

static void sql_minor(sql_row *row, int64_t minor)
{
    if (minor == JAGA_UNKNOWN_MINOR) {
        sql_null(row);
    } else {
        sql_integer(row, minor);
    }
}

static void sql_optional(sql_row *row, jaga_span text)
{
    if (text.length == 0) {
        sql_null(row);
    } else {
        sql_text(row, text);
    }
}

/* Empty when the decision belongs to no case. */
static jaga_span case_of(const jaga_decision *decision)
{
    return decision->has_case || decision->is_new_case ? key_span(&decision->case_key)
                                                       : (jaga_span){ NULL, 0 };
}

static jaga_status insert_decision(jaga_store *store, const jaga_decision *decision,
                                   jaga_error *err)
{
    const jaga_event *event = decision->event;
    sql_row row = store_row(store, STATEMENT_INSERT_DECISION);

    CRASH_STEP("store:decision");
    sql_integer(&row, (int64_t)decision->record);
    sql_text(&row, event->event_id);
    sql_text(&row, event->account);
    sql_integer(&row, event->ts_us);
    sql_name(&row, jaga_event_type_name((jaga_event_type)event->type));
    sql_minor(&row, event->amount_minor);
    sql_name(&row, event->currency);
    sql_optional(&row, event->counterparty);
    sql_name(&row, jaga_outcome_name(decision->outcome));
    sql_real(&row, decision->belief);
    sql_real(&row, decision->belief_bits);
    sql_optional(&row, case_of(decision));
    sql_name(&row, decision->note == JAGA_NOTE_NONE ? NULL : jaga_note_name(decision->note));
    sql_minor(&row, decision->expected_loss_minor);
    return store_run(store, &row, err);
}

static jaga_status insert_evidence(jaga_store *store, const jaga_decision *decision,
                                   jaga_error *err)
{
    CRASH_STEP("store:evidence");
    for (size_t i = 0; i < decision->evidence_count; i++) {
        const jaga_evidence *evidence = &decision->evidence[i];
        sql_row row = store_row(store, STATEMENT_INSERT_EVIDENCE);
        sql_integer(&row, (int64_t)decision->record);
        sql_integer(&row, (int64_t)i + 1);
        sql_name(&row, jaga_signal_at(evidence->signal)->name);
        sql_integer(&row, evidence->is_fresh ? 1 : 0);
        sql_real(&row, evidence->strength);
        sql_real(&row, evidence->bits);
        if (evidence->is_fresh) {
            sql_real(&row, evidence->facts.value);
            sql_real(&row, evidence->facts.normal);
        } else {
            sql_null(&row);
            sql_null(&row);
        }
        JAGA_TRY(store_run(store, &row, err));
    }
    return JAGA_OK;
}

static jaga_status insert_reasons(jaga_store *store, const jaga_decision *decision, jaga_error *err)
{
    for (size_t i = 0; i < decision->reason_count; i++) {
        const jaga_reason *reason = &decision->reasons[i];
        sql_row row = store_row(store, STATEMENT_INSERT_REASON);
        sql_integer(&row, (int64_t)decision->record);
        sql_integer(&row, (int64_t)i + 1);
        sql_name(&row, jaga_ground_name(reason->ground));
        sql_name(&row,
                 reason->signal == JAGA_SIGNAL_NONE ? NULL : jaga_signal_at(reason->signal)->name);
        sql_real(&row, reason->bits);
        JAGA_TRY(store_run(store, &row, err));
    }
    return JAGA_OK;
}

/* *is_opened: false when the case is there already. */
static jaga_status insert_case(jaga_store *store, const jaga_decision *decision, int64_t number,
                               const char *short_number, bool *is_opened, jaga_error *err)
{
    const jaga_event *event = decision->event;
    sql_row row = store_row(store, STATEMENT_INSERT_CASE);

    CRASH_STEP("store:case");
    sql_integer(&row, number);
    sql_text(&row, key_span(&decision->case_key));
    sql_name(&row, short_number);
    sql_text(&row, event->account);
    sql_integer(&row, event->ts_us);
    sql_integer(&row, (int64_t)decision->record);
    sql_text(&row, event->event_id);
    sql_name(&row, jaga_hold_reason_name(decision->reason));
    sql_integer(&row, decision->incident_start_us);
    sql_minor(&row, decision->exposed_minor);
    sql_name(&row, event->currency);
    JAGA_TRY(store_run(store, &row, err));
    *is_opened = sqlite3_changes(store->db) > 0;
    return JAGA_OK;
}

/* *is_placed: false when the hold is there already. */
static jaga_status insert_hold(jaga_store *store, const jaga_decision *decision, bool *is_placed,
                               jaga_error *err)
{
    const jaga_event *event = decision->event;
    const jaga_span case_id = key_span(&decision->case_key);
    sql_row next = store_row(store, STATEMENT_NEXT_INTENT);
    int64_t intent = 1;

    sql_text(&next, case_id);
    JAGA_TRY(store_number(store, &next, 1, &intent, err));
    const command_key place = command_key_of("H-", event->account, case_id, "PLACE", intent);
    sql_row row = store_row(store, STATEMENT_INSERT_HOLD);
    CRASH_STEP("store:hold");
    sql_text(&row, key_span(&decision->hold_key));
    sql_text(&row, case_id);
    sql_text(&row, event->account);
    sql_integer(&row, (int64_t)decision->record);
    sql_integer(&row, intent);
    sql_name(&row, place.text);
    sql_name(&row, jaga_hold_reason_name(decision->reason));
    sql_integer(&row, event->ts_us);
    sql_integer(&row, decision->hold_life_s);
    sql_integer(&row, command_expiry(event->ts_us, decision->hold_life_s));
    JAGA_TRY(store_run(store, &row, err));
    *is_placed = sqlite3_changes(store->db) > 0;
    return JAGA_OK;
}

static jaga_status insert_task(jaga_store *store, const jaga_decision *decision,
                               const char *short_number, jaga_error *err)
{
    const jaga_event *event = decision->event;
    const jaga_span case_id = key_span(&decision->case_key);
    const command_key task = command_key_of("T-", event->account, case_id, "CALLBACK", 1);
    sql_row row = store_row(store, STATEMENT_INSERT_TASK);

    CRASH_STEP("store:task");
    sql_name(&row, task.text);
    sql_text(&row, case_id);
    sql_name(&row, short_number);
    sql_text(&row, event->account);
    sql_integer(&row, decision->priority);
    sql_integer(&row, decision->band);
    sql_integer(&row, decision->due_us);
    sql_integer(&row, event->ts_us);
    sql_integer(&row, decision->lost_minor);
    sql_integer(&row, decision->lost_rail);
    if (decision->outflow_us == INT64_MIN) {
        sql_null(&row);
    } else {
        sql_integer(&row, decision->outflow_us);
    }
    return store_run(store, &row, err);
}

/* A case key stands for its account and event, so a known one means that the dedupe horizon had
 * forgotten the event: the theft is on the desk already, and nothing follows a second time. */
static jaga_status open_case(jaga_store *store, const jaga_decision *decision, bool *is_opened,
                             jaga_error *err)
{
    const sql_row next = store_row(store, STATEMENT_NEXT_CASE_NUMBER);
    char short_number[SHORT_NUMBER_BYTES];
    int64_t number = 0;

    JAGA_TRY(store_number(store, &next, 0, &number, err));
    short_number_format((uint64_t)number, short_number);
    JAGA_TRY(insert_case(store, decision, number, short_number, is_opened, err));
    return *is_opened ? insert_task(store, decision, short_number, err) : JAGA_OK;
}

static bool is_reported_hold(const jaga_decision *decision)
{
    return decision->outcome == JAGA_OUTCOME_HOLD &&
           decision->event->type == JAGA_TYPE_CUSTOMER_REPORT;
}

/* A report that was taken at the desk has its case, its call and its hold already, under the names
 * that they get here; the case learns what the log knows of it. Told to an empty database, it makes
 * them. */
static jaga_status take_report(jaga_store *store, const jaga_decision *decision, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_CASE_REPORTED);
    bool is_opened = false;

    JAGA_TRY(open_case(store, decision, &is_opened, err));
    if (is_opened) {
        return JAGA_OK;
    }
    CRASH_STEP("store:reported");
    sql_text(&row, key_span(&decision->case_key));
    sql_integer(&row, (int64_t)decision->record);
    sql_integer(&row, decision->incident_start_us);
    sql_minor(&row, decision->exposed_minor);
    return store_run(store, &row, err);
}

static bool same_text(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* What differs between the stored decision and this one, NULL: nothing. */
static const char *difference(sqlite3_stmt *stored, const jaga_decision *decision)
{
    const char *outcome = jaga_outcome_name(decision->outcome);

    if (!same_text(sql_column_span(stored, 0), decision->event->event_id)) {
        return "is about another event";
    }
    if (!same_text(sql_column_span(stored, 1), (jaga_span){ outcome, (uint32_t)strlen(outcome) })) {
        return "has another outcome";
    }
    if (sqlite3_column_double(stored, 2) != decision->belief) {
        return "has another belief";
    }
    if (!same_text(sql_column_span(stored, 3), case_of(decision))) {
        return "belongs to another case";
    }
    return NULL;
}

static jaga_status compare(jaga_store *store, const jaga_decision *decision, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_DECISION);

    sql_integer(&row, (int64_t)decision->record);
    const jaga_status status = store_step(store, &row, err);
    if (status != JAGA_OK && status != JAGA_END) {
        return status;
    }
    const char *wrong = status == JAGA_END ? "is missing" : difference(row.statement, decision);
    store_end(&row);
    if (wrong == NULL) {
        return JAGA_OK;
    }
    return jaga_fail(err, JAGA_ERR_FORMAT,
                     "%s: record %llu was run again and decided otherwise: the stored decision %s. "
                     "Database, history and program do not belong together; nothing was changed",
                     store->path, (unsigned long long)decision->record, wrong);
}

jaga_status store_put_decision(jaga_store *store, const jaga_decision *decision, bool wants_command,
                               jaga_error *err)
{
    bool is_open = true;
    bool is_placed = false;

    if (store->is_muted) {
        return compare(store, decision, err);
    }
    JAGA_TRY(store_require_group(store, err));
    JAGA_TRY(insert_decision(store, decision, err));
    JAGA_TRY(insert_evidence(store, decision, err));
    JAGA_TRY(insert_reasons(store, decision, err));
    JAGA_CHECK(!decision->is_new_case || decision->outcome == JAGA_OUTCOME_HOLD);
    if (is_reported_hold(decision)) {
        JAGA_TRY(take_report(store, decision, err));
    } else if (decision->is_new_case) {
        JAGA_TRY(open_case(store, decision, &is_open, err));
    }
    if (decision->outcome == JAGA_OUTCOME_HOLD && is_open) {
        JAGA_TRY(insert_hold(store, decision, &is_placed, err));
    }
    if (wants_command && is_placed) {
        return outbox_put_hold(store, (int64_t)decision->record, INT64_MIN, err);
    }
    if (wants_command && decision->outcome == JAGA_OUTCOME_STEP_UP) {
        return outbox_put_step_up(store, (int64_t)decision->record, err);
    }
    return JAGA_OK;
}
