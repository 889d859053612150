/* The call that a new case asks for. */
#include "desk/callback.h"

#include "base/money.h"
#include "base/when.h"
#include "desk/priority.h"

#include <math.h>

static priority_rail rail_of(const jaga_event *event)
{
    switch ((jaga_party_kind)event->counterparty_kind) {
    case JAGA_PARTY_WALLET: return PRIORITY_WALLET_INTERNAL;
    case JAGA_PARTY_MERCHANT:
    case JAGA_PARTY_BILLER: return PRIORITY_QR_MERCHANT;
    case JAGA_PARTY_VOUCHER: return PRIORITY_VOUCHER;
    case JAGA_PARTY_CRYPTO: return PRIORITY_CRYPTO;
    case JAGA_PARTY_CASH: return PRIORITY_CASH_TAKEN;
    case JAGA_PARTY_BANK:
    case JAGA_PARTY_UNKNOWN:
    case JAGA_PARTY_COUNT: break;
    }
    return PRIORITY_BANK;
}

/* Whole units of the currency; the formula was fitted on rupiah. */
static int64_t whole_units(int64_t minor, const char *currency)
{
    int64_t unit = 1;

    for (int i = money_digits((jaga_span){ currency, 3 }); i > 0; i--) {
        unit *= 10;
    }
    return minor == JAGA_UNKNOWN_MINOR || minor < 0 ? 0 : minor / unit;
}

/* A hold of our own stands at the risky step itself; a report tells of one before it. */
static double since_outflow_min(const jaga_decision *decision)
{
    const int64_t since_us = decision->event->ts_us - decision->left_us;

    if (decision->reason != JAGA_REASON_CUST_REPORT) {
        return 0.0;
    }
    return decision->left_us == 0 ? HUGE_VAL
           : since_us > 0         ? (double)since_us / (60.0 * (double)US_PER_SECOND)
                                  : 0.0;
}

void callback_plan(jaga_decision *decision, int64_t zone_s)
{
    const jaga_event *event = decision->event;
    const bool is_report = decision->reason == JAGA_REASON_CUST_REPORT;
    const bool has_left = jaga_event_is_money_out(event) && event->status == JAGA_STATUS_OK;
    const priority_loss loss = {
        .rupiah =
            whole_units(is_report ? decision->left_minor : event->amount_minor, event->currency),
        .rail = is_report ? PRIORITY_BANK : rail_of(event),
    };
    const priority_input input = {
        .losses = &loss,
        .loss_count = has_left || is_report ? 1 : 0,
        .unprotected_rupiah = whole_units(decision->exposed_minor, event->currency),
        .score = decision->belief,
        .is_customer_report = is_report,
        .since_outflow_min = since_outflow_min(decision),
    };
    const priority result = priority_of(&input);

    decision->lost_minor =
        is_report  ? (decision->left_minor == JAGA_UNKNOWN_MINOR ? 0 : decision->left_minor)
        : has_left ? (event->amount_minor == JAGA_UNKNOWN_MINOR ? 0 : event->amount_minor)
                   : 0;
    decision->lost_rail = (int)loss.rail;
    decision->outflow_us = is_report && decision->left_us == 0 ? INT64_MIN
                           : is_report                         ? decision->left_us
                                                               : event->ts_us;
    decision->priority = result.value;
    decision->band = result.band;
    decision->due_us = priority_due_us(result.band, event->ts_us, zone_s);
}
