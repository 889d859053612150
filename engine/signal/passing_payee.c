/* A payee that passes on at once what it gets.
 *
 * Why it matters: mules keep nothing; people and shops do.
 * Blind spot: a treasurer, an agent. It takes a payee that is new to this account, and says nothing
 * of a bank account, whose outflow is not in the log. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_payee || features->payee_is_known || features->payee_in_1d_minor <= 0.0 ||
        event->counterparty_kind == JAGA_PARTY_MERCHANT ||
        event->counterparty_kind == JAGA_PARTY_BILLER) {
        return 0.0;
    }
    return signal_ramp(features->payee_passed_on, 0.6, 0.95) *
           signal_trust(features->events_seen, 1.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->payee_passed_on, .normal = 0.0 };
}

const jaga_signal signal_passing_payee = {
    .name = "passing-payee",
    .help = "a payee that passes on at once what it gets",
    .blind = "treasurers and agents; payees outside this log",
    .says = { "the payee passed on {value} of what it got within a day or so",
              "penerima meneruskan {value} dari yang diterimanya dalam sekitar sehari",
              "收款人约一天内转走所收款项的 {value}" },
    .value_unit = JAGA_UNIT_RATIO,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
