#ifndef JAGA_DECODE_TABLE_FILE_H
#define JAGA_DECODE_TABLE_FILE_H

#include "decode/csv_row.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A CSV file with a header row that people write about a log: who was robbed, what was stolen. It
 * is read strictly, for a row passed over would be a wrong answer. */
enum { TABLE_COLUMNS_MAX = 16, TABLE_LINE_BYTES = 65536 };

typedef struct table_column {
    const char *name;
    bool is_needed;
} table_column;

typedef struct table_file {
    const char *path;
    FILE *file;
    unsigned line; /* of the row read last, from 1 */
    csv_row row;
    size_t width; /* fields of the header */
    size_t column[TABLE_COLUMNS_MAX];
    char text[TABLE_LINE_BYTES], fields[TABLE_LINE_BYTES];
} table_file;

/* Opens and reads the header; columns may stand in any order, further ones are ignored. `path` must
 * outlive *self. JAGA_ERR_IO; JAGA_ERR_FORMAT naming file, line and cause. Close it in any case. */
JAGA_USE_RESULT jaga_status table_file_open(table_file *self, const char *path,
                                            const table_column *columns, size_t count,
                                            jaga_error *err);
void table_file_close(table_file *self); /* accepts one that failed to open */

/* The next row; empty lines are passed over. JAGA_END behind the last one. */
JAGA_USE_RESULT jaga_status table_file_next(table_file *self, jaga_error *err);

/* A field of the row, by place in `columns`; empty where the file has no such column. Valid until
 * the next row. */
jaga_span table_file_field(const table_file *self, size_t column);

/* JAGA_ERR_FORMAT with file, line of the row and the cause. */
jaga_status table_file_refuse(const table_file *self, const char *cause, jaga_error *err);

#endif
