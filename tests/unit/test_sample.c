#include "model/sample.h"
#include "unit.h"

#include "base/hash.h"

static arena *memory;
static jaga_error why;

static void opened(sample *self)
{
    ck_assert_int_eq(arena_open((size_t)4 << 30, &memory, NULL), JAGA_OK);
    ck_assert_int_eq(sample_open(self, 2, memory, &why), JAGA_OK);
}

static void add(sample *self, uint64_t i, sample_kind kind, int64_t ts_us, int64_t known_us)
{
    const float numbers[2] = { (float)i, (float)(i + 1) };
    const sample_row row = { .key = hash_bytes64(&i, sizeof i, 0),
                             .ts_us = ts_us,
                             .known_us = known_us,
                             .kind = kind,
                             .counts = 1.0f };

    ck_assert_int_eq(sample_add(self, &row, numbers, &why), JAGA_OK);
}

/* The rows that stay, and only they, are those whose key is small: whatever came when. */
START_TEST(what_is_kept_is_a_sample_by_key_and_stands_for_all)
{
    enum { ALL = 5 * SAMPLE_REST_MOST / 2, LABELLED = 1000 };
    sample self;

    opened(&self);
    for (uint64_t i = 0; i < ALL; i++) {
        add(&self, i, i % (ALL / LABELLED) == 7 ? SAMPLE_THEFT : SAMPLE_REST, (int64_t)i, 0);
    }
    ck_assert_uint_eq(self.rest_seen, ALL - LABELLED);
    ck_assert_uint_eq(self.count - self.rest, LABELLED);
    ck_assert_uint_le(self.rest, SAMPLE_REST_MOST);
    ck_assert_uint_eq(self.halvings[SAMPLE_REST], 2);
    double stands_for = 0.0;
    for (size_t i = 0; i < self.count; i++) {
        const sample_row *row = &self.rows[i];
        ck_assert(self.numbers[2 * i] == (float)row->ts_us);
        ck_assert(row->kind == SAMPLE_THEFT || row->key >> 62 == 0);
        stands_for += row->kind == SAMPLE_REST ? sample_weight(&self, row) : 0.0;
    }
    ck_assert_double_eq_tol(stands_for / (ALL - LABELLED), 1.0, 0.02);
    arena_close(memory);
}
END_TEST

/* Each kind has room of its own: few rows that look like a thief's are all kept beside many that
 * do not. */
START_TEST(rows_that_look_like_theft_are_drawn_apart)
{
    enum { ALL = 5 * SAMPLE_REST_MOST / 2, NEAR_ONES = ALL / 25 };
    sample self;

    opened(&self);
    for (uint64_t i = 0; i < ALL; i++) {
        add(&self, i, i % (ALL / NEAR_ONES) == 3 ? SAMPLE_NEAR : SAMPLE_REST, (int64_t)i, 0);
    }
    ck_assert_uint_eq(self.kept[SAMPLE_NEAR], NEAR_ONES);
    ck_assert_uint_eq(self.halvings[SAMPLE_NEAR], 0);
    ck_assert_uint_eq(self.halvings[SAMPLE_REST], 2);
    ck_assert_uint_eq(self.rest, self.count);
    ck_assert_uint_eq(self.kept[SAMPLE_NEAR] + self.kept[SAMPLE_REST], self.count);
    ck_assert_double_eq_tol((double)sample_rest_stands_for(&self) / ALL, 1.0, 0.02);
    ck_assert_uint_eq(sample_close(&self, ALL / 2, 0), 0);
    ck_assert_uint_eq(self.kept[SAMPLE_NEAR], NEAR_ONES / 2);
    arena_close(memory);
}
END_TEST

START_TEST(rows_whose_labels_may_still_come_are_forgotten)
{
    sample self;

    opened(&self);
    for (uint64_t i = 0; i < 100; i++) {
        add(&self, i, i % 2 == 0 ? SAMPLE_REST : SAMPLE_THEFT, (int64_t)i, (int64_t)i + 40);
    }
    /* As of 90 with a delay of 20: rows before 70; of the labelled, those known by 90: up to 50. */
    ck_assert_uint_eq(sample_close(&self, 90, 20), 10);
    ck_assert_uint_eq(self.rest, 35);
    ck_assert_uint_eq(self.count, 35 + 25);
    for (size_t i = 0; i < self.count; i++) {
        ck_assert_int_lt(self.rows[i].ts_us, 70);
        ck_assert(self.rows[i].kind == SAMPLE_REST || self.rows[i].known_us <= 90);
    }
    arena_close(memory);
}
END_TEST

START_TEST(the_order_of_arrival_leaves_no_trace)
{
    sample forth, back;
    arena *first;

    opened(&forth);
    first = memory;
    for (uint64_t i = 0; i < 1000; i++) {
        add(&forth, i, SAMPLE_REST, (int64_t)(i / 10), 0);
    }
    ck_assert_int_eq(sample_sort(&forth, memory, &why), JAGA_OK);
    opened(&back);
    for (uint64_t i = 1000; i-- > 0;) {
        add(&back, i, SAMPLE_REST, (int64_t)(i / 10), 0);
    }
    ck_assert_int_eq(sample_sort(&back, memory, &why), JAGA_OK);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(forth.rows[i].key, back.rows[i].key);
        ck_assert(forth.numbers[2 * i + 1] == back.numbers[2 * i + 1]);
        ck_assert(i == 0 || forth.rows[i - 1].ts_us <= forth.rows[i].ts_us);
    }
    arena_close(memory);
    arena_close(first);
}
END_TEST

UNIT_MAIN("sample", what_is_kept_is_a_sample_by_key_and_stands_for_all,
          rows_that_look_like_theft_are_drawn_apart, rows_whose_labels_may_still_come_are_forgotten,
          the_order_of_arrival_leaves_no_trace)
