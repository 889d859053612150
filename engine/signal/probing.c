/* Small payments first, then a large one; or a ladder of growing ones.
 *
 * Why it matters: who does not know the limits tries them.
 * Blind spot: coffee before rent. It needs the large one to be unusual and the payee to be new. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->is_attempt || features->payee_is_known || features->last_out_minor <= 0.0 ||
        features->amount_surprise < 0.5) {
        return 0.0;
    }
    const double step = (double)event->amount_minor / features->last_out_minor;
    const double probes =
        signal_ramp(features->small_outs_1h, 0.4, 2.0) * signal_ramp(step, 3.0, 8.0);
    const double ladder = features->outs[JAGA_SPAN_15M] > 1.0 && step > 1.0
                              ? signal_ramp(features->rising_outs, 1.0, 4.0)
                              : 0.0;
    return (probes > ladder ? probes : ladder) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = features->small_outs_1h };
}

const jaga_signal signal_probing = {
    .name = "probing",
    .help = "small payments first, then a large one to somebody new",
    .blind = "a thief who knows the limits",
    .says = { "after {normal} small payments, {value} to somebody new",
              "setelah {normal} pembayaran kecil, {value} ke penerima baru",
              "小额试探 {normal} 笔之后，向新收款人转出 {value}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
