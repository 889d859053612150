#include "settings/reading.h"

#include <stdbool.h>
#include <yaml.h>

/* The parser and the event it stands at. */
typedef struct reader {
    const char *where;
    yaml_parser_t parser;
    yaml_event_t event; /* zeroed: none is held */
} reader;

static jaga_status next_event(reader *self, jaga_error *err)
{
    yaml_event_delete(&self->event);
    if (yaml_parser_parse(&self->parser, &self->event)) {
        return JAGA_OK;
    }
    const char *problem = self->parser.problem;
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s:%zu: no YAML: %s", self->where,
                     self->parser.problem_mark.line + 1, problem == NULL ? "unreadable" : problem);
}

static jaga_status refuse(const reader *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s:%zu: %s", self->where,
                     self->event.start_mark.line + 1, cause);
}

static jaga_span text_of(const yaml_event_t *event)
{
    return (jaga_span){ (const char *)event->data.scalar.value,
                        (uint32_t)event->data.scalar.length };
}

/* The name stands in self->event; the value follows. */
static jaga_status read_pair(reader *self, reading_put put, void *ctx, jaga_error *err)
{
    yaml_event_t name = self->event;

    self->event = (yaml_event_t){ .type = YAML_NO_EVENT };
    jaga_status status = next_event(self, err);
    if (status == JAGA_OK && self->event.type != YAML_SCALAR_EVENT) {
        status = refuse(self, "a setting has one plain value, no list and no group", err);
    }
    if (status == JAGA_OK) {
        const reading_pair pair = { .name = text_of(&name),
                                    .value = text_of(&self->event),
                                    .line = (unsigned)self->event.start_mark.line + 1 };
        status = put(ctx, &pair, err);
    }
    yaml_event_delete(&name);
    return status;
}

static jaga_status read_document(reader *self, reading_put put, void *ctx, jaga_error *err)
{
    JAGA_TRY(next_event(self, err));
    if (self->event.type == YAML_SCALAR_EVENT && self->event.data.scalar.length == 0) {
        return next_event(self, err); /* "---" and nothing behind it */
    }
    if (self->event.type != YAML_MAPPING_START_EVENT) {
        return refuse(self, "expected lines of the form name: value", err);
    }
    JAGA_TRY(next_event(self, err));
    while (self->event.type != YAML_MAPPING_END_EVENT) {
        if (self->event.type != YAML_SCALAR_EVENT) {
            return refuse(self, "expected a setting's name", err);
        }
        JAGA_TRY(read_pair(self, put, ctx, err));
        JAGA_TRY(next_event(self, err));
    }
    return next_event(self, err);
}

static jaga_status read_stream(reader *self, reading_put put, void *ctx, jaga_error *err)
{
    JAGA_TRY(next_event(self, err)); /* the stream's start */
    JAGA_TRY(next_event(self, err));
    if (self->event.type == YAML_DOCUMENT_START_EVENT) {
        JAGA_TRY(read_document(self, put, ctx, err));
        JAGA_TRY(next_event(self, err)); /* behind the document's end */
    }
    return self->event.type == YAML_STREAM_END_EVENT
               ? JAGA_OK
               : refuse(self, "a second document; one file is one configuration", err);
}

jaga_status reading_pairs(jaga_span text, const char *where, reading_put put, void *ctx,
                          jaga_error *err)
{
    reader self = { .where = where };

    if (!yaml_parser_initialize(&self.parser)) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "%s: no memory to read it", where);
    }
    yaml_parser_set_input_string(&self.parser, (const unsigned char *)text.at, text.length);
    const jaga_status status = read_stream(&self, put, ctx, err);
    yaml_event_delete(&self.event);
    yaml_parser_delete(&self.parser);
    return status;
}
