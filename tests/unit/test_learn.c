#include "story_profile.h"

/* What an event teaches about its account. Features against the raw log are in the tests of
 * the aspects. */

static jaga_event a_topup(int64_t ts_us, int64_t minor, int64_t balance_minor)
{
    jaga_event event = story_event("A", JAGA_TYPE_TOPUP, ts_us);

    event.amount_minor = minor;
    event.balance_minor = balance_minor;
    return event;
}

static jaga_event a_payment(int64_t ts_us, int64_t minor, int64_t left_minor)
{
    return story_transfer("A", ts_us, minor, left_minor, "P", "D");
}

START_TEST(a_held_event_teaches_neither_its_device_nor_its_payee_nor_its_drain)
{
    open_profile();
    jaga_event event = a_payment(STORY_START, 100, 900);
    learn(&event);
    event = story_transfer("A", STORY_START + STORY_HOUR, 900, 0, "MULE", "THIEF");
    learn_as(&event, JAGA_OUTCOME_HOLD);
    event.ts_us += STORY_HOUR;
    const jaga_features features = measure(&event);
    ck_assert(!features.device_is_known);
    ck_assert(!features.payee_is_known);
    ck_assert_double_eq(features.devices_known, 1.0);
    ck_assert_double_eq(features.payees_known, 1.0);
    ck_assert_double_eq(features.drains_seen, 0.0);
    ck_assert_double_eq_tol(features.amounts_seen, 2.0, 0.01);
    profile_close(&self);
}
END_TEST

START_TEST(earlier_drains_go_on_fading_while_a_held_one_comes)
{
    open_profile();
    jaga_event event = a_payment(STORY_START, 1000, 0);
    learn(&event);
    event = a_topup(STORY_START + STORY_DAY, 500, 500);
    learn(&event);
    event = a_payment(STORY_START + 60 * STORY_DAY, 500, 0);
    learn_as(&event, JAGA_OUTCOME_HOLD);
    event.ts_us += STORY_SECOND;
    ck_assert_double_eq_tol(measure(&event).drains_seen, 0.5, 1e-4);
    profile_close(&self);
}
END_TEST

START_TEST(money_that_came_in_was_not_there_before_it_came)
{
    open_profile();
    jaga_event event = a_topup(STORY_START, 1000, 1000);
    ck_assert_double_eq(learn(&event).hot->peak_1h_minor, 1000.0);
    event = a_payment(STORY_START, 500, 500);
    ck_assert_double_eq(measure(&event).drain_share, 0.5);
    profile_close(&self);
}
END_TEST

START_TEST(a_late_balance_counts_with_its_age)
{
    open_profile();
    jaga_event event = a_topup(STORY_START + STORY_HOUR, 10, 100);
    learn(&event);
    event = a_topup(STORY_START, 800, 800);
    ck_assert_double_eq_tol(learn(&event).hot->peak_1h_minor, 400.0, 1e-6);
    profile_close(&self);
}
END_TEST

START_TEST(the_peak_halves_in_an_hour)
{
    open_profile();
    jaga_event event = a_topup(STORY_START, 1000, 1000);
    learn(&event);
    event = a_payment(STORY_START + STORY_MINUTE, 900, 100);
    learn(&event);
    event = a_payment(STORY_START + STORY_HOUR, 50, 50);
    /* It was last seen whole just before the payment. */
    ck_assert_near(measure(&event).drain_share, 1.0 - 50.0 / (1000.0 * exp2(-59.0 / 60.0)), 1e-9);
    profile_close(&self);
}
END_TEST

START_TEST(more_than_there_is_drains_nothing)
{
    open_profile();
    jaga_event event = a_payment(STORY_START, 100, 900);
    learn(&event);
    event = a_payment(STORY_START + STORY_HOUR, 5000, 900);
    event.status = JAGA_STATUS_FAILED;
    ck_assert_double_eq(measure(&event).drain_share, 0.0);
    profile_close(&self);
}
END_TEST

START_TEST(a_huge_amount_is_clipped_to_three_deviations_above_the_mean)
{
    open_profile();
    jaga_event event;
    for (int i = 0; i < 10; i++) {
        event = a_payment(STORY_START + i * STORY_MINUTE, i % 2 == 0 ? 1000 : 2000, 1 << 20);
        learn(&event);
    }
    event = a_payment(STORY_START + STORY_HOUR, INT64_C(1000000000000), 1 << 20);
    const jaga_account_hot *hot = learn(&event).hot;
    const double mean = (log(1000.0) + log(2000.0)) / 2.0;
    const double clipped = mean + 3.0 * log(2.0) / 2.0 + 0.35;
    ck_assert_near(hot->amount_mean, (10.0 * mean + clipped) / 11.0, 1e-3);
    profile_close(&self);
}
END_TEST

START_TEST(the_first_money_event_sets_the_currency_and_others_teach_no_amount)
{
    open_profile();
    jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    memcpy(event.currency, "USD", 4);
    ck_assert_str_eq(learn(&event).hot->currency, "");
    event = a_topup(STORY_START + STORY_MINUTE, 500, 500);
    ck_assert_str_eq(learn(&event).hot->currency, "IDR");
    event = a_payment(STORY_START + STORY_HOUR, 400, 100);
    memcpy(event.currency, "USD", 4);
    ck_assert_double_eq(measure(&event).drain_share, 0.0);
    const profile_account account = learn(&event);
    ck_assert_float_eq(account.hot->amount_weight, 0.0f);
    ck_assert_int_eq(account.hot->balance_minor, 500);
    ck_assert(measure(&event).payee_is_known); /* whom it pays has no currency */
    profile_close(&self);
}
END_TEST

START_TEST(the_balance_follows_the_amounts_where_the_log_does_not_say_it)
{
    open_profile();
    jaga_event event = a_topup(STORY_START, 1000, 1000);
    learn(&event);
    event = a_payment(STORY_START + STORY_MINUTE, 300, JAGA_UNKNOWN_MINOR);
    event.fee_minor = 10;
    ck_assert_int_eq(learn(&event).hot->balance_minor, 690);
    event = a_topup(STORY_START + STORY_HOUR, 100, JAGA_UNKNOWN_MINOR);
    event.fee_minor = 5;
    ck_assert_int_eq(learn(&event).hot->balance_minor, 785);
    event = a_payment(STORY_START + 2 * STORY_HOUR, 300, JAGA_UNKNOWN_MINOR);
    event.status = JAGA_STATUS_FAILED;
    ck_assert_int_eq(learn(&event).hot->balance_minor, 785);
    profile_close(&self);
}
END_TEST

START_TEST(a_refused_event_teaches_no_device_no_payee_and_no_amount)
{
    open_profile();
    jaga_event event = a_payment(STORY_START, 100, 900);
    event.status = JAGA_STATUS_FAILED;
    const profile_account account = learn(&event);
    ck_assert_uint_eq(account.hot->events, 1);
    ck_assert_float_eq(account.hot->amount_weight, 0.0f);
    ck_assert_uint_eq(account.cold->devices[0].fingerprint, 0);
    ck_assert_uint_eq(account.cold->payees[0].fingerprint, 0);
    profile_close(&self);
}
END_TEST

START_TEST(the_fifth_device_takes_the_place_of_the_longest_unused)
{
    static const char *const devices[] = { "d1", "d2", "d3", "d4", "d1", "d5" };
    open_profile();
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START + (int)i * STORY_DAY);
        event.device = story_span(devices[i]);
        learn(&event);
    }
    jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START + 9 * STORY_DAY);
    event.device = story_span("d2");
    ck_assert(!measure(&event).device_is_known);
    event.device = story_span("d1");
    ck_assert(measure(&event).device_is_known);
    ck_assert_double_eq(measure(&event).device_age_s, 9.0 * 86400.0);
    ck_assert_double_eq(measure(&event).devices_known, 4.0);
    profile_close(&self);
}
END_TEST

START_TEST(the_thirteenth_payee_takes_the_place_of_the_longest_unpaid)
{
    jaga_event event;
    open_profile();
    for (int i = 0; i <= 12; i++) {
        event = a_payment(STORY_START + i * STORY_HOUR, 100, 1 << 20);
        event.counterparty = story_text("p%d", i);
        learn(&event);
    }
    event.counterparty = story_span("p0");
    ck_assert(!measure(&event).payee_is_known);
    event.counterparty = story_span("p1");
    ck_assert(measure(&event).payee_is_known);
    ck_assert_double_eq(measure(&event).payees_known, 12.0);
    profile_close(&self);
}
END_TEST

START_TEST(a_late_use_does_not_make_a_device_or_a_payee_older)
{
    jaga_event event;
    open_profile();
    for (int i = 0; i < 12; i++) {
        event = a_payment(STORY_START + i * STORY_HOUR, 100, 1 << 20);
        event.counterparty = story_text("p%d", i);
        event.device = story_text("d%d", i < 4 ? i : 3);
        learn(&event);
    }
    event = a_payment(STORY_START - STORY_DAY, 100, 1 << 20);
    event.counterparty = story_span("p11");
    event.device = story_span("d3");
    learn(&event);
    event = a_payment(STORY_START + 20 * STORY_HOUR, 100, 1 << 20);
    event.counterparty = story_span("another");
    event.device = story_span("another");
    learn(&event);
    event.counterparty = story_span("p11");
    event.device = story_span("d3");
    ck_assert(measure(&event).payee_is_known);
    ck_assert(measure(&event).device_is_known);
    ck_assert_double_eq(measure(&event).device_age_s, 44.0 * 3600.0);
    event.counterparty = story_span("p0");
    event.device = story_span("d0");
    ck_assert(!measure(&event).payee_is_known);
    ck_assert(!measure(&event).device_is_known);
    profile_close(&self);
}
END_TEST

START_TEST(spends_rise_while_each_is_larger_than_the_one_before_it)
{
    /* Beyond what a float holds to the unit. */
    static const int64_t minor[] = {
        300000007, 300000007, 300000007, 400000000, 500000000, 100, 200
    };
    static const double rising[] = { 0, 0, 0, 0, 1, 2, 0, 1 };
    jaga_event event;
    open_profile();
    for (int i = 0; i < 7; i++) {
        event = a_payment(STORY_START + i * STORY_MINUTE, minor[i], JAGA_UNKNOWN_MINOR);
        ck_assert_double_eq(measure(&event).rising_outs, rising[i]);
        learn(&event);
    }
    event.ts_us += STORY_MINUTE;
    ck_assert_double_eq(measure(&event).rising_outs, rising[7]);
    profile_close(&self);
}
END_TEST

UNIT_MAIN("learn", a_held_event_teaches_neither_its_device_nor_its_payee_nor_its_drain,
          earlier_drains_go_on_fading_while_a_held_one_comes,
          money_that_came_in_was_not_there_before_it_came, a_late_balance_counts_with_its_age,
          the_peak_halves_in_an_hour, more_than_there_is_drains_nothing,
          a_huge_amount_is_clipped_to_three_deviations_above_the_mean,
          the_first_money_event_sets_the_currency_and_others_teach_no_amount,
          the_balance_follows_the_amounts_where_the_log_does_not_say_it,
          a_refused_event_teaches_no_device_no_payee_and_no_amount,
          the_fifth_device_takes_the_place_of_the_longest_unused,
          the_thirteenth_payee_takes_the_place_of_the_longest_unpaid,
          a_late_use_does_not_make_a_device_or_a_payee_older,
          spends_rise_while_each_is_larger_than_the_one_before_it)
