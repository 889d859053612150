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
    return signal_is_own_device(features) || signal_is_common_device(features) ? 0.6 : 1.0;
}

#endif
