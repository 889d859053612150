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
    s.features.drain_share = 1.0;
    s.features.amounts_seen = 40.0;
    s.features.drains_seen = 0.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_emptied.eval(&s->event, &s->features);
}

START_TEST(the_last_coin_of_an_account_that_never_let_it_go_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(of_a_barely_known_one_it_fires_nearly)
{
    scene s = theft();
    s.features.amounts_seen = 3.0;
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(small_change_left_is_quiet)
{
    scene s = theft();
    s.features.drain_share = 0.99;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(one_that_empties_each_time_is_quiet)
{
    scene s = theft();
    s.features.drains_seen = 38.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(one_in_ten_times_counts_less)
{
    scene s = theft();
    s.features.drains_seen = 4.0;
    ck_assert_double_le(strength(&s), 0.35);
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

UNIT_MAIN("emptied", the_last_coin_of_an_account_that_never_let_it_go_fires_fully,
          of_a_barely_known_one_it_fires_nearly, small_change_left_is_quiet,
          one_that_empties_each_time_is_quiet, one_in_ten_times_counts_less,
          on_the_own_phone_it_counts_less, first_sight_is_quiet)
