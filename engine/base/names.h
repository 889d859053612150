#ifndef JAGA_BASE_NAMES_H
#define JAGA_BASE_NAMES_H

#include "jaga/event.h"

#include <stddef.h>

/* The spellings of each enumerated field of the log, by number. Static, never freed. */
typedef enum name_kind {
    NAMES_TYPE,
    NAMES_STATUS,
    NAMES_PARTY,
    NAMES_CHANNEL,
    NAMES_AUTH,
    NAMES_ACTOR
} name_kind;

typedef struct name_table {
    const char *const *names;
    size_t count;
} name_table;

const name_table *names_of(name_kind kind);

/* The number of an exact spelling, -1 when there is none (the empty text is never one). */
int names_find(name_kind kind, jaga_span text);

#endif
