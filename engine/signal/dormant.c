/* An account that slept for weeks wakes up.
 *
 * Why it matters: nobody watches it, and old passwords circulate.
 * Blind spot: people do come back; on the device they left with it says nothing. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (features->events_seen < 3.0 || features->idle_s >= JAGA_NEVER_S ||
        signal_is_own_device(features)) {
        return 0.0;
    }
    const double surprise =
        features->idle_surprise == 0.0 ? 0.5 : signal_ramp(features->idle_surprise, 1.5, 3.0);
    return surprise * signal_ramp(features->idle_s / 86400.0, 21.0, 60.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->idle_s, .normal = 0.0 };
}

const jaga_signal signal_dormant = {
    .name = "dormant",
    .help = "an account that slept for weeks wakes up",
    .blind = "owners who come back; accounts in daily use",
    .says = { "the first act after {value}", "tindakan pertama setelah {value}",
              "时隔 {value} 后的首次操作" },
    .value_unit = JAGA_UNIT_SECONDS,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
