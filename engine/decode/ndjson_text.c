#include "decode/ndjson_text.h"

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ONES  UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

ndjson_kind ndjson_recognise(jaga_span begin)
{
    static const char mark[] = "\xEF\xBB\xBF";
    uint32_t i = 0;

    while (i < 3 && i < begin.length && begin.at[i] == mark[i]) {
        i++;
    }
    if (i < 3 && i > 0) {
        return i == begin.length ? NDJSON_UNSURE : NDJSON_NO;
    }
    while (i < begin.length && ndjson_is_blank(begin.at[i])) {
        i++;
    }
    return i == begin.length ? NDJSON_UNSURE : begin.at[i] == '{' ? NDJSON_YES : NDJSON_NO;
}

/* The high bit of the first byte in the word that ends a run of plain characters: a quote, a
 * backslash or a control character. Bytes behind that first one may be marked wrongly. */
static uint64_t ends_of_plain(uint64_t word)
{
    const uint64_t quote = word ^ ONES * '"';
    const uint64_t slash = word ^ ONES * '\\';

    return (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) |
            ((word - ONES * 0x20) & ~word)) &
           HIGHS;
}

/* The first character that is not plain; the NUL behind the line is none. */
static char *pass_plain(char *at)
{
    for (;;) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        const uint64_t ends = ends_of_plain(le64toh(word));
        if (ends != 0) {
            return at + __builtin_ctzll(ends) / 8;
        }
        at += 8;
    }
}

/* The value of four hexadecimal digits; -1: they are not. */
static int32_t hex4(const char *at)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        const char c = at[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

static char *put_utf8(char *to, int32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
        return to;
    }
    if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *to++ = (char)(0xE0 | code >> 12);
        } else {
            *to++ = (char)(0xF0 | code >> 18);
            *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        }
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    }
    *to++ = (char)(0x80 | (code & 0x3F));
    return to;
}

/* \uXXXX, and the second half of a pair; *at is at the u. Six characters become three bytes at
 * most, twelve become four. */
static const char *unescape_code(char **at, char **to, bool *has_break)
{
    static const char lone[] = "half of a surrogate pair";
    int32_t code = hex4(*at + 1);

    if (code < 0) {
        return "a \\u without four hexadecimal digits";
    }
    *at += 5;
    if (code >= 0xDC00 && code <= 0xDFFF) {
        return lone;
    }
    if (code >= 0xD800 && code <= 0xDBFF) {
        const int32_t low = (*at)[0] == '\\' && (*at)[1] == 'u' ? hex4(*at + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF) {
            return lone;
        }
        *at += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *has_break |= code == 0 || code == '\n' || code == '\r';
    *to = put_utf8(*to, code);
    return NULL;
}

/* One escape; *at is behind its backslash. */
static const char *unescape(char **at, char **to, bool *has_break)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";

    if (**at == 'u') {
        return unescape_code(at, to, has_break);
    }
    const char *found = **at == '\0' ? NULL : strchr(from, **at);
    if (found == NULL) {
        return "an escape that JSON does not have";
    }
    const char c = into[found - from];
    *has_break |= c == '\n' || c == '\r';
    *(*to)++ = c;
    (*at)++;
    return NULL;
}

const char *ndjson_string(char **at, ndjson_token *out)
{
    char *begin = *at + 1;
    char *from = pass_plain(begin), *to = from;

    out->has_break = false;
    out->has_exponent = false;
    while (*from == '\\') {
        from++;
        const char *wrong = unescape(&from, &to, &out->has_break);
        if (wrong != NULL) {
            return wrong;
        }
        char *next = pass_plain(from);
        memmove(to, from, (size_t)(next - from));
        to += next - from;
        from = next;
    }
    if (*from != '"') {
        return *from == '\0' ? "a string that is not closed"
                             : "a control character inside a string";
    }
    out->text = (jaga_span){ begin, (uint32_t)(to - begin) };
    *at = from + 1;
    return NULL;
}

static char *digits(char *at)
{
    while (*at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

const char *ndjson_number(char **at, ndjson_token *out)
{
    static const char wrong[] = "a number that JSON does not have";
    char *begin = *at;
    char *whole = begin + (*begin == '-');
    char *end = digits(whole);

    if (end == whole || (*whole == '0' && end > whole + 1)) {
        return wrong;
    }
    if (*end == '.') {
        char *decimals = end + 1;
        end = digits(decimals);
        if (end == decimals) {
            return wrong;
        }
    }
    out->has_break = false;
    out->has_exponent = *end == 'e' || *end == 'E';
    if (out->has_exponent) {
        char *exponent = end + 1 + (end[1] == '-' || end[1] == '+');
        end = digits(exponent);
        if (end == exponent) {
            return wrong;
        }
    }
    out->text = (jaga_span){ begin, (uint32_t)(end - begin) };
    *at = end;
    return NULL;
}

const char *ndjson_literal(char **at, ndjson_token *out)
{
    static const char *const words[] = { "null", "true", "false" };

    *out = (ndjson_token){ .has_break = false };
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        const size_t length = strlen(words[w]);
        if (strncmp(*at, words[w], length) == 0) {
            out->text = w == 0 ? (jaga_span){ NULL, 0 } : (jaga_span){ *at, (uint32_t)length };
            *at += length;
            return NULL;
        }
    }
    return "a value that JSON does not have";
}

static const char *skip_scalar(char **at)
{
    ndjson_token unwanted;

    return **at == '"'                                   ? ndjson_string(at, &unwanted)
           : **at == '-' || (**at >= '0' && **at <= '9') ? ndjson_number(at, &unwanted)
                                                         : ndjson_literal(at, &unwanted);
}

/* A key and its colon, where the innermost bracket is an object's. */
static const char *skip_key(char **at, const ndjson_guard *guard)
{
    ndjson_token key;

    *at = ndjson_blanks(*at);
    if (**at != '"') {
        return "a key that is no string";
    }
    const char *wrong = ndjson_string(at, &key);
    *at = ndjson_blanks(*at);
    if (wrong == NULL && *(*at)++ != ':') {
        return "a key without a colon";
    }
    return wrong == NULL && guard != NULL ? guard->on_key(guard->ctx, key.text) : wrong;
}

/* Behind a value: closes what it ends, up to the comma behind which another follows. objects: one
 * bit for each bracket that is open, set for an object, the innermost lowest. */
static const char *skip_ends(char **at, uint64_t *objects, unsigned *depth,
                             const ndjson_guard *guard)
{
    while (*depth > 0) {
        const bool is_object = *objects & 1;
        *at = ndjson_blanks(*at);
        if (**at == ',') {
            (*at)++;
            return is_object ? skip_key(at, guard) : NULL;
        }
        if (**at != (is_object ? '}' : ']')) {
            return "a nested value that is not closed";
        }
        (*at)++;
        (*depth)--;
        *objects >>= 1;
    }
    return NULL;
}

const char *ndjson_skip(char **at, const ndjson_guard *guard)
{
    uint64_t objects = 0;
    unsigned depth = 0;
    const char *wrong = NULL;

    do {
        *at = ndjson_blanks(*at);
        const bool is_object = **at == '{';
        if (!is_object && **at != '[') {
            wrong = skip_scalar(at);
        } else if (depth == NDJSON_DEPTH_MAX) {
            wrong = "values nested too deep";
        } else {
            *at = ndjson_blanks(*at + 1);
            depth++;
            objects = objects << 1 | is_object;
            if (**at != (is_object ? '}' : ']')) {
                wrong = is_object ? skip_key(at, guard) : NULL;
                continue;
            }
        }
        wrong = wrong == NULL ? skip_ends(at, &objects, &depth, guard) : wrong;
    } while (wrong == NULL && depth > 0);
    return wrong;
}
