/* Money out far above what this account usually moves.
 *
 * Why it matters: a thief wants it all, and soon.
 * Blind spot: rent, a motorcycle, a wedding; a thief who takes small pieces. */
#include "base/exponent.h"
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return signal_ramp(features->amount_surprise, 1.5, 4.0) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    const double log2_usual = features->amount_usual_ln * 1.44269504088896340736;
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = exp2_exact(log2_usual) };
}

const jaga_signal signal_amount_surprise = {
    .name = "amount-surprise",
    .help = "money out far above what this account usually moves",
    .blind = "honest large payments; a theft in small pieces",
    .says = { "{value} leaves; this account usually moves about {normal}",
              "{value} keluar; biasanya akun ini memindahkan sekitar {normal}",
              "转出 {value}；本账户平时约为 {normal}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_MINOR,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
