#ifndef JAGA_TRACE_LEDGER_H
#define JAGA_TRACE_LEDGER_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/key_index.h"
#include "base/slab.h"
#include "trace/purse.h"
#include "trace/trace.h"

/* What a trace remembers: the wallets that hold stolen money or lost it, the rows it has seen at
 * them, and its hops. For the files of this folder only. */

/* A wallet. The key stands first for the index. */
typedef struct wallet {
    hash128 key; /* of the account */
    jaga_span account;
    purse purse;               /* empty unless it is followed */
    int64_t unconfirmed_minor; /* came by a sender's row whose receiver's row is still to come */
    uint32_t first_theft;      /* of this account, chained by theft.next; TRACE_NONE */
    int64_t claim_minor;       /* stolen money that came, never above the lowest balance since */
    int64_t hub_day, hub_rows; /* the day, and payments to it on that day */
    bool is_person;            /* a row called it somebody's wallet */
    bool is_followed;          /* holds stolen money */
    bool has_opening;          /* what it had before is known, and in the purse */
    char currency[4];          /* rows of another one are not followed */
} wallet;

/* One row that moved money at a followed wallet. */
typedef struct movement {
    uint32_t from, to; /* wallets; TRACE_NONE: not known here */
    uint32_t first_hop, hop_count;
    int64_t amount_minor;
    int64_t clean_minor; /* of it, not stolen */
    bool is_early;       /* known from the receiver's row only, so far */
    bool is_confirmed;   /* the receiver's row has come */
    bool is_undone;
} movement;

/* An event_id of the log, and the movement it belongs to. */
typedef struct seen_row {
    hash128 key;
    uint32_t movement; /* TRACE_NONE: none, it is only not to be counted again */
    bool is_pending;   /* the first row of a movement: what becomes of it names this one */
} seen_row;

typedef struct theft {
    int64_t from_us, until_us;
    uint32_t next; /* theft of the same account */
    trace_sum sum;
} theft;

struct trace {
    arena *memory; /* this struct, the thefts and all texts */
    theft *thefts;
    size_t theft_count;
    int64_t earliest_us;
    slab_pool wallets, movements, seen, hops, owned; /* owned: hash128 of an event_id */
    key_index wallet_index, seen_index, owned_index;
    piece_pool pieces;
};

static inline wallet *wallet_at(const trace *self, uint32_t index)
{
    return slab_at(&self->wallets, index);
}

static inline movement *movement_at(const trace *self, uint32_t index)
{
    return slab_at(&self->movements, index);
}

static inline trace_hop *hop_at(const trace *self, uint32_t index)
{
    return slab_at(&self->hops, index);
}

jaga_status trace_is_full(jaga_error *err);

/* A copy that lives as long as the trace; .at is NULL when there is no room. */
jaga_span trace_keep(trace *self, jaga_span text);

uint32_t trace_find_wallet(const trace *self, jaga_span account); /* TRACE_NONE */
JAGA_USE_RESULT jaga_status trace_add_wallet(trace *self, jaga_span account, uint32_t *out,
                                             jaga_error *err);

/* The seen row of an event_id, NULL when there is none; lives until the next trace_see. */
const seen_row *trace_find_seen(const trace *self, jaga_span event_id);
JAGA_USE_RESULT jaga_status trace_see(trace *self, jaga_span event_id, uint32_t moved,
                                      jaga_error *err);
/* A pending row moves nothing, but the rows that follow name it. */
JAGA_USE_RESULT jaga_status trace_see_pending(trace *self, jaga_span event_id, jaga_error *err);
/* The pending row of this name, if there is one, has become this movement. */
void trace_book(trace *self, jaga_span first_id, uint32_t moved);

JAGA_USE_RESULT jaga_status trace_add_movement(trace *self, const movement *made, uint32_t *out,
                                               jaga_error *err);

/* Whether the row, or the one that it books, was the customer's own doing. */
bool trace_is_owned(const trace *self, const jaga_event *event);

/* Money that left, with status ok. */
JAGA_USE_RESULT jaga_status trace_money_out(trace *self, const jaga_event *event, jaga_error *err);

/* Takes a movement back, as far as its money is still where it went. */
JAGA_USE_RESULT jaga_status trace_undo(trace *self, uint32_t moved, jaga_error *err);

/* Puts `minor` of a hop (PIECE_CLEAN: of none) into a wallet that is followed or, when the
 * money is stolen, from now on is. */
JAGA_USE_RESULT jaga_status trace_put(trace *self, wallet *to, int64_t minor, uint32_t hop,
                                      jaga_error *err);

/* What the wallet had before its stolen money: what a row says it had, less what is in the purse.
 * It came first, so it leaves first. */
JAGA_USE_RESULT jaga_status trace_learn_opening(trace *self, wallet *at, int64_t had_minor,
                                                jaga_error *err);

/* By POISON, clean money that lies with stolen money is stolen: it joins the newest of that. To be
 * done when all of a row's money is in. */
void trace_spoil(trace *self, wallet *at);

/* What a row says that the wallet has now; never lets the claim on it rise. */
void trace_see_balance(wallet *at, int64_t balance_minor);

/* Whether the wallet (TRACE_NONE: no) holds stolen money of the row's currency. */
bool trace_is_followed(const trace *self, uint32_t index, const jaga_event *event);
/* `kept` is "" while nothing is known. */
bool trace_is_currency(const char *kept, const jaga_event *event);
int64_t trace_fee_of(const jaga_event *event);

/* Stops following a wallet that holds nothing stolen any more. */
void trace_rest(trace *self, wallet *at);

#endif
