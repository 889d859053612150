#include "story.h"

#include "signal/signals.h"

static double strength(double share, double drains, double amounts)
{
    const jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    const jaga_features features = {
        .events_seen = 100.0, .amounts_seen = amounts, .drain_share = share, .drains_seen = drains
    };
    return signal_drain.eval(&event, &features);
}

START_TEST(emptying_a_wallet_that_was_never_emptied_fires)
{
    ck_assert_double_gt(strength(1.0, 0.0, 40.0), 0.9);
}
END_TEST

START_TEST(an_account_that_passes_all_its_money_on_is_quiet)
{
    ck_assert_double_eq(strength(1.0, 40.0, 40.0), 0.0);
    ck_assert_double_lt(strength(1.0, 10.0, 40.0), 0.25); /* payday, sent home each month */
}
END_TEST

/* The same drain, from one device or another. */
static double strength_from(bool is_known, bool is_first, double age_s, double shared_s)
{
    const jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    const jaga_features features = { .events_seen = 100.0,
                                     .amounts_seen = 40.0,
                                     .drain_share = 1.0,
                                     .has_device = true,
                                     .devices_known = 1.0,
                                     .device_is_known = is_known,
                                     .device_is_first = is_first,
                                     .device_age_s = age_s,
                                     .device_shared_s = shared_s };
    return signal_drain.eval(&event, &features);
}

START_TEST(the_owners_own_device_speaks_for_the_owner)
{
    const double strange = strength_from(false, false, 0.0, 0.0);
    const double thief_logged_in = strength_from(true, false, 3600.0, 0.0);
    ck_assert_double_eq(thief_logged_in, strange);
    ck_assert_double_lt(strength_from(true, false, 4.0 * 86400.0, 0.0), strange);
    ck_assert_double_lt(strength_from(true, true, 3600.0, 0.0), strange);
    ck_assert_double_lt(strength_from(false, false, 0.0, 30.0 * 86400.0), strange);
}
END_TEST

START_TEST(taking_half_is_quiet)
{
    ck_assert_double_eq(strength(0.5, 0.0, 40.0), 0.0);
    ck_assert_double_eq(strength(0.0, 0.0, 40.0), 0.0);
}
END_TEST

START_TEST(the_last_coin_counts_more_than_nine_tenths)
{
    ck_assert_double_gt(strength(1.0, 0.0, 40.0), 2.0 * strength(0.9, 0.0, 40.0));
    ck_assert_double_gt(strength(0.9, 0.0, 40.0), 0.0);
}
END_TEST

START_TEST(each_earlier_drain_says_less)
{
    for (double drains = 0.0; drains < 20.0; drains += 1.0) {
        ck_assert_double_ge(strength(1.0, drains, 40.0), strength(1.0, drains + 1.0, 40.0));
    }
}
END_TEST

START_TEST(from_the_owners_own_device_it_says_less)
{
    const jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    const jaga_features features = { .events_seen = 100.0,
                                     .has_device = true,
                                     .device_is_known = true,
                                     .device_age_s = 1e6,
                                     .amounts_seen = 40.0,
                                     .drain_share = 1.0 };
    const double own = signal_drain.eval(&event, &features);
    ck_assert_double_gt(own, 0.0);
    ck_assert_double_lt(own, strength(1.0, 0.0, 40.0));
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    const jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    const jaga_features nothing = { .drain_share = 1.0 };
    ck_assert_double_eq(signal_drain.eval(&event, &nothing), 0.0);
}
END_TEST

UNIT_MAIN("drain", emptying_a_wallet_that_was_never_emptied_fires,
          an_account_that_passes_all_its_money_on_is_quiet,
          the_owners_own_device_speaks_for_the_owner, taking_half_is_quiet,
          the_last_coin_counts_more_than_nine_tenths, each_earlier_drain_says_less,
          from_the_owners_own_device_it_says_less, first_sight_is_quiet)
