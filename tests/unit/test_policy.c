#include "story.h"

#include "policy/policy.h"

/* One test for each line of the precedence, and for what it notes in the account's block. */

#define ALERTING 0.2
#define ASKING   0.6
#define HOLDING  0.9
#define CERTAIN  0.99

/* What a wallet without a configuration has. */
static const policy *usual_policy(void)
{
    static policy usual;
    jaga_settings settings;

    jaga_settings_default(&settings);
    usual = policy_of(&settings);
    return &usual;
}

static jaga_account_hot new_account(void)
{
    return (jaga_account_hot){ .key_low = 1 };
}

/* As the engine does: what it has not computed is as if nothing were set aside. */
static breaker circuit;
static jaga_account_cold cold;

static policy_verdict decide(jaga_account_hot *hot, policy_question *question)
{
    question->belief_besides = question->belief;
    return policy_decide(usual_policy(), &circuit, hot, &cold, question);
}

static policy_verdict ask(jaga_account_hot *hot, double belief, bool has_fresh, int64_t ts_us)
{
    const jaga_event event = story_transfer("A", ts_us, 10000000, 90000000, "P", "D");
    policy_question question = { .event = &event, .belief = belief, .has_fresh = has_fresh };

    return decide(hot, &question);
}

static policy_verdict report(jaga_account_hot *hot, int64_t ts_us)
{
    const jaga_event event = story_event("A", JAGA_TYPE_CUSTOMER_REPORT, ts_us);
    policy_question question = {
        .event = &event, .belief = 0.99, .has_fresh = true, .is_customer_report = true
    };

    return decide(hot, &question);
}

START_TEST(thresholds_part_allow_alert_step_up_and_hold)
{
    static const struct {
        double belief;
        jaga_outcome outcome;
    } rows[] = {
        { 0.0, JAGA_OUTCOME_ALLOW },   { 0.0599, JAGA_OUTCOME_ALLOW },
        { 0.06, JAGA_OUTCOME_ALERT },  { 0.4999, JAGA_OUTCOME_ALERT },
        { 0.5, JAGA_OUTCOME_STEP_UP }, { 0.6499, JAGA_OUTCOME_STEP_UP },
        { 0.65, JAGA_OUTCOME_HOLD },   { 1.0, JAGA_OUTCOME_HOLD },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jaga_account_hot hot = new_account();
        ck_assert_int_eq(ask(&hot, rows[i].belief, true, STORY_START).outcome, rows[i].outcome);
    }
}
END_TEST

START_TEST(thresholds_rise_from_alert_to_strong)
{
    const policy *p = usual_policy();
    ck_assert(0.0 < p->alert && p->alert < p->step_up && p->step_up < p->hold &&
              p->hold < p->strong && p->strong < 1.0);
}
END_TEST

START_TEST(what_is_allowed_leaves_no_trace)
{
    jaga_account_hot hot = new_account(), before = hot;
    const policy_verdict verdict = ask(&hot, 0.01, true, STORY_START);
    ck_assert(!verdict.has_case && !verdict.is_new_case);
    ck_assert_mem_eq(&hot, &before, sizeof hot);
}
END_TEST

START_TEST(without_money_or_fresh_evidence_nothing_is_decided)
{
    static const jaga_event_type types[] = { JAGA_TYPE_LOGIN, JAGA_TYPE_TOPUP,
                                             JAGA_TYPE_SIM_CHANGE };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        jaga_account_hot hot = new_account();
        const jaga_event event = story_event("A", types[i], STORY_START);
        policy_question question = { .event = &event, .belief = CERTAIN };
        ck_assert_int_eq(decide(&hot, &question).outcome, JAGA_OUTCOME_ALLOW);
        question.has_fresh = true;
        ck_assert_int_eq(decide(&hot, &question).outcome, JAGA_OUTCOME_HOLD);
    }
}
END_TEST

START_TEST(remembered_evidence_is_enough_when_money_moves_or_tries_to)
{
    static const jaga_event_status statuses[] = { JAGA_STATUS_OK, JAGA_STATUS_FAILED,
                                                  JAGA_STATUS_PENDING };
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        jaga_account_hot hot = new_account();
        jaga_event event = story_transfer("A", STORY_START, 10000000, 90000000, "P", "D");
        policy_question question = { .event = &event, .belief = HOLDING };
        event.status = (uint8_t)statuses[i];
        ck_assert_int_eq(decide(&hot, &question).outcome, JAGA_OUTCOME_HOLD);
    }
}
END_TEST

START_TEST(a_reversal_is_no_money_that_moves)
{
    jaga_account_hot hot = new_account();
    jaga_event event = story_transfer("A", STORY_START, 10000000, 90000000, "P", "D");
    policy_question question = { .event = &event, .belief = HOLDING };
    event.status = JAGA_STATUS_REVERSED;
    ck_assert_int_eq(decide(&hot, &question).outcome, JAGA_OUTCOME_ALLOW);
}
END_TEST

START_TEST(a_report_holds_whatever_belief_says)
{
    jaga_account_hot hot = new_account();
    const jaga_event event = story_event("A", JAGA_TYPE_CUSTOMER_REPORT, STORY_START);
    policy_question question = { .event = &event, .belief = 0.0, .is_customer_report = true };
    const policy_verdict verdict = decide(&hot, &question);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
    ck_assert_int_eq(verdict.reason, JAGA_REASON_CUST_REPORT);
    ck_assert(verdict.is_new_case);
}
END_TEST

START_TEST(a_report_holds_over_a_hold_of_our_own_and_joins_its_case)
{
    jaga_account_hot hot = new_account();
    ck_assert(ask(&hot, HOLDING, true, STORY_START).is_new_case);
    const policy_verdict verdict = report(&hot, STORY_START + STORY_HOUR);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
    ck_assert_int_eq(verdict.reason, JAGA_REASON_CUST_REPORT);
    ck_assert(verdict.has_case && !verdict.is_new_case);
    ck_assert_uint_eq(hot.hold_until_s, (STORY_START + STORY_HOUR) / STORY_SECOND + 30 * 86400);
}
END_TEST

START_TEST(a_second_report_of_a_held_account_is_an_alert)
{
    jaga_account_hot hot = new_account();
    ck_assert_int_eq(report(&hot, STORY_START).outcome, JAGA_OUTCOME_HOLD);
    const policy_verdict verdict = report(&hot, STORY_START + STORY_DAY);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_ALERT);
    ck_assert(verdict.has_case && !verdict.is_new_case);
}
END_TEST

START_TEST(a_held_account_gets_alerts_that_join_its_case)
{
    jaga_account_hot hot = new_account();
    ask(&hot, HOLDING, true, STORY_START);
    const policy_verdict verdict = ask(&hot, CERTAIN, true, STORY_START + STORY_HOUR);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_ALERT);
    ck_assert(verdict.has_case && !verdict.is_new_case);
}
END_TEST

START_TEST(an_alert_soon_after_another_must_believe_more)
{
    jaga_account_hot hot = new_account();
    const int64_t soon_us = STORY_START + 9 * STORY_MINUTE;
    ck_assert_int_eq(ask(&hot, ALERTING, true, STORY_START).outcome, JAGA_OUTCOME_ALERT);
    ck_assert_int_eq(ask(&hot, ALERTING, true, soon_us).outcome, JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(ask(&hot, ALERTING + 0.1, true, soon_us).outcome, JAGA_OUTCOME_ALERT);
    ck_assert_int_eq(ask(&hot, ALERTING, true, soon_us).outcome, JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(ask(&hot, ALERTING, true, soon_us + 10 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALERT);
}
END_TEST

START_TEST(a_step_up_soon_after_another_is_an_alert)
{
    jaga_account_hot hot = new_account();
    ck_assert_int_eq(ask(&hot, ASKING, true, STORY_START).outcome, JAGA_OUTCOME_STEP_UP);
    ck_assert_int_eq(ask(&hot, ASKING, true, STORY_START + 14 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALERT);
    ck_assert_int_eq(ask(&hot, ASKING, true, STORY_START + 15 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_STEP_UP);
}
END_TEST

START_TEST(a_step_up_opens_no_case)
{
    jaga_account_hot hot = new_account();
    const policy_verdict verdict = ask(&hot, ASKING, true, STORY_START);
    ck_assert(!verdict.has_case && !verdict.is_new_case);
    ck_assert_uint_eq(hot.hold_until_s, 0);
}
END_TEST

START_TEST(a_hold_lives_as_long_as_its_reason_says)
{
    jaga_account_hot hot = new_account();
    policy_verdict verdict = ask(&hot, HOLDING, true, STORY_START);
    ck_assert_int_eq(verdict.reason, JAGA_REASON_ATO_MEDIUM);
    ck_assert_int_eq(verdict.hold_life_s, 4 * 3600);
    ck_assert_uint_eq(hot.hold_until_s, STORY_START / STORY_SECOND + 4 * 3600);
    hot = new_account();
    verdict = ask(&hot, CERTAIN, true, STORY_START);
    ck_assert_int_eq(verdict.reason, JAGA_REASON_ATO_STRONG);
    ck_assert_int_eq(verdict.hold_life_s, 24 * 3600);
    hot = new_account();
    ck_assert_int_eq(report(&hot, STORY_START).hold_life_s, 30 * 86400);
}
END_TEST

START_TEST(a_lapsed_hold_with_an_open_case_and_nothing_new_is_a_step_up_at_most)
{
    jaga_account_hot hot = new_account();
    ask(&hot, HOLDING, true, STORY_START);
    const policy_verdict verdict = ask(&hot, CERTAIN, false, STORY_START + 5 * STORY_HOUR);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_STEP_UP);
    ck_assert(verdict.has_case && !verdict.is_new_case);
}
END_TEST

START_TEST(fresh_evidence_after_a_lapsed_hold_holds_again_in_the_same_case)
{
    jaga_account_hot hot = new_account();
    ask(&hot, HOLDING, true, STORY_START);
    const policy_verdict verdict = ask(&hot, HOLDING, true, STORY_START + 5 * STORY_HOUR);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
    ck_assert(verdict.has_case && !verdict.is_new_case);
}
END_TEST

START_TEST(a_week_after_the_hold_lapsed_another_case_begins)
{
    jaga_account_hot hot = new_account();
    const int64_t over_us = STORY_START + 4 * STORY_HOUR + 7 * STORY_DAY;
    ask(&hot, HOLDING, true, STORY_START);
    ck_assert(!ask(&hot, HOLDING, true, over_us - STORY_SECOND).is_new_case);
    hot = new_account();
    ask(&hot, HOLDING, true, STORY_START);
    ck_assert(ask(&hot, HOLDING, true, over_us).is_new_case);
}
END_TEST

START_TEST(an_incident_begins_with_the_first_decision_of_an_unbroken_run)
{
    jaga_account_hot hot = new_account();
    ask(&hot, ALERTING, true, STORY_START);
    ask(&hot, ASKING, true, STORY_START + 71 * STORY_HOUR);
    policy_verdict verdict = ask(&hot, HOLDING, true, STORY_START + 140 * STORY_HOUR);
    ck_assert_int_eq(verdict.incident_start_us, STORY_START);
    verdict = ask(&hot, HOLDING, true, STORY_START + 140 * STORY_HOUR + 73 * STORY_HOUR);
    ck_assert_int_eq(verdict.incident_start_us, STORY_START + 213 * STORY_HOUR);
}
END_TEST

START_TEST(a_report_without_earlier_decisions_looks_back_a_day)
{
    jaga_account_hot hot = new_account();
    ck_assert_int_eq(report(&hot, STORY_START).incident_start_us, STORY_START - STORY_DAY);
    hot = new_account();
    ask(&hot, ALERTING, true, STORY_START - 2 * STORY_HOUR);
    ck_assert_int_eq(report(&hot, STORY_START).incident_start_us, STORY_START - 2 * STORY_HOUR);
}
END_TEST

START_TEST(a_late_decision_moves_the_start_of_its_incident_back)
{
    jaga_account_hot hot = new_account();
    ask(&hot, ALERTING, true, STORY_START);
    const policy_verdict verdict = ask(&hot, ASKING, true, STORY_START - STORY_HOUR);
    ck_assert_int_eq(verdict.incident_start_us, STORY_START - STORY_HOUR);
    ck_assert_uint_eq(hot.alerted_s, STORY_START / STORY_SECOND);
}
END_TEST

static int64_t loss(const jaga_account_hot *hot, int64_t amount, int64_t balance, int of)
{
    jaga_event event = story_transfer("A", STORY_START, amount, balance, "P", "D");

    event.status = (uint8_t)of;
    return policy_expected_loss_minor(usual_policy(), hot, &event, 0.25);
}

/* Half of what left can be called back, as long as it left just now. */
START_TEST(expected_loss_is_belief_times_what_a_hold_still_saves)
{
    jaga_account_hot hot = new_account();

    hot.balance_minor = JAGA_UNKNOWN_MINOR;
    ck_assert_int_eq(loss(&hot, 400, 1000, JAGA_STATUS_OK), 300);
    ck_assert_int_eq(loss(&hot, 400, 1000, JAGA_STATUS_FAILED), 250);
    ck_assert_int_eq(loss(&hot, 400, JAGA_UNKNOWN_MINOR, JAGA_STATUS_OK), 50);
    ck_assert_int_eq(loss(&hot, 400, JAGA_UNKNOWN_MINOR, JAGA_STATUS_FAILED), JAGA_UNKNOWN_MINOR);
    hot.balance_minor = 2000;
    ck_assert_int_eq(loss(&hot, 400, JAGA_UNKNOWN_MINOR, JAGA_STATUS_FAILED), 500);
    hot.money_us = STORY_START - INT64_C(900000000); /* a quarter of an hour: half is given up */
    hot.out_minor[JAGA_SPAN_15M] = 1600;
    ck_assert_int_eq(loss(&hot, 400, 2000, JAGA_STATUS_FAILED), 600);
    ck_assert_int_eq(loss(&hot, INT64_MAX / 2, INT64_MAX / 2, JAGA_STATUS_OK) > 0, 1);
}
END_TEST

UNIT_MAIN("policy", thresholds_part_allow_alert_step_up_and_hold,
          thresholds_rise_from_alert_to_strong, what_is_allowed_leaves_no_trace,
          without_money_or_fresh_evidence_nothing_is_decided,
          remembered_evidence_is_enough_when_money_moves_or_tries_to,
          a_reversal_is_no_money_that_moves, a_report_holds_whatever_belief_says,
          a_report_holds_over_a_hold_of_our_own_and_joins_its_case,
          a_second_report_of_a_held_account_is_an_alert,
          a_held_account_gets_alerts_that_join_its_case,
          an_alert_soon_after_another_must_believe_more, a_step_up_soon_after_another_is_an_alert,
          a_step_up_opens_no_case, a_hold_lives_as_long_as_its_reason_says,
          a_lapsed_hold_with_an_open_case_and_nothing_new_is_a_step_up_at_most,
          fresh_evidence_after_a_lapsed_hold_holds_again_in_the_same_case,
          a_week_after_the_hold_lapsed_another_case_begins,
          an_incident_begins_with_the_first_decision_of_an_unbroken_run,
          a_report_without_earlier_decisions_looks_back_a_day,
          a_late_decision_moves_the_start_of_its_incident_back,
          expected_loss_is_belief_times_what_a_hold_still_saves)
