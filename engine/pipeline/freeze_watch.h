#ifndef JAGA_PIPELINE_FREEZE_WATCH_H
#define JAGA_PIPELINE_FREEZE_WATCH_H

#include "jaga/status.h"
#include "jaga/unconfirmed.h"
#include "respond/deny_list.h"
#include "store/store.h"

/* Looks, while messages are delivered, for stops that the ledger does not confirm: raises them, and
 * keeps the deny list's file level with the database. */
typedef struct freeze_watch {
    jaga_unconfirmed rule;
    jaga_store *store;
    deny_list *list; /* NULL: none */
    int64_t (*now_us)(void);
    void (*warn)(void *ctx, const char *text); /* one line; may be NULL */
    void *warn_ctx;
    int64_t looked_us;
    bool is_list_behind; /* it could not be written, and this was said */
} freeze_watch;

/* The fields up to `list` and the calls are the caller's to fill. */
JAGA_USE_RESULT jaga_status freeze_watch_open(freeze_watch *self, jaga_error *err);
void freeze_watch_close(freeze_watch *self); /* accepts a zeroed one */

/* Once a second, or at once when is_last. A list that cannot be written is warned of and tried
 * again; at the last it is a failure. Outside any group. */
JAGA_USE_RESULT jaga_status freeze_watch_look(freeze_watch *self, bool is_last, jaga_error *err);

#endif
