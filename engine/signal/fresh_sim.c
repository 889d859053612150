/* The SIM card is days old.
 *
 * Why it matters: who holds the number gets the codes; a swapped SIM is used within hours.
 * Blind spot: people lose phones and change operators; logs that do not say. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (features->events_seen == 0.0) {
        return 0.0;
    }
    return (1.0 - signal_ramp(features->sim_age_s / 3600.0, 24.0, 168.0)) *
           (signal_is_own_device(features) ? 0.5 : 1.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->sim_age_s, .normal = 0.0 };
}

const jaga_signal signal_fresh_sim = {
    .name = "fresh-sim",
    .help = "the SIM card is hours or days old",
    .blind = "people who replace a SIM; logs that do not say its age",
    .says = { "the SIM card is {value} old", "umur kartu SIM baru {value}",
              "SIM 卡启用仅 {value}" },
    .value_unit = JAGA_UNIT_SECONDS,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
