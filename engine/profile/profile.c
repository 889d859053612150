/* The account table: find, make at first sight, evict the coldest at the cap. */
#include "profile/profile.h"

#include "profile/decayed.h"

#include <string.h>

typedef struct profile_state {
    uint64_t account_hand, entity_hand; /* where the next search for a cold item begins */
    uint64_t evictions;
} profile_state;

static profile_state *state_of(const profile *self)
{
    return slab_at(&self->state, 0);
}

jaga_status profile_open(profile *self, profile_caps caps, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    JAGA_TRY(slab_open(&self->state, "profile", sizeof(profile_state), 1, err));
    JAGA_TRY(slab_open(&self->hot, "accounts, hot", sizeof(jaga_account_hot), caps.accounts, err));
    JAGA_TRY(
        slab_open(&self->cold, "accounts, cold", sizeof(jaga_account_cold), caps.accounts, err));
    JAGA_TRY(slab_open(&self->entities, "entities", sizeof(jaga_entity), caps.entities, err));
    JAGA_TRY(key_index_open(&self->accounts, "account index", err));
    JAGA_TRY(key_index_open(&self->entity_index, "entity index", err));
    (void)slab_add(&self->state);
    return JAGA_OK;
}

void profile_close(profile *self)
{
    slab_close(&self->state);
    slab_close(&self->hot);
    slab_close(&self->cold);
    slab_close(&self->entities);
    key_index_close(&self->accounts);
    key_index_close(&self->entity_index);
}

jaga_status profile_restored(profile *self, jaga_error *err)
{
    JAGA_TRY(key_index_rebuild(&self->accounts, &self->hot, err));
    return key_index_rebuild(&self->entity_index, &self->entities, err);
}

uint32_t profile_make_room(slab_pool *pool, uint64_t *hand, size_t last_us_at, hash128 *evicted,
                           bool *has_evicted)
{
    uint32_t coldest = slab_add(pool);
    int64_t coldest_us = INT64_MAX;

    *has_evicted = coldest == SLAB_NONE;
    if (!*has_evicted) {
        return coldest;
    }
    for (int i = 0; i < 8; i++) {
        const uint32_t item = (uint32_t)((*hand)++ % pool->count);
        int64_t last_us;
        memcpy(&last_us, (const char *)slab_at(pool, item) + last_us_at, sizeof last_us);
        if (last_us < coldest_us) {
            coldest_us = last_us;
            coldest = item;
        }
    }
    memcpy(evicted, slab_at(pool, coldest), sizeof *evicted);
    memset(slab_at(pool, coldest), 0, pool->item_bytes);
    return coldest;
}

static jaga_status add_account(profile *self, const jaga_record *record, hash128 key,
                               uint32_t *item, jaga_error *err)
{
    hash128 evicted;
    bool has_evicted;

    JAGA_TRY(key_index_reserve(&self->accounts, err));
    *item = profile_make_room(&self->hot, &state_of(self)->account_hand,
                              offsetof(jaga_account_hot, last_us), &evicted, &has_evicted);
    if (has_evicted) {
        key_index_remove(&self->accounts, evicted, *item);
        memset(slab_at(&self->cold, *item), 0, sizeof(jaga_account_cold));
        state_of(self)->evictions++;
    } else {
        (void)slab_add(&self->cold);
    }
    key_index_add(&self->accounts, key, *item);
    jaga_account_hot *hot = slab_at(&self->hot, *item);
    jaga_account_cold *cold = slab_at(&self->cold, *item);
    hot->key_low = key.low;
    hot->key_high = key.high;
    hot->first_us = hot->last_us = record->event.ts_us;
    hot->balance_minor = JAGA_UNKNOWN_MINOR;
    cold->id_length = (uint8_t)record->event.account.length;
    memcpy(cold->id, record->event.account.at, record->event.account.length);
    return JAGA_OK;
}

jaga_status profile_find_account(profile *self, const jaga_record *record, profile_account *out,
                                 jaga_error *err)
{
    const hash128 key = { record->identity.account_low, record->identity.account_high };
    uint32_t item = key_index_find(&self->accounts, &self->hot, key);

    if (item == SLAB_NONE) {
        JAGA_TRY(add_account(self, record, key, &item, err));
    }
    out->hot = slab_at(&self->hot, item);
    out->cold = slab_at(&self->cold, item);
    return JAGA_OK;
}

static hash128 entity_key(entity_kind kind, uint64_t id)
{
    return (hash128){ id ^ (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15), id };
}

const jaga_entity *entity_find(const profile *self, entity_kind kind, uint64_t id)
{
    const uint32_t item =
        key_index_find(&self->entity_index, &self->entities, entity_key(kind, id));
    return item == SLAB_NONE ? NULL : slab_at(&self->entities, item);
}

jaga_status entity_tell(profile *self, entity_kind kind, uint64_t id, int64_t ts_us,
                        jaga_error *err)
{
    const hash128 key = entity_key(kind, id);
    uint32_t item = key_index_find(&self->entity_index, &self->entities, key);

    if (item == SLAB_NONE) {
        hash128 evicted;
        bool has_evicted;
        JAGA_TRY(key_index_reserve(&self->entity_index, err));
        item = profile_make_room(&self->entities, &state_of(self)->entity_hand,
                                 offsetof(jaga_entity, last_us), &evicted, &has_evicted);
        if (has_evicted) {
            key_index_remove(&self->entity_index, evicted, item);
            state_of(self)->evictions++;
        }
        key_index_add(&self->entity_index, key, item);
        *(jaga_entity *)slab_at(&self->entities, item) = (jaga_entity){
            .key_low = key.low, .key_high = key.high, .first_us = ts_us, .last_us = ts_us
        };
    }
    jaga_entity *entity = slab_at(&self->entities, item);
    entity->uses_7d = (float)decayed_add(entity->uses_7d, &entity->last_us, 1.0, ts_us,
                                         PROFILE_ENTITY_HALF_LIFE_S);
    if (ts_us < entity->first_us) {
        entity->first_us = ts_us;
    }
    return JAGA_OK;
}

void profile_prefetch(const profile *self, const jaga_record *record)
{
    key_index_prefetch(&self->accounts,
                       (hash128){ record->identity.account_low, record->identity.account_high });
}

uint64_t profile_evictions(const profile *self)
{
    return state_of(self)->evictions;
}
