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
    s.features.has_payee = true;
    s.features.payee_fresh_1d = 5.0;
    s.features.payee_payments = 6.0;
    s.features.payee_age_s = 2.0 * 86400.0;
    return s;
}

static double strength(const scene *s)
{
    return signal_fresh_senders.eval(&s->event, &s->features);
}

START_TEST(five_strangers_within_a_day_fire)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(a_shop_is_quiet)
{
    scene s = theft();
    s.event.counterparty_kind = JAGA_PARTY_MERCHANT;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_payee_the_account_knows_is_quiet)
{
    scene s = theft();
    s.features.payee_is_known = true;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(a_payee_with_many_regulars_is_quiet)
{
    scene s = theft();
    s.features.payee_payments = 200.0;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(an_old_payee_counts_little)
{
    scene s = theft();
    s.features.payee_age_s = 90.0 * 86400.0;
    ck_assert_double_le(strength(&s), 0.2);
}
END_TEST

START_TEST(the_second_sender_is_quiet)
{
    scene s = theft();
    s.features.payee_fresh_1d = 1.0;
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

UNIT_MAIN("fresh_senders", five_strangers_within_a_day_fire, a_shop_is_quiet,
          a_payee_the_account_knows_is_quiet, a_payee_with_many_regulars_is_quiet,
          an_old_payee_counts_little, the_second_sender_is_quiet, first_sight_is_quiet)
