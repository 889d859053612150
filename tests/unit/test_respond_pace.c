#include "respond/deliver.h"
#include "test_store_fixture.h"

#include <sqlite3.h>

static int64_t clock_us;

static int64_t now_us(void)
{
    return clock_us;
}

/* What the receiver says, and what came through. */
typedef struct receiver {
    responder_delivery says;
    const char *of_account; /* only there; NULL: to all */
    char taken[256];        /* keys, a space behind each */
} receiver;

static responder_delivery receive(void *ctx, const store_message *message, responder_answer *answer,
                                  jaga_error *err)
{
    receiver *self = ctx;
    const bool is_meant =
        self->of_account == NULL || strstr(message->body, self->of_account) != NULL;

    (void)answer;
    if (is_meant && self->says != RESPONDER_DELIVERED) {
        (void)jaga_fail(err, JAGA_ERR_IO, "not now");
        return self->says;
    }
    const size_t held = strlen(self->taken);
    (void)snprintf(self->taken + held, sizeof self->taken - held, "%s ", message->key);
    return RESPONDER_DELIVERED;
}

static const responder_kind kind = { .scheme = "test", .send = receive };

static void put(jaga_store *store, const char *key, const char *word, const char *account)
{
    char text[512];

    (void)snprintf(text, sizeof text,
                   "INSERT INTO outbox (key, kind, account, account_cmd_seq, body, created_us) "
                   "VALUES ('%s', '%s', '%s', 1, '{\"account\":\"%s\"}', 0)",
                   key, word, account, account);
    ck_assert_int_eq(sqlite3_exec(store->db, text, NULL, NULL, NULL), SQLITE_OK);
}

START_TEST(pauses_double_to_half_a_minute)
{
    int64_t longest = 0;

    for (int64_t tries = 0; tries < 40; tries++) {
        const int64_t doubled = tries < 8 ? INT64_C(200000) << tries : 30000000;
        const int64_t most = doubled < 30000000 ? doubled : 30000000;
        for (int i = 0; i < 200; i++) {
            char key[16];
            (void)snprintf(key, sizeof key, "H-%d", i);
            const int64_t pause = respond_pause_us(key, tries);
            ck_assert_int_ge(pause, 0);
            ck_assert_int_lt(pause, most);
            ck_assert_int_eq(pause, respond_pause_us(key, tries));
            longest = pause > longest ? pause : longest;
        }
    }
    ck_assert_int_gt(longest, 29000000);
}
END_TEST

START_TEST(five_minutes_of_silence_open_the_circuit)
{
    char db[PATH_BYTES];
    jaga_store *store = new_store(db);
    receiver ledger = { .says = RESPONDER_RETRY_LATER };
    const responder to = { .kind = &kind, .ctx = &ledger };
    respond_circuit circuit = { .failures = 0 };
    respond_result result;
    jaga_error err;

    put(store, "H-1", "hold", "W1");
    for (clock_us = NOON; clock_us < NOON + 299 * SECOND; clock_us += SECOND) {
        ck_assert_int_eq(respond_deliver(store, &to, &circuit, now_us, &result, &err), JAGA_ERR_IO);
        ck_assert(result.wants_pause && !circuit.is_open);
        ck_assert_int_le(circuit.again_us, clock_us + 30 * SECOND);
    }
    clock_us = NOON + 300 * SECOND;
    ck_assert_int_eq(respond_deliver(store, &to, &circuit, now_us, &result, &err), JAGA_ERR_IO);
    ck_assert(circuit.is_open && circuit.by_urgency);

    ledger.says = RESPONDER_DELIVERED;
    OK(respond_deliver(store, &to, &circuit, now_us, &result, &why));
    ck_assert_int_eq(result.sent, 1);
    ck_assert(!circuit.is_open && !circuit.by_urgency && circuit.failures == 0);
    store_close(store);
}
END_TEST

START_TEST(one_that_is_put_off_keeps_back_its_account_only)
{
    char db[PATH_BYTES];
    jaga_store *store = new_store(db);
    receiver ledger = { .says = RESPONDER_PUT_OFF, .of_account = "W1" };
    const responder to = { .kind = &kind, .ctx = &ledger };
    respond_circuit circuit = { .failures = 0 };
    respond_result result;

    put(store, "H-1", "hold", "W1");
    put(store, "H-2", "hold", "W2");
    put(store, "E-1", "extend", "W1");
    put(store, "E-2", "extend", "W2");
    clock_us = NOON;
    OK(respond_deliver(store, &to, &circuit, now_us, &result, &why));
    ck_assert_str_eq(ledger.taken, "H-2 E-2 ");
    ck_assert_int_eq(result.waiting, 2);
    ck_assert_int_eq(ask_number(store, "SELECT sum(tries) FROM outbox"), 1);

    ledger.says = RESPONDER_DELIVERED;
    clock_us = NOON + SECOND;
    OK(respond_deliver(store, &to, &circuit, now_us, &result, &why));
    ck_assert_str_eq(ledger.taken, "H-2 E-2 H-1 E-1 ");
    store_close(store);
}
END_TEST

START_TEST(a_release_is_a_persons_after_ten_tries)
{
    char db[PATH_BYTES];
    jaga_store *store = new_store(db);
    receiver ledger = { .says = RESPONDER_PUT_OFF };
    const responder to = { .kind = &kind, .ctx = &ledger };
    respond_circuit circuit = { .failures = 0 };
    respond_result result;

    put(store, "R-1", "release", "W1");
    put(store, "H-2", "hold", "W2");
    clock_us = NOON;
    for (int i = 0; i < 30; i++) {
        OK(respond_deliver(store, &to, &circuit, now_us, &result, &why));
        ck_assert_int_eq(result.refused, i < 9 ? 0 : 1);
        clock_us += 60 * SECOND;
    }
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE key = 'R-1' AND "
                                       "state = 'refused'"),
                     1);
    ck_assert_int_eq(ask_number(store, "SELECT tries FROM outbox WHERE key = 'H-2'"), 30);
    store_close(store);
}
END_TEST

static jaga_status fail_flush(void *ctx, jaga_error *err)
{
    (void)ctx;
    return jaga_fail(err, JAGA_ERR_IO, "the disk is gone");
}

START_TEST(a_flush_that_fails_marks_nothing)
{
    char db[PATH_BYTES];
    jaga_store *store = new_store(db);
    const responder_kind failing = { .scheme = "test", .send = receive, .flush = fail_flush };
    receiver ledger = { .says = RESPONDER_DELIVERED };
    const responder to = { .kind = &failing, .ctx = &ledger };
    respond_circuit circuit = { .failures = 0 };
    respond_result result;
    jaga_error err;

    put(store, "H-1", "hold", "W1");
    put(store, "H-2", "hold", "W2");
    clock_us = NOON;
    ck_assert_int_eq(respond_deliver(store, &to, &circuit, now_us, &result, &err), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "the disk is gone"));
    ck_assert(result.wants_pause && result.sent == 0 && circuit.failures == 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE state = 'new'"), 2);
    store_close(store);
}
END_TEST

UNIT_MAIN("respond_pace", pauses_double_to_half_a_minute, five_minutes_of_silence_open_the_circuit,
          one_that_is_put_off_keeps_back_its_account_only, a_release_is_a_persons_after_ten_tries,
          a_flush_that_fails_marks_nothing)
