#include "story_file.h"
#include "unit.h"

#include "base/when.h"
#include "jaga/request.h"
#include "jaga/run.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What must never happen to a request, whoever asks: through the public functions, on a scanned
 * log. */

static char db[STORY_PATH_BYTES];
static int64_t clock_us;
static char reported[24];

static int64_t long_after(void)
{
    return STORY_START + 4000 * STORY_DAY;
}

static int64_t at_the_desk(void *ctx)
{
    (void)ctx;
    return clock_us;
}

static int64_t asked(const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(sqlite3_open_v2(db, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(handle));
    const int64_t got =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    (void)sqlite3_finalize(statement);
    ck_assert_int_eq(sqlite3_close(handle), SQLITE_OK);
    return got;
}

static jaga_desk *log_in(const char *agent)
{
    const jaga_desk_login login = {
        .db = db, .agent = agent, .session = "one", .now_us = at_the_desk
    };
    jaga_desk *desk = NULL;

    OK(jaga_desk_open(&login, &desk, &why));
    return desk;
}

static void add(jaga_desk *by, const char *id, const char *role, const char *account)
{
    OK(jaga_desk_add_agent(by, id, role, "id,en,zh", account, &why));
}

/* The golden case of the desk: rina has been robbed, budi has not. */
static void scan(void)
{
    char path[STORY_PATH_BYTES];
    const char *paths[] = { path };
    jaga_summary summary;

    (void)snprintf(path, sizeof path, "%.200s/tests/golden/desk/log.csv", getenv("JAGA_SOURCE"));
    story_path(db, "x.db");
    const jaga_run run = { .db = db, .now_us = long_after };
    OK(jaga_scan(&run, paths, 1, &summary, &why));
    clock_us = asked("SELECT max(ts_us) + 600000000 FROM decision");
    jaga_desk *first = log_in(NULL);
    add(first, "sari", "supervisor", NULL);
    jaga_desk_close(first);
    jaga_desk *sari = log_in("sari");
    add(sari, "dewi", "supervisor", NULL);
    add(sari, "tono", "agent", "budi");
    add(sari, "eka", "agent", NULL);
    add(sari, "lina", "legal", NULL);
    jaga_desk_close(sari);
}

static jaga_status open_one(jaga_desk *desk, const char *kind, const char *account,
                            const char *topic, int64_t *number)
{
    const jaga_request_wish wish = { kind, account, topic, NULL };

    return jaga_request_open(desk, &wish, number, &why);
}

static void refused(jaga_status status)
{
    ck_assert_int_eq(status, JAGA_ERR_USAGE);
    ck_assert_int_gt((int)strlen(why.text), 10);
}

START_TEST(nobody_acts_without_a_name)
{
    int64_t number = 0;

    scan();
    jaga_desk *nobody = log_in(NULL);
    refused(open_one(nobody, "closure", "budi", "UNUSED", &number));
    refused(jaga_desk_report(nobody, "budi", reported, &why));
    jaga_desk *eka = log_in("eka");
    OK(open_one(eka, "closure", "budi", "UNUSED", &number));
    refused(jaga_request_step(nobody, number, "cancel", NULL, &why));
    refused(jaga_request_say(nobody, number, "debt", "no", &why));
    refused(jaga_request_prove(nobody, number, "V", true, &why));
    jaga_desk_close(eka);
    jaga_desk_close(nobody);
    ck_assert_int_eq(asked("SELECT count(*) FROM request_event WHERE kind <> 'step'"), 0);
}
END_TEST

START_TEST(nobody_serves_their_own_account)
{
    int64_t number = 0;

    scan();
    jaga_desk *tono = log_in("tono"), *eka = log_in("eka");
    refused(open_one(tono, "complaint", "budi", "FEES", &number));
    refused(jaga_desk_report(tono, "budi", reported, &why));
    OK(open_one(eka, "complaint", "budi", "FEES", &number));
    refused(jaga_request_step(tono, number, "register", NULL, &why));
    refused(jaga_request_prove(tono, number, "V", true, &why));
    jaga_desk_close(tono);
    jaga_desk_close(eka);
}
END_TEST

/* Everything but the sweep, which wants an empty account. */
static int64_t closing(jaga_desk *agent)
{
    int64_t number = 0, steps = 0;

    OK(open_one(agent, "closure", "budi", "UNUSED", &number));
    OK(jaga_request_say(agent, number, "sweep", "same-name", &why));
    OK(jaga_request_step(agent, number, "check", NULL, &why));
    OK(jaga_request_prove(agent, number, "V", true, &why));
    ck_assert_int_eq(asked("SELECT state = 'COOLING_OFF' FROM request"), 1);
    OK(jaga_request_due(agent, &steps, &why));
    ck_assert_int_eq(steps, 0);
    return number;
}

START_TEST(nobody_skips_the_week_of_cooling_off)
{
    int64_t steps = 0;

    scan();
    jaga_desk *sari = log_in("sari");
    const int64_t number = closing(sari);
    refused(jaga_request_step(sari, number, "cooled", NULL, &why));
    refused(jaga_request_step(sari, number, "swept", NULL, &why));
    refused(jaga_request_step(sari, number, "confirm", NULL, &why));
    clock_us += 7 * US_PER_DAY - 1;
    OK(jaga_request_due(sari, &steps, &why));
    ck_assert_int_eq(steps, 0);
    clock_us += 1;
    OK(jaga_request_due(sari, &steps, &why));
    ck_assert_int_eq(asked("SELECT state = 'SWEEP' FROM request"), 1);
    jaga_desk_close(sari);
}
END_TEST

START_TEST(X3_who_took_the_request_or_the_proof_does_not_approve_it)
{
    scan();
    jaga_desk *sari = log_in("sari"), *dewi = log_in("dewi"), *eka = log_in("eka");
    const int64_t number = closing(sari);
    refused(jaga_request_say(sari, number, "approved", "yes", &why));
    refused(jaga_request_say(eka, number, "approved", "yes", &why));
    OK(jaga_request_say(dewi, number, "approved", "yes", &why));
    jaga_desk_close(sari);
    jaga_desk_close(dewi);
    jaga_desk_close(eka);
}
END_TEST

START_TEST(only_the_legal_desk_goes_past_a_hold)
{
    int64_t number = 0;

    scan();
    jaga_desk *sari = log_in("sari"), *lina = log_in("lina");
    OK(open_one(sari, "closure", "rina", "UNUSED", &number));
    refused(jaga_request_step(sari, number, "legal-consent", NULL, &why));
    /* Neither does the legal desk while more than the hold stands against it. */
    refused(jaga_request_step(lina, number, "legal-consent", NULL, &why));
    ck_assert_int_eq(asked("SELECT state = 'BLOCKED' FROM request"), 1);
    jaga_desk_close(sari);
    jaga_desk_close(lina);
}
END_TEST

START_TEST(a_request_that_is_over_stays_as_it_is)
{
    int64_t number = 0, again = 0;

    scan();
    jaga_desk *eka = log_in("eka");
    OK(open_one(eka, "closure", "budi", "UNUSED", &number));
    refused(open_one(eka, "closure", "budi", "UNUSED", &again));
    OK(jaga_request_step(eka, number, "cancel", NULL, &why));
    const int64_t rows = asked("SELECT count(*) FROM request_event");
    refused(jaga_request_step(eka, number, "cancel", NULL, &why));
    refused(jaga_request_say(eka, number, "debt", "no", &why));
    refused(jaga_request_prove(eka, number, "V", true, &why));
    ck_assert_int_eq(asked("SELECT count(*) FROM request_event"), rows);
    OK(open_one(eka, "closure", "budi", "UNUSED", &again));
    ck_assert_int_eq(again, number + 1);
    jaga_desk_close(eka);
}
END_TEST

START_TEST(no_secret_and_no_card_is_written_down)
{
    const jaga_request_wish words = { "complaint", "budi", "FEES", "his PIN is 1234" };
    const jaga_request_wish topic = { "question", "budi", "4111 1111 1111 1111", NULL };
    int64_t number = 0;

    scan();
    jaga_desk *eka = log_in("eka");
    refused(jaga_request_open(eka, &words, &number, &why));
    refused(jaga_request_open(eka, &topic, &number, &why));
    OK(open_one(eka, "complaint", "budi", "FEES", &number));
    refused(jaga_request_say(eka, number, "remedy", "send it to 4111111111111111", &why));
    refused(jaga_request_step(eka, number, "register", "OTP 445566", &why));
    jaga_desk_close(eka);
    ck_assert_int_eq(asked("SELECT count(*) FROM request"), 1);
}
END_TEST

static int64_t holds_out(void)
{
    return asked("SELECT count(*) FROM hold WHERE account = 'budi' AND scope <> 'SESSION_KILL'");
}

START_TEST(a_report_holds_once_whoever_else_calls)
{
    char again[24];

    scan();
    jaga_desk *eka = log_in("eka");
    OK(jaga_desk_report(eka, "budi", reported, &why));
    ck_assert_int_eq(holds_out(), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM theft_case WHERE account = 'budi'"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM task WHERE account = 'budi'"), 1);
    clock_us += 3600 * US_PER_SECOND;
    OK(jaga_desk_report(eka, "budi", again, &why));
    ck_assert_str_eq(again, reported);
    ck_assert_int_eq(holds_out(), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM inbox WHERE record IS NULL"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM desk_event WHERE kind = 'report'"), 2);
    refused(jaga_desk_report(eka, "whoever", again, &why));
    ck_assert_int_eq(holds_out(), 1);
    jaga_desk_close(eka);
}
END_TEST

UNIT_MAIN("request", nobody_acts_without_a_name, nobody_serves_their_own_account,
          nobody_skips_the_week_of_cooling_off,
          X3_who_took_the_request_or_the_proof_does_not_approve_it,
          only_the_legal_desk_goes_past_a_hold, a_request_that_is_over_stays_as_it_is,
          no_secret_and_no_card_is_written_down, a_report_holds_once_whoever_else_calls)
