#ifndef JAGA_DECODE_PLAIN_ROW_H
#define JAGA_DECODE_PLAIN_ROW_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Splits the rows that nearly every export consists of, without quotes and without blanks around
 * fields, at many bytes a step. Whatever is not plain is left to libcsv; what is plain comes out
 * exactly as libcsv would give it, which tests/fuzz/fuzz_plain_row.c holds both to. */

enum {
    PLAIN_ROW_SLACK_BYTES = 64, /* behind a line: may be read, never matters */
    PLAIN_ROW_WAYS = 3
};

typedef struct plain_row {
    jaga_span *fields; /* the caller's */
    size_t cap;        /* fields there is room for */
    size_t count;      /* out */
} plain_row;

/* Fields point into `text`, which is or will be a copy of the line. false: not plain, or more
 * fields than there is room for; out->count means nothing then. */
typedef bool plain_row_split(jaga_span line, char delimiter, const char *text, plain_row *out);

/* One way of doing it; split is NULL where the processor cannot. The last that is there is the
 * fastest. Index 0 is plain C and runs everywhere. */
typedef struct plain_row_way {
    const char *name;
    plain_row_split *split;
} plain_row_way;

void plain_row_ways(plain_row_way out[PLAIN_ROW_WAYS]);
plain_row_split *plain_row_fastest(void);

#endif
