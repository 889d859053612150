#ifndef JAGA_BASE_MODEL_FILE_H
#define JAGA_BASE_MODEL_FILE_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <csv.h>
#include <stddef.h>

/* A CSV table of models/, carried inside the program: lines beginning with # tell where it comes
 * from, the first other line is the header, which is given and has to be met exactly. Fields may be
 * quoted, not over several lines. */
enum { MODEL_COLUMNS_MAX = 20, MODEL_LINE_BYTES = 2048 };

typedef struct model_file {
    struct csv_parser parser;
    jaga_span text;
    const char *name;
    uint32_t at;
    unsigned line; /* of the row read last, from 1 */
    size_t width;  /* fields of the header */
    size_t count;  /* of the row */
    size_t used;
    jaga_span fields[MODEL_COLUMNS_MAX];
    char room[MODEL_LINE_BYTES];
} model_file;

/* `text` and `name` must outlive *self; name is for errors. Close it in any case. */
JAGA_USE_RESULT jaga_status model_file_open(model_file *self, jaga_span text, const char *name,
                                            const char *header, jaga_error *err);
void model_file_close(model_file *self);

/* The text of a shipped file: "models/jurisdictions.csv". JAGA_ERR_USAGE when there is none. */
JAGA_USE_RESULT jaga_status model_file_text(const char *path, jaga_span *out, jaga_error *err);

/* The next row into fields, valid until the next call. JAGA_END behind the last one. */
JAGA_USE_RESULT jaga_status model_file_next(model_file *self, jaga_error *err);

/* JAGA_ERR_FORMAT with file, line and cause. */
jaga_status model_file_refuse(const model_file *self, const char *cause, jaga_error *err);

#endif
