#include "story.h"

#include "policy/breaker.h"
#include "policy/policy.h"
#include "policy/reply.h"

/* The precedence of policy.h, pair by pair: for each two reasons that apply at once, which wins.
 * And what each of them is alone. */

static const policy *usual_policy(void)
{
    static policy usual;
    jaga_settings settings;

    jaga_settings_default(&settings);
    usual = policy_of(&settings);
    return &usual;
}

#define MEDIUM 0.9
#define STRONG 0.99

/* An account of which every reason can be made to apply. */
typedef struct scene {
    jaga_account_hot hot;
    jaga_account_cold cold;
    breaker circuit;
    jaga_event event;
    policy_question question;
} scene;

static scene new_scene(double belief)
{
    scene s = { .hot = { .key_low = 1, .balance_minor = JAGA_UNKNOWN_MINOR },
                .event = story_transfer("A", STORY_START, 10000000, 90000000, "P", "D") };
    s.question = (policy_question){
        .belief = belief, .belief_besides = belief, .signals = 6, .has_fresh = true
    };
    return s;
}

static policy_verdict decide(scene *s)
{
    s->question.event = &s->event;
    return policy_decide(usual_policy(), &s->circuit, &s->hot, &s->cold, &s->question);
}

static void listed(scene *s)
{
    s->question.is_never_held = true;
}

static void reported(scene *s)
{
    s->question.is_customer_report = true;
}

static void held(scene *s)
{
    s->hot.hold_until_s = (uint32_t)(STORY_START / STORY_SECOND) + 600;
    s->hot.hold_reason = JAGA_REASON_ATO_MEDIUM;
    s->hot.has_case = 1;
}

static void cooled(scene *s)
{
    s->hot.cooled_until_s = (uint32_t)(STORY_START / STORY_SECOND) + 600;
    s->question.belief_besides = 0.3;
}

static void small(scene *s)
{
    s->event.amount_minor = 1000;
    s->event.balance_minor = 1000;
}

static void tripped(scene *s)
{
    for (uint32_t i = 0; i <= usual_policy()->breaker.least; i++) {
        (void)breaker_is_open(&s->circuit, usual_policy()->breaker, STORY_START, true);
    }
}

static void lapsed(scene *s)
{
    s->hot.hold_until_s = (uint32_t)(STORY_START / STORY_SECOND) - 600;
    s->hot.has_case = 1;
    s->question.has_fresh = false;
}

/* The event becomes the third failed answer within the hour. */
static void failed_thrice(scene *s)
{
    s->event.type = JAGA_TYPE_STEP_UP_ANSWER;
    s->event.status = JAGA_STATUS_FAILED;
    s->event.amount_minor = JAGA_UNKNOWN_MINOR;
    s->cold.failed_step_ups = 2;
    s->hot.failed_s = (uint32_t)(STORY_START / STORY_SECOND) - 3599;
}

static void closed(scene *s)
{
    s->cold.is_closed = 1;
}

typedef void (*reason)(scene *s);

static void check(double belief, reason a, reason b, jaga_outcome outcome, jaga_note note)
{
    scene s = new_scene(belief);

    a(&s);
    if (b != NULL) {
        b(&s);
    }
    const policy_verdict verdict = decide(&s);
    ck_assert_str_eq(jaga_outcome_name(verdict.outcome), jaga_outcome_name(outcome));
    ck_assert_str_eq(jaga_note_name(verdict.note), jaga_note_name(note));
}

START_TEST(each_reason_alone)
{
    check(MEDIUM, reported, NULL, JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
    check(MEDIUM, held, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_NONE);
    check(MEDIUM, listed, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_NEVER_HOLD);
    check(0.55, listed, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_NEVER_HOLD);
    check(0.2, listed, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_NONE);
    check(0.0, failed_thrice, NULL, JAGA_OUTCOME_HOLD, JAGA_NOTE_FAILED_STEP_UPS);
    check(MEDIUM, lapsed, NULL, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_NONE);
    check(MEDIUM, cooled, NULL, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_COOLED_OFF);
    check(MEDIUM, small, NULL, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_SMALL_AMOUNT);
    check(MEDIUM, tripped, NULL, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_BREAKER);
    check(0.0, closed, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_CLOSED_ACCOUNT);
}
END_TEST

/* X7: on a closed account nothing places a hold. */
START_TEST(X7_a_closed_account_is_never_held)
{
    static const reason others[] = { reported, held, listed, failed_thrice, lapsed, cooled, small };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        for (int k = 0; k < 2; k++) {
            scene s = new_scene(k == 0 ? MEDIUM : 0.999);
            others[i](&s);
            closed(&s);
            const policy_verdict verdict = decide(&s);
            ck_assert(verdict.outcome == JAGA_OUTCOME_ALERT ||
                      verdict.outcome == JAGA_OUTCOME_ALLOW);
            ck_assert(!verdict.is_new_case);
        }
    }
}
END_TEST

/* The row that closes it is the last that is judged as usual. */
START_TEST(an_account_is_closed_by_its_row_alone)
{
    scene s = new_scene(0.0);

    s.event.type = JAGA_TYPE_CLOSED;
    s.event.status = JAGA_STATUS_FAILED;
    (void)decide(&s);
    ck_assert_uint_eq(s.cold.is_closed, 0);
    s.event.status = JAGA_STATUS_OK;
    ck_assert_int_eq(decide(&s).outcome, JAGA_OUTCOME_ALLOW);
    ck_assert_uint_eq(s.cold.is_closed, 1);
}
END_TEST

START_TEST(a_report_wins_over_everything)
{
    static const reason others[] = { listed, held, cooled, small, tripped, lapsed, failed_thrice };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        check(MEDIUM, reported, others[i], JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
        check(0.0, reported, others[i], JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
    }
}
END_TEST

START_TEST(a_standing_hold_wins_over_all_but_a_report)
{
    static const reason others[] = { listed, cooled, small, tripped, failed_thrice };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        check(MEDIUM, held, others[i], JAGA_OUTCOME_ALERT, JAGA_NOTE_NONE);
        check(STRONG, held, others[i], JAGA_OUTCOME_ALERT, JAGA_NOTE_NONE);
    }
}
END_TEST

START_TEST(the_list_wins_over_strong_belief_failed_step_ups_and_what_makes_step_ups)
{
    static const reason others[] = { cooled, small, tripped, lapsed, failed_thrice };
    check(STRONG, listed, NULL, JAGA_OUTCOME_ALERT, JAGA_NOTE_NEVER_HOLD);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        check(MEDIUM, listed, others[i], JAGA_OUTCOME_ALERT, JAGA_NOTE_NEVER_HOLD);
    }
}
END_TEST

START_TEST(failed_step_ups_win_over_what_makes_step_ups)
{
    static const reason others[] = { cooled, small, tripped, lapsed };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        scene s = new_scene(0.1);
        others[i](&s);
        failed_thrice(&s);
        const policy_verdict verdict = decide(&s);
        ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
        ck_assert_int_eq(verdict.note, JAGA_NOTE_FAILED_STEP_UPS);
        ck_assert_int_eq(verdict.reason, JAGA_REASON_ATO_MEDIUM);
    }
}
END_TEST

START_TEST(a_lapsed_hold_with_nothing_new_wins_over_strong_belief)
{
    check(STRONG, lapsed, NULL, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_NONE);
    check(STRONG, lapsed, cooled, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_NONE);
    check(STRONG, lapsed, small, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_NONE);
    check(STRONG, lapsed, tripped, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_NONE);
}
END_TEST

START_TEST(strong_belief_wins_over_cooling_amount_and_breaker)
{
    check(STRONG, cooled, small, JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
    check(STRONG, cooled, tripped, JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
    check(STRONG, small, tripped, JAGA_OUTCOME_HOLD, JAGA_NOTE_NONE);
}
END_TEST

START_TEST(the_first_of_what_makes_a_step_up_gives_the_note)
{
    check(MEDIUM, cooled, small, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_COOLED_OFF);
    check(MEDIUM, cooled, tripped, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_COOLED_OFF);
    check(MEDIUM, small, tripped, JAGA_OUTCOME_STEP_UP, JAGA_NOTE_SMALL_AMOUNT);
}
END_TEST

START_TEST(new_kinds_of_evidence_hold_during_a_cool_off)
{
    scene s = new_scene(MEDIUM);
    cooled(&s);
    s.question.belief_besides = usual_policy()->hold;
    ck_assert_int_eq(decide(&s).outcome, JAGA_OUTCOME_HOLD);
}
END_TEST

START_TEST(a_cool_off_ends)
{
    scene s = new_scene(MEDIUM);
    cooled(&s);
    s.hot.cooled_until_s = (uint32_t)(STORY_START / STORY_SECOND);
    ck_assert_int_eq(decide(&s).outcome, JAGA_OUTCOME_HOLD);
}
END_TEST

/* The formula of policy.h, by hand: belief 0.9, Rp 20,000 a call, a usual payment of Rp 50,000 of
 * which a tenth is lost. 0.1 * 25,000 is what 0.9 * 2,777.78 saves. */
START_TEST(a_hold_must_save_more_than_it_harms)
{
    static const struct {
        int64_t amount, left;
        jaga_event_status status;
        bool is_worth_it;
    } rows[] = {
        { 100000, 277700, JAGA_STATUS_FAILED, false },
        { 100000, 277800, JAGA_STATUS_FAILED, true },
        { 555500, 0, JAGA_STATUS_OK, false }, /* half of what is gone may come back */
        { 555600, 0, JAGA_STATUS_OK, true },
        { 100000, 227700, JAGA_STATUS_OK, false },
        { 100000, 227800, JAGA_STATUS_OK, true },
        { 100, -500, JAGA_STATUS_OK, false },
        { 100, JAGA_UNKNOWN_MINOR, JAGA_STATUS_OK, true },
    };
    jaga_account_hot hot = { .balance_minor = JAGA_UNKNOWN_MINOR, .currency = "IDR" };

    hot.amount_weight = 5.0F;
    hot.amount_mean = logf(5000000.0F);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jaga_event event = story_transfer("A", STORY_START, rows[i].amount, rows[i].left, "P", "D");
        event.status = (uint8_t)rows[i].status;
        ck_assert_msg(policy_is_worth_it(usual_policy(), &hot, &event, 0.9) == rows[i].is_worth_it,
                      "row %zu", i);
    }
}
END_TEST

/* Rp 5,560 are enough at once (above), Rp 2,780 in a payment and as much before it too; a quarter
 * of an hour later half of that is given up. */
START_TEST(what_left_before_counts_while_it_is_fresh)
{
    jaga_account_hot hot = { .balance_minor = JAGA_UNKNOWN_MINOR, .currency = "IDR" };
    const jaga_event event = story_transfer("A", STORY_START, 278000, 0, "P", "D");

    hot.amount_weight = 5.0F;
    hot.amount_mean = logf(5000000.0F);
    ck_assert(!policy_is_worth_it(usual_policy(), &hot, &event, 0.9));
    hot.out_minor[JAGA_SPAN_15M] = 278000.0F;
    hot.money_us = STORY_START;
    ck_assert(policy_is_worth_it(usual_policy(), &hot, &event, 0.9));
    hot.money_us = STORY_START + STORY_MINUTE; /* the event is late */
    ck_assert(policy_is_worth_it(usual_policy(), &hot, &event, 0.9));
    hot.money_us = STORY_START - 15 * STORY_MINUTE;
    ck_assert(!policy_is_worth_it(usual_policy(), &hot, &event, 0.9));
    hot.out_minor[JAGA_SPAN_15M] = 556000.0F;
    ck_assert(policy_is_worth_it(usual_policy(), &hot, &event, 0.9));
}
END_TEST

START_TEST(other_currencies_count_in_usual_payments_alone)
{
    jaga_account_hot hot = { .balance_minor = 100, .currency = "USD" };
    jaga_event event = story_transfer("A", STORY_START, 1, 100, "P", "D");

    memcpy(event.currency, "USD", 4);
    ck_assert(policy_is_worth_it(usual_policy(), &hot, &event, 0.65));
    hot.amount_weight = 5.0F;
    hot.amount_mean = logf(10000.0F);
    ck_assert(!policy_is_worth_it(usual_policy(), &hot, &event, 0.65));
    memcpy(event.currency, "EUR", 4);
    event.balance_minor = JAGA_UNKNOWN_MINOR; /* what is left of euros nobody knows */
    ck_assert(policy_is_worth_it(usual_policy(), &hot, &event, 0.65));
}
END_TEST

static jaga_event step_up(jaga_event_status status, int64_t ts_us)
{
    jaga_event event = story_event("A", JAGA_TYPE_STEP_UP_ANSWER, ts_us);
    event.status = (uint8_t)status;
    return event;
}

static policy_verdict take(scene *s, jaga_event_status status, int64_t ts_us)
{
    s->event = step_up(status, ts_us);
    return decide(s);
}

START_TEST(three_failures_hold_only_within_an_hour_and_without_a_success_between)
{
    scene s = new_scene(0.0);
    const int64_t t = STORY_START, hour = STORY_HOUR;
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t).outcome, JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t + hour / 2).outcome, JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t + hour + STORY_SECOND).outcome,
                     JAGA_OUTCOME_ALLOW); /* the first is too old: counting begins again */
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t + hour + STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(take(&s, JAGA_STATUS_OK, t + hour + 2 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t + hour + 3 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALLOW);
    ck_assert_int_eq(take(&s, JAGA_STATUS_FAILED, t + hour + 4 * STORY_MINUTE).outcome,
                     JAGA_OUTCOME_ALLOW);
    const policy_verdict verdict = take(&s, JAGA_STATUS_FAILED, t + 2 * hour + 3 * STORY_MINUTE);
    ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
    ck_assert(verdict.is_new_case);
    ck_assert_int_eq(verdict.hold_life_s, usual_policy()->medium_life_s);
    ck_assert_uint_eq(s.cold.failed_step_ups, 0);
}
END_TEST

START_TEST(the_breaker_counts_one_hour_of_event_time)
{
    const breaker_limit limit = { .least = 5, .share = 0.001 };
    breaker b = { .minute = 0 };
    for (int i = 0; i < 5; i++) {
        ck_assert(!breaker_is_open(&b, limit, STORY_START + i * STORY_MINUTE, true));
    }
    ck_assert(breaker_is_open(&b, limit, STORY_START + 59 * STORY_MINUTE, true));
    /* At the hour the first wish is out, but one came in. */
    ck_assert(breaker_is_open(&b, limit, STORY_START + 60 * STORY_MINUTE, true));
    ck_assert(!breaker_is_open(&b, limit, STORY_START + 63 * STORY_MINUTE, true));
    ck_assert(!breaker_is_open(&b, limit, STORY_START + 5 * STORY_HOUR, true));
}
END_TEST

START_TEST(the_breaker_counts_an_account_that_asks_again_once)
{
    const breaker_limit limit = { .least = 3, .share = 0.001 };
    breaker b = { .minute = 0 };
    for (int i = 0; i < 100; i++) {
        ck_assert(!breaker_is_open(&b, limit, STORY_START, i == 0));
    }
}
END_TEST

/* Against a plain list of wishes, in disorder up to some minutes. */
START_TEST(the_breaker_agrees_with_counting_over_the_raw_wishes)
{
    enum { WISHES = 4000 };
    static int64_t at[WISHES];
    const breaker_limit limit = { .least = 20, .share = 0.001 };
    breaker b = { .minute = 0 };
    uint64_t random = 5;
    int64_t now = STORY_START, latest = 0;
    int opened = 0;

    for (int i = 0; i < WISHES; i++) {
        now += story_pick(&random, (i / 200 % 2 == 0 ? 10 : 1) * STORY_MINUTE);
        at[i] = now / STORY_MINUTE - story_pick(&random, 5);
        latest = at[i] > latest ? at[i] : latest;
        uint32_t wished = 0;
        for (int k = 0; k <= i; k++) {
            wished += at[k] > latest - 60;
        }
        const bool is_open = breaker_is_open(&b, limit, at[i] * STORY_MINUTE, true);
        ck_assert_int_eq(is_open, wished > 20);
        opened += is_open;
    }
    ck_assert(opened > 100 && opened < WISHES - 100);
}
END_TEST

START_TEST(many_active_accounts_bear_more_holds)
{
    const breaker_limit limit = { .least = 2, .share = 0.01 };
    breaker b = { .minute = 0 };
    for (int i = 0; i < 1000; i++) {
        breaker_saw(&b, STORY_START, INT64_MIN);
        breaker_saw(&b, STORY_START + STORY_MINUTE, STORY_START); /* the same one again */
    }
    for (int i = 0; i < 10; i++) {
        ck_assert(!breaker_is_open(&b, limit, STORY_START, true));
    }
    ck_assert(breaker_is_open(&b, limit, STORY_START, true));
    /* In the next hour the last one still counts; two hours on nobody is active. */
    breaker_saw(&b, STORY_START + STORY_HOUR, STORY_START);
    ck_assert_uint_eq(b.active_now, 1);
    ck_assert_uint_eq(b.active_before, 1000);
    breaker_saw(&b, STORY_START + 3 * STORY_HOUR, STORY_START);
    ck_assert_uint_eq(b.active_before, 0);
}
END_TEST

/* One medium hold in fifty, where little is at stake, and never a strong one. */
START_TEST(little_money_is_let_through_by_lot)
{
    policy exploring = *usual_policy();
    size_t let_through = 0;

    exploring.explore_share = 0.02;
    for (uint64_t i = 0; i < 1000; i++) {
        scene s = new_scene(MEDIUM);
        s.event.amount_minor = 5000000;
        s.event.balance_minor = 5000000; /* Rp 50,000, and half of as much that left */
        s.question.event = &s.event;
        s.question.lot = i * (UINT64_MAX / 1000);
        const policy_verdict verdict =
            policy_decide(&exploring, &s.circuit, &s.hot, &s.cold, &s.question);
        ck_assert_int_eq(verdict.outcome, i < 20 ? JAGA_OUTCOME_ALERT : JAGA_OUTCOME_HOLD);
        ck_assert_int_eq(verdict.note, i < 20 ? JAGA_NOTE_EXPLORED : JAGA_NOTE_NONE);
        let_through += verdict.outcome == JAGA_OUTCOME_ALERT;
    }
    ck_assert_uint_eq(let_through, 20);
    for (int i = 0; i < 4; i++) {
        scene s = new_scene(i == 0 ? STRONG : MEDIUM);
        s.event.amount_minor = 5000000;
        s.event.balance_minor = i == 1 ? 9000000 : i == 2 ? JAGA_UNKNOWN_MINOR : 5000000;
        memcpy(s.event.currency, i == 3 ? "USD" : "IDR", 4);
        s.question.event = &s.event;
        const policy_verdict verdict =
            policy_decide(&exploring, &s.circuit, &s.hot, &s.cold, &s.question);
        ck_assert_int_eq(verdict.outcome, JAGA_OUTCOME_HOLD);
    }
}
END_TEST

UNIT_MAIN("precedence", each_reason_alone, little_money_is_let_through_by_lot,
          X7_a_closed_account_is_never_held, an_account_is_closed_by_its_row_alone,
          a_report_wins_over_everything, a_standing_hold_wins_over_all_but_a_report,
          the_list_wins_over_strong_belief_failed_step_ups_and_what_makes_step_ups,
          failed_step_ups_win_over_what_makes_step_ups,
          a_lapsed_hold_with_nothing_new_wins_over_strong_belief,
          strong_belief_wins_over_cooling_amount_and_breaker,
          the_first_of_what_makes_a_step_up_gives_the_note,
          new_kinds_of_evidence_hold_during_a_cool_off, a_cool_off_ends,
          a_hold_must_save_more_than_it_harms, what_left_before_counts_while_it_is_fresh,
          other_currencies_count_in_usual_payments_alone,
          three_failures_hold_only_within_an_hour_and_without_a_success_between,
          the_breaker_counts_one_hour_of_event_time,
          the_breaker_counts_an_account_that_asks_again_once,
          the_breaker_agrees_with_counting_over_the_raw_wishes,
          many_active_accounts_bear_more_holds)
