#include "profile/entity.h"

#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/decayed.h"

#include <string.h>

static int64_t pane_us(entity_kind kind)
{
    switch (kind) {
    case ENTITY_DEVICE: return 15 * 86400 * INT64_C(1000000);
    case ENTITY_PAYEE: return 12 * 3600 * INT64_C(1000000);
    case ENTITY_ADDRESS: break;
    }
    return 1800 * INT64_C(1000000);
}

/* Half-life of in_1d and out_1d. */
static double flow_half_life_s(entity_kind kind)
{
    return kind == ENTITY_ADDRESS ? PROFILE_FAILS_HALF_LIFE_S : PROFILE_FRESH_HALF_LIFE_S;
}

static hash128 key_of(entity_kind kind, uint64_t id)
{
    return (hash128){ id ^ (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15), id };
}

jaga_entity *entity_find(const profile *self, entity_kind kind, uint64_t id)
{
    const uint32_t item = key_index_find(&self->entity_index, &self->entities, key_of(kind, id));
    return item == SLAB_NONE ? NULL : slab_at(&self->entities, item);
}

void entity_prefetch(const profile *self, entity_kind kind, uint64_t id)
{
    if (id != 0) {
        key_index_prefetch(&self->entity_index, key_of(kind, id));
    }
}

void entity_prefetch_block(const profile *self, entity_kind kind, uint64_t id)
{
    const uint32_t item =
        id == 0 ? SLAB_NONE : key_index_guess(&self->entity_index, key_of(kind, id));

    if (item != SLAB_NONE) {
        __builtin_prefetch(slab_at(&self->entities, item), 1);
    }
}

double entity_uses(const jaga_entity *entity, int64_t now_us)
{
    return decayed_at(entity->uses_7d, entity->last_us, now_us, PROFILE_ENTITY_HALF_LIFE_S);
}

double entity_fresh(const jaga_entity *entity, int64_t now_us)
{
    return decayed_at(entity->fresh_1d, entity->last_us, now_us, PROFILE_FRESH_HALF_LIFE_S);
}

double entity_in(const jaga_entity *entity, entity_kind kind, int64_t now_us)
{
    return decayed_at(entity->in_1d, entity->last_us, now_us, flow_half_life_s(kind));
}

double entity_out(const jaga_entity *entity, entity_kind kind, int64_t now_us)
{
    return decayed_at(entity->out_1d, entity->last_us, now_us, flow_half_life_s(kind));
}

/* -64 ln(zeros / 64), for 0 to 64 set bits; a full word stands for what one bit less would not. */
static double linear_count(uint64_t bits)
{
    const int zeros = 64 - __builtin_popcountll(bits);
    return 64.0 * (6.0 - log2_exact(zeros == 0 ? 0.5 : (double)zeros)) * PROFILE_LN2;
}

/* How many panes the entity's is behind that of now; below 0 for a late reader. Its number comes
 * round again, after 3.7 years for an address, but the latest message tells how long ago it was. */
static int panes_behind(const jaga_entity *entity, entity_kind kind, int64_t now_us)
{
    const uint16_t pane = (uint16_t)(now_us / pane_us(kind));

    if (now_us - entity->last_us >= 2 * pane_us(kind)) {
        return 2;
    }
    return (int16_t)(uint16_t)(pane - entity->pane);
}

double entity_accounts(const jaga_entity *entity, entity_kind kind, uint64_t with, int64_t now_us)
{
    const int behind = panes_behind(entity, kind, now_us);
    const uint64_t own = with == 0 ? 0 : UINT64_C(1) << (with & 63u);
    const uint64_t bits = behind <= 0   ? entity->accounts_now | entity->accounts_before
                          : behind == 1 ? entity->accounts_now
                                        : 0;
    return linear_count(bits | own);
}

/* A late message belongs to the pane of its own time, or to none that is still kept. */
static void count_account(jaga_entity *entity, const entity_message *message)
{
    const int behind = panes_behind(entity, message->kind, message->ts_us);
    const uint64_t bit = UINT64_C(1) << (message->account & 63u);

    if (behind > 0) {
        entity->accounts_before = behind == 1 ? entity->accounts_now : 0;
        entity->accounts_now = 0;
        entity->pane = (uint16_t)(message->ts_us / pane_us(message->kind));
    }
    entity->accounts_now |= behind >= 0 ? bit : 0;
    entity->accounts_before |= behind == -1 ? bit : 0;
}

static jaga_status add_entity(profile *self, hash128 key, int64_t ts_us, entity_kind kind,
                              uint32_t *item, jaga_error *err)
{
    hash128 evicted;
    bool has_evicted;

    JAGA_TRY(key_index_reserve(&self->entity_index, err));
    *item = profile_make_room(&self->entities, profile_entity_hand(self),
                              offsetof(jaga_entity, last_us), &evicted, &has_evicted);
    if (has_evicted) {
        key_index_remove(&self->entity_index, evicted, *item);
        profile_count_eviction(self);
    }
    key_index_add(&self->entity_index, key, *item);
    *(jaga_entity *)slab_at(&self->entities, *item) =
        (jaga_entity){ .key_low = key.low,
                       .key_high = key.high,
                       .first_s = seconds_of(ts_us),
                       .last_us = ts_us,
                       .pane = (uint16_t)(ts_us / pane_us(kind)) };
    return JAGA_OK;
}

static float add_faded(float c, double x, int64_t as_of_us, int64_t ts_us, double half_life_s)
{
    return (float)decayed_add(c, &as_of_us, x, ts_us, half_life_s);
}

static void take(jaga_entity *entity, const entity_message *message)
{
    const int64_t ts_us = message->ts_us, as_of_us = entity->last_us;
    const double flow_s = flow_half_life_s(message->kind);

    entity->uses_7d =
        add_faded(entity->uses_7d, message->uses, as_of_us, ts_us, PROFILE_ENTITY_HALF_LIFE_S);
    entity->fresh_1d = add_faded(entity->fresh_1d, message->is_fresh ? 1.0 : 0.0, as_of_us, ts_us,
                                 PROFILE_FRESH_HALF_LIFE_S);
    entity->in_1d = add_faded(entity->in_1d, message->in, as_of_us, ts_us, flow_s);
    entity->out_1d = add_faded(entity->out_1d, message->out, as_of_us, ts_us, flow_s);
    if (ts_us > entity->last_us) {
        entity->last_us = ts_us;
    }
    if (seconds_of(ts_us) < entity->first_s) {
        entity->first_s = seconds_of(ts_us);
    }
}

jaga_status entity_tell(profile *self, jaga_entity *known, const entity_message *message,
                        jaga_error *err)
{
    const hash128 key = key_of(message->kind, message->id);
    jaga_entity *entity = known;

    /* At the cap a message before this one may have given the block away. */
    if (entity == NULL || entity->key_low != key.low || entity->key_high != key.high) {
        entity = entity_find(self, message->kind, message->id);
    }
    if (entity == NULL) {
        uint32_t item;
        if (message->is_own) {
            return JAGA_OK;
        }
        JAGA_TRY(add_entity(self, key, message->ts_us, message->kind, &item, err));
        entity = slab_at(&self->entities, item);
    }
    if (!message->is_own) {
        count_account(entity, message);
    }
    take(entity, message);
    return JAGA_OK;
}
