#include "decode/order.h"
#include "decode_fixture.h"

#include "base/when.h"

enum { CAP = 1 << 16 };

#define START  INT64_C(1769878800000000) /* 2026-01-31T17:00:00Z */
#define HOUR   (3600 * US_PER_SECOND)
#define MINUTE (60 * US_PER_SECOND)

static order judge;

static const order_limits usual = { .lateness_us = 10 * MINUTE,
                                    .horizon_us = 48 * HOUR,
                                    .future_us = 7 * 24 * HOUR };

static void open_judge(uint32_t cap)
{
    ck_assert_int_eq(order_open(&judge, cap, NULL), JAGA_OK);
    judge.limits = usual;
}

static order_verdict ask(uint64_t id, int64_t ts_us, uint64_t account, uint64_t content)
{
    const jaga_event event = { .ts_us = ts_us };
    const jaga_identity identity = { .event_low = id,
                                     .event_high = ~id,
                                     .account_low = account,
                                     .account_high = account,
                                     .content = content };
    order_verdict verdict;

    ck_assert_int_eq(order_judge(&judge, &event, &identity, &verdict, NULL), JAGA_OK);
    return verdict;
}

static order_verdict at(uint64_t id, int64_t ts_us)
{
    return ask(id, ts_us, 1, 0);
}

START_TEST(before_the_first_event_there_is_no_watermark)
{
    open_judge(CAP);
    ck_assert(order_watermark_us(&judge) == INT64_MIN);
    ck_assert_int_eq(at(1, START), ORDER_ON_TIME);
    ck_assert_int_eq(order_watermark_us(&judge), START - 10 * MINUTE);
    order_close(&judge);
}
END_TEST

START_TEST(the_watermark_never_goes_back)
{
    open_judge(CAP);
    (void)at(1, START);
    (void)at(2, START - HOUR);
    ck_assert_int_eq(order_watermark_us(&judge), START - 10 * MINUTE);
    (void)at(3, START + HOUR);
    ck_assert_int_eq(order_watermark_us(&judge), START + 50 * MINUTE);
    order_close(&judge);
}
END_TEST

START_TEST(ten_minutes_of_lateness_are_on_time)
{
    open_judge(CAP);
    (void)at(1, START);
    ck_assert_int_eq(at(2, START - 10 * MINUTE), ORDER_ON_TIME);
    ck_assert_int_eq(at(3, START - 10 * MINUTE - 1), ORDER_LATE);
    order_close(&judge);
}
END_TEST

START_TEST(within_48_hours_a_row_is_late_and_beyond_it_stale)
{
    open_judge(CAP);
    (void)at(1, START);
    ck_assert_int_eq(at(2, START - 48 * HOUR), ORDER_LATE);
    ck_assert_int_eq(at(3, START - 48 * HOUR - 1), ORDER_STALE);
    order_close(&judge);
}
END_TEST

START_TEST(the_same_event_again_is_a_duplicate)
{
    open_judge(CAP);
    ck_assert_int_eq(ask(1, START, 1, 5), ORDER_ON_TIME);
    ck_assert_int_eq(ask(1, START, 1, 5), ORDER_DUPLICATE);
    (void)at(2, START + 40 * HOUR);
    ck_assert_int_eq(ask(1, START, 1, 5), ORDER_DUPLICATE);
    order_close(&judge);
}
END_TEST

START_TEST(the_same_id_with_other_content_is_a_conflict)
{
    open_judge(CAP);
    ck_assert_int_eq(ask(1, START, 1, 5), ORDER_ON_TIME);
    ck_assert_int_eq(ask(1, START, 1, 6), ORDER_CONFLICT);
    ck_assert_int_eq(ask(1, START + MINUTE, 1, 7), ORDER_CONFLICT);
    ck_assert_int_eq(ask(1, START, 1, 5), ORDER_DUPLICATE);
    order_close(&judge);
}
END_TEST

START_TEST(a_conflict_does_not_move_the_clock)
{
    open_judge(CAP);
    (void)ask(1, START, 1, 5);
    (void)ask(1, START + HOUR, 1, 6);
    ck_assert_int_eq(order_watermark_us(&judge), START - 10 * MINUTE);
    order_close(&judge);
}
END_TEST

START_TEST(a_repetition_older_than_the_horizon_is_stale_and_never_new)
{
    open_judge(CAP);
    (void)at(1, START);
    (void)at(2, START + 49 * HOUR);
    ck_assert_int_eq(at(1, START), ORDER_STALE);
    order_close(&judge);
}
END_TEST

START_TEST(ids_that_differ_in_one_half_are_different_events)
{
    open_judge(CAP);
    order_verdict verdict;
    const jaga_event event = { .ts_us = START };
    const jaga_identity ids[] = { { .event_low = 1, .event_high = 1 },
                                  { .event_low = 1, .event_high = 2 },
                                  { .event_low = 2, .event_high = 1 } };

    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(order_judge(&judge, &event, &ids[i], &verdict, NULL), JAGA_OK);
        ck_assert_int_eq(verdict, ORDER_ON_TIME);
    }
    order_close(&judge);
}
END_TEST

START_TEST(a_week_ahead_is_taken_and_more_is_future)
{
    open_judge(CAP);
    (void)at(1, START);
    ck_assert_int_eq(at(2, START + 7 * 24 * HOUR + 1), ORDER_FUTURE);
    ck_assert_int_eq(order_watermark_us(&judge), START - 10 * MINUTE);
    ck_assert_int_eq(at(3, START + 7 * 24 * HOUR), ORDER_ON_TIME);
    order_close(&judge);
}
END_TEST

START_TEST(a_hundred_rows_of_ten_accounts_agree_on_a_jump)
{
    const int64_t later = START + 30 * 24 * HOUR;

    open_judge(CAP);
    (void)at(1, START);
    for (uint64_t i = 0; i < 99; i++) {
        ck_assert_int_eq(ask(100 + i, later + (int64_t)i, i % 10, 0), ORDER_FUTURE);
    }
    ck_assert_int_eq(ask(500, later + 100, 9, 0), ORDER_ON_TIME);
    ck_assert_int_eq(order_watermark_us(&judge), later + 100 - 10 * MINUTE);
    ck_assert_int_eq(ask(501, later + 101, 1, 0), ORDER_ON_TIME);
    order_close(&judge);
}
END_TEST

START_TEST(a_thousand_rows_of_nine_accounts_do_not_agree)
{
    open_judge(CAP);
    (void)at(1, START);
    for (uint64_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(ask(100 + i, START + 30 * 24 * HOUR, i % 9, 0), ORDER_FUTURE);
    }
    ck_assert_int_eq(ask(5000, START + 30 * 24 * HOUR, 9, 0), ORDER_ON_TIME);
    order_close(&judge);
}
END_TEST

START_TEST(after_a_jump_the_next_one_needs_its_own_hundred)
{
    open_judge(CAP);
    (void)at(1, START);
    for (uint64_t i = 0; i < 100; i++) {
        (void)ask(100 + i, START + 30 * 24 * HOUR, i % 10, 0);
    }
    for (uint64_t i = 0; i < 99; i++) {
        ck_assert_int_eq(ask(300 + i, START + 60 * 24 * HOUR, i % 10, 0), ORDER_FUTURE);
    }
    ck_assert_int_eq(ask(600, START + 60 * 24 * HOUR, 3, 0), ORDER_ON_TIME);
    order_close(&judge);
}
END_TEST

/* A phone with a wrong clock here and there, while the log as a whole goes its way: nobody has
 * agreed on anything. Taking the hundredth would make every honest row after it stale. */
START_TEST(strays_among_ordinary_rows_never_move_the_clock)
{
    uint64_t id = 1;

    open_judge(CAP);
    (void)at(id++, START);
    for (int64_t i = 0; i < 500; i++) {
        ck_assert_int_eq(ask(id++, START + 70 * 365 * 24 * HOUR, (uint64_t)i % 20, 0),
                         ORDER_FUTURE);
        for (int64_t n = 0; n < 10; n++) {
            ck_assert_int_eq(at(id++, START + (i * 10 + n) * MINUTE), ORDER_ON_TIME);
        }
    }
    order_close(&judge);
}
END_TEST

START_TEST(a_full_table_shrinks_the_horizon_and_says_so)
{
    open_judge(100);
    for (uint64_t i = 0; i < 100; i++) {
        ck_assert_int_eq(at(i + 1, START + (int64_t)i * MINUTE), ORDER_ON_TIME);
    }
    ck_assert(!order_has_shrunk(&judge));
    ck_assert_int_eq(at(200, START + 100 * MINUTE), ORDER_ON_TIME);
    ck_assert(order_has_shrunk(&judge));
    /* The first was forgotten: it must not come twice. */
    ck_assert_int_eq(at(1, START), ORDER_STALE);
    ck_assert_int_eq(at(2, START + MINUTE), ORDER_DUPLICATE);
    order_close(&judge);
}
END_TEST

START_TEST(ids_that_left_the_horizon_make_room_without_shrinking_it)
{
    open_judge(100);
    for (uint64_t i = 0; i < 10000; i++) {
        ck_assert_int_eq(at(i + 1, START + (int64_t)i * HOUR), ORDER_ON_TIME);
    }
    ck_assert(!order_has_shrunk(&judge));
    order_close(&judge);
}
END_TEST

/* The model: every accepted event in a list, searched from its beginning. */
typedef struct accepted {
    uint64_t id, content;
    int64_t ts_us;
} accepted;

enum { MODEL_MAX = 20000 };

typedef struct model {
    accepted list[MODEL_MAX];
    size_t count;
    int64_t latest_us;
} model;

static order_verdict model_ask(model *self, uint64_t id, int64_t ts_us, uint64_t content)
{
    if (self->count > 0 && ts_us < self->latest_us - 48 * HOUR) {
        return ORDER_STALE;
    }
    for (size_t i = 0; i < self->count; i++) {
        const accepted *seen = &self->list[i];
        if (seen->id == id && seen->ts_us >= self->latest_us - 48 * HOUR) {
            return seen->content == content ? ORDER_DUPLICATE : ORDER_CONFLICT;
        }
    }
    if (self->count > 0 && ts_us > self->latest_us + 7 * 24 * HOUR) {
        return ORDER_FUTURE;
    }
    const bool is_late = self->count > 0 && ts_us < self->latest_us - 10 * MINUTE;
    self->latest_us = self->count == 0 || ts_us > self->latest_us ? ts_us : self->latest_us;
    self->list[self->count++] = (accepted){ id, content, ts_us };
    return is_late ? ORDER_LATE : ORDER_ON_TIME;
}

static uint64_t random_row(uint64_t *seed, int64_t clock_us, uint64_t newest, accepted *row)
{
    const uint64_t kind = below(seed, 1000);
    const int64_t back = kind < 600   ? (int64_t)below(seed, 5 * MINUTE)
                         : kind < 900 ? (int64_t)below(seed, 40 * HOUR)
                         : kind < 998 ? (int64_t)below(seed, 60 * HOUR)
                                      : -(int64_t)below(seed, 14 * 24 * HOUR);
    const bool is_again = below(seed, 4) == 0 && newest > 1;

    row->id = is_again ? 1 + below(seed, newest - 1) : newest;
    row->content = row->id * 3 + (below(seed, 20) == 0);
    row->ts_us = clock_us - back;
    return is_again ? newest : newest + 1;
}

/* A repeated id comes with its own time most of the time, as an overlapping export has it. */
static void compare_with_model(uint64_t seed, int rounds)
{
    static model naive;
    static int64_t first_ts[MODEL_MAX];
    uint64_t newest = 1;
    int64_t clock_us = START;
    int futures = 0;

    memset(&naive, 0, sizeof naive);
    open_judge(CAP);
    for (int i = 0; i < rounds && futures < 80; i++) {
        accepted row;
        const uint64_t before = newest;
        newest = random_row(&seed, clock_us, newest, &row);
        if (newest > before) {
            first_ts[row.id] = row.ts_us;
        } else if (below(&seed, 10) > 0) {
            row.ts_us = first_ts[row.id];
        }
        const order_verdict want = model_ask(&naive, row.id, row.ts_us, row.content);
        const order_verdict got = ask(row.id, row.ts_us, 1, row.content);
        if (got != want) {
            ck_abort_msg("row %d, id %llu: %d, the model says %d", i, (unsigned long long)row.id,
                         (int)got, (int)want);
        }
        futures += want == ORDER_FUTURE;
        clock_us += (int64_t)below(&seed, 2 * MINUTE);
        clock_us = clock_us > naive.latest_us ? clock_us : naive.latest_us;
    }
    ck_assert(!order_has_shrunk(&judge));
    order_close(&judge);
}

START_TEST(random_streams_get_the_verdicts_of_a_list_of_everything)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        compare_with_model(seed, 8000);
    }
}
END_TEST

START_TEST(with_little_memory_nothing_is_ever_applied_twice)
{
    static bool was_applied[MODEL_MAX];
    static int64_t first_ts[MODEL_MAX];
    uint64_t seed = 9, newest = 1;
    int64_t clock_us = START;

    open_judge(64);
    for (int i = 0; i < 15000; i++) {
        accepted row;
        const uint64_t before = newest;
        newest = random_row(&seed, clock_us, newest, &row);
        row.ts_us = row.ts_us > clock_us ? clock_us : row.ts_us;
        first_ts[row.id] = newest > before ? row.ts_us : first_ts[row.id];
        const order_verdict got = ask(row.id, first_ts[row.id], 1, 0);
        if (got == ORDER_ON_TIME || got == ORDER_LATE) {
            ck_assert_msg(!was_applied[row.id], "row %d", i);
            was_applied[row.id] = true;
        }
        clock_us += (int64_t)below(&seed, 2 * MINUTE);
    }
    ck_assert(order_has_shrunk(&judge));
    order_close(&judge);
}
END_TEST

/* What a snapshot does: the bytes of the slabs, then the index made anew. */
static void copy_pool(slab_pool *to, const slab_pool *from)
{
    while (to->count < from->count) {
        (void)slab_add(to);
    }
    memcpy(to->base, from->base, (size_t)from->count * from->item_bytes);
}

START_TEST(a_restored_order_gives_the_same_verdicts)
{
    uint64_t seed = 21, newest = 1;
    int64_t clock_us = START;
    order restored;

    open_judge(300);
    for (int i = 0; i < 3000; i++) {
        accepted row;
        newest = random_row(&seed, clock_us, newest, &row);
        (void)ask(row.id, row.ts_us, 1, row.content);
        clock_us += (int64_t)below(&seed, 2 * MINUTE);
    }
    ck_assert_int_eq(order_open(&restored, 300, NULL), JAGA_OK);
    restored.limits = usual;
    copy_pool(&restored.state, &judge.state);
    copy_pool(&restored.seen, &judge.seen);
    ck_assert_int_eq(order_restored(&restored, NULL), JAGA_OK);
    for (int i = 0; i < 3000; i++) {
        accepted row;
        newest = random_row(&seed, clock_us, newest, &row);
        const order_verdict want = ask(row.id, row.ts_us, 1, row.content);
        const order original = judge;
        judge = restored;
        const order_verdict got = ask(row.id, row.ts_us, 1, row.content);
        restored = judge;
        judge = original;
        ck_assert_int_eq(got, want);
        clock_us += (int64_t)below(&seed, 2 * MINUTE);
    }
    order_close(&restored);
    order_close(&judge);
}
END_TEST

UNIT_MAIN(
    "order", before_the_first_event_there_is_no_watermark, the_watermark_never_goes_back,
    ten_minutes_of_lateness_are_on_time, within_48_hours_a_row_is_late_and_beyond_it_stale,
    the_same_event_again_is_a_duplicate, the_same_id_with_other_content_is_a_conflict,
    a_conflict_does_not_move_the_clock, a_repetition_older_than_the_horizon_is_stale_and_never_new,
    ids_that_differ_in_one_half_are_different_events, a_week_ahead_is_taken_and_more_is_future,
    a_hundred_rows_of_ten_accounts_agree_on_a_jump, a_thousand_rows_of_nine_accounts_do_not_agree,
    after_a_jump_the_next_one_needs_its_own_hundred,
    strays_among_ordinary_rows_never_move_the_clock, a_full_table_shrinks_the_horizon_and_says_so,
    ids_that_left_the_horizon_make_room_without_shrinking_it,
    random_streams_get_the_verdicts_of_a_list_of_everything,
    with_little_memory_nothing_is_ever_applied_twice, a_restored_order_gives_the_same_verdicts)
