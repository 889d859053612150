#include "story.h"

#include "signal/signals.h"

typedef struct scene {
    jaga_event event;
    jaga_features features;
} scene;

/* What it fires at; each test changes what it is about. */
static scene theft(void)
{
    scene s = { .event = story_event("A", JAGA_TYPE_CLOSE_REQUEST, STORY_START) };

    s.features.events_seen = 50.0;
    s.features.balance_minor = 0.0;
    s.features.out_minor[JAGA_SPAN_1D] = 500000.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_sweep_and_close.eval(&s->event, &s->features);
}

START_TEST(closing_an_emptied_account_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(closing_with_the_money_still_there_is_quiet)
{
    scene s = theft();
    s.features.out_minor[JAGA_SPAN_1D] = 1000.0;
    s.features.balance_minor = 500000.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_owner_who_leaves_counts_less)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.4);
}
END_TEST

START_TEST(closing_what_was_empty_is_quiet)
{
    scene s = theft();
    s.features.out_minor[JAGA_SPAN_1D] = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(money_out_is_not_its_business)
{
    scene s = theft();
    s.event.type = JAGA_TYPE_TRANSFER;
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

UNIT_MAIN("sweep_and_close", closing_an_emptied_account_fires_fully,
          closing_with_the_money_still_there_is_quiet, an_owner_who_leaves_counts_less,
          closing_what_was_empty_is_quiet, money_out_is_not_its_business, first_sight_is_quiet)
