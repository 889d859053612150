#ifndef JAGA_PIPELINE_TOUCHER_H
#define JAGA_PIPELINE_TOUCHER_H

#include "base/slab.h"
#include "jaga/status.h"

#include <stddef.h>

/* Touches memory that the engine will need, on a thread of its own: a table that grows takes its
 * pages from the system, which clears each, and the engine would wait for that. Changes nothing
 * that comes out. */
typedef struct toucher toucher;

JAGA_USE_RESULT jaga_status toucher_open(toucher **out, jaga_error *err);

/* Waits for nobody: pieces beyond a few dozen that are still to be done are left out. The memory
 * must stay until toucher_close, or may go: touching what is gone does nothing. */
void toucher_ask(toucher *self, const slab_piece *pieces, size_t count);

void toucher_close(toucher *self); /* accepts NULL; what is still to be done is left out */

#endif
