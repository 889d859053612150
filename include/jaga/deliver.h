#ifndef JAGA_DELIVER_H
#define JAGA_DELIVER_H

#include "jaga/status.h"
#include "jaga/unconfirmed.h"

#include <stdbool.h>
#include <stdint.h>

/* Emptying an outbox while no engine runs: after a ledger was down, or where commands are sent by
 * somebody else than who decides. What matters most goes first: by band, exposed money and age,
 * each account's commands in their order. */

typedef struct jaga_delivery {
    const char *db;
    const char *respond; /* as in jaga_run */
    int64_t patience_s;  /* how long a receiver that puts off is asked again */
    jaga_unconfirmed unconfirmed;
    int64_t (*now_us)(void);                   /* wall clock */
    void (*warn)(void *ctx, const char *text); /* one line; may be NULL */
    void *warn_ctx;
    bool (*wants_stop)(void *ctx); /* asked between tries; true gives up. May be NULL */
    void *stop_ctx;
} jaga_delivery;

typedef struct jaga_delivery_summary {
    int64_t sent;
    int64_t refused; /* dead letters of the whole outbox: somebody has to look */
    int64_t waiting; /* still to be sent */
} jaga_delivery_summary;

/* JAGA_OK: nothing waits any more. JAGA_ERR_IO: something does, *err says why and *out how much.
 * JAGA_ERR_BUSY: an engine runs on this database, and delivers itself. The ledger's answers wait in
 * the inbox for the next run of it. */
JAGA_USE_RESULT jaga_status jaga_deliver(const jaga_delivery *delivery, jaga_delivery_summary *out,
                                         jaga_error *err);

#endif
