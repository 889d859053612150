#include "story_file.h"

#include "history/block.h"
#include "history/history.h"

#include <stdlib.h>

/* Packing away from the log: the log holds the same bytes as if each record had been appended. */

enum { RECORDS = 512, LONG_BYTES = 60000 };

static const char *const store = "0123456789abcdef0123456789abcdef";
static jaga_record records[RECORDS];
static char long_text[LONG_BYTES];

/* Every hundredth is a reject; details have the given length and are not alike. */
static void make_records(uint32_t detail_bytes)
{
    uint64_t state = 1;

    for (uint32_t i = 0; i < LONG_BYTES; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
        long_text[i] = (char)(33 + (state >> 33) % 90);
    }
    for (int i = 0; i < RECORDS; i++) {
        const jaga_event event = { .event_id = story_text("e%d", i),
                                   .account = story_text("a%d", i % 7),
                                   .ts_us = STORY_START + i * STORY_HOUR,
                                   .amount_minor = i,
                                   .balance_minor = JAGA_UNKNOWN_MINOR,
                                   .fee_minor = JAGA_UNKNOWN_MINOR,
                                   .lat = (double)NAN,
                                   .lon = (double)NAN,
                                   .detail = { long_text, detail_bytes },
                                   .currency = "IDR" };
        records[i] = story_record(&event);
        records[i].line = (uint64_t)i + 2;
        if (i % 100 == 99) {
            records[i].kind = JAGA_RECORD_REJECT;
            records[i].reject =
                (jaga_reject){ story_text("bad-%s", "amount"), story_text("not a %s", "number") };
        }
    }
}

static history *open_log(char path[STORY_PATH_BYTES], const char *name)
{
    history *log = NULL;

    story_path(path, name);
    OK(history_open(path, store, &log, &why));
    return log;
}

/* Appends `count` records one by one, the last `packed` of them as one pack where asked to. */
static void write_log(char path[STORY_PATH_BYTES], const char *name, size_t count, size_t packed)
{
    history *log = open_log(path, name);
    history_packer *packer = NULL;
    history_pack pack;

    for (size_t i = 0; i < count - packed; i++) {
        OK(history_append(log, &records[i], &why));
    }
    if (packed < count) {
        OK(history_flush(log, &why));
    }
    OK(history_packer_open(&packer, &why));
    OK(history_pack_open(&pack, RECORDS, &why));
    /* A pack is used again and again. */
    history_pack_records(packer, &pack, records, 3);
    history_pack_records(packer, &pack, records + count - packed, packed);
    OK(history_append_pack(log, &pack, &why));
    ck_assert_uint_eq(history_records(log), count);
    OK(history_flush(log, &why));
    history_pack_close(&pack);
    history_packer_close(packer);
    history_close(log);
}

static void must_be_same_files(const char *a, const char *b)
{
    size_t length_a, length_b;
    char *text_a = story_read_file(a, &length_a), *text_b = story_read_file(b, &length_b);

    ck_assert_uint_gt(length_a, sizeof(history_header));
    ck_assert_uint_eq(length_a, length_b);
    ck_assert_int_eq(memcmp(text_a, text_b, length_a), 0);
    free(text_a);
    free(text_b);
}

START_TEST(a_pack_is_what_appending_writes)
{
    static const uint32_t detail_bytes[] = { 0, 100, 2000 };
    char one_by_one[STORY_PATH_BYTES], packed[STORY_PATH_BYTES];

    for (size_t i = 0; i < sizeof detail_bytes / sizeof detail_bytes[0]; i++) {
        make_records(detail_bytes[i]);
        write_log(one_by_one, "history", RECORDS, 0);
        write_log(packed, "history", RECORDS, RECORDS);
        must_be_same_files(one_by_one, packed);
    }
}
END_TEST

START_TEST(a_pack_comes_behind_what_was_appended_before)
{
    char path[STORY_PATH_BYTES];
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number, count = 0;

    make_records(10);
    write_log(path, "history", 300, 200);
    const history_range all = { 0, INT64_MIN, INT64_MAX };
    OK(history_reader_open(path, all, &reader, &why));
    while (history_reader_next(reader, &record, &number, &why) == JAGA_OK) {
        ck_assert_uint_eq(number, count);
        ck_assert_uint_eq(record.line, records[count].line);
        ck_assert_int_eq(record.kind, records[count].kind);
        count++;
    }
    history_reader_close(reader);
    ck_assert_uint_eq(count, 300);
}
END_TEST

START_TEST(records_as_long_as_lines_can_be_fit)
{
    char path[STORY_PATH_BYTES];
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number, events = 0;

    make_records(LONG_BYTES);
    write_log(path, "history", RECORDS, RECORDS);
    const history_range all = { 0, INT64_MIN, INT64_MAX };
    OK(history_reader_open(path, all, &reader, &why));
    while (history_reader_next(reader, &record, &number, &why) == JAGA_OK) {
        if (record.kind == JAGA_RECORD_EVENT) {
            ck_assert_uint_eq(record.event.detail.length, LONG_BYTES);
            ck_assert_int_eq(memcmp(record.event.detail.at, long_text, LONG_BYTES), 0);
            events++;
        }
    }
    history_reader_close(reader);
    ck_assert_uint_eq(events, RECORDS - RECORDS / 100);
}
END_TEST

START_TEST(an_empty_pack_writes_nothing)
{
    char path[STORY_PATH_BYTES];
    history_packer *packer = NULL;
    history_pack pack;
    history *log = open_log(path, "history");
    const uint64_t bytes = history_bytes(log);

    OK(history_packer_open(&packer, &why));
    OK(history_pack_open(&pack, RECORDS, &why));
    history_pack_records(packer, &pack, records, 0);
    OK(history_append_pack(log, &pack, &why));
    ck_assert_uint_eq(history_bytes(log), bytes);
    ck_assert_uint_eq(history_records(log), 0);
    history_pack_close(&pack);
    history_packer_close(packer);
    history_packer_close(NULL);
    history_close(log);
}
END_TEST

UNIT_MAIN("pack", a_pack_is_what_appending_writes, a_pack_comes_behind_what_was_appended_before,
          records_as_long_as_lines_can_be_fit, an_empty_pack_writes_nothing)
