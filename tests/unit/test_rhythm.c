#include "story_log.h"

/* When accounts act, against the raw log. */

static const double half_life_s = 60.0 * 86400.0;

static bool is_act_at(int k)
{
    const jaga_event *event = event_at(k);
    const bool is_passive = event->type == JAGA_TYPE_RECEIVE || event->type == JAGA_TYPE_REFUND ||
                            event->type == JAGA_TYPE_FEE || event->type == JAGA_TYPE_CLOSED;

    return event->actor == JAGA_ACTOR_CUSTOMER && !is_passive && is_ok(k) && !list[k].is_held;
}

static int64_t second_at(int k)
{
    return whole_s(event_at(k)->ts_us);
}

static int64_t latest_act_s(int i)
{
    int64_t latest_s = 0;

    for (int k = 0; k < i; k++) {
        latest_s =
            is_same(k, i) && is_act_at(k) && second_at(k) > latest_s ? second_at(k) : latest_s;
    }
    return latest_s;
}

/* Weights are as of the latest act. A late act ends no gap. */
static void check_idle(int i, const jaga_features *f)
{
    const double idle_s = since(latest_act_s(i), event_at(i)->ts_us);
    double weight = 0.0, sum = 0.0, squares = 0.0;

    for (int pass = 0; pass < 2; pass++) {
        const double mean = pass == 0 ? 0.0 : sum / weight;
        for (int k = 0; k < i; k++) {
            const double gap_s = since(latest_act_s(k), event_at(k)->ts_us);
            const bool is_gap = is_same(k, i) && is_act_at(k) && gap_s >= 60.0 &&
                                gap_s < JAGA_NEVER_S && second_at(k) >= latest_act_s(k);
            const double w = exp2(-(double)(latest_act_s(i) - second_at(k)) / half_life_s) *
                             (is_gap ? 1.0 : 0.0);
            weight += pass == 0 ? w : 0.0;
            sum += pass == 0 && is_gap ? w * log(gap_s) : 0.0;
            squares += pass == 1 && is_gap ? w * pow(log(gap_s) - mean, 2.0) : 0.0;
        }
    }
    ck_assert_near(f->idle_s, idle_s, 1e-12);
    const double deviation = weight > 0.0 ? sqrt(squares / weight) : 0.0;
    const bool is_enough = weight >= 5.0 && idle_s >= 60.0 && idle_s < JAGA_NEVER_S;
    ck_assert_near(
        f->idle_surprise,
        is_enough ? (log(idle_s) - sum / weight) / (deviation < 0.7 ? 0.7 : deviation) : 0.0, 1e-4);
}

static double hour_angle(int k)
{
    return 2.0 * acos(-1.0) * (double)(second_at(k) % 86400) / 86400.0;
}

static void check_hour(int i, const jaga_features *f)
{
    double x = 0.0, y = 0.0, weight = 0.0;

    for (int k = 0; k < i; k++) {
        if (is_same(k, i) && is_act_at(k)) {
            const double w = exp2(-(double)(latest_act_s(i) - second_at(k)) / half_life_s);
            weight += w;
            x += w * cos(hour_angle(k));
            y += w * sin(hour_angle(k));
        }
    }
    const double focus = weight > 0.0 ? hypot(x, y) / weight : 0.0;
    ck_assert_double_eq_tol(f->hour_focus, focus, 1e-5);
    ck_assert_near(f->hours_seen,
                   weight * faded(latest_act_s(i) * STORY_SECOND, event_at(i)->ts_us, half_life_s),
                   1e-5);
    /* A direction that is next to none has no sure angle. */
    if (focus > 1e-3) {
        ck_assert_double_eq_tol(f->hour_closeness, cos(hour_angle(i) - atan2(y, x)), 1e-3);
    }
}

static void check(int i, const jaga_features *f)
{
    int64_t first_s = 0;
    int events = 0;

    for (int k = 0; k < i; k++) {
        if (is_same(k, i)) {
            first_s = events == 0 || second_at(k) < first_s ? second_at(k) : first_s;
            events++;
        }
    }
    ck_assert_double_eq(f->events_seen, events);
    first_s = events == 0 ? second_at(i) : first_s;
    ck_assert_near(f->account_age_s, since(first_s, event_at(i)->ts_us), 1e-12);
    ck_assert_int_eq(f->is_customer_report,
                     event_at(i)->type == JAGA_TYPE_CUSTOMER_REPORT && is_ok(i));
    check_idle(i, f);
    check_hour(i, f);
}

START_TEST(rhythm_is_that_of_the_raw_acts_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(rhythm_is_that_of_the_raw_acts_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

/* Acts at nine every morning, a random minute of the hour: von Mises, nearly. */
START_TEST(who_acts_at_nine_is_close_to_nine_and_far_from_nine_at_night)
{
    uint64_t random = 3;
    profile self;
    profile_account account;
    jaga_features f;

    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    for (int day = 0; day <= 60; day++) {
        const bool is_last = day == 60;
        const int64_t ts_us = STORY_START + day * STORY_DAY + 9 * STORY_HOUR +
                              (is_last ? 30 * STORY_MINUTE : story_pick(&random, STORY_HOUR));
        jaga_event event = story_event("A", JAGA_TYPE_LOGIN, ts_us);
        jaga_record record = story_record(&event);
        OK(profile_find_account(&self, &record, &account, &why));
        profile_measure(&account, &record, &f);
        OK(profile_learn(&self, &account, &record, &f, JAGA_OUTCOME_ALLOW, &why));
    }
    ck_assert_double_gt(f.hour_closeness, 0.999);
    ck_assert_double_gt(f.hour_focus, 0.99);
    jaga_event event = story_event(
        "A", JAGA_TYPE_LOGIN, STORY_START + 60 * STORY_DAY + 21 * STORY_HOUR + 30 * STORY_MINUTE);
    jaga_record record = story_record(&event);
    OK(profile_find_account(&self, &record, &account, &why));
    profile_measure(&account, &record, &f);
    ck_assert_double_lt(f.hour_closeness, -0.999);
    profile_close(&self);
}
END_TEST

UNIT_MAIN("rhythm", rhythm_is_that_of_the_raw_acts_in_order,
          rhythm_is_that_of_the_raw_acts_when_some_come_late,
          who_acts_at_nine_is_close_to_nine_and_far_from_nine_at_night)
