#include "story.h"

#include "signal/signals.h"

typedef struct scene {
    jaga_event event;
    jaga_features features;
} scene;

/* What it fires at; each test changes what it is about. */
static scene theft(void)
{
    scene s = { .event = story_event("A", JAGA_TYPE_TRANSFER, STORY_START) };

    s.features.events_seen = 50.0;
    s.features.has_remote_access = true;
    s.features.change = JAGA_CHANGES;
    return s;
}

static double strength(const scene *s)
{
    return signal_remote_access.eval(&s->event, &s->features);
}

START_TEST(money_under_another_hand_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(a_login_fires_less)
{
    scene s = theft();
    s.event.type = JAGA_TYPE_LOGIN;
    ck_assert_double_ge(strength(&s), 0.6);
}
END_TEST

START_TEST(an_untouched_screen_is_quiet)
{
    scene s = theft();
    s.features.has_remote_access = false;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("remote_access", money_under_another_hand_fires_fully, a_login_fires_less,
          an_untouched_screen_is_quiet, first_sight_is_quiet)
