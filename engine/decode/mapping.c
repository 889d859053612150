/* Reads mapping files: rules that are data, so that a foreign export never needs code. */
#include "decode/mapping.h"

#include "base/embed.h"
#include "decode/csv_row.h"
#include "decode/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAPPING_FILE_BYTES = 64 << 10 };

static jaga_span text_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static bool equals(jaga_span text, const char *word)
{
    return strlen(word) == text.length && memcmp(text.at, word, text.length) == 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/* Does a camel-case word begin at `at`? userPin and OTPCode hold two words each. */
static bool is_word_border(jaga_span text, uint32_t at)
{
    const bool is_before_lower =
        at + 1 < text.length && is_letter(text.at[at + 1]) && !is_upper(text.at[at + 1]);
    return is_upper(text.at[at]) && (!is_upper(text.at[at - 1]) || is_before_lower);
}

bool mapping_is_secret(jaga_span column)
{
    static const char *const words[] = { "pin", "otp", "cvv", "password", "passcode" };

    for (uint32_t begin = 0; begin < column.length;) {
        uint32_t end = begin;
        while (end < column.length && is_letter(column.at[end]) &&
               (end == begin || !is_word_border(column, end))) {
            end++;
        }
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
            uint32_t i = 0;
            while (begin + i < end && words[w][i] == lower(column.at[begin + i])) {
                i++;
            }
            if (i > 0 && begin + i == end && words[w][i] == '\0') {
                return true;
            }
        }
        begin = end == begin ? begin + 1 : end;
    }
    return false;
}

static const char *set_text(jaga_span *setting, jaga_span value)
{
    *setting = value;
    return value.length > 0 ? NULL : "@prefix, @header and @footer are a text";
}

static const char *set_character(char *setting, jaga_span value)
{
    if (value.length != 1) {
        return "@delimiter, @decimal and @group are one character";
    }
    *setting = value.at[0];
    return NULL;
}

static const char *apply_setting(mapping *self, jaga_span name, jaga_span value)
{
    if (equals(name, "@about")) {
        self->about = value;
        return NULL;
    }
    if (equals(name, "@currency")) {
        self->currency = value;
        self->has_currency = true;
        return money_digits(value) < 0 ? "@currency is not three capital letters" : NULL;
    }
    if (equals(name, "@delimiter")) {
        return set_character(&self->delimiter, value);
    }
    if (equals(name, "@decimal")) {
        return set_character(&self->style.decimal, value);
    }
    if (equals(name, "@group")) {
        return set_character(&self->style.group, value);
    }
    if (equals(name, "@prefix")) {
        return set_text(&self->prefix, value);
    }
    if (equals(name, "@header")) {
        return set_text(&self->header, value);
    }
    return equals(name, "@footer") ? set_text(&self->footer, value)
                                   : "no such setting: @about @delimiter @decimal @group "
                                     "@currency @prefix @header @footer";
}

/* The needed field that no rule gives; NULL when all are there. */
static const char *missing_field(const mapping *self)
{
    static const field needed[] = { FIELD_EVENT_ID, FIELD_TS, FIELD_TYPE, FIELD_ACCOUNT };

    for (size_t n = 0; n < sizeof needed / sizeof needed[0]; n++) {
        size_t i = 0;
        while (i < self->rule_count && self->rules[i].target != (int)needed[n]) {
            i++;
        }
        if (i == self->rule_count) {
            return field_name(needed[n]);
        }
    }
    return NULL;
}

static void use_canonical(mapping *self)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        const bool is_needed =
            f == FIELD_EVENT_ID || f == FIELD_TS || f == FIELD_TYPE || f == FIELD_ACCOUNT;
        self->rules[self->rule_count++] = (mapping_rule){ .how = TRANSFORM_COPY,
                                                          .target = f,
                                                          .source = text_of(field_name((field)f)),
                                                          .is_optional = !is_needed };
    }
}

static jaga_status read_file(const char *path, arena *memory, jaga_span *out, jaga_error *err)
{
    char *text = arena_take(memory, MAPPING_FILE_BYTES);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t used = 0;
    ssize_t n = 1;

    if (fd < 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "mapping %s: neither a shipped mapping nor a readable file: %s", path,
                         strerror(errno));
    }
    while (text != NULL && used < MAPPING_FILE_BYTES && n > 0) {
        n = read(fd, text + used, MAPPING_FILE_BYTES - used);
        used += n > 0 ? (size_t)n : 0;
    }
    (void)close(fd);
    if (text == NULL || n < 0 || used == MAPPING_FILE_BYTES) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "mapping %s: cannot be read, or over 64 KiB", path);
    }
    *out = (jaga_span){ text, (uint32_t)used };
    return JAGA_OK;
}

static const char *parse_line(mapping *self, csv_row *row, const frame_line *line, arena *memory)
{
    char *text = arena_take(memory, line->text.length + 1);

    if (line->is_too_long || text == NULL) {
        return "a line over 64 KiB";
    }
    if (line->text.length == 0 || line->text.at[0] == '#') {
        return NULL;
    }
    const char *wrong = csv_row_parse(row, line->text, text);
    if (wrong != NULL) {
        return wrong;
    }
    if (row->count != 4) {
        return "not four columns: target,source,transform,argument";
    }
    if (equals(row->fields[0], "target")) {
        return NULL;
    }
    return row->fields[0].length > 0 && row->fields[0].at[0] == '@'
               ? apply_setting(self, row->fields[0], row->fields[3])
               : mapping_read_rule(self, row->fields, memory);
}

static jaga_status parse_file(mapping *self, const char *name, jaga_span text, arena *memory,
                              jaga_error *err)
{
    csv_row *row = arena_take(memory, sizeof *row);
    frame *lines = arena_take(memory, sizeof *lines);
    char *buffer = arena_take(memory, FRAME_BUFFER_BYTES);
    frame_line line;
    size_t room;

    if (row == NULL || lines == NULL || buffer == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "mapping %s: out of memory", name);
    }
    JAGA_TRY(csv_row_open(row, ',', err));
    frame_init(lines, buffer);
    memcpy(frame_room(lines, &room), text.at, text.length);
    frame_filled(lines, text.length);
    frame_ended(lines);
    jaga_status status = JAGA_OK;
    while (status == JAGA_OK && frame_next(lines, &line)) {
        const char *wrong = parse_line(self, row, &line, memory);
        if (wrong != NULL) {
            status = jaga_fail(err, JAGA_ERR_FORMAT, "mapping %s: line %llu: %s", name,
                               (unsigned long long)line.number, wrong);
        }
    }
    csv_row_close(row);
    if (status == JAGA_OK && self->style.decimal == self->style.group) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "mapping %s: @decimal and @group are the same character", name);
    }
    if (status == JAGA_OK && missing_field(self) != NULL) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "mapping %s: no rule for the needed field %s", name,
                         missing_field(self));
    }
    return status;
}

jaga_status mapping_load(const char *name, arena *memory, mapping **out, jaga_error *err)
{
    mapping *made = arena_take(memory, sizeof *made);
    char shipped[128];
    jaga_span text = { NULL, 0 };

    if (made == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "mapping: out of memory");
    }
    made->delimiter = ',';
    made->style = (money_style){ .decimal = '.', .group = '\0' };
    made->currency = text_of("IDR");
    if (name == NULL) {
        use_canonical(made);
        *out = made;
        return JAGA_OK;
    }
    (void)snprintf(shipped, sizeof shipped, "datasets/maps/%s.csv", name);
    const embed_file *file = embed_find(shipped);
    if (file != NULL) {
        text = (jaga_span){ file->text, (uint32_t)file->length };
    } else {
        JAGA_TRY(read_file(name, memory, &text, err));
    }
    JAGA_TRY(parse_file(made, name, text, memory, err));
    *out = made;
    return JAGA_OK;
}
