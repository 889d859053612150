#ifndef JAGA_QUERY_OWNED_H
#define JAGA_QUERY_OWNED_H

#include "query/database.h"
#include "trace/trace.h"

/* Tells a trace, before it takes a row, which payments customers have marked as their own: those
 * were not stolen, whenever they were made. */
JAGA_USE_RESULT jaga_status owned_tell(const database *from, trace *money, jaga_error *err);

#endif
