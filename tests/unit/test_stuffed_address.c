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
    s.features.address_accounts = 8.0;
    s.features.address_fails_1h = 5.0;
    s.features.address_age_s = 1800.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_stuffed_address.eval(&s->event, &s->features);
}

START_TEST(an_address_that_tries_many_and_is_refused_fires_fully)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 1.0);
}
END_TEST

START_TEST(four_accounts_and_three_refusals_fire)
{
    scene s = theft();
    s.features.address_accounts = 4.0;
    s.features.address_fails_1h = 3.0;
    ck_assert_double_ge(strength(&s), 0.1);
}
END_TEST

START_TEST(an_office_without_refusals_is_quiet)
{
    scene s = theft();
    s.features.address_fails_1h = 0.5;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_home_of_two_is_quiet)
{
    scene s = theft();
    s.features.address_accounts = 2.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_network_the_account_knows_is_quiet)
{
    scene s = theft();
    s.features.network_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_gateway_that_was_always_there_counts_less)
{
    scene s = theft();
    s.features.address_age_s = 60.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.4);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    scene s = theft();
    s.features.networks_known = 0.0;
    ck_assert_double_eq(strength(&s), 0.0);
}
END_TEST

UNIT_MAIN("stuffed_address", an_address_that_tries_many_and_is_refused_fires_fully,
          four_accounts_and_three_refusals_fire, an_office_without_refusals_is_quiet,
          a_home_of_two_is_quiet, a_network_the_account_knows_is_quiet,
          a_gateway_that_was_always_there_counts_less, first_sight_is_quiet)
