#include "decode/csv_row.h"

#include <stdbool.h>
#include <string.h>

static void on_field(void *bytes, size_t length, void *ctx)
{
    csv_row *self = ctx;

    if (self->count < CSV_COLUMNS_MAX) {
        memcpy(self->text + self->used, bytes, length);
        self->fields[self->count] = (jaga_span){ self->text + self->used, (uint32_t)length };
        self->used += length;
    }
    self->count++;
}

static bool start(csv_row *self)
{
    if (csv_init(&self->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return false;
    }
    csv_set_delim(&self->parser, (unsigned char)self->delimiter);
    /* Room for the longest line at once, so that no line makes libcsv ask for memory twice. */
    csv_set_blk_size(&self->parser, (size_t)64 << 10);
    return true;
}

jaga_status csv_row_open(csv_row *self, char delimiter, jaga_error *err)
{
    self->delimiter = delimiter;
    return start(self) ? JAGA_OK : jaga_fail(err, JAGA_ERR_NOMEM, "starting libcsv");
}

void csv_row_close(csv_row *self)
{
    csv_free(&self->parser);
}

const char *csv_row_parse(csv_row *self, jaga_span line, char *text)
{
    /* libcsv would take it for the end of a row and glue two rows together. */
    if (line.length > 0 && memchr(line.at, '\r', line.length) != NULL) {
        return "a carriage return inside the line";
    }
    self->text = text;
    self->used = 0;
    self->count = 0;
    const size_t taken = csv_parse(&self->parser, line.at, line.length, on_field, NULL, self);

    if (taken == line.length && csv_fini(&self->parser, on_field, NULL, self) == 0) {
        return NULL;
    }
    /* A refused line leaves libcsv in the middle of a field, and it has no reset. */
    csv_free(&self->parser);
    JAGA_CHECK(start(self));
    return "a quote that is not closed, or text behind a closing quote";
}
