/* Batches: as many as fit are sent, made durable, and then marked in one commit, so that a burst of
 * holds costs two file syncs instead of two each. A kill in between sends a batch again. */
#include "respond/deliver.h"

#include "base/hash.h"

#include <string.h>

#define FIRST_PAUSE_US INT64_C(200000)
#define MOST_PAUSE_US  INT64_C(30000000)
#define OPEN_AFTER_US  INT64_C(300000000)

/* A release that its receiver puts off so often is a person's to look at. */
enum { RELEASE_TRIES = 10, DOUBLINGS = 8 };

int64_t respond_pause_us(const char *key, int64_t tries)
{
    const int64_t doubled = FIRST_PAUSE_US << (tries < DOUBLINGS ? tries : DOUBLINGS);
    const int64_t most = doubled < MOST_PAUSE_US ? doubled : MOST_PAUSE_US;

    return (int64_t)(hash_bytes64(key, strlen(key), (uint64_t)tries) % (uint64_t)most);
}

typedef struct batch {
    store_settlement items[RESPONDER_BATCH];
    size_t count;
    int64_t delivered;
    bool wants_pause;
} batch;

static void note(batch *self, const store_message *message, responder_delivery delivery,
                 const responder_answer *answer)
{
    store_settlement *item = &self->items[self->count++];
    const bool is_given_up =
        strcmp(message->kind, "release") == 0 && message->tries + 1 >= RELEASE_TRIES;

    *item = (store_settlement){ .id = message->id,
                                .outcome = STORE_SENT,
                                .has_answer = answer->is_given,
                                .is_ack = answer->is_ack,
                                .answered_us = answer->answered_us };
    memcpy(item->code, answer->code, sizeof item->code);
    if (delivery == RESPONDER_REFUSED) {
        item->outcome = STORE_REFUSED;
    } else if (delivery == RESPONDER_PUT_OFF) {
        item->outcome = is_given_up ? STORE_REFUSED : STORE_PUT_OFF;
        item->next_us = message->now_us + respond_pause_us(message->key, message->tries);
    } else {
        self->delivered++;
    }
}

static void fail_circuit(respond_circuit *circuit, const char *key, int64_t now_us)
{
    if (circuit->failures == 0) {
        circuit->down_since_us = now_us;
    }
    if (now_us - circuit->down_since_us >= OPEN_AFTER_US) {
        circuit->is_open = true;
        circuit->by_urgency = true;
    }
    circuit->again_us = now_us + respond_pause_us(key, circuit->failures);
    circuit->failures += circuit->failures < DOUBLINGS ? 1 : 0;
}

/* JAGA_END: nothing was there to send. *cause: why the receiver wants a pause. */
static jaga_status send_batch(jaga_store *store, const responder *to, respond_circuit *circuit,
                              int64_t (*now_us)(void), batch *out, jaga_error *cause,
                              jaga_error *err)
{
    const int64_t began_us = now_us();
    store_message message;

    *out = (batch){ .count = 0 };
    while (out->count < RESPONDER_BATCH) {
        responder_answer answer = { .is_given = false };
        const jaga_status status =
            store_next_message(store, began_us, circuit->by_urgency, &message, err);
        if (status != JAGA_OK) {
            return status == JAGA_END && out->count > 0 ? JAGA_OK : status;
        }
        const responder_delivery delivery = to->kind->send(to->ctx, &message, &answer, cause);
        if (delivery == RESPONDER_RETRY_LATER) {
            out->wants_pause = true;
            fail_circuit(circuit, message.key, now_us());
            return JAGA_OK;
        }
        circuit->failures = 0;
        circuit->is_open = false;
        note(out, &message, delivery, &answer);
        /* What of its account comes behind one that is put off was read already. */
        if (delivery == RESPONDER_PUT_OFF || to->kind->is_one_by_one) {
            break;
        }
    }
    return JAGA_OK;
}

jaga_status respond_deliver(jaga_store *store, const responder *to, respond_circuit *circuit,
                            int64_t (*now_us)(void), respond_result *result, jaga_error *err)
{
    jaga_status status;
    jaga_error cause = { .status = JAGA_OK };
    batch sent;

    *result = (respond_result){ .sent = 0 };
    while ((status = send_batch(store, to, circuit, now_us, &sent, &cause, err)) == JAGA_OK) {
        if (sent.count > 0 && to->kind->flush != NULL &&
            to->kind->flush(to->ctx, &cause) != JAGA_OK) {
            fail_circuit(circuit, "flush", now_us());
            sent.count = 0;
            sent.wants_pause = true;
        }
        JAGA_TRY(store_settle(store, sent.items, sent.count, err));
        result->sent += sent.count > 0 ? sent.delivered : 0;
        if (sent.wants_pause) {
            result->wants_pause = true;
            return jaga_fail(err, JAGA_ERR_IO, "%s", cause.text);
        }
    }
    if (status != JAGA_END) {
        return status;
    }
    circuit->by_urgency = false;
    return store_count_messages(store, &result->waiting, &result->refused, err);
}
