/* The call that a new case asks for: which money counts, and how soon it is due. */
#include "unit.h"

#include "base/when.h"
#include "desk/callback.h"
#include "desk/priority.h"

#include <string.h>

static jaga_event event;

static jaga_decision planned(int64_t amount_minor, uint8_t status, uint8_t kind, int64_t exposed)
{
    jaga_decision decision = { .outcome = JAGA_OUTCOME_HOLD,
                               .is_new_case = true,
                               .belief = 0.97,
                               .exposed_minor = exposed,
                               .event = &event };

    event = (jaga_event){ .type = JAGA_TYPE_TRANSFER,
                          .status = status,
                          .counterparty_kind = kind,
                          .amount_minor = amount_minor,
                          .ts_us = INT64_C(1767344400) * US_PER_SECOND }; /* 16:00 at +07:00 */
    memcpy(event.currency, "IDR", 4);
    callback_plan(&decision, PRIORITY_ZONE_WIB_S);
    return decision;
}

START_TEST(money_just_gone_to_a_wallet_is_called_about_within_five_minutes)
{
    const jaga_decision d = planned(1840000000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 0);
    ck_assert_int_eq(d.band, 1);
    ck_assert_int_eq(d.due_us - event.ts_us, 5 * 60 * US_PER_SECOND);
}
END_TEST

START_TEST(an_attempt_that_failed_has_lost_nothing)
{
    const jaga_decision gone = planned(1840000000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 0);
    const jaga_decision failed = planned(1840000000, JAGA_STATUS_FAILED, JAGA_PARTY_WALLET, 0);
    ck_assert_int_lt(failed.priority, gone.priority);
}
END_TEST

/* Nothing left yet, and everything may: that call is worth more than one about small change. */
START_TEST(millions_in_reach_come_before_small_change_that_left)
{
    const jaga_decision millions =
        planned(420000000, JAGA_STATUS_PENDING, JAGA_PARTY_BANK, 420000000);
    const jaga_decision change = planned(2000000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 0);
    ck_assert_int_gt(millions.priority, change.priority);
    ck_assert_int_eq(millions.band, 1);
    ck_assert_int_gt(change.band, 1);
}
END_TEST

static jaga_decision reported(int64_t left_us, int64_t left_minor)
{
    jaga_decision decision = { .outcome = JAGA_OUTCOME_HOLD,
                               .is_new_case = true,
                               .reason = JAGA_REASON_CUST_REPORT,
                               .left_us = left_us,
                               .left_minor = left_minor,
                               .event = &event };

    event = (jaga_event){ .type = JAGA_TYPE_CUSTOMER_REPORT,
                          .amount_minor = JAGA_UNKNOWN_MINOR,
                          .ts_us = INT64_C(1767344400) * US_PER_SECOND,
                          .currency = "IDR" };
    callback_plan(&decision, PRIORITY_ZONE_WIB_S);
    return decision;
}

/* 20 for the report, urgency by half-lives of an hour, money at a half: priority.h. */
START_TEST(a_report_is_as_urgent_as_the_money_before_it_is_fresh)
{
    const int64_t now = INT64_C(1767344400) * US_PER_SECOND, hour = 3600 * US_PER_SECOND;
    ck_assert_int_eq(reported(0, 0).priority, 20);
    ck_assert_int_eq(reported(now, 0).priority, 40);
    ck_assert_int_eq(reported(now - hour, 0).priority, 30);
    ck_assert_int_eq(reported(now + hour, 0).priority, 40); /* a row that came late */
    ck_assert_int_eq(reported(now, 198000000).priority, 60);
    ck_assert_int_eq(reported(now, 198000000).band, 1);
}
END_TEST

START_TEST(cash_that_was_taken_cannot_be_called_back)
{
    const jaga_decision wallet = planned(1840000000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 0);
    const jaga_decision cash = planned(1840000000, JAGA_STATUS_OK, JAGA_PARTY_CASH, 0);
    ck_assert_int_lt(cash.priority, wallet.priority);
}
END_TEST

START_TEST(a_balance_still_in_reach_makes_it_more_urgent)
{
    const jaga_decision little = planned(100000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 0);
    const jaga_decision much = planned(100000, JAGA_STATUS_OK, JAGA_PARTY_WALLET, 1000000000);
    ck_assert_int_gt(much.priority, little.priority);
}
END_TEST

START_TEST(an_unknown_balance_counts_as_none)
{
    const jaga_decision none = planned(100000, JAGA_STATUS_OK, JAGA_PARTY_BANK, 0);
    const jaga_decision unknown =
        planned(100000, JAGA_STATUS_OK, JAGA_PARTY_BANK, JAGA_UNKNOWN_MINOR);
    ck_assert_int_eq(unknown.priority, none.priority);
}
END_TEST

UNIT_MAIN("callback", money_just_gone_to_a_wallet_is_called_about_within_five_minutes,
          an_attempt_that_failed_has_lost_nothing,
          millions_in_reach_come_before_small_change_that_left,
          a_report_is_as_urgent_as_the_money_before_it_is_fresh,
          cash_that_was_taken_cannot_be_called_back, a_balance_still_in_reach_makes_it_more_urgent,
          an_unknown_balance_counts_as_none)
