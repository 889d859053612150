#include "story.h"

#include "profile/decayed.h"

/* Quantities that fade, held against sums over the raw stream. */

enum { VALUES = 2000 };

typedef struct stream {
    double x[VALUES];
    int64_t t_us[VALUES];
    int64_t latest_us;
} stream;

/* In any order of arrival, over some twenty half-lives. */
static void fill(stream *s, uint64_t seed, double half_life_s)
{
    const int64_t span_us = (int64_t)(20.0 * half_life_s) * STORY_SECOND;

    s->latest_us = 0;
    for (int i = 0; i < VALUES; i++) {
        s->x[i] = 12.0 + 4.0 * story_unit(&seed);
        s->t_us[i] = STORY_START + story_pick(&seed, span_us);
        s->latest_us = s->t_us[i] > s->latest_us ? s->t_us[i] : s->latest_us;
    }
}

static double weight(const stream *s, int i, double half_life_s)
{
    return exp2(-(double)(s->latest_us - s->t_us[i]) / 1e6 / half_life_s);
}

static const double half_lives[] = { 3600.0, 7.0 * 86400.0, 60.0 * 86400.0 };

static void check_count(double half_life_s, uint64_t seed)
{
    static stream s;
    int64_t as_of_us = 0;
    double c = 0.0, want = 0.0;

    fill(&s, seed, half_life_s);
    for (int i = 0; i < VALUES; i++) {
        c = decayed_add(c, &as_of_us, s.x[i], s.t_us[i], half_life_s);
    }
    for (int i = 0; i < VALUES; i++) {
        want += s.x[i] * weight(&s, i, half_life_s);
    }
    ck_assert_int_eq(as_of_us, s.latest_us);
    ck_assert_near(c, want, 1e-9);
    const int64_t later_us = s.latest_us + (int64_t)(half_life_s * 1.5e6);
    ck_assert_near(decayed_at(c, as_of_us, later_us, half_life_s), want * exp2(-1.5), 1e-9);
}

START_TEST(a_decayed_count_is_the_weighted_sum_of_its_values_in_any_order)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        for (size_t i = 0; i < sizeof half_lives / sizeof half_lives[0]; i++) {
            check_count(half_lives[i], seed);
        }
    }
}
END_TEST

START_TEST(a_late_reader_sees_the_count_unchanged)
{
    ck_assert_double_eq(decayed_at(3.5, STORY_START, STORY_START - STORY_DAY, 3600.0), 3.5);
    ck_assert_double_eq(decayed_at(0.0, 0, STORY_START, 3600.0), 0.0);
}
END_TEST

/* As a stream that moves on with its values. */
static void add(decayed_mean *m, int64_t *as_of_us, double x, int64_t t_us, double half_life_s)
{
    const double age_s = (double)(t_us - *as_of_us) / 1e6;

    if (age_s >= 0.0) {
        m->weight *= exp2(-age_s / half_life_s);
        m->m2 *= exp2(-age_s / half_life_s);
        *as_of_us = t_us;
    }
    decayed_mean_weigh(m, x, age_s < 0.0 ? exp2(age_s / half_life_s) : 1.0);
}

static void check_mean(double half_life_s, uint64_t seed)
{
    static stream s;
    decayed_mean got = { 0.0, 0.0, 0.0 };
    int64_t as_of_us = 0;
    double total = 0.0, sum = 0.0, squares = 0.0;

    fill(&s, seed, half_life_s);
    for (int i = 0; i < VALUES; i++) {
        add(&got, &as_of_us, s.x[i], s.t_us[i], half_life_s);
    }
    for (int i = 0; i < VALUES; i++) {
        total += weight(&s, i, half_life_s);
        sum += s.x[i] * weight(&s, i, half_life_s);
    }
    for (int i = 0; i < VALUES; i++) {
        const double d = s.x[i] - sum / total;
        squares += d * d * weight(&s, i, half_life_s);
    }
    ck_assert_int_eq(as_of_us, s.latest_us);
    ck_assert_near(got.weight, total, 1e-9);
    ck_assert_near(got.mean, sum / total, 1e-9);
    ck_assert_near(decayed_deviation(&got), sqrt(squares / total), 1e-9);
}

START_TEST(mean_and_deviation_are_those_of_the_weighted_values_in_any_order)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        for (size_t i = 0; i < sizeof half_lives / sizeof half_lives[0]; i++) {
            check_mean(half_lives[i], seed);
        }
    }
}
END_TEST

START_TEST(one_value_has_no_deviation)
{
    decayed_mean m = { 0.0, 0.0, 0.0 };

    ck_assert_double_eq(decayed_deviation(&m), 0.0);
    decayed_mean_weigh(&m, 7.0, 1.0);
    ck_assert_double_eq(decayed_deviation(&m), 0.0);
    ck_assert_double_eq(m.mean, 7.0);
    ck_assert_double_eq(m.weight, 1.0);
}
END_TEST

UNIT_MAIN("decayed", a_decayed_count_is_the_weighted_sum_of_its_values_in_any_order,
          a_late_reader_sees_the_count_unchanged,
          mean_and_deviation_are_those_of_the_weighted_values_in_any_order,
          one_value_has_no_deviation)
