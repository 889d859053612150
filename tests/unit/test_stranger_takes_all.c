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

    s.event.counterparty_kind = JAGA_PARTY_WALLET;
    s.features.events_seen = 50.0;
    s.features.is_attempt = true;
    s.features.has_payee = true;
    s.features.payees_known = 9.0;
    s.features.drain_share = 0.95;
    return s;
}

static double strength(const scene *s)
{
    return signal_stranger_takes_all.eval(&s->event, &s->features);
}

START_TEST(almost_all_to_a_stranger_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(an_amount_far_above_the_usual_stands_for_an_unknown_balance)
{
    scene s = theft();
    s.features.drain_share = 0.0;
    s.features.amount_surprise = 3.0;
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_little_to_a_stranger_is_quiet)
{
    scene s = theft();
    s.features.drain_share = 0.2;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(all_to_somebody_known_is_quiet)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_shop_counts_little)
{
    scene s = theft();
    s.event.counterparty_kind = JAGA_PARTY_MERCHANT;
    ck_assert_double_le(strength(&s), 0.2);
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

UNIT_MAIN("stranger_takes_all", almost_all_to_a_stranger_fires,
          an_amount_far_above_the_usual_stands_for_an_unknown_balance,
          a_little_to_a_stranger_is_quiet, all_to_somebody_known_is_quiet, a_shop_counts_little,
          on_the_own_phone_it_counts_less, first_sight_is_quiet)
