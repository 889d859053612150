#include "decode_fixture.h"

#include "base/hash.h"
#include "decode/frame.h"

enum { OUT_BYTES = 1 << 16 };

#define HEAD "event_id,ts,type,account,amount,counterparty\n"
#define T(s) "2026-01-31T17:00:" s "Z"

static char out[OUT_BYTES];
static jaga_error why;

/* All records as text, one line each; the last line tells the end or the failure. */
static void decode_with(const char *map_name, const char *log, size_t length, size_t chunk,
                        char *to)
{
    arena *memory = new_arena((size_t)4 << 20);
    memory_log input = { .text = log, .length = length, .chunk = chunk };
    const mapping *map = map_named(map_name, memory);
    decoder *from = open_memory(&input, map, 3);
    jaga_record record;
    decode_result result;
    size_t used = 0;

    why.text[0] = '\0';
    while ((result = decoder_next(from, true, memory, &record, &why)) == DECODE_RECORD) {
        ck_assert_uint_eq(record.source, 3);
        used += write_record(&record, to + used, OUT_BYTES - used);
    }
    const decode_position at = decoder_position(from);
    (void)snprintf(to + used, OUT_BYTES - used, "%s",
                   result == DECODE_END      ? ""
                   : result == DECODE_FAILED ? "failed"
                                             : "waits");
    if (result == DECODE_END) {
        ck_assert_uint_eq(at.bytes, length);
        ck_assert_uint_eq(at.prefix_hash, hash_bytes64(log, length, 0));
    }
    decoder_close(from);
    arena_close(memory);
}

static const char *decode_bytes(const char *log, size_t length)
{
    decode_with(NULL, log, length, SIZE_MAX, out);
    return out;
}

static const char *decode(const char *log)
{
    return decode_bytes(log, strlen(log));
}

/* The source as a whole is refused, in one line that names it, line 1 and the cause. */
static void refused(const char *log, size_t length, const char *cause)
{
    ck_assert_str_eq(decode_bytes(log, length), "failed");
    ck_assert_msg(strncmp(why.text, "log.csv: line 1: ", 17) == 0, "%s", why.text);
    ck_assert_msg(strstr(why.text, cause) != NULL, "%s", why.text);
    ck_assert_ptr_null(strchr(why.text, '\n'));
}

START_TEST(rows_become_records)
{
    ck_assert_str_eq(decode(HEAD "e1," T("00") ",transfer,w1,150000,w2\n"
                                               "e2," T("01") ",login,w1,,\n"),
                     "2 e1 1769878800000000 transfer w1 15000000 -9223372036854775808 IDR [w2]\n"
                     "3 e2 1769878801000000 login w1 -9223372036854775808 "
                     "-9223372036854775808 IDR []\n");
}
END_TEST

/* A log with everything in it: what the pieces do not change. */
static const char nasty[] = "\xEF\xBB\xBF" HEAD "e1," T(
    "00") ",transfer,w1,150000,\"w2, the \"\"shop\"\"\"\r\n"
          "\n"
          "e2," T(
              "01") ",transfer,w1,1e5,w2\n"
                    "e3," T(
                        "02") ",transfer,w1,5,\"unclosed\n"
                              "e4," T(
                                  "03") ",transfer,w1,6,Caf\xC3\xA9\r\n"
                                        "e5," T(
                                            "04") ",transfer,w1,7,\xFF\xFE\n"
                                                  "   \n"
                                                  "e6," T(
                                                      "05") ",transfer,w1,8\n"
                                                            "e7," T(
                                                                "06") ",transfer,w1,9,a,b\n"
                                                                      "e8," T(
                                                                          "07") ",gift,w1,10,w2\n"
                                                                                ",,,,,\n"
                                                                                "e9," T(
                                                                                    "08") ",login,"
                                                                                          "w1,,";

START_TEST(every_size_of_piece_gives_the_same_records)
{
    static char whole[OUT_BYTES], cut[OUT_BYTES];

    decode_with(NULL, nasty, sizeof nasty - 1, SIZE_MAX, whole);
    for (size_t chunk = 1; chunk < sizeof nasty; chunk++) {
        decode_with(NULL, nasty, sizeof nasty - 1, chunk, cut);
        ck_assert_str_eq(cut, whole);
    }
}
END_TEST

START_TEST(each_bad_line_is_refused_alone_with_its_number_and_reason)
{
    static const char *const want[] = {
        "\n4 reject bad-amount: ",       "\n5 reject bad-csv: ",
        "\n7 reject bad-utf8: ",         "\n8 reject field-count: ",
        "\n9 reject field-count: fewer", "\n10 reject field-count: more",
        "\n11 reject unknown-type: ",    "\n12 reject no-event-id: "
    };

    decode_with(NULL, nasty, sizeof nasty - 1, SIZE_MAX, out);
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        ck_assert_msg(strstr(out, want[i]) != NULL, "%s in\n%s", want[i], out);
    }
    ck_assert_ptr_nonnull(strstr(out, "2 e1 "));
    ck_assert_ptr_nonnull(strstr(out, "6 e4 "));
    ck_assert_ptr_nonnull(strstr(out, "13 e9 "));
}
END_TEST

START_TEST(quotes_and_non_ascii_text_come_through)
{
    decode_with(NULL, nasty, sizeof nasty - 1, SIZE_MAX, out);
    ck_assert_ptr_nonnull(strstr(out, "[w2, the \"shop\"]\n"));
    ck_assert_ptr_nonnull(strstr(out, "[Caf\xC3\xA9]\n"));
}
END_TEST

START_TEST(crlf_gives_the_same_records_as_lf)
{
    static const char lf[] = HEAD "e1," T("00") ",login,w1,,\n";
    static const char crlf[] =
        "event_id,ts,type,account,amount,counterparty\r\ne1," T("00") ",login,w1,,\r\n";
    static char want[OUT_BYTES];

    decode_with(NULL, lf, sizeof lf - 1, SIZE_MAX, want);
    ck_assert_str_eq(decode(crlf), want);
}
END_TEST

START_TEST(a_byte_order_mark_is_passed_over)
{
    ck_assert_ptr_nonnull(
        strstr(decode("\xEF\xBB\xBF" HEAD "e1," T("00") ",login,w1,,\n"), "2 e1 "));
}
END_TEST

START_TEST(a_nul_byte_is_refused_by_its_name)
{
    static const char log[] = HEAD "e\0"
                                   "1," T("00") ",login,w1,,\ne2," T("00") ",login,w1,,\n";

    decode_bytes(log, sizeof log - 1);
    ck_assert_ptr_nonnull(strstr(out, "2 reject nul-byte: "));
    ck_assert_ptr_nonnull(strstr(out, "3 e2 "));
}
END_TEST

START_TEST(an_unclosed_quote_stays_within_its_line)
{
    decode(HEAD
           "e1," T("00") ",login,w1,,\"open\ne2," T("01") ",login,w1,,\n"
                                                          "e3," T("02") ",login,w1,,\"closed\"\n");
    ck_assert_ptr_nonnull(strstr(out, "2 reject bad-csv: "));
    ck_assert_ptr_nonnull(strstr(out, "3 e2 "));
    ck_assert_ptr_nonnull(strstr(out, "4 e3 "));
}
END_TEST

START_TEST(a_carriage_return_inside_a_line_is_refused)
{
    decode(HEAD "e1," T("00") ",login\rw1,,\n");
    ck_assert_ptr_nonnull(strstr(out, "2 reject "));
}
END_TEST

START_TEST(a_line_over_64_kib_is_refused_alone)
{
    static char log[sizeof HEAD + FRAME_LINE_BYTES + 200];
    size_t used = (size_t)snprintf(log, sizeof log, "%s", HEAD "e1," T("00") ",login,w1,,");

    memset(log + used, 'x', FRAME_LINE_BYTES);
    used += FRAME_LINE_BYTES;
    (void)snprintf(log + used, sizeof log - used, "\ne2," T("01") ",login,w1,,\n");
    decode(log);
    ck_assert_ptr_nonnull(strstr(out, "2 reject line-too-long: "));
    ck_assert_ptr_nonnull(strstr(out, "3 e2 "));
}
END_TEST

START_TEST(a_source_without_a_usable_header_is_refused)
{
    static const char binary[] = "\x7F"
                                 "ELF\x02\x01\x01\0\0\0\0\n\0\0\xFF\xFE";
    static const char utf16[] = "\xFF\xFE"
                                "e\0v\0e\0n\0t\0_\0i\0d\0,\0";
    static char zeros[200000];

    refused("", 0, "empty");
    refused(binary, sizeof binary - 1, "not text");
    refused(utf16, sizeof utf16 - 1, "not text");
    refused(zeros, sizeof zeros, "not text");
    refused("\n", 1, "event_id");
    refused("\xEF\xBB\xBF", 3, "event_id");
    refused("\"event_id,ts\n", 13, "not a CSV header");
    refused("e1,1769878800,login,w1\n", 23, "event_id");
}
END_TEST

START_TEST(a_header_mistake_is_told_with_the_column)
{
    refused("event_id,ts,type\n", 17, "'account'");
    refused("event_id,ts,type,account,type\n", 30, "'type'");
    refused("event_id,ts,type,account,otp\n", 29, "'otp'");
    refused("event_id,ts,type,account,user_pin\n", 34, "'user_pin'");
    refused("event_id,ts,type,account,otpCode\n", 33, "'otpCode'");
}
END_TEST

START_TEST(a_header_with_too_many_columns_is_refused)
{
    char log[2048] = "event_id,ts,type,account";

    memset(log + strlen(log), ',', 300);
    refused(log, strlen(log), "header");
}
END_TEST

START_TEST(a_header_alone_gives_no_records)
{
    ck_assert_str_eq(decode(HEAD), "");
    ck_assert_str_eq(decode("event_id,ts,type,account"), "");
    ck_assert_str_eq(decode(HEAD "\n\r\n\n"), "");
}
END_TEST

START_TEST(unknown_columns_are_told_once)
{
    arena *memory = new_arena((size_t)1 << 20);
    memory_log log = { .text = "event_id,ts,type,account,shipping\n", .length = 34, .chunk = 5 };
    decoder *from = open_memory(&log, map_named(NULL, memory), 0);
    jaga_record record;

    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_END);
    ck_assert_str_eq(decoder_unknown_columns(from), "shipping");
    decoder_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(a_rejected_line_leaves_no_text_behind)
{
    arena *memory = new_arena((size_t)1 << 20);
    memory_log log = { .text = HEAD "e1,never,login,w1,,\n", .chunk = 1000 };
    jaga_record record;

    log.length = strlen(log.text);
    decoder *from = open_memory(&log, map_named(NULL, memory), 0);
    const size_t mark = arena_mark(memory);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    ck_assert_int_eq(record.kind, JAGA_RECORD_REJECT);
    ck_assert_uint_eq(arena_mark(memory), mark);
    decoder_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(a_full_text_arena_is_told_and_is_no_reject)
{
    arena *memory = new_arena((size_t)1 << 20), *full = new_arena(1 << 12);
    memory_log log = { .text = HEAD "e1," T("00") ",login,w1,,\n", .chunk = 1000 };
    jaga_record record;

    log.length = strlen(log.text);
    while (arena_take(full, 16) != NULL) {
    }
    decoder *from = open_memory(&log, map_named(NULL, memory), 0);
    ck_assert_int_eq(decoder_next(from, true, full, &record, &why), DECODE_FAILED);
    ck_assert_int_eq(why.status, JAGA_ERR_NOMEM);
    decoder_close(from);
    arena_close(full);
    arena_close(memory);
}
END_TEST

/* A live source that has one piece and then would wait. */
static jaga_status read_live(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    memory_log *log = ctx;

    ck_assert_msg(log->at < log->length, "asked although nothing is there");
    return memory_read(ctx, buf, cap, got, err);
}

START_TEST(a_live_source_is_not_asked_when_the_caller_will_not_wait)
{
    arena *memory = new_arena((size_t)1 << 20);
    memory_log log = { .text = HEAD "e1," T("00") ",login,w1,,\ne2,", .chunk = 1000 };
    const decode_input input = { .ctx = &log, .read = read_live, .name = "-", .is_live = true };
    decoder *from = NULL;
    jaga_record record;

    log.length = strlen(log.text);
    ck_assert_int_eq(decoder_open(&input, map_named(NULL, memory), 0, &from, &why), JAGA_OK);
    ck_assert_int_eq(decoder_next(from, false, memory, &record, &why), DECODE_WAIT);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    ck_assert(span_is(record.event.event_id, "e1"));
    ck_assert_int_eq(decoder_next(from, false, memory, &record, &why), DECODE_WAIT);
    ck_assert_uint_eq(decoder_position(from).lines, 2);
    decoder_close(from);
    arena_close(memory);
}
END_TEST

static jaga_status read_fails(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    (void)ctx, (void)buf, (void)cap, (void)got;
    return jaga_fail(err, JAGA_ERR_IO, "the cable is out");
}

START_TEST(a_source_that_cannot_be_read_is_a_failure_and_no_end)
{
    arena *memory = new_arena((size_t)1 << 20);
    const decode_input input = { .read = read_fails, .name = "x" };
    decoder *from = NULL;
    jaga_record record;

    ck_assert_int_eq(decoder_open(&input, map_named(NULL, memory), 0, &from, &why), JAGA_OK);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_FAILED);
    ck_assert_str_eq(why.text, "the cable is out");
    decoder_close(from);
    arena_close(memory);
}
END_TEST

/* Reads up to and including record `stop`, then goes on in a new decoder from that position. */
static void resume_after(size_t stop, size_t chunk)
{
    arena *memory = new_arena((size_t)4 << 20);
    const mapping *map = map_named(NULL, memory);
    memory_log log = { .text = nasty, .length = sizeof nasty - 1, .chunk = chunk };
    jaga_record record;
    size_t used = 0;
    bool is_same = false;

    decoder *from = open_memory(&log, map, 3);
    for (size_t i = 0; i < stop; i++) {
        ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
        used += write_record(&record, out + used, OUT_BYTES - used);
    }
    const decode_position at = decoder_position(from);
    decoder_close(from);
    log.at = 0;
    from = open_memory(&log, map, 3);
    ck_assert_int_eq(decoder_resume(from, &at, &is_same, &why), JAGA_OK);
    ck_assert(is_same);
    while (decoder_next(from, true, memory, &record, &why) == DECODE_RECORD) {
        used += write_record(&record, out + used, OUT_BYTES - used);
    }
    decoder_close(from);
    arena_close(memory);
}

START_TEST(a_decoder_goes_on_behind_any_record)
{
    static char whole[OUT_BYTES];

    decode_with(NULL, nasty, sizeof nasty - 1, SIZE_MAX, whole);
    for (size_t stop = 0; stop <= 11; stop++) {
        resume_after(stop, SIZE_MAX);
        ck_assert_str_eq(out, whole);
        resume_after(stop, 7);
        ck_assert_str_eq(out, whole);
    }
}
END_TEST

static bool is_resumed(const char *log, decode_position from)
{
    arena *memory = new_arena((size_t)1 << 20);
    memory_log input = { .text = log, .length = strlen(log), .chunk = 10 };
    decoder *made = open_memory(&input, map_named(NULL, memory), 0);
    bool is_same = false;

    ck_assert_int_eq(decoder_resume(made, &from, &is_same, &why), JAGA_OK);
    decoder_close(made);
    arena_close(memory);
    return is_same;
}

START_TEST(only_a_source_that_begins_with_the_same_bytes_is_resumed)
{
    static const char log[] = HEAD "e1," T("00") ",login,w1,,\n";
    const decode_position at = { sizeof log - 1, 2, hash_bytes64(log, sizeof log - 1, 0) };

    ck_assert(is_resumed(log, at));
    ck_assert(is_resumed(HEAD "e1," T("00") ",login,w1,,\ne2,", at));
    ck_assert(!is_resumed(HEAD "e9," T("00") ",login,w1,,\n", at));
    ck_assert(!is_resumed(HEAD "e1," T("00") ",login,w1,,x\n", at));
    ck_assert(!is_resumed(HEAD, at));
}
END_TEST

START_TEST(a_source_that_became_unusable_is_not_resumed)
{
    arena *memory = new_arena((size_t)1 << 20);
    memory_log input = { .text = "", .length = 0, .chunk = 10 };
    decoder *made = open_memory(&input, map_named(NULL, memory), 0);
    const decode_position at = { 100, 2, 1 };
    bool is_same = true;

    ck_assert(decoder_resume(made, &at, &is_same, &why) != JAGA_OK || !is_same);
    decoder_close(made);
    arena_close(memory);
}
END_TEST

START_TEST(a_last_line_that_grew_is_not_resumed_in_its_middle)
{
    static const char cut[] = HEAD "e1," T("00") ",login,w";
    const decode_position at = { sizeof cut - 1, 2, hash_bytes64(cut, sizeof cut - 1, 0) };

    ck_assert(is_resumed(cut, at));
    ck_assert(!is_resumed(HEAD "e1," T("00") ",login,w1,,\n", at));
}
END_TEST

START_TEST(paysim_rows_become_events)
{
    static const char log[] =
        "step,action,amount,nameOrig,oldBalanceOrig,newBalanceOrig,nameDest,isFraud,tx_id\n"
        "0,CASH_IN,100.5,C1,0,100.5,M1,0,t0\n"
        "1,PAYMENT,9839.64,C2,170136,160296.36,M9,0,t1\n"
        "24,TRANSFER,181,C3,181,0,C4,1,t2\n"
        "25,CASH_OUT,181,C4,181,-1,C5,1,t3\n"
        "26,DEBIT,7,C4,7,0,B1,0,t4\n"
        "27,LOAN,7,C4,7,0,B1,0,t5\n"
        "x,DEBIT,7,C4,7,0,B1,0,t6\n"
        ",DEBIT,7,C4,7,0,B1,0,t7\n";

    decode_with("paysim", log, sizeof log - 1, 11, out);
    ck_assert_str_eq(out, "2 t0 1767200400000000 topup C1 10050 10050 USD [M1]\n"
                          "3 t1 1767204000000000 payment C2 983964 16029636 USD [M9]\n"
                          "4 t2 1767286800000000 transfer C3 18100 0 USD [C4]\n"
                          "5 t3 1767290400000000 withdraw C4 18100 -100 USD [C5]\n"
                          "6 t4 1767294000000000 withdraw C4 700 0 USD [B1]\n"
                          "7 reject unknown-type: the type is none of the schema's\n"
                          "8 reject bad-time: not a number of steps\n"
                          "9 reject bad-time: not a number of steps\n");
}
END_TEST

START_TEST(steps_beyond_the_years_of_the_schema_are_refused)
{
    static const char log[] =
        "step,action,amount,nameOrig,oldBalanceOrig,newBalanceOrig,nameDest,isFraud,tx_id\n"
        "657000,DEBIT,7,C4,7,0,B1,0,t0\n"    /* 2100-12-13 */
        "999999999,DEBIT,7,C4,7,0,B1,0,t1\n" /* the year 116103 */
        "700000,DEBIT,7,C4,7,0,B1,0,t2\n";

    decode_with("paysim", log, sizeof log - 1, SIZE_MAX, out);
    ck_assert_ptr_nonnull(strstr(out, "2 t0 "));
    ck_assert_ptr_nonnull(strstr(out, "3 reject bad-time: "));
    ck_assert_ptr_nonnull(strstr(out, "4 reject bad-time: "));
}
END_TEST

/* With steps of 31 years, nine digits of them are more than an int64 of microseconds holds. */
START_TEST(steps_too_many_to_count_do_not_overflow)
{
    arena *memory = new_arena((size_t)1 << 20);
    mapping *map = map_named("paysim", memory);
    static const char log[] =
        "step,action,amount,nameOrig,oldBalanceOrig,newBalanceOrig,nameDest,isFraud,tx_id\n"
        "999999999,DEBIT,7,C4,7,0,B1,0,t1\n";
    memory_log input = { .text = log, .length = sizeof log - 1, .chunk = 1000 };
    jaga_record record;

    for (size_t i = 0; i < map->rule_count; i++) {
        map->rules[i].step_us = map->rules[i].how == TRANSFORM_STEPS ? INT64_C(999999999000000) : 0;
    }
    decoder *from = open_memory(&input, map, 0);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    ck_assert_int_eq(record.kind, JAGA_RECORD_REJECT);
    ck_assert(span_is(record.reject.reason, "bad-time"));
    decoder_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(no_decoder_can_be_closed)
{
    decoder_close(NULL);
}
END_TEST

UNIT_MAIN("decoder", rows_become_records, every_size_of_piece_gives_the_same_records,
          each_bad_line_is_refused_alone_with_its_number_and_reason,
          quotes_and_non_ascii_text_come_through, crlf_gives_the_same_records_as_lf,
          a_byte_order_mark_is_passed_over, a_nul_byte_is_refused_by_its_name,
          an_unclosed_quote_stays_within_its_line, a_carriage_return_inside_a_line_is_refused,
          a_line_over_64_kib_is_refused_alone, a_source_without_a_usable_header_is_refused,
          a_header_mistake_is_told_with_the_column, a_header_with_too_many_columns_is_refused,
          a_header_alone_gives_no_records, unknown_columns_are_told_once,
          a_rejected_line_leaves_no_text_behind, a_full_text_arena_is_told_and_is_no_reject,
          a_live_source_is_not_asked_when_the_caller_will_not_wait,
          a_source_that_cannot_be_read_is_a_failure_and_no_end, a_decoder_goes_on_behind_any_record,
          only_a_source_that_begins_with_the_same_bytes_is_resumed,
          a_source_that_became_unusable_is_not_resumed,
          a_last_line_that_grew_is_not_resumed_in_its_middle, paysim_rows_become_events,
          steps_beyond_the_years_of_the_schema_are_refused, steps_too_many_to_count_do_not_overflow,
          no_decoder_can_be_closed)
