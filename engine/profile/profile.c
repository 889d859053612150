/* The account table: find, make at first sight, evict the coldest at the cap. */
#include "profile/profile.h"

#include "profile/aspect.h"
#include "profile/crowd.h"

#include <string.h>

typedef struct profile_state {
    uint64_t account_hand, entity_hand; /* where the next search for a cold item begins */
    uint64_t evictions;
    uint64_t paid_next;
} profile_state;

static profile_state *state_of(const profile *self)
{
    return slab_at(&self->state, 0);
}

/* Items never move, so that the numbers may be pointed at. */
static room room_of(const profile *self, uint64_t *hand)
{
    return (room){ hand, &state_of(self)->evictions };
}

jaga_status profile_open(profile *self, profile_caps caps, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    JAGA_TRY(slab_open(&self->state, "profile", sizeof(profile_state), 1, err));
    JAGA_TRY(slab_open(&self->hot, "accounts, hot", sizeof(jaga_account_hot), caps.accounts, err));
    JAGA_TRY(
        slab_open(&self->cold, "accounts, cold", sizeof(jaga_account_cold), caps.accounts, err));
    JAGA_TRY(slab_open(&self->crowd, "crowd", sizeof(profile_crowd), 1, err));
    const uint32_t paid = caps.accounts / 4;
    JAGA_TRY(
        slab_open(&self->paid, "payments", profile_paid_bytes(), paid < 1024 ? 1024 : paid, err));
    JAGA_TRY(key_index_open(&self->accounts, "account index", err));
    (void)slab_add(&self->state);
    (void)slab_add(&self->crowd);
    return entity_open(&self->entities, caps.entities, room_of(self, &state_of(self)->entity_hand),
                       err);
}

void profile_close(profile *self)
{
    slab_close(&self->state);
    slab_close(&self->hot);
    slab_close(&self->cold);
    entity_close(&self->entities);
    slab_close(&self->crowd);
    slab_close(&self->paid);
    key_index_close(&self->accounts);
}

jaga_status profile_restored(profile *self, jaga_error *err)
{
    JAGA_TRY(key_index_rebuild(&self->accounts, &self->hot, err));
    return entity_restored(&self->entities, err);
}

static jaga_status add_account(profile *self, const jaga_record *record, hash128 key,
                               uint32_t *item, jaga_error *err)
{
    const room counts = room_of(self, &state_of(self)->account_hand);
    hash128 evicted;
    bool has_evicted;

    JAGA_TRY(key_index_reserve(&self->accounts, err));
    *item =
        room_make(&counts, &self->hot, offsetof(jaga_account_hot, last_us), &evicted, &has_evicted);
    if (has_evicted) {
        key_index_remove(&self->accounts, evicted, *item);
        memset(slab_at(&self->cold, *item), 0, sizeof(jaga_account_cold));
    } else {
        (void)slab_add(&self->cold);
    }
    key_index_add(&self->accounts, key, *item);
    ((profile_crowd *)slab_at(&self->crowd, 0))->accounts++;
    jaga_account_hot *hot = slab_at(&self->hot, *item);
    hot->key_low = key.low;
    hot->key_high = key.high;
    hot->last_us = record->event.ts_us;
    hot->first_s = (uint32_t)(record->event.ts_us / 1000000);
    hot->balance_minor = JAGA_UNKNOWN_MINOR;
    hot->place_lat = JAGA_NO_PLACE;
    return JAGA_OK;
}

static void find_entities(const profile *self, const jaga_record *record, profile_account *out)
{
    const bool pays = is_spend(&record->event), arrives = is_arrival(&record->event);
    const jaga_identity *who = &record->identity;

    const int64_t now_us = record->event.ts_us;

    entity_look(&self->entities, ENTITY_DEVICE, who->device, now_us, &out->device);
    entity_look(&self->entities, ENTITY_PAYEE, pays ? who->payee : 0, now_us, &out->payee);
    entity_look(&self->entities, ENTITY_PAYEE, pays ? who->account_low : 0, now_us, &out->own);
    out->thefts = out->payee.entity != NULL && out->payee.entity->has_thefts
                      ? payee_thefts_find(self, who->payee)
                      : (payee_labels){ NULL, NULL };
    entity_look(&self->entities, ENTITY_ADDRESS, arrives ? who->address : 0, now_us, &out->address);
    out->suspicion =
        out->hot->is_suspect || (out->own.entity != NULL && out->own.entity->has_suspicion)
            ? suspicion_find(self, who->account_low)
            : NULL;
    out->payee_suspicion = out->payee.entity != NULL && out->payee.entity->has_suspicion
                               ? suspicion_find(self, who->payee)
                               : NULL;
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
    out->crowd = slab_at(&self->crowd, 0);
    out->notes = (profile_notes){ 0 };
    note_hour(self, record->event.ts_us, &out->notes);
    find_entities(self, record, out);
    return JAGA_OK;
}

uint64_t *profile_paid_next(const profile *self)
{
    return &state_of(self)->paid_next;
}

bool profile_look_up(const profile *self, const jaga_record *record, profile_account *out)
{
    const hash128 key = { record->identity.account_low, record->identity.account_high };
    const uint32_t item = key_index_find(&self->accounts, &self->hot, key);

    if (item == SLAB_NONE) {
        return false;
    }
    *out =
        (profile_account){ .hot = slab_at(&self->hot, item), .cold = slab_at(&self->cold, item) };
    return true;
}

void profile_prefetch(const profile *self, const jaga_record *record)
{
    key_index_prefetch(&self->accounts,
                       (hash128){ record->identity.account_low, record->identity.account_high });
    entity_prefetch(&self->entities, ENTITY_DEVICE, record->identity.device);
    entity_prefetch(&self->entities, ENTITY_PAYEE, record->identity.payee);
    entity_prefetch(&self->entities, ENTITY_PAYEE,
                    record->identity.account_low); /* what it received */
    entity_prefetch(&self->entities, ENTITY_ADDRESS, record->identity.address);
}

void profile_prefetch_blocks(const profile *self, const jaga_record *record)
{
    const hash128 key = { record->identity.account_low, record->identity.account_high };
    const uint32_t item = key_index_guess(&self->accounts, key);

    if (item != SLAB_NONE) {
        const char *hot = slab_at(&self->hot, item), *cold = slab_at(&self->cold, item);
        for (size_t line = 0; line < sizeof(jaga_account_hot); line += 64) {
            __builtin_prefetch(hot + line, 1);
        }
        /* Its first line is evidence, of which most accounts have none. */
        for (size_t line = 64; line < sizeof(jaga_account_cold) + 63; line += 64) {
            __builtin_prefetch(cold + line, 1);
        }
    }
    crowd_prefetch(slab_at(&self->crowd, 0), record);
    entity_prefetch_block(&self->entities, ENTITY_DEVICE, record->identity.device);
    entity_prefetch_block(&self->entities, ENTITY_PAYEE, record->identity.payee);
    entity_prefetch_block(&self->entities, ENTITY_PAYEE, record->identity.account_low);
    entity_prefetch_block(&self->entities, ENTITY_ADDRESS, record->identity.address);
}

uint64_t profile_evictions(const profile *self)
{
    return state_of(self)->evictions;
}
