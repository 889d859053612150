#ifndef JAGA_QUERY_WAY_H
#define JAGA_QUERY_WAY_H

#include "base/arena.h"
#include "trace/trace.h"

/* Where stolen money went, in one line. */

/* The hops of each theft, chained. */
typedef struct way_list {
    uint32_t *first; /* by theft; TRACE_NONE */
    uint32_t *next;  /* by hop; TRACE_NONE */
} way_list;

/* false: memory is used up. */
JAGA_USE_RESULT bool way_sort(const trace *from, size_t thefts, arena *memory, way_list *out);

/* "C039179 66.09 > M015079 66.09 cash": each wallet with what left it, and where it ended. The
 * largest ends come first; of more than three the rest is counted. */
jaga_span way_of(const trace *from, const way_list *list, size_t theft, int digits, arena *memory);

#endif
