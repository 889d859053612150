#include "story.h"

#include "signal/signals.h"

typedef struct scene {
    jaga_event event;
    jaga_features features;
} scene;

/* What it fires at; each test changes what it is about. */
static scene theft(void)
{
    scene s = { .event = story_event("A", JAGA_TYPE_TOPUP, STORY_START) };

    s.features.events_seen = 50.0;
    s.features.has_instrument = true;
    s.features.instruments_known = 1.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_new_instrument.eval(&s->event, &s->features);
}

START_TEST(a_card_never_used_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(linking_one_fires_too)
{
    scene s = theft();
    s.event.type = JAGA_TYPE_INSTRUMENT_LINK;
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(the_known_card_is_quiet)
{
    scene s = theft();
    s.features.instrument_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_owners_second_card_counts_little)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.3);
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
    s.features.instruments_known = 0.0;
    s.features.events_seen = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("new_instrument", a_card_never_used_fires, linking_one_fires_too, the_known_card_is_quiet,
          an_owners_second_card_counts_little, money_out_is_not_its_business, first_sight_is_quiet)
