#ifndef JAGA_POLICY_BREAKER_H
#define JAGA_POLICY_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

/* The circuit breaker: when medium holds are wished for at a rate at which thefts do not come, it
 * is more likely that we are wrong than that everybody is robbed at once, and a wrong hold is dear.
 *
 * It is open while more medium holds were wished for within the last hour of event time than
 * `least` and than `share` of the active accounts: those with an event in this clock hour or in the
 * one before, whichever has more. Wishes that it turned down count like the others, so it closes
 * when the rate falls. A plain value in a slab; zeroed is new. */
enum { BREAKER_MINUTES = 60 };

typedef struct breaker {
    int64_t minute;                     /* since 1970, the latest in which a hold was wished for */
    int64_t hour;                       /* since 1970, the latest that an event fell into */
    uint32_t active_now, active_before; /* accounts with an event in that hour and the one before */
    uint32_t wishes[BREAKER_MINUTES];   /* by minute modulo 60 */
} breaker;

typedef struct breaker_limit {
    uint32_t least; /* holds an hour that are never too many */
    double share;   /* of the active accounts */
} breaker_limit;

/* An event of an account whose latest one before was at `last_us`; INT64_MIN: its first. */
void breaker_saw(breaker *self, int64_t ts_us, int64_t last_us);

/* A medium hold is wished for. True: there are too many, it must not be placed. is_new: it counts;
 * false for an account that wished for one just now and was asked instead. */
bool breaker_is_open(breaker *self, breaker_limit limit, int64_t ts_us, bool is_new);

#endif
