#include "decode/ndjson_row.h"

#include "decode/frame.h"
#include "decode_fixture.h"

/* Logs of NDJSON through the decoder, as sources of any kind go. */

enum { OUT_BYTES = 1 << 16 };

static char out[OUT_BYTES];
static jaga_error why;

#define ROW(id, more) "{\"event_id\":\"" id "\",\"ts\":1769878800,\"account\":\"w1\"," more "}\n"

static decoder *open_json(memory_log *input, arena *memory, const char *map_name, const char *log,
                          size_t chunk)
{
    *input = (memory_log){ .text = log, .length = strlen(log), .chunk = chunk };
    return open_memory(input, map_named(map_name, memory), 0);
}

/* All records as text, and how it ended; then the keys that nobody knows. */
static const char *decode_with(const char *map_name, const char *log, size_t chunk)
{
    arena *memory = new_arena((size_t)4 << 20);
    memory_log input;
    decoder *from = open_json(&input, memory, map_name, log, chunk);
    jaga_record record;
    decode_result result;
    size_t used = 0;

    why.text[0] = out[0] = '\0';
    while ((result = decoder_next(from, true, memory, &record, &why)) == DECODE_RECORD) {
        used += write_record(&record, out + used, OUT_BYTES - used);
    }
    (void)snprintf(out + used, OUT_BYTES - used, "%s%s", result == DECODE_FAILED ? "failed" : "",
                   decoder_unknown_columns(from));
    decoder_close(from);
    arena_close(memory);
    return out;
}

static const char *decode(const char *log)
{
    return decode_with(NULL, log, SIZE_MAX);
}

/* One row, which is refused. */
static void refused(const char *row, const char *reason_and_cause)
{
    char want[256];

    (void)snprintf(want, sizeof want, "1 reject %s\n", reason_and_cause);
    char log[1024];
    (void)snprintf(log, sizeof log, "%s\n", row);
    ck_assert_str_eq(decode(log), want);
}

START_TEST(rows_become_the_events_of_a_csv_log)
{
    ck_assert_str_eq(
        decode(ROW(
            "e1", "\"type\":\"transfer\",\"amount\":12.50,\"counterparty\":\"w\\u0032, \\\"x\\\"\"")
                   ROW("e2", "\"type\":\"login\",\"amount\":null,\"currency\":null")
                       ROW("e3", "\"type\":\"topup\",\"amount\":\"12.50\",\"balance\":-1.25e1")
                           ROW("e4", "\"type\":\"topup\",\"amount\":1.25e1,\"currency\":\"USD\"")),
        "1 e1 1769878800000000 transfer w1 1250 -9223372036854775808 IDR [w2, \"x\"]\n"
        "2 e2 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
        "3 e3 1769878800000000 topup w1 1250 -1250 IDR []\n"
        "4 e4 1769878800000000 topup w1 1250 -9223372036854775808 USD []\n");
}
END_TEST

START_TEST(amounts_are_decimal_to_the_last_digit)
{
    ck_assert_str_eq(
        decode(ROW("e1", "\"type\":\"topup\",\"amount\":90071992547409.93")),
        "1 e1 1769878800000000 topup w1 9007199254740993 -9223372036854775808 IDR []\n");
    ck_assert_str_eq(
        decode(ROW("e1", "\"type\":\"topup\",\"amount\":9007199254740993e-2")),
        "1 e1 1769878800000000 topup w1 9007199254740993 -9223372036854775808 IDR []\n");
    refused("{\"event_id\":\"e\",\"ts\":1769878800,\"type\":\"topup\",\"account\":\"a\",\"amount\":"
            "1e-3}",
            "bad-amount: more decimals than the currency has");
    refused("{\"event_id\":\"e\",\"ts\":1769878800,\"type\":\"topup\",\"account\":\"a\",\"amount\":"
            "1e99}",
            "bad-number: an exponent makes the number too long");
    refused("{\"event_id\":\"e\",\"ts\":1769878800,\"type\":\"topup\",\"account\":\"a\",\"amount\":"
            "\"1e1\"}",
            "bad-amount: not a plain decimal number");
    refused("{\"event_id\":\"e\",\"ts\":1769878800,\"type\":\"topup\",\"account\":\"a\",\"amount\":"
            "true}",
            "bad-amount: not a plain decimal number");
}
END_TEST

START_TEST(the_same_records_come_in_pieces_of_any_size)
{
    static const char log[] = "\xEF\xBB\xBF\n \r\n" ROW("e1", "\"type\":\"login\"") "\n  \t\n" ROW(
        "e2",
        "\"type\":\"login\",\"x\":{\"y\":[1]}") "{\"event_id\"\n{} \r\n" ROW("e3",
                                                                             "\"type\":"
                                                                             "\"l\xFFgin\"") "{\"ev"
                                                                                             "ent_"
                                                                                             "id\":"
                                                                                             "\"e4"
                                                                                             "\","
                                                                                             "\"ts"
                                                                                             "\":"
                                                                                             "17698"
                                                                                             "78800"
                                                                                             ",\"ac"
                                                                                             "count"
                                                                                             "\":"
                                                                                             "\"w1"
                                                                                             "\","
                                                                                             "\"typ"
                                                                                             "e\":"
                                                                                             "\"log"
                                                                                             "in\""
                                                                                             "}";
    char whole[2048];

    (void)snprintf(whole, sizeof whole, "%s", decode(log));
    ck_assert_str_eq(
        whole, "3 e1 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
               "6 e2 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
               "7 reject bad-json: a key without a colon\n"
               "8 reject no-event-id: the row has no event_id\n"
               "9 reject bad-utf8: the line is not valid UTF-8 text\n"
               "10 e4 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
               "x");
    for (size_t chunk = 1; chunk < 70; chunk++) {
        ck_assert_str_eq(decode_with(NULL, log, chunk), whole);
    }
}
END_TEST

START_TEST(what_is_no_object_is_refused_with_its_cause)
{
    refused("{\"a\":1", "bad-json: neither a comma nor a closing brace behind a value");
    refused("{", "bad-json: a key that is no string");
    refused("{\"a\":1,}", "bad-json: a key that is no string");
    refused("{\"a\":1}{\"b\":2}", "bad-json: text behind the object");
    refused("{\"a\":1]", "bad-json: neither a comma nor a closing brace behind a value");
    refused("{\"a\":\"\\ud800\"}", "bad-json: half of a surrogate pair");
    refused("{\"a\":\"\x01\"}", "bad-json: a control character inside a string");
    refused("{\"a\":01}", "bad-json: a number that JSON does not have");
    refused("{\"a\":'b'}", "bad-json: a value that JSON does not have");
    ck_assert_str_eq(decode("{}\n[1]\n"), "1 reject no-event-id: the row has no event_id\n"
                                          "2 reject bad-json: the line is not a JSON object\n");
}
END_TEST

START_TEST(nested_values_are_refused_where_they_are_read)
{
    refused("{\"amount\":{\"value\":5}}", "nested-value: amount");
    refused("{\"account\":[\"w1\"]}", "nested-value: account");
    refused("{\"x\":[[[}", "bad-json: a value that JSON does not have");
}
END_TEST

START_TEST(a_key_stands_once)
{
    refused("{\"account\":\"a\",\"account\":\"a\"}", "duplicate-key: account");
    refused("{\"account\":null,\"\\u0061ccount\":null}", "duplicate-key: account");
    refused("{\"x\":1,\"x\":1}", "duplicate-key: a key stands there twice");
    /* The next row may have it again. */
    ck_assert_str_eq(decode("{\"x\":1,\"ts\":0}\n{\"x\":1,\"ts\":0}\n"),
                     "1 reject no-event-id: the row has no event_id\n"
                     "2 reject no-event-id: the row has no event_id\n");
}
END_TEST

START_TEST(texts_that_csv_cannot_hold_are_refused_where_they_are_read)
{
    refused("{\"account\":\"a\\nb\"}", "line-break: account");
    refused("{\"account\":\"a\\u000Db\"}", "line-break: account");
    refused("{\"account\":\"a\\u0000b\"}", "line-break: account");
    ck_assert_str_eq(
        decode(ROW("e1", "\"type\":\"login\",\"note\":\"a\\nb\\u0000\"")),
        "1 e1 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
        "note");
}
END_TEST

START_TEST(unknown_keys_are_told_once_and_only_of_events)
{
    ck_assert_str_eq(
        decode(ROW("e1", "\"type\":\"login\",\"note\":1") "{\"w1234\":1}\n" ROW(
            "e2", "\"type\":\"login\",\"memo\":[],\"note\":2,\"\":3")),
        "1 e1 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
        "2 reject no-event-id: the row has no event_id\n"
        "3 e2 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
        "note, memo");
}
END_TEST

static size_t add_keys(char *to, size_t room, int first, int last)
{
    size_t used = 0;

    for (int i = first; i < last; i++) {
        used += (size_t)snprintf(to + used, room - used, ",\"k%d\":%d", i, i);
    }
    return used;
}

/* More keys than a header has columns, over many rows, and in one. */
START_TEST(keys_without_end_are_bounded)
{
    static char log[1 << 16];
    size_t used = 0;

    for (int row = 0; row < 30; row++) {
        used += (size_t)snprintf(
            log + used, sizeof log - used,
            "{\"event_id\":\"e\",\"ts\":1769878800,\"type\":\"login\",\"account\":\"w\"");
        used += add_keys(log + used, sizeof log - used, row * 30, row * 30 + 30);
        used += (size_t)snprintf(log + used, sizeof log - used, "}\n");
    }
    used += (size_t)snprintf(log + used, sizeof log - used, "{\"x1\":1,\"x1\":1}\n{\"x\":1");
    used += add_keys(log + used, sizeof log - used, 800, 1100);
    (void)snprintf(log + used, sizeof log - used, "}\n{\"k899\":\"\"}\n");
    const char *end = strstr(decode(log), "\n31 ");
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_null(strstr(out, "29 reject"));
    ck_assert_msg(strncmp(end,
                          "\n31 reject duplicate-key: a key stands there twice\n"
                          "32 reject bad-json: more than 256 keys\n"
                          "33 reject no-event-id: the row has no event_id\nk0, k1, ",
                          132) == 0,
                  "%s", end);
}
END_TEST

static void is_secret(const char *log, const char *key, int line)
{
    char want[128];

    decode(log);
    (void)snprintf(want, sizeof want, "log.csv: line %d: key '%s' looks like a secret", line, key);
    ck_assert_msg(strstr(out, "failed") != NULL, "%s", out);
    ck_assert_msg(strncmp(why.text, want, strlen(want)) == 0, "%s", why.text);
    ck_assert_ptr_null(strstr(why.text, "1234"));
}

START_TEST(a_key_that_looks_like_a_secret_refuses_the_source)
{
    is_secret("{\"pin\":\"1234\"}\n", "pin", 1);
    is_secret("{\"p\\u0069n\":1234}\n", "pin", 1);
    is_secret(ROW("e1", "\"type\":\"login\"") "\n" ROW("e2", "\"userPin\":null"), "userPin", 3);
    is_secret(ROW("e1", "\"type\":\"login\"") ROW("e2", "\"otp\":{\"code\":1234}"), "otp", 2);
    ck_assert_ptr_null(strstr(decode(ROW("e1", "\"type\":\"login\",\"shipping\":1")), "failed"));
}
END_TEST

static void is_inner_secret(const char *value, const char *key)
{
    char log[512], want[128];

    (void)snprintf(log, sizeof log, "%s" ROW("e2", "\"type\":\"login\",\"extra\":%s"),
                   ROW("e1", "\"type\":\"login\""), value);
    (void)snprintf(want, sizeof want, "log.csv: line 2: key '%s' inside 'extra' looks like", key);
    decode(log);
    ck_assert_msg(strncmp(out, "1 e1 ", 5) == 0 && strstr(out, "\n2 ") == NULL, "%s", out);
    ck_assert_msg(strncmp(why.text, want, strlen(want)) == 0, "%s: %s", value, why.text);
    ck_assert_ptr_null(strstr(why.text, "1234"));
}

START_TEST(a_secret_inside_a_value_that_is_passed_over_refuses_the_source)
{
    is_inner_secret("{\"pin\":\"1234\"}", "pin");
    is_inner_secret("{\"a\":1,\"b\":{\"c\":[],\"user_otp\":null}}", "user_otp");
    is_inner_secret("[7,[{}],{\"1234\":{\"newPassword\":1234}}]", "newPassword");
    is_inner_secret("{\"p\\u0069n\" : {}}", "pin");
    is_inner_secret("{\"pin\":1234", "pin"); /* before what is broken behind it */
    ck_assert_ptr_null(strstr(
        decode(ROW("e1", "\"type\":\"login\",\"extra\":[{\"pinned\":[\"pin\"],\"a\":\"otp\"}]")),
        "failed"));
}
END_TEST

/* More keys than there are columns: the last has none. */
START_TEST(a_secret_inside_a_key_without_a_column_refuses_the_source)
{
    static char log[16384];
    size_t used = 0;

    for (int row = 0; row < 2; row++) {
        used += (size_t)snprintf(log + used, sizeof log - used, "{\"%s\":%s", row > 0 ? "x" : "y",
                                 row > 0 ? "{\"pin\":1234}" : "1");
        for (int i = 0; i < 250; i++) {
            used += (size_t)snprintf(log + used, sizeof log - used, ",\"k%d-%d\":1", row, i);
        }
        used += (size_t)snprintf(log + used, sizeof log - used, "}\n");
    }
    decode(log);
    ck_assert_ptr_nonnull(strstr(why.text, "line 2: key 'pin' inside 'x'"));
}
END_TEST

START_TEST(a_secret_leaves_the_position_before_its_row)
{
    static const char first[] = ROW("e1", "\"type\":\"login\"");
    static const char log[] = ROW("e1", "\"type\":\"login\"") ROW("e2", "\"pin\":1");
    arena *memory = new_arena((size_t)4 << 20);
    memory_log input;
    decoder *from = open_json(&input, memory, NULL, log, 5);
    jaga_record record;
    bool is_same = false;

    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_FAILED);
        ck_assert_uint_eq(decoder_position(from).bytes, strlen(first));
        ck_assert_uint_eq(decoder_position(from).lines, 1);
    }
    const decode_position at = decoder_position(from);
    decoder_close(from);
    from = open_json(&input, memory, NULL, log, 7);
    ck_assert_int_eq(decoder_resume(from, &at, &is_same, &why), JAGA_OK);
    ck_assert(is_same);
    ck_assert(!decoder_has_header_row(from));
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_FAILED);
    decoder_close(from);
    arena_close(memory);
}
END_TEST

static const char *write_map(const char *rules, char path[256])
{
    (void)snprintf(path, 256, "%s/keys.csv", getenv("TMPDIR"));
    FILE *to = fopen(path, "w");
    ck_assert_ptr_nonnull(to);
    (void)fprintf(to, "target,source,transform,argument\n%s", rules);
    ck_assert_int_eq(fclose(to), 0);
    return path;
}

#define RULES                                                                                      \
    "event_id,id,copy,\nts,time,epoch,s\ntype,,const,topup\naccount,who.name,copy,\n"              \
    "amount,sum.value,amount,1234.56\ndetail,who.asn.number?,copy,asn\n"

START_TEST(a_mapping_reads_nested_keys_joined_by_dots)
{
    char path[256];
    static const char want[] = "1 a 1769878800000000 topup w1 500 -9223372036854775808 IDR []\n";

    write_map(RULES, path);
    ck_assert_str_eq(decode_with(path,
                                 "{\"id\":\"a\",\"time\":1769878800,\"who\":{\"name\":\"w1\"},"
                                 "\"sum\":{\"value\":5e0}}\n",
                                 SIZE_MAX),
                     want);
    ck_assert_str_eq(
        decode_with(path,
                    "{\"id\":\"a\",\"time\":1769878800,\"who.name\":\"w1\",\"sum\":{}, "
                    "\"sum.value\":5}\n",
                    SIZE_MAX),
        want);
    ck_assert_str_eq(
        decode_with(path,
                    "{\"who\":{\"asn\":{\"number\":7e0,\"age\":[{}]},\"name\":\"w1\", "
                    "\"age\" : 7} , \"id\":\"a\",\"time\":1769878800,\"sum\":{\"value\":\"5\"}}",
                    SIZE_MAX),
        "1 a 1769878800000000 topup w1 500 -9223372036854775808 IDR []\n"
        "who.asn.age, who.age");
}
END_TEST

START_TEST(nested_keys_have_the_rules_of_others)
{
    char path[256];

    write_map(RULES, path);
    ck_assert_str_eq(
        decode_with(path,
                    "{\"who\":{\"name\":[]}}\n{\"who\":{\"name\":1},\"who.name\":2}\n"
                    "{\"who\":{},\"who\":{}}\n{\"who\":{\"name\":1}\n{\"who\":{\"name\":1}}}\n"
                    "{\"who\":{\"name\":1,}}\n{\"who\":[{\"name\":1}]}\n"
                    "{\"who\":{\"user_pin\":1}}\n",
                    3),
        "1 reject nested-value: who.name\n"
        "2 reject duplicate-key: who.name\n"
        "3 reject duplicate-key: a key stands there twice\n"
        "4 reject bad-json: neither a comma nor a closing brace behind a value\n"
        "5 reject bad-json: text behind the object\n"
        "6 reject bad-json: a key that is no string\n"
        "7 reject bad-time: not a whole number\n"
        "failed");
    ck_assert_ptr_nonnull(strstr(why.text, "line 8: key 'who.user_pin'"));
}
END_TEST

START_TEST(an_ignored_key_may_be_a_secret_and_may_nest)
{
    char path[256];

    write_map(RULES ",pin,ignore,\n,remark,ignore,\n,seen.pin,ignore,\n", path);
    ck_assert_str_eq(
        decode_with(path,
                    "{\"id\":\"a\",\"time\":1769878800,\"who.name\":\"w1\",\"sum.value\":5,"
                    "\"pin\":[1234],\"remark\":{\"a\":\"\\n\",\"otp\":[{\"cvv\":1}]},"
                    "\"seen\":{\"pin\":{\"code\":1}}}\n",
                    SIZE_MAX),
        "1 a 1769878800000000 topup w1 500 -9223372036854775808 IDR []\n");
}
END_TEST

START_TEST(a_line_too_long_is_one_reject)
{
    static char log[FRAME_LINE_BYTES + 4096];
    size_t used = (size_t)snprintf(log, sizeof log, "{\"event_id\":\"");

    memset(log + used, 'x', FRAME_LINE_BYTES);
    used += FRAME_LINE_BYTES;
    (void)snprintf(log + used, sizeof log - used, "\"}\n%s", ROW("e1", "\"type\":\"login\""));
    ck_assert_str_eq(decode(log), "1 reject line-too-long: the line is longer than 64 KiB\n"
                                  "2 e1 1769878800000000 login w1 -9223372036854775808 "
                                  "-9223372036854775808 IDR []\n");
}
END_TEST

/* As long as a line may be: texts, nested names and what a mapping makes have room. */
START_TEST(a_longest_line_has_room)
{
    static char log[FRAME_LINE_BYTES + 1];
    char path[256];
    static const char head[] =
        "{\"id\":\"a\",\"time\":1769878800,\"who\":{\"name\":\"w1\",\"asn\":{\"number\":\"";
    static const char tail[] = "\"}},\"sum\":{\"value\":5e0}}";

    write_map(RULES, path);
    memset(log, 'x', FRAME_LINE_BYTES);
    memcpy(log, head, strlen(head));
    memcpy(log + FRAME_LINE_BYTES - strlen(tail), tail, strlen(tail));
    ck_assert_str_eq(decode_with(path, log, SIZE_MAX),
                     "1 a 1769878800000000 topup w1 500 -9223372036854775808 IDR []\n");
    size_t used = (size_t)snprintf(log, sizeof log, "{\"who\":{");
    while (used < FRAME_LINE_BYTES - 600) {
        char number[8];
        (void)snprintf(number, sizeof number, "%06zu", used);
        log[used] = '"';
        memset(log + used + 1, 'k', 293);
        memcpy(log + used + 1, number, 6);
        memcpy(log + used + 294, "\":1,", 4);
        used += 298;
    }
    (void)snprintf(log + used, sizeof log - used, "\"a\":1}}");
    ck_assert_str_eq(decode_with(path, log, SIZE_MAX), "1 reject bad-time: not a whole number\n");
}
END_TEST

UNIT_MAIN("ndjson_row", rows_become_the_events_of_a_csv_log, amounts_are_decimal_to_the_last_digit,
          the_same_records_come_in_pieces_of_any_size, what_is_no_object_is_refused_with_its_cause,
          nested_values_are_refused_where_they_are_read, a_key_stands_once,
          texts_that_csv_cannot_hold_are_refused_where_they_are_read,
          unknown_keys_are_told_once_and_only_of_events, keys_without_end_are_bounded,
          a_key_that_looks_like_a_secret_refuses_the_source,
          a_secret_inside_a_value_that_is_passed_over_refuses_the_source,
          a_secret_inside_a_key_without_a_column_refuses_the_source,
          a_secret_leaves_the_position_before_its_row, a_mapping_reads_nested_keys_joined_by_dots,
          nested_keys_have_the_rules_of_others, an_ignored_key_may_be_a_secret_and_may_nest,
          a_line_too_long_is_one_reject, a_longest_line_has_room)
