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
} piece_pool;

JAGA_USE_RESULT jaga_status piece_pool_open(piece_pool *pool, jaga_error *err);
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
 * PURSE_PIECES_MAX the newest clean piece joins the clean one before it, so clean money leaves a
 * little early; stolen pieces are never mixed. */
JAGA_USE_RESULT bool purse_push(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);
JAGA_USE_RESULT bool purse_push_front(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);

/* Moves up to `minor` from the oldest end of one to the newest end of the other. */
JAGA_USE_RESULT bool purse_move(piece_pool *pool, purse *from, int64_t minor, purse *to);

/* Takes up to `minor` of one hop's pieces away, the newest first; returns how much there was. */
int64_t purse_take_back(piece_pool *pool, purse *self, int64_t minor, uint32_t hop);

void purse_clear(piece_pool *pool, purse *self);

#endif
