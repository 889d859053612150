/* The customer says that the account was stolen.
 *
 * Why it matters: easy to hold, hard to release. Whoever calls may be a thief locking the owner
 * out, but a wrong hold costs minutes and a missing one the money. Blind spot: it comes hours after
 * the money left. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return features->is_customer_report ? 1.0 : 0.0;
}

const jaga_signal signal_customer_report = {
    .name = "customer-report",
    .help = "the customer says the account was stolen",
    .blind = "it comes hours after the money left",
    .says = { "the customer reported the account as stolen", "pelanggan melaporkan akunnya dicuri",
              "客户报告账户被盗" },
    .value_unit = JAGA_UNIT_NONE,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 20.0,
    .eval = eval,
};
