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

    s.features.events_seen = 100.0;
    s.features.has_device = true;
    s.features.devices_known = 1.0;
    s.features.login_novelty_bits = 10.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_novel_login.eval(&s->event, &s->features);
}

START_TEST(a_login_that_only_others_would_make_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_login_as_always_is_quiet)
{
    scene s = theft();
    s.features.login_novelty_bits = -4.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_owners_phone_on_a_journey_is_quiet)
{
    scene s = theft();
    s.features.device_is_known = true;
    s.features.device_age_s = 30.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_counter_that_everybody_uses_is_quiet)
{
    scene s = theft();
    s.features.device_shared_s = 60.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_payment_is_no_login)
{
    scene s = theft();
    s.event = story_event("A", JAGA_TYPE_TRANSFER, STORY_START);
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("novel_login", a_login_that_only_others_would_make_fires, a_login_as_always_is_quiet,
          the_owners_phone_on_a_journey_is_quiet, a_counter_that_everybody_uses_is_quiet,
          a_payment_is_no_login, first_sight_is_quiet)
