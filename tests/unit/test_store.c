#include "test_store_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

START_TEST(a_commit_survives_a_reopen)
{
    char path[PATH_BYTES], text[64];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(17, &event, "CASEONE");
    char id[64];

    (void)snprintf(id, sizeof id, "%s", store_id(store));
    ck_assert_uint_eq(strlen(id), 32);
    OK(store_begin(store, &why));
    OK(store_put_decision(store, &decision, false, &why));
    OK(store_put_position(store, 18, NOON, &why));
    OK(store_put_count(store, "events", 1000, &why));
    OK(store_put_count(store, "events", 1001, &why));
    ck_assert_uint_eq(store_position(store), 0);
    OK(store_commit(store, &why));
    store_close(store);

    store = open_store(path);
    ck_assert_str_eq(store_id(store), id);
    ck_assert_uint_eq(store_position(store), 18);
    ck_assert_int_eq(store_get_count(store, "events"), 1001);
    ck_assert_int_eq(store_get_count(store, "nothing"), 0);
    ck_assert_str_eq(ask_text(store, "SELECT outcome FROM decision", text, sizeof text), "hold");
    ck_assert_str_eq(ask_text(store, "SELECT type FROM decision", text, sizeof text), "transfer");
    ck_assert_str_eq(ask_text(store, "SELECT short_number FROM task", text, sizeof text),
                     "00000018");
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM evidence WHERE record = 17"), 2);
    ck_assert_int_eq(ask_number(store, "SELECT value IS NULL FROM evidence WHERE rank = 2"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT exposed_minor IS NULL FROM theft_case"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT expires_us - placed_us FROM hold"), 86400 * SECOND);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 0);
    store_close(store);
}
END_TEST

START_TEST(what_was_not_committed_is_gone)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(0, &event, "CASEONE");

    OK(store_begin(store, &why));
    OK(store_put_decision(store, &decision, true, &why));
    OK(store_put_position(store, 1, NOON, &why));
    store_close(store);

    store = open_store(path);
    ck_assert_uint_eq(store_position(store), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM theft_case"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 0);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM fence"), 0);
    store_close(store);
}
END_TEST

START_TEST(a_group_with_a_failed_put_cannot_be_committed)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = an_alert(5, &event);
    jaga_error err;

    OK(store_begin(store, &why));
    OK(store_put_decision(store, &decision, false, &why));
    ck_assert_int_eq(store_put_decision(store, &decision, false, &err), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, "decision.record"));
    ck_assert_int_eq(store_put_count(store, "events", 1, &err), JAGA_ERR_USAGE);
    ck_assert_int_eq(store_commit(store, &err), JAGA_ERR_USAGE);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 0);
    put_alone(store, &decision, false);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 1);
    store_close(store);
}
END_TEST

START_TEST(a_repeated_case_opens_nothing_new)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision first = a_hold(1, &event, "CASEONE");
    const jaga_decision again = a_hold(2, &event, "CASEONE");

    put_alone(store, &first, true);
    put_alone(store, &again, true);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 2);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM theft_case"), 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), 2);
    store_close(store);
}
END_TEST

START_TEST(a_hold_without_end_is_always_wanted)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    jaga_decision decision = a_hold(1, &event, "CASEONE");

    decision.hold_life_s = INT64_MAX;
    put_alone(store, &decision, false);
    ck_assert_int_eq(ask_number(store, "SELECT expires_us FROM hold"), INT64_MAX);
    store_close(store);
}
END_TEST

START_TEST(sources_are_remembered_by_name)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const store_source written = { "export.csv", 4096, 33, UINT64_C(0xF000000000000001) };
    store_source read;
    jaga_error err;

    OK(store_begin(store, &why));
    OK(store_put_source(store, &written, &why));
    OK(store_commit(store, &why));
    OK(store_get_source(store, "export.csv", &read, &why));
    ck_assert_uint_eq(read.bytes, 4096);
    ck_assert_uint_eq(read.lines, 33);
    ck_assert_uint_eq(read.prefix_hash, UINT64_C(0xF000000000000001));
    ck_assert_int_eq(store_get_source(store, "other.csv", &read, &err), JAGA_END);
    store_close(store);
}
END_TEST

START_TEST(a_thousand_rejects_of_each_reason_are_kept)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);

    OK(store_begin(store, &why));
    for (uint64_t line = 1; line <= 1200; line++) {
        const store_reject reject = { "a.csv", line, "bad-time", "no time" };
        OK(store_put_reject(store, &reject, &why));
    }
    OK(store_put_reject(store, &(store_reject){ "a.csv", 7, "bad-amount", "not a number" }, &why));
    OK(store_commit(store, &why));
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM reject WHERE reason = 'bad-time'"),
                     1000);
    ck_assert_int_eq(ask_number(store, "SELECT max(line) FROM reject"), 1000);
    ck_assert_int_eq(ask_number(store, "SELECT count FROM reject_count WHERE reason = 'bad-time'"),
                     1200);
    ck_assert_int_eq(ask_number(store, "SELECT sum(count) FROM reject_count"), 1201);
    store_close(store);
}
END_TEST

START_TEST(two_stores_in_one_process_do_not_meet)
{
    char one_path[PATH_BYTES], two_path[PATH_BYTES];
    jaga_store *one = new_store(one_path), *two = new_store(two_path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = an_alert(0, &event);

    ck_assert_str_ne(store_id(one), store_id(two));
    OK(store_begin(one, &why));
    OK(store_begin(two, &why));
    OK(store_put_decision(one, &decision, false, &why));
    OK(store_commit(one, &why));
    OK(store_commit(two, &why));
    ck_assert_int_eq(ask_number(one, "SELECT count(*) FROM decision"), 1);
    ck_assert_int_eq(ask_number(two, "SELECT count(*) FROM decision"), 0);
    store_close(one);
    store_close(two);
}
END_TEST

START_TEST(a_second_writer_is_told_to_wait)
{
    char path[PATH_BYTES];
    jaga_store *one = new_store(path), *two = open_store(path);
    jaga_error err;

    ck_assert_int_eq(sqlite3_busy_timeout(two->db, 1), SQLITE_OK);
    OK(store_begin(one, &why));
    ck_assert_int_eq(store_begin(two, &err), JAGA_ERR_BUSY);
    ck_assert_ptr_nonnull(strstr(err.text, "another program"));
    OK(store_commit(one, &why));
    OK(store_begin(two, &why));
    OK(store_commit(two, &why));
    store_close(one);
    store_close(two);
}
END_TEST

START_TEST(a_full_disk_is_named_and_loses_nothing_committed)
{
    char path[PATH_BYTES];
    jaga_store *store = new_store(path);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision first = an_alert(0, &event);
    struct rlimit limit;
    jaga_error err = { .text = "" };
    jaga_status status;

    put_alone(store, &first, false);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlim_t unlimited = limit.rlim_cur;
    limit.rlim_cur = 256 * 1024;
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    OK(store_begin(store, &why));
    for (uint64_t record = 1; record < 5000; record++) {
        const jaga_decision more = an_alert(record, &event);
        if (store_put_decision(store, &more, false, NULL) != JAGA_OK) {
            break;
        }
    }
    status = store_commit(store, &err);
    ck_assert_int_eq(status, JAGA_ERR_IO);
    ck_assert_msg(strstr(err.text, "disk full while writing") != NULL, "%s", err.text);
    store_close(store);

    limit.rlim_cur = unlimited;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    store = open_store(path);
    ck_assert_uint_eq(store_position(store), 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM decision"), 1);
    store_close(store);
}
END_TEST

START_TEST(the_statement_finder_knows_where_a_statement_ends)
{
    const char *text = "-- two\n\n-- name: one\nSELECT 1;\n\n-- name: one_more\nSELECT 2;\n";
    jaga_span found;

    ck_assert(sql_find(text, "one", &found));
    ck_assert_uint_eq(found.length, strlen("\nSELECT 1;\n\n"));
    ck_assert(memcmp(found.at, "\nSELECT 1;\n\n", found.length) == 0);
    ck_assert(sql_find(text, "one_more", &found));
    ck_assert(memcmp(found.at, "\nSELECT 2;\n", found.length) == 0);
    ck_assert(!sql_find(text, "on", &found));
    ck_assert(!sql_find(text, "two", &found));
}
END_TEST

UNIT_MAIN("store", a_commit_survives_a_reopen, what_was_not_committed_is_gone,
          a_group_with_a_failed_put_cannot_be_committed, a_repeated_case_opens_nothing_new,
          a_hold_without_end_is_always_wanted, sources_are_remembered_by_name,
          a_thousand_rejects_of_each_reason_are_kept, two_stores_in_one_process_do_not_meet,
          a_second_writer_is_told_to_wait, a_full_disk_is_named_and_loses_nothing_committed,
          the_statement_finder_knows_where_a_statement_ends)
