/* Several payments within minutes, from an account that does not do that.
 *
 * Why it matters: a thief works against the owner's next look at the phone, and limits make him cut
 * the sum into pieces.
 * Blind spot: sellers and agents pay in bursts, which their own rate shows; a thief who waits. */
#include "signal/signals.h"

/* What the account's own rate of 60 days would leave in the 15-minute count. A rate is not taken
 * below one a week. */
static double usual(const jaga_features *features)
{
    const double share = 900.0 / (60.0 * 86400.0);
    const double least = 900.0 / (7.0 * 86400.0);
    const double own = features->outs[JAGA_SPAN_60D] * share;
    return own < least ? least : own;
}

static double times_usual(const jaga_features *features)
{
    return (features->outs[JAGA_SPAN_15M] + 1.0) / (0.05 + usual(features));
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (!features->is_attempt || features->events_seen < 3.0) {
        return 0.0;
    }
    return signal_ramp(features->outs[JAGA_SPAN_15M] + 1.0, 2.2, 5.0) *
           signal_ramp(times_usual(features), 4.0, 40.0) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->outs[JAGA_SPAN_15M] + 1.0, .normal = usual(features) };
}

const jaga_signal signal_burst = {
    .name = "burst",
    .help = "several payments within minutes, which this account does not do",
    .blind = "sellers and agents; a thief who takes his time",
    .says = { "{value} payments within minutes; usual would be {normal}",
              "{value} pembayaran dalam beberapa menit; biasanya {normal}",
              "几分钟内付款 {value} 笔；平时约 {normal}" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 2.5,
    .eval = eval,
    .facts = facts,
};
