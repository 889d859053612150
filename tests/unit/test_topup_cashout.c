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

    s.event.amount_minor = 95000;
    s.features.events_seen = 50.0;
    s.features.is_attempt = true;
    s.features.has_payee = true;
    s.features.topup_minor = 100000.0;
    s.features.topup_age_s = 300.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_topup_cashout.eval(&s->event, &s->features);
}

START_TEST(almost_all_of_it_minutes_later_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(an_hour_later_it_fires_half)
{
    scene s = theft();
    s.features.topup_age_s = 3500.0;
    ck_assert_double_ge(strength(&s), 0.5);
}
END_TEST

START_TEST(to_a_payee_it_knows_it_is_quiet)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_small_part_of_it_is_quiet)
{
    scene s = theft();
    s.event.amount_minor = 30000;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_next_day_it_is_quiet)
{
    scene s = theft();
    s.features.topup_age_s = 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_payment_far_above_the_topup_is_another_matter)
{
    scene s = theft();
    s.event.amount_minor = 500000;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 1.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("topup_cashout", almost_all_of_it_minutes_later_fires_fully, an_hour_later_it_fires_half,
          to_a_payee_it_knows_it_is_quiet, a_small_part_of_it_is_quiet, the_next_day_it_is_quiet,
          a_payment_far_above_the_topup_is_another_matter, first_sight_is_quiet)
