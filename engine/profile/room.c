#include "profile/room.h"

#include <string.h>

uint32_t room_make(const room *self, slab_pool *pool, size_t last_us_at, hash128 *evicted,
                   bool *has_evicted)
{
    uint32_t coldest = slab_add(pool);
    int64_t coldest_us = INT64_MAX;

    *has_evicted = coldest == SLAB_NONE;
    if (!*has_evicted) {
        return coldest;
    }
    for (int i = 0; i < 8; i++) {
        const uint32_t item = (uint32_t)((*self->hand)++ % pool->count);
        int64_t last_us;
        memcpy(&last_us, (const char *)slab_at(pool, item) + last_us_at, sizeof last_us);
        if (last_us < coldest_us) {
            coldest_us = last_us;
            coldest = item;
        }
    }
    memcpy(evicted, slab_at(pool, coldest), sizeof *evicted);
    memset(slab_at(pool, coldest), 0, pool->item_bytes);
    (*self->evictions)++;
    return coldest;
}
