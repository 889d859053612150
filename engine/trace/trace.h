#ifndef JAGA_TRACE_TRACE_H
#define JAGA_TRACE_TRACE_H

#include "jaga/event.h"
#include "jaga/status.h"
#include "trace/purse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Following stolen money through the log. Which coins of a wallet leave it first is a rule of law:
 * first in, first out (Clayton's case, 1816) where nothing else is asked, or another of purse_rule.
 * Each coin has one way, nothing is counted twice, and what was stolen (by POISON, and what it
 * spoiled) is always the sum of what rests, what left the log and what was scattered. Fees are paid
 * of clean money first.
 *
 * What may be held in a wallet is no more than its lowest balance since the money came (James
 * Roscoe v Winder, 1915): money that came after that is somebody else's.
 *
 * Only wallets that hold stolen money keep a queue. What a wallet had before is learned from the
 * first of its rows that says a balance, and leaves before the stolen money. A sender's `transfer`
 * and the receiver's `receive` whose `ref` names it are one movement. Failed and pending rows move
 * nothing; the row that books a pending one names it in `ref`, and so may all that come after. A
 * `reversed` row, or a `refund` of the whole amount, undoes what `ref` names as far as
 * the money is still where it went.
 *
 * Blind spots: it is a convention of law, not a fact about coins; a wallet whose rows never say a
 * balance is taken to have been empty; rows count in the order in which they reached the log. */

/* Where following ends: behind the sixth hop; three days after the theft; at a payment that is not
 * worth it, which is Rp 10 000, and where the currency is another one a hundredth of the loss; at a
 * receiver that is not known to be a person's wallet and took in more than 200 payments that day.
 */
enum { TRACE_HOPS_MAX = 6, TRACE_AGE_H = 72, TRACE_EDGE_RUPIAH = 10000, TRACE_EDGE_PART = 100 };
enum { TRACE_HUB_PER_DAY = 200 };

#define TRACE_NONE UINT32_MAX

typedef struct trace trace;

/* Every successful money-out of `account` in [from_us, until_us] was the thief's, unless it is
 * owned (trace_own). */
typedef struct trace_theft {
    jaga_span account;
    int64_t from_us, until_us;
} trace_theft;

/* One movement of stolen money. A row that carries money of two origins makes two hops. */
typedef struct trace_hop {
    uint32_t theft; /* index in the order asked */
    uint32_t
        parent;     /* the hop that had brought it to `from`; TRACE_NONE: out of the victim's own */
    uint32_t depth; /* 1: leaves the victim */
    int64_t source_us; /* when the victim's money left */
    uint8_t type;      /* jaga_event_type */
    uint8_t to_kind;   /* jaga_party_kind */
    bool is_inside;    /* `to` is a wallet of this ledger, whose rows may be in the log */
    int64_t ts_us;
    int64_t amount_minor;  /* of the whole row */
    int64_t traced_minor;  /* stolen money in it */
    int64_t spoiled_minor; /* POISON: clean money that it lies or lay with */

    /* Where that is now. With the traced money of the hops that have this one as their parent they
     * sum to traced_minor and spoiled_minor. */
    int64_t at_rest_minor;   /* still in the wallet `to` */
    int64_t left_minor;      /* beyond the log: cash, bank, merchant, another ledger */
    int64_t scattered_minor; /* moved on as fees, or past where following ends */

    jaga_span event_id, from, to, institution; /* live as long as the trace */
} trace_hop;

typedef struct trace_sum {
    int64_t stolen_minor;  /* with spoiled = at_rest + left + scattered */
    int64_t spoiled_minor; /* POISON */
    int64_t at_rest_minor, left_minor, scattered_minor;
    char currency[4]; /* "" while nothing is stolen */
} trace_sum;

/* Follows all thefts at once. A money-out inside two windows belongs to the one asked first. */
JAGA_USE_RESULT jaga_status trace_open(const trace_theft *thefts, size_t count, purse_rule rule,
                                       trace **out, jaga_error *err);
void trace_close(trace *self); /* accepts NULL */

/* The customer said that this payment was theirs: in no window was it stolen. Before any row. */
JAGA_USE_RESULT jaga_status trace_own(trace *self, jaga_span event_id, jaga_error *err);

/* Rows in log order. A repeated event_id counts once. */
JAGA_USE_RESULT jaga_status trace_take(trace *self, const jaga_event *event, jaga_error *err);

/* Takes every row of the history from the earliest theft on. */
JAGA_USE_RESULT jaga_status trace_read(trace *self, const char *history_path, jaga_error *err);
/* The same for several traces of the same thefts, in one pass. */
JAGA_USE_RESULT jaga_status trace_read_all(trace *const *all, size_t count,
                                           const char *history_path, jaga_error *err);

size_t trace_hop_count(const trace *self);
const trace_hop *trace_hop_at(const trace *self, size_t index); /* oldest first */
void trace_sums(const trace *self, trace_sum *out);             /* one for each theft asked */

/* What may still be held in the wallet that a hop brought money to: the least of the stolen money
 * in it, of its lowest balance since that came, and of what it has now. Of all hops to it together;
 * 0 of a hop that left the log. */
int64_t trace_holdable(const trace *self, size_t hop);

#endif
