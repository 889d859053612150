/* A payee to whom strangers began to send within a day or so.
 *
 * Why it matters: a mule's account fills from victims who have nothing in common.
 * Blind spot: a new shop, a collection for a friend. Shops and billers are left out where the log
 * says who is one; elsewhere age and a mixed crowd of old and new payers speak for a shop. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_payee || features->payee_is_known ||
        event->counterparty_kind == JAGA_PARTY_MERCHANT ||
        event->counterparty_kind == JAGA_PARTY_BILLER ||
        event->counterparty_kind == JAGA_PARTY_CASH) {
        return 0.0;
    }
    const double young = 1.0 - 0.8 * signal_ramp(features->payee_age_s / 86400.0, 7.0, 30.0);
    const double of_all =
        features->payee_payments > 0.0
            ? signal_ramp(features->payee_fresh_1d / features->payee_payments, 0.1, 0.6)
            : 0.0;
    return young * of_all * signal_ramp(features->payee_fresh_1d, 1.2, 4.0) *
           signal_trust(features->events_seen, 1.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->payee_fresh_1d, .normal = 0.0 };
}

const jaga_signal signal_fresh_senders = {
    .name = "fresh-senders",
    .help = "a payee to whom strangers began to send within a day",
    .blind = "new shops and collections; a mule's first victim",
    .says = { "{value} accounts began to pay this payee within a day or so",
              "{value} akun mulai membayar penerima ini dalam sekitar sehari",
              "约一天内有 {value} 个账户首次向该收款人付款" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 3.5,
    .eval = eval,
    .facts = facts,
};
