#ifndef JAGA_RESPOND_DELIVER_H
#define JAGA_RESPOND_DELIVER_H

#include "jaga/status.h"
#include "respond/responder.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* Delivering what waits, at a pace that the receiver can stand.
 *
 * Pauses double from 0.2 s to 30 s, each by a share of itself that a hash of the message's key and
 * the number of the try decides: many engines do not come back at the same moment, and a test knows
 * when. After five minutes of silence the circuit is open: what has piled up since goes out by
 * band, exposed money and age once the receiver is back. */

typedef struct respond_circuit {
    int failures;          /* in a row */
    int64_t down_since_us; /* wall clock, of the first of them */
    int64_t again_us;      /* wall clock: not before */
    bool is_open;
    bool by_urgency; /* until what has piled up is gone */
} respond_circuit;

/* From 0 to 0.2 s * 2^tries, at most 30 s. */
int64_t respond_pause_us(const char *key, int64_t tries);

typedef struct respond_result {
    int64_t sent;
    int64_t waiting;  /* put off by the receiver one by one; filled when all others went */
    int64_t refused;  /* dead letters, likewise */
    bool wants_pause; /* the receiver does; the rest stays for later */
} respond_result;

/* Delivers what waits in the outbox, oldest first, and marks it. Stops with JAGA_ERR_IO when the
 * receiver wants a pause, which *circuit then measures. *result is filled also then. Outside any
 * group. `now_us` is the wall clock. */
JAGA_USE_RESULT jaga_status respond_deliver(jaga_store *store, const responder *to,
                                            respond_circuit *circuit, int64_t (*now_us)(void),
                                            respond_result *result, jaga_error *err);

#endif
