/* The wallet is being emptied: the balance falls far below what was there within the last hour.
 *
 * Why it matters: owners leave something; a thief leaves nothing. Taking the last coin counts far
 * more than taking nine tenths: bills are not the size of the balance.
 * Blind spot: people who use the wallet as a passage and empty it each time; a theft over days. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    const double share = features->drain_share;
    return share >= 0.999 ? 1.0 : 0.4 * signal_ramp(share, 0.5, 0.95);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->drain_share, .normal = 0.0 };
}

const jaga_signal signal_drain = {
    .name = "drain",
    .help = "most of the balance leaves within an hour",
    .blind = "people who empty the wallet each time; a theft spread over days",
    .says = { "{value} of the balance is gone within an hour",
              "{value} dari saldo keluar dalam satu jam",
              "一小时内余额流出 {value}" },
    .value_unit = JAGA_UNIT_RATIO,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 9.0,
    .eval = eval,
    .facts = facts,
};
