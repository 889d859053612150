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
    s.features.sim_age_s = 3600.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_fresh_sim.eval(&s->event, &s->features);
}

START_TEST(a_card_of_an_hour_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(one_of_three_days_fires)
{
    scene s = theft();
    s.features.sim_age_s = 72.0 * 3600.0;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(one_of_a_week_is_quiet)
{
    scene s = theft();
    s.features.sim_age_s = 168.0 * 3600.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_log_that_does_not_say_is_quiet)
{
    scene s = theft();
    s.features.sim_age_s = JAGA_NEVER_S;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(on_the_owners_own_device_it_counts_half)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.5);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("fresh_sim", a_card_of_an_hour_fires_fully, one_of_three_days_fires,
          one_of_a_week_is_quiet, a_log_that_does_not_say_is_quiet,
          on_the_owners_own_device_it_counts_half, first_sight_is_quiet)
