#include "profile/entity.h"

#include "base/exponent.h"
#include "base/when.h"

static int64_t pane_us(entity_kind kind)
{
    switch (kind) {
    case ENTITY_DEVICE: return 15 * 86400 * INT64_C(1000000);
    case ENTITY_PAYEE: return 12 * 3600 * INT64_C(1000000);
    case ENTITY_ADDRESS:
    case ENTITY_PAYEE_THEFTS:
    case ENTITY_PAYEE_RUN:
    case ENTITY_SUSPICION: break;
    }
    return 1800 * INT64_C(1000000);
}

static hash128 key_of(entity_kind kind, uint64_t id)
{
    return (hash128){ id ^ (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15), id };
}

jaga_status entity_open(entity_table *self, uint32_t cap, room counts, jaga_error *err)
{
    self->room = counts;
    JAGA_TRY(slab_open(&self->items, "entities", sizeof(jaga_entity), cap, err));
    return key_index_open(&self->index, "entity index", err);
}

void entity_close(entity_table *self)
{
    slab_close(&self->items);
    key_index_close(&self->index);
}

jaga_status entity_restored(entity_table *self, jaga_error *err)
{
    return key_index_rebuild(&self->index, &self->items, err);
}

jaga_entity *entity_find(const entity_table *self, entity_kind kind, uint64_t id)
{
    const uint32_t item = key_index_find(&self->index, &self->items, key_of(kind, id));
    return item == SLAB_NONE ? NULL : slab_at(&self->items, item);
}

void entity_prefetch(const entity_table *self, entity_kind kind, uint64_t id)
{
    if (id != 0) {
        key_index_prefetch(&self->index, key_of(kind, id));
    }
}

void entity_prefetch_block(const entity_table *self, entity_kind kind, uint64_t id)
{
    const uint32_t item = id == 0 ? SLAB_NONE : key_index_guess(&self->index, key_of(kind, id));

    if (item != SLAB_NONE) {
        __builtin_prefetch(slab_at(&self->items, item), 1);
    }
}

static void fade(entity_kind kind, int64_t gap_us, entity_view *out)
{
    const double gap_s = (double)gap_us / 1e6;

    out->week = decay(gap_s, PROFILE_ENTITY_HALF_LIFE_S);
    out->day = decay(gap_s, PROFILE_FRESH_HALF_LIFE_S);
    out->flow = kind == ENTITY_ADDRESS ? decay(gap_s, PROFILE_FAILS_HALF_LIFE_S) : out->day;
}

/* A late reader sees what is there by now. */
static void see(jaga_entity *entity, entity_kind kind, int64_t now_us, entity_view *out)
{
    out->entity = entity;
    out->as_of_us = entity->last_us;
    fade(kind, now_us - entity->last_us, out);
}

void entity_look(const entity_table *self, entity_kind kind, uint64_t id, int64_t now_us,
                 entity_view *out)
{
    jaga_entity *entity = id == 0 ? NULL : entity_find(self, kind, id);

    out->entity = NULL;
    if (entity != NULL) {
        see(entity, kind, now_us, out);
    }
}

double entity_uses(const entity_view *view)
{
    return (double)view->entity->uses_7d * view->week;
}

double entity_fresh(const entity_view *view)
{
    return (double)view->entity->fresh_1d * view->day;
}

double entity_in(const entity_view *view)
{
    return (double)view->entity->in_1d * view->flow;
}

double entity_out(const entity_view *view)
{
    return (double)view->entity->out_1d * view->flow;
}

/* By the number of bits not set: -64 ln(zeros / 64), and for a full word that of half a zero. */
static const double counted[65] = {
    0x1.3687a9f1af2b1p+8,
    0x1.0a2b23f3bab73p+8,
    0x1.bb9d3beb8c86bp+7,
    0x1.87b6f4120d561p+7,
    0x1.62e42fefa39efp+7,
    0x1.465438280904dp+7,
    0x1.2efde816246e6p+7,
    0x1.1b42b275e29bbp+7,
    0x1.0a2b23f3bab73p+7,
    0x1.f62f40794a7b9p+6,
    0x1.db365858403a3p+6,
    0x1.c2d018df03f36p+6,
    0x1.ac89b834770d4p+6,
    0x1.980c0a68b952bp+6,
    0x1.85134cf3f367ep+6,
    0x1.7369c8a541d8fp+6,
    0x1.62e42fefa39efp+6,
    0x1.535f178f9aedbp+6,
    0x1.44bd288178ac1p+6,
    0x1.36e5cf0e54775p+6,
    0x1.29c440606e6aap+6,
    0x1.1d46bd40f506ap+6,
    0x1.115e00e73223ep+6,
    0x1.05fcd014b45edp+6,
    0x1.f62f40794a7b9p+5,
    0x1.e148a1a2726cfp+5,
    0x1.cd33e4e1cf06ap+5,
    0x1.b9e1319cf495dp+5,
    0x1.a74269f843310p+5,
    0x1.954aecaa56322p+5,
    0x1.83ef615ae012fp+5,
    0x1.73258d798ae35p+5,
    0x1.62e42fefa39efp+5,
    0x1.5322e26867857p+5,
    0x1.43d9ff2f923c7p+5,
    0x1.35028ad9d8c86p+5,
    0x1.269621134db94p+5,
    0x1.188ee40f23ca4p+5,
    0x1.0ae76e2d054fcp+5,
    0x1.fb358af7a487fp+4,
    0x1.e148a1a2726cap+4,
    0x1.c7ff9c74554c8p+4,
    0x1.af5295248cdcbp+4,
    0x1.973a3431356aep+4,
    0x1.7fafa3bd8151bp+4,
    0x1.68ac83e9c6a13p+4,
    0x1.522ae0738a3d5p+4,
    0x1.3c25277333181p+4,
    0x1.269621134db94p+4,
    0x1.1178e8227e47ap+4,
    0x1.f991c6cb3b381p+3,
    0x1.d1037f2655e86p+3,
    0x1.a93ed3c8ad9eep+3,
    0x1.823c16551a3ccp+3,
    0x1.5bf406b543dbap+3,
    0x1.365fcb015900ep+3,
    0x1.1178e8227e485p+3,
    0x1.da727638446b5p+2,
    0x1.9335e5d594995p+2,
    0x1.4d3115d207e9dp+2,
    0x1.08598b59e39fep+2,
    0x1.894aa149fb31bp+1,
    0x1.0415d89e74462p+1,
    0x1.020565893580bp+0,
    0x0.0p+0,
};

static double linear_count(uint64_t bits)
{
    return counted[64 - __builtin_popcountll(bits)];
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

jaga_status entity_make(entity_table *self, entity_kind kind, uint64_t id, int64_t ts_us,
                        jaga_entity **out, jaga_error *err)
{
    const hash128 key = key_of(kind, id);
    hash128 evicted;
    bool has_evicted;
    uint32_t item;

    JAGA_TRY(key_index_reserve(&self->index, err));
    item = room_make(&self->room, &self->items, offsetof(jaga_entity, last_us), &evicted,
                     &has_evicted);
    if (has_evicted) {
        key_index_remove(&self->index, evicted, item);
    }
    key_index_add(&self->index, key, item);
    *out = slab_at(&self->items, item);
    **out = (jaga_entity){ .key_low = key.low,
                           .key_high = key.high,
                           .first_s = seconds_of(ts_us),
                           .last_us = ts_us,
                           .pane = (uint16_t)(ts_us / pane_us(kind)) };
    return JAGA_OK;
}

/* What comes late has faded by itself; what stood fades up to anything later. */
static void take(const entity_view *seen, const entity_message *message)
{
    jaga_entity *entity = seen->entity;
    entity_view late;

    fade(message->kind, entity->last_us - message->ts_us, &late);
    entity->uses_7d = (float)(entity_uses(seen) + message->uses * late.week);
    entity->fresh_1d = (float)(entity_fresh(seen) + (message->is_fresh ? late.day : 0.0));
    entity->in_1d = (float)(entity_in(seen) + message->in * late.flow);
    entity->out_1d = (float)(entity_out(seen) + message->out * late.flow);
    if (message->ts_us > entity->last_us) {
        entity->last_us = message->ts_us;
    }
    if (seconds_of(message->ts_us) < entity->first_s) {
        entity->first_s = seconds_of(message->ts_us);
    }
}

/* An event's message before this one may have changed the block, or at the cap given it away. */
static bool still_stands(const entity_view *known, hash128 key)
{
    return known != NULL && known->entity != NULL && known->entity->key_low == key.low &&
           known->entity->key_high == key.high && known->entity->last_us == known->as_of_us;
}

jaga_status entity_tell(entity_table *self, const entity_view *known, const entity_message *message,
                        jaga_error *err)
{
    const hash128 key = key_of(message->kind, message->id);
    entity_view seen;

    if (still_stands(known, key)) {
        seen = *known;
    } else {
        jaga_entity *entity = entity_find(self, message->kind, message->id);
        if (entity == NULL && message->is_own) {
            return JAGA_OK;
        }
        if (entity == NULL) {
            JAGA_TRY(entity_make(self, message->kind, message->id, message->ts_us, &entity, err));
        }
        see(entity, message->kind, message->ts_us, &seen);
    }
    if (!message->is_own) {
        count_account(seen.entity, message);
    }
    take(&seen, message);
    return JAGA_OK;
}
