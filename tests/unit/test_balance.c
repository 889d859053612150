#include "story_log.h"

/* The balance and its peak, against the raw log. */

static int64_t fee_at(int k)
{
    return event_at(k)->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event_at(k)->fee_minor;
}

/* What the event moves where the log does not say the balance. */
static int64_t moved_by(int k)
{
    const int64_t amount = event_at(k)->amount_minor;
    const int64_t moved = is_class(k, JAGA_CLASS_MONEY_IN)    ? amount - fee_at(k)
                          : is_class(k, JAGA_CLASS_MONEY_OUT) ? -amount - fee_at(k)
                                                              : 0;

    /* An open attempt that is given up never moved it. */
    const bool is_return = event_at(k)->status == JAGA_STATUS_REVERSED && !is_outcome(k);
    return event_at(k)->status == JAGA_STATUS_OK ? moved : is_return ? -moved : 0;
}

static bool is_said(int k)
{
    return event_at(k)->balance_minor != JAGA_UNKNOWN_MINOR &&
           event_at(k)->status != JAGA_STATUS_PENDING;
}

/* The balance that the first `count` entries leave the account of i with. */
static int64_t balance_after(int count, int i)
{
    int64_t latest_us = INT64_MIN, balance = JAGA_UNKNOWN_MINOR;

    for (int k = 0; k < count; k++) {
        if (!is_same(k, i)) {
            continue;
        }
        const bool is_latest = event_at(k)->ts_us >= latest_us;
        latest_us = is_latest ? event_at(k)->ts_us : latest_us;
        if (!is_own(k) || event_at(k)->status == JAGA_STATUS_PENDING) {
            continue;
        }
        if (is_said(k)) {
            balance = is_latest ? event_at(k)->balance_minor : balance;
        } else if (balance != JAGA_UNKNOWN_MINOR) {
            balance += moved_by(k);
        }
    }
    return balance;
}

/* What was there before entry k: a debit says it by what it took and what it left. */
static int64_t before_of(int k)
{
    const int64_t known = balance_after(k, k);
    const jaga_event *event = event_at(k);

    if (!is_said(k) || !is_class(k, JAGA_CLASS_MONEY_OUT) || !is_own(k)) {
        return known;
    }
    return event->status != JAGA_STATUS_OK || event->balance_minor == known
               ? event->balance_minor
               : event->balance_minor + event->amount_minor + fee_at(k);
}

/* Per entry, noted when it was reached: the balance before it and the one after it. */
static int64_t stood[LOG_EVENTS][2];

/* Largest balance before entry i, each fading with its age, as of the latest event. */
static double peak_before(int i)
{
    int64_t at_us = event_at(i)->ts_us;
    double peak = 0.0;

    for (int k = 0; k < i; k++) {
        at_us = is_same(k, i) && event_at(k)->ts_us > at_us ? event_at(k)->ts_us : at_us;
    }
    for (int k = 0; k < i; k++) {
        for (int side = 0; side < 2 && is_same(k, i) && is_own(k); side++) {
            const int64_t minor = stood[k][side] == JAGA_UNKNOWN_MINOR ? 0 : stood[k][side];
            const double now = (double)minor * faded(event_at(k)->ts_us, at_us, 3600.0);
            peak = now > peak ? now : peak;
        }
    }
    return peak;
}

static double drain_of(int i)
{
    const double amount = (double)event_at(i)->amount_minor;
    const double open = open_before(i) - (is_outcome(i) ? amount : 0.0);
    const double before = (double)before_of(i) - (open > 0.0 ? open : 0.0);

    if (before_of(i) == JAGA_UNKNOWN_MINOR || before <= 0.0 || amount > before) {
        return 0.0;
    }
    const double peak = peak_before(i);
    return 1.0 - (before - amount) / (peak > before ? peak : before);
}

static void check(int i, const jaga_features *f)
{
    const int64_t before = before_of(i);
    const bool is_measured =
        is_wanted(i) && is_own(i) && event_at(i)->status != JAGA_STATUS_REVERSED;

    ck_assert_double_eq(f->balance_minor, before == JAGA_UNKNOWN_MINOR ? -1.0 : (double)before);
    ck_assert_near(f->drain_share, is_measured ? drain_of(i) : 0.0, 1e-5);
    stood[i][0] = before;
    stood[i][1] = is_said(i) ? event_at(i)->balance_minor : balance_after(i + 1, i);
}

START_TEST(balances_and_drains_are_those_of_the_raw_events_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(balances_and_drains_are_those_of_the_raw_events_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("balance", balances_and_drains_are_those_of_the_raw_events_in_order,
          balances_and_drains_are_those_of_the_raw_events_when_some_come_late)
