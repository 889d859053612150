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
    s.features.account_age_s = 30.0 * 86400.0;
    s.features.has_place = true;
    s.features.travel_km = 8000.0;
    s.features.travel_s = 3600.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_impossible_travel.eval(&s->event, &s->features);
}

START_TEST(eight_thousand_km_in_an_hour_fire_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(clocks_that_agree_do_not_divide_by_zero)
{
    scene s = theft();
    s.features.travel_s = 0.0;
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(a_flight_is_quiet)
{
    scene s = theft();
    s.features.travel_s = 12.0 * 3600.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(across_the_town_is_quiet)
{
    scene s = theft();
    s.features.travel_km = 40.0;
    s.features.travel_s = 1.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_network_the_account_knows_is_quiet)
{
    scene s = theft();
    s.features.network_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_known_phone_behind_a_vpn_is_quiet)
{
    scene s = theft();
    s.features.device_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(without_a_place_it_is_quiet)
{
    scene s = theft();
    s.features.has_place = false;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.account_age_s = 3600.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("impossible_travel", eight_thousand_km_in_an_hour_fire_fully,
          clocks_that_agree_do_not_divide_by_zero, a_flight_is_quiet, across_the_town_is_quiet,
          a_network_the_account_knows_is_quiet, the_known_phone_behind_a_vpn_is_quiet,
          without_a_place_it_is_quiet, first_sight_is_quiet)
