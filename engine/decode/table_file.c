#include "decode/table_file.h"

#include <errno.h>
#include <string.h>

jaga_status table_file_refuse(const table_file *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", self->path, self->line, cause);
}

/* The length of the line without its end; false when the end is missing or comes too early. */
static bool measure(const table_file *self, size_t *length)
{
    *length = strcspn(self->text, "\r\n");
    const char *end = self->text + *length;

    return strcmp(end, "\n") == 0 || strcmp(end, "\r\n") == 0 ||
           (*end == '\0' && feof(self->file) != 0);
}

static jaga_status read_row(table_file *self, jaga_error *err)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    size_t length = 0, skipped = 0;

    while (length == skipped) {
        if (fgets(self->text, sizeof self->text, self->file) == NULL) {
            return ferror(self->file) != 0
                       ? jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->path, strerror(errno))
                       : JAGA_END;
        }
        self->line++;
        if (!measure(self, &length)) {
            return table_file_refuse(self, "too long, or control characters within", err);
        }
        const bool is_marked = self->line == 1 && strncmp(self->text, byte_order_mark, 3) == 0;
        skipped = is_marked ? 3 : 0;
    }
    const jaga_span line = { self->text + skipped, (uint32_t)(length - skipped) };
    const char *wrong = csv_row_parse(&self->row, line, self->fields);
    return wrong == NULL ? JAGA_OK : table_file_refuse(self, wrong, err);
}

static bool is_text(jaga_span field, const char *text)
{
    return field.length == strlen(text) && memcmp(field.at, text, field.length) == 0;
}

static jaga_status read_header(table_file *self, const table_column *columns, size_t count,
                               jaga_error *err)
{
    const jaga_status status = read_row(self, err);

    if (status == JAGA_END) {
        self->line = 1;
        return table_file_refuse(self, "the file is empty", err);
    }
    JAGA_TRY(status);
    self->width = self->row.count;
    if (self->width > CSV_COLUMNS_MAX) {
        return table_file_refuse(self, "more columns than can be kept", err);
    }
    for (size_t c = 0; c < count; c++) {
        self->column[c] = 0;
        while (self->column[c] < self->width &&
               !is_text(self->row.fields[self->column[c]], columns[c].name)) {
            self->column[c]++;
        }
        if (self->column[c] == self->width && columns[c].is_needed) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: there is no column %s", self->path,
                             self->line, columns[c].name);
        }
    }
    return JAGA_OK;
}

jaga_status table_file_open(table_file *self, const char *path, const table_column *columns,
                            size_t count, jaga_error *err)
{
    self->path = path;
    self->line = 0;
    self->file = fopen(path, "re");
    if (self->file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    jaga_status status = csv_row_open(&self->row, ',', err);
    if (status != JAGA_OK) {
        (void)fclose(self->file);
        self->file = NULL;
        return status;
    }
    return read_header(self, columns, count, err);
}

void table_file_close(table_file *self)
{
    if (self->file != NULL) {
        csv_row_close(&self->row);
        (void)fclose(self->file);
        self->file = NULL;
    }
}

jaga_status table_file_next(table_file *self, jaga_error *err)
{
    JAGA_TRY(read_row(self, err));
    return self->row.count == self->width
               ? JAGA_OK
               : table_file_refuse(self, "not as many fields as the header has", err);
}

jaga_span table_file_field(const table_file *self, size_t column)
{
    const size_t at = self->column[column];
    return at < self->width ? self->row.fields[at] : (jaga_span){ "", 0 };
}
