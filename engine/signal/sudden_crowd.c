/* An address, a device or a payee to which accounts suddenly turn, far above its own long run.
 *
 * Why it matters: lists of stolen passwords are tried in one go, and a mule's account fills in one
 * afternoon; what was busy before is measured against how busy it was. Blind spot: a gateway after
 * an outage, a shop's sale, a collection; an attack that stays as slow as its surroundings. The
 * account's own networks, devices and payees say nothing. */
#include "signal/signals.h"

static double of_login(const jaga_features *features)
{
    const double address = features->network_is_known
                               ? 0.0
                               : signal_ramp(features->address_sudden_bits, 8.0, 11.0) *
                                     signal_ramp(features->address_accounts, 2.5, 8.0);
    const double device = features->device_is_known
                              ? 0.0
                              : signal_ramp(features->device_sudden_bits, 7.0, 10.0) *
                                    signal_ramp(features->device_accounts, 1.5, 4.0);
    return address > device ? address : device;
}

/* A payee that was there for long is a shop, whatever the log calls it; one that keeps what it gets
 * is no way station. */
static double of_payment(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_payee || features->payee_is_known) {
        return 0.0;
    }
    const double young = 1.0 - signal_ramp(features->payee_age_s / 86400.0, 7.0, 30.0);
    return young * signal_stranger(event, features) *
           signal_ramp(features->payee_senders, 2.5, 8.0) *
           signal_ramp(features->payee_passed_on, 0.3, 0.8) *
           signal_ramp(features->payee_sudden_bits, 8.0, 11.0);
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    const double login = of_login(features), payment = of_payment(event, features);
    return (login > payment ? login : payment) * signal_trust(features->events_seen, 2.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    const double at_login = features->address_accounts > features->device_accounts
                                ? features->address_accounts
                                : features->device_accounts;
    return (jaga_facts){ .value = features->has_payee ? features->payee_senders : at_login,
                         .normal = 0.0 };
}

const jaga_signal signal_sudden_crowd = {
    .name = "sudden-crowd",
    .help = "an address, device or payee to which accounts suddenly turn",
    .blind =
        "gateways after an outage, sales and collections; attacks as slow as their surroundings",
    .says = { "{value} accounts came here lately, far more than ever before",
              "{value} akun datang ke sini belakangan ini, jauh lebih banyak dari sebelumnya",
              "近期有 {value} 个账户集中出现在此处，远超以往" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
