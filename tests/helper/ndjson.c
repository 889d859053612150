/* CSV on standard input to the same rows as NDJSON on standard output, in all the ways JSON allows:
 * keys in any order, escapes where none are needed, numbers as numbers, null or no key for what is
 * not said, blanks, keys and nested values that nobody knows. An empty line stands where the header
 * was, so that lines have the same numbers.
 * usage: ndjson SEED   0: plain, as a ledger would write it. */
#include <csv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 64, ROW_BYTES = 1 << 16 };

typedef struct rows {
    uint64_t seed;
    size_t columns, count, used;
    char *name[COLUMNS_MAX];
    size_t at[COLUMNS_MAX], length[COLUMNS_MAX];
    char text[ROW_BYTES];
} rows;

/* xorshift64*; 0 for the seed 0, which stays so. */
static uint64_t below(rows *self, uint64_t bound)
{
    self->seed ^= self->seed >> 12;
    self->seed ^= self->seed << 25;
    self->seed ^= self->seed >> 27;
    return (self->seed * UINT64_C(2685821657736338717) >> 11) % bound;
}

static int is_odd_choice(rows *self, uint64_t one_in)
{
    return self->seed != 0 && below(self, one_in) == 0;
}

static void put_blanks(rows *self)
{
    while (is_odd_choice(self, 6)) {
        (void)putchar(" \t\r"[below(self, 3)]);
    }
}

/* The code point at *i, which is left behind it; the text is valid UTF-8. */
static uint32_t code_at(const unsigned char *text, size_t *i)
{
    const unsigned char first = text[(*i)++];
    int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t code = more == 0 ? first : first & (0x3Fu >> more);

    for (; more > 0; more--) {
        code = code << 6 | (text[(*i)++] & 0x3Fu);
    }
    return code;
}

static void put_string(rows *self, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    (void)putchar('"');
    for (size_t i = 0; i < length;) {
        const size_t from = i;
        const uint32_t code = code_at(bytes, &i);
        if (code < 0x20 || is_odd_choice(self, 20)) {
            if (code >= 0x10000) {
                (void)printf("\\u%04x\\u%04X", 0xD800 + ((code - 0x10000) >> 10),
                             0xDC00 + (code & 0x3FF));
            } else {
                (void)printf("\\u%04X", code);
            }
        } else if (code == '"' || code == '\\' || (code == '/' && is_odd_choice(self, 2))) {
            (void)printf("\\%c", (char)code);
        } else {
            (void)fwrite(bytes + from, 1, i - from, stdout);
        }
    }
    (void)putchar('"');
}

/* Could it stand without quotes? */
static int is_number(const char *text, size_t length)
{
    size_t i = length > 0 && text[0] == '-', digits = i;

    while (i < length && text[i] >= '0' && text[i] <= '9') {
        i++;
    }
    if (i == digits || (text[digits] == '0' && i > digits + 1)) {
        return 0;
    }
    if (i < length && text[i] == '.') {
        digits = ++i;
        while (i < length && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i == length && i > digits;
    }
    return i == length;
}

/* The number with its point moved and an exponent that moves it back. */
static void put_number(rows *self, const char *text, size_t length)
{
    const char *point = memchr(text, '.', length);

    if (point != NULL && is_odd_choice(self, 2) && text[0] != '-' && text[0] != '0' &&
        text[length - 1] != '0') {
        (void)printf("%.*s%.*sE-%zu", (int)(point - text), text, (int)(text + length - point - 1),
                     point + 1, (size_t)(text + length - point - 1));
    } else if (point == NULL && length > 1 && text[0] != '-' && is_odd_choice(self, 2)) {
        (void)printf("%c.%.*se+%zu", text[0], (int)length - 1, text + 1, length - 1);
    } else {
        (void)fwrite(text, 1, length, stdout);
    }
}

static void put_unknown(rows *self)
{
    static const char *const unknown[] = {
        "\"x_nested\":{\"amount\":[1,{\"account\":null}],\"s\":\"}\\\"]\"}",
        "\"x_list\":[[],{},-0.5e-7]", "\"x_text\":\"\\u0000\\ud83d\\ude00\\n\"", "\"x_flag\":true"
    };

    (void)printf("%s", unknown[below(self, 4)]);
}

static void put_member(rows *self, size_t column)
{
    const char *text = self->text + self->at[column];
    const size_t length = self->length[column];

    put_string(self, self->name[column], strlen(self->name[column]));
    put_blanks(self);
    (void)putchar(':');
    put_blanks(self);
    if (length == 0 && is_odd_choice(self, 2)) {
        (void)printf("null");
    } else if (is_number(text, length) && is_odd_choice(self, 2)) {
        put_number(self, text, length);
    } else {
        put_string(self, text, length);
    }
    put_blanks(self);
}

static void put_row(rows *self)
{
    size_t order[COLUMNS_MAX];
    const char *between = "";

    for (size_t i = 0; i < self->columns; i++) {
        const size_t j = self->seed == 0 ? i : below(self, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    (void)putchar('{');
    put_blanks(self);
    for (size_t i = 0; i < self->columns; i++) {
        if (self->length[order[i]] == 0 && !is_odd_choice(self, 3)) {
            continue;
        }
        (void)printf("%s", between);
        put_blanks(self);
        put_member(self, order[i]);
        between = ",";
    }
    if (is_odd_choice(self, 4)) {
        (void)printf("%s", between);
        put_unknown(self);
    }
    put_blanks(self);
    (void)printf("}\n");
}

static void on_field(void *bytes, size_t length, void *ctx)
{
    rows *self = ctx;

    if (self->count == COLUMNS_MAX || self->used + length > ROW_BYTES) {
        exit(EXIT_FAILURE);
    }
    memcpy(self->text + self->used, bytes, length);
    self->at[self->count] = self->used;
    self->length[self->count++] = length;
    self->used += length;
}

static void on_row(int end, void *ctx)
{
    rows *self = ctx;

    (void)end;
    if (self->columns > 0) {
        if (self->count != self->columns) {
            exit(EXIT_FAILURE);
        }
        put_row(self);
    } else {
        for (size_t i = 0; i < self->count; i++) {
            self->name[i] = strndup(self->text + self->at[i], self->length[i]);
        }
        self->columns = self->count;
        (void)printf("\n");
    }
    self->count = 0;
    self->used = 0;
}

int main(int argc, char **argv)
{
    static rows self;
    static char buffer[1 << 16];
    struct csv_parser parser;
    size_t n;

    self.seed = argc == 2 ? strtoull(argv[1], NULL, 10) : 0;
    if (csv_init(&parser, 0) != 0) {
        return EXIT_FAILURE;
    }
    while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0) {
        if (csv_parse(&parser, buffer, n, on_field, on_row, &self) != n) {
            return EXIT_FAILURE;
        }
    }
    (void)csv_fini(&parser, on_field, on_row, &self);
    csv_free(&parser);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
