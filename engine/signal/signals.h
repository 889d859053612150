#ifndef JAGA_SIGNAL_SIGNALS_H
#define JAGA_SIGNAL_SIGNALS_H

#include "jaga/signal.h"

/* The only header a signal needs. Declares signal_<id> for every row of the table, so that a
 * definition and its row must agree. */
#define SIGNAL(id) extern const jaga_signal signal_##id;
#include "signal/signals.def"
#undef SIGNAL

/* How far a thing is trusted to be normal after n earlier sights: 0 at the first, a half after
 * `half`, towards 1. Keeps a barely known account from being suspicious by itself. */
static inline double signal_trust(double n, double half)
{
    return n / (n + half);
}

/* 0 up to `from`, 1 from `to` on, straight between. */
static inline double signal_ramp(double x, double from, double to)
{
    return x <= from ? 0.0 : x >= to ? 1.0 : (x - from) / (to - from);
}

/* Used for three days, which a thief rarely has, or since the account was first seen: what was
 * there when the log began is the owner's. */
static inline bool signal_is_own_device(const jaga_features *features)
{
    return features->device_is_known &&
           (features->device_is_first || features->device_age_s >= 3.0 * 86400.0);
}

/* Others have used it for two weeks: a family's phone, an agent's counter. */
static inline bool signal_is_common_device(const jaga_features *features)
{
    return features->device_shared_s > 14.0 * 86400.0;
}

/* Money that moves from a device the account has long used, or that everybody uses, is mostly the
 * owner's: what it says about theft counts for this much. A log that names no devices says nothing
 * either way. */
static inline double signal_on_device(const jaga_features *features)
{
    return signal_is_own_device(features) || signal_is_common_device(features) ? 0.35 : 1.0;
}

/* How much of what is there this takes, or how far above the usual it is: whichever says more, for
 * many logs know no balance. */
static inline double signal_size(const jaga_features *features)
{
    const double of_balance = signal_ramp(features->drain_share, 0.3, 0.9);
    const double of_usual = signal_ramp(features->amount_surprise, 1.0, 3.0);
    return of_balance > of_usual ? of_balance : of_usual;
}

/* How much a first payment to this kind of payee is like handing money to a stranger: shops and
 * billers are nobody's accomplices, and the owner's own bank account is where withdrawals go. */
static inline double signal_stranger(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_payee || features->payee_is_known) {
        return 0.0;
    }
    switch ((jaga_party_kind)event->counterparty_kind) {
    case JAGA_PARTY_WALLET:
    case JAGA_PARTY_CRYPTO: return 1.0;
    case JAGA_PARTY_VOUCHER: return 0.8;
    case JAGA_PARTY_BANK: return event->type == JAGA_TYPE_WITHDRAW ? 0.5 : 0.8;
    case JAGA_PARTY_CASH: return 0.4;
    case JAGA_PARTY_MERCHANT:
    case JAGA_PARTY_BILLER: return 0.2;
    case JAGA_PARTY_UNKNOWN:
    case JAGA_PARTY_COUNT: break;
    }
    return 1.0 / (1.0 + features->payee_payments / 4.0);
}

#endif
