#ifndef JAGA_DESK_RESTORE_H
#define JAGA_DESK_RESTORE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* What has to be put right before a robbed account is its owner's again. */
#define RESTORE_ITEMS(X)                                                                           \
    X(CREDENTIALS, "credentials", "PIN and password set anew on a trusted device")                 \
    X(SECOND_FACTOR, "second-factor", "second factor on")                                          \
    X(DEVICES, "devices", "unknown devices unbound, sessions ended")                               \
    X(CONTACTS, "contacts", "phone and e-mail are the owner's")                                    \
    X(LINKED, "linked", "linked cards and banks reviewed")                                         \
    X(PAYEES, "payees", "payees and scheduled payments reviewed")

#define RESTORE_ENUM(name, key, words) RESTORE_##name,
typedef enum restore_item { RESTORE_ITEMS(RESTORE_ENUM) RESTORE_ITEM_COUNT } restore_item;
#undef RESTORE_ENUM
#define RESTORE_BIT(item) (1u << (item))
#define RESTORE_ALL       ((1u << RESTORE_ITEM_COUNT) - 1u)

/* What is asked of each account unless the operator says otherwise: all of it. */
typedef struct restore_rules {
    unsigned needed; /* RESTORE_BIT()s */
} restore_rules;

/* Items still open, RESTORE_BIT()s. */
static inline unsigned restore_open(unsigned done, const restore_rules *rules)
{
    return rules->needed & ~done;
}

/* When each item was last put right; INT64_MIN: never. Only what was done after the theft was
 * contained counts, for a thief may have done it before. A credential set from a device that is
 * new, remotely controlled or behind a proxy does not count: restore_may_reset(). */
unsigned restore_done(const int64_t done_us[RESTORE_ITEM_COUNT], int64_t contained_us);

typedef struct restore_reset {
    bool is_device_trusted; /* bound before the incident */
    bool has_remote_access;
    bool is_behind_proxy;
} restore_reset;

bool restore_may_reset(const restore_reset *reset);

const char *restore_item_key(restore_item item);
const char *restore_item_text(restore_item item);
int restore_item_find(const char *key); /* -1 when there is none */

/* JAGA_OK, or JAGA_ERR_USAGE that lists what is open. */
jaga_status restore_refuse(unsigned open, jaga_error *err);

#endif
