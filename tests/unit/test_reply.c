#include "story.h"

#include "base/when.h"
#include "pipeline/engine.h"
#include "policy/reply.h"

/* What the ledger and people answer, and what it changes in the engine. */

static const policy *usual_policy(void)
{
    static policy usual;
    jaga_settings settings;

    jaga_settings_default(&settings);
    usual = policy_of(&settings);
    return &usual;
}

static const engine_caps few = { .accounts = 256, .entities = 1024, .event_ids = 8192 };

typedef struct bench {
    engine engine;
    uint64_t number;
    engine_step step;
    jaga_span opened_by; /* the event that was held */
} bench;

static void take(bench *b, const jaga_event *event)
{
    const jaga_record record = story_record(event);
    OK(engine_take(&b->engine, &record, b->number++, &b->step, &why));
}

static profile_account blocks(bench *b)
{
    const jaga_event event = story_event("V", JAGA_TYPE_LOGIN, STORY_START);
    const jaga_record record = story_record(&event);
    profile_account account;
    ck_assert(profile_look_up(&b->engine.profile, &record, &account));
    return account;
}

#define NIGHT (STORY_START + 14 * STORY_DAY)

/* Two weeks in shops, then a new SIM, a new phone and an empty wallet: a hold at NIGHT + 1 h. */
static void rob(bench *b)
{
    static const bench empty;
    *b = empty;
    OK(engine_open(&b->engine, &few, &why));
    for (int day = 0; day < 14; day++) {
        jaga_event event = story_transfer("V", STORY_START + day * STORY_DAY, 2000000 + day * 90000,
                                          500000000, "shop", "phone");
        event.type = JAGA_TYPE_PAYMENT;
        event.counterparty_kind = JAGA_PARTY_MERCHANT;
        take(b, &event);
        ck_assert(!b->step.has_decision);
    }
    jaga_event event = story_event("V", JAGA_TYPE_SIM_CHANGE, NIGHT);
    take(b, &event);
    event = story_transfer("V", NIGHT + STORY_HOUR, 500000000, 0, "MULE", "stolen");
    take(b, &event);
    ck_assert(b->step.has_decision);
    ck_assert_int_eq(b->step.decision.outcome, JAGA_OUTCOME_HOLD);
    b->opened_by = event.event_id;
}

static void answer(bench *b, jaga_event_type type, int64_t ts_us, jaga_span ref, const char *reason)
{
    jaga_event event = story_event("V", type, ts_us);
    event.ref = ref;
    event.reason = story_span(reason);
    take(b, &event);
    ck_assert(!b->step.has_decision);
}

static jaga_span hold_of(const bench *b)
{
    return story_text("%s", b->step.decision.hold_key.text);
}

static int64_t until_us(bench *b)
{
    return (int64_t)blocks(b).hot->hold_until_s * STORY_SECOND;
}

START_TEST(a_hold_lives_from_its_first_acknowledgement)
{
    bench b;
    rob(&b);
    const jaga_span hold = hold_of(&b);
    const int64_t life_us = b.step.decision.hold_life_s * STORY_SECOND;
    ck_assert_int_eq(until_us(&b), NIGHT + STORY_HOUR + life_us);
    answer(&b, JAGA_TYPE_HOLD_ACK, NIGHT + 2 * STORY_HOUR, story_span("another"), "");
    ck_assert_int_eq(until_us(&b), NIGHT + STORY_HOUR + life_us);
    answer(&b, JAGA_TYPE_HOLD_ACK, NIGHT + 2 * STORY_HOUR, hold, "");
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR + life_us);
    answer(&b, JAGA_TYPE_HOLD_ACK, NIGHT + 3 * STORY_HOUR, hold, "");
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR + life_us);
    engine_close(&b.engine);
}
END_TEST

START_TEST(refusals_end_a_hold_only_when_they_are_final)
{
    static const struct {
        const char *code;
        bool ends;
    } rows[] = { { "BUSY", false },           { "timeout", false },
                 { "STALE_SEQ", false },      { "CLOSED", true },
                 { "UNKNOWN_ACCOUNT", true }, { "KEY_REUSED", true },
                 { "UNHEARD_OF", true },      { "", true } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench b;
        rob(&b);
        const jaga_span hold = hold_of(&b);
        const int64_t before_us = until_us(&b);
        answer(&b, JAGA_TYPE_HOLD_NACK, NIGHT + 2 * STORY_HOUR, hold, rows[i].code);
        ck_assert_int_eq(until_us(&b), rows[i].ends ? NIGHT + 2 * STORY_HOUR : before_us);
        engine_close(&b.engine);
    }
}
END_TEST

START_TEST(held_already_is_held)
{
    bench b;
    rob(&b);
    const int64_t life_us = b.step.decision.hold_life_s * STORY_SECOND;
    answer(&b, JAGA_TYPE_HOLD_NACK, NIGHT + 2 * STORY_HOUR, hold_of(&b), "ALREADY_HELD");
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR + life_us);
    engine_close(&b.engine);
}
END_TEST

START_TEST(an_expired_hold_with_nothing_new_asks)
{
    bench b;
    rob(&b);
    answer(&b, JAGA_TYPE_HOLD_EXPIRED, NIGHT + 2 * STORY_HOUR, hold_of(&b), "");
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR);
    jaga_event event =
        story_transfer("V", NIGHT + 3 * STORY_HOUR, 2000000, 500000000, "shop", "phone");
    memcpy(event.currency, "USD", sizeof event.currency); /* no amount to be surprised at */
    take(&b, &event);
    ck_assert(b.step.has_decision);
    ck_assert_int_eq(b.step.decision.outcome, JAGA_OUTCOME_STEP_UP);
    ck_assert(b.step.decision.has_case);
    engine_close(&b.engine);
}
END_TEST

START_TEST(a_released_alarm_is_set_aside)
{
    bench b;
    rob(&b);
    const jaga_span hold = hold_of(&b);
    answer(&b, JAGA_TYPE_RELEASE_ACK, NIGHT + 2 * STORY_HOUR, hold, "");
    const profile_account account = blocks(&b);
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR);
    ck_assert_uint_ne(account.cold->cooled_signals, 0);
    ck_assert_uint_eq(account.hot->cooled_until_s,
                      (NIGHT + 2 * STORY_HOUR) / STORY_SECOND + 72 * 3600);
    /* The owner goes on as before: nothing is remembered. */
    jaga_event event =
        story_transfer("V", NIGHT + 3 * STORY_HOUR, 2000000, 500000000, "shop", "phone");
    take(&b, &event);
    ck_assert(!b.step.has_decision);
    /* An acknowledgement that comes late starts nothing. */
    answer(&b, JAGA_TYPE_HOLD_ACK, NIGHT + 4 * STORY_HOUR, hold, "");
    ck_assert_int_eq(until_us(&b), NIGHT + 2 * STORY_HOUR);
    engine_close(&b.engine);
}
END_TEST

static void label(bench *b, int64_t ts_us, jaga_span ref, const char *detail)
{
    jaga_event event = story_event("V", JAGA_TYPE_LABEL, ts_us);
    event.ref = ref;
    event.detail = story_span(detail);
    take(b, &event);
}

#define CLEARED "outcome=false_alarm;confidence=verified;source=agent"

START_TEST(only_a_verified_false_alarm_of_the_open_case_clears)
{
    static const struct {
        const char *detail, *ref;
        bool clears;
    } rows[] = {
        { CLEARED, "", true },
        { CLEARED, "case", true },
        { CLEARED, "event", true },
        { CLEARED, "other", false },
        { CLEARED ";to=2026-02-15T02:00:00Z", "", true },
        { CLEARED ";to=2026-02-14T00:00:00Z", "", false }, /* about what was before */
        { "outcome=false_alarm;confidence=presumed", "", false },
        { "outcome=false_alarm", "", false },
        { "outcome=theft;confidence=verified", "", false },
        { "outcome=inconclusive", "", false },
        { "outcome=nonsense;confidence=verified", "", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench b;
        rob(&b);
        const char *ref = rows[i].ref;
        const jaga_span about = strcmp(ref, "case") == 0
                                    ? story_text("%s", b.step.decision.case_key.text)
                                : strcmp(ref, "event") == 0 ? b.opened_by
                                                            : story_span(ref);
        const int64_t before_us = until_us(&b);
        label(&b, NIGHT + 2 * STORY_HOUR, about, rows[i].detail);
        const profile_account account = blocks(&b);
        ck_assert_msg((account.hot->cooled_until_s != 0) == rows[i].clears, "row %zu", i);
        ck_assert_int_eq(account.hot->has_case, rows[i].clears ? 0 : 1);
        ck_assert_int_eq(until_us(&b), before_us); /* the money waits for a person */
        engine_close(&b.engine);
    }
}
END_TEST

START_TEST(after_a_cleared_alarm_the_same_evidence_asks_and_a_report_holds)
{
    bench b;
    rob(&b);
    const jaga_span hold = hold_of(&b);
    const uint32_t alarm = blocks(&b).cold->alarm_signals;
    label(&b, NIGHT + 2 * STORY_HOUR, story_span(""), CLEARED);
    answer(&b, JAGA_TYPE_RELEASE_ACK, NIGHT + 2 * STORY_HOUR + STORY_MINUTE, hold, "");
    ck_assert_uint_eq(blocks(&b).cold->cooled_signals, alarm);
    /* Again a new phone and most of the money: what was cleared is not held at medium belief. */
    jaga_event event =
        story_transfer("V", NIGHT + STORY_DAY, 400000000, 100000000, "cousin", "new phone");
    take(&b, &event);
    const bool is_medium = b.step.has_decision && b.step.decision.belief < 0.985;
    ck_assert(!is_medium || b.step.decision.outcome < JAGA_OUTCOME_HOLD);
    event = story_event("V", JAGA_TYPE_CUSTOMER_REPORT, NIGHT + STORY_DAY + STORY_HOUR);
    take(&b, &event);
    ck_assert_int_eq(b.step.decision.outcome, JAGA_OUTCOME_HOLD);
    ck_assert(b.step.decision.is_new_case);
    engine_close(&b.engine);
}
END_TEST

START_TEST(an_earlier_revision_changes_nothing_and_a_correction_ends_the_cool_off)
{
    bench b;
    rob(&b);
    const jaga_span of_case = story_text("%s", b.step.decision.case_key.text);
    label(&b, NIGHT + 2 * STORY_HOUR, of_case, "outcome=theft;confidence=verified;rev=3");
    label(&b, NIGHT + 3 * STORY_HOUR, of_case, CLEARED ";rev=2");
    ck_assert_uint_eq(blocks(&b).hot->cooled_until_s, 0);
    label(&b, NIGHT + 4 * STORY_HOUR, of_case, CLEARED ";rev=20");
    ck_assert_uint_ne(blocks(&b).hot->cooled_until_s, 0);
    label(&b, NIGHT + 5 * STORY_HOUR, of_case, "outcome=theft;rev=3");
    ck_assert_uint_ne(blocks(&b).hot->cooled_until_s, 0);
    label(&b, NIGHT + 6 * STORY_HOUR, of_case, "outcome=theft;rev=21");
    ck_assert_uint_eq(blocks(&b).hot->cooled_until_s, 0);
    /* The case is over: to clear it once more clears nothing that came after. */
    label(&b, NIGHT + 7 * STORY_HOUR, of_case, CLEARED ";rev=22");
    ck_assert_uint_eq(blocks(&b).hot->cooled_until_s, 0);
    engine_close(&b.engine);
}
END_TEST

START_TEST(answers_make_no_accounts)
{
    static const bench empty;
    bench b = empty;
    OK(engine_open(&b.engine, &few, &why));
    answer(&b, JAGA_TYPE_HOLD_ACK, STORY_START, story_span("H"), "");
    label(&b, STORY_START, story_span(""), CLEARED);
    ck_assert_uint_eq(b.engine.profile.hot.count, 0);
    engine_close(&b.engine);
}
END_TEST

static bool proves(jaga_auth auth, jaga_event_status status, double device_age_s, double since_s)
{
    const jaga_features features = { .device_is_known = device_age_s > 0.0,
                                     .device_age_s = device_age_s };
    jaga_account_hot hot = { .key_low = 1 };
    jaga_event event = story_event("V", JAGA_TYPE_STEP_UP_ANSWER, NIGHT);
    event.auth = (uint8_t)auth;
    event.status = (uint8_t)status;
    if (since_s > 0.0) {
        hot.alerted_s = (uint32_t)(NIGHT / STORY_SECOND);
        hot.incident_s = hot.alerted_s - (uint32_t)since_s;
    }
    return reply_proves_owner(usual_policy(), &hot, &event, &features);
}

START_TEST(only_what_a_thief_does_not_have_proves_the_owner)
{
    const double days = 86400.0;
    ck_assert(proves(JAGA_AUTH_SELFIE, JAGA_STATUS_OK, 0.0, 3600.0));
    ck_assert(!proves(JAGA_AUTH_SELFIE, JAGA_STATUS_FAILED, 0.0, 3600.0));
    ck_assert(proves(JAGA_AUTH_BIOMETRIC, JAGA_STATUS_OK, 4 * days, days));
    ck_assert(proves(JAGA_AUTH_TOTP, JAGA_STATUS_OK, 4 * days, days));
    ck_assert(!proves(JAGA_AUTH_BIOMETRIC, JAGA_STATUS_OK, 4 * days - 1.0, days));
    ck_assert(!proves(JAGA_AUTH_BIOMETRIC, JAGA_STATUS_OK, 0.0, 0.0));
    ck_assert(proves(JAGA_AUTH_BIOMETRIC, JAGA_STATUS_OK, 3 * days, 0.0));
    ck_assert(!proves(JAGA_AUTH_OTP_SMS, JAGA_STATUS_OK, 100 * days, 0.0));
    ck_assert(!proves(JAGA_AUTH_OTP_EMAIL, JAGA_STATUS_OK, 100 * days, 0.0));
    ck_assert(!proves(JAGA_AUTH_PIN, JAGA_STATUS_OK, 100 * days, 0.0));
    ck_assert(!proves(JAGA_AUTH_PASSWORD, JAGA_STATUS_OK, 100 * days, 0.0));
}
END_TEST

START_TEST(a_passed_challenge_clears_only_while_nothing_is_held)
{
    bench b;
    rob(&b);
    const jaga_span hold = hold_of(&b);
    jaga_event event = story_event("V", JAGA_TYPE_STEP_UP_ANSWER, NIGHT + 2 * STORY_HOUR);
    event.auth = JAGA_AUTH_SELFIE;
    take(&b, &event);
    ck_assert_uint_eq(blocks(&b).hot->cooled_until_s, 0);
    answer(&b, JAGA_TYPE_HOLD_EXPIRED, NIGHT + 3 * STORY_HOUR, hold, "");
    event = story_event("V", JAGA_TYPE_STEP_UP_ANSWER, NIGHT + 4 * STORY_HOUR);
    event.auth = JAGA_AUTH_SELFIE;
    take(&b, &event);
    ck_assert_uint_ne(blocks(&b).hot->cooled_until_s, 0);
    engine_close(&b.engine);
}
END_TEST

START_TEST(safe_mode_is_the_owners_word)
{
    bench b;
    rob(&b);
    jaga_event event = story_event("V", JAGA_TYPE_SAFE_MODE, NIGHT + 2 * STORY_HOUR);
    event.detail = story_span("state=off");
    take(&b, &event);
    ck_assert(!b.step.has_decision || b.step.decision.outcome < JAGA_OUTCOME_HOLD);
    event = story_event("V", JAGA_TYPE_SAFE_MODE, NIGHT + 3 * STORY_HOUR);
    event.detail = story_span("state=on");
    take(&b, &event);
    ck_assert_int_eq(b.step.decision.outcome, JAGA_OUTCOME_HOLD);
    ck_assert_int_eq(b.step.decision.reason, JAGA_REASON_CUST_REPORT);
    engine_close(&b.engine);
}
END_TEST

START_TEST(the_list_is_part_of_the_log)
{
    static const bench empty;
    bench b = empty;
    OK(engine_open(&b.engine, &few, &why));
    for (int round = 0; round < 3; round++) {
        const jaga_record listed = { .kind = JAGA_RECORD_LISTED,
                                     .event = { .account = story_span("T") },
                                     .is_listed = round != 1 };
        OK(engine_take(&b.engine, &listed, b.number++, &b.step, &why));
        const hash128 key = hash_text128(story_span("T"));
        ck_assert_int_eq(never_hold_has(&b.engine.never_hold, key), round != 1);
        ck_assert(!never_hold_has(&b.engine.never_hold, hash_text128(story_span("U"))));
    }
    ck_assert_uint_eq(b.engine.never_hold.accounts.count, 1);
    ck_assert_uint_eq(b.engine.profile.hot.count, 0);
    engine_close(&b.engine);
}
END_TEST

START_TEST(a_row_is_read_or_told_why_not)
{
    static const struct {
        jaga_event_type type;
        jaga_event_status status;
        const char *ref, *detail, *reason;
    } bad[] = {
        { JAGA_TYPE_HOLD_ACK, JAGA_STATUS_OK, "", "", "bad-answer" },
        { JAGA_TYPE_HOLD_ACK, JAGA_STATUS_FAILED, "h", "", "bad-answer" },
        { JAGA_TYPE_RELEASE_ACK, JAGA_STATUS_PENDING, "h", "", "bad-answer" },
        { JAGA_TYPE_HOLD_NACK, JAGA_STATUS_FAILED, "", "", "bad-answer" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "", "bad-label" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "outcome=thef", "bad-label" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "outcome=theft;confidence=sure", "bad-label" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "outcome=theft;from=then", "bad-label" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "outcome=theft;rev=-1", "bad-label" },
        { JAGA_TYPE_LABEL, JAGA_STATUS_OK, "", "outcome=theft;rev=99999999999", "bad-label" },
    };
    reply_fault fault;
    jaga_reply reply;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        jaga_event event = story_event("V", bad[i].type, STORY_START);
        event.status = (uint8_t)bad[i].status;
        event.ref = story_span(bad[i].ref);
        event.detail = story_span(bad[i].detail);
        ck_assert_msg(!reply_read(&event, &reply, &fault), "row %zu", i);
        ck_assert_str_eq(fault.reason, bad[i].reason);
        ck_assert_ptr_nonnull(fault.cause);
    }
    jaga_event event = story_event("V", JAGA_TYPE_LABEL, STORY_START);
    event.detail = story_span("outcome=theft;confidence=verified;source=agent;"
                              "from=2026-02-01T00:00:00Z;to=1769904060;txns=a|b;rev=3");
    ck_assert(reply_read(&event, &reply, &fault));
    ck_assert_int_eq(reply.verdict, JAGA_VERDICT_THEFT);
    ck_assert(reply.is_verified);
    ck_assert_int_eq(reply.from_us, STORY_START);
    ck_assert_int_eq(reply.to_us, STORY_START + STORY_MINUTE);
    ck_assert_int_eq(reply.revision, 3);
    ck_assert_uint_eq(reply.transactions.length, 3);
    ck_assert_uint_eq(reply.source.length, 5);
}
END_TEST

UNIT_MAIN("reply", a_hold_lives_from_its_first_acknowledgement,
          refusals_end_a_hold_only_when_they_are_final, held_already_is_held,
          an_expired_hold_with_nothing_new_asks, a_released_alarm_is_set_aside,
          only_a_verified_false_alarm_of_the_open_case_clears,
          after_a_cleared_alarm_the_same_evidence_asks_and_a_report_holds,
          an_earlier_revision_changes_nothing_and_a_correction_ends_the_cool_off,
          answers_make_no_accounts, only_what_a_thief_does_not_have_proves_the_owner,
          a_passed_challenge_clears_only_while_nothing_is_held, safe_mode_is_the_owners_word,
          the_list_is_part_of_the_log, a_row_is_read_or_told_why_not)
