#include "base/key_index.h"

#include <string.h>

/* The tag is the key's low 32 bits, so that a slot knows its home by itself: growing and closing
 * gaps never touch the pool. `item` is one more than the item's index; 0 marks an empty slot. */
typedef struct slot {
    uint32_t tag;
    uint32_t item;
} slot;

enum { FIRST_SLOTS = 1 << 12 };

static slot *slots_of(const key_index *self)
{
    return (slot *)(void *)self->slots.base;
}

static jaga_status open_slots(key_index *self, const char *name, uint32_t count, jaga_error *err)
{
    JAGA_TRY(slab_open(&self->slots, name, (size_t)count * sizeof(slot), 1, err));
    (void)slab_add(&self->slots);
    self->mask = count - 1;
    self->count = 0;
    return JAGA_OK;
}

jaga_status key_index_open(key_index *self, const char *name, jaga_error *err)
{
    return open_slots(self, name, FIRST_SLOTS, err);
}

void key_index_close(key_index *self)
{
    slab_close(&self->slots);
    slab_close(&self->next);
    memset(self, 0, sizeof *self);
}

uint32_t key_index_find(const key_index *self, const slab_pool *pool, hash128 key)
{
    const slot *slots = slots_of(self);
    const uint32_t tag = (uint32_t)key.low;

    for (uint32_t i = tag & self->mask; slots[i].item != 0; i = (i + 1) & self->mask) {
        if (slots[i].tag == tag) {
            hash128 found;
            memcpy(&found, slab_at(pool, slots[i].item - 1), sizeof found);
            if (found.low == key.low && found.high == key.high) {
                return slots[i].item - 1;
            }
        }
    }
    return SLAB_NONE;
}

static void place(key_index *self, slot entry)
{
    slot *slots = slots_of(self);
    uint32_t i = entry.tag & self->mask;

    while (slots[i].item != 0) {
        i = (i + 1) & self->mask;
    }
    slots[i] = entry;
    self->count++;
}

jaga_status key_index_reserve(key_index *self, jaga_error *err)
{
    if (self->count < self->mask / 3 * 2) {
        return JAGA_OK;
    }
    key_index grown = { 0 };
    const slot *slots = slots_of(self);

    if (self->next.base != NULL) {
        grown = (key_index){ .slots = self->next, .mask = self->mask * 2 + 1 };
    } else {
        JAGA_TRY(open_slots(&grown, self->slots.name, (self->mask + 1) * 2, err));
    }
    for (uint32_t i = 0; i <= self->mask; i++) {
        if (slots[i].item != 0) {
            place(&grown, slots[i]);
        }
    }
    slab_close(&self->slots);
    *self = grown;
    return JAGA_OK;
}

void key_index_add(key_index *self, hash128 key, uint32_t item)
{
    JAGA_CHECK(self->count < self->mask);
    place(self, (slot){ (uint32_t)key.low, item + 1 });
}

/* Empties the slot and moves later entries of the run back, so that no look-up meets a gap. */
void key_index_remove(key_index *self, hash128 key, uint32_t item)
{
    slot *slots = slots_of(self);
    uint32_t gap = (uint32_t)key.low & self->mask;

    while (slots[gap].item != item + 1) {
        JAGA_CHECK(slots[gap].item != 0);
        gap = (gap + 1) & self->mask;
    }
    for (uint32_t i = (gap + 1) & self->mask; slots[i].item != 0; i = (i + 1) & self->mask) {
        const uint32_t from_home = (i - (slots[i].tag & self->mask)) & self->mask;
        if (from_home >= ((i - gap) & self->mask)) {
            slots[gap] = slots[i];
            gap = i;
        }
    }
    slots[gap] = (slot){ 0, 0 };
    self->count--;
}

jaga_status key_index_rebuild(key_index *self, const slab_pool *pool, jaga_error *err)
{
    const char *name = self->slots.name;

    key_index_close(self);
    JAGA_TRY(key_index_open(self, name, err));
    for (uint32_t i = 0; i < pool->count; i++) {
        hash128 key;
        memcpy(&key, slab_at(pool, i), sizeof key);
        if (key.low != 0 || key.high != 0) {
            JAGA_TRY(key_index_reserve(self, err));
            key_index_add(self, key, i);
        }
    }
    return JAGA_OK;
}

void key_index_prefetch(const key_index *self, hash128 key)
{
    __builtin_prefetch(&slots_of(self)[(uint32_t)key.low & self->mask]);
}

uint32_t key_index_guess(const key_index *self, hash128 key)
{
    const slot *slots = slots_of(self);

    for (uint32_t i = (uint32_t)key.low & self->mask; slots[i].item != 0;
         i = (i + 1) & self->mask) {
        if (slots[i].tag == (uint32_t)key.low) {
            return slots[i].item - 1;
        }
    }
    return SLAB_NONE;
}

bool key_index_foresee(key_index *self, slab_piece *out)
{
    enum { WORTH_BYTES = 4 << 20 };
    const size_t bytes = ((size_t)self->mask + 1) * 2 * sizeof(slot);

    if (self->count < self->mask / 2 || bytes < WORTH_BYTES || self->next.base != NULL ||
        slab_open(&self->next, self->slots.name, bytes, 1, NULL) != JAGA_OK) {
        return false;
    }
    (void)slab_add(&self->next);
    *out = (slab_piece){ self->next.base, bytes };
    return true;
}
