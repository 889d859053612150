#include "story.h"

#include "signal/signals.h"

/* What every row of the table promises, whatever it detects. */

static jaga_features random_features(uint64_t *random)
{
    const double large = story_chance(random, 10) ? 1e12 : 60.0;

    return (jaga_features){ .events_seen = (double)story_pick(random, 200),
                            .has_device = story_chance(random, 50),
                            .device_is_known = story_chance(random, 50),
                            .device_age_s = story_unit(random) * 1e7,
                            .devices_known = (double)story_pick(random, 5),
                            .device_newcomers = story_unit(random) * large,
                            .device_shared_s = story_unit(random) * 1e7 - 1e5,
                            .amounts_seen = story_unit(random) * large,
                            .amount_surprise = (story_unit(random) - 0.5) * large,
                            .amount_usual_ln = story_unit(random) * 27.6,
                            .drain_share = story_unit(random) * 1.5,
                            .drains_seen = story_unit(random) * large,
                            .has_payee = story_chance(random, 50),
                            .payee_is_known = story_chance(random, 50),
                            .payees_known = (double)story_pick(random, 15),
                            .payee_payments = story_unit(random) * large,
                            .is_customer_report = story_chance(random, 5) };
}

/* All of them, with whatever values. */
static jaga_features any_features(uint64_t *random)
{
    const double large = story_chance(random, 10) ? 1e12 : 30.0;
    jaga_features f = random_features(random);

    f.account_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.device_is_first = story_chance(random, 50);
    f.device_accounts = story_unit(random) * large;
    f.is_spend = story_chance(random, 50);
    f.is_attempt = story_chance(random, 50);
    f.amount_of_most = story_unit(random) * large;
    for (int i = 0; i < JAGA_SPANS; i++) {
        f.outs[i] = story_unit(random) * large;
    }
    for (int i = 0; i < JAGA_SPANS; i++) {
        f.out_minor[i] = story_unit(random) * large;
    }
    f.small_outs_1h = story_unit(random) * large;
    f.rising_outs = story_unit(random) * large;
    f.last_out_minor = story_unit(random) * large;
    f.balance_minor = (story_unit(random) - 0.1) * large;
    f.in_1d_minor = story_unit(random) * large;
    f.in_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.topup_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.topup_minor = story_unit(random) * large;
    f.has_instrument = story_chance(random, 50);
    f.instrument_is_known = story_chance(random, 50);
    f.instruments_known = story_unit(random) * large;
    f.payee_senders = story_unit(random) * large;
    f.payee_fresh_1d = story_unit(random) * large;
    f.payee_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.payee_in_1d_minor = story_unit(random) * large;
    f.payee_passed_on = story_unit(random) * large;
    f.own_in_1d_minor = story_unit(random) * large;
    f.own_out_1d_minor = story_unit(random) * large;
    f.own_senders = story_unit(random) * large;
    f.fails_10m = story_unit(random) * large;
    f.fails_24h = story_unit(random) * large;
    f.fails_run = story_unit(random) * large;
    f.login_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.has_session = story_chance(random, 50);
    f.session_is_latest = story_chance(random, 50);
    f.session_moved = story_chance(random, 50);
    for (int i = 0; i < JAGA_CHANGES; i++) {
        f.change_age_s[i] = story_unit(random) * large;
    }
    f.change = (int)story_pick(random, JAGA_CHANGES + 1);
    f.sim_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.has_remote_access = story_chance(random, 50);
    f.has_place = story_chance(random, 50);
    f.travel_km = story_unit(random) * large;
    f.travel_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.has_country = story_chance(random, 50);
    f.country_is_known = story_chance(random, 50);
    f.countries_known = story_unit(random) * large;
    f.has_network = story_chance(random, 50);
    f.network_is_known = story_chance(random, 50);
    f.networks_known = story_unit(random) * large;
    f.address_accounts = story_unit(random) * large;
    f.address_fails_1h = story_unit(random) * large;
    f.address_newcomers = story_unit(random) * large;
    f.address_age_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.idle_s = story_chance(random, 20) ? JAGA_NEVER_S : story_unit(random) * 1e7;
    f.idle_surprise = (story_unit(random) - 0.1) * large;
    f.hour_closeness = story_unit(random) * 2.0 - 1.0;
    f.hour_focus = story_unit(random) * large;
    f.hours_seen = story_unit(random) * large;
    return f;
}

static jaga_event random_event(uint64_t *random)
{
    jaga_event event = { .ts_us = STORY_START, .amount_minor = story_pick(random, 1 << 30) };

    event.type = (uint8_t)story_pick(random, JAGA_TYPE_COUNT);
    event.status = (uint8_t)story_pick(random, JAGA_STATUS_COUNT);
    event.counterparty_kind = (uint8_t)story_pick(random, JAGA_PARTY_COUNT);
    event.channel = (uint8_t)story_pick(random, JAGA_CHANNEL_COUNT);
    event.auth = (uint8_t)story_pick(random, JAGA_AUTH_COUNT);
    event.actor = (uint8_t)story_pick(random, JAGA_ACTOR_COUNT);
    return event;
}

START_TEST(every_strength_is_between_none_and_full)
{
    uint64_t random = 1;

    for (int i = 0; i < 100000; i++) {
        const jaga_event event = random_event(&random);
        const jaga_features features = any_features(&random);
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            const double strength = jaga_signal_at(s)->eval(&event, &features);
            ck_assert_msg(strength >= 0.0 && strength <= 1.0, "%s gives %g",
                          jaga_signal_at(s)->name, strength);
        }
    }
}
END_TEST

START_TEST(every_strength_is_a_function_of_event_and_features)
{
    uint64_t random = 2;

    for (int i = 0; i < 1000; i++) {
        const jaga_event event = random_event(&random);
        const jaga_features features = any_features(&random);
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            const double once = jaga_signal_at(s)->eval(&event, &features);
            ck_assert(once == jaga_signal_at(s)->eval(&event, &features));
        }
    }
}
END_TEST

START_TEST(the_first_sight_of_an_account_is_never_suspicious_by_itself)
{
    uint64_t random = 3;

    for (int i = 0; i < 20000; i++) {
        const jaga_event event = random_event(&random);
        /* Nothing is known of the account; the device and the payee may be known of others. */
        const jaga_features features = { .has_device = story_chance(&random, 50),
                                         .device_newcomers = story_unit(&random) * 9.0,
                                         .device_shared_s = story_unit(&random) * 1e7,
                                         .drain_share = story_unit(&random),
                                         .has_payee = story_chance(&random, 50),
                                         .payee_payments = story_unit(&random) * 9.0 };
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            ck_assert_msg(jaga_signal_at(s)->eval(&event, &features) == 0.0, "%s",
                          jaga_signal_at(s)->name);
        }
    }
}
END_TEST

static bool is_kebab_case(const char *name)
{
    const size_t length = strlen(name);

    return length > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
           name[0] != '-' && name[length - 1] != '-' && strstr(name, "--") == NULL;
}

START_TEST(every_row_has_a_unique_name_in_kebab_case)
{
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        const jaga_signal *signal = jaga_signal_at(s);
        ck_assert_msg(is_kebab_case(signal->name), "%s", signal->name);
        ck_assert_ptr_eq(jaga_signal_find(signal->name), signal);
    }
    ck_assert_ptr_null(jaga_signal_find("no-such-signal"));
    ck_assert_ptr_null(jaga_signal_find(""));
}
END_TEST

static bool shows(const char *sentence, const char *place)
{
    return strstr(sentence, place) != NULL;
}

START_TEST(every_row_says_what_it_sees_and_where_it_is_blind_in_three_languages)
{
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        const jaga_signal *signal = jaga_signal_at(s);
        ck_assert_msg(signal->help != NULL && strlen(signal->help) > 10, "%s", signal->name);
        ck_assert_msg(signal->blind != NULL && strlen(signal->blind) > 10, "%s", signal->name);
        ck_assert(strchr(signal->help, '\n') == NULL && strchr(signal->blind, '\n') == NULL);
        for (int l = 0; l < JAGA_LANG_COUNT; l++) {
            ck_assert_msg(signal->says[l] != NULL && signal->says[l][0] != '\0', "%s",
                          signal->name);
        }
    }
}
END_TEST

START_TEST(the_sentences_of_a_row_show_the_same_numbers)
{
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        const jaga_signal *signal = jaga_signal_at(s);
        for (int l = 0; l < JAGA_LANG_COUNT; l++) {
            ck_assert_msg(shows(signal->says[l], "{value}") == shows(signal->says[0], "{value}") &&
                              shows(signal->says[l], "{normal}") ==
                                  shows(signal->says[0], "{normal}"),
                          "%s", signal->name);
        }
        if (shows(signal->says[0], "{")) {
            ck_assert_msg(signal->facts != NULL, "%s", signal->name);
        }
        if (shows(signal->says[0], "{value}")) {
            ck_assert_msg(signal->value_unit != JAGA_UNIT_NONE, "%s", signal->name);
        }
        if (shows(signal->says[0], "{normal}")) {
            ck_assert_msg(signal->normal_unit != JAGA_UNIT_NONE, "%s", signal->name);
        }
    }
}
END_TEST

START_TEST(every_row_weighs_something_and_none_but_a_report_can_hold_alone)
{
    ck_assert_uint_gt(jaga_signal_count(), 0);
    ck_assert_uint_le(jaga_signal_count(), JAGA_SIGNALS_MAX);
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        const jaga_signal *signal = jaga_signal_at(s);
        ck_assert_msg(signal->bits > 0.0 && signal->bits <= 20.0, "%s", signal->name);
        if (strcmp(signal->name, "customer-report") != 0) {
            /* With the base rate of one in 4096 that is less than even odds. */
            ck_assert_msg(signal->bits < 12.0, "%s", signal->name);
        }
    }
}
END_TEST

UNIT_MAIN("signals", every_strength_is_between_none_and_full,
          every_strength_is_a_function_of_event_and_features,
          the_first_sight_of_an_account_is_never_suspicious_by_itself,
          every_row_has_a_unique_name_in_kebab_case,
          every_row_says_what_it_sees_and_where_it_is_blind_in_three_languages,
          the_sentences_of_a_row_show_the_same_numbers,
          every_row_weighs_something_and_none_but_a_report_can_hold_alone)
