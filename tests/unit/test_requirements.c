#include "story_file.h"

#include "base/column_text.h"
#include "base/wallet_profile.h"
#include "base/when.h"
#include "desk/case_machine.h"
#include "desk/closure.h"
#include "desk/dispute_machine.h"
#include "desk/identity.h"
#include "desk/jurisdiction.h"
#include "desk/password.h"
#include "desk/release_guard.h"
#include "desk/restore.h"
#include "desk/texts.h"
#include "jaga/query.h"
#include "jaga/request.h"
#include "jaga/run.h"

#include <sqlite3.h>

/* One test per requirement of docs/response.md, named after it: the whole program where the log
 * decides, the tables where people do. */

static char db[STORY_PATH_BYTES], log_path[STORY_PATH_BYTES];

static int64_t long_after(void)
{
    return STORY_START + 4000 * STORY_DAY;
}

/* Scans a committed log in which one text is another, with further rows behind it. */
static void scan_changed(const char *name, const char *was, const char *is, const char *more)
{
    char path[STORY_PATH_BYTES];
    const char *paths[] = { log_path };
    jaga_summary summary;
    size_t length;

    (void)snprintf(path, sizeof path, "%.200s/tests/golden/%s/log.csv", getenv("JAGA_SOURCE"),
                   name);
    char *log = story_read_file(path, &length);
    const char *at = strstr(log, was);
    ck_assert_ptr_nonnull(at);
    story_path(db, "x.db");
    story_path(log_path, "log.csv");
    FILE *file = fopen(log_path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_gt(fprintf(file, "%.*s%s%s%s", (int)(at - log), log, is, at + strlen(was), more),
                     0);
    ck_assert_int_eq(fclose(file), 0);
    const jaga_run run = { .db = db, .now_us = long_after };
    OK(jaga_scan(&run, paths, 1, &summary, &why));
    ck_assert_int_eq(summary.rejects, 0);
    free(log);
}

static void scan_log(const char *name, const char *more)
{
    scan_changed(name, "", "", more);
}

/* Another file for the same database. */
static void scan_more(const char *rows)
{
    char path[STORY_PATH_BYTES];
    const char *paths[] = { path };
    jaga_summary summary;

    story_path(path, "more.csv");
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(rows, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    const jaga_run run = { .db = db, .now_us = long_after };
    OK(jaga_scan(&run, paths, 1, &summary, &why));
    ck_assert_int_eq(summary.rejects, 0);
}

/* The first column of the first row; -1 for none. */
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

/* The answer to a question, to be freed. */
static char *answer_of(const char *question)
{
    char *answer = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&answer, &length);

    ck_assert_ptr_nonnull(out);
    OK(jaga_query(db, question, NULL, JAGA_FORMAT_CSV, out, &why));
    ck_assert_int_eq(fclose(out), 0);
    return answer;
}

START_TEST(I1_the_profile_of_indonesia_has_its_limits)
{
    wallet_profile id;

    OK(wallet_profile_find(WALLET_PROFILE_DEFAULT, &id, &why));
    ck_assert_str_eq(id.currency, "IDR");
    ck_assert_int_eq(id.zone_s, 7 * 3600);
    ck_assert_str_eq(id.languages, "id en zh");
    ck_assert_int_eq(id.balance_registered_minor, INT64_C(2000000000));
    ck_assert_int_eq(id.month_registered_minor, INT64_C(4000000000));
    ck_assert_int_eq(id.balance_unregistered_minor, INT64_C(200000000));
    ck_assert_ptr_null(wallet_profile_warning(&id, true, INT64_C(2000000000)));
    ck_assert_ptr_nonnull(wallet_profile_warning(&id, true, INT64_C(2000000001)));
    ck_assert_ptr_nonnull(wallet_profile_warning(&id, false, INT64_C(200000001)));
    ck_assert_ptr_nonnull(wallet_profile_warning(&id, true, -1));
    ck_assert_int_eq(wallet_profile_find("XX", &id, &why), JAGA_ERR_USAGE);

    scan_log("report",
             "big-1,2026-03-18T10:00:00+07:00,topup,ok,tono,1,IDR,20000000,bank-tono,bank,"
             "tono-phone,app,\n");
    char *told = answer_of("oddities");
    ck_assert_ptr_null(strstr(told, "tono"));
    free(told);
    scan_log("report",
             "big-1,2026-03-18T10:00:00+07:00,topup,ok,tono,1,IDR,20000001,bank-tono,bank,"
             "tono-phone,app,\n");
    told = answer_of("oddities");
    ck_assert_ptr_nonnull(strstr(told, "balance-over-limit,tono,2026-03-18T03:00:00Z"));
    free(told);
}
END_TEST

START_TEST(I2_every_hold_has_a_case_and_a_call)
{
    static const char *const logs[] = { "reset", "report", "sim-swap", "own-phone", "stuffing" };
    int64_t holds = 0;

    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        scan_log(logs[i], "");
        holds += asked("SELECT count(*) FROM hold");
        ck_assert_int_eq(
            asked("SELECT count(*) FROM hold AS h WHERE NOT EXISTS (SELECT 1 FROM task "
                  "AS t JOIN theft_case AS c USING (case_id) WHERE t.case_id = "
                  "h.case_id)"),
            0);
    }
    ck_assert_int_ge(holds, 4);
}
END_TEST

/* A supervisor's, ten minutes after the last decision. */
static int64_t at_the_desk(void *ctx)
{
    (void)ctx;
    return asked("SELECT max(ts_us) + 600000000 FROM decision");
}

static jaga_desk *open_desk(void)
{
    jaga_desk_login login = { .db = db, .session = "one", .now_us = at_the_desk };
    jaga_desk *desk = NULL;

    OK(jaga_desk_open(&login, &desk, &why));
    OK(jaga_desk_add_agent(desk, "sari", "supervisor", "id,en,zh", NULL, &why));
    jaga_desk_close(desk);
    login.agent = "sari";
    OK(jaga_desk_open(&login, &desk, &why));
    return desk;
}

START_TEST(R2a_a_forgotten_password_is_screened_for_theft_first)
{
    const machine *reset = password_machine();
    const uint8_t gate = (uint8_t)machine_find_state(reset, "RISK_GATE");
    const uint8_t on_gate = (uint8_t)machine_find_event(reset, "GATE");

    ck_assert(password_is_theft(true, false, false));
    ck_assert_str_eq(reset->states[machine_step(reset, gate, on_gate, MACHINE_ENGINE, 1).to],
                     "THEFT");
    /* From there nothing leads to a ticket. */
    for (uint8_t event = 0; event < reset->event_count; event++) {
        for (unsigned actor = 1; actor <= MACHINE_LEGAL; actor <<= 1) {
            const uint8_t theft = (uint8_t)machine_find_state(reset, "THEFT");
            ck_assert_int_eq(machine_step(reset, theft, event, actor, ~0u).answer, MACHINE_ILLEGAL);
        }
    }
    /* The whole way: a case is open about one account and nothing about the other. */
    int64_t robbed = 0, other = 0;
    scan_log("desk", "");
    jaga_desk *desk = open_desk();
    OK(jaga_request_open(desk, &(jaga_request_wish){ "password", "rina", NULL, NULL }, &robbed,
                         &why));
    OK(jaga_request_open(desk, &(jaga_request_wish){ "password", "budi", NULL, NULL }, &other,
                         &why));
    ck_assert_int_eq(jaga_request_step(desk, robbed, "issue", NULL, &why), JAGA_ERR_USAGE);
    jaga_desk_close(desk);
    ck_assert_int_eq(asked("SELECT count(*) FROM request WHERE account = 'rina' AND state = "
                           "'THEFT' AND is_open = 0"),
                     1);
    ck_assert_int_eq(asked("SELECT count(*) FROM request WHERE account = 'budi' AND state = "
                           "'ELEMENT1' AND is_open = 1"),
                     1);
}
END_TEST

START_TEST(R2b_nothing_is_released_reset_or_closed_without_proof_of_identity)
{
    const release_limits limits = release_limits_default();
    const release_request release = { .has_hold_id = true,
                                      .contact_changed_us = INT64_MIN,
                                      .device_bound_us = INT64_MIN };
    const closure_facts closing = { .credential_changed_us = INT64_MIN,
                                    .contact_changed_us = INT64_MIN,
                                    .device_changed_us = INT64_MIN };
    const machine *reset = password_machine();
    const machine_step_result ticket =
        machine_step(reset, (uint8_t)machine_find_state(reset, "ELEMENT2"),
                     (uint8_t)machine_find_event(reset, "ISSUE"), MACHINE_AGENT, 0);

    ck_assert_uint_eq(release_judge(&release, &limits).blocks, RELEASE_BLOCK(IDENTITY_TOO_WEAK));
    ck_assert_uint_eq(closure_judge(&closing), CLOSURE_BLOCK(IDENTITY));
    ck_assert_int_eq(ticket.answer, MACHINE_GUARDED);
}
END_TEST

/* Whatever happens to a case, it ends by a release, by a finished checklist with proof of identity,
 * or with no hold left; the way there leads over a person. */
START_TEST(R2d_only_a_released_or_lapsed_hold_lets_money_out)
{
    const machine *theft = case_machine();
    const uint32_t ends = CASE_GUARD(NO_ACTIVE_HOLD) | CASE_GUARD(IDENTITY_RESTORES);
    int ways = 0;

    for (uint8_t i = 0; i < theft->row_count; i++) {
        if (theft->rows[i].to == CASE_CLOSED) {
            ck_assert_uint_ne(theft->rows[i].needs & ends, 0);
            ways++;
        }
    }
    ck_assert_int_eq(ways, 3);
    /* No outcome without proof, but for a supervisor's word. */
    for (uint8_t event = 0; event < theft->event_count; event++) {
        const machine_step_result got = machine_step(
            theft, CASE_VERIFYING, event, MACHINE_AGENT,
            ~(CASE_GUARD(IDENTITY_DECIDES) | CASE_GUARD(ANY_NOT_MINE) | CASE_GUARD(COERCED)));
        ck_assert(got.to == CASE_VERIFYING || got.to == CASE_CONTACTING);
    }
}
END_TEST

START_TEST(Q2_2_reset_new_device_and_payout_within_the_hour_is_a_pattern)
{
    scan_log("reset", "");
    ck_assert_int_ge(asked("SELECT count(*) FROM decision AS d JOIN evidence AS e USING (record) "
                           "WHERE d.outcome = 'hold' AND e.signal = 'takeover-chain'"),
                     1);
}
END_TEST

START_TEST(Q2_10_no_account_is_restored_without_its_second_factor)
{
    const restore_rules rules = { RESTORE_ALL };
    const unsigned open = restore_open(RESTORE_ALL & ~RESTORE_BIT(RESTORE_SECOND_FACTOR), &rules);

    ck_assert_uint_eq(open, RESTORE_BIT(RESTORE_SECOND_FACTOR));
    ck_assert_int_eq(restore_refuse(open, &why), JAGA_ERR_USAGE);
    ck_assert_int_eq(machine_step(case_machine(), CASE_RESTORING, CASE_ON_RESTORED,
                                  MACHINE_SUPERVISOR, ~CASE_GUARD(CHECKLIST_DONE))
                         .answer,
                     MACHINE_GUARDED);
}
END_TEST

/* A key pressed in the voice menu is a report like any other: no agent has a part in the hold. */
START_TEST(Q3_1_a_report_by_voice_menu_holds_before_anybody_answers)
{
    jaga_span text;

    scan_log("report",
             "voice-1,2026-03-18T10:00:00+07:00,customer_report,ok,tono,,,,,,,hotline,\n");
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE account = 'tono'"), 1);
    for (int l = 0; l < TEXTS_LANGUAGE_COUNT; l++) {
        ck_assert(texts_find((texts_language)l, "script.calm", &text, NULL));
    }
}
END_TEST

START_TEST(Q3_2_a_new_pin_does_not_lift_a_hold)
{
    scan_log("report", "");
    const int64_t before = asked("SELECT count(*) FROM hold WHERE state = 'wanted'");
    scan_log("report",
             "pin-1,2026-03-17T10:05:00+07:00,pin_reset,ok,dewi,,,,,,dewi-phone,app,pin\n"
             "pin-2,2026-03-17T10:06:00+07:00,password_change,ok,dewi,,,,,,dewi-phone,app,"
             "pin\n");
    ck_assert_int_eq(before, 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE state = 'wanted'"), before);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold"), before);
}
END_TEST

START_TEST(Q3_3_no_reset_from_a_new_device_remote_access_or_a_proxy)
{
    ck_assert(restore_may_reset(&(restore_reset){ .is_device_trusted = true }));
    ck_assert(!restore_may_reset(&(restore_reset){ .is_device_trusted = false }));
    ck_assert(!restore_may_reset(
        &(restore_reset){ .is_device_trusted = true, .has_remote_access = true }));
    ck_assert(
        !restore_may_reset(&(restore_reset){ .is_device_trusted = true, .is_behind_proxy = true }));
}
END_TEST

START_TEST(Q3_4_no_case_ends_with_open_items_of_the_checklist)
{
    const restore_rules rules = { RESTORE_ALL };

    for (int i = 0; i < RESTORE_ITEM_COUNT; i++) {
        ck_assert_uint_ne(restore_open(RESTORE_ALL & ~RESTORE_BIT(i), &rules), 0);
    }
    ck_assert_int_eq(machine_step(case_machine(), CASE_RESTORING, CASE_ON_RESTORED, MACHINE_AGENT,
                                  ~CASE_GUARD(CHECKLIST_DONE))
                         .answer,
                     MACHINE_GUARDED);
}
END_TEST

START_TEST(Q3_5_a_customers_report_holds_at_once)
{
    scan_log("report", "");
    ck_assert_int_eq(asked("SELECT count(*) FROM hold AS h JOIN decision AS d USING (record) WHERE "
                           "d.event_id = 'rep-031' AND h.reason = 'CUST_REPORT' AND h.placed_us - "
                           "d.ts_us <= 1000000 AND d.belief > 0.99"),
                     1);
}
END_TEST

START_TEST(Q3_6_no_theft_is_confirmed_before_every_debit_is_marked)
{
    const machine_step_result got =
        machine_step(case_machine(), CASE_VERIFYING, CASE_ON_DECIDE_CONFIRMED, MACHINE_AGENT,
                     ~CASE_GUARD(ALL_MARKED));

    ck_assert_int_eq(got.answer, MACHINE_GUARDED);
    ck_assert_uint_eq(got.missing, CASE_GUARD(ALL_MARKED));
}
END_TEST

/* The call about the only case, up to the customer's words on each payment. */
static void talk_to_owner(jaga_desk *desk)
{
    static const char *const evidence[] = { "B", "K" };
    static const char number[] = "00000018";

    OK(jaga_desk_call(desk, number, "inbound", NULL, &why));
    OK(jaga_desk_call(desk, number, "code", "the app is locked", &why));
    for (size_t i = 0; i < sizeof evidence / sizeof evidence[0]; i++) {
        OK(jaga_desk_verify(desk, number, evidence[i], true, &why));
    }
    OK(jaga_desk_mark(desk, number, "rest", "not-mine", &why));
}

START_TEST(Q3_7_a_confirmed_theft_freezes_and_cuts_off)
{
    scan_log("desk", "");
    scan_more("event_id,ts,type,status,account,amount,currency,instrument,detail\n"
              "code-1,2026-03-18T18:11:00+07:00,cash_code,ok,rina,15000,IDR,code-a,state=issued\n"
              "code-2,2026-03-18T18:11:01+07:00,cash_code,ok,rina,15000,IDR,code-b,state=issued\n"
              "code-3,2026-03-18T18:11:02+07:00,cash_code,ok,rina,15000,IDR,code-b,"
              "state=redeemed\n");
    jaga_desk *desk = open_desk();
    talk_to_owner(desk);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE scope = 'FULL'"), 0);
    OK(jaga_desk_outcome(desk, "00000018", "theft", &(jaga_desk_words){ NULL, "a stranger" },
                         &why));
    jaga_desk_close(desk);
    ck_assert_int_eq(
        asked("SELECT count(*) FROM outbox WHERE kind = 'upgrade' AND account = 'rina' AND "
              "json_extract(body, '$.scope') = 'FULL'"),
        1);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE scope = 'SESSION_KILL' AND account = "
                           "'rina'"),
                     1);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE scope = 'INSTRUMENT'"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM hold WHERE instrument = 'code-a'"), 1);
}
END_TEST

START_TEST(Q3_8_stolen_money_is_followed_to_where_it_is)
{
    scan_changed("reset", "withdraw,ok,sari,1880195,IDR,0,bank-99,bank,",
                 "transfer,ok,sari,1880195,IDR,0,budi,wallet,", "");
    char *told = answer_of("cases");
    /* stolen, at rest in a wallet, gone to a bank, scattered */
    ck_assert_msg(strstr(told, ",3380195.00,1880195.00,1500000.00,0.00,") != NULL, "%s", told);
    free(told);
}
END_TEST

START_TEST(Q3_10_each_claim_has_a_due_date_and_an_answer_with_rights)
{
    business_calendar calendar;
    jurisdiction rules;
    jurisdiction_due due;
    jaga_span text;

    OK(jurisdiction_find(JURISDICTION_DEFAULT, &rules, &why));
    OK(business_calendar_shipped(&calendar, rules.country, BUSINESS_JOINT_IS_FREE, &why));
    OK(jurisdiction_when(&rules, JURISDICTION_FIRST, &calendar, STORY_START, &due, &why));
    ck_assert_int_gt(due.due_us, STORY_START);
    ck_assert_int_eq(machine_step(dispute_machine(), DISPUTE_INVESTIGATING,
                                  DISPUTE_ON_DECIDE_REJECT, MACHINE_AGENT, ~0u)
                         .answer,
                     MACHINE_NOT_YOURS);
    ck_assert(texts_find(TEXTS_ID, "dispute.DECIDED_REJECT", &text, NULL));
}
END_TEST

START_TEST(Q4_5_no_closing_an_hour_after_a_reset)
{
    const closure_facts facts = { .now_us = STORY_START,
                                  .identity = IDENTITY_BIT(IDENTITY_V),
                                  .credential_changed_us = STORY_START - STORY_HOUR,
                                  .contact_changed_us = INT64_MIN,
                                  .device_changed_us = INT64_MIN };

    ck_assert_uint_eq(closure_judge(&facts), CLOSURE_BLOCK(CHANGED));
    for (unsigned set = 0; set < 128; set++) {
        closure_facts other = facts;
        other.identity = set;
        other.credential_changed_us = INT64_MIN;
        ck_assert_int_eq(closure_judge(&other) == 0, identity_allows(set, IDENTITY_RESTORE));
    }
}
END_TEST

START_TEST(Q4_10_money_out_of_a_closed_account_is_an_alarm)
{
    static const char closed[] =
        "end-1,2026-03-18T10:00:00+07:00,closed,ok,tono,,,,,,tono-phone,app,\n";
    static const char paid[] = "end-2,2026-03-18T10:00:01+07:00,payment,ok,tono,25000,IDR,1676815,"
                               "shop-1,merchant,tono-phone,app,pin\n";
    static const char refused[] = "end-2,2026-03-18T10:00:01+07:00,payment,failed,tono,25000,IDR,"
                                  "1676815,shop-1,merchant,tono-phone,app,pin\n";
    char both[400];

    scan_log("report", closed);
    char *told = answer_of("oddities");
    ck_assert_ptr_null(strstr(told, "closed-activity"));
    free(told);
    (void)snprintf(both, sizeof both, "%s%s", closed, refused);
    scan_log("report", both);
    told = answer_of("oddities");
    ck_assert_ptr_null(strstr(told, "closed-activity"));
    free(told);
    (void)snprintf(both, sizeof both, "%s%s", closed, paid);
    scan_log("report", both);
    told = answer_of("oddities");
    ck_assert_ptr_nonnull(strstr(told, "closed-activity,tono,2026-03-18T03:00:01Z"));
    ck_assert_ptr_nonnull(strstr(told, "end-2"));
    free(told);
    ck_assert_int_eq(asked("SELECT count(*) FROM decision WHERE event_id = 'end-2' AND outcome = "
                           "'alert' AND note = 'closed-account'"),
                     1);
    ck_assert_int_eq(asked("SELECT count(*) FROM decision WHERE note = 'closed-account'"), 1);
    /* And no way leads back. */
    const machine *closing = closure_machine();
    for (uint8_t i = 0; i < closing->row_count; i++) {
        if ((closing->rows[i].from & 1u << CLOSURE_CLOSED) != 0) {
            ck_assert(closing->rows[i].to == CLOSURE_CONFIRMED ||
                      closing->rows[i].to == CLOSURE_CLOSED_UNCONFIRMED);
        }
    }
}
END_TEST

START_TEST(C2_every_state_can_be_told_in_three_languages)
{
    const machine *machines[] = { case_machine(), dispute_machine() };
    static const char *const prefixes[] = { "case", "dispute" };

    for (size_t m = 0; m < 2; m++) {
        for (uint8_t i = 1; i < machines[m]->state_count; i++) {
            char key[64];
            (void)snprintf(key, sizeof key, "%s.%s", prefixes[m], machines[m]->states[i]);
            for (int l = 0; l < TEXTS_LANGUAGE_COUNT; l++) {
                jaga_span text;
                bool is_english = false;
                ck_assert(texts_find((texts_language)l, key, &text, &is_english));
                ck_assert_int_eq(is_english, l == TEXTS_EN);
            }
        }
    }
}
END_TEST

START_TEST(C3_an_old_log_with_its_settings_gives_the_same_decisions)
{
    scan_log("reset", "");
    char *first = answer_of("canonical");
    ck_assert_int_eq(asked("SELECT count(*) FROM decision AS d WHERE NOT EXISTS (SELECT 1 FROM "
                           "settings AS s WHERE s.record <= d.record)"),
                     0);
    scan_log("reset", "");
    char *again = answer_of("canonical");
    ck_assert_str_eq(first, again);
    free(first);
    free(again);
}
END_TEST

UNIT_MAIN("requirements", I1_the_profile_of_indonesia_has_its_limits,
          I2_every_hold_has_a_case_and_a_call, R2a_a_forgotten_password_is_screened_for_theft_first,
          R2b_nothing_is_released_reset_or_closed_without_proof_of_identity,
          R2d_only_a_released_or_lapsed_hold_lets_money_out,
          Q2_2_reset_new_device_and_payout_within_the_hour_is_a_pattern,
          Q2_10_no_account_is_restored_without_its_second_factor,
          Q3_1_a_report_by_voice_menu_holds_before_anybody_answers,
          Q3_2_a_new_pin_does_not_lift_a_hold,
          Q3_3_no_reset_from_a_new_device_remote_access_or_a_proxy,
          Q3_4_no_case_ends_with_open_items_of_the_checklist, Q3_5_a_customers_report_holds_at_once,
          Q3_6_no_theft_is_confirmed_before_every_debit_is_marked,
          Q3_7_a_confirmed_theft_freezes_and_cuts_off, Q3_8_stolen_money_is_followed_to_where_it_is,
          Q3_10_each_claim_has_a_due_date_and_an_answer_with_rights,
          Q4_5_no_closing_an_hour_after_a_reset, Q4_10_money_out_of_a_closed_account_is_an_alarm,
          C2_every_state_can_be_told_in_three_languages,
          C3_an_old_log_with_its_settings_gives_the_same_decisions)
