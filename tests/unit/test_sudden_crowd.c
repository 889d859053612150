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
    s.features.has_network = true;
    s.features.networks_known = 2.0;
    s.features.address_accounts = 9.0;
    s.features.address_sudden_bits = 12.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_sudden_crowd.eval(&s->event, &s->features);
}

START_TEST(an_address_that_fills_at_once_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_device_that_fills_at_once_fires)
{
    scene s = theft();
    s.features.address_sudden_bits = 0.0;
    s.features.device_sudden_bits = 11.0;
    s.features.device_accounts = 5.0;
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(an_address_that_was_always_busy_is_quiet)
{
    scene s = theft();
    s.features.address_sudden_bits = 5.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(two_of_a_household_are_quiet)
{
    scene s = theft();
    s.features.address_accounts = 2.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_accounts_own_network_is_quiet)
{
    scene s = theft();
    s.features.network_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(the_accounts_own_device_is_quiet)
{
    scene s = theft();
    s.features.address_sudden_bits = 0.0;
    s.features.device_sudden_bits = 11.0;
    s.features.device_accounts = 5.0;
    s.features.device_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_payee_that_fills_and_empties_fires)
{
    scene s = theft();
    s.event = story_event("A", JAGA_TYPE_TRANSFER, STORY_START);
    s.event.counterparty_kind = JAGA_PARTY_WALLET;
    s.features.address_sudden_bits = 0.0;
    s.features.has_payee = true;
    s.features.payee_senders = 8.0;
    s.features.payee_passed_on = 0.9;
    s.features.payee_age_s = 86400.0;
    s.features.payee_sudden_bits = 12.0;
    ck_assert_double_ge(strength(&s), 0.9);
    s.features.payee_age_s = 60.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.0);
    s.features.payee_age_s = 86400.0;
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_collection_that_keeps_what_it_gets_is_quiet)
{
    scene s = theft();
    s.event = story_event("A", JAGA_TYPE_TRANSFER, STORY_START);
    s.event.counterparty_kind = JAGA_PARTY_WALLET;
    s.features.address_sudden_bits = 0.0;
    s.features.has_payee = true;
    s.features.payee_senders = 8.0;
    s.features.payee_age_s = 86400.0;
    s.features.payee_sudden_bits = 12.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.events_seen = 0.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("sudden_crowd", an_address_that_fills_at_once_fires, a_device_that_fills_at_once_fires,
          an_address_that_was_always_busy_is_quiet, two_of_a_household_are_quiet,
          the_accounts_own_network_is_quiet, the_accounts_own_device_is_quiet,
          a_payee_that_fills_and_empties_fires, a_collection_that_keeps_what_it_gets_is_quiet,
          first_sight_is_quiet)
