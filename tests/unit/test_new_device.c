#include "story.h"

#include "signal/signals.h"

static double strength(const jaga_features *features)
{
    const jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    return signal_new_device.eval(&event, features);
}

static const jaga_features a_thiefs_phone = { .events_seen = 100.0,
                                              .has_device = true,
                                              .devices_known = 1.0 };

START_TEST(a_device_the_account_never_used_fires)
{
    ck_assert_double_gt(strength(&a_thiefs_phone), 0.6);
}
END_TEST

START_TEST(a_device_that_several_accounts_began_to_use_fires_fully)
{
    jaga_features features = a_thiefs_phone;
    features.device_newcomers = 2.0;
    features.device_shared_s = 3600.0;
    ck_assert_double_gt(strength(&features), 0.95);
}
END_TEST

START_TEST(a_known_device_is_quiet)
{
    jaga_features features = a_thiefs_phone;
    features.device_is_known = true;
    ck_assert_double_eq(strength(&features), 0.0);
}
END_TEST

START_TEST(a_familys_phone_counts_less_than_a_strangers)
{
    jaga_features features = a_thiefs_phone;
    features.device_newcomers = 1.0;
    features.device_shared_s = 30.0 * 86400.0;
    ck_assert_double_lt(strength(&features), strength(&a_thiefs_phone));
}
END_TEST

START_TEST(an_agents_counter_counts_less_however_many_use_it)
{
    jaga_features features = a_thiefs_phone;
    features.device_newcomers = 40.0;
    features.device_shared_s = 30.0 * 86400.0;
    ck_assert_double_lt(strength(&features), strength(&a_thiefs_phone));
}
END_TEST

START_TEST(the_first_device_of_an_account_is_quiet)
{
    jaga_features features = a_thiefs_phone;
    features.devices_known = 0.0;
    ck_assert_double_eq(strength(&features), 0.0);
    features = (jaga_features){ .has_device = true, .devices_known = 1.0 };
    ck_assert_double_eq(strength(&features), 0.0);
}
END_TEST

START_TEST(an_event_without_a_device_is_quiet)
{
    jaga_features features = a_thiefs_phone;
    features.has_device = false;
    ck_assert_double_eq(strength(&features), 0.0);
}
END_TEST

START_TEST(a_refused_login_is_quiet)
{
    jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    event.status = JAGA_STATUS_FAILED;
    ck_assert_double_eq(signal_new_device.eval(&event, &a_thiefs_phone), 0.0);
}
END_TEST

START_TEST(alone_it_does_not_reach_a_hold)
{
    const double odds_bits = -12.0 + signal_new_device.bits;
    ck_assert_double_lt(odds_bits, -1.0);
}
END_TEST

UNIT_MAIN("new_device", a_device_the_account_never_used_fires,
          a_device_that_several_accounts_began_to_use_fires_fully, a_known_device_is_quiet,
          a_familys_phone_counts_less_than_a_strangers,
          an_agents_counter_counts_less_however_many_use_it,
          the_first_device_of_an_account_is_quiet, an_event_without_a_device_is_quiet,
          a_refused_login_is_quiet, alone_it_does_not_reach_a_hold)
