#ifndef JAGA_POLICY_NEVER_HOLD_H
#define JAGA_POLICY_NEVER_HOLD_H

#include "base/hash.h"
#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/status.h"

#include <stdbool.h>

/* The accounts that the operator never wants held by us: a treasury, a payroll, a merchant's
 * settlement. State in a slab of its own, so that a listed account stays listed when its profile
 * has made room for another. */
enum { NEVER_HOLD_MAX = 1 << 20 };

typedef struct never_hold {
    slab_pool accounts; /* never_hold_item; those taken off the list stay, switched off */
    key_index index;
} never_hold;

typedef struct never_hold_item {
    hash128 account; /* stands first for the index */
    uint64_t is_listed;
} never_hold_item;

JAGA_USE_RESULT jaga_status never_hold_open(never_hold *self, jaga_error *err);
void never_hold_close(never_hold *self); /* accepts a zeroed one */
JAGA_USE_RESULT jaga_status never_hold_restored(never_hold *self, jaga_error *err);

bool never_hold_has(const never_hold *self, hash128 account);
/* JAGA_ERR_LIMIT: the list is full. */
JAGA_USE_RESULT jaga_status never_hold_set(never_hold *self, hash128 account, bool is_listed,
                                           jaga_error *err);

#endif
