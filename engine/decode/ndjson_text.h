#ifndef JAGA_DECODE_NDJSON_TEXT_H
#define JAGA_DECODE_NDJSON_TEXT_H

#include "jaga/span.h"

#include <stdbool.h>

/* The pieces of JSON, RFC 8259, read from one line of it: strings, numbers, and values that nobody
 * wants. The line is a copy that may be written to, is valid UTF-8 without NUL, and has a NUL and
 * NDJSON_SLACK_BYTES behind it, so that nothing here needs to ask where it ends. */
enum { NDJSON_SLACK_BYTES = 8, NDJSON_DEPTH_MAX = 64 };

/* A source's first bytes: is it JSON? Told by the first that is neither blank nor byte order mark.
 */
typedef enum ndjson_kind { NDJSON_UNSURE, NDJSON_YES, NDJSON_NO } ndjson_kind;
ndjson_kind ndjson_recognise(jaga_span begin);

typedef struct ndjson_token {
    jaga_span text;    /* a string without quotes and escapes, in the line; a number as written */
    bool has_break;    /* a string into which an escape put a line's end or a NUL */
    bool has_exponent; /* a number with one */
} ndjson_token;

/* Each starts at *at, leaves *at behind what it read, and returns NULL, or what is wrong in a few
 * words (static). */
const char *ndjson_string(char **at, ndjson_token *out); /* at its quote */
const char *ndjson_number(char **at, ndjson_token *out);

/* null gives the empty span; true and false their names. */
const char *ndjson_literal(char **at, ndjson_token *out);

/* Who is asked about each key inside a value that is passed over; what it answers ends that, unless
 * it is NULL. The key is without quotes and escapes, in the line. */
typedef struct ndjson_guard {
    const char *(*on_key)(void *ctx, jaga_span key);
    void *ctx;
} ndjson_guard;

/* Any value, checked and not kept; arrays and objects at most NDJSON_DEPTH_MAX deep. guard: may be
 * NULL. */
const char *ndjson_skip(char **at, const ndjson_guard *guard);

static inline bool ndjson_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline char *ndjson_blanks(char *at)
{
    while (ndjson_is_blank(*at)) {
        at++;
    }
    return at;
}

#endif
