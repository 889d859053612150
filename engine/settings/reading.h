#ifndef JAGA_SETTINGS_READING_H
#define JAGA_SETTINGS_READING_H

#include "jaga/span.h"
#include "jaga/status.h"

/* YAML of one level: names with plain values. With libyaml itself and not a mapper on top of it,
 * because a mapper forgets the line a value stood in, and that line is what an operator needs. */
typedef struct reading_pair {
    jaga_span name, value; /* live for the call */
    unsigned line;         /* of the value, from 1 */
} reading_pair;

typedef jaga_status (*reading_put)(void *ctx, const reading_pair *pair, jaga_error *err);

/* Calls `put` for each pair in order. Fails with `where`, line and cause for what is no YAML, lists
 * and maps as values, aliases, a second document. An empty text has no pairs. */
JAGA_USE_RESULT jaga_status reading_pairs(jaga_span text, const char *where, reading_put put,
                                          void *ctx, jaga_error *err);

#endif
