#include "decode/frame.h"
#include "decode_fixture.h"

enum { LINES_MAX = 64, TEXT_MAX = 64 };

static char buffer[FRAME_BUFFER_BYTES];

/* What came out of a stream, by value. */
typedef struct outcome {
    size_t count;
    char text[LINES_MAX][TEXT_MAX];
    uint64_t number[LINES_MAX], bytes_behind[LINES_MAX], hash_behind[LINES_MAX];
    bool is_too_long[LINES_MAX];
    uint64_t lines, bytes, hash;
} outcome;

static void take_lines(frame *lines, outcome *out)
{
    frame_line line;

    while (frame_next(lines, &line)) {
        const size_t i = out->count++;
        ck_assert_uint_lt(i, LINES_MAX);
        ck_assert_uint_lt(line.text.length, TEXT_MAX);
        for (uint32_t at = 0; at < line.text.length; at++) {
            out->text[i][at] = line.text.at[at];
        }
        out->number[i] = line.number;
        out->is_too_long[i] = line.is_too_long;
        out->bytes_behind[i] = lines->bytes;
        out->hash_behind[i] = frame_prefix_hash(lines);
    }
}

static void push(frame *lines, const char *text, size_t length)
{
    size_t room;
    char *at = frame_room(lines, &room);

    ck_assert_uint_ge(room, length);
    memcpy(at, text, length);
    frame_filled(lines, length);
}

static void finish(frame *lines, outcome *out)
{
    frame_ended(lines);
    take_lines(lines, out);
    out->lines = lines->line;
    out->bytes = lines->bytes;
    out->hash = frame_prefix_hash(lines);
}

/* Cuts behind byte i where bit i of `cuts` is set. */
static void run(const char *text, size_t length, uint32_t cuts, outcome *out)
{
    frame lines;
    size_t from = 0;

    memset(out, 0, sizeof *out);
    frame_init(&lines, buffer);
    for (size_t i = 0; i < length; i++) {
        if (cuts >> i & 1) {
            push(&lines, text + from, i + 1 - from);
            take_lines(&lines, out);
            from = i + 1;
        }
    }
    push(&lines, text + from, length - from);
    take_lines(&lines, out);
    finish(&lines, out);
}

static void every_cut_is_the_same(const char *text)
{
    static outcome whole, cut;
    const size_t length = strlen(text);

    run(text, length, 0, &whole);
    for (uint32_t cuts = 1; cuts < UINT32_C(1) << length; cuts++) {
        run(text, length, cuts, &cut);
        if (memcmp(&whole, &cut, sizeof whole) != 0) {
            ck_abort_msg("'%s' cut as %x", text, cuts);
        }
    }
}

static outcome lines_of(const char *text)
{
    outcome out;

    run(text, strlen(text), 0, &out);
    return out;
}

START_TEST(every_cut_into_chunks_gives_the_same_lines)
{
    every_cut_is_the_same("ab\ncd\r\ne\n\nf");
    every_cut_is_the_same("\n\n\r\n\r\r\nx\n");
    every_cut_is_the_same("\r\r\r\n\n\ra\r");
    every_cut_is_the_same("one\ntwo\n3");
}
END_TEST

START_TEST(lines_come_with_their_numbers)
{
    const outcome out = lines_of("one\ntwo\nthree\n");

    ck_assert_uint_eq(out.count, 3);
    ck_assert_str_eq(out.text[0], "one");
    ck_assert_str_eq(out.text[2], "three");
    ck_assert_uint_eq(out.number[0], 1);
    ck_assert_uint_eq(out.number[2], 3);
}
END_TEST

START_TEST(a_last_line_without_newline_counts)
{
    const outcome out = lines_of("one\ntwo");

    ck_assert_uint_eq(out.count, 2);
    ck_assert_str_eq(out.text[1], "two");
    ck_assert_uint_eq(out.bytes, 7);
}
END_TEST

START_TEST(a_last_newline_adds_no_line)
{
    ck_assert_uint_eq(lines_of("one\n").count, 1);
    ck_assert_uint_eq(lines_of("").count, 0);
    ck_assert_uint_eq(lines_of("\n").count, 1);
}
END_TEST

START_TEST(blank_lines_keep_their_numbers)
{
    const outcome out = lines_of("\n\na\n\nb\n");

    ck_assert_uint_eq(out.count, 5);
    ck_assert_str_eq(out.text[2], "a");
    ck_assert_str_eq(out.text[4], "b");
    ck_assert_uint_eq(out.number[4], 5);
}
END_TEST

START_TEST(one_carriage_return_before_the_newline_is_taken_off)
{
    const outcome out = lines_of("a\r\nb\r\r\nc\rd\n\r\n");

    ck_assert_str_eq(out.text[0], "a");
    ck_assert_str_eq(out.text[1], "b\r");
    ck_assert_str_eq(out.text[2], "c\rd");
    ck_assert_str_eq(out.text[3], "");
}
END_TEST

START_TEST(the_bytes_and_the_hash_are_those_of_what_was_handed_out)
{
    static const char text[] = "ab\ncd\r\ne";
    const outcome out = lines_of(text);
    static const size_t behind[] = { 3, 7, 8 };

    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(out.bytes_behind[i], behind[i]);
        ck_assert_uint_eq(out.hash_behind[i], hash_bytes64(text, behind[i], 0));
    }
}
END_TEST

/* Streams `length` times 'x', then `tail`, in pieces of `chunk`. */
static void run_long(size_t length, const char *tail, size_t chunk, outcome *out)
{
    const size_t all = length + strlen(tail);
    hash_stream want;
    frame lines;

    memset(out, 0, sizeof *out);
    frame_init(&lines, buffer);
    hash_stream_init(&want);
    for (size_t at = 0; at < all;) {
        size_t room;
        char *to = frame_room(&lines, &room);
        ck_assert_uint_gt(room, 0);
        size_t n = room < chunk ? room : chunk;
        n = n < all - at ? n : all - at;
        for (size_t i = 0; i < n; i++) {
            to[i] = at + i < length ? 'x' : tail[at + i - length];
        }
        hash_stream_add(&want, to, n);
        frame_filled(&lines, n);
        take_lines(&lines, out);
        at += n;
    }
    finish(&lines, out);
    ck_assert_uint_eq(out->bytes, all);
    ck_assert_uint_eq(out->hash, hash_stream_value(&want));
}

static uint32_t length_of_the_line(size_t length, const char *tail)
{
    static char text[FRAME_LINE_BYTES + 16];
    frame lines;
    frame_line line;

    memset(text, 'x', length);
    memcpy(text + length, tail, strlen(tail));
    frame_init(&lines, buffer);
    push(&lines, text, length + strlen(tail));
    frame_ended(&lines);
    ck_assert(frame_next(&lines, &line));
    return line.is_too_long ? UINT32_MAX : line.text.length;
}

START_TEST(a_line_may_be_64_kib)
{
    ck_assert_uint_eq(length_of_the_line(FRAME_LINE_BYTES, "\n"), FRAME_LINE_BYTES);
    ck_assert_uint_eq(length_of_the_line(FRAME_LINE_BYTES, ""), FRAME_LINE_BYTES);
    ck_assert_uint_eq(length_of_the_line(FRAME_LINE_BYTES - 1, "\r\n"), FRAME_LINE_BYTES - 1);
}
END_TEST

START_TEST(a_carriage_return_does_not_count_against_the_64_kib)
{
    ck_assert_uint_eq(length_of_the_line(FRAME_LINE_BYTES, "\r\n"), FRAME_LINE_BYTES);
}
END_TEST

START_TEST(one_byte_more_is_too_long_however_it_is_cut)
{
    static outcome out;
    static const size_t chunks[] = {
        1, 1000, FRAME_LINE_BYTES, FRAME_LINE_BYTES + 1, FRAME_LINE_BYTES + 2, FRAME_BUFFER_BYTES
    };

    for (size_t c = 0; c < sizeof chunks / sizeof chunks[0]; c++) {
        for (size_t more = 1; more < 4; more++) {
            run_long(FRAME_LINE_BYTES + more, "\nnext\n", chunks[c], &out);
            ck_assert_uint_eq(out.count, 2);
            ck_assert(out.is_too_long[0] && !out.is_too_long[1]);
            ck_assert_str_eq(out.text[0], "");
            ck_assert_str_eq(out.text[1], "next");
            ck_assert_uint_eq(out.number[1], 2);
        }
    }
}
END_TEST

START_TEST(a_line_of_many_mib_streams_through_and_is_handed_out_once)
{
    static outcome out;
    static const size_t chunks[] = { 4096, 65537, 1 << 20 };

    for (size_t c = 0; c < 3; c++) {
        run_long((8 << 20) + 123, "\r\na\nb", chunks[c], &out);
        ck_assert_uint_eq(out.count, 3);
        ck_assert(out.is_too_long[0]);
        ck_assert_str_eq(out.text[1], "a");
        ck_assert_str_eq(out.text[2], "b");
    }
}
END_TEST

START_TEST(a_long_last_line_without_newline_is_handed_out_once)
{
    static outcome out;

    for (size_t length = FRAME_LINE_BYTES + 1; length < FRAME_LINE_BYTES + 5; length++) {
        run_long(length, "", 4096, &out);
        ck_assert_uint_eq(out.count, 1);
        ck_assert(out.is_too_long[0]);
    }
    run_long(4 << 20, "", 1 << 18, &out);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.lines, 1);
}
END_TEST

START_TEST(long_and_short_lines_take_turns)
{
    static outcome out;
    frame lines;
    static char text[FRAME_LINE_BYTES * 3];

    memset(text, 'y', sizeof text);
    frame_init(&lines, buffer);
    memset(&out, 0, sizeof out);
    for (int i = 0; i < 5; i++) {
        push(&lines, text, FRAME_LINE_BYTES + 10);
        take_lines(&lines, &out);
        push(&lines, "yy\nshort\n", 9);
        take_lines(&lines, &out);
    }
    finish(&lines, &out);
    ck_assert_uint_eq(out.count, 10);
    for (size_t i = 0; i < 10; i++) {
        ck_assert(out.is_too_long[i] == (i % 2 == 0));
        ck_assert_uint_eq(out.number[i], i + 1);
    }
}
END_TEST

START_TEST(there_is_always_room_when_more_bytes_are_needed)
{
    frame lines;
    frame_line line;
    size_t room;

    frame_init(&lines, buffer);
    for (int i = 0; i < 100; i++) {
        char *at = frame_room(&lines, &room);
        ck_assert_uint_ge(room, FRAME_BUFFER_BYTES - FRAME_LINE_BYTES - 1);
        memset(at, 'z', room);
        frame_filled(&lines, room);
        ck_assert(!frame_next(&lines, &line));
    }
}
END_TEST

START_TEST(nul_bytes_do_not_end_a_line)
{
    frame lines;
    frame_line line;

    frame_init(&lines, buffer);
    push(&lines, "a\0b\nc", 5);
    ck_assert(frame_next(&lines, &line));
    ck_assert_uint_eq(line.text.length, 3);
    ck_assert(memcmp(line.text.at, "a\0b", 3) == 0);
}
END_TEST

UNIT_MAIN("frame", every_cut_into_chunks_gives_the_same_lines, lines_come_with_their_numbers,
          a_last_line_without_newline_counts, a_last_newline_adds_no_line,
          blank_lines_keep_their_numbers, one_carriage_return_before_the_newline_is_taken_off,
          the_bytes_and_the_hash_are_those_of_what_was_handed_out, a_line_may_be_64_kib,
          a_carriage_return_does_not_count_against_the_64_kib,
          one_byte_more_is_too_long_however_it_is_cut,
          a_line_of_many_mib_streams_through_and_is_handed_out_once,
          a_long_last_line_without_newline_is_handed_out_once, long_and_short_lines_take_turns,
          there_is_always_room_when_more_bytes_are_needed, nul_bytes_do_not_end_a_line)
