#include "test_store_fixture.h"

#include "base/hash.h"

static char path[PATH_BYTES];

/* The next message, which must be of this kind; marked as sent. */
static void take(jaga_store *store, const char *kind, store_message *out)
{
    OK(next_message(store, out, &why));
    ck_assert_str_eq(out->kind, kind);
    settle(store, out->id, STORE_SENT);
}

static void is_empty(jaga_store *store)
{
    store_message message;
    jaga_error err;

    ck_assert_int_eq(next_message(store, &message, &err), JAGA_END);
}

static jaga_key key_of(const char *a, const char *b, const char *c)
{
    const jaga_span parts[] = { text_span(a), text_span(b), text_span(c), text_span("1") };

    return hash_key(parts, 4);
}

static int64_t enqueue(jaga_store *store, int64_t watermark_us)
{
    int64_t count = -1;

    OK(store_begin(store, &why));
    OK(store_enqueue_wanted(store, watermark_us, &count, &why));
    OK(store_commit(store, &why));
    return count;
}

START_TEST(a_hold_and_its_call_are_sent_in_these_words)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");
    const jaga_key place = key_of("W1", "CASEONE", "PLACE");
    const jaga_key call = key_of("W1", "CASEONE", "CALLBACK");
    store_message message;
    char want[2048];

    put_alone(store, &decision, true);
    take(store, "hold", &message);
    (void)snprintf(want, sizeof want,
                   "{\"cmd_id\":\"H-%s\",\"acct_cmd_seq\":1769878800000000,\"op\":\"PLACE\","
                   "\"hold_id\":\"HOLDCASEONE\",\"account\":\"W1\",\"scope\":\"OUTBOUND\","
                   "\"issuer\":\"ENGINE\",\"reason\":\"ATO_STRONG\","
                   "\"decided_at\":\"2026-01-31T17:00:00Z\",\"life_s\":86400,"
                   "\"on_expiry\":\"STEP_UP\",\"case_id\":\"CASEONE\",\"event_id\":\"E1\","
                   "\"evidence\":{\"score\":0.97,\"signals\":[\"%s\",\"%s\"]},"
                   "\"payload_sha256\":\"f205ec75d427894386f4b10392b1e6dd"
                   "dd009ad8009695bcdbc2d76c95773370\"}",
                   place.text, jaga_signal_at(0)->name, jaga_signal_at(1)->name);
    ck_assert_str_eq(message.body, want);
    ck_assert_str_eq(message.key + 2, place.text);
    take(store, "callback", &message);
    (void)snprintf(want, sizeof want,
                   "{\"task_id\":\"T-%s\",\"kind\":\"callback\",\"case_id\":\"CASEONE\","
                   "\"short_number\":\"00000018\",\"account\":\"W1\",\"priority\":73,\"band\":1,"
                   "\"due_at\":\"2026-01-31T17:05:00Z\",\"reason\":\"ATO_STRONG\"}",
                   call.text);
    ck_assert_str_eq(message.body, want);
    is_empty(store);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE sent_us IS NULL"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT account_cmd_seq IS NULL FROM outbox WHERE id = 2"),
                     1);
    store_close(store);
}
END_TEST

START_TEST(a_step_up_is_sent_in_these_words)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON + 250000);
    jaga_decision decision = an_alert(3, &event);
    const jaga_key key = key_of("W1", "E1", "STEP_UP");
    store_message message;
    char want[2048];

    decision.outcome = JAGA_OUTCOME_STEP_UP;
    decision.belief = 0.41234567;
    put_alone(store, &decision, true);
    take(store, "step_up", &message);
    (void)snprintf(want, sizeof want,
                   "{\"cmd_id\":\"S-%s\",\"acct_cmd_seq\":1769878800250000,\"op\":\"PLACE\","
                   "\"hold_id\":\"%s\",\"account\":\"W1\",\"scope\":\"STEP_UP\","
                   "\"issuer\":\"ENGINE\",\"reason\":\"ATO_MEDIUM\","
                   "\"decided_at\":\"2026-01-31T17:00:00.250Z\",\"life_s\":900,"
                   "\"on_expiry\":\"RELEASE\",\"event_id\":\"E1\","
                   "\"evidence\":{\"score\":0.412346,\"signals\":[\"%s\",\"%s\"]},"
                   "\"payload_sha256\":\"72d63294943044ca93b13cde12716189"
                   "bcb0b641af7812c4a5d4c90b736a55be\"}",
                   key.text, key.text, jaga_signal_at(0)->name, jaga_signal_at(1)->name);
    ck_assert_str_eq(message.body, want);
    is_empty(store);
    store_close(store);
}
END_TEST

START_TEST(an_alert_or_a_muffled_step_up_sends_nothing)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision alert = an_alert(1, &event);
    jaga_decision step_up = an_alert(2, &event);

    step_up.outcome = JAGA_OUTCOME_STEP_UP;
    put_alone(store, &alert, true);
    put_alone(store, &step_up, false);
    is_empty(store);
    store_close(store);
}
END_TEST

START_TEST(a_report_speaks_for_the_customer)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    jaga_decision decision = a_hold(3, &event, "CASEONE");
    store_message message;

    decision.reason = JAGA_REASON_CUST_REPORT;
    put_alone(store, &decision, true);
    take(store, "hold", &message);
    ck_assert_ptr_nonnull(strstr(message.body, "\"issuer\":\"CUSTOMER\""));
    store_close(store);
}
END_TEST

START_TEST(five_signals_are_told_heaviest_first)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    jaga_decision decision = a_hold(3, &event, "CASEONE");
    store_message message;
    char want[512];

    decision.evidence_count = 6;
    for (uint32_t i = 0; i < 6; i++) {
        decision.evidence[i] = (jaga_evidence){ .signal = 5 - i, .bits = 6.0 - i };
    }
    put_alone(store, &decision, true);
    take(store, "hold", &message);
    (void)snprintf(want, sizeof want, "\"signals\":[\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]",
                   jaga_signal_at(5)->name, jaga_signal_at(4)->name, jaga_signal_at(3)->name,
                   jaga_signal_at(2)->name, jaga_signal_at(1)->name);
    ck_assert_ptr_nonnull(strstr(message.body, want));
    store_close(store);
}
END_TEST

START_TEST(an_id_that_is_no_utf8_is_still_sent)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W\xE9\"", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");
    store_message message;

    put_alone(store, &decision, true);
    take(store, "hold", &message);
    ck_assert_ptr_nonnull(strstr(message.body, "\"account\":\"W\xC3\xA9\\\"\""));
    store_close(store);
}
END_TEST

/* Puts a hold of the account at a time and returns its fencing number. */
static int64_t fence_of(jaga_store *store, uint64_t record, const char *account, int64_t ts_us,
                        const char *case_key)
{
    const jaga_event event = an_event(case_key, account, ts_us);
    const jaga_decision decision = a_hold(record, &event, case_key);
    char sql[200];

    put_alone(store, &decision, true);
    (void)snprintf(sql, sizeof sql,
                   "SELECT account_cmd_seq FROM outbox WHERE kind = 'hold' AND case_id = '%s'",
                   case_key);
    return ask_number(store, sql);
}

START_TEST(fencing_numbers_grow_per_account)
{
    jaga_store *store = new_store(path);

    ck_assert_int_eq(fence_of(store, 1, "W1", NOON, "A"), NOON);
    ck_assert_int_eq(fence_of(store, 2, "W1", NOON, "B"), NOON + 1);
    ck_assert_int_eq(fence_of(store, 3, "W1", NOON - SECOND, "C"), NOON + 2);
    ck_assert_int_eq(fence_of(store, 4, "W1", NOON + SECOND, "D"), NOON + SECOND);
    ck_assert_int_eq(fence_of(store, 5, "W2", NOON - SECOND, "E"), NOON - SECOND);
    store_close(store);
    store = open_store(path);
    ck_assert_int_eq(fence_of(store, 6, "W1", NOON, "F"), NOON + SECOND + 1);
    store_close(store);
}
END_TEST

START_TEST(only_holds_still_wanted_are_enqueued_and_once)
{
    jaga_store *store = new_store(path);
    const jaga_event early = an_event("E1", "W1", NOON - 86400 * SECOND);
    const jaga_event late = an_event("E2", "W2", NOON);
    const jaga_event third = an_event("E3", "W3", NOON + SECOND);
    const jaga_decision expired = a_hold(1, &early, "A");
    const jaga_decision wanted = a_hold(9, &late, "B");
    const jaga_decision also = a_hold(4, &third, "C");
    store_message message;

    put_alone(store, &expired, false);
    put_alone(store, &wanted, false);
    put_alone(store, &also, false);
    is_empty(store);
    ck_assert_int_eq(enqueue(store, NOON), 2);
    ck_assert_int_eq(enqueue(store, NOON), 0);
    take(store, "hold", &message);
    ck_assert_ptr_nonnull(strstr(message.body, "\"case_id\":\"C\""));
    take(store, "callback", &message);
    ck_assert_ptr_nonnull(strstr(message.body, "\"case_id\":\"C\""));
    take(store, "hold", &message);
    ck_assert_ptr_nonnull(strstr(message.body, "\"case_id\":\"B\""));
    take(store, "callback", &message);
    is_empty(store);
    ck_assert_int_eq(enqueue(store, NOON), 0);
    store_close(store);
}
END_TEST

START_TEST(a_hold_sent_at_once_is_not_enqueued_again)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");

    put_alone(store, &decision, true);
    ck_assert_int_eq(enqueue(store, NOON), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 2);
    store_close(store);
}
END_TEST

START_TEST(enqueued_later_it_is_the_same_bytes)
{
    char other_path[PATH_BYTES], at_once[4096];
    jaga_store *store = new_store(path), *other = new_store(other_path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");
    store_message message;

    put_alone(store, &decision, true);
    take(store, "hold", &message);
    (void)snprintf(at_once, sizeof at_once, "%s", message.body);
    put_alone(other, &decision, false);
    ck_assert_int_eq(enqueue(other, NOON), 1);
    take(other, "hold", &message);
    ck_assert_str_eq(message.body, at_once);
    store_close(store);
    store_close(other);
}
END_TEST

START_TEST(a_refused_message_is_set_aside)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");
    store_message message;

    put_alone(store, &decision, true);
    OK(next_message(store, &message, &why));
    settle(store, message.id, STORE_REFUSED);
    take(store, "callback", &message);
    is_empty(store);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE state = 'refused'"), 1);
    store_close(store);
}
END_TEST

START_TEST(a_repeated_step_up_is_sent_once)
{
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    jaga_decision first = an_alert(1, &event);
    jaga_decision again = an_alert(2, &event);

    first.outcome = again.outcome = JAGA_OUTCOME_STEP_UP;
    put_alone(store, &first, true);
    put_alone(store, &again, true);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT last FROM fence"), NOON);
    store_close(store);
}
END_TEST

UNIT_MAIN("outbox", a_hold_and_its_call_are_sent_in_these_words, a_step_up_is_sent_in_these_words,
          an_alert_or_a_muffled_step_up_sends_nothing, a_report_speaks_for_the_customer,
          five_signals_are_told_heaviest_first, an_id_that_is_no_utf8_is_still_sent,
          fencing_numbers_grow_per_account, only_holds_still_wanted_are_enqueued_and_once,
          a_hold_sent_at_once_is_not_enqueued_again, enqueued_later_it_is_the_same_bytes,
          a_refused_message_is_set_aside, a_repeated_step_up_is_sent_once)
