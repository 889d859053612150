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
    s.features.drain_share = 0.97;
    s.features.amounts_seen = 40.0;
    s.features.drains_seen = 0.2;
    return s;
}

static double strength(const scene *s)
{
    return signal_drain.eval(&s->event, &s->features);
}

START_TEST(nearly_all_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(three_quarters_fire_half)
{
    scene s = theft();
    s.features.drain_share = 0.73;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(a_third_is_quiet)
{
    scene s = theft();
    s.features.drain_share = 0.33;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_account_that_passes_everything_on_is_quiet)
{
    scene s = theft();
    s.features.drains_seen = 30.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_unknown_balance_is_quiet)
{
    scene s = theft();
    s.features.drain_share = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(on_the_own_phone_it_counts_less)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.35);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("drain", nearly_all_fires_fully, three_quarters_fire_half, a_third_is_quiet,
          an_account_that_passes_everything_on_is_quiet, an_unknown_balance_is_quiet,
          on_the_own_phone_it_counts_less, first_sight_is_quiet)
