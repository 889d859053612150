/* A wish to close the account, right after most of its money left.
 *
 * Why it matters: closing hides the traces and locks the owner out for good.
 * Blind spot: an owner who leaves takes the money along too; on the device they have long used it
 * counts for less. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (event->type != JAGA_TYPE_CLOSE_REQUEST || event->status == JAGA_STATUS_FAILED ||
        features->events_seen == 0.0) {
        return 0.0;
    }
    const double left = features->balance_minor > 0.0 ? features->balance_minor : 0.0;
    const double gone = features->out_minor[JAGA_SPAN_1D];
    const double swept = gone > 0.0 ? gone / (gone + left) : 0.0;
    return signal_ramp(swept, 0.4, 0.9) * (signal_is_own_device(features) ? 0.4 : 1.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->out_minor[JAGA_SPAN_1D], .normal = 0.0 };
}

const jaga_signal signal_sweep_and_close = {
    .name = "sweep-and-close",
    .help = "a wish to close the account after its money left",
    .blind = "owners who leave; thieves who do not bother",
    .says = { "asks to close after {value} left within a day or so",
              "minta tutup akun setelah {value} keluar dalam sekitar sehari",
              "约一天内转出 {value} 后申请销户" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 5.0,
    .eval = eval,
    .facts = facts,
};
