#include "story.h"

#include "signal/signals.h"

typedef struct scene {
    jaga_event event;
    jaga_features features;
} scene;

/* What it fires at; each test changes what it is about. */
static scene theft(void)
{
    scene s = { .event = story_event("A", JAGA_TYPE_LOGIN, STORY_START) };

    s.features.events_seen = 50.0;
    s.features.idle_s = 90.0 * 86400.0;
    s.features.idle_surprise = 4.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_dormant.eval(&s->event, &s->features);
}

START_TEST(three_months_of_sleep_fire_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(with_too_few_gaps_to_know_it_fires_half)
{
    scene s = theft();
    s.features.idle_surprise = 0.0;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(two_weeks_of_holiday_are_quiet)
{
    scene s = theft();
    s.features.idle_s = 14.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(who_comes_once_a_quarter_is_quiet)
{
    scene s = theft();
    s.features.idle_surprise = 0.5;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(who_comes_back_with_the_own_phone_is_quiet)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    s.features.idle_s = JAGA_NEVER_S;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("dormant", three_months_of_sleep_fire_fully, with_too_few_gaps_to_know_it_fires_half,
          two_weeks_of_holiday_are_quiet, who_comes_once_a_quarter_is_quiet,
          who_comes_back_with_the_own_phone_is_quiet, first_sight_is_quiet)
