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
    s.features.payee_in_1d_minor = 1e6;
    s.features.payee_passed_on = 0.97;
    return s;
}

static double strength(const scene *s)
{
    return signal_passing_payee.eval(&s->event, &s->features);
}

START_TEST(one_that_keeps_nothing_fires)
{
    const scene s = theft();
    ck_assert_double_ge(strength(&s), 0.9);
}
END_TEST

START_TEST(one_that_keeps_half_is_quiet)
{
    scene s = theft();
    s.features.payee_passed_on = 0.5;
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

START_TEST(a_shop_is_quiet)
{
    scene s = theft();
    s.event.counterparty_kind = JAGA_PARTY_MERCHANT;
    ck_assert_double_le(strength(&s), 0.0);
}
END_TEST

START_TEST(one_that_got_nothing_lately_is_quiet)
{
    scene s = theft();
    s.features.payee_in_1d_minor = 0.0;
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

UNIT_MAIN("passing_payee", one_that_keeps_nothing_fires, one_that_keeps_half_is_quiet,
          a_payee_the_account_knows_is_quiet, a_shop_is_quiet, one_that_got_nothing_lately_is_quiet,
          first_sight_is_quiet)
