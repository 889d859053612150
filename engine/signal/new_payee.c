/* Money goes to somebody this account never paid.
 *
 * Why it matters: stolen money goes to mules, and the victim has never met them.
 * Blind spot: everyone pays somebody for the first time. Shops and billers count little, and where
 * the log does not say who is a shop, a payee whom many pay counts as one. */
#include "signal/signals.h"

static double openness(const jaga_event *event, const jaga_features *features)
{
    switch ((jaga_party_kind)event->counterparty_kind) {
    case JAGA_PARTY_WALLET:
    case JAGA_PARTY_CRYPTO: return 1.0;
    case JAGA_PARTY_VOUCHER: return 0.6;
    /* A withdrawal's bank account is mostly the owner's own, and cash is taken where one is. */
    case JAGA_PARTY_BANK: return event->type == JAGA_TYPE_WITHDRAW ? 0.2 : 0.5;
    case JAGA_PARTY_CASH:
    case JAGA_PARTY_MERCHANT:
    case JAGA_PARTY_BILLER: return 0.1;
    case JAGA_PARTY_UNKNOWN:
    case JAGA_PARTY_COUNT: break;
    }
    return 1.0 / (1.0 + features->payee_payments / 4.0);
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_payee || features->payee_is_known) {
        return 0.0;
    }
    return openness(event, features) * signal_trust(features->events_seen, 0.25) *
           signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->payee_payments, .normal = features->payees_known };
}

const jaga_signal signal_new_payee = {
    .name = "new-payee",
    .help = "money to somebody this account never paid",
    .blind = "first payments of honest people; money to a payee the victim knows",
    .says = { "money to somebody this account never paid; {normal} payees are known",
              "uang ke penerima yang belum pernah dibayar akun ini; {normal} penerima dikenal",
              "收款人从未收过本账户的款；已知收款人 {normal} 个" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 5.0,
    .eval = eval,
    .facts = facts,
};
