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
    s.features.has_device = true;
    s.features.drain_share = 0.95;
    s.features.change_age_s[JAGA_CHANGE_PASSWORD] = JAGA_NEVER_S;
    s.features.change_age_s[JAGA_CHANGE_SIM] = JAGA_NEVER_S;
    s.features.change_age_s[JAGA_CHANGE_CONTACT] = JAGA_NEVER_S;
    s.features.change_age_s[JAGA_CHANGE_FACTOR] = JAGA_NEVER_S;
    s.features.change_age_s[JAGA_CHANGE_PIN] = 1800.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_takeover_chain.eval(&s->event, &s->features);
}

START_TEST(reset_then_device_then_stranger_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(a_new_device_before_the_reset_fires_less)
{
    scene s = theft();
    s.features.device_is_known = true;
    s.features.device_age_s = 20.0 * 3600.0;
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_small_payment_fires_a_little)
{
    scene s = theft();
    s.features.drain_share = 0.1;
    ck_assert_double_ge(strength(&s), 0.3);
}
END_TEST

START_TEST(paying_somebody_known_is_quiet)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_reset_alone_counts_half)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.5);
}
END_TEST

START_TEST(without_reset_and_device_it_is_quiet)
{
    scene s = theft();
    s.features.has_device = true;
    s.features.device_is_known = true;
    s.features.device_age_s = 90.0 * 86400.0;
    s.features.change_age_s[JAGA_CHANGE_PIN] = JAGA_NEVER_S;
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

START_TEST(a_device_that_came_with_the_account_is_none)
{
    scene s = theft();
    s.features.device_is_known = true;
    s.features.device_is_first = true;
    s.features.change_age_s[JAGA_CHANGE_PIN] = JAGA_NEVER_S;
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

UNIT_MAIN("takeover_chain", reset_then_device_then_stranger_fires_fully,
          a_new_device_before_the_reset_fires_less, a_small_payment_fires_a_little,
          paying_somebody_known_is_quiet, a_reset_alone_counts_half,
          without_reset_and_device_it_is_quiet, a_shop_counts_little,
          a_device_that_came_with_the_account_is_none, first_sight_is_quiet)
