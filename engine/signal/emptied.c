/* The last coin leaves an account that never let it go before.
 *
 * Why it matters: owners leave something; bills are not the size of the balance. How much it says
 * depends on the account: some pass all their money on each time, and then it says nothing.
 * Blind spot: the first time an honest owner moves everything out; thieves who leave small change.
 */
#include "signal/signals.h"

#include "base/exponent.h"

/* A thief empties the wallet with this probability; an account of which nothing is known does so in
 * a few of a thousand payments. That prior weighs as much as five payments seen. */
static const double by_thief = 0.6;
static const double by_anybody = 0.002;
static const double prior_payments = 5.0;
static const double most_bits = 9.0; /* more than this the ratio is not believed */

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (features->drain_share < 0.999 || features->events_seen == 0.0) {
        return 0.0;
    }
    const double by_owner = (features->drains_seen + by_anybody * prior_payments) /
                            (features->amounts_seen + prior_payments);
    const double least = by_thief / exp2_exact(most_bits);
    const double rarity = by_owner >= by_thief ? 0.0
                          : by_owner <= least  ? 1.0
                                               : log2_exact(by_thief / by_owner) / most_bits;
    return rarity * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = features->drains_seen };
}

const jaga_signal signal_emptied = {
    .name = "emptied",
    .help = "the last coin leaves an account that never let it go",
    .blind = "an owner's first full withdrawal; thieves who leave small change",
    .says = { "{value} is all there was; the wallet was emptied {normal} times before",
              "{value} adalah seluruh saldo; dompet pernah dikosongkan {normal} kali",
              "{value} 为全部余额；此前清空过 {normal} 次" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 6.0,
    .eval = eval,
    .facts = facts,
};
