#include "model/calibrate.h"
#include "unit.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { ROWS = 40000 };
static calibration_row rows[ROWS];
static calibration_point points[CALIBRATION_POINTS_MOST];
static size_t count;
static jaga_error why;

static double even(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* Rows whose odds of theft are exp(slope margin + at_zero). */
static void draw(size_t how_many, double slope, double at_zero)
{
    uint64_t state = 11;

    for (size_t i = 0; i < how_many; i++) {
        const double margin = -6.0 + 8.0 * even(&state);
        const double share = 1.0 / (1.0 + exp(-(slope * margin + at_zero)));
        const int is_theft = even(&state) < share;
        rows[i] = (calibration_row){ margin, is_theft ? 0.0 : 1.0, is_theft ? 1.0 : 0.0 };
    }
}

static double said(double margin)
{
    size_t i = 0;

    if (margin <= points[0].margin) {
        return points[0].log2_odds;
    }
    while (i + 1 < count && points[i + 1].margin < margin) {
        i++;
    }
    if (i + 1 == count) {
        return points[i].log2_odds;
    }
    const double along = (margin - points[i].margin) / (points[i + 1].margin - points[i].margin);
    return points[i].log2_odds + along * (points[i + 1].log2_odds - points[i].log2_odds);
}

static void rises(void)
{
    ck_assert_uint_ge(count, 2);
    ck_assert_uint_le(count, CALIBRATION_POINTS_MOST);
    for (size_t i = 1; i < count; i++) {
        ck_assert(points[i].margin > points[i - 1].margin);
        ck_assert(points[i].log2_odds >= points[i - 1].log2_odds);
    }
}

START_TEST(few_thefts_give_the_line_that_they_were_drawn_from)
{
    draw(6000, 0.8, -3.0);
    ck_assert_int_eq(calibrate(rows, 6000, points, &count, &why), JAGA_OK);
    ck_assert_uint_eq(count, 2);
    rises();
    for (double margin = -4.0; margin <= 1.5; margin += 0.5) {
        ck_assert_double_eq_tol(said(margin) / 1.4427, 0.8 * margin - 3.0, 0.35);
    }
}
END_TEST

START_TEST(many_thefts_give_steps_that_follow_what_they_were_drawn_from)
{
    draw(ROWS, 1.2, -1.0);
    ck_assert_int_eq(calibrate(rows, ROWS, points, &count, &why), JAGA_OK);
    ck_assert_uint_gt(count, 10);
    rises();
    /* Further down one step takes all rows, until it has its part of the thefts. */
    for (double margin = -2.0; margin <= 1.0; margin += 0.5) {
        ck_assert_double_eq_tol(said(margin) / 1.4427, 1.2 * margin - 1.0, 0.4);
    }
}
END_TEST

START_TEST(a_row_that_stands_for_ten_weighs_like_ten)
{
    draw(6000, 0.8, -3.0);
    ck_assert_int_eq(calibrate(rows, 6000, points, &count, &why), JAGA_OK);
    const double before = said(0.0);
    draw(6000, 0.8, -3.0);
    for (size_t i = 0; i < 6000; i++) {
        rows[i].honest *= 10.0;
    }
    ck_assert_int_eq(calibrate(rows, 6000, points, &count, &why), JAGA_OK);
    ck_assert_double_eq_tol(said(0.0), before - log2(10.0), 0.1);
}
END_TEST

START_TEST(margins_that_say_nothing_or_the_contrary_are_refused)
{
    draw(6000, -0.8, -3.0);
    ck_assert_int_eq(calibrate(rows, 6000, points, &count, &why), JAGA_ERR_FORMAT);
    draw(100, 0.0, -50.0);
    ck_assert_int_eq(calibrate(rows, 100, points, &count, &why), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(why.text, "needs thefts and honest rows"));
    for (size_t i = 0; i < 100; i++) {
        rows[i] = (calibration_row){ 1.0, i % 2 == 0 ? 1.0 : 0.0, i % 2 == 0 ? 0.0 : 1.0 };
    }
    ck_assert_int_eq(calibrate(rows, 100, points, &count, &why), JAGA_ERR_FORMAT);
}
END_TEST

UNIT_MAIN("calibrate", few_thefts_give_the_line_that_they_were_drawn_from,
          many_thefts_give_steps_that_follow_what_they_were_drawn_from,
          a_row_that_stands_for_ten_weighs_like_ten,
          margins_that_say_nothing_or_the_contrary_are_refused)
