#ifndef JAGA_DECODE_ORDER_H
#define JAGA_DECODE_ORDER_H

#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Order, lateness and repetition. State lives in slabs, so a snapshot holds it; the limits are
 * settings.
 *
 * The watermark is the largest accepted event time less the allowed lateness. A row that would push
 * it by more than a limit is `future`, unless a hundred such rows of ten accounts come in a row.
 * Rows older than the dedupe horizon are `stale`; within it a repeated event_id is a duplicate, or
 * a conflict where its content differs. */
enum { ORDER_FUTURE_ROWS = 100, ORDER_FUTURE_ACCOUNTS = 10 };

typedef struct order_limits {
    int64_t lateness_us, horizon_us, future_us;
} order_limits;

typedef enum order_verdict {
    ORDER_ON_TIME,
    ORDER_LATE,      /* behind the watermark, within the horizon: applied */
    ORDER_DUPLICATE, /* the same event again: nothing to do */
    ORDER_CONFLICT,  /* the same event_id with other content: a reject */
    ORDER_STALE,     /* older than the horizon: never applied */
    ORDER_FUTURE     /* too far ahead of everything else: a reject */
} order_verdict;

/* One event id seen within the horizon; the key stands first for the index. */
typedef struct order_seen {
    hash128 event;
    uint64_t content;
    int64_t ts_us;
} order_seen;

/* One item: the order's few numbers. */
typedef struct order_state {
    int64_t latest_us;    /* largest accepted event time; INT64_MIN before the first event */
    int64_t horizon_us;   /* rows before it are stale; never moves back */
    uint64_t head;        /* entries ever forgotten; the oldest kept is head % cap */
    uint64_t tail;        /* entries ever written */
    uint64_t future_rows; /* rows that wanted to jump ahead, and the accounts they named */
    uint64_t future_accounts[ORDER_FUTURE_ACCOUNTS];
    uint64_t future_account_count;
    uint64_t has_shrunk; /* the table was full: the horizon is shorter than stated */
} order_state;

typedef struct order {
    slab_pool state;
    slab_pool seen; /* a ring of order_seen */
    key_index index;
    order_limits limits; /* set by the owner, at any time: a narrower horizon forgets, a wider one
                            brings nothing back */
} order;

/* cap: event ids remembered, each 32 bytes and its slot in the index. */
JAGA_USE_RESULT jaga_status order_open(order *self, uint32_t cap, jaga_error *err);
void order_close(order *self);
JAGA_USE_RESULT jaga_status order_restored(order *self, jaga_error *err); /* slabs were filled */

/* Judges the event and, when it is to be applied, remembers it. */
JAGA_USE_RESULT jaga_status order_judge(order *self, const jaga_event *event,
                                        const jaga_identity *identity, order_verdict *verdict,
                                        jaga_error *err);

int64_t order_watermark_us(const order *self); /* INT64_MIN before the first event */
bool order_has_shrunk(const order *self);
void order_prefetch(const order *self, const jaga_identity *identity);

#endif
