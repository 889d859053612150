/* One payment gives a stranger most of what is there, or far more than usual.
 *
 * Why it matters: a thief's payee is new and gets everything he can take; people try a new payee
 * with little. Neither the size nor the stranger alone says that.
 * Blind spot: a deposit for a flat, a used motorcycle; thieves who buy in shops. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->is_attempt || features->events_seen < 3.0) {
        return 0.0;
    }
    return signal_stranger(event, features) * signal_size(features) *
           signal_trust(features->payees_known, 1.0) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = features->drain_share };
}

const jaga_signal signal_stranger_takes_all = {
    .name = "stranger-takes-all",
    .help = "one payment gives a stranger most of what is there",
    .blind = "deposits and used motorcycles; thieves who buy in shops",
    .says = { "{value} to a stranger, {normal} of what was there",
              "{value} ke orang tak dikenal, {normal} dari saldo yang ada",
              "向陌生人付款 {value}，占可用余额的 {normal}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_RATIO,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
