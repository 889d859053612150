#include "test_store_fixture.h"

static char path[PATH_BYTES];
static jaga_store *store;
static jaga_event event;
static jaga_decision stored;

/* A muted store that holds one decision. */
static void muted_store(void)
{
    store = new_store(path);
    event = an_event("E~1", "W~1", NOON);
    stored = a_hold(3, &event, "CASEONE");
    put_alone(store, &stored, false);
    store_mute(store, true);
}

static void differs(const jaga_decision *again, const char *how)
{
    jaga_error err = { .text = "" };

    ck_assert_int_eq(store_put_decision(store, again, true, &err), JAGA_ERR_FORMAT);
    ck_assert_msg(strstr(err.text, how) != NULL, "%s", err.text);
    ck_assert_msg(strstr(err.text, "E~1") == NULL && strstr(err.text, "W~1") == NULL,
                  "customer data: %s", err.text);
}

START_TEST(the_same_decision_passes)
{
    muted_store();
    OK(store_put_decision(store, &stored, true, &why));
    store_close(store);
}
END_TEST

START_TEST(another_belief_stops_even_in_its_last_bit)
{
    muted_store();
    jaga_decision again = stored;
    again.belief = 0.97000000000000008;
    ck_assert(again.belief != stored.belief);
    differs(&again, "record 3 ");
    differs(&again, "belief");
    store_close(store);
}
END_TEST

START_TEST(another_outcome_stops)
{
    muted_store();
    jaga_decision again = stored;
    again.outcome = JAGA_OUTCOME_ALERT;
    differs(&again, "outcome");
    store_close(store);
}
END_TEST

START_TEST(another_event_stops)
{
    muted_store();
    const jaga_event other = an_event("E2", "W~1", NOON);
    jaga_decision again = stored;
    again.event = &other;
    differs(&again, "another event");
    store_close(store);
}
END_TEST

START_TEST(another_case_stops)
{
    muted_store();
    const jaga_decision again = a_hold(3, &event, "CASETWO");
    differs(&again, "another case");
    jaga_decision without = stored;
    without.is_new_case = false;
    differs(&without, "another case");
    store_close(store);
}
END_TEST

START_TEST(a_decision_that_was_not_there_stops)
{
    muted_store();
    const jaga_decision again = a_hold(4, &event, "CASEONE");
    differs(&again, "record 4 ");
    differs(&again, "missing");
    store_close(store);
}
END_TEST

START_TEST(a_muted_store_writes_nothing)
{
    int64_t count = 7;

    muted_store();
    const store_source source = { "a.csv", 1, 1, 1 };
    OK(store_begin(store, &why));
    OK(store_put_decision(store, &stored, true, &why));
    OK(store_put_reject(store, &(store_reject){ "a.csv", 1, "bad-time", "none" }, &why));
    OK(store_put_source(store, &source, &why));
    OK(store_put_position(store, 99, NOON, &why));
    OK(store_put_count(store, "events", 99, &why));
    OK(store_enqueue_wanted(store, NOON, &count, &why));
    OK(store_commit(store, &why));
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(store_position(store), 4);
    ck_assert_int_eq(store_get_count(store, "events"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM reject"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM source"), 0);
    store_close(store);
}
END_TEST

START_TEST(it_writes_again_when_unmuted_within_a_group)
{
    muted_store();
    const jaga_event later = an_event("E2", "W~1", NOON + SECOND);
    const jaga_decision next = an_alert(4, &later);
    OK(store_begin(store, &why));
    OK(store_put_decision(store, &stored, true, &why));
    store_mute(store, false);
    OK(store_put_decision(store, &next, true, &why));
    OK(store_commit(store, &why));
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 2);
    store_close(store);
}
END_TEST

START_TEST(decisions_are_counted_by_record)
{
    uint64_t count = 99;

    muted_store();
    OK(store_count_decisions(store, 0, 3, &count, &why));
    ck_assert_uint_eq(count, 0);
    OK(store_count_decisions(store, 0, 4, &count, &why));
    ck_assert_uint_eq(count, 1);
    OK(store_count_decisions(store, 4, 100, &count, &why));
    ck_assert_uint_eq(count, 0);
    store_close(store);
}
END_TEST

UNIT_MAIN("store_replay", the_same_decision_passes, another_belief_stops_even_in_its_last_bit,
          another_outcome_stops, another_event_stops, another_case_stops,
          a_decision_that_was_not_there_stops, a_muted_store_writes_nothing,
          it_writes_again_when_unmuted_within_a_group, decisions_are_counted_by_record)
