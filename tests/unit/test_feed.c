#include "decode_fixture.h"

#include "pipeline/feed.h"

/* Reading ahead on a thread: the same records however they are cut, and an end in every case. */

enum { ROWS = 3000, ROW_BYTES = 90, ANSWER_BYTES = ROWS * 160 };

static char log_text[ROWS * ROW_BYTES + 200];

static size_t make_log(void)
{
    size_t used = (size_t)snprintf(log_text, 100, "event_id,ts,type,account,amount,currency\n");

    for (int i = 0; i < ROWS; i++) {
        used += (size_t)snprintf(log_text + used, ROW_BYTES, "e%d,%d,payment,a%d,%d,%s\n", i,
                                 1769904000 + i, i % 9, i + 1, i % 40 == 7 ? "no" : "IDR");
    }
    return used;
}

/* A source that gives `chunk` bytes a time, and fails behind its text when it is told to. */
typedef struct odd_log {
    memory_log log;
    bool fails;
} odd_log;

static jaga_status odd_read(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    odd_log *odd = ctx;

    if (odd->fails && odd->log.at == odd->log.length) {
        return jaga_fail(err, JAGA_ERR_IO, "the disk is gone");
    }
    return memory_read(&odd->log, buf, cap, got, err);
}

typedef struct bench {
    arena *memory;
    odd_log odd;
    merge *merged;
    feed *reading;
} bench;

static void open_bench(bench *b, size_t length, size_t chunk, bool is_live, bool fails)
{
    decoder *made = NULL;

    b->memory = new_arena(1 << 20);
    b->odd = (odd_log){ { .text = log_text, .length = length, .chunk = chunk }, fails };
    const decode_input input = {
        .ctx = &b->odd, .read = odd_read, .name = "log.csv", .is_live = is_live
    };
    ck_assert_int_eq(decoder_open(&input, map_named(NULL, b->memory), 0, &made, NULL), JAGA_OK);
    ck_assert_int_eq(merge_open(&made, 1, &b->merged, NULL), JAGA_OK);
    ck_assert_int_eq(feed_open(b->merged, 1, &b->reading, NULL), JAGA_OK);
}

static void close_bench(bench *b)
{
    feed_close(b->reading);
    merge_close(b->merged);
    arena_close(b->memory);
}

/* Everything that comes, as text; how it ended. */
static jaga_status read_all(bench *b, char *answer, int *batches)
{
    size_t used = 0;
    bool is_last = false;
    jaga_status status = JAGA_OK;
    uint64_t bytes = 0;

    *batches = 0;
    answer[0] = '\0';
    while (!is_last) {
        feed_batch *batch = feed_next(b->reading, -1);
        for (size_t i = 0; i < batch->count; i++) {
            used += write_record(&batch->records[i], answer + used, ANSWER_BYTES - used);
        }
        ck_assert_uint_ge(batch->positions[0].bytes, bytes);
        bytes = batch->positions[0].bytes;
        is_last = batch->is_last;
        status = batch->status;
        ++*batches;
        feed_done(b->reading);
    }
    ck_assert_uint_eq(bytes, b->odd.log.length);
    return status;
}

START_TEST(the_same_records_come_however_the_bytes_are_cut)
{
    static char want[ANSWER_BYTES], got[ANSWER_BYTES];
    static const size_t chunks[] = { 1, 7, 97, 4096 };
    const size_t length = make_log();
    int batches;
    bench b;

    open_bench(&b, length, length, false, false);
    ck_assert_int_eq(read_all(&b, want, &batches), JAGA_OK);
    close_bench(&b);
    ck_assert_int_ge(batches, ROWS / FEED_BATCH_RECORDS);
    ck_assert_ptr_nonnull(strstr(want, "e2999 "));
    ck_assert_ptr_nonnull(strstr(want, "reject bad-currency"));
    for (size_t i = 0; i < sizeof chunks / sizeof chunks[0]; i++) {
        for (int is_live = 0; is_live < 2; is_live++) {
            open_bench(&b, length, chunks[i], is_live == 1, false);
            ck_assert_int_eq(read_all(&b, got, &batches), JAGA_OK);
            close_bench(&b);
            ck_assert_str_eq(got, want);
        }
    }
}
END_TEST

START_TEST(a_live_batch_is_handed_over_rather_than_filled)
{
    static char got[ANSWER_BYTES];
    const size_t length = make_log();
    int whole, pieces;
    bench b;

    open_bench(&b, length, 200, false, false);
    ck_assert_int_eq(read_all(&b, got, &whole), JAGA_OK);
    close_bench(&b);
    open_bench(&b, length, 200, true, false);
    ck_assert_int_eq(read_all(&b, got, &pieces), JAGA_OK);
    close_bench(&b);
    ck_assert_int_gt(pieces, 10 * whole);
}
END_TEST

START_TEST(what_was_read_before_a_failure_comes_with_it)
{
    static char got[ANSWER_BYTES];
    const size_t length = make_log();
    int batches;
    bench b;

    open_bench(&b, length, 5000, false, true);
    ck_assert_int_eq(read_all(&b, got, &batches), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(got, "e2999 "));
    close_bench(&b);
}
END_TEST

START_TEST(a_source_without_a_header_fails_at_once)
{
    static char got[ANSWER_BYTES];
    int batches;
    bench b;

    open_bench(&b, 0, 1, false, false);
    ck_assert_int_eq(read_all(&b, got, &batches), JAGA_ERR_FORMAT);
    ck_assert_int_eq(batches, 1);
    ck_assert_str_eq(got, "");
    close_bench(&b);
}
END_TEST

START_TEST(reading_can_be_given_up_at_any_point)
{
    const size_t length = make_log();

    for (int taken = 0; taken < 5; taken++) {
        bench b;
        open_bench(&b, length, 300, false, false);
        for (int i = 0; i < taken; i++) {
            (void)feed_next(b.reading, -1);
            feed_done(b.reading);
        }
        close_bench(&b);
    }
    feed_close(NULL);
}
END_TEST

UNIT_MAIN("feed", the_same_records_come_however_the_bytes_are_cut,
          a_live_batch_is_handed_over_rather_than_filled,
          what_was_read_before_a_failure_comes_with_it, a_source_without_a_header_fails_at_once,
          reading_can_be_given_up_at_any_point)
