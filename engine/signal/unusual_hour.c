/* A time of day at which this account does not act.
 *
 * Why it matters: thieves work while owners sleep.
 * Blind spot: accounts without a rhythm, which the focus of their hours shows; a thief of the same
 * time zone and habits. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (features->hours_seen < 15.0 || !features->is_spend) {
        return 0.0;
    }
    return signal_ramp(-features->hour_closeness, 0.2, 0.9) *
           signal_ramp(features->hour_focus, 0.3, 0.6) *
           (0.3 + 0.7 * signal_stranger(event, features)) * signal_on_device(features);
}

const jaga_signal signal_unusual_hour = {
    .name = "unusual-hour",
    .help = "money out at a time of day at which this account does not act",
    .blind = "shift workers and travellers; thieves by day",
    .says = { "at a time of day at which this account does not act",
              "pada jam yang tidak biasa untuk akun ini", "发生在本账户通常不活动的时段" },
    .value_unit = JAGA_UNIT_NONE,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 1.5,
    .eval = eval,
};
