/* ndjson_text: what is a value and what is none, jansson says too; a string is the same string. And
 * ndjson_row: a row's values lie where they may, and the row behind it is read as if it were the
 * first. The first byte chooses which. */
#include "decode/frame.h"
#include "decode/ndjson_row.h"
#include "decode/ndjson_text.h"
#include "decode/utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold_to_jansson(const char *text, size_t size)
{
    json_error_t error;

    if (memchr(text, '\0', size) != NULL) {
        return; /* jansson takes one behind a value for the end */
    }
    json_t *theirs =
        json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    char *line = malloc(size + NDJSON_SLACK_BYTES); /* as long as it needs, and no longer */
    const jaga_span whole = { text, (uint32_t)size };

    if (line == NULL) {
        abort();
    }
    memcpy(line, text, size);
    memset(line + size, 0, NDJSON_SLACK_BYTES);
    char *at = ndjson_blanks(line);
    ndjson_token token = { .has_break = false };
    const char *wrong = utf8_check(whole);
    if (wrong == NULL && *at == '"') {
        wrong = ndjson_string(&at, &token);
    } else if (wrong == NULL) {
        wrong = ndjson_skip(&at, NULL);
    }
    const bool is_taken = wrong == NULL && *ndjson_blanks(at) == '\0';
    if (theirs != NULL
            ? !is_taken && strcmp(wrong == NULL ? "" : wrong, "values nested too deep") != 0
            : is_taken && json_error_code(&error) != json_error_numeric_overflow &&
                  json_error_code(&error) != json_error_null_byte_in_key &&
                  json_error_code(&error) != json_error_stack_overflow) {
        abort();
    }
    if (is_taken && json_is_string(theirs) &&
        (token.text.length != json_string_length(theirs) ||
         memcmp(token.text.at, json_string_value(theirs), token.text.length) != 0)) {
        abort();
    }
    json_decref(theirs);
    free(line);
}

/* How the row comes out: its result, or the bytes of its values. */
static size_t read_row(ndjson_row *row, jaga_span line, arena *memory, char *to)
{
    const ndjson_place place = { "x", 1 };
    jaga_error err = { .text = "" };
    jaga_reject why;
    char *made;
    size_t used = 0;
    const ndjson_result result = ndjson_row_read(row, line, place, memory, &made, &why, &err);

    to[used++] = (char)result;
    if ((result == NDJSON_REFUSED && (why.reason.length == 0 || why.cause.length == 0)) ||
        (result == NDJSON_FAILED && (err.text[0] == '\0' || strchr(err.text, '\n') != NULL))) {
        abort();
    }
    for (size_t i = 0; result == NDJSON_ROW && i < row->ruled; i++) {
        const jaga_span value = row->values[i];
        to[used++] = (char)i;
        if (value.length > FRAME_LINE_BYTES) {
            abort();
        }
        if (value.length > 0) {
            memcpy(to + used, value.at, value.length);
            used += value.length;
        }
    }
    if (result == NDJSON_ROW) {
        ndjson_row_accept(row);
    }
    return used;
}

/* The same line read first, and behind the lines before it. */
static void read_rows(const char *text, size_t size, const char *map_name)
{
    static header head;
    static ndjson_row row;
    static jaga_span values[HEADER_COLUMNS_MAX];
    static char names[NDJSON_NAMES_BYTES], joined[NDJSON_NAMES_BYTES];
    static char later[2 * FRAME_LINE_BYTES], first[2 * FRAME_LINE_BYTES];
    arena *memory = NULL;
    mapping *map = NULL;
    size_t used = 0;
    jaga_span last = { text, 0 };

    if (arena_open((size_t)8 << 20, &memory, NULL) != JAGA_OK ||
        mapping_load(map_name, memory, &map, NULL) != JAGA_OK ||
        header_bind_keys(&head, map, "x", NULL) != JAGA_OK) {
        abort();
    }
    ndjson_row_open(&row, &head, values, names, joined);
    const size_t mark = arena_mark(memory);
    for (size_t at = 0; at < size; at += last.length + 1) {
        const char *end = memchr(text + at, '\n', size - at);
        const size_t length = end == NULL ? size - at : (size_t)(end - text) - at;
        last = (jaga_span){ text + at, (uint32_t)length };
        arena_reset(memory, mark);
        used = read_row(&row, last, memory, later);
    }
    if (header_bind_keys(&head, map, "x", NULL) != JAGA_OK) {
        abort();
    }
    ndjson_row_open(&row, &head, values, names, joined);
    if (size > 0 &&
        (read_row(&row, last, memory, first) != used || memcmp(first, later, used) != 0)) {
        abort();
    }
    arena_close(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > FRAME_LINE_BYTES) {
        return 0;
    }
    const char *text = (const char *)data + 1;
    switch (data[0] % 3) {
    case 0: hold_to_jansson(text, size - 1); break;
    case 1: read_rows(text, size - 1, NULL); break;
    default: read_rows(text, size - 1, "snap"); break;
    }
    return 0;
}
