#include "policy/never_hold.h"

#include <string.h>

jaga_status never_hold_open(never_hold *self, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    JAGA_TRY(slab_open(&self->accounts, "never-hold list", sizeof(never_hold_item), NEVER_HOLD_MAX,
                       err));
    return key_index_open(&self->index, "never-hold index", err);
}

void never_hold_close(never_hold *self)
{
    slab_close(&self->accounts);
    key_index_close(&self->index);
}

jaga_status never_hold_restored(never_hold *self, jaga_error *err)
{
    return key_index_rebuild(&self->index, &self->accounts, err);
}

static never_hold_item *find(const never_hold *self, hash128 account)
{
    const uint32_t item = key_index_find(&self->index, &self->accounts, account);
    return item == SLAB_NONE ? NULL : slab_at(&self->accounts, item);
}

bool never_hold_has(const never_hold *self, hash128 account)
{
    const never_hold_item *item = find(self, account);
    return item != NULL && item->is_listed != 0;
}

jaga_status never_hold_set(never_hold *self, hash128 account, bool is_listed, jaga_error *err)
{
    never_hold_item *known = find(self, account);

    if (known != NULL) {
        known->is_listed = is_listed;
        return JAGA_OK;
    }
    if (!is_listed) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->index, err));
    const uint32_t item = slab_add(&self->accounts);
    if (item == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more than %d accounts on the never-hold list",
                         (int)NEVER_HOLD_MAX);
    }
    *(never_hold_item *)slab_at(&self->accounts, item) =
        (never_hold_item){ .account = account, .is_listed = 1 };
    key_index_add(&self->index, account, item);
    return JAGA_OK;
}
