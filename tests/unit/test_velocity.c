#include "story_log.h"

/* How often and how much, against sums over the raw log. */

static const double half_lives_s[JAGA_SPANS] = { 900.0, 86400.0, 7.0 * 86400.0, 60.0 * 86400.0 };

static bool is_counted(int k, int i)
{
    return is_same(k, i) && is_wanted(k) && is_own(k);
}

static bool is_attempt_at(int k)
{
    return is_wanted(k) && is_own(k) && event_at(k)->status != JAGA_STATUS_REVERSED &&
           !is_outcome(k);
}

/* What came back is taken off, but a sum does not fall below nothing: it is the largest of the sums
 * of its last terms. */
static double sum_of_last(int i, int64_t at_us, double half_life_s)
{
    double sum = 0.0, least = 0.0;

    for (int k = 0; k < i; k++) {
        if (is_counted(k, i)) {
            const jaga_event *event = event_at(k);
            const bool is_return = event->status == JAGA_STATUS_REVERSED && !is_outcome(k);
            const double sign = event->status == JAGA_STATUS_OK ? 1.0 : is_return ? -1.0 : 0.0;
            sum += sign * (double)event->amount_minor * faded(event->ts_us, at_us, half_life_s);
            least = sum < least ? sum : least;
        }
    }
    return sum - least;
}

static void check(int i, const jaga_features *f)
{
    int64_t at_us = event_at(i)->ts_us;

    for (int k = 0; k < i; k++) {
        at_us = is_counted(k, i) && event_at(k)->ts_us > at_us ? event_at(k)->ts_us : at_us;
    }
    ck_assert_int_eq(f->is_spend,
                     is_wanted(i) && is_own(i) && event_at(i)->status != JAGA_STATUS_REVERSED);
    ck_assert_int_eq(f->is_attempt, is_attempt_at(i));
    for (int span = 0; span < JAGA_SPANS; span++) {
        double outs = 0.0;
        for (int k = 0; k < i; k++) {
            outs += is_same(k, i) && is_attempt_at(k)
                        ? faded(event_at(k)->ts_us, at_us, half_lives_s[span])
                        : 0.0;
        }
        ck_assert_near(f->outs[span], outs, 1e-5);
        /* Absolute, by the largest that was ever in it: floats. */
        ck_assert_double_eq_tol(f->out_minor[span], sum_of_last(i, at_us, half_lives_s[span]),
                                1e-5 * (1.0 + f->out_minor[JAGA_SPAN_60D]));
    }
}

START_TEST(counts_and_sums_are_those_of_the_raw_attempts_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(counts_and_sums_are_those_of_the_raw_attempts_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("velocity", counts_and_sums_are_those_of_the_raw_attempts_in_order,
          counts_and_sums_are_those_of_the_raw_attempts_when_some_come_late)
