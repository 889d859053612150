/* A top-up from, or a link to, a card or bank account that this account never used.
 *
 * Why it matters: stolen cards are tested with small top-ups of an account that the thief controls.
 * Blind spot: everyone links a second card once; on a device the account has long used it counts
 * little. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    const bool is_use = event->type == JAGA_TYPE_TOPUP || event->type == JAGA_TYPE_INSTRUMENT_LINK;
    if (!is_use || !features->has_instrument || features->instrument_is_known ||
        features->instruments_known == 0.0) {
        return 0.0;
    }
    return signal_is_own_device(features) ? 0.3 : signal_trust(features->events_seen, 4.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = 0.0, .normal = features->instruments_known };
}

const jaga_signal signal_new_instrument = {
    .name = "new-instrument",
    .help = "a card or bank account this account never used",
    .blind = "an owner's second card; theft of the balance alone",
    .says = { "a card or bank account this account never used; {normal} are known",
              "kartu atau rekening yang belum pernah dipakai akun ini; {normal} dikenal",
              "本账户从未使用过的银行卡或账户；已知 {normal} 个" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
