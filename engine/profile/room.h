#ifndef JAGA_PROFILE_ROOM_H
#define JAGA_PROFILE_ROOM_H

#include "base/hash.h"
#include "base/slab.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room in a table with a cap: when it is full, the one longest unused of the next eight items gives
 * its place. The two numbers are state, and stand where the owner keeps his. */
typedef struct room {
    uint64_t *hand; /* where the next search begins */
    uint64_t *evictions;
} room;

/* Index of the item to use for a new key, zeroed; where there was an eviction, *evicted is the key
 * that stood in its first 16 bytes. last_us_at: where an item keeps its latest use. */
uint32_t room_make(const room *self, slab_pool *pool, size_t last_us_at, hash128 *evicted,
                   bool *has_evicted);

#endif
