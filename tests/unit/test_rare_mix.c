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

    s.features.events_seen = 200.0;
    s.features.amounts_seen = 60.0;
    s.features.unusual_bits = 12.0;
    s.features.has_device = true;
    return s;
}

static double strength(const scene *s)
{
    return signal_rare_mix.eval(&s->event, &s->features);
}

START_TEST(a_payment_as_unusual_as_one_in_four_thousand_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(one_in_five_hundred_fires_a_little)
{
    scene s = theft();
    s.features.unusual_bits = 9.0;
    ck_assert_double_ge(strength(&s), 0.3);
    ck_assert_double_le(strength(&s), 0.6);
}
END_TEST

START_TEST(a_payment_as_half_of_them_is_quiet)
{
    scene s = theft();
    s.features.unusual_bits = 1.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_same_on_the_owners_phone_counts_less)
{
    scene s = theft();
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.4);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.amounts_seen = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("rare_mix", a_payment_as_unusual_as_one_in_four_thousand_fires,
          one_in_five_hundred_fires_a_little, a_payment_as_half_of_them_is_quiet,
          the_same_on_the_owners_phone_counts_less, first_sight_is_quiet)
