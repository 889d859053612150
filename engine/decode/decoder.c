#include "decode/decoder.h"

#include "decode/csv_row.h"
#include "decode/frame.h"
#include "decode/header.h"
#include "decode/map_row.h"
#include "decode/ndjson_row.h"
#include "decode/ndjson_text.h"
#include "decode/plain_row.h"
#include "decode/utf8.h"

#include <assert.h>
#include <string.h>

enum { PREAMBLE_LINES_MAX = 100 };

static const jaga_span byte_order_mark = { "\xEF\xBB\xBF", 3 };

struct decoder {
    arena *memory;
    decode_input input;
    const mapping *map;
    const geo *lookup; /* NULL: none */
    char *scratch;     /* FRAME_LINE_BYTES: the header's texts */
    char *joined;      /* NDJSON_NAMES_BYTES */
    uint32_t index;
    bool has_header;
    ndjson_kind is_json; /* rows are JSON objects, and no line is a header */
    plain_row_split *split_plain;
    bool has_values;     /* the row's fields are those of the last record */
    bool is_behind_data; /* the footer was seen: what follows is no data */
    header head;
    frame lines;
    csv_row row; /* of JSON too, its fields are the values by column */
    ndjson_row json;
};

static_assert((int)HEADER_COLUMNS_MAX <= (int)CSV_COLUMNS_MAX, "a row's values have room");
static_assert((int)NDJSON_NAMES_BYTES <= (int)FRAME_LINE_BYTES, "the keys have room");

jaga_status decoder_open(const decode_input *input, const mapping *map, uint32_t index,
                         decoder **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(decoder) + FRAME_BUFFER_BYTES + PLAIN_ROW_SLACK_BYTES +
                            FRAME_LINE_BYTES + NDJSON_NAMES_BYTES + 4096,
                        &memory, err));
    decoder *self = arena_take(memory, sizeof *self);
    char *buffer = arena_take(memory, FRAME_BUFFER_BYTES + PLAIN_ROW_SLACK_BYTES);
    self->memory = memory;
    self->input = *input;
    self->map = map;
    self->index = index;
    self->scratch = arena_take(memory, FRAME_LINE_BYTES);
    self->joined = arena_take(memory, NDJSON_NAMES_BYTES);
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

/* More bytes for the frame, or its end: DECODE_RECORD when there are some. */
static decode_result read_more(decoder *self, bool may_wait, jaga_error *err)
{
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
    return DECODE_RECORD;
}

/* The next line, reading as needed. */
static decode_result next_line(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    while (!frame_next(&self->lines, line)) {
        const decode_result result = read_more(self, may_wait, err);
        if (result != DECODE_RECORD) {
            return result;
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

static void skip_byte_order_mark(frame_line *line)
{
    if (line->number == 1 && begins(line->text, byte_order_mark)) {
        line->text.at += byte_order_mark.length;
        line->text.length -= byte_order_mark.length;
    }
}

/* The header row: the first line, or the first that begins as the mapping says. */
static decode_result find_header(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    const jaga_span wanted = self->map->header;
    decode_result result;

    do {
        result = next_line(self, may_wait, line, err);
        if (result == DECODE_RECORD) {
            skip_byte_order_mark(line);
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
        return refuse_source(
            self,
            self->map->header.length > 0
                ? "no line begins as the mapping's @header"
                : "the source is empty; it must begin with a header row or a JSON object",
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

/* What the first bytes say, of a source that came in however small pieces. Blanks without end are
 * no JSON. */
static decode_result recognise(decoder *self, bool may_wait, jaga_error *err)
{
    while (self->is_json == NDJSON_UNSURE) {
        const jaga_span held = frame_held(&self->lines);
        self->is_json = ndjson_recognise(held);
        if (self->is_json != NDJSON_UNSURE) {
            break;
        }
        const decode_result result =
            held.length == FRAME_BUFFER_BYTES ? DECODE_END : read_more(self, may_wait, err);
        if (result == DECODE_END) {
            self->is_json = NDJSON_NO;
        } else if (result != DECODE_RECORD) {
            return result;
        }
    }
    return DECODE_RECORD;
}

/* Of CSV the header row; of JSON no line at all. */
static decode_result begin_rows(decoder *self, bool may_wait, jaga_error *err)
{
    const decode_result result = recognise(self, may_wait, err);

    if (result != DECODE_RECORD || self->is_json != NDJSON_YES) {
        return result == DECODE_RECORD ? read_header(self, may_wait, err) : result;
    }
    if (header_bind_keys(&self->head, self->map, self->input.name, err) != JAGA_OK) {
        return DECODE_FAILED;
    }
    ndjson_row_open(&self->json, &self->head, self->row.fields, self->scratch, self->joined);
    self->has_header = true;
    return DECODE_RECORD;
}

/* The next line behind the header; notices where the data ends. */
static decode_result next_row(decoder *self, bool may_wait, frame_line *line, jaga_error *err)
{
    const decode_result result = next_line(self, may_wait, line, err);

    if (result == DECODE_RECORD && self->is_json == NDJSON_YES) {
        skip_byte_order_mark(line);
    }
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
        result = self->has_header ? next_row(self, true, &line, err) : begin_rows(self, true, err);
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

/* The row's values to an event. made: as map_row wants it. */
static bool decode_values(decoder *self, const frame_line *line, char *made, jaga_record *out)
{
    const row_values values = { self->row.fields, line->number, self->input.name };
    field_texts texts;

    self->has_values = true;
    return map_row(&self->head, &values, made, &texts, &out->reject) &&
           field_decode(&texts, &out->event, &out->reject);
}

/* One line of CSV. False, with *err filled: the source cannot be read on. */
static bool decode_line(decoder *self, const frame_line *line, arena *text, jaga_record *out,
                        bool *is_event, jaga_error *err)
{
    const uint32_t length = line->text.length;
    /* Unescaping never makes a line longer. */
    char *room =
        arena_take(text, length * (self->head.makes_detail ? 2 : 1) + 1 + self->head.made_bytes);

    if (room == NULL) {
        (void)jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", self->input.name);
        return false;
    }
    if (!split_line(self, line->text, room, out)) {
        return true;
    }
    if (self->row.count != self->head.columns) {
        (void)refuse(out, "field-count",
                     self->row.count < self->head.columns ? "fewer fields than the header has"
                                                          : "more fields than the header has");
        return true;
    }
    *is_event = decode_values(self, line, room + length + 1, out);
    return true;
}

/* One line of JSON; the same. */
static bool decode_object(decoder *self, const frame_line *line, arena *text, jaga_record *out,
                          bool *is_event, jaga_error *err)
{
    const ndjson_place at = { self->input.name, line->number };
    char *made;
    const ndjson_result result =
        ndjson_row_read(&self->json, line->text, at, text, &made, &out->reject, err);

    if (result == NDJSON_ROW) {
        *is_event = decode_values(self, line, made, out);
        if (*is_event) {
            ndjson_row_accept(&self->json);
        }
    }
    return result != NDJSON_FAILED;
}

/* What the address tells. False, with *err filled: there is no memory for it. */
static bool look_up(decoder *self, arena *text, jaga_event *event, jaga_error *err)
{
    if (self->lookup == NULL || event->ip.length == 0) {
        return true;
    }
    char *more = arena_take(text, event->detail.length + GEO_ROOM_BYTES);
    if (more == NULL) {
        (void)jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", self->input.name);
        return false;
    }
    geo_fill(self->lookup, event, more);
    return true;
}

/* Nothing on the line; of JSON, blanks say nothing either. */
static bool is_empty(const decoder *self, jaga_span line)
{
    uint32_t i = 0;

    while (self->is_json == NDJSON_YES && i < line.length && ndjson_is_blank(line.at[i])) {
        i++;
    }
    return i == line.length;
}

decode_result decoder_next(decoder *self, bool may_wait, arena *text, jaga_record *out,
                           jaga_error *err)
{
    frame_line line;

    if (!self->has_header) {
        const decode_result result = begin_rows(self, may_wait, err);
        if (result != DECODE_RECORD) {
            return result;
        }
    }
    do {
        const decode_result result = next_row(self, may_wait, &line, err);
        if (result != DECODE_RECORD) {
            return result;
        }
    } while (self->is_behind_data || (is_empty(self, line.text) && !line.is_too_long));

    const size_t mark = arena_mark(text);
    bool is_event = false;
    out->source = self->index;
    out->line = line.number;
    self->has_values = false;
    bool is_read = true;
    if (line.is_too_long) {
        (void)refuse(out, "line-too-long", "the line is longer than 64 KiB");
    } else if (self->is_json == NDJSON_YES) {
        is_read = decode_object(self, &line, text, out, &is_event, err);
    } else {
        is_read = decode_line(self, &line, text, out, &is_event, err);
    }
    if (!is_read || (is_event && !look_up(self, text, &out->event, err))) {
        frame_take_back(&self->lines);
        arena_reset(text, mark);
        return DECODE_FAILED;
    }
    if (is_event) {
        out->kind = JAGA_RECORD_EVENT;
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

bool decoder_has_header_row(const decoder *self)
{
    return self->is_json != NDJSON_YES;
}

const char *decoder_unknown_columns(const decoder *self)
{
    return self->head.unknown;
}
