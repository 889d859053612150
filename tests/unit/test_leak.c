#include "model/leak.h"
#include "unit.h"

#include <math.h>

enum { ROWS = 12000, THEFTS = 100, WIDTH = 5 };

static arena *memory;
static jaga_error why;

/* Columns: noise; a leak above; one below; one that is there with thefts alone; one that finds four
 * of ten thefts. The honest reach as far as the thefts once in two thousand rows. */
static void fill(sample *self, double *is_thief)
{
    ck_assert_int_eq(arena_open((size_t)4 << 30, &memory, NULL), JAGA_OK);
    ck_assert_int_eq(sample_open(self, WIDTH, memory, &why), JAGA_OK);
    for (uint64_t i = 0; i < ROWS; i++) {
        const bool is_theft = i % (ROWS / THEFTS) == 5;
        const bool is_odd = i % 2000 == 1;
        const bool is_far = is_theft || is_odd;
        const float noise = (float)(i * 7919 % 1000);
        const float numbers[WIDTH] = { noise, is_far ? 2000.0F : noise, is_far ? -1.0F : noise,
                                       is_theft ? noise : NAN,
                                       is_theft && i / 120 % 10 < 4 ? 2000.0F : noise };
        const sample_row row = { .key = i,
                                 .ts_us = (int64_t)i,
                                 .kind = is_theft ? SAMPLE_THEFT : SAMPLE_REST };
        ck_assert_int_eq(sample_add(self, &row, numbers, &why), JAGA_OK);
        is_thief[i] = is_theft ? 1.0 : 0.0;
    }
}

START_TEST(a_number_that_tells_thefts_alone_is_found_above_below_and_by_being_there)
{
    static double is_thief[ROWS];
    bool is_found[WIDTH] = { false };
    sample self;
    leaks found;

    fill(&self, is_thief);
    ck_assert_int_eq(leaks_find(&self, is_thief, memory, &found, &why), JAGA_OK);
    for (size_t i = 0; i < found.count; i++) {
        is_found[found.at[i].column] = true;
        ck_assert_double_eq_tol(found.at[i].found, 1.0, 1e-9);
    }
    ck_assert_uint_eq(found.count, 3);
    ck_assert(!is_found[0] && is_found[1] && is_found[2] && is_found[3] && !is_found[4]);
    arena_close(memory);
}
END_TEST

START_TEST(nothing_is_said_of_too_few_rows_and_of_no_theft)
{
    static double is_thief[ROWS];
    sample self;
    leaks found;

    fill(&self, is_thief);
    for (size_t i = 0; i < ROWS; i++) {
        is_thief[i] = 0.0;
    }
    ck_assert_int_eq(leaks_find(&self, is_thief, memory, &found, &why), JAGA_OK);
    ck_assert_uint_eq(found.count, 0);
    self.count = 900;
    is_thief[5] = 1.0;
    ck_assert_int_eq(leaks_find(&self, is_thief, memory, &found, &why), JAGA_OK);
    ck_assert_uint_eq(found.count, 0);
    arena_close(memory);
}
END_TEST

UNIT_MAIN("leak", a_number_that_tells_thefts_alone_is_found_above_below_and_by_being_there,
          nothing_is_said_of_too_few_rows_and_of_no_theft)
