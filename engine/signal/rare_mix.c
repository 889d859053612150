/* Money out that is rarer, taken all together, than what anybody's account usually sees of itself.
 *
 * Why it matters: no rule says that this amount at this hour after this pause from this device is
 * odd, but hardly anybody's habits were ever left so far at once. It needs no label and knows no
 * kind of theft. Blind spot: what owners do once a year is as rare as what thieves do; a thief who
 * keeps to each habit is not rare at all. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return signal_ramp(features->unusual_bits, 6.0, 12.0) *
           signal_trust(features->amounts_seen, 3.0) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    double one_in = 1.0;

    (void)event;
    for (int bit = 0; bit < 32 && (double)bit < features->unusual_bits; bit++) {
        one_in *= 2.0;
    }
    return (jaga_facts){ .value = one_in, .normal = 1.0 };
}

const jaga_signal signal_rare_mix = {
    .name = "rare-mix",
    .help = "money out that departs from many of the account's habits at once",
    .blind = "what owners do once a year; thieves who keep to each habit",
    .says = { "taken together as unusual for its account as one payment in {value}",
              "secara keseluruhan tidak biasa bagi akunnya, seperti satu dari {value} pembayaran",
              "总体来看，对该账户而言如此异常的付款约 {value} 笔中才有一笔" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
