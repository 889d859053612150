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
    s.features.has_device = true;
    s.features.devices_known = 1.0;
    s.features.device_accounts = 6.0;
    s.features.device_newcomers = 4.0;
    s.features.device_shared_s = 3600.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_shared_device.eval(&s->event, &s->features);
}

START_TEST(the_sixth_account_on_it_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(the_fourth_fires)
{
    scene s = theft();
    s.features.device_accounts = 4.0;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(a_couple_is_quiet)
{
    scene s = theft();
    s.features.device_accounts = 2.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_agents_counter_is_quiet)
{
    scene s = theft();
    s.features.device_shared_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(accounts_that_came_one_by_one_are_quiet)
{
    scene s = theft();
    s.features.device_newcomers = 0.8;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_own_phone_is_quiet)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_refused_try_is_quiet)
{
    scene s = theft();
    s.event.status = JAGA_STATUS_FAILED;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.devices_known = 0.0;
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("shared_device", the_sixth_account_on_it_fires_fully, the_fourth_fires, a_couple_is_quiet,
          an_agents_counter_is_quiet, accounts_that_came_one_by_one_are_quiet,
          the_own_phone_is_quiet, a_refused_try_is_quiet, first_sight_is_quiet)
