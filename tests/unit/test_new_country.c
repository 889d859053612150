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
    s.features.has_country = true;
    s.features.countries_known = 1.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_new_country.eval(&s->event, &s->features);
}

START_TEST(a_country_never_seen_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_country_it_knows_is_quiet)
{
    scene s = theft();
    s.features.country_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_traveller_with_the_own_phone_is_quiet)
{
    scene s = theft();
    s.features.device_is_known = true;
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

START_TEST(a_log_without_countries_is_quiet)
{
    scene s = theft();
    s.features.has_country = false;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.countries_known = 0.0;
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("new_country", a_country_never_seen_fires, a_country_it_knows_is_quiet,
          a_traveller_with_the_own_phone_is_quiet, a_refused_try_is_quiet,
          a_log_without_countries_is_quiet, first_sight_is_quiet)
