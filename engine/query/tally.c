#include "query/tally.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS_CAP = 1 << 26 };

const char *tally_kind_name(tally_kind kind)
{
    static const char *const names[] = {
        [TALLY_TYPE] = "event",      [TALLY_DEVICE] = "device",         [TALLY_PAYEE] = "payee",
        [TALLY_ADDRESS] = "address", [TALLY_INSTRUMENT] = "instrument", [TALLY_ACCOUNT] = "account",
    };
    return names[kind];
}

jaga_status tally_open(tally *self, arena *memory, jaga_error *err)
{
    *self = (tally){ .memory = memory };
    JAGA_TRY(slab_open(&self->items, "names counted", sizeof(tally_item), ITEMS_CAP, err));
    return key_index_open(&self->index, "names counted", err);
}

void tally_close(tally *self)
{
    key_index_close(&self->index);
    slab_close(&self->items);
}

/* A device and a payee of the same name are two. */
static hash128 key_of(tally_kind kind, jaga_span name)
{
    hash128 key = hash_text128(name);
    key.high ^= (uint64_t)kind << 56;
    return key;
}

static tally_item *find(const tally *self, hash128 key)
{
    const uint32_t at = key_index_find(&self->index, &self->items, key);
    return at == SLAB_NONE ? NULL : slab_at(&self->items, at);
}

static jaga_status add(tally *self, tally_kind kind, jaga_span name, const jaga_event *event,
                       tally_item **out, jaga_error *err)
{
    const hash128 key = key_of(kind, name);

    JAGA_TRY(key_index_reserve(&self->index, err));
    char *copy = arena_take(self->memory, name.length + 1U);
    const uint32_t at = copy == NULL ? SLAB_NONE : slab_add(&self->items);
    if (at == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "there are too many names to count; narrow it with --since");
    }
    memcpy(copy, name.at, name.length);
    *out = slab_at(&self->items, at);
    **out = (tally_item){ .key = key,
                          .kind = kind,
                          .name = { copy, name.length },
                          .first_us = event->ts_us,
                          .last_us = event->ts_us };
    key_index_add(&self->index, key, at);
    return JAGA_OK;
}

static void add_amount(tally_item *item, const jaga_event *event)
{
    if (event->amount_minor == JAGA_UNKNOWN_MINOR || event->status != JAGA_STATUS_OK) {
        return;
    }
    if (item->currency[0] == '\0') {
        memcpy(item->currency, event->currency, sizeof item->currency);
    }
    item->is_mixed |= memcmp(item->currency, event->currency, sizeof item->currency) != 0;
    item->is_mixed |= item->amount_minor > INT64_MAX - event->amount_minor;
    item->amount_minor += item->is_mixed ? 0 : event->amount_minor;
}

jaga_status tally_count(tally *self, tally_kind kind, jaga_span name, const jaga_event *event,
                        tally_item **out, jaga_error *err)
{
    tally_item *item = NULL;

    if (name.length > 0) {
        item = find(self, key_of(kind, name));
        if (item == NULL) {
            JAGA_TRY(add(self, kind, name, event, &item, err));
        }
        item->events++;
        item->first_us = event->ts_us < item->first_us ? event->ts_us : item->first_us;
        item->last_us = event->ts_us > item->last_us ? event->ts_us : item->last_us;
        add_amount(item, event);
    }
    if (out != NULL) {
        *out = item;
    }
    return JAGA_OK;
}

const tally_item *tally_find(const tally *self, tally_kind kind, jaga_span name)
{
    return find(self, key_of(kind, name));
}

tally_item *tally_sort(tally *self, int (*order)(const void *, const void *))
{
    if (self->items.count > 0) {
        qsort(self->items.base, self->items.count, sizeof(tally_item), order);
    }
    return slab_at(&self->items, 0);
}

int tally_by_name(const tally_item *a, const tally_item *b)
{
    const uint32_t shorter = a->name.length < b->name.length ? a->name.length : b->name.length;

    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    const int differs = memcmp(a->name.at, b->name.at, shorter);
    return differs != 0 ? differs
                        : (a->name.length > b->name.length) - (b->name.length > a->name.length);
}
