/* Handing out what waits in the outbox, and writing down what became of it. */
#include "store/connection.h"

#include "base/crash.h"
#include "store/inbox.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

/* Copies a text column; false: it does not fit, so it is none of ours. */
static bool copy_column(sqlite3_stmt *from, int column, char *out, size_t cap)
{
    const jaga_span text = sql_column_span(from, column);

    if (text.length >= cap) {
        return false;
    }
    if (text.length > 0) { /* NULL has no address */
        memcpy(out, text.at, text.length);
    }
    out[text.length] = '\0';
    return true;
}

static void end_reading(jaga_store *store)
{
    if (store->reading != NULL) {
        (void)sqlite3_reset(store->reading);
        store->reading = NULL;
    }
}

jaga_status store_next_message(jaga_store *store, int64_t now_us, bool by_urgency,
                               store_message *out, jaga_error *err)
{
    sql_row row = { .statement = store->reading };

    /* Written before acted: what is not yet durable must not be sent. */
    JAGA_CHECK(!store->is_in_group);
    if (store->reading == NULL) {
        row = store_row(store, by_urgency ? STATEMENT_NEXT_URGENT : STATEMENT_NEXT_MESSAGE);
        sql_integer(&row, now_us);
        store->reading = row.statement;
    }
    const jaga_status status = store_step(store, &row, err);
    if (status != JAGA_OK) {
        end_reading(store);
        return status;
    }
    const bool fits = copy_column(row.statement, 1, store->key, sizeof store->key) &&
                      copy_column(row.statement, 2, store->kind, sizeof store->kind) &&
                      copy_column(row.statement, 3, store->body, sizeof store->body);
    const int64_t id = sqlite3_column_int64(row.statement, 0);
    *out = (store_message){ .id = id,
                            .key = store->key,
                            .kind = store->kind,
                            .body = store->body,
                            .attempt = sqlite3_column_int64(row.statement, 4),
                            .tries = sqlite3_column_int64(row.statement, 5),
                            .now_us = now_us };
    if (!fits) {
        end_reading(store);
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: message %lld of the outbox is too long",
                         store->path, (long long)id);
    }
    return JAGA_OK;
}

jaga_status store_count_messages(jaga_store *store, int64_t *waiting, int64_t *refused,
                                 jaga_error *err)
{
    const sql_row row = store_row(store, STATEMENT_COUNT_MESSAGES);

    JAGA_TRY(store_step(store, &row, err));
    *waiting = sqlite3_column_int64(row.statement, 0);
    *refused = sqlite3_column_int64(row.statement, 1);
    store_end(&row);
    return JAGA_OK;
}

/* A message as the fact about it needs it. */
typedef struct sent_message {
    char account[128], kind[16], hold_id[STORE_KEY_BYTES], key[STORE_KEY_BYTES];
    int64_t attempt, earliest_us;
} sent_message;

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* What an answer is about, in the words of the log: a hold where it is placed or released, else the
 * command. A challenge has no row; its id is its key without the prefix. */
static jaga_span about(const sent_message *message, bool is_ack)
{
    const bool is_placed = strcmp(message->kind, "hold") == 0;
    const bool is_let_go = strcmp(message->kind, "release") == 0 && is_ack;

    if (strcmp(message->kind, "step_up") == 0) {
        return span_of(message->key + strlen("S-"));
    }
    return span_of(is_placed || is_let_go ? message->hold_id : message->key);
}

static jaga_status put_answer(jaga_store *store, const store_settlement *settled,
                              const sent_message *message, jaga_error *err)
{
    char id[STORE_KEY_BYTES + 32];
    const bool is_let_go = strcmp(message->kind, "release") == 0 && settled->is_ack;

    /* The same answer again has the same id, and is passed over. */
    (void)snprintf(id, sizeof id, "R%lld-%s", (long long)message->attempt, message->key);
    const inbox_fact fact = {
        .event_id = span_of(id),
        .account = span_of(message->account),
        .ref = about(message, settled->is_ack),
        .reason = span_of(settled->is_ack ? "" : settled->code),
        .ts_us = settled->answered_us > message->earliest_us ? settled->answered_us
                                                             : message->earliest_us,
        .type = is_let_go         ? JAGA_TYPE_RELEASE_ACK
                : settled->is_ack ? JAGA_TYPE_HOLD_ACK
                                  : JAGA_TYPE_HOLD_NACK,
    };
    const jaga_status status = inbox_put(store->db, store->path, &fact, err);
    /* An account that cannot be said as a fact is answered through the log alone. */
    return status == JAGA_ERR_USAGE ? JAGA_OK : status;
}

static jaga_status end_message(jaga_store *store, const store_settlement *settled, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_END_MESSAGE);
    sent_message message;

    sql_integer(&row, settled->id);
    sql_name(&row, settled->outcome == STORE_SENT ? "sent" : "refused");
    JAGA_TRY(store_step(store, &row, err));
    const bool fits = copy_column(row.statement, 0, message.account, sizeof message.account) &&
                      copy_column(row.statement, 1, message.kind, sizeof message.kind) &&
                      copy_column(row.statement, 2, message.hold_id, sizeof message.hold_id) &&
                      copy_column(row.statement, 3, message.key, sizeof message.key);
    message.attempt = sqlite3_column_int64(row.statement, 4);
    message.earliest_us = sqlite3_column_int64(row.statement, 5);
    /* What writes and returns has done its writing only when it is run to its end. */
    const jaga_status status = store_step(store, &row, err);
    if (status != JAGA_END) {
        return status;
    }
    if (!settled->has_answer || !fits || strcmp(message.kind, "callback") == 0) {
        return JAGA_OK;
    }
    return put_answer(store, settled, &message, err);
}

static jaga_status settle_one(jaga_store *store, const store_settlement *settled, jaga_error *err)
{
    if (settled->outcome != STORE_PUT_OFF) {
        return end_message(store, settled, err);
    }
    sql_row row = store_row(store, STATEMENT_PUT_OFF_MESSAGE);
    sql_integer(&row, settled->id);
    sql_integer(&row, settled->next_us);
    return store_run(store, &row, err);
}

jaga_status store_settle(jaga_store *store, const store_settlement *settled, size_t count,
                         jaga_error *err)
{
    JAGA_CHECK(!store->is_in_group);
    end_reading(store);
    if (count == 0) {
        return JAGA_OK;
    }
    JAGA_TRY(store_begin(store, err));
    for (size_t i = 0; i < count; i++) {
        CRASH_STEP("store:before-message-end");
        const jaga_status status = settle_one(store, &settled[i], err);
        if (status != JAGA_OK) {
            store_roll_back(store);
            return status;
        }
    }
    JAGA_TRY(store_commit(store, err));
    CRASH_STEP("store:after-message-end");
    return JAGA_OK;
}
