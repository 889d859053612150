#ifndef JAGA_BASE_SLAB_H
#define JAGA_BASE_SLAB_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The engine's state: items of one size in numbered slabs, reached by index and never by pointer,
 * so that a snapshot is a walk over bytes and a restored engine equals the one that wrote it.
 *
 * A pool reserves address space for its cap at open; slabs of SLAB_BYTES are touched in order as
 * items are added. Items never move. Nothing is allocated per item. */
enum { SLAB_BYTES = 1 << 20 };

#define SLAB_NONE UINT32_MAX

typedef struct slab_pool {
    const char *name; /* static; names the pool in snapshots and statistics */
    char *base;
    size_t item_bytes;
    size_t reserve_bytes;
    size_t foreseen_bytes; /* from base: handed out by slab_foresee */
    uint32_t cap;          /* most items it may hold */
    uint32_t count;        /* items in use: 0 .. count-1 */
} slab_pool;

/* Opens an empty pool. A cap of the whole address space would do; the stated one is the promise. */
JAGA_USE_RESULT jaga_status slab_open(slab_pool *pool, const char *name, size_t item_bytes,
                                      uint32_t cap, jaga_error *err);
void slab_close(slab_pool *pool); /* accepts a zeroed pool */

/* The next item, zeroed; SLAB_NONE at the cap. */
uint32_t slab_add(slab_pool *pool);

static inline void *slab_at(const slab_pool *pool, uint32_t index)
{
    return pool->base + (size_t)index * pool->item_bytes;
}

/* Bytes of slabs in use, for statistics and snapshots. */
size_t slab_used_bytes(const slab_pool *pool);

/* The system gives a page when it is first touched, which costs more than a look-up. A pool that
 * grows can have its next pages touched on another thread: slab_foresee says which, at most once
 * each, false for none; slab_touch makes them be there and changes nothing in them. */
typedef struct slab_piece {
    char *at;
    size_t bytes;
} slab_piece;
bool slab_foresee(slab_pool *pool, slab_piece *out);
void slab_touch(slab_piece piece);

#endif
