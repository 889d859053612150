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
    s.features.fails_run = 8.0;
    s.features.fails_10m = 8.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_failed_proofs.eval(&s->event, &s->features);
}

START_TEST(a_success_after_eight_failures_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(four_failures_fire_a_little)
{
    scene s = theft();
    s.features.fails_run = 4.0;
    ck_assert_double_ge(strength(&s), 0.3);
}
END_TEST

START_TEST(a_long_run_of_refusals_fires_before_any_success)
{
    scene s = theft();
    s.event.status = JAGA_STATUS_FAILED;
    s.features.fails_10m = 12.0;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(an_owners_two_slips_are_quiet)
{
    scene s = theft();
    s.features.fails_run = 2.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_few_refusals_alone_are_quiet)
{
    scene s = theft();
    s.event.status = JAGA_STATUS_FAILED;
    s.features.fails_10m = 4.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(money_after_failures_is_not_its_business)
{
    scene s = theft();
    s.event.type = JAGA_TYPE_TRANSFER;
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
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("failed_proofs", a_success_after_eight_failures_fires_fully, four_failures_fire_a_little,
          a_long_run_of_refusals_fires_before_any_success, an_owners_two_slips_are_quiet,
          a_few_refusals_alone_are_quiet, money_after_failures_is_not_its_business,
          on_the_owners_own_device_it_counts_less, first_sight_is_quiet)
