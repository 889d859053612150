#include "decode/ndjson_text.h"
#include "decode/utf8.h"
#include "decode_fixture.h"

#include <jansson.h>

/* JSON's pieces, held to jansson, which is not ours. */

enum { LINE_MOST = 400, RANDOM_LINES = 60000 };

static char line[LINE_MOST + NDJSON_SLACK_BYTES + 1];

static char *line_of(const char *text, size_t length)
{
    ck_assert_uint_le(length, LINE_MOST);
    memset(line, 0, sizeof line);
    memcpy(line, text, length);
    return line;
}

/* Everything to the end of the line is one value. */
static bool takes(const char *text, size_t length)
{
    char *at = ndjson_blanks(line_of(text, length));

    return utf8_check((jaga_span){ text, (uint32_t)length }) == NULL &&
           ndjson_skip(&at, NULL) == NULL && *ndjson_blanks(at) == '\0';
}

static const size_t as_jansson = JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;

/* Whether it takes the text; *sure is false where its own limits speak: numbers beyond a double. */
static bool jansson_takes(const char *text, size_t length, bool *sure)
{
    json_error_t error;
    json_t *value = json_loadb(text, length, as_jansson, &error);
    const bool takes_it = value != NULL;

    *sure = takes_it || (json_error_code(&error) != json_error_numeric_overflow &&
                         json_error_code(&error) != json_error_null_byte_in_key);
    json_decref(value);
    return takes_it;
}

static void same_verdict(const char *text, size_t length)
{
    bool sure;
    const bool theirs = jansson_takes(text, length, &sure);

    if (sure) {
        ck_assert_msg(takes(text, length) == theirs, "%d where jansson says %d: %.*s", !theirs,
                      theirs, (int)length, text);
    }
}

static void same_string(const char *text, size_t length)
{
    json_error_t error;
    json_t *theirs = json_loadb(text, length, as_jansson, &error);
    char *at = line_of(text, length);
    ndjson_token ours;
    const bool is_taken = utf8_check((jaga_span){ text, (uint32_t)length }) == NULL &&
                          ndjson_string(&at, &ours) == NULL && *at == '\0';

    ck_assert_msg(is_taken == (theirs != NULL), "%d: %.*s", is_taken, (int)length, text);
    if (theirs != NULL) {
        const char *want = json_string_value(theirs);
        ck_assert_uint_eq(ours.text.length, json_string_length(theirs));
        ck_assert_mem_eq(ours.text.at, want, ours.text.length);
        /* It ends at a NUL too. */
        ck_assert_int_eq(ours.has_break, strcspn(want, "\r\n") < ours.text.length);
    }
    json_decref(theirs);
}

START_TEST(strings_are_what_jansson_makes_of_them)
{
    static const char *const strings[] = {
        "\"\"", "\"plain\"", "\"a text of more than eight bytes\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"", "\"\\u0000\"",
        "\"x\\u0000y\"", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", "\"\x7F\"",
        /* Halves of pairs, in all the ways to stand alone. */
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\ud83dx\"",
        "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"\\ud83d\\u\"", "\"\\uDBFF\\uDFFF\"",
        "\"\\uD800\\uDC00\"", "\"\\uD7FF\\uE000\"",
        /* Escapes that are none, ends that are missing. */
        "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\\", "\"", "\"open", "\"\\\"",
        "\"a\tb\"", "\"a\x01\"", "\"seven..\x1F\"", "\"eight...\x1F\"", "\"\x1F", "\"a\rb\"",
        /* Not UTF-8. */
        "\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE2\x82\""
    };

    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        same_string(strings[i], strlen(strings[i]));
    }
}
END_TEST

START_TEST(random_strings_are_what_jansson_makes_of_them)
{
    static const char *const parts[] = { "a",       "bcdefgh", "\\n",
                                         "\\u00e9", "\\ud83d", "\\ude00",
                                         "\\\\",    "\\\"",    "\xC3\xA9",
                                         "\\u000d", "/",       "\xF0\x9F\x98\x80",
                                         "\\t",     "0123456", "\\uD83D\\uDE00" };
    static const char *const bad[] = { "\x01", "\xFF", "\\q", "\\u00", "\"" };
    uint64_t seed = 7;

    for (int i = 0; i < RANDOM_LINES; i++) {
        char text[LINE_MOST] = "\"";
        size_t used = 1;
        for (uint64_t n = below(&seed, 12); n > 0; n--) {
            const char *part =
                below(&seed, 60) == 0 ? bad[below(&seed, 5)] : parts[below(&seed, 15)];
            used += (size_t)snprintf(text + used, sizeof text - used, "%s", part);
        }
        text[used++] = '"';
        same_string(text, used);
    }
}
END_TEST

START_TEST(values_are_taken_as_jansson_takes_them)
{
    static const char *const values[] = { "0",
                                          "-0",
                                          "1",
                                          "-1",
                                          "10",
                                          "01",
                                          "-01",
                                          "-",
                                          "+1",
                                          "1.",
                                          ".5",
                                          "1.5",
                                          "1.50e3",
                                          "1e5",
                                          "1E+5",
                                          "1e-5",
                                          "1e",
                                          "1e+",
                                          "1.e5",
                                          "0x10",
                                          "NaN",
                                          "Infinity",
                                          "1 2",
                                          "12a",
                                          "null",
                                          "true",
                                          "false",
                                          "nul",
                                          "nulll",
                                          "True",
                                          "[]",
                                          "{}",
                                          "[1]",
                                          "[1,2]",
                                          "[1,]",
                                          "[,1]",
                                          "[1 2]",
                                          "[1",
                                          "1]",
                                          "[}",
                                          "{]",
                                          "{\"a\":1}",
                                          "{\"a\":1,}",
                                          "{\"a\":1 \"b\":2}",
                                          "{\"a\"}",
                                          "{\"a\":}",
                                          "{:1}",
                                          "{1:1}",
                                          "{\"a\":1,\"b\":[{\"c\":null},[],{}]}",
                                          "{\"a\":1,\"a\":2}",
                                          "[[[[1]]]]",
                                          "[[[[1]]]",
                                          "[{}",
                                          " \t\r{ \"a\" : [ 1 , 2 ] } ",
                                          "{\"a\":1}}",
                                          "{\"a\":1},",
                                          "'a'",
                                          "{a:1}",
                                          "[1]//",
                                          "\x0B[]",
                                          "",
                                          "{\"\\ud800\":1}",
                                          "{\"\xFF\":1}",
                                          "[\"\\q\"]" };

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        same_verdict(values[i], strlen(values[i]));
    }
}
END_TEST

START_TEST(damaged_values_are_taken_as_jansson_takes_them)
{
    static const char whole[] =
        "{\"event_id\":\"e\\u0031\",\"amount\":-12.50e+1,\"x\":[1,{\"y\":null},"
        "[]],\"ok\":true,\"t\":\"\\ud83d\\ude00\",\"z\":{}} ";
    static const char with[] = "\"\\{}[],:0159eE+-. ntuf\t\x01\xC3";
    uint64_t seed = 11;

    for (int i = 0; i < RANDOM_LINES; i++) {
        char text[sizeof whole];
        size_t length = sizeof whole - 1;
        memcpy(text, whole, sizeof whole);
        for (uint64_t n = 1 + below(&seed, 3); n > 0 && length > 1; n--) {
            const size_t at = below(&seed, length);
            switch (below(&seed, 3)) {
            case 0: text[at] = with[below(&seed, sizeof with - 1)]; break;
            case 1: memmove(text + at, text + at + 1, --length - at); break;
            default: length = at + 1; break;
            }
        }
        same_verdict(text, length);
    }
}
END_TEST

START_TEST(nesting_has_an_end)
{
    char text[LINE_MOST];

    for (int depth = 1; depth <= NDJSON_DEPTH_MAX + 1; depth++) {
        for (int kind = 0; kind < 2; kind++) {
            size_t used = 0;
            for (int i = 0; i < depth; i++) {
                used += (size_t)snprintf(text + used, sizeof text - used, "%s",
                                         (i + kind) % 2 == 0 || i + 1 == depth ? "[" : "{\"\":");
            }
            for (int i = depth - 1; i >= 0; i--) {
                text[used++] = (i + kind) % 2 == 0 || i + 1 == depth ? ']' : '}';
            }
            ck_assert_int_eq(takes(text, used), depth <= NDJSON_DEPTH_MAX);
        }
    }
}
END_TEST

static ndjson_kind recognise(const char *begin)
{
    return ndjson_recognise(span_of(begin));
}

START_TEST(json_is_told_by_its_first_character)
{
    ck_assert_int_eq(recognise(""), NDJSON_UNSURE);
    ck_assert_int_eq(recognise("\n \t\r\n"), NDJSON_UNSURE);
    ck_assert_int_eq(recognise("\xEF"), NDJSON_UNSURE);
    ck_assert_int_eq(recognise("\xEF\xBB"), NDJSON_UNSURE);
    ck_assert_int_eq(recognise("\xEF\xBB\xBF\n"), NDJSON_UNSURE);
    ck_assert_int_eq(recognise("\xEF\xBB\xBF\n{"), NDJSON_YES);
    ck_assert_int_eq(recognise("{"), NDJSON_YES);
    ck_assert_int_eq(recognise("\n\n {\"a"), NDJSON_YES);
    ck_assert_int_eq(recognise("event_id,{"), NDJSON_NO);
    ck_assert_int_eq(recognise("\xEF{"), NDJSON_NO);
    ck_assert_int_eq(recognise(" \xEF\xBB\xBF{"), NDJSON_NO);
    ck_assert_int_eq(recognise("["), NDJSON_NO);
}
END_TEST

UNIT_MAIN("ndjson_text", strings_are_what_jansson_makes_of_them,
          random_strings_are_what_jansson_makes_of_them, values_are_taken_as_jansson_takes_them,
          damaged_values_are_taken_as_jansson_takes_them, nesting_has_an_end,
          json_is_told_by_its_first_character)
