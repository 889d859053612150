#include "story.h"

#include "signal/signals.h"

static double strength(jaga_event_type type, const jaga_features *features)
{
    const jaga_event event = story_event("A", type, STORY_START);
    return signal_credential_change.eval(&event, features);
}

static const jaga_features known = { .events_seen = 50.0 };

START_TEST(a_new_sim_fires_fully_and_resets_fire)
{
    ck_assert_double_eq(strength(JAGA_TYPE_SIM_CHANGE, &known), 1.0);
    ck_assert_double_gt(strength(JAGA_TYPE_PIN_RESET, &known), 0.5);
    ck_assert_double_gt(strength(JAGA_TYPE_PASSWORD_RESET, &known), 0.5);
    ck_assert_double_gt(strength(JAGA_TYPE_CONTACT_CHANGE, &known), 0.5);
    ck_assert_double_gt(strength(JAGA_TYPE_MFA_DISABLE, &known), 0.5);
}
END_TEST

START_TEST(on_the_owners_own_device_it_counts_half)
{
    jaga_features features = known;
    features.has_device = features.device_is_known = true;
    features.device_age_s = 4.0 * 86400.0;
    ck_assert_double_eq(strength(JAGA_TYPE_PIN_RESET, &features),
                        strength(JAGA_TYPE_PIN_RESET, &known) / 2.0);
    features.device_age_s = 2.0 * 86400.0; /* a thief's, used since yesterday */
    ck_assert_double_eq(strength(JAGA_TYPE_PIN_RESET, &features),
                        strength(JAGA_TYPE_PIN_RESET, &known));
}
END_TEST

START_TEST(what_hands_over_no_control_is_quiet)
{
    static const jaga_event_type types[] = { JAGA_TYPE_LOGIN, JAGA_TYPE_TRANSFER,
                                             JAGA_TYPE_MFA_ENABLE, JAGA_TYPE_TOPUP,
                                             JAGA_TYPE_OTP_VERIFY };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        ck_assert_double_eq(strength(types[i], &known), 0.0);
    }
}
END_TEST

START_TEST(a_refused_change_is_quiet)
{
    jaga_event event = story_event("A", JAGA_TYPE_PIN_RESET, STORY_START);
    event.status = JAGA_STATUS_FAILED;
    ck_assert_double_eq(signal_credential_change.eval(&event, &known), 0.0);
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    const jaga_features nothing = { .events_seen = 0.0 };
    ck_assert_double_eq(strength(JAGA_TYPE_SIM_CHANGE, &nothing), 0.0);
}
END_TEST

UNIT_MAIN("credential_change", a_new_sim_fires_fully_and_resets_fire,
          on_the_owners_own_device_it_counts_half, what_hands_over_no_control_is_quiet,
          a_refused_change_is_quiet, first_sight_is_quiet)
