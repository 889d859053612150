#include "desk/restore.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *key, *text;
} items[RESTORE_ITEM_COUNT] = {
#define RESTORE_ROW(name, key, words) [RESTORE_##name] = { key, words },
    RESTORE_ITEMS(RESTORE_ROW)
#undef RESTORE_ROW
};

unsigned restore_done(const int64_t done_us[RESTORE_ITEM_COUNT], int64_t contained_us)
{
    unsigned done = 0;

    for (unsigned i = 0; i < RESTORE_ITEM_COUNT; i++) {
        done |= done_us[i] > contained_us ? RESTORE_BIT(i) : 0;
    }
    return done;
}

bool restore_may_reset(const restore_reset *reset)
{
    return reset->is_device_trusted && !reset->has_remote_access && !reset->is_behind_proxy;
}

const char *restore_item_key(restore_item item)
{
    JAGA_CHECK(item < RESTORE_ITEM_COUNT);
    return items[item].key;
}

const char *restore_item_text(restore_item item)
{
    JAGA_CHECK(item < RESTORE_ITEM_COUNT);
    return items[item].text;
}

int restore_item_find(const char *key)
{
    for (int i = 0; i < RESTORE_ITEM_COUNT; i++) {
        if (strcmp(items[i].key, key) == 0) {
            return i;
        }
    }
    return -1;
}

jaga_status restore_refuse(unsigned open, jaga_error *err)
{
    char list[300] = "";
    size_t used = 0;

    if (open == 0) {
        return JAGA_OK;
    }
    for (int i = 0; i < RESTORE_ITEM_COUNT && used < sizeof list; i++) {
        if ((open >> i & 1u) != 0) {
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used == 0 ? "" : "; ",
                                     items[i].text);
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "not restored yet: %s", list);
}
