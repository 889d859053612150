#ifndef JAGA_BASE_ARENA_H
#define JAGA_BASE_ARENA_H

#include "jaga/status.h"

#include <stddef.h>

/* Memory with one lifetime: taken piece by piece, given back all at once.
 *
 * An arena reserves address space at open and lets the system back it page by page as it is
 * touched, so a generous reserve costs nothing and pieces never move. This file and slab.c are the
 * only places that ask the system for memory. */
typedef struct arena arena;

JAGA_USE_RESULT jaga_status arena_open(size_t reserve_bytes, arena **out, jaga_error *err);
void arena_close(arena *self); /* accepts NULL; every piece is gone */

/* A zeroed piece, aligned to 64 bytes when it is that large and to 16 otherwise; NULL when the
 * reserve is used up. */
void *arena_take(arena *self, size_t bytes);

/* What is taken after a mark is given back by resetting to it. */
size_t arena_mark(const arena *self);
void arena_reset(arena *self, size_t mark);

#endif
