#include "base/model_file.h"

#include "base/embed.h"

#include <string.h>

static void on_field(void *bytes, size_t length, void *context)
{
    model_file *self = context;

    if (self->count < MODEL_COLUMNS_MAX) {
        memcpy(self->room + self->used, bytes, length);
        self->fields[self->count] = (jaga_span){ self->room + self->used, (uint32_t)length };
        self->used += length;
    }
    self->count++;
}

jaga_status model_file_refuse(const model_file *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", self->name, self->line, cause);
}

/* The next line that says something; JAGA_END when there is none. */
static jaga_status next_line(model_file *self, jaga_span *out)
{
    while (self->at < self->text.length) {
        const char *from = self->text.at + self->at;
        const uint32_t left = self->text.length - self->at;
        const char *end = memchr(from, '\n', left);
        uint32_t length = end == NULL ? left : (uint32_t)(end - from);

        self->at += length + 1;
        self->line++;
        if (length > 0 && from[length - 1] == '\r') {
            length--;
        }
        if (length > 0 && from[0] != '#') {
            *out = (jaga_span){ from, length };
            return JAGA_OK;
        }
    }
    return JAGA_END;
}

static jaga_status split(model_file *self, jaga_span line, jaga_error *err)
{
    self->count = 0;
    self->used = 0;
    if (line.length > sizeof self->room) {
        return model_file_refuse(self, "the line is too long", err);
    }
    if (csv_parse(&self->parser, line.at, line.length, on_field, NULL, self) != line.length ||
        csv_fini(&self->parser, on_field, NULL, self) != 0) {
        return model_file_refuse(self, "a quote that is not closed, or text behind a closing quote",
                                 err);
    }
    return JAGA_OK;
}

jaga_status model_file_open(model_file *self, jaga_span text, const char *name, const char *header,
                            jaga_error *err)
{
    jaga_span line;

    *self = (model_file){ .text = text, .name = name };
    if (csv_init(&self->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "starting libcsv");
    }
    if (next_line(self, &line) != JAGA_OK) {
        self->line += self->line == 0;
        return model_file_refuse(self, "the header is missing", err);
    }
    if (line.length != strlen(header) || memcmp(line.at, header, line.length) != 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: not the header `%s`", name, self->line,
                         header);
    }
    JAGA_TRY(split(self, line, err));
    self->width = self->count;
    JAGA_CHECK(self->width <= MODEL_COLUMNS_MAX);
    return JAGA_OK;
}

void model_file_close(model_file *self)
{
    csv_free(&self->parser);
}

jaga_status model_file_text(const char *path, jaga_span *out, jaga_error *err)
{
    const embed_file *file = embed_find(path);

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: there is no such file", path);
    }
    *out = (jaga_span){ file->text, (uint32_t)file->length };
    return JAGA_OK;
}

jaga_status model_file_next(model_file *self, jaga_error *err)
{
    jaga_span line;

    if (next_line(self, &line) != JAGA_OK) {
        return JAGA_END;
    }
    JAGA_TRY(split(self, line, err));
    return self->count == self->width
               ? JAGA_OK
               : model_file_refuse(self, "not as many fields as the header", err);
}
