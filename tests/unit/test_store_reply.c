#include "test_store_fixture.h"

#include "policy/reply.h"

/* What answers write, and what goes out again because of them. */

static char path[PATH_BYTES];
static jaga_store *store;

/* A hold that was sent, of account W-1, event e1. */
static void new_hold(bool wants_command)
{
    const jaga_event event = an_event("e1", "W-1", NOON);
    const jaga_decision decision = a_hold(0, &event, "K1");

    store = new_store(path);
    put_alone(store, &decision, wants_command);
}

static bool answer(jaga_event_type type, const char *account, const char *ref, const char *code,
                   int64_t ts_us)
{
    jaga_event event = an_event("a", account, ts_us);
    reply_fault fault;
    jaga_reply reply;
    bool is_known = false;

    event.type = (uint8_t)type;
    event.ref = text_span(ref);
    event.reason = text_span(code);
    ck_assert(reply_read(&event, &reply, &fault));
    OK(store_begin(store, &why));
    OK(store_put_reply(store, &event, &reply, true, &is_known, &why));
    OK(store_commit(store, &why));
    return is_known;
}

static bool label(const char *event_id, const char *ref, const char *detail, int64_t ts_us)
{
    jaga_event event = an_event(event_id, "W-1", ts_us);
    reply_fault fault;
    jaga_reply reply;
    bool is_newer = false;

    event.type = JAGA_TYPE_LABEL;
    event.ref = text_span(ref);
    event.detail = text_span(detail);
    ck_assert(reply_read(&event, &reply, &fault));
    OK(store_begin(store, &why));
    OK(store_put_label(store, &event, &reply, &is_newer, &why));
    OK(store_commit(store, &why));
    return is_newer;
}

static void text_is(const char *sql, const char *want)
{
    char got[128];
    ck_assert_str_eq(ask_text(store, sql, got, sizeof got), want);
}

static void send_all(void)
{
    store_message message;
    jaga_status status;

    OK(store_settle(store, NULL, 0, &why)); /* from the first one on again */
    while ((status = next_message(store, &message, &why)) == JAGA_OK) {
        settle(store, message.id, STORE_SENT);
    }
    ck_assert_int_eq(status, JAGA_END);
}

#define SOON (NOON + 60 * SECOND)

START_TEST(an_acknowledgement_starts_the_life_once)
{
    new_hold(true);
    text_is("SELECT state FROM hold", "wanted");
    ck_assert(answer(JAGA_TYPE_HOLD_ACK, "W-1", "HOLDK1", "", SOON));
    text_is("SELECT state FROM hold", "held");
    text_is("SELECT answer FROM outbox WHERE kind = 'hold'", "ack");
    ck_assert_int_eq(ask_number(store, "SELECT acked_us FROM hold"), SOON);
    ck_assert_int_eq(ask_number(store, "SELECT expires_us FROM hold"), SOON + 86400 * SECOND);
    ck_assert(answer(JAGA_TYPE_HOLD_ACK, "W-1", "HOLDK1", "", SOON + SECOND));
    ck_assert_int_eq(ask_number(store, "SELECT acked_us FROM hold"), SOON);
    store_close(store);
}
END_TEST

START_TEST(ids_of_others_are_not_known)
{
    new_hold(true);
    ck_assert(!answer(JAGA_TYPE_HOLD_ACK, "W-1", "HOLDK2", "", SOON));
    ck_assert(!answer(JAGA_TYPE_HOLD_ACK, "W-2", "HOLDK1", "", SOON));
    ck_assert(!answer(JAGA_TYPE_RELEASE_ACK, "W-2", "HOLDK1", "", SOON));
    text_is("SELECT state FROM hold", "wanted");
    store_close(store);
}
END_TEST

START_TEST(not_now_sends_the_same_again)
{
    store_message message;

    new_hold(true);
    OK(next_message(store, &message, &why));
    char *first = strdup(message.body);
    send_all();
    ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", "HOLDK1", "BUSY", SOON));
    OK(next_message(store, &message, &why));
    ck_assert_str_eq(message.body, first);
    free(first);
    ck_assert_int_eq(message.attempt, 2);
    ck_assert_int_eq(ask_number(store, "SELECT attempts FROM hold"), 2);
    send_all();
    /* When its life is over nobody asks again; nor when it was confirmed. */
    ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", "HOLDK1", "BUSY", NOON + 86400 * SECOND));
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE state = 'new'"), 0);
    store_close(store);
}
END_TEST

START_TEST(a_stale_number_goes_out_under_a_new_one)
{
    new_hold(true);
    send_all();
    const int64_t before = ask_number(store, "SELECT last FROM fence");
    ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", "HOLDK1", "STALE_SEQ", SOON));
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE kind = 'hold'"), 2);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE kind = 'callback'"), 1);
    ck_assert_int_gt(ask_number(store, "SELECT last FROM fence"), before);
    ck_assert_int_ge(ask_number(store, "SELECT last FROM fence"), SOON);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM hold AS h JOIN outbox AS o ON "
                                       "o.key = h.place_id AND o.state = 'new' AND h.intent = 2"),
                     1);
    for (int i = 0; i < 10; i++) {
        ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", "HOLDK1", "STALE_SEQ", SOON + i * SECOND));
    }
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE kind = 'hold'"), 5);
    text_is("SELECT state FROM hold", "refused");
    store_close(store);
}
END_TEST

START_TEST(a_refusal_keeps_the_task)
{
    new_hold(true);
    ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", "HOLDK1", "UNKNOWN_ACCOUNT", SOON));
    text_is("SELECT state FROM hold", "refused");
    text_is("SELECT code FROM hold", "UNKNOWN_ACCOUNT");
    text_is("SELECT state FROM task", "open");
    text_is("SELECT state FROM theft_case", "open");
    store_close(store);
}
END_TEST

START_TEST(what_is_answered_needs_no_command_at_the_end_of_a_scan)
{
    static const struct {
        jaga_event_type type;
        int64_t wanted;
    } rows[] = { { JAGA_TYPE_HOLD_ACK, 0 },
                 { JAGA_TYPE_HOLD_EXPIRED, 0 },
                 { JAGA_TYPE_RELEASE_ACK, 0 },
                 { JAGA_TYPE_LABEL, 1 } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t count = -1;
        new_hold(false);
        if (rows[i].type != JAGA_TYPE_LABEL) {
            ck_assert(answer(rows[i].type, "W-1", "HOLDK1", "", SOON));
        }
        OK(store_begin(store, &why));
        OK(store_enqueue_wanted(store, SOON, &count, &why));
        OK(store_commit(store, &why));
        ck_assert_int_eq(count, rows[i].wanted);
        store_close(store);
    }
}
END_TEST

START_TEST(a_released_hold_stays_released)
{
    new_hold(true);
    ck_assert(answer(JAGA_TYPE_RELEASE_ACK, "W-1", "HOLDK1", "", SOON));
    text_is("SELECT state FROM hold", "released");
    ck_assert(answer(JAGA_TYPE_HOLD_ACK, "W-1", "HOLDK1", "", SOON + SECOND));
    ck_assert(answer(JAGA_TYPE_HOLD_EXPIRED, "W-1", "HOLDK1", "", SOON + 2 * SECOND));
    text_is("SELECT state FROM hold", "released");
    text_is("SELECT state FROM theft_case", "open"); /* nobody said what it was */
    store_close(store);
}
END_TEST

START_TEST(step_ups_are_answered_by_their_message)
{
    const jaga_event event = an_event("e1", "W-1", NOON);
    jaga_decision decision = an_alert(0, &event);
    char key[128];

    decision.outcome = JAGA_OUTCOME_STEP_UP;
    store = new_store(path);
    put_alone(store, &decision, true);
    (void)ask_text(store, "SELECT substr(key, 3) FROM outbox", key, sizeof key);
    ck_assert(!answer(JAGA_TYPE_HOLD_ACK, "W-2", key, "", SOON));
    ck_assert(answer(JAGA_TYPE_HOLD_ACK, "W-1", key, "", SOON));
    text_is("SELECT answer FROM outbox", "ack");
    send_all();
    ck_assert(answer(JAGA_TYPE_HOLD_NACK, "W-1", key, "TIMEOUT", SOON));
    ck_assert_int_eq(ask_number(store, "SELECT attempt FROM outbox WHERE state = 'new'"), 2);
    store_close(store);
}
END_TEST

START_TEST(labels_decide_cases)
{
    static const struct {
        const char *detail, *state, *task;
    } rows[] = {
        { "outcome=theft;confidence=verified", "confirmed", "completed" },
        { "outcome=theft;confidence=presumed", "confirmed", "completed" },
        { "outcome=false_alarm;confidence=verified", "false_alarm", "completed" },
        { "outcome=false_alarm;confidence=presumed", "open", "open" },
        { "outcome=scam;confidence=verified", "scam", "completed" },
        { "outcome=first_party;confidence=verified", "first_party", "completed" },
        { "outcome=first_party", "open", "open" },
        { "outcome=inconclusive", "inconclusive", "completed" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        new_hold(true);
        ck_assert(label("l1", i % 3 == 0 ? "" : i % 3 == 1 ? "K1" : "e1", rows[i].detail, SOON));
        text_is("SELECT state FROM theft_case", rows[i].state);
        text_is("SELECT state FROM task", rows[i].task);
        text_is("SELECT case_id FROM label", "K1");
        text_is("SELECT state FROM hold", "wanted"); /* releasing is a person's */
        store_close(store);
    }
}
END_TEST

#define CLEARED "outcome=false_alarm;confidence=verified"

START_TEST(a_false_alarm_closes_when_its_money_is_free)
{
    new_hold(true);
    ck_assert(answer(JAGA_TYPE_HOLD_ACK, "W-1", "HOLDK1", "", SOON));
    ck_assert(label("l1", "", CLEARED, SOON + SECOND));
    text_is("SELECT state FROM theft_case", "false_alarm");
    ck_assert(answer(JAGA_TYPE_RELEASE_ACK, "W-1", "HOLDK1", "", SOON + 2 * SECOND));
    text_is("SELECT state FROM theft_case", "closed");
    store_close(store);
    /* The other way round, and when the hold's life was over anyway. */
    new_hold(true);
    ck_assert(answer(JAGA_TYPE_RELEASE_ACK, "W-1", "HOLDK1", "", SOON));
    ck_assert(label("l1", "", CLEARED, SOON + SECOND));
    text_is("SELECT state FROM theft_case", "closed");
    store_close(store);
    new_hold(true);
    ck_assert(label("l1", "", CLEARED, NOON + 86400 * SECOND));
    text_is("SELECT state FROM theft_case", "closed");
    store_close(store);
}
END_TEST

START_TEST(a_later_revision_replaces_and_an_earlier_one_does_not)
{
    new_hold(true);
    ck_assert(label("l1", "", CLEARED ";rev=2;source=agent", SOON));
    ck_assert(label("l2", "K1", "outcome=theft;confidence=verified;rev=3;source=review", SOON));
    ck_assert(!label("l3", "", CLEARED ";rev=2", SOON + SECOND));
    text_is("SELECT state FROM theft_case", "confirmed");
    text_is("SELECT outcome || source || revision FROM label", "theftreview3");
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM label"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 1);
    store_close(store);
}
END_TEST

START_TEST(a_theft_that_we_missed_is_kept_without_a_case)
{
    store = new_store(path);
    ck_assert(label("l1", "", "outcome=theft;txns=a|b", SOON));
    ck_assert(label("l2", "", "outcome=theft;txns=c", SOON));
    ck_assert(label("l3", "", "outcome=false_alarm;txns=c;rev=2", SOON));
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM label WHERE case_id IS NULL"), 2);
    text_is("SELECT outcome FROM label WHERE about = 'c'", "false_alarm");
    store_close(store);
}
END_TEST

START_TEST(a_label_of_earlier_days_is_not_of_this_case)
{
    new_hold(true);
    ck_assert(label("l1", "", CLEARED ";to=1769000000", SOON));
    text_is("SELECT state FROM theft_case", "open");
    store_close(store);
}
END_TEST

START_TEST(the_list_is_read_in_the_order_of_bytes)
{
    jaga_span out;
    store = new_store(path);
    OK(store_begin(store, &why));
    OK(store_put_listed(store, text_span("b"), true, &why));
    OK(store_put_listed(store, text_span("a"), true, &why));
    OK(store_put_listed(store, text_span("a"), true, &why));
    OK(store_put_listed(store, text_span("c"), true, &why));
    OK(store_put_listed(store, text_span("c"), false, &why));
    OK(store_commit(store, &why));
    OK(store_next_listed(store, text_span(""), &out, &why));
    ck_assert(out.length == 1 && out.at[0] == 'a');
    OK(store_next_listed(store, text_span("a"), &out, &why));
    ck_assert(out.length == 1 && out.at[0] == 'b');
    ck_assert_int_eq(store_next_listed(store, text_span("b"), &out, &why), JAGA_END);
    store_close(store);
}
END_TEST

START_TEST(while_muted_nothing_is_written)
{
    new_hold(true);
    store_mute(store, true);
    ck_assert(answer(JAGA_TYPE_RELEASE_ACK, "W-1", "HOLDK1", "", SOON));
    ck_assert(answer(JAGA_TYPE_RELEASE_ACK, "W-1", "nobody's", "", SOON));
    ck_assert(label("l1", "", CLEARED, SOON));
    text_is("SELECT state FROM hold", "wanted");
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM label"), 0);
    store_close(store);
}
END_TEST

UNIT_MAIN("store_reply", an_acknowledgement_starts_the_life_once, ids_of_others_are_not_known,
          not_now_sends_the_same_again, a_stale_number_goes_out_under_a_new_one,
          a_refusal_keeps_the_task, what_is_answered_needs_no_command_at_the_end_of_a_scan,
          a_released_hold_stays_released, step_ups_are_answered_by_their_message,
          labels_decide_cases, a_false_alarm_closes_when_its_money_is_free,
          a_later_revision_replaces_and_an_earlier_one_does_not,
          a_theft_that_we_missed_is_kept_without_a_case,
          a_label_of_earlier_days_is_not_of_this_case, the_list_is_read_in_the_order_of_bytes,
          while_muted_nothing_is_written)
