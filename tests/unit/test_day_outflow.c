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

    s.event.amount_minor = 90000;
    s.features.events_seen = 50.0;
    s.features.is_spend = true;
    s.features.amounts_seen = 20.0;
    s.features.account_age_s = 60.0 * 86400.0;
    s.features.out_minor[JAGA_SPAN_1D] = 10000.0;
    s.features.out_minor[JAGA_SPAN_60D] = 180000.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_day_outflow.eval(&s->event, &s->features);
}

START_TEST(thirty_ordinary_days_in_one_fire_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(a_weekend_of_shopping_is_quiet)
{
    scene s = theft();
    s.event.amount_minor = 5000;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_account_with_few_amounts_is_quiet)
{
    scene s = theft();
    s.features.amounts_seen = 2.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(one_that_moved_nothing_before_is_quiet)
{
    scene s = theft();
    s.features.out_minor[JAGA_SPAN_60D] = 0.0;
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
    s.features.amounts_seen = 0.0;
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("day_outflow", thirty_ordinary_days_in_one_fire_fully, a_weekend_of_shopping_is_quiet,
          an_account_with_few_amounts_is_quiet, one_that_moved_nothing_before_is_quiet,
          on_the_owners_own_device_it_counts_less, first_sight_is_quiet)
