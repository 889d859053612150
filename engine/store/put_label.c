/* Writing what people found out, and the list of accounts that are never held. */
#include "store/store.h"

#include "base/crash.h"
#include "store/connection.h"

#include <stdio.h>
#include <string.h>

enum { CASE_ID_BYTES = 32 };

static void sql_time(sql_row *row, int64_t us)
{
    if (us == INT64_MIN) {
        sql_null(row);
    } else {
        sql_integer(row, us);
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

/* The case that the label is about; "": none of ours. */
static jaga_status find_case(jaga_store *store, const jaga_event *event, const jaga_reply *label,
                             char case_id[CASE_ID_BYTES], jaga_error *err)
{
    const bool is_named = label->about.length > 0;
    sql_row row = store_row(store, is_named ? STATEMENT_FIND_CASE : STATEMENT_LATEST_CASE);

    case_id[0] = '\0';
    sql_text(&row, event->account);
    if (is_named) {
        sql_text(&row, label->about);
    } else {
        sql_integer(&row, event->ts_us);
        sql_time(&row, label->to_us);
    }
    const jaga_status status = store_step(store, &row, err);
    if (status != JAGA_OK) {
        return status == JAGA_END ? JAGA_OK : status;
    }
    const jaga_span found = sql_column_span(row.statement, 0);
    (void)snprintf(case_id, CASE_ID_BYTES, "%.*s", (int)found.length, found.at);
    store_end(&row);
    return JAGA_OK;
}

/* A presumption decides only that it was theft: to be wrong about that costs a call. */
static const char *case_state(const jaga_reply *label)
{
    switch (label->verdict) {
    case JAGA_VERDICT_THEFT: return "confirmed";
    case JAGA_VERDICT_INCONCLUSIVE: return "inconclusive";
    case JAGA_VERDICT_FALSE_ALARM: return label->is_verified ? "false_alarm" : "open";
    case JAGA_VERDICT_SCAM: return label->is_verified ? "scam" : "open";
    case JAGA_VERDICT_FIRST_PARTY: return label->is_verified ? "first_party" : "open";
    case JAGA_VERDICT_COUNT: break;
    }
    return "open";
}

static jaga_status judge_case(jaga_store *store, const char *case_id, const jaga_event *event,
                              const jaga_reply *label, jaga_error *err)
{
    const char *state = case_state(label);
    sql_row judge = store_row(store, STATEMENT_JUDGE_CASE);
    sql_row task = store_row(store, STATEMENT_COMPLETE_TASK);
    sql_row close = store_row(store, STATEMENT_CLOSE_CLEARED);

    CRASH_STEP("store:judge-case");
    sql_name(&judge, case_id);
    sql_name(&judge, state);
    JAGA_TRY(store_run(store, &judge, err));
    if (strcmp(state, "open") == 0) {
        return JAGA_OK;
    }
    sql_name(&task, case_id);
    JAGA_TRY(store_run(store, &task, err));
    sql_name(&close, case_id);
    sql_integer(&close, event->ts_us);
    return store_run(store, &close, err);
}

static jaga_status insert_label(jaga_store *store, jaga_span about, const char *case_id,
                                const jaga_event *event, const jaga_reply *label, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_PUT_LABEL);

    CRASH_STEP("store:label");
    sql_text(&row, event->account);
    sql_text(&row, about);
    sql_name(&row, case_id[0] == '\0' ? NULL : case_id);
    sql_text(&row, event->event_id);
    sql_integer(&row, event->ts_us);
    sql_name(&row, jaga_verdict_name(label->verdict));
    sql_name(&row, label->is_verified ? "verified" : "presumed");
    sql_optional(&row, label->source);
    sql_time(&row, label->from_us);
    sql_time(&row, label->to_us);
    sql_optional(&row, label->transactions);
    sql_integer(&row, label->revision);
    return store_run(store, &row, err);
}

jaga_status store_put_label(jaga_store *store, const jaga_event *event, const jaga_reply *label,
                            bool *is_newer, jaga_error *err)
{
    char case_id[CASE_ID_BYTES];
    int64_t known = 0;

    *is_newer = true;
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    JAGA_TRY(find_case(store, event, label, case_id, err));
    const jaga_span about = case_id[0] != '\0' ? (jaga_span){ case_id, (uint32_t)strlen(case_id) }
                            : label->about.length > 0        ? label->about
                            : label->transactions.length > 0 ? label->transactions
                                                             : event->event_id;
    sql_row row = store_row(store, STATEMENT_GET_REVISION);
    sql_text(&row, event->account);
    sql_text(&row, about);
    JAGA_TRY(store_number(store, &row, 0, &known, err));
    *is_newer = label->revision >= known;
    if (!*is_newer) {
        return JAGA_OK;
    }
    JAGA_TRY(insert_label(store, about, case_id, event, label, err));
    return case_id[0] == '\0' ? JAGA_OK : judge_case(store, case_id, event, label, err);
}

jaga_status store_put_listed(jaga_store *store, jaga_span account, bool is_listed, jaga_error *err)
{
    sql_row row = store_row(store, is_listed ? STATEMENT_PUT_LISTED : STATEMENT_DELETE_LISTED);

    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:listed");
    sql_text(&row, account);
    return store_run(store, &row, err);
}

jaga_status store_next_listed(jaga_store *store, jaga_span after, jaga_span *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_NEXT_LISTED);

    sql_text(&row, after);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_span found = sql_column_span(row.statement, 0);
    JAGA_CHECK(found.length <= sizeof store->listed);
    memcpy(store->listed, found.at, found.length);
    *out = (jaga_span){ store->listed, found.length };
    store_end(&row);
    return JAGA_OK;
}
