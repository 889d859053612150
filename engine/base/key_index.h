#ifndef JAGA_BASE_KEY_INDEX_H
#define JAGA_BASE_KEY_INDEX_H

#include "base/hash.h"
#include "base/slab.h"

/* Finds an item of a slab pool by its 128-bit key, which stands in the item's first 16 bytes.
 *
 * Open addressing with linear probing over {tag, item} pairs; it doubles when two thirds full. It
 * holds nothing that the pool does not: a restored pool gets its index rebuilt. */
typedef struct key_index {
    slab_pool slots; /* one item of `mask + 1` pairs */
    slab_pool next;  /* of twice as many, once it is foreseen; else zeroed */
    uint32_t mask;
    uint32_t count;
} key_index;

JAGA_USE_RESULT jaga_status key_index_open(key_index *self, const char *name, jaga_error *err);
void key_index_close(key_index *self); /* accepts a zeroed index */

/* Makes room for one more key: call before key_index_add. */
JAGA_USE_RESULT jaga_status key_index_reserve(key_index *self, jaga_error *err);

uint32_t key_index_find(const key_index *self, const slab_pool *pool,
                        hash128 key);                               /* or SLAB_NONE */
void key_index_add(key_index *self, hash128 key, uint32_t item);    /* the key must not be there */
void key_index_remove(key_index *self, hash128 key, uint32_t item); /* must be there */

/* From the items 0 .. pool->count-1 whose key is not zero. */
JAGA_USE_RESULT jaga_status key_index_rebuild(key_index *self, const slab_pool *pool,
                                              jaga_error *err);

/* The first item whose tag fits, without touching the item: right but for one in 2^32, so good for
 * prefetching only. SLAB_NONE: the key is not there. */
uint32_t key_index_guess(const key_index *self, hash128 key);

/* Brings the key's slot into the cache, for a look-up a few hundred nanoseconds from now. */
void key_index_prefetch(const key_index *self, hash128 key);

/* Opens the table that the index will grow into, when that is not far: its pages may then be
 * touched on another thread. false: not yet. */
bool key_index_foresee(key_index *self, slab_piece *out);

#endif
