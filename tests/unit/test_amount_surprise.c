#include "story.h"

#include "signal/signals.h"

static double strength(double surprise, bool is_own_device)
{
    const jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    const jaga_features features = { .events_seen = 20.0,
                                     .has_device = true,
                                     .device_is_known = is_own_device,
                                     .device_age_s = is_own_device ? 1e6 : 0.0,
                                     .amounts_seen = 20.0,
                                     .amount_surprise = surprise };
    return signal_amount_surprise.eval(&event, &features);
}

START_TEST(four_deviations_above_the_usual_fire_fully)
{
    ck_assert_double_eq(strength(4.0, false), 1.0);
    ck_assert_double_eq(strength(40.0, false), 1.0);
}
END_TEST

START_TEST(a_usual_amount_is_quiet)
{
    ck_assert_double_eq(strength(0.0, false), 0.0);
    ck_assert_double_eq(strength(1.5, false), 0.0);
    ck_assert_double_eq(strength(-9.0, false), 0.0);
}
END_TEST

START_TEST(a_larger_amount_never_says_less)
{
    for (double x = -1.0; x < 6.0; x += 0.01) {
        ck_assert_double_le(strength(x, false), strength(x + 0.01, false));
    }
}
END_TEST

START_TEST(from_the_owners_own_device_it_says_less)
{
    ck_assert_double_lt(strength(4.0, true), strength(4.0, false));
    ck_assert_double_gt(strength(4.0, true), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    const jaga_event event = story_transfer("A", STORY_START, INT64_C(1) << 50, 0, "P", "D");
    const jaga_features nothing = { .has_device = true };
    ck_assert_double_eq(signal_amount_surprise.eval(&event, &nothing), 0.0);
}
END_TEST

START_TEST(the_facts_are_the_amount_and_the_usual_one)
{
    const jaga_event event = story_transfer("A", STORY_START, 7000, 0, "P", "D");
    const jaga_features features = { .amount_usual_ln = 5.703782474656201 };
    const jaga_facts facts = signal_amount_surprise.facts(&event, &features);
    ck_assert_double_eq(facts.value, 7000.0);
    ck_assert_double_eq_tol(facts.normal, 300.0, 1e-9);
}
END_TEST

UNIT_MAIN("amount_surprise", four_deviations_above_the_usual_fire_fully, a_usual_amount_is_quiet,
          a_larger_amount_never_says_less, from_the_owners_own_device_it_says_less,
          first_sight_is_quiet, the_facts_are_the_amount_and_the_usual_one)
