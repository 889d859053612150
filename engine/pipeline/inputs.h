#ifndef JAGA_PIPELINE_INPUTS_H
#define JAGA_PIPELINE_INPUTS_H

#include "base/arena.h"
#include "decode/geo.h"
#include "decode/merge.h"
#include "jaga/run.h"
#include "source/source.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The sources of one run, opened, continued where an earlier run ended, and merged. */
enum { INPUTS_MAX = 64 };

typedef struct inputs {
    arena *memory;
    char currency[JAGA_SETTING_BYTES]; /* the default one */
    geo *lookup;                       /* NULL: none */
    size_t count;
    source *sources[INPUTS_MAX];         /* ordered by name */
    const decoder *decoders[INPUTS_MAX]; /* the merge's */
    merge *merged;
    bool is_live;          /* standard input: cannot be read again */
    uint64_t bytes_total;  /* 0: unknown */
    uint64_t bytes_before; /* of them, read by earlier runs */
    int64_t rows_before;
} inputs;

/* A file is continued only if it still begins with the bytes that were read before; without a store
 * none was. Fails for a name given twice, and for standard input among files. */
JAGA_USE_RESULT jaga_status inputs_open(inputs *self, const jaga_run *run, const char *const *paths,
                                        size_t count, jaga_store *store, jaga_error *err);
void inputs_close(inputs *self); /* accepts a zeroed one */

/* The store's rows for these positions; standard input has none. Returns how many. */
size_t inputs_positions(const inputs *self, const decode_position *positions,
                        store_source out[INPUTS_MAX]);

#endif
