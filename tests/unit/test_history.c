#include "story_file.h"

#include "history/history.h"

/* The input log on disk: what is flushed stays, what is torn goes. */

static const char *const store = "0123456789abcdef0123456789abcdef";
static const history_range everything = { 0, INT64_MIN, INT64_MAX };

static history *open_log(const char *path)
{
    history *log = NULL;
    OK(history_open(path, store, &log, &why));
    return log;
}

/* Record i of the tests' log: one an hour. */
static jaga_record record_number(int i)
{
    const jaga_event event = { .event_id = story_text("e%d", i),
                               .account = story_text("a%d", i % 7),
                               .ts_us = STORY_START + i * STORY_HOUR,
                               .amount_minor = i,
                               .balance_minor = JAGA_UNKNOWN_MINOR,
                               .fee_minor = JAGA_UNKNOWN_MINOR,
                               .lat = (double)NAN,
                               .lon = (double)NAN,
                               .currency = "IDR" };
    jaga_record record = story_record(&event);
    record.line = (uint64_t)i + 2;
    return record;
}

static void append(history *log, int from, int until)
{
    for (int i = from; i < until; i++) {
        const jaga_record record = record_number(i);
        OK(history_append(log, &record, &why));
    }
}

/* Reads all in range; checks that numbers and contents agree; returns how many. */
static int read_range(const char *path, history_range range, uint64_t *first)
{
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number, before = 0;
    int count = 0;

    OK(history_reader_open(path, range, &reader, &why));
    jaga_status status;
    while ((status = history_reader_next(reader, &record, &number, &why)) == JAGA_OK) {
        *first = count == 0 ? number : *first;
        ck_assert(count == 0 || number > before);
        ck_assert_int_eq(record.event.amount_minor, (int64_t)number);
        ck_assert_uint_eq(record.line, number + 2);
        before = number;
        count++;
    }
    ck_assert_int_eq(status, JAGA_END);
    history_reader_close(reader);
    return count;
}

static int read_all(const char *path)
{
    uint64_t first = 0;
    const int count = read_range(path, everything, &first);
    ck_assert_uint_eq(first, 0);
    return count;
}

START_TEST(what_was_flushed_is_there_after_reopening)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    history *log = open_log(path);
    append(log, 0, 10);
    OK(history_flush(log, &why));
    append(log, 10, 25);
    OK(history_sync(log, &why));
    append(log, 25, 30); /* never flushed: lost with the process */
    ck_assert_uint_eq(history_records(log), 30);
    history_close(log);
    log = open_log(path);
    ck_assert_uint_eq(history_records(log), 25);
    ck_assert_int_eq(read_all(path), 25);
    append(log, 25, 40);
    OK(history_flush(log, &why));
    ck_assert_int_eq(read_all(path), 40);
    history_close(log);
}
END_TEST

START_TEST(a_full_block_is_written_without_being_asked)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    history *log = open_log(path);
    append(log, 0, 12000);
    const int written = read_all(path);
    ck_assert_int_gt(written, 0);
    ck_assert_int_lt(written, 12000);
    OK(history_flush(log, &why));
    ck_assert_int_eq(read_all(path), 12000);
    ck_assert_uint_lt(history_bytes(log), 12000 * 40);
    history_close(log);
}
END_TEST

START_TEST(flushing_nothing_writes_nothing)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    history *log = open_log(path);
    const uint64_t bytes = history_bytes(log);
    OK(history_flush(log, &why));
    OK(history_sync(log, &why));
    ck_assert_uint_eq(history_bytes(log), bytes);
    ck_assert_int_eq(read_all(path), 0);
    history_close(log);
}
END_TEST

/* A log of two blocks, 20 and 30 records; where the second one begins. */
static size_t two_blocks(const char *path)
{
    history *log = open_log(path);
    append(log, 0, 20);
    OK(history_flush(log, &why));
    const size_t begins = (size_t)history_bytes(log);
    append(log, 20, 50);
    OK(history_flush(log, &why));
    history_close(log);
    return begins;
}

START_TEST(a_last_block_torn_at_any_byte_is_cut_off)
{
    char path[STORY_PATH_BYTES];
    size_t length;
    story_path(path, "history");
    const size_t begins = two_blocks(path);
    char *bytes = story_read_file(path, &length);

    for (size_t n = begins; n < length; n++) {
        story_write_file(path, bytes, n);
        ck_assert_int_eq(read_all(path), 20); /* also for a reader that cannot cut */
        history *log = open_log(path);
        ck_assert_uint_eq(history_records(log), 20);
        ck_assert_uint_eq(history_bytes(log), begins);
        append(log, 20, 22);
        OK(history_flush(log, &why));
        history_close(log);
        ck_assert_int_eq(read_all(path), 22);
    }
    free(bytes);
}
END_TEST

START_TEST(a_last_block_damaged_at_any_byte_is_cut_off)
{
    char path[STORY_PATH_BYTES];
    size_t length;
    story_path(path, "history");
    const size_t begins = two_blocks(path);
    char *bytes = story_read_file(path, &length);

    for (size_t n = begins; n < length; n++) {
        bytes[n] = (char)(bytes[n] ^ 0x10);
        story_write_file(path, bytes, length);
        history *log = open_log(path);
        ck_assert_msg(history_records(log) == 20, "byte %zu of the block", n - begins);
        history_close(log);
        bytes[n] = (char)(bytes[n] ^ 0x10);
    }
    free(bytes);
}
END_TEST

START_TEST(a_header_torn_at_any_byte_is_written_anew)
{
    char path[STORY_PATH_BYTES];
    size_t length;
    story_path(path, "history");
    history_close(open_log(path));
    char *bytes = story_read_file(path, &length);

    for (size_t n = 0; n < length; n++) {
        story_write_file(path, bytes, n);
        ck_assert_int_eq(read_all(path), 0);
        history *log = open_log(path);
        append(log, 0, 3);
        OK(history_flush(log, &why));
        history_close(log);
        ck_assert_int_eq(read_all(path), 3);
    }
    free(bytes);
}
END_TEST

START_TEST(another_databases_history_and_a_foreign_file_are_refused)
{
    char path[STORY_PATH_BYTES];
    history *log = NULL;
    history_reader *reader = NULL;
    jaga_error err;
    story_path(path, "history");
    history_close(open_log(path));
    ck_assert_int_eq(history_open(path, "ffffffffffffffffffffffffffffffff", &log, &err),
                     JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, "another database"));
    static const char foreign[] = "event_id,ts,type,account,amount\n1,2,3,4,5\n1,2,3,4,5\n";
    story_write_file(path, foreign, sizeof foreign - 1);
    ck_assert_int_eq(history_open(path, store, &log, &err), JAGA_ERR_FORMAT);
    ck_assert_int_eq(history_reader_open(path, everything, &reader, &err), JAGA_ERR_FORMAT);
    size_t length;
    char *bytes = story_read_file(path, &length);
    ck_assert_str_eq(bytes, foreign); /* and left alone */
    free(bytes);
}
END_TEST

START_TEST(another_layout_is_refused)
{
    char path[STORY_PATH_BYTES];
    history *log = NULL;
    jaga_error err;
    size_t length;
    story_path(path, "history");
    history_close(open_log(path));
    char *bytes = story_read_file(path, &length);
    bytes[8]++; /* the version */
    story_write_file(path, bytes, length);
    free(bytes);
    ck_assert_int_eq(history_open(path, store, &log, &err), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, "another version"));
}
END_TEST

START_TEST(it_is_cut_back_to_a_blocks_end_and_nowhere_else)
{
    char path[STORY_PATH_BYTES];
    jaga_error err;
    story_path(path, "history");
    two_blocks(path);
    history *log = open_log(path);
    ck_assert_int_eq(history_truncate(log, 19, &err), JAGA_ERR_FORMAT);
    history_close(log);
    log = open_log(path);
    OK(history_truncate(log, 20, &why));
    ck_assert_uint_eq(history_records(log), 20);
    append(log, 20, 21);
    OK(history_flush(log, &why));
    history_close(log);
    ck_assert_int_eq(read_all(path), 21);
}
END_TEST

START_TEST(what_was_cut_off_never_comes_back)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    history *log = open_log(path);
    for (int i = 0; i < 30; i += 10) {
        append(log, i, i + 10);
        OK(history_flush(log, &why));
    }
    OK(history_truncate(log, 10, &why));
    append(log, 10, 20); /* just as long as what was there: the third block would follow it */
    OK(history_flush(log, &why));
    history_close(log);
    ck_assert_int_eq(read_all(path), 20);
    log = open_log(path);
    ck_assert_uint_eq(history_records(log), 20);
    history_close(log);
}
END_TEST

START_TEST(the_last_block_tells_whether_its_source_was_live)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    history *log = open_log(path);
    ck_assert(!history_ends_live(log));
    history_set_live(log, true);
    append(log, 0, 2);
    OK(history_flush(log, &why));
    history_close(log);
    log = open_log(path);
    ck_assert(history_ends_live(log));
    history_set_live(log, false);
    append(log, 2, 4);
    OK(history_flush(log, &why));
    history_close(log);
    log = open_log(path);
    ck_assert(!history_ends_live(log));
    history_close(log);
}
END_TEST

/* Fifty blocks of ten hours each. */
static void many_blocks(const char *path)
{
    history *log = open_log(path);
    for (int i = 0; i < 500; i += 10) {
        append(log, i, i + 10);
        OK(history_flush(log, &why));
    }
    history_close(log);
}

START_TEST(a_reader_begins_at_the_record_it_is_asked_for)
{
    char path[STORY_PATH_BYTES];
    uint64_t first = 0;
    story_path(path, "history");
    many_blocks(path);
    for (uint64_t from = 0; from < 500; from += 7) {
        const history_range range = { from, INT64_MIN, INT64_MAX };
        ck_assert_int_eq(read_range(path, range, &first), 500 - (int)from);
        ck_assert_uint_eq(first, from);
    }
    ck_assert_int_eq(read_range(path, (history_range){ 500, INT64_MIN, INT64_MAX }, &first), 0);
    ck_assert_int_eq(read_range(path, (history_range){ 9999, INT64_MIN, INT64_MAX }, &first), 0);
}
END_TEST

START_TEST(a_reader_of_a_time_range_gives_all_of_it_and_skips_blocks_outside)
{
    char path[STORY_PATH_BYTES];
    uint64_t first = 0;
    story_path(path, "history");
    many_blocks(path);
    for (int from = 0; from < 500; from += 13) {
        const history_range range = { 0, STORY_START + from * STORY_HOUR,
                                      STORY_START + (from + 20) * STORY_HOUR };
        const int count = read_range(path, range, &first);
        const int last = from + 20 < 499 ? from + 20 : 499;
        ck_assert_int_le((int)first, from);
        ck_assert_int_ge((int)first + count - 1, last);
        ck_assert_int_le(count, 21 + 18); /* the two blocks at the ends may be there whole */
    }
    const history_range before = { 0, INT64_MIN, STORY_START - 1 };
    ck_assert_int_eq(read_range(path, before, &first), 0);
}
END_TEST

START_TEST(no_log_yet_reads_as_an_empty_one)
{
    char path[STORY_PATH_BYTES];
    story_path(path, "history");
    ck_assert_int_eq(read_all(path), 0);
}
END_TEST

START_TEST(a_reader_at_the_end_sees_what_is_appended_later)
{
    char path[STORY_PATH_BYTES];
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number;
    story_path(path, "history");
    history *log = open_log(path);
    append(log, 0, 1);
    OK(history_flush(log, &why));
    OK(history_reader_open(path, everything, &reader, &why));
    OK(history_reader_next(reader, &record, &number, &why));
    ck_assert_int_eq(history_reader_next(reader, &record, &number, &why), JAGA_END);
    append(log, 1, 2);
    OK(history_flush(log, &why));
    OK(history_reader_next(reader, &record, &number, &why));
    ck_assert_uint_eq(number, 1);
    history_reader_close(reader);
    history_close(log);
}
END_TEST

UNIT_MAIN("history", what_was_flushed_is_there_after_reopening,
          a_full_block_is_written_without_being_asked, flushing_nothing_writes_nothing,
          a_last_block_torn_at_any_byte_is_cut_off, a_last_block_damaged_at_any_byte_is_cut_off,
          a_header_torn_at_any_byte_is_written_anew,
          another_databases_history_and_a_foreign_file_are_refused, another_layout_is_refused,
          it_is_cut_back_to_a_blocks_end_and_nowhere_else, what_was_cut_off_never_comes_back,
          the_last_block_tells_whether_its_source_was_live,
          a_reader_begins_at_the_record_it_is_asked_for,
          a_reader_of_a_time_range_gives_all_of_it_and_skips_blocks_outside,
          no_log_yet_reads_as_an_empty_one, a_reader_at_the_end_sees_what_is_appended_later)
