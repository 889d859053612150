/* The steps of a takeover within two days: reach or credentials changed, a device that was not
 * there before, then much of the money to a stranger.
 *
 * Why it matters: each step is common, the order is not (spec F14).
 * Blind spot: an honest new phone after a lost one takes the same steps and then pays people it
 * knows; a thief who needs no reset. */
#include "signal/signals.h"

static double latest_change_s(const jaga_features *features)
{
    static const int resets[] = { JAGA_CHANGE_PASSWORD, JAGA_CHANGE_PIN, JAGA_CHANGE_SIM,
                                  JAGA_CHANGE_CONTACT, JAGA_CHANGE_FACTOR };
    double latest_s = JAGA_NEVER_S;

    for (size_t i = 0; i < sizeof resets / sizeof resets[0]; i++) {
        const double age_s = features->change_age_s[resets[i]];
        latest_s = age_s < latest_s ? age_s : latest_s;
    }
    return latest_s;
}

/* A device that came with the account is as old as can be. */
static double device_age_s(const jaga_features *features)
{
    if (!features->has_device || features->device_is_first) {
        return JAGA_NEVER_S;
    }
    return features->device_is_known ? features->device_age_s : 0.0;
}

/* Control was taken: by a change, by a device, or by one after the other. Each says less by the
 * day.
 */
static double control(const jaga_features *features)
{
    const double reset_s = latest_change_s(features), device_s = device_age_s(features);
    const double reset = 0.5 * (1.0 - signal_ramp(reset_s, 3600.0, 2.0 * 86400.0));
    const double device = 0.8 * (1.0 - signal_ramp(device_s, 86400.0, 3.0 * 86400.0));
    const bool in_order = reset > 0.0 && device > 0.0 && device_s <= reset_s + 3600.0;

    return in_order ? 1.0 : reset + device > 0.9 ? 0.9 : reset + device;
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->is_attempt || features->events_seen < 3.0) {
        return 0.0;
    }
    return control(features) * signal_stranger(event, features) *
           (0.3 + 0.7 * signal_size(features));
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)features;
    (void)features;
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = 0.0 };
}

const jaga_signal signal_takeover_chain = {
    .name = "takeover-chain",
    .help = "credentials or device changed, then much of the money to a stranger",
    .blind = "thieves who need no reset; owners who replace a phone and pay somebody new",
    .says = { "control changed hands lately, and now {value} goes to a stranger",
              "kendali akun baru berpindah, dan kini {value} ke orang tak dikenal",
              "账户控制权刚有变更，随即向陌生人转出 {value}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
