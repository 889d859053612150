/* When a hold on the customer's word is looked at: against the calendar asked day by day. */
#include "desk/review.h"
#include "unit.h"

#include "desk/business_calendar.h"

#define DAY INT64_C(86400000000)
/* 2026-01-01T05:00:00Z, noon in Jakarta */
#define NEW_YEAR INT64_C(1767243600000000)

static int64_t before(int64_t now_us)
{
    jaga_error err = { .text = "" };
    int64_t out = 0;

    ck_assert_msg(review_before_us(now_us, &out, &err) == JAGA_OK, "%s", err.text);
    return out;
}

/* The fifth business day of what was confirmed then is over, of a day later it is not. */
START_TEST(five_business_days_are_over_and_not_six)
{
    business_calendar calendar;
    jaga_error err;
    int longest = 0;

    ck_assert(business_calendar_shipped(&calendar, "id", BUSINESS_JOINT_IS_FREE, &err) == JAGA_OK);
    for (int day = 40; day < 360; day++) {
        const int64_t now_us = NEW_YEAR + day * DAY;
        const int64_t then_us = before(now_us);
        int64_t due_us = 0;
        ck_assert(business_deadline(&calendar, then_us, 7 * 3600, 5, &due_us, NULL, &err) ==
                  JAGA_OK);
        ck_assert_int_lt(due_us, now_us);
        ck_assert(business_deadline(&calendar, then_us + DAY, 7 * 3600, 5, &due_us, NULL, &err) ==
                  JAGA_OK);
        ck_assert_int_ge(due_us, now_us);
        const int days = (int)((now_us - then_us) / DAY);
        ck_assert_int_ge(days, 6); /* Monday to Friday after a Sunday */
        longest = days > longest ? days : longest;
    }
    ck_assert_int_gt(longest, 10); /* Lebaran */
}
END_TEST

START_TEST(an_unknown_year_counts_seven_days)
{
    const int64_t now_us = NEW_YEAR + 20000 * DAY;

    ck_assert_int_eq(before(now_us), now_us - 7 * DAY);
}
END_TEST

UNIT_MAIN("review", five_business_days_are_over_and_not_six, an_unknown_year_counts_seven_days)
