#ifndef JAGA_TRACE_PURSE_H
#define JAGA_TRACE_PURSE_H

#include "base/slab.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* What a wallet holds, in the order in which it came: a queue of pieces, each clean or brought by
 * one hop of stolen money. Sums are exact: what is pushed comes out again, minor unit by minor
 * unit. */
#define PIECE_CLEAN UINT32_MAX

/* Which of the coins in a wallet leave it first: a convention of law that differs by country.
 * PRORATA: of every origin its share, rounded down to the minor unit; the clean coins make up what
 * the rounding left, so the last payment out takes the remainder. POISON: stolen coins spoil all
 * they lie with; those leave first in, first out. */
#define PURSE_RULES(X)    X(FIFO, "fifo") X(LIFO, "lifo") X(PRORATA, "prorata") X(POISON, "poison")
#define PURSE_ENUM(id, n) PURSE_##id,
typedef enum purse_rule { PURSE_RULES(PURSE_ENUM) PURSE_RULE_COUNT } purse_rule;
#undef PURSE_ENUM

enum { PURSE_PIECES_MAX = 32 };

typedef struct piece {
    int64_t minor; /* > 0 */
    uint32_t hop;  /* the hop that brought it; PIECE_CLEAN */
    uint32_t next; /* SLAB_NONE behind the last */
} piece;

/* All pieces of one trace; those that left a queue are used again. */
typedef struct piece_pool {
    slab_pool slab;
    uint32_t unused; /* chain by piece.next */
    purse_rule rule; /* of every purse */
} piece_pool;

JAGA_USE_RESULT jaga_status piece_pool_open(piece_pool *pool, purse_rule rule, jaga_error *err);
void piece_pool_close(piece_pool *pool);

typedef struct purse {
    uint32_t head, tail; /* oldest, newest; SLAB_NONE when empty */
    uint32_t count;
    int64_t total_minor;
    int64_t tainted_minor; /* of it, not clean */
} purse;

purse purse_empty(void);

static inline piece *piece_at(const piece_pool *pool, uint32_t index)
{
    return slab_at(&pool->slab, index);
}

/* Adds behind the newest or before the oldest; 0 adds nothing. false: the pool is full. Beyond
 * PURSE_PIECES_MAX the newest clean piece joins the clean one before it, so by FIFO clean money
 * leaves a little early, by LIFO a little late; stolen pieces are never mixed. */
JAGA_USE_RESULT bool purse_push(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);
JAGA_USE_RESULT bool purse_push_front(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);

/* Moves up to `minor` out of one, as the rule says, behind the newest of the other. */
JAGA_USE_RESULT bool purse_move(piece_pool *pool, purse *from, int64_t minor, purse *to);

/* The same of clean money alone; moves as much as there is of it. */
JAGA_USE_RESULT bool purse_move_clean(piece_pool *pool, purse *from, int64_t minor, purse *to);

/* Puts back what had left, where the rule would take it from next. */
JAGA_USE_RESULT bool purse_give_back(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);

/* Makes the clean pieces coins of `hop`; returns how much that was. */
int64_t purse_spoil(piece_pool *pool, purse *self, uint32_t hop);

/* Takes up to `minor` of one hop's pieces away, the newest first; returns how much there was. */
int64_t purse_take_back(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);

void purse_clear(piece_pool *pool, purse *self);

#endif
