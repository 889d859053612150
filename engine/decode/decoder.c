#include "decode/decoder.h"

#include "decode/csv_row.h"
#include "decode/frame.h"
#include "decode/header.h"
#include "decode/map_row.h"
#include "decode/plain_row.h"
#include "decode/utf8.h"

#include <string.h>

enum { PREAMBLE_LINES_MAX = 100 };

static const jaga_span byte_order_mark = { "\xEF\xBB\xBF", 3 };

struct decoder {
    arena *memory;
    decode_input input;
    const mapping *map;
    const geo *lookup; /* NULL: none */
    char *scratch;     /* FRAME_LINE_BYTES: the header's texts */
    uint32_t index;
    bool has_header;
    plain_row_split *split_plain;
    bool has_values;     /* the row's fields are those of the last record */
    bool is_behind_data; /* the footer was seen: what follows is no data */
    header head;
    frame lines;
    csv_row row;
};

jaga_status decoder_open(const decode_input *input, const mapping *map, uint32_t index,
                         decoder **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(decoder) + FRAME_BUFFER_BYTES + PLAIN_ROW_SLACK_BYTES +
                            FRAME_LINE_BYTES + 4096,
                        &memory, err));
    decoder *self = arena_take(memory, sizeof *self);
    char *buffer = arena_take(memory, FRAME_BUFFER_BYTES + PLAIN_ROW_SLACK_BYTES);
    self->memory = memory;
    self->input = *input;
    self->map = map;
    self->index = index;
    self->scratch = arena_take(memory, FRAME_LINE_BYTES);
    self->split_plain = plain_row_fastest();
    frame_init(&self->lines, buffer);
    const jaga_status status = csv_row_open(&self->row, map->delimiter, err);
    if (status != JAGA_OK) {
        arena_close(memory);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void decoder_close(decoder *self)
{
    if (self != NULL) {
        csv_row_close(&self->row);
        arena_close(self->memory);
    }
}

void decoder_set_geo(decoder *self, const geo *lookup)
{
    self->lookup = lookup;
}

/* The next line, reading as needed. */
static decode_result next_line(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    while (!frame_next(&self->lines, line)) {
        size_t room, got = 0;
        if (self->lines.is_at_end) {
            return DECODE_END;
        }
        if (self->input.is_live && !may_wait) {
            return DECODE_WAIT;
        }
        char *at = frame_room(&self->lines, &room);
        const jaga_status status = self->input.read(self->input.ctx, at, room, &got, err);
        if (status == JAGA_END) {
            frame_ended(&self->lines);
        } else if (status != JAGA_OK) {
            return DECODE_FAILED;
        } else {
            frame_filled(&self->lines, got);
        }
    }
    return DECODE_RECORD;
}

static decode_result refuse_source(decoder *self, const char *why, jaga_error *err)
{
    (void)jaga_fail(err, JAGA_ERR_FORMAT, "%s: line 1: %s", self->input.name, why);
    return DECODE_FAILED;
}

static bool begins(jaga_span text, jaga_span with)
{
    return text.length >= with.length && memcmp(text.at, with.at, with.length) == 0;
}

/* The header row: the first line, or the first that begins as the mapping says. */
static decode_result find_header(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    const jaga_span wanted = self->map->header;
    decode_result result;

    do {
        result = next_line(self, may_wait, line, err);
        if (result == DECODE_RECORD && line->number == 1 && begins(line->text, byte_order_mark)) {
            line->text.at += byte_order_mark.length;
            line->text.length -= byte_order_mark.length;
        }
    } while (result == DECODE_RECORD && wanted.length > 0 && !begins(line->text, wanted) &&
             line->number < PREAMBLE_LINES_MAX);
    if (result == DECODE_RECORD && wanted.length > 0 && !begins(line->text, wanted)) {
        return refuse_source(self, "none of the first 100 lines begins as the mapping's @header",
                             err);
    }
    return result;
}

static decode_result read_header(decoder *self, bool may_wait, jaga_error *err)
{
    frame_line line;
    const decode_result result = find_header(self, may_wait, &line, err);

    if (result == DECODE_END) {
        return refuse_source(self,
                             self->map->header.length > 0
                                 ? "no line begins as the mapping's @header"
                                 : "the source is empty; it must begin with a header row",
                             err);
    }
    if (result != DECODE_RECORD) {
        return result;
    }
    if (line.is_too_long || utf8_check(line.text) != NULL) {
        return refuse_source(self, "not text; a CSV file begins with a header row", err);
    }
    if (csv_row_parse(&self->row, line.text, self->scratch) != NULL ||
        self->row.count > CSV_COLUMNS_MAX) {
        return refuse_source(self, "not a CSV header row", err);
    }
    if (header_bind(&self->head, self->map, self->row.fields, self->row.count, self->input.name,
                    line.number, err) != JAGA_OK) {
        return DECODE_FAILED;
    }
    self->has_header = true;
    return DECODE_RECORD;
}

/* The next line behind the header; notices where the data ends. */
static decode_result next_row(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    const decode_result result = next_line(self, may_wait, line, err);

    if (result == DECODE_RECORD && self->map->footer.length > 0 &&
        begins(line->text, self->map->footer)) {
        self->is_behind_data = true;
    }
    return result;
}

jaga_status decoder_resume(decoder *self, const decode_position *from, bool *is_same,
                           jaga_error *err)
{
    frame_line line;
    decode_result result = DECODE_RECORD;

    while (result == DECODE_RECORD && self->lines.bytes < from->bytes) {
        result = self->has_header ? next_row(self, true, &line, err) : read_header(self, true, err);
    }
    if (result == DECODE_FAILED) {
        return err->status;
    }
    *is_same = self->lines.bytes == from->bytes && self->lines.line == from->lines &&
               frame_prefix_hash(&self->lines) == from->prefix_hash;
    return JAGA_OK;
}

static jaga_span text_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static bool refuse(jaga_record *out, const char *reason, const char *cause)
{
    out->reject = (jaga_reject){ text_of(reason), text_of(cause) };
    return false;
}

/* The line's fields into self->row, their texts into `text`. */
static bool split_line(decoder *self, jaga_span line, char *text, jaga_record *out)
{
    plain_row plain = { .fields = self->row.fields, .cap = CSV_COLUMNS_MAX };

    if (self->split_plain(line, self->map->delimiter, text, &plain)) {
        memcpy(text, line.at, line.length);
        self->row.count = plain.count;
        return true;
    }
    const char *wrong = utf8_check(line);
    if (wrong != NULL) {
        return refuse(out, wrong, "the line is not valid UTF-8 text");
    }
    wrong = csv_row_parse(&self->row, line, text);
    return wrong == NULL || refuse(out, "bad-csv", wrong);
}

static bool decode_line(decoder *self, const frame_line *line, char *text, jaga_record *out)
{
    const row_values values = { self->row.fields, line->number, self->input.name };
    field_texts texts;

    self->has_values = false;
    if (line->is_too_long) {
        return refuse(out, "line-too-long", "the line is longer than 64 KiB");
    }
    if (!split_line(self, line->text, text, out)) {
        return false;
    }
    if (self->row.count != self->head.columns) {
        return refuse(out, "field-count",
                      self->row.count < self->head.columns ? "fewer fields than the header has"
                                                           : "more fields than the header has");
    }
    self->has_values = true;
    return map_row(&self->head, &values, text + line->text.length + 1, &texts, &out->reject) &&
           field_decode(&texts, &out->event, &out->reject);
}

decode_result decoder_next(decoder *self, bool may_wait, arena *text, jaga_record *out,
                           jaga_error *err)
{
    frame_line line;

    if (!self->has_header) {
        const decode_result result = read_header(self, may_wait, err);
        if (result != DECODE_RECORD) {
            return result;
        }
    }
    do {
        const decode_result result = next_row(self, may_wait, &line, err);
        if (result != DECODE_RECORD) {
            return result;
        }
    } while (self->is_behind_data || (line.text.length == 0 && !line.is_too_long));

    const size_t mark = arena_mark(text);
    /* Unescaping never makes a line longer. */
    char *room = arena_take(text, line.text.length * (self->head.makes_detail ? 2 : 1) + 1 +
                                      self->head.made_bytes);
    if (room == NULL) {
        (void)jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", self->input.name);
        return DECODE_FAILED;
    }
    out->source = self->index;
    out->line = line.number;
    if (decode_line(self, &line, room, out)) {
        out->kind = JAGA_RECORD_EVENT;
        if (self->lookup != NULL && out->event.ip.length > 0) {
            char *more = arena_take(text, out->event.detail.length + GEO_ROOM_BYTES);
            if (more == NULL) {
                (void)jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", self->input.name);
                return DECODE_FAILED;
            }
            geo_fill(self->lookup, &out->event, more);
        }
        field_identify(&out->event, &out->identity);
    } else {
        out->kind = JAGA_RECORD_REJECT;
        arena_reset(text, mark);
    }
    return DECODE_RECORD;
}

decode_position decoder_position(decoder *self)
{
    return (decode_position){ .bytes = self->lines.bytes,
                              .lines = self->lines.line,
                              .prefix_hash = frame_prefix_hash(&self->lines) };
}

const header *decoder_header(const decoder *self)
{
    return &self->head;
}

const jaga_span *decoder_values(const decoder *self)
{
    return self->has_values ? self->row.fields : NULL;
}

const char *decoder_unknown_columns(const decoder *self)
{
    return self->head.unknown;
}
