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

    s.event.counterparty_kind = JAGA_PARTY_WALLET;
    s.features.events_seen = 50.0;
    s.features.has_payee = true;
    s.features.is_spend = true;
    s.features.hours_seen = 60.0;
    s.features.hour_closeness = -0.95;
    s.features.hour_focus = 0.8;
    return s;
}

static double strength(const scene *s)
{
    return signal_unusual_hour.eval(&s->event, &s->features);
}

START_TEST(the_opposite_hour_of_a_regular_account_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(the_usual_hour_is_quiet)
{
    scene s = theft();
    s.features.hour_closeness = 0.9;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_account_without_a_rhythm_is_quiet)
{
    scene s = theft();
    s.features.hour_focus = 0.1;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(paying_somebody_known_counts_less)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.3);
}
END_TEST

START_TEST(a_login_at_night_is_quiet)
{
    scene s = theft();
    s.features.is_spend = false;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(on_the_owners_own_device_it_counts_less)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.6);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.hours_seen = 1.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("unusual_hour", the_opposite_hour_of_a_regular_account_fires_fully,
          the_usual_hour_is_quiet, an_account_without_a_rhythm_is_quiet,
          paying_somebody_known_counts_less, a_login_at_night_is_quiet,
          on_the_owners_own_device_it_counts_less, first_sight_is_quiet)
