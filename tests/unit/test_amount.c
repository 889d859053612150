#include "story_log.h"

/* What an account usually moves, against the raw log. */

static const double half_life_s = 60.0 * 86400.0;

/* What entry k taught, noted when it was reached. */
static struct {
    double ln; /* of the amount, clipped */
    bool is_taught, is_small, is_late;
} lessons[LOG_EVENTS];

static bool is_counted(int k, int i)
{
    return is_same(k, i) && is_wanted(k) && is_own(k);
}

/* The latest time at which the account tried to move money, the event's own at least. */
static int64_t as_of(int i)
{
    int64_t at_us = event_at(i)->ts_us;

    for (int k = 0; k < i; k++) {
        at_us = is_counted(k, i) && event_at(k)->ts_us > at_us ? event_at(k)->ts_us : at_us;
    }
    return at_us;
}

typedef struct amounts {
    double weight, mean, deviation, most, drains, small;
} amounts;

static amounts amounts_before(int i)
{
    const int64_t at_us = as_of(i);
    amounts a = { .weight = 0.0 };
    double sum = 0.0, squares = 0.0;

    for (int k = 0; k < i; k++) {
        if (is_same(k, i) && lessons[k].is_taught) {
            const double w = faded(event_at(k)->ts_us, at_us, half_life_s);
            a.weight += w;
            sum += w * lessons[k].ln;
            a.most = w * exp(lessons[k].ln) > a.most ? w * exp(lessons[k].ln) : a.most;
            a.drains += !list[k].is_held && list[k].features.drain_share >= 0.95 ? w : 0.0;
            a.small += lessons[k].is_small ? faded(event_at(k)->ts_us, at_us, 3600.0) : 0.0;
        }
    }
    a.mean = a.weight > 0.0 ? sum / a.weight : 0.0;
    for (int k = 0; k < i; k++) {
        if (is_same(k, i) && lessons[k].is_taught) {
            const double d = lessons[k].ln - a.mean;
            squares += d * d * faded(event_at(k)->ts_us, at_us, half_life_s);
        }
    }
    a.deviation = a.weight > 0.0 ? sqrt(squares / a.weight) : 0.0;
    return a;
}

/* The last spend, and how many before it in a row were larger each than the one before it. Those
 * that came behind an attempt of a later time are no part of the row. */
static void check_order(int i, const jaga_features *f)
{
    double last = 0.0, rising = 0.0;

    for (int k = 0; k < i; k++) {
        if (is_same(k, i) && lessons[k].is_taught && !lessons[k].is_late) {
            const double amount = (double)(float)event_at(k)->amount_minor; /* as kept */
            rising = last > 0.0 && amount > last ? rising + 1.0 : 0.0;
            last = amount;
        }
    }
    ck_assert_double_eq(f->last_out_minor, last);
    ck_assert_double_eq(f->rising_outs, rising);
}

static void check_measured(int i, const jaga_features *f)
{
    const amounts a = amounts_before(i);
    const double minor = (double)event_at(i)->amount_minor;
    const double deviation = a.deviation < 0.35 ? 0.35 : a.deviation;

    ck_assert_near(f->amounts_seen, a.weight, 1e-5);
    ck_assert_near(f->amount_usual_ln, a.weight > 0.0 ? a.mean : 0.0, 1e-4);
    ck_assert_near(f->amount_of_most, a.most > 0.0 ? minor / a.most : 0.0, 1e-5);
    ck_assert_near(f->drains_seen, a.drains, 1e-5);
    ck_assert_near(f->small_outs_1h, a.small, 1e-5);
    const bool is_enough = a.weight >= 3.0 && minor >= 1.0;
    const double surprise = (log(minor) - a.mean) / deviation * (a.weight / (a.weight + 2.0));
    ck_assert_near(f->amount_surprise, is_enough ? surprise : 0.0, 1e-4);
    check_order(i, f);
}

static void note(int i)
{
    lessons[i].is_taught = is_wanted(i) && is_own(i) && is_ok(i);
    if (lessons[i].is_taught) {
        const amounts a = amounts_before(i);
        const double deviation = a.deviation < 0.35 ? 0.35 : a.deviation;
        const double ln = log((double)event_at(i)->amount_minor);
        const double most = a.mean + 3.0 * a.deviation + 0.35;
        lessons[i].is_late = as_of(i) > event_at(i)->ts_us;
        lessons[i].is_small = a.weight >= 3.0 && ln < a.mean - 1.28 * deviation;
        lessons[i].ln = a.weight >= 3.0 && ln > most ? most : ln;
    }
}

static void check(int i, const jaga_features *f)
{
    if (is_wanted(i) && is_own(i) && event_at(i)->status != JAGA_STATUS_REVERSED) {
        check_measured(i, f);
    } else {
        const double all[] = { f->amounts_seen,   f->amount_usual_ln, f->amount_of_most,
                               f->drains_seen,    f->small_outs_1h,   f->amount_surprise,
                               f->last_out_minor, f->rising_outs };
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
            ck_assert_double_eq(all[k], 0.0);
        }
    }
    note(i);
}

START_TEST(amounts_are_those_of_the_raw_spends_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(amounts_are_those_of_the_raw_spends_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("amount", amounts_are_those_of_the_raw_spends_in_order,
          amounts_are_those_of_the_raw_spends_when_some_come_late)
