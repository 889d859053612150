#ifndef JAGA_DECODE_CSV_ROW_H
#define JAGA_DECODE_CSV_ROW_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <csv.h>
#include <stddef.h>

/* One framed line of CSV through libcsv, in strict mode. Feeding a line at a time confines a stray
 * quote to its line: libcsv by itself would take the rest of the stream for one field. */
enum { CSV_COLUMNS_MAX = 256 };

typedef struct csv_row {
    struct csv_parser parser;
    char delimiter;
    char *text; /* where unescaped fields go; set per line, FRAME_LINE_BYTES of room */
    size_t used;
    size_t count; /* fields seen, also beyond CSV_COLUMNS_MAX */
    jaga_span fields[CSV_COLUMNS_MAX];
} csv_row;

JAGA_USE_RESULT jaga_status csv_row_open(csv_row *self, char delimiter, jaga_error *err);
void csv_row_close(csv_row *self);

/* Fills fields and count; their texts live in `text`. NULL, or what is wrong with the line. */
const char *csv_row_parse(csv_row *self, jaga_span line, char *text);

#endif
