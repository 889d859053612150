#ifndef JAGA_QUERY_TALLY_H
#define JAGA_QUERY_TALLY_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/event.h"

#include <stdbool.h>

/* Counting events by what they name: devices, payees, addresses, instruments, types, accounts. */
typedef enum tally_kind {
    TALLY_TYPE,
    TALLY_DEVICE,
    TALLY_PAYEE,
    TALLY_ADDRESS,
    TALLY_INSTRUMENT,
    TALLY_ACCOUNT
} tally_kind;

/* "event", "device", "payee", "address", "instrument", "account". */
const char *tally_kind_name(tally_kind kind);

typedef struct tally_item {
    hash128 key; /* stands first for the index */
    tally_kind kind;
    jaga_span name; /* lives in the arena */
    int64_t events; /* each event_id once is up to the caller */
    int64_t first_us, last_us;
    int64_t amount_minor; /* of the events with status ok */
    char currency[4];     /* of the amount; "" while there is none */
    bool is_mixed;        /* currencies differ: the amount means nothing */

    /* For whoever counts accounts. */
    int64_t accounts, held, decisions;
} tally_item;

typedef struct tally {
    arena *memory; /* borrowed; names */
    slab_pool items;
    key_index index;
} tally;

JAGA_USE_RESULT jaga_status tally_open(tally *self, arena *memory, jaga_error *err);
void tally_close(tally *self); /* accepts a zeroed one */

/* Counts one event under a name; nothing for an empty one. `out` may be NULL; it gets the item,
 * which stays where it is, or NULL for the empty name. */
JAGA_USE_RESULT jaga_status tally_count(tally *self, tally_kind kind, jaga_span name,
                                        const jaga_event *event, tally_item **out, jaga_error *err);

/* NULL: nothing was counted under it. */
const tally_item *tally_find(const tally *self, tally_kind kind, jaga_span name);

/* Sorts the items; nothing may be counted after it. Returns the first. */
tally_item *tally_sort(tally *self, int (*order)(const void *, const void *));

/* Ties are broken by kind and name, so that equal logs give equal answers. */
int tally_by_name(const tally_item *a, const tally_item *b);

#endif
