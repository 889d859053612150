#include "decode/ndjson_row.h"

#include "decode/ndjson_number.h"
#include "decode/ndjson_text.h"
#include "decode/utf8.h"

#include <string.h>

/* What reading one line shares. */
typedef struct work {
    ndjson_row *row;
    char *at;
    ndjson_place place;
    jaga_reject *why;
    jaga_error *err;
    jaga_span passed; /* the key whose value is passed over */
    bool has_secret;  /* a key inside it looks like one: err says which */
} work;

void ndjson_row_open(ndjson_row *self, header *head, jaga_span *values, char *names, char *joined)
{
    memset(self, 0, sizeof *self);
    self->head = head;
    self->values = values;
    self->names = names;
    self->joined = joined;
    self->ruled = head->columns;
    for (size_t i = 0; i < head->columns; i++) {
        self->is_read[i] = header_reads(head, head->names[i]);
    }
    for (size_t i = 0; i < HEADER_COLUMNS_MAX; i++) {
        self->follows[i] = (uint16_t)(i + 1);
    }
}

static jaga_span text_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static ndjson_result refuse(work *self, const char *reason, jaga_span cause)
{
    *self->why = (jaga_reject){ text_of(reason), cause };
    return NDJSON_REFUSED;
}

static ndjson_result refuse_json(work *self, const char *cause)
{
    return refuse(self, "bad-json", text_of(cause));
}

static bool same(jaga_span a, jaga_span b)
{
    return a.length == b.length &&
           (a.length == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.length) == 0));
}

/* The key's column, or head->columns. Logs repeat their keys in the same order, so it is mostly the
 * first that is looked at. */
static size_t find(ndjson_row *self, jaga_span name)
{
    const size_t columns = self->head->columns;
    size_t column = self->follows[self->previous];

    for (size_t n = 0; n < columns; n++, column++) {
        column = column < columns ? column : 0;
        if (same(self->head->names[column], name)) {
            self->follows[self->previous] = (uint16_t)column;
            self->previous = column;
            return column;
        }
    }
    return columns;
}

/* Joined to the keys of the objects around it. False: the names do not fit. */
static bool join(ndjson_row *self, jaga_span key, jaga_span *name)
{
    const jaga_span around = self->path[self->depth - 1];
    char *to = self->joined + self->joined_used;

    if (self->depth == 1) {
        *name = key;
        return true;
    }
    if (around.length + 1 + key.length > NDJSON_NAMES_BYTES - self->joined_used) {
        return false;
    }
    memcpy(to, around.at, around.length);
    to[around.length] = '.';
    memcpy(to + around.length + 1, key.at, key.length);
    *name = (jaga_span){ to, around.length + 1 + key.length };
    self->joined_used += name->length;
    return true;
}

/* Does a rule name a key inside the object of this name? */
static bool holds_ruled(const ndjson_row *self, jaga_span name)
{
    for (size_t i = 0; i < self->ruled; i++) {
        const jaga_span ruled = self->head->names[i];
        if (ruled.length > name.length && ruled.at[name.length] == '.' &&
            memcmp(ruled.at, name.at, name.length) == 0) {
            return true;
        }
    }
    return false;
}

/* A key without a column: an object's that is entered, or one for which there was no room. */
static ndjson_result note_other(work *self, jaga_span name)
{
    ndjson_row *row = self->row;

    for (size_t i = 0; i < row->other_count; i++) {
        if (same(row->others[i], name)) {
            return refuse(self, "duplicate-key", text_of("a key stands there twice"));
        }
    }
    row->others[row->other_count++] = name;
    return NDJSON_ROW;
}

/* A key that no rule knows gets a column when it is met, while there is room for it. */
static ndjson_result add_column(work *self, jaga_span name)
{
    ndjson_row *row = self->row;
    const size_t column = row->head->columns;

    if (header_check_key(row->head, name, self->place.source, self->place.line, self->err) !=
        JAGA_OK) {
        return NDJSON_FAILED;
    }
    if (column == HEADER_COLUMNS_MAX || name.length > NDJSON_NAMES_BYTES - row->names_used) {
        return note_other(self, name);
    }
    memcpy(row->names + row->names_used, name.at, name.length);
    header_add_key(row->head, (jaga_span){ row->names + row->names_used, name.length });
    row->names_used += name.length;
    row->is_met[column] = true;
    row->unnoted++;
    row->row_of[column] = row->row;
    row->follows[row->previous] = (uint16_t)column;
    row->previous = column;
    return NDJSON_ROW;
}

static ndjson_result meet_column(work *self, size_t column)
{
    ndjson_row *row = self->row;

    if (!row->is_met[column]) {
        if (header_check_key(row->head, row->head->names[column], self->place.source,
                             self->place.line, self->err) != JAGA_OK) {
            return NDJSON_FAILED;
        }
        row->is_met[column] = true;
    }
    if (row->row_of[column] == row->row) {
        return refuse(self, "duplicate-key",
                      column < row->ruled ? row->head->names[column]
                                          : text_of("a key stands there twice"));
    }
    row->row_of[column] = row->row;
    return NDJSON_ROW;
}

static const char *check_inner_key(void *ctx, jaga_span key)
{
    work *self = ctx;

    self->has_secret = header_check_inner_key(self->passed, key, self->place.source,
                                              self->place.line, self->err) != JAGA_OK;
    return self->has_secret ? "a key that looks like a secret" : NULL;
}

/* An array or object. What is in one that a rule ignores is ignored with it. */
static ndjson_result pass_over(work *self, jaga_span name, size_t column)
{
    ndjson_row *row = self->row;
    const bool is_read = column < HEADER_COLUMNS_MAX && row->is_read[column];
    const bool is_ignored = column < row->ruled && !is_read;
    const ndjson_guard guard = { check_inner_key, self };

    self->passed = name;
    const char *bad = ndjson_skip(&self->at, is_ignored ? NULL : &guard);
    return self->has_secret ? NDJSON_FAILED
           : bad != NULL    ? refuse_json(self, bad)
           : is_read        ? refuse(self, "nested-value", row->head->names[column])
                            : NDJSON_ROW;
}

/* Of the key `name`, which has a column, or HEADER_COLUMNS_MAX. */
static ndjson_result take_value(work *self, jaga_span name, size_t column)
{
    ndjson_row *row = self->row;
    const char first = *self->at;
    ndjson_token value = { .has_break = false };

    if (first == '{' || first == '[') {
        return pass_over(self, name, column);
    }
    const char *wrong = first == '"' ? ndjson_string(&self->at, &value)
                        : first == '-' || (first >= '0' && first <= '9')
                            ? ndjson_number(&self->at, &value)
                            : ndjson_literal(&self->at, &value);
    if (wrong != NULL) {
        return refuse_json(self, wrong);
    }
    if (column == HEADER_COLUMNS_MAX) {
        return NDJSON_ROW;
    }
    row->values[column] = value.text;
    if (row->is_read[column] && value.has_break) {
        return refuse(self, "line-break", row->head->names[column]);
    }
    if (row->is_read[column] && value.has_exponent) {
        row->with_exponent[row->exponents++] = (uint16_t)column;
    }
    return NDJSON_ROW;
}

static ndjson_result enter(work *self, jaga_span name)
{
    ndjson_row *row = self->row;

    if (row->depth == NDJSON_LEVELS_MAX) {
        return refuse_json(self, "values nested too deep");
    }
    row->path[row->depth++] = name;
    self->at++;
    return NDJSON_ROW;
}

/* The key, its colon and the blanks around it. */
static ndjson_result take_key(work *self, jaga_span *name)
{
    ndjson_token key;

    if (*self->at != '"') {
        return refuse_json(self, "a key that is no string");
    }
    const char *wrong = ndjson_string(&self->at, &key);
    self->at = ndjson_blanks(self->at);
    if (wrong == NULL && *self->at != ':') {
        wrong = "a key without a colon";
    }
    if (wrong == NULL && !join(self->row, key.text, name)) {
        wrong = "too many nested keys";
    }
    if (wrong != NULL) {
        return refuse_json(self, wrong);
    }
    self->at = ndjson_blanks(self->at + 1);
    return NDJSON_ROW;
}

/* One key and its value; *has_entered: into the object that is the value, instead of over it. */
static ndjson_result take_member(work *self, bool *has_entered)
{
    ndjson_row *row = self->row;
    jaga_span name;
    ndjson_result result = take_key(self, &name);

    if (result != NDJSON_ROW) {
        return result;
    }
    /* However many have columns already: what a row gives must not depend on the rows before it. */
    if (row->keys++ == HEADER_COLUMNS_MAX) {
        return refuse_json(self, "more than 256 keys");
    }
    *has_entered = *self->at == '{' && holds_ruled(row, name);
    size_t column = find(row, name);
    if (column < row->head->columns) {
        result = meet_column(self, column);
    } else if (*has_entered) {
        result = note_other(self, name);
    } else {
        result = add_column(self, name);
        column = column < row->head->columns ? column : HEADER_COLUMNS_MAX;
    }
    if (result != NDJSON_ROW) {
        return result;
    }
    return *has_entered ? enter(self, name) : take_value(self, name, column);
}

static ndjson_result parse(work *self)
{
    ndjson_row *row = self->row;
    bool is_first = true;

    self->at = ndjson_blanks(self->at);
    if (*self->at != '{') {
        return refuse_json(self, "the line is not a JSON object");
    }
    self->at++;
    row->depth = 1;
    while (row->depth > 0) {
        self->at = ndjson_blanks(self->at);
        if (*self->at == '}') {
            self->at++;
            row->depth--;
            is_first = false;
            continue;
        }
        if (!is_first) {
            if (*self->at != ',') {
                return refuse_json(self, "neither a comma nor a closing brace behind a value");
            }
            self->at = ndjson_blanks(self->at + 1);
        }
        const ndjson_result result = take_member(self, &is_first);
        if (result != NDJSON_ROW) {
            return result;
        }
    }
    return *ndjson_blanks(self->at) == '\0' ? NDJSON_ROW
                                            : refuse_json(self, "text behind the object");
}

static ndjson_result out_of_memory(const work *self)
{
    (void)jaga_fail(self->err, JAGA_ERR_NOMEM, "%s: out of memory", self->place.source);
    return NDJSON_FAILED;
}

/* What the values need beside the line: numbers written out, and what the mapping makes. */
static ndjson_result make_room(work *self, uint32_t line_bytes, arena *text, char **made)
{
    ndjson_row *row = self->row;
    const size_t numbers = row->exponents * NDJSON_NUMBER_BYTES;
    const size_t bytes =
        numbers + row->head->made_bytes + (row->head->makes_detail ? line_bytes + numbers : 0);

    *made = NULL;
    if (bytes == 0) {
        return NDJSON_ROW;
    }
    char *room = arena_take(text, bytes);
    if (room == NULL) {
        return out_of_memory(self);
    }
    for (size_t i = 0; i < row->exponents; i++, room += NDJSON_NUMBER_BYTES) {
        jaga_span *value = &row->values[row->with_exponent[i]];
        const uint32_t length = ndjson_number_plain(*value, room);
        if (length == 0) {
            return refuse(self, "bad-number", text_of("an exponent makes the number too long"));
        }
        *value = (jaga_span){ room, length };
    }
    *made = room;
    return NDJSON_ROW;
}

ndjson_result ndjson_row_read(ndjson_row *self, jaga_span line, ndjson_place place, arena *text,
                              char **made, jaga_reject *why, jaga_error *err)
{
    work reading = { .row = self, .place = place, .why = why, .err = err };
    const char *wrong = utf8_check(line);

    if (wrong != NULL) {
        return refuse(&reading, wrong, text_of("the line is not valid UTF-8 text"));
    }
    reading.at = arena_take(text, line.length + NDJSON_SLACK_BYTES);
    if (reading.at == NULL) {
        return out_of_memory(&reading);
    }
    memcpy(reading.at, line.at, line.length);
    memset(reading.at + line.length, 0, NDJSON_SLACK_BYTES);
    memset(self->values, 0, self->head->columns * sizeof *self->values);
    self->row++;
    self->exponents = 0;
    self->keys = 0;
    self->other_count = 0;
    self->joined_used = 0;
    self->previous = HEADER_COLUMNS_MAX;
    const ndjson_result result = parse(&reading);
    return result == NDJSON_ROW ? make_room(&reading, line.length, text, made) : result;
}

void ndjson_row_accept(ndjson_row *self)
{
    for (size_t i = self->ruled; self->unnoted > 0 && i < self->head->columns; i++) {
        if (!self->is_noted[i] && self->row_of[i] == self->row) {
            header_note_key(self->head, self->head->names[i]);
            self->is_noted[i] = true;
            self->unnoted--;
        }
    }
}
