#include "query_fixture.h"

#include "base/money.h"
#include "store/audit.h"

#include <sqlite3.h>

#include <math.h>

static jaga_filter no_filter(void)
{
    return (jaga_filter)JAGA_FILTER_NONE;
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (const char *at = strchr(text, '\n'); at != NULL; at = strchr(at + 1, '\n')) {
        lines++;
    }
    return lines;
}

/* Rows of an answer, without its head. */
static size_t rows_with(const char *db, const char *question, const jaga_filter *filter)
{
    return lines_of(ask_with(db, question, filter, JAGA_FORMAT_CSV)) - 1;
}

/* Whether every filter that a question heeds is a parameter of its statement, and no other. */
START_TEST(questions_heed_what_they_say)
{
    static const char *const filters[] = { "account", "case", "since", "until", "limit" };
    const char *db = a_database();
    for (size_t i = 0; i < jaga_question_count(); i++) {
        const jaga_question *question = jaga_question_at(i);
        ck_assert_ptr_eq(jaga_question_find(question->name), question);
        ck_assert_int_ne(question->examples[0], '\0');
        for (size_t k = 0; k < 5; k++) {
            jaga_filter filter = no_filter();
            jaga_error err;
            filter.about = question->about == NULL                  ? NULL
                           : strcmp(question->name, "account") == 0 ? "V"
                                                                    : "phone-1";
            filter.account = k == 0 ? "V" : NULL;
            filter.case_number = k == 1 ? "00000018" : NULL;
            filter.since_us = k == 2 ? start_us : INT64_MIN;
            filter.until_us = k == 3 ? start_us + 40 * day_us : INT64_MAX;
            filter.limit = k == 4 ? 1 : -1;
            FILE *out = fopen("/dev/null", "w");
            const jaga_status status =
                jaga_query(db, question->name, &filter, JAGA_FORMAT_CSV, out, &err);
            (void)fclose(out);
            ck_assert_msg((status == JAGA_OK) == jaga_question_heeds(question, filters[k]),
                          "%s --%s: %s", question->name, filters[k],
                          status == JAGA_OK ? "taken" : err.text);
        }
    }
}
END_TEST

START_TEST(filters_narrow)
{
    static const char *const questions[] = { "holds", "alerts", "cases", "tasks" };
    const char *db = a_database();
    const int64_t event_us = start_us + 20 * day_us + day_us / 2;
    for (size_t i = 0; i < 4; i++) {
        const char *asked = questions[i];
        const bool has_time = strcmp(asked, "tasks") != 0;
        jaga_filter filter = no_filter();
        ck_assert_uint_eq(rows_with(db, asked, &filter), 1);
        filter.account = "V";
        filter.case_number = "0000 0018";
        ck_assert_uint_eq(rows_with(db, asked, &filter), 1);
        filter.account = "M";
        ck_assert_uint_eq(rows_with(db, asked, &filter), 0);
        filter = no_filter();
        filter.case_number = "00000026";
        ck_assert_uint_eq(rows_with(db, asked, &filter), 0);
        filter = no_filter();
        filter.limit = 0;
        ck_assert_uint_eq(rows_with(db, asked, &filter), 0);
        filter = no_filter();
        filter.since_us = has_time ? event_us : INT64_MIN;
        ck_assert_uint_eq(rows_with(db, asked, &filter), 1);
        filter.since_us = has_time ? event_us + 1 : INT64_MIN;
        ck_assert_uint_eq(rows_with(db, asked, &filter), has_time ? 0 : 1);
        filter = no_filter();
        filter.until_us = has_time ? event_us : INT64_MAX; /* before it */
        ck_assert_uint_eq(rows_with(db, asked, &filter), has_time ? 0 : 1);
    }
}
END_TEST

START_TEST(what_is_asked_in_vain_is_refused)
{
    jaga_filter filter = no_filter();
    jaga_error err;
    filter.limit = 3;
    ck_assert_int_eq(jaga_query(a_database(), "stats", &filter, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_has(err.text, "cannot be narrowed by --limit");
    filter = no_filter();
    filter.about = "V";
    ck_assert_int_eq(jaga_query(a_database(), "holds", &filter, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_has(err.text, "stands alone");
    ck_assert_int_eq(jaga_query(a_database(), "account", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_has(err.text, "jaga query account ACCOUNT");
    filter.about = "nobody";
    ck_assert_int_eq(jaga_query(a_database(), "account", &filter, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_int_eq(jaga_query(a_database(), "entities", &filter, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_ptr_null(strstr(err.text, "nobody")); /* ids do not get into error texts */
}
END_TEST

/* A database with one alert of `bits` (one signal) and the end of the log `later_us` after it. */
static const char *a_suspicion(double bits, int64_t later_us)
{
    const char *path = path_of("suspicion.db");
    const jaga_event event = a_payment("s1", 5, "W", "M", 700);
    jaga_store *store = NULL;
    const jaga_decision alert = { .record = 0,
                                  .event = &event,
                                  .outcome = JAGA_OUTCOME_ALERT,
                                  .belief = 0.5,
                                  .belief_bits = bits - 10,
                                  .evidence_count = 2,
                                  .evidence = { { place_of("new-payee"), true, 1.0, bits, { 0 } },
                                                { place_of("drain"), true, 0.1, 0.5, { 0 } } } };
    (void)remove(path);
    ck_assert_int_eq(store_open(path, &store, NULL), JAGA_OK);
    ck_assert_int_eq(store_begin(store, NULL), JAGA_OK);
    ck_assert_int_eq(store_put_decision(store, &alert, false, NULL), JAGA_OK);
    ck_assert_int_eq(store_put_position(store, 1, event.ts_us + later_us, NULL), JAGA_OK);
    ck_assert_int_eq(store_commit(store, NULL), JAGA_OK);
    store_close(store);
    return path;
}

START_TEST(suspicion_fades_by_one_bit_in_six_hours)
{
    for (int hours = 0; hours <= 60; hours += 6) {
        char want[64];
        const double fresh = 11.0 - hours / 6.0, small = 0.5 - hours / 6.0;
        const double bits = -10.0 + (fresh > 0 ? fresh : 0) + (small > 0 ? small : 0);
        (void)snprintf(want, sizeof want, "\nW,%.6f,0.500000,", pow(2, bits) / (1 + pow(2, bits)));
        ck_assert_has(
            ask(a_suspicion(11.0, hours * INT64_C(3600000000)), "at-risk", JAGA_FORMAT_CSV), want);
    }
    ck_assert_uint_eq(rows_with(a_suspicion(11.0, 66 * INT64_C(3600000000)), "at-risk", NULL), 0);
}
END_TEST

/* V's hold lives a day; before and after its end. */
START_TEST(who_is_held_is_not_at_risk_until_the_hold_ends)
{
    const int64_t placed_us = start_us + 20 * day_us + day_us / 2;
    const char *db = a_database();
    jaga_store *store = NULL;
    for (int is_over = 0; is_over <= 1; is_over++) {
        ck_assert_int_eq(store_open(db, &store, NULL), JAGA_OK);
        ck_assert_int_eq(store_begin(store, NULL), JAGA_OK);
        ck_assert_int_eq(
            store_put_position(store, 23, placed_us + day_us + (is_over ? 0 : -1), NULL), JAGA_OK);
        ck_assert_int_eq(store_commit(store, NULL), JAGA_OK);
        store_close(store);
        ck_assert_uint_eq(rows_with(db, "at-risk", NULL), (size_t)is_over);
    }
}
END_TEST

START_TEST(an_account_is_told_whole)
{
    jaga_filter filter = no_filter();
    filter.about = "V";
    const char *text = ask_with(a_database(), "account", &filter, JAGA_FORMAT_CSV);
    ck_assert_has(text, "normal,events in 90 days,20,,,");
    ck_assert_has(text, "normal,median money out,20,1.10,USD,");
    ck_assert_has(text, "normal,largest money out,20,1.19,USD,");
    ck_assert_has(text, "\nevent,transfer,21,");
    ck_assert_has(text, "\ndevice,phone-1,20,");
    ck_assert_has(text, "\ndevice,phone-2,1,10.00,USD,2026-01-25T05:00:00Z,");
    ck_assert_has(text, "\npayee,S,20,21.90,USD,");
    ck_assert_has(text, "\ndecision,hold,1,10.00,USD,");
    ck_assert_has(text, "\nsignal,amount-surprise,1,");
    ck_assert_has(text, "\ncase,00000018,1,40.00,USD,");
    ck_assert_has(text, "\ntask,00000018,,,,");
    ck_assert_has(text, "\nmessage,hold,1,");
    filter.since_us = start_us + 20 * day_us;
    text = ask_with(a_database(), "account", &filter, JAGA_FORMAT_CSV);
    ck_assert_has(text, "\nevent,transfer,1,10.00,USD,");
    ck_assert_ptr_null(strstr(text, "phone-1"));
}
END_TEST

START_TEST(what_is_counted_in_the_history_is_not_counted_twice)
{
    const char *db = a_database();
    char log[600];
    history *file = NULL;
    jaga_store *store = NULL;
    const jaga_record again = { .kind = JAGA_RECORD_EVENT,
                                .event = a_payment("n3", 3.5, "V", "S", 103) };
    jaga_filter filter = no_filter();
    (void)snprintf(log, sizeof log, "%.*s.state/history", (int)strlen(db) - 3, db);
    ck_assert_int_eq(store_open(db, &store, NULL), JAGA_OK);
    ck_assert_int_eq(history_open(log, store_id(store), &file, NULL), JAGA_OK);
    ck_assert_int_eq(history_append(file, &again, NULL), JAGA_OK);
    ck_assert_int_eq(history_flush(file, NULL), JAGA_OK);
    history_close(file);
    store_close(store);
    filter.about = "V";
    ck_assert_has(ask_with(db, "account", &filter, JAGA_FORMAT_CSV), "\npayee,S,20,21.90,USD,");
    filter.about = "S";
    ck_assert_has(ask_with(db, "entities", &filter, JAGA_FORMAT_CSV),
                  "payee,S,V,,1,,1,20,21.90,USD,");
}
END_TEST

enum { ACCOUNTS = 12, DEVICES = 6, EVENTS = 400 };

/* Device and account of the i-th event of a made-up log. */
static void pick(unsigned i, unsigned *account, unsigned *device)
{
    const unsigned mixed = (i * 2654435761U) >> 7;
    *account = mixed % ACCOUNTS;
    *device = mixed / ACCOUNTS % 97 < 80 ? *account % DEVICES : mixed / 1201 % DEVICES;
}

START_TEST(shared_devices_are_those_that_counting_finds)
{
    const char *db = a_database();
    char log[600], name[32], id[32], who[32];
    bool uses[DEVICES][ACCOUNTS] = { 0 };
    history *file = NULL;
    jaga_store *store = NULL;
    (void)snprintf(log, sizeof log, "%.*s.state/history", (int)strlen(db) - 3, db);
    (void)remove(log);
    ck_assert_int_eq(store_open(db, &store, NULL), JAGA_OK);
    ck_assert_int_eq(history_open(log, store_id(store), &file, NULL), JAGA_OK);
    store_close(store);
    for (unsigned i = 0; i < EVENTS; i++) {
        unsigned account, device;
        pick(i, &account, &device);
        uses[device][account] = true;
        (void)snprintf(id, sizeof id, "x%u", i);
        (void)snprintf(who, sizeof who, account == 0 ? "V" : "A%u", account);
        (void)snprintf(name, sizeof name, "dev%u", device);
        jaga_record record = { .kind = JAGA_RECORD_EVENT, .event = a_payment(id, i, who, "", 5) };
        record.event.device = span(name);
        ck_assert_int_eq(history_append(file, &record, NULL), JAGA_OK);
    }
    ck_assert_int_eq(history_flush(file, NULL), JAGA_OK);
    history_close(file);

    const char *text = ask(db, "entities", JAGA_FORMAT_CSV);
    for (unsigned device = 0; device < DEVICES; device++) {
        char want[64];
        unsigned accounts = 0;
        for (unsigned account = 0; account < ACCOUNTS; account++) {
            accounts += uses[device][account];
        }
        ck_assert_uint_gt(accounts, 1);
        /* V was held. */
        (void)snprintf(want, sizeof want, "\ndevice,dev%u,,%u,%d,", device, accounts,
                       uses[device][0] ? 1 : 0);
        ck_assert_has(text, want);
    }
    ck_assert_uint_eq(lines_of(text), DEVICES + 1);
}
END_TEST

static void put_run(const char *db, store_run_state state, int64_t rows)
{
    static const char *const names[] = { "a.csv", "b.csv" };
    const store_run_info run = { .kind = "scan",
                                 .sources = names,
                                 .source_count = 2,
                                 .started_us = start_us,
                                 .state = state,
                                 .rows = rows };
    jaga_store *store = NULL;
    ck_assert_int_eq(store_open(db, &store, NULL), JAGA_OK);
    for (int again = 0; again < 2; again++) { /* one row, however often it commits */
        ck_assert_int_eq(store_begin(store, NULL), JAGA_OK);
        ck_assert_int_eq(store_put_run(store, &run, NULL), JAGA_OK);
        ck_assert_int_eq(store_commit(store, NULL), JAGA_OK);
    }
    store_close(store);
}

START_TEST(a_run_that_never_ended_was_interrupted)
{
    const char *db = a_database();
    put_run(db, STORE_RUN_RUNNING, 7);
    ck_assert_has(ask(db, "runs", JAGA_FORMAT_CSV), "\n1,scan,running,2026-01-04T17:00:00Z,2,7,");
    put_run(db, STORE_RUN_DONE, 8);
    const char *text = ask(db, "runs", JAGA_FORMAT_CSV);
    ck_assert_has(text, "\n1,scan,interrupted,");
    ck_assert_has(text, "\n2,scan,done,2026-01-04T17:00:00Z,2,8,");
    ck_assert_has(text, ",a.csv;b.csv\n");
    ck_assert_uint_eq(lines_of(text), 3);
    ck_assert_ptr_null(strstr(ask(db, "canonical", JAGA_FORMAT_CSV), "interrupted"));
}
END_TEST

START_TEST(signals_are_counted)
{
    ck_assert_str_eq(ask(a_database(), "signals", JAGA_FORMAT_CSV),
                     "signal,decisions,share,fresh,heaviest,step_ups,holds,share_of_holds,bits,"
                     "labelled,right,precision\n"
                     "amount-surprise,1,1.000000,1,1,0,1,1.000000,12.50,0,0,\n"
                     "new-device,1,1.000000,0,0,0,1,1.000000,4.50,0,0,\n");
}
END_TEST

static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    jaga_error err;
    ck_assert_int_eq(audit_register(db, path, &err), JAGA_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

/* Says what became of V's case, or of an account at a time. */
static void put_label(const char *path, const char *values)
{
    char sql[512];
    (void)snprintf(sql, sizeof sql,
                   "INSERT OR REPLACE INTO label (account, about, case_id, event_id, labelled_us, "
                   "outcome, confidence, from_us, to_us, revision) %s",
                   values);
    change(path, sql);
}

static void set_transactions(const char *path, const char *expression)
{
    char sql[256];
    (void)snprintf(sql, sizeof sql,
                   "UPDATE label SET transactions = (SELECT %s FROM decision) WHERE about = 'y'",
                   expression);
    change(path, sql);
}

START_TEST(signals_are_judged_by_labels)
{
    static const struct {
        const char *outcome, *judged;
    } labels[] = { { "theft", ",1,1,1.000000\n" },
                   { "scam", ",1,1,1.000000\n" },
                   { "false_alarm", ",1,0,0.000000\n" },
                   { "first_party", ",1,0,0.000000\n" },
                   { "inconclusive", ",0,0,\n" } };
    const char *db = a_database();
    char values[256];
    /* About a time, and not the one of the decision. */
    put_label(db, "VALUES ('V', 'x', NULL, 'x', 9, 'theft', 'verified', 1, 2, 1)");
    ck_assert_has(ask(db, "signals", JAGA_FORMAT_CSV), ",12.50,0,0,\n");
    /* About the time of the decision. */
    put_label(db, "SELECT 'V', 'y', NULL, 'y', 9, 'false_alarm', 'verified', ts_us, ts_us, 1 "
                  "FROM decision");
    ck_assert_has(ask(db, "signals", JAGA_FORMAT_CSV), ",12.50,1,0,0.000000\n");
    /* About a payment that was decided upon. */
    put_label(db, "SELECT 'V', 'y', NULL, 'y', 9, 'theft', 'verified', NULL, NULL, 1");
    ck_assert_has(ask(db, "signals", JAGA_FORMAT_CSV), ",12.50,0,0,\n");
    set_transactions(db, "'none|' || event_id || '|other'");
    ck_assert_has(ask(db, "signals", JAGA_FORMAT_CSV), ",12.50,1,1,1.000000\n");
    set_transactions(db, "'x' || event_id");
    ck_assert_has(ask(db, "signals", JAGA_FORMAT_CSV), ",12.50,0,0,\n");
    /* About its case, which says more. */
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        (void)snprintf(values, sizeof values,
                       "SELECT 'V', case_id, case_id, 'z', 9, '%s', 'verified', NULL, NULL, 1 "
                       "FROM theft_case",
                       labels[i].outcome);
        put_label(db, values);
        const char *text = ask(db, "signals", JAGA_FORMAT_CSV);
        ck_assert_has(strstr(text, "new-device"), labels[i].judged);
    }
}
END_TEST

static sqlite3 *open_plainly(const char *path)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return db;
}

static int64_t number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    ck_assert_msg(sqlite3_step(statement) == SQLITE_ROW, "%s: %s", sql, sqlite3_errmsg(db));
    const int64_t number = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return number;
}

/* Views of money rest on the same exponents as the program. */
START_TEST(currencies_have_the_units_that_money_has)
{
    sqlite3 *db = open_plainly(a_database());
    sqlite3_stmt *statement = NULL;
    static const int64_t units[] = { 1, 10, 100, 1000 };
    ck_assert_int_eq(sqlite3_prepare_v2(db,
                                        "SELECT coalesce((SELECT units FROM currency "
                                        "WHERE code = ?1), 100)",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    for (int i = 0; i < 26 * 26 * 26; i++) {
        const char code[4] = { (char)('A' + i / 676), (char)('A' + i / 26 % 26),
                               (char)('A' + i % 26), '\0' };
        (void)sqlite3_reset(statement);
        (void)sqlite3_bind_text(statement, 1, code, 3, SQLITE_STATIC);
        ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_int64(statement, 0) == units[money_digits(span(code))], "%s",
                      code);
    }
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(db);
}
END_TEST

START_TEST(views_hold_what_the_tables_hold)
{
    sqlite3 *db = open_plainly(a_database());
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"), 16);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM v_decision"), 1);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM kpi_hold"), 1);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM kpi_case"), 1);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM kpi_task"), 1);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM kpi_dispute"), 0);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM v_alert"), 0);
    ck_assert_int_eq(number_of(db, "SELECT amount = 10.0 AND hours = 24.0 AND "
                                   "placed = '2026-01-25 12:00:00+07:00' FROM v_hold"),
                     1);
    ck_assert_int_eq(number_of(db, "SELECT exposed = 40.0 AND holds = 1 AND minutes_to_hold = 0 "
                                   "FROM v_case WHERE case_number = '00000018'"),
                     1);
    ck_assert_int_eq(number_of(db, "SELECT priority FROM v_task"), 77);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM v_signal WHERE account = 'V'"), 2);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM v_message WHERE state = 'new'"), 2);
    ck_assert_int_eq(number_of(db, "SELECT holds FROM v_account WHERE account = 'V'"), 1);
    ck_assert_int_eq(number_of(db, "SELECT count(*) FROM v_run"), 0);
    (void)sqlite3_close(db);
}
END_TEST

START_TEST(losses_are_ranked_within_their_currency)
{
    const char *path = path_of("losses.db");
    static const struct {
        int64_t minor;
        const char *currency;
    } made[] = { { 500, "IDR" },
                 { 90000, "USD" },
                 { 7000, "IDR" },
                 { 0, "IDR" },
                 { JAGA_UNKNOWN_MINOR, "IDR" },
                 { 600, "IDR" } };
    jaga_store *store = NULL;

    (void)remove(path);
    ck_assert_int_eq(store_open(path, &store, NULL), JAGA_OK);
    ck_assert_int_eq(store_begin(store, NULL), JAGA_OK);
    for (uint64_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "l%u", (unsigned)i);
        jaga_event event = a_payment(id, (int)i, "W", "M", 700);
        memcpy(event.currency, made[i].currency, sizeof event.currency);
        const jaga_decision alert = { .record = i,
                                      .event = &event,
                                      .outcome = JAGA_OUTCOME_ALERT,
                                      .belief = 0.5,
                                      .expected_loss_minor = made[i].minor };
        ck_assert_int_eq(store_put_decision(store, &alert, false, NULL), JAGA_OK);
    }
    ck_assert_int_eq(store_put_position(store, 6, start_us, NULL), JAGA_OK);
    ck_assert_int_eq(store_commit(store, NULL), JAGA_OK);
    store_close(store);
    const char *said = ask(path, "losses", JAGA_FORMAT_CSV);
    static const char *const order[] = { "l2,70.00,IDR", "l5,6.00,IDR", "l0,5.00,IDR",
                                         "l1,900.00,USD" };
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        ck_assert_has(said, order[i]);
        said = strstr(said, order[i]);
    }
    ck_assert_uint_eq(rows_with(path, "losses", NULL), 4);
}
END_TEST

UNIT_MAIN("questions", questions_heed_what_they_say, filters_narrow,
          what_is_asked_in_vain_is_refused, suspicion_fades_by_one_bit_in_six_hours,
          who_is_held_is_not_at_risk_until_the_hold_ends, an_account_is_told_whole,
          what_is_counted_in_the_history_is_not_counted_twice,
          shared_devices_are_those_that_counting_finds, a_run_that_never_ended_was_interrupted,
          signals_are_counted, signals_are_judged_by_labels,
          currencies_have_the_units_that_money_has, views_hold_what_the_tables_hold,
          losses_are_ranked_within_their_currency)
