#ifndef JAGA_DECODE_MAP_ROW_H
#define JAGA_DECODE_MAP_ROW_H

#include "decode/header.h"
#include "jaga/record.h"

/* One row of an export through its bound rules, whatever format its values came in. */
typedef struct row_values {
    const jaga_span *values; /* by column, as many as the header was bound to */
    uint64_t line;           /* for `row` */
    const char *source;      /* the source's name, for `file`; outlives the record */
} row_values;

/* Fills *to. made: header.made_bytes of room, and with makes_detail the row's length more, for
 * texts that no column holds, which must live as long as the record. False, with a reason and a
 * cause, when a value is not what its rule says. */
bool map_row(const header *head, const row_values *row, char *made, field_texts *to,
             jaga_reject *why);

#endif
