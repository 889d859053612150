#include "store/inbox.h"
#include "test_store_fixture.h"

static char path[PATH_BYTES];
static jaga_store *store;

static inbox_fact a_fact(void)
{
    return (inbox_fact){ .event_id = text_span("in-1"),
                         .account = text_span("W-1"),
                         .ref = text_span("HOLD"),
                         .reason = text_span("BUSY"),
                         .ts_us = NOON,
                         .type = JAGA_TYPE_HOLD_NACK };
}

static jaga_status put(const inbox_fact *fact)
{
    jaga_error err;

    OK(store_begin(store, &why));
    const jaga_status status = inbox_put(store->db, path, fact, &why);
    ck_assert_int_eq(store_commit(store, &err), JAGA_OK);
    return status;
}

START_TEST(a_fact_is_a_row_of_the_log)
{
    char line[256];

    store = new_store(path);
    const inbox_fact fact = a_fact();
    ck_assert_int_eq(put(&fact), JAGA_OK);
    ck_assert_str_eq(
        ask_text(store, "SELECT line FROM inbox", line, sizeof line),
        "{\"event_id\":\"in-1\",\"ts\":\"2026-01-31T17:00:00Z\",\"type\":\"hold_nack\","
        "\"account\":\"W-1\",\"status\":\"ok\",\"reason\":\"BUSY\",\"ref\":\"HOLD\"}");
    store_close(store);
}
END_TEST

START_TEST(the_same_fact_again_is_passed_over)
{
    store = new_store(path);
    inbox_fact fact = a_fact();
    ck_assert_int_eq(put(&fact), JAGA_OK);
    fact.reason = text_span("CLOSED");
    ck_assert_int_eq(put(&fact), JAGA_OK);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM inbox WHERE line LIKE '%BUSY%'"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM inbox"), 1);
    store_close(store);
}
END_TEST

START_TEST(what_could_be_no_row_is_refused)
{
    static const char long_id[] =
        "12345678901234567890123456789012345678901234567890123456789012345";

    store = new_store(path);
    inbox_fact fact = a_fact();
    fact.account = text_span("");
    ck_assert_int_eq(put(&fact), JAGA_ERR_USAGE);
    fact = a_fact();
    fact.event_id = text_span(long_id);
    ck_assert_int_eq(put(&fact), JAGA_ERR_USAGE);
    fact = a_fact();
    fact.detail = text_span("note=\xff");
    ck_assert_int_eq(put(&fact), JAGA_ERR_USAGE);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM inbox"), 0);
    store_close(store);
}
END_TEST

START_TEST(facts_are_taken_in_order)
{
    store = new_store(path);
    inbox_fact fact = a_fact();
    store_fact got;
    for (int i = 0; i < 3; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "f%d", i);
        fact.event_id = text_span(id);
        ck_assert_int_eq(put(&fact), JAGA_OK);
    }
    OK(store_next_fact(store, 0, &got, &why));
    OK(store_begin(store, &why));
    OK(store_fact_taken(store, got.id, 7, &why));
    OK(store_event_taken(store, text_span("f2"), 9, &why));
    OK(store_event_taken(store, text_span("f0"), 9, &why));
    OK(store_commit(store, &why));
    ck_assert_int_eq(ask_number(store, "SELECT record FROM inbox WHERE event_id = 'f0'"), 7);
    OK(store_next_fact(store, 0, &got, &why));
    ck_assert_ptr_nonnull(memmem(got.line.at, got.line.length, "\"f1\"", 4));
    ck_assert_int_eq(store_next_fact(store, got.id, &got, &why), JAGA_END);
    store_close(store);
}
END_TEST

UNIT_MAIN("inbox", a_fact_is_a_row_of_the_log, the_same_fact_again_is_passed_over,
          what_could_be_no_row_is_refused, facts_are_taken_in_order)
