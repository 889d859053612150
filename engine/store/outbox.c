/* The outbox: messages are made from what is written, so that a command sent at once and the same
 * command enqueued at the end of a scan are the same bytes. */
#include "store/outbox.h"

#include "base/crash.h"
#include "store/command.h"

#include <string.h>

/* Fencing numbers grow per account and start at the decision's time, so that they still grow when
 * the database was lost and made anew. */
static jaga_status next_fence(jaga_store *store, const command_order *order, int64_t *fence,
                              jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_NEXT_FENCE);

    sql_text(&row, order->account);
    sql_integer(&row, order->fence_us > order->decided_us ? order->fence_us : order->decided_us);
    return store_number(store, &row, 0, fence, err);
}

static jaga_status has_message(jaga_store *store, jaga_span key, bool *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_HAS_MESSAGE);
    int64_t count = 0;

    sql_text(&row, key);
    JAGA_TRY(store_number(store, &row, 0, &count, err));
    *out = count > 0;
    return JAGA_OK;
}

/* fence 0: none, the message is not a command to the ledger. */
static jaga_status insert_message(jaga_store *store, const char *kind, jaga_span key,
                                  const command_order *order, int64_t fence, jaga_span body,
                                  jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_INSERT_MESSAGE);

    CRASH_STEP("store:message");
    sql_text(&row, key);
    sql_name(&row, kind);
    sql_text(&row, order->account);
    if (fence != 0 && order->hold_id.length > 0) {
        sql_text(&row, order->hold_id);
    } else {
        sql_null(&row);
    }
    if (fence != 0) {
        sql_integer(&row, fence);
    } else {
        sql_null(&row);
    }
    if (order->case_id.length > 0) {
        sql_text(&row, order->case_id);
    } else {
        sql_null(&row);
    }
    sql_text(&row, body);
    sql_integer(&row, order->decided_us);
    return store_run(store, &row, err);
}

/* A new array of the heaviest signals of a decision. */
static jaga_status read_signals(jaga_store *store, int64_t record, json_t **out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_SIGNALS);
    json_t *names = json_array();
    jaga_status status;

    sql_integer(&row, record);
    while ((status = store_step(store, &row, err)) == JAGA_OK) {
        (void)json_array_append_new(names, command_text(sql_column_span(row.statement, 0)));
    }
    if (status != JAGA_END) {
        json_decref(names);
        return status;
    }
    *out = names;
    return JAGA_OK;
}

/* What a hold and a step-up have in common: the first columns of get_hold and get_step_up. */
static jaga_status read_order(jaga_store *store, const sql_row *row, command_order *order,
                              jaga_error *err)
{
    sqlite3_stmt *columns = row->statement;
    const jaga_status status = store_step(store, row, err);

    JAGA_CHECK(status != JAGA_END);
    JAGA_TRY(status);
    *order = (command_order){ .account = sql_column_span(columns, 0),
                              .event_id = sql_column_span(columns, 1),
                              .decided_us = sqlite3_column_int64(columns, 2),
                              .belief = sqlite3_column_double(columns, 3) };
    return JAGA_OK;
}

static void read_hold(const sql_row *row, command_order *order)
{
    sqlite3_stmt *columns = row->statement;

    order->case_id = sql_column_span(columns, 4);
    order->place_id = sql_column_span(columns, 5);
    order->hold_id = sql_column_span(columns, 6);
    order->reason = sql_column_span(columns, 7);
    order->life_s = sqlite3_column_int64(columns, 8);
    order->on_expiry = sql_column_span(columns, 9);
    order->task_id = sql_column_span(columns, 10);
    order->short_number = sql_column_span(columns, 11);
    order->priority = sqlite3_column_int64(columns, 12);
    order->band = sqlite3_column_int64(columns, 13);
    order->due_us = sqlite3_column_int64(columns, 14);
}

static jaga_status insert_hold(jaga_store *store, const command_order *order, jaga_error *err)
{
    char body[STORE_BODY_BYTES];
    size_t length = 0;
    int64_t fence = 0;
    bool is_called = false;

    JAGA_TRY(next_fence(store, order, &fence, err));
    JAGA_TRY(command_hold(order, fence, body, sizeof body, &length, err));
    JAGA_TRY(insert_message(store, "hold", order->place_id, order, fence,
                            (jaga_span){ body, (uint32_t)length }, err));
    /* One call a case, however often its money is stopped. */
    JAGA_TRY(has_message(store, order->task_id, &is_called, err));
    if (is_called) {
        return JAGA_OK;
    }
    JAGA_TRY(command_callback(order, body, sizeof body, &length, err));
    return insert_message(store, "callback", order->task_id, order, 0,
                          (jaga_span){ body, (uint32_t)length }, err);
}

jaga_status outbox_put_hold(jaga_store *store, int64_t record, int64_t fence_us, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_HOLD);
    command_order order;

    sql_integer(&row, record);
    JAGA_TRY(read_order(store, &row, &order, err));
    read_hold(&row, &order);
    order.fence_us = fence_us;
    jaga_status status = read_signals(store, record, &order.signals, err);
    if (status == JAGA_OK) {
        status = insert_hold(store, &order, err);
        json_decref(order.signals);
    }
    store_end(&row);
    return status;
}

static jaga_status insert_step_up(jaga_store *store, const command_order *order, jaga_error *err)
{
    const command_key key = command_key_of("S-", order->account, order->event_id, "STEP_UP", 1);
    const jaga_span key_text = { key.text, (uint32_t)strlen(key.text) };
    char body[STORE_BODY_BYTES];
    size_t length = 0;
    int64_t fence = 0;
    bool is_known = false;

    /* The same event a second time, after the dedupe horizon had forgotten it: nothing new. */
    JAGA_TRY(has_message(store, key_text, &is_known, err));
    if (is_known) {
        return JAGA_OK;
    }
    JAGA_TRY(next_fence(store, order, &fence, err));
    JAGA_TRY(command_step_up(order, &key, fence, body, sizeof body, &length, err));
    return insert_message(store, "step_up", key_text, order, fence,
                          (jaga_span){ body, (uint32_t)length }, err);
}

jaga_status outbox_put_step_up(jaga_store *store, int64_t record, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_STEP_UP);
    command_order order;

    sql_integer(&row, record);
    JAGA_TRY(read_order(store, &row, &order, err));
    jaga_status status = read_signals(store, record, &order.signals, err);
    if (status == JAGA_OK) {
        status = insert_step_up(store, &order, err);
        json_decref(order.signals);
    }
    store_end(&row);
    return status;
}

jaga_status store_enqueue_wanted(jaga_store *store, int64_t watermark_us, int64_t *count,
                                 jaga_error *err)
{
    int64_t record = -1, enqueued = 0;

    *count = 0;
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    for (;;) {
        sql_row row = store_row(store, STATEMENT_NEXT_WANTED);
        sql_integer(&row, record);
        sql_integer(&row, watermark_us);
        JAGA_TRY(store_number(store, &row, -1, &record, err));
        if (record < 0) {
            *count = enqueued;
            return JAGA_OK;
        }
        JAGA_TRY(outbox_put_hold(store, record, INT64_MIN, err));
        enqueued++;
    }
}
