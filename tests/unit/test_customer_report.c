#include "story.h"

#include "signal/signals.h"

static double strength(bool is_report)
{
    const jaga_event event = story_event("A", JAGA_TYPE_CUSTOMER_REPORT, STORY_START);
    const jaga_features features = { .is_customer_report = is_report };
    return signal_customer_report.eval(&event, &features);
}

START_TEST(a_report_fires_fully_also_at_first_sight)
{
    ck_assert_double_eq(strength(true), 1.0);
}
END_TEST

START_TEST(anything_else_is_quiet)
{
    ck_assert_double_eq(strength(false), 0.0);
}
END_TEST

START_TEST(alone_it_makes_a_theft_near_certain)
{
    ck_assert_double_ge(-12.0 + signal_customer_report.bits, 7.0);
}
END_TEST

START_TEST(it_shows_no_number)
{
    ck_assert(signal_customer_report.facts == NULL);
    ck_assert_int_eq(signal_customer_report.value_unit, JAGA_UNIT_NONE);
}
END_TEST

UNIT_MAIN("customer_report", a_report_fires_fully_also_at_first_sight, anything_else_is_quiet,
          alone_it_makes_a_theft_near_certain, it_shows_no_number)
