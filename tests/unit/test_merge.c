#include "decode/merge.h"
#include "decode_fixture.h"

#include "base/hash.h"

enum { LOGS = 4, ROWS_MAX = 200, LOG_BYTES = 1 << 15, MARKS_MAX = LOGS * ROWS_MAX };

#define HEAD "event_id,ts,type,account\n"

/* Where a record stood and when it was. */
typedef struct mark {
    int64_t ts_us;
    uint32_t source;
    uint64_t line;
} mark;

static char logs[LOGS][LOG_BYTES];
static memory_log inputs[LOGS];
static arena *memory;
static jaga_error why;

/* Rows in order of time within each log, many of them at equal times. */
static size_t write_logs(uint64_t seed, mark *want)
{
    size_t count = 0;

    for (uint32_t s = 0; s < LOGS; s++) {
        int64_t at_s = 1769878800;
        size_t used = (size_t)snprintf(logs[s], LOG_BYTES, "%s", HEAD);
        const uint64_t rows = s == 2 ? 0 : below(&seed, ROWS_MAX);
        for (uint64_t r = 0; r < rows; r++) {
            at_s += (int64_t)below(&seed, 3);
            used += (size_t)snprintf(logs[s] + used, LOG_BYTES - used,
                                     "e%u-%llu,%lld,login,w%llu\n", s, (unsigned long long)r,
                                     (long long)at_s, (unsigned long long)below(&seed, 9));
            want[count++] = (mark){ at_s * 1000000, s, r + 2 };
        }
    }
    return count;
}

static int by_time_source_line(const void *left, const void *right)
{
    const mark *a = left, *b = right;

    if (a->ts_us != b->ts_us) {
        return a->ts_us < b->ts_us ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return a->line < b->line ? -1 : a->line > b->line;
}

static merge *open_merge(size_t count, size_t chunk, const decode_position *from)
{
    decoder *decoders[LOGS];
    const mapping *map = map_named(NULL, memory);
    merge *made = NULL;

    for (size_t i = 0; i < count; i++) {
        bool is_same = false;
        inputs[i] = (memory_log){ .text = logs[i], .length = strlen(logs[i]), .chunk = chunk };
        decoders[i] = open_memory(&inputs[i], map, (uint32_t)i);
        if (from != NULL) {
            ck_assert_int_eq(decoder_resume(decoders[i], &from[i], &is_same, &why), JAGA_OK);
            ck_assert(is_same);
        }
    }
    ck_assert_int_eq(merge_open(decoders, count, &made, &why), JAGA_OK);
    return made;
}

/* Takes up to `most` records; appends their marks. */
static size_t take(merge *from, size_t most, mark *got, size_t count)
{
    jaga_record record;
    decode_result result = DECODE_RECORD;

    for (size_t n = 0; n < most; n++) {
        result = merge_next(from, true, memory, &record, &why);
        if (result != DECODE_RECORD) {
            ck_assert_int_eq(result, DECODE_END);
            break;
        }
        ck_assert_uint_lt(count, MARKS_MAX);
        got[count++] = (mark){ record.event.ts_us, record.source, record.line };
    }
    return count;
}

static void same_marks(const mark *got, size_t got_count, const mark *want, size_t count)
{
    ck_assert_uint_eq(got_count, count);
    for (size_t i = 0; i < count; i++) {
        if (by_time_source_line(&got[i], &want[i]) != 0) {
            ck_abort_msg("record %zu is line %llu of log %u, not line %llu of log %u", i,
                         (unsigned long long)got[i].line, got[i].source,
                         (unsigned long long)want[i].line, want[i].source);
        }
    }
}

START_TEST(logs_merge_by_time_then_source_then_line)
{
    static mark want[MARKS_MAX], got[MARKS_MAX];

    for (uint64_t seed = 1; seed <= 10; seed++) {
        memory = new_arena((size_t)8 << 20);
        const size_t count = write_logs(seed, want);
        qsort(want, count, sizeof want[0], by_time_source_line);
        merge *from = open_merge(LOGS, seed % 2 == 0 ? 1 : 4096, NULL);
        const size_t got_count = take(from, SIZE_MAX, got, 0);
        same_marks(got, got_count, want, count);
        merge_close(from);
        arena_close(memory);
    }
}
END_TEST

START_TEST(a_merge_goes_on_behind_any_record)
{
    static mark want[MARKS_MAX], got[MARKS_MAX];
    decode_position positions[LOGS];

    memory = new_arena((size_t)256 << 20);
    const size_t count = write_logs(42, want);
    qsort(want, count, sizeof want[0], by_time_source_line);
    for (size_t stop = 0; stop <= count; stop += 1 + stop / 20) {
        merge *from = open_merge(LOGS, 333, NULL);
        const size_t before = take(from, stop, got, 0);
        for (size_t i = 0; i < LOGS; i++) {
            positions[i] = merge_position(from, i);
        }
        merge_close(from);
        from = open_merge(LOGS, 333, positions);
        same_marks(got, take(from, SIZE_MAX, got, before), want, count);
        merge_close(from);
    }
    arena_close(memory);
}
END_TEST

START_TEST(a_log_that_is_not_sorted_keeps_its_own_order)
{
    mark got[MARKS_MAX];

    memory = new_arena((size_t)1 << 20);
    (void)snprintf(logs[0], LOG_BYTES, HEAD "a,1769878810,login,w\nb,1769878800,login,w\n");
    (void)snprintf(logs[1], LOG_BYTES, HEAD "c,1769878805,login,w\nd,1769878806,login,w\n");
    merge *from = open_merge(2, 4096, NULL);
    ck_assert_uint_eq(take(from, SIZE_MAX, got, 0), 4);
    ck_assert(got[0].source == 1 && got[1].source == 1);
    ck_assert(got[2].source == 0 && got[2].line == 2);
    ck_assert(got[3].source == 0 && got[3].line == 3);
    merge_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(a_reject_comes_as_soon_as_its_source_reaches_it)
{
    jaga_record record;
    char text[4096];
    size_t used = 0;

    memory = new_arena((size_t)1 << 20);
    (void)snprintf(logs[0], LOG_BYTES, HEAD "a,1769878800,login,w\nb,1769878809,login,w\n");
    (void)snprintf(logs[1], LOG_BYTES,
                   HEAD "c,1769878801,login,w\nd,never,login,w\n"
                        "e,1769878802,login,w\n");
    merge *from = open_merge(2, 4096, NULL);
    while (merge_next(from, true, memory, &record, &why) == DECODE_RECORD) {
        used += write_record(&record, text + used, sizeof text - used);
    }
    merge_close(from);
    arena_close(memory);
    const char *const order[] = { "2 a ", "2 c ", "3 reject bad-time: ", "4 e ", "3 b " };
    const char *at = text;
    for (size_t i = 0; i < 5; i++) {
        at = strstr(at, order[i]);
        ck_assert_msg(at != NULL, "%s in\n%s", order[i], text);
    }
}
END_TEST

START_TEST(texts_live_on_after_their_source_has_moved)
{
    static jaga_record records[2 * ROWS_MAX];
    static mark want[MARKS_MAX];
    size_t count = 0;

    memory = new_arena((size_t)8 << 20);
    (void)write_logs(5, want);
    merge *from = open_merge(2, 100, NULL);
    while (merge_next(from, true, memory, &records[count], &why) == DECODE_RECORD) {
        count++;
    }
    merge_close(from);
    ck_assert_uint_gt(count, 20);
    for (size_t i = 0; i < count; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "e%u-%llu", records[i].source,
                       (unsigned long long)records[i].line - 2);
        ck_assert(span_is(records[i].event.event_id, id));
        ck_assert_uint_eq(records[i].identity.event_low, hash_text128(span_of(id)).low);
    }
    arena_close(memory);
}
END_TEST

START_TEST(one_source_is_passed_through)
{
    mark got[MARKS_MAX];

    memory = new_arena((size_t)1 << 20);
    (void)snprintf(logs[0], LOG_BYTES, HEAD "a,1769878810,login,w\nb,1769878800,login,w\n");
    merge *from = open_merge(1, 4096, NULL);
    ck_assert_uint_eq(take(from, SIZE_MAX, got, 0), 2);
    ck_assert_uint_eq(got[0].line, 2);
    const decode_position at = merge_position(from, 0);
    ck_assert_uint_eq(at.bytes, strlen(logs[0]));
    ck_assert_uint_eq(at.lines, 3);
    ck_assert_uint_eq(at.prefix_hash, hash_bytes64(logs[0], strlen(logs[0]), 0));
    merge_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(a_source_that_cannot_be_used_fails_the_whole_by_name)
{
    jaga_record record;

    memory = new_arena((size_t)1 << 20);
    (void)snprintf(logs[0], LOG_BYTES, HEAD "a,1769878810,login,w\n");
    (void)snprintf(logs[1], LOG_BYTES, "event_id,ts,type\n");
    merge *from = open_merge(2, 4096, NULL);
    ck_assert_int_eq(merge_next(from, true, memory, &record, &why), DECODE_FAILED);
    ck_assert_ptr_nonnull(strstr(why.text, "log.csv: line 1: "));
    merge_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(logs_without_rows_end_at_once)
{
    mark got[MARKS_MAX];

    memory = new_arena((size_t)1 << 20);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(logs[i], LOG_BYTES, "%s", HEAD);
    }
    merge *from = open_merge(3, 4096, NULL);
    ck_assert_uint_eq(take(from, SIZE_MAX, got, 0), 0);
    ck_assert_uint_eq(take(from, SIZE_MAX, got, 0), 0);
    merge_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(the_largest_lines_of_many_sources_fit)
{
    static char big[LOGS][sizeof HEAD + (60 << 10)];
    jaga_record record;
    size_t count = 0;

    memory = new_arena((size_t)4 << 20);
    decoder *decoders[LOGS];
    merge *from = NULL;
    const mapping *map = map_named(NULL, memory);
    for (uint32_t i = 0; i < LOGS; i++) {
        size_t used = (size_t)snprintf(big[i], sizeof big[i],
                                       "event_id,ts,type,account,detail\na,1769878800,login,w,");
        memset(big[i] + used, 'x', sizeof big[i] - used);
        inputs[i] = (memory_log){ .text = big[i], .length = sizeof big[i], .chunk = 5000 };
        decoders[i] = open_memory(&inputs[i], map, i);
    }
    ck_assert_int_eq(merge_open(decoders, LOGS, &from, &why), JAGA_OK);
    while (merge_next(from, true, memory, &record, &why) == DECODE_RECORD) {
        ck_assert_uint_gt(record.event.detail.length, 60000);
        count++;
    }
    ck_assert_uint_eq(count, LOGS);
    merge_close(from);
    arena_close(memory);
}
END_TEST

START_TEST(no_merge_can_be_closed)
{
    merge_close(NULL);
}
END_TEST

UNIT_MAIN("merge", logs_merge_by_time_then_source_then_line, a_merge_goes_on_behind_any_record,
          a_log_that_is_not_sorted_keeps_its_own_order,
          a_reject_comes_as_soon_as_its_source_reaches_it,
          texts_live_on_after_their_source_has_moved, one_source_is_passed_through,
          a_source_that_cannot_be_used_fails_the_whole_by_name, logs_without_rows_end_at_once,
          the_largest_lines_of_many_sources_fit, no_merge_can_be_closed)
