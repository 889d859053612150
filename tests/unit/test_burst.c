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
    s.features.is_attempt = true;
    s.features.outs[JAGA_SPAN_15M] = 4.0;
    s.features.outs[JAGA_SPAN_60D] = 20.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_burst.eval(&s->event, &s->features);
}

START_TEST(five_payments_in_minutes_fire_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(three_fire_a_little)
{
    scene s = theft();
    s.features.outs[JAGA_SPAN_15M] = 2.0;
    ck_assert_double_ge(strength(&s), 0.2);
}
END_TEST

START_TEST(two_payments_in_a_row_are_quiet)
{
    scene s = theft();
    s.features.outs[JAGA_SPAN_15M] = 1.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_seller_who_always_does_is_quiet)
{
    scene s = theft();
    s.features.outs[JAGA_SPAN_60D] = 20000.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_later_word_on_an_attempt_is_quiet)
{
    scene s = theft();
    s.features.is_attempt = false;
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

UNIT_MAIN("burst", five_payments_in_minutes_fire_fully, three_fire_a_little,
          two_payments_in_a_row_are_quiet, a_seller_who_always_does_is_quiet,
          a_later_word_on_an_attempt_is_quiet, on_the_owners_own_device_it_counts_less,
          first_sight_is_quiet)
