#ifndef JAGA_DECODE_NDJSON_ROW_H
#define JAGA_DECODE_NDJSON_ROW_H

#include "base/arena.h"
#include "decode/header.h"
#include "jaga/record.h"

/* One line of NDJSON as values by column, as if its keys had stood in a header row. A nested
 * object's keys are joined by dots, where the mapping names one so; any other array or object is
 * passed over, and refused where a rule reads its key. */
enum { NDJSON_LEVELS_MAX = 16, NDJSON_NAMES_BYTES = 64 << 10 };

typedef struct ndjson_row {
    header *head; /* grows by the keys that no rule knows, as they are met */
    char *names;  /* of those; NDJSON_NAMES_BYTES, as is joined; both the caller's */
    size_t names_used;
    jaga_span *values; /* by column, HEADER_COLUMNS_MAX; empty: null, or not there */
    size_t ruled;      /* columns that rules name; they come first */
    bool is_read[HEADER_COLUMNS_MAX];
    bool is_met[HEADER_COLUMNS_MAX];          /* some row had the key */
    bool is_noted[HEADER_COLUMNS_MAX];        /* among the header's unknown ones */
    size_t unnoted;                           /* columns that should be, and are not yet */
    uint64_t row_of[HEADER_COLUMNS_MAX];      /* the last that had it */
    uint16_t follows[HEADER_COLUMNS_MAX + 1]; /* what key came next, the last time */
    uint64_t row;
    /* Of the row in hand. */
    uint16_t with_exponent[HEADER_COLUMNS_MAX]; /* columns */
    size_t exponents;
    size_t keys;
    jaga_span others[HEADER_COLUMNS_MAX]; /* keys that have no column */
    size_t other_count;
    size_t previous; /* the last key's column, for follows */
    jaga_span path[NDJSON_LEVELS_MAX];
    size_t depth;
    char *joined;
    size_t joined_used;
} ndjson_row;

/* Where the line stands, for errors. */
typedef struct ndjson_place {
    const char *source;
    uint64_t line;
} ndjson_place;

typedef enum ndjson_result {
    NDJSON_ROW,
    NDJSON_REFUSED, /* the line, with a reason */
    NDJSON_FAILED   /* the source: a key looks like a secret */
} ndjson_result;

/* head: bound by header_bind_keys. */
void ndjson_row_open(ndjson_row *self, header *head, jaga_span *values, char *names, char *joined);

/* Fills values; their texts are taken from `text`, and so is *made: the room that map_row wants. */
ndjson_result ndjson_row_read(ndjson_row *self, jaga_span line, ndjson_place place, arena *text,
                              char **made, jaga_reject *why, jaga_error *err);

/* The row in hand became an event. */
void ndjson_row_accept(ndjson_row *self);

#endif
