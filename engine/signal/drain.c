/* The wallet is being emptied: the balance falls far below what was there within the last hour.
 *
 * Why it matters: owners leave something; a thief leaves nothing. Taking the last coin counts far
 * more than taking nine tenths: bills are not the size of the balance. How much it says depends on
 * the account: some pass all their money on each time, and then it says nothing.
 * Blind spot: a theft over days, and the first time an honest owner moves everything out. */
#include "signal/signals.h"

#include "base/exponent.h"

/* A thief empties the wallet with this probability; an account of which nothing is known does so in
 * a few of a thousand payments. That prior weighs as much as five payments seen. */
static const double by_thief = 0.6;
static const double by_anybody = 0.002;
static const double prior_payments = 5.0;
static const double bits = 9.0;

/* The likelihood ratio in bits, as a share of the most that the signal may weigh. */
static double habit_strength(double by_owner)
{
    if (by_owner >= by_thief) {
        return 0.0;
    }
    const double least = by_thief / 512.0; /* 2^bits */
    return by_owner <= least ? 1.0 : log2_exact(by_thief / by_owner) / bits;
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    const double share = features->drain_share;
    const double shape = share >= 0.999 ? 1.0 : 0.4 * signal_ramp(share, 0.5, 0.95);
    if (shape <= 0.0 || features->events_seen == 0.0) {
        return 0.0;
    }
    const double by_owner = (features->drains_seen + by_anybody * prior_payments) /
                            (features->amounts_seen + prior_payments);
    return shape * habit_strength(by_owner) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->drain_share, .normal = features->drains_seen };
}

const jaga_signal signal_drain = {
    .name = "drain",
    .help = "the wallet is emptied, which this account does not do",
    .blind = "a theft spread over days; an owner's first full withdrawal",
    .says = { "the balance falls {value} below its peak of the last hour; emptied {normal} times "
              "before",
              "saldo turun {value} dari puncaknya satu jam terakhir; pernah dikosongkan {normal} "
              "kali",
              "余额较一小时内最高值下降 {value}；此前清空过 {normal} 次" },
    .value_unit = JAGA_UNIT_RATIO,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = bits,
    .eval = eval,
    .facts = facts,
};
