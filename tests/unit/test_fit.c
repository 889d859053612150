#include "decode_fixture.h"
#include "model/fit.h"

#include <math.h>

/* Logs are drawn from a model that is known: log2 odds = base + sum of bits * share. */
enum { ROWS = 200000, SIGNALS = 4, SHARES = ROWS * SIGNALS };

static fit_row rows[ROWS];
static fit_share shares[SHARES];
static size_t share_count;
static fit it;
static weights got;
static double base_bits;
static uint64_t luck;

static double uniform(void)
{
    return (double)below(&luck, UINT64_C(1) << 40) / (double)(UINT64_C(1) << 40);
}

static void begin(double prior, double strength)
{
    luck = 7;
    share_count = 0;
    it = (fit){ .rows = rows, .count = 0, .strength = strength };
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        it.prior.bits[s] = prior;
    }
}

/* A row without shares; share() adds to the latest one. */
static fit_row *row_of(uint64_t group, bool is_theft)
{
    ck_assert_uint_lt(it.count, ROWS);
    fit_row *row = &rows[it.count++];
    *row = (fit_row){ .group = group, .is_theft = is_theft, .at = &shares[share_count] };
    return row;
}

static void share(uint16_t signal, double x)
{
    shares[share_count++] = (fit_share){ signal, (float)x };
    rows[it.count - 1].count++;
}

static size_t run(void)
{
    arena *memory = new_arena((size_t)1 << 28);
    size_t rounds = 0;

    fit_prepare(&it);
    ck_assert_int_eq(fit_run(&it, memory, &got, &base_bits, &rounds, NULL), JAGA_OK);
    arena_close(memory);
    return rounds;
}

/* Each row a group of its own; about half of the signals have a share in it. */
static void draw(size_t count, double base, const double bits[SIGNALS])
{
    for (size_t i = 0; i < count; i++) {
        fit_row *row = row_of(i, false);
        double sum = base;
        for (uint16_t s = 0; s < SIGNALS; s++) {
            const double x = uniform();
            if (x > 0.5) {
                share(s, 2.0 * x - 1.0);
                sum += bits[s] * (2.0 * x - 1.0);
            }
        }
        row->is_theft = uniform() < 1.0 / (1.0 + exp2(-sum));
    }
}

START_TEST(weights_and_base_rate_come_back)
{
    static const double truth[SIGNALS] = { 1.5, 3.0, 4.5, 6.0 };

    begin(2.0, 1e-3);
    draw(ROWS, -8.0, truth);
    run();
    for (size_t s = 0; s < SIGNALS; s++) {
        ck_assert_double_eq_tol(got.bits[s], truth[s], 0.3);
    }
    ck_assert_double_eq_tol(base_bits, -8.0, 0.3);
}
END_TEST

START_TEST(the_result_is_the_least_penalised_loss)
{
    static const double truth[SIGNALS] = { 1.5, 3.0, 4.5, 6.0 };

    /* Natural logarithms, as in the textbook; any step aside makes it worse. */
    begin(2.0, 5.0);
    draw(5000, -5.0, truth);
    run();
    double loss[1 + 2 * SIGNALS + 2] = { 0.0 };
    for (size_t v = 0; v < sizeof loss / sizeof loss[0]; v++) {
        weights by = got;
        double base = base_bits;
        const double aside = v % 2 == 1 ? 0.05 : -0.05;
        if (v > 0 && v <= 2 * SIGNALS) {
            by.bits[(v - 1) / 2] += aside;
        } else if (v > 0) {
            base += aside;
        }
        for (size_t i = 0; i < it.count; i++) {
            double sum = base;
            for (uint32_t k = 0; k < rows[i].count; k++) {
                sum += by.bits[rows[i].at[k].signal] * (double)rows[i].at[k].share;
            }
            loss[v] += log1p(exp2(rows[i].is_theft ? -sum : sum));
        }
        for (size_t s = 0; s < SIGNALS; s++) {
            loss[v] += it.strength * (by.bits[s] - 2.0) * (by.bits[s] - 2.0);
        }
        ck_assert_msg(v == 0 || loss[v] > loss[0], "aside %zu: %f under %f", v, loss[v], loss[0]);
    }
}
END_TEST

START_TEST(without_data_the_prior_stays)
{
    static const double truth[SIGNALS] = { 2.0, 2.0, 2.0, 2.0 };

    begin(2.5, 1.0);
    draw(1000, -3.0, truth);
    run();
    for (size_t s = SIGNALS; s < jaga_signal_count(); s++) {
        ck_assert_double_eq(got.bits[s], 2.5);
    }
}
END_TEST

START_TEST(a_strong_prior_holds)
{
    static const double truth[SIGNALS] = { 6.0, 6.0, 6.0, 6.0 };

    begin(2.0, 1e7);
    draw(2000, -3.0, truth);
    run();
    for (size_t s = 0; s < SIGNALS; s++) {
        ck_assert_double_eq_tol(got.bits[s], 2.0, 0.01);
    }
}
END_TEST

START_TEST(weights_stay_between_floor_and_ceiling)
{
    begin(3.0, 1e-6);
    for (uint64_t i = 0; i < 2000; i++) {
        (void)row_of(i, i % 2 == 0);
        share(i % 2 == 0 ? 0 : 1, 1.0); /* only thieves, only owners */
    }
    run();
    ck_assert_double_eq(got.bits[0], FIT_MOST_BITS);
    ck_assert_double_eq_tol(got.bits[1], FIT_LEAST_SHARE * 3.0, 1e-9);
}
END_TEST

START_TEST(a_fixed_weight_is_worth_the_prior)
{
    begin(3.0, 1e-6);
    it.is_fixed[0] = true;
    for (uint64_t i = 0; i < 2000; i++) {
        (void)row_of(i, i % 2 == 0);
        share(i % 2 == 0 ? 0 : 1, 1.0);
    }
    run();
    ck_assert_double_eq(got.bits[0], 3.0);
}
END_TEST

START_TEST(the_loudest_row_is_what_counts)
{
    /* Groups of three: the quiet rows hold a signal of which thieves have much, and are not heard.
     */
    begin(2.0, 0.01);
    for (uint64_t i = 0; i < 1000; i++) {
        const bool is_theft = i % 10 == 0;
        (void)row_of(i, is_theft);
        share(0, 1.0);
        for (int quiet = 0; quiet < 2; quiet++) {
            (void)row_of(i, is_theft);
            if (is_theft) {
                share(1, 0.3);
            }
        }
    }
    run();
    ck_assert_double_eq(got.bits[1], 2.0);
    /* Signal 0 tells nothing apart: with the base rate the odds are those of one in ten. */
    ck_assert_double_eq_tol(base_bits + got.bits[0], log2(1.0 / 9.0), 0.05);
}
END_TEST

START_TEST(a_long_theft_weighs_as_much_as_a_short_one)
{
    weights one;

    begin(2.0, 0.5);
    for (uint64_t i = 0; i < 200; i++) {
        (void)row_of(i, i % 4 == 0);
        share(i % 4 == 0 || i % 4 == 1 ? 0 : 1, 1.0);
    }
    run();
    one = got;
    begin(2.0, 0.5);
    for (uint64_t i = 0; i < 200; i++) {
        for (int again = 0; again < (i % 8 == 0 ? 50 : 1); again++) {
            (void)row_of(i, i % 4 == 0);
            share(i % 4 == 0 || i % 4 == 1 ? 0 : 1, 1.0);
        }
    }
    run();
    ck_assert_double_eq_tol(got.bits[0], one.bits[0], 1e-6);
    ck_assert_double_eq_tol(got.bits[1], one.bits[1], 1e-6);
}
END_TEST

START_TEST(the_order_of_the_rows_does_not_matter)
{
    static const double truth[SIGNALS] = { 1.0, 2.0, 3.0, 4.0 };
    weights forward;

    begin(2.0, 1.0);
    draw(3000, -4.0, truth);
    run();
    forward = got;
    const double forward_base = base_bits;
    for (size_t i = 0; i < it.count / 2; i++) {
        const fit_row kept = rows[i];
        rows[i] = rows[it.count - 1 - i];
        rows[it.count - 1 - i] = kept;
    }
    run();
    ck_assert_mem_eq(&got, &forward, sizeof got);
    ck_assert_mem_eq(&base_bits, &forward_base, sizeof base_bits);
}
END_TEST

START_TEST(what_is_left_out_teaches_nothing)
{
    static const double truth[SIGNALS] = { 1.0, 2.0, 3.0, 4.0 };
    weights with;

    begin(2.0, 1.0);
    draw(3000, -4.0, truth);
    run();
    with = got;
    begin(2.0, 1.0);
    draw(3000, -4.0, truth);
    for (uint64_t i = 0; i < 300; i++) {
        row_of(100000 + i, true)->is_left_out = true;
        share((uint16_t)(i % SIGNALS), 1.0);
    }
    run();
    ck_assert_mem_eq(&got, &with, sizeof got);
}
END_TEST

/* The share of thefts above the threshold, the slow way. */
static size_t found_slowly(const weights *by, size_t groups, size_t false_days, bool is_left_out)
{
    static double most[1000];
    static const fit_row *speaker[1000];
    size_t found = 0;

    for (size_t g = 0; g < groups; g++) {
        most[g] = 0.0;
        for (size_t i = 0; i < it.count; i++) {
            double sum = 0.0;
            for (uint32_t k = 0; rows[i].group == g && k < rows[i].count; k++) {
                sum += by->bits[rows[i].at[k].signal] * (double)rows[i].at[k].share;
            }
            most[g] = sum > most[g] ? sum : most[g];
            speaker[g] = rows[i].group == g ? &rows[i] : speaker[g];
        }
    }
    for (size_t g = 0; g < groups; g++) {
        size_t honest_as_high = 0;
        for (size_t h = 0; h < groups; h++) {
            honest_as_high += !speaker[h]->is_theft && most[h] >= most[g];
        }
        found += speaker[g]->is_theft && speaker[g]->is_left_out == is_left_out &&
                 honest_as_high <= false_days;
    }
    return found;
}

START_TEST(a_ranking_is_judged_as_by_hand)
{
    enum { GROUPS = 400 };
    arena *memory = new_arena((size_t)1 << 24);

    begin(2.0, 1.0);
    for (size_t i = 0; i < 1500; i++) {
        const uint64_t group = i < GROUPS ? i : below(&luck, GROUPS);
        fit_row *row = row_of(group, group % 5 == 0);
        row->is_left_out = group % 10 == 0;
        share((uint16_t)below(&luck, 3), uniform());
        if (group % 5 == 0) {
            share(3, uniform());
        }
    }
    fit_prepare(&it);
    for (size_t false_days = 0; false_days < 80; false_days += 7) {
        fit_recall learned, left_out;
        fit_judge(&it, &it.prior, false_days, memory, &learned, &left_out);
        ck_assert_uint_eq(learned.thefts, GROUPS / 10);
        ck_assert_uint_eq(left_out.thefts, GROUPS / 10);
        ck_assert_uint_eq(learned.found, found_slowly(&it.prior, GROUPS, false_days, false));
        ck_assert_uint_eq(left_out.found, found_slowly(&it.prior, GROUPS, false_days, true));
    }
    arena_close(memory);
}
END_TEST

UNIT_MAIN("fit", weights_and_base_rate_come_back, the_result_is_the_least_penalised_loss,
          without_data_the_prior_stays, a_strong_prior_holds,
          weights_stay_between_floor_and_ceiling, a_fixed_weight_is_worth_the_prior,
          the_loudest_row_is_what_counts, a_long_theft_weighs_as_much_as_a_short_one,
          the_order_of_the_rows_does_not_matter, what_is_left_out_teaches_nothing,
          a_ranking_is_judged_as_by_hand)
