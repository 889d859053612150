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

    s.event.amount_minor = 500000;
    s.features.events_seen = 50.0;
    s.features.is_attempt = true;
    s.features.has_payee = true;
    s.features.last_out_minor = 1000.0;
    s.features.small_outs_1h = 2.0;
    s.features.amount_surprise = 2.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_probing.eval(&s->event, &s->features);
}

START_TEST(two_small_ones_then_a_large_one_fire_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(a_ladder_fires)
{
    scene s = theft();
    s.features.small_outs_1h = 0.0;
    s.features.rising_outs = 4.0;
    s.features.outs[JAGA_SPAN_15M] = 3.0;
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(coffee_before_rent_to_a_known_payee_is_quiet)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_usual_amount_is_quiet)
{
    scene s = theft();
    s.features.amount_surprise = 0.2;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(without_small_ones_it_is_quiet)
{
    scene s = theft();
    s.features.small_outs_1h = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(growing_amounts_over_weeks_are_no_ladder)
{
    scene s = theft();
    s.features.small_outs_1h = 0.0;
    s.features.rising_outs = 9.0;
    s.features.outs[JAGA_SPAN_15M] = 0.1;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    s.features.last_out_minor = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("probing", two_small_ones_then_a_large_one_fire_fully, a_ladder_fires,
          coffee_before_rent_to_a_known_payee_is_quiet, a_usual_amount_is_quiet,
          without_small_ones_it_is_quiet, growing_amounts_over_weeks_are_no_ladder,
          first_sight_is_quiet)
