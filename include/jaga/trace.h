#ifndef JAGA_TRACE_H
#define JAGA_TRACE_H

#include "jaga/status.h"

#include <stdio.h>

/* Where stolen money went, where it is now and what of it can still be held: one pass over the
 * input log behind a database, which is only read, also while an engine writes to it.
 *
 * Which coins of a wallet leave it first is a convention of law that differs by country; the four
 * are always shown side by side, one of them in detail. In each, to the minor unit:
 *     stolen + spoiled = at rest + gone + scattered.
 * Poison alone spoils clean money. What can be held in a wallet is the least of the stolen money in
 * it and of its lowest balance since that came. */
typedef enum jaga_trace_method {
    JAGA_TRACE_FIFO, /* first in, first out */
    JAGA_TRACE_LIFO,
    JAGA_TRACE_PRORATA, /* each origin its share, rounded down */
    JAGA_TRACE_POISON,  /* all that lies with stolen money is stolen */
    JAGA_TRACE_METHOD_COUNT
} jaga_trace_method;

typedef enum jaga_trace_form {
    JAGA_TRACE_TABLE, /* for a terminal; local time +07:00 */
    JAGA_TRACE_JSON,  /* one object in one line; amounts are decimal strings, times UTC */
    JAGA_TRACE_SVG    /* a drawing in one file; the same bytes for the same database */
} jaga_trace_form;

/* `what`: a case (its number, key, hold or task), an account, whose latest hold's case is meant, or
 * an event_id: of one without a case that payment alone was stolen. JAGA_ERR_USAGE: nothing of that
 * name, or an account without a case; JAGA_ERR_IO: no input log beside the database, or `out`
 * cannot be written. Error texts name the database, never a customer. */
JAGA_USE_RESULT jaga_status jaga_trace(const char *db, const char *what, jaga_trace_method method,
                                       jaga_trace_form form, FILE *out, jaga_error *err);

#endif
