/* The balance, and how far it falls below what was there lately. */
#include "base/exponent.h"
#include "profile/aspect.h"

/* What a float may leave when what was put in is taken out again. */
static const double rounding = 1e-6;

static int64_t fee_of(const jaga_event *event)
{
    return event->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event->fee_minor;
}

/* What was there before the event: a debit says it by what it took and what it left, any other
 * event leaves it at what was known, as does one in a currency that is not the account's.
 * JAGA_UNKNOWN_MINOR. */
static int64_t balance_before(const jaga_account_hot *hot, const jaga_event *event)
{
    if (event->balance_minor == JAGA_UNKNOWN_MINOR || !jaga_event_is_money_out(event) ||
        event->status == JAGA_STATUS_PENDING || !is_own_currency(hot, event)) {
        return hot->balance_minor;
    }
    /* Some ledgers write a refused debit as done, but leave the balance where it was. */
    if (event->status != JAGA_STATUS_OK || event->balance_minor == hot->balance_minor) {
        return event->balance_minor;
    }
    return event->balance_minor + event->amount_minor + fee_of(event);
}

/* Open attempts will take their part of it; this event's own is not among them. */
static double available_before(const look *at)
{
    const jaga_event *event = at->event;
    const double before = (double)balance_before(at->hot, event);
    double open = open_attempts_minor(at->hot, event->ts_us);

    open -= is_outcome(at->hot, event) ? (double)event->amount_minor : 0.0;
    return open > 0.0 ? before - open : before;
}

void measure_balance(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const bool is_known = balance_before(hot, at->event) != JAGA_UNKNOWN_MINOR;

    at->notes->peak_faded =
        decay((double)(at->event->ts_us - hot->last_us) / 1e6, PROFILE_PEAK_HALF_LIFE_S);
    out->balance_minor = is_known ? (double)balance_before(hot, at->event) : -1.0;
    if (!is_known || !out->is_spend) {
        return;
    }
    const double before = available_before(at);
    const double amount = (double)at->event->amount_minor;
    /* More than there is cannot be taken: an attempt in vain, or an account that may overdraw. */
    if (before > 0.0 && amount <= before) {
        const double faded = (double)hot->peak_1h_minor * at->notes->peak_faded;
        const double peak = faded > before ? faded : before;
        out->drain_share = 1.0 - (before - amount) / peak;
    }
}

/* The log's own word wins; without it the known balance moves by the amount. What a pending row
 * says may never come true. */
static void move_balance(jaga_account_hot *hot, const jaga_event *event)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
    const int64_t sign = class == JAGA_CLASS_MONEY_OUT ? -1 : class == JAGA_CLASS_MONEY_IN ? 1 : 0;
    if (event->status == JAGA_STATUS_PENDING) {
        return;
    }
    if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
        if (event->ts_us >= hot->last_us) {
            hot->balance_minor = event->balance_minor;
        }
    } else if (hot->balance_minor != JAGA_UNKNOWN_MINOR && sign != 0) {
        const int64_t moved = sign * event->amount_minor - fee_of(event);
        hot->balance_minor += event->status == JAGA_STATUS_OK ? moved
                              : is_return(hot, event)         ? -moved
                                                              : 0;
    }
}

static void raise_peak(jaga_account_hot *hot, int64_t balance_minor, int64_t ts_us)
{
    if (balance_minor != JAGA_UNKNOWN_MINOR) {
        const double then = (double)balance_minor *
                            decay((double)(hot->last_us - ts_us) / 1e6, PROFILE_PEAK_HALF_LIFE_S);
        hot->peak_1h_minor = then > (double)hot->peak_1h_minor ? (float)then : hot->peak_1h_minor;
    }
}

/* The peak is as of last_us, so moving that on fades it. */
static void move_on(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const int64_t ts_us = from->event->ts_us;

    if (ts_us > hot->last_us) {
        hot->peak_1h_minor = (float)((double)hot->peak_1h_minor * from->account->notes.peak_faded);
        hot->last_us = ts_us;
    }
    if (seconds_of(ts_us) < hot->first_s) {
        hot->first_s = seconds_of(ts_us);
    }
}

/* Both the balance before the event and the one after it are balances that were there. */
static void learn_standing(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;
    const int64_t before_minor = balance_before(hot, event);
    const bool is_said =
        event->balance_minor != JAGA_UNKNOWN_MINOR && event->status != JAGA_STATUS_PENDING;

    move_balance(hot, event);
    move_on(from);
    raise_peak(hot, before_minor, event->ts_us);
    raise_peak(hot, is_said ? event->balance_minor : hot->balance_minor, event->ts_us);
}

static void learn_attempt(jaga_account_hot *hot, const jaga_event *event)
{
    const double open = open_attempts_minor(hot, event->ts_us);

    if (event->status == JAGA_STATUS_PENDING) {
        hot->pending_minor = (float)(open + (double)event->amount_minor);
        hot->pending_s =
            seconds_of(event->ts_us) > hot->pending_s ? seconds_of(event->ts_us) : hot->pending_s;
    } else if (is_outcome(hot, event)) {
        const double left = open - (double)event->amount_minor;
        hot->pending_minor = (float)(left > open * rounding ? left : 0.0);
    }
}

void learn_balance(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;

    if (!is_own_currency(hot, event)) {
        move_on(from);
        return;
    }
    learn_standing(from);
    if (is_spend(event)) {
        learn_attempt(hot, event);
    }
}
