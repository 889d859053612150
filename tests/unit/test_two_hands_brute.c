#include "story_habits.h"

/* Two people on one account: its devices, networks, payees and changes side by side, against the
 * raw log. */

static const double day_s = 86400.0;

static int64_t second_at(int k)
{
    return whole_s(event_at(k)->ts_us);
}

typedef struct seen {
    double outs, switches, repeats, chain;
    int split_devices, split_networks, lock_outs;
} seen;
static seen most; /* what the logs had in them */

static double max(double a, double b)
{
    return a > b ? a : b;
}

/* ---- devices ---- */

static bool is_out_on(int k)
{
    return is_wanted(k) && is_own(k) && !is_outcome(k);
}

/* Kept in sixteenths, what is over cut off at each use of the device. */
static double outs_on(int i, const habit_thing *device)
{
    int64_t last_s = 0;
    double sixteenths = 0.0;

    for (int k = device == NULL ? i : device->since; k < i; k++) {
        if (!is_same(k, i) || device_used(k) != device->id) {
            continue;
        }
        if (second_at(k) > last_s) {
            sixteenths = floor(sixteenths * exp2(-(double)(second_at(k) - last_s) / day_s));
            last_s = second_at(k);
        }
        sixteenths += is_out_on(k) ? 16.0 : 0.0;
    }
    return sixteenths / 16.0 * faded(last_s * STORY_SECOND, event_at(i)->ts_us, day_s);
}

/* A use that comes late, behind the latest, changes nothing. */
static double switches_before(int i)
{
    int64_t at_us = event_at(i)->ts_us, last_s = 0;
    uint64_t last = 0;
    double sum = 0.0;

    for (int k = 0; k < i; k++) {
        const bool is_use = is_same(k, i) && device_used(k) != 0;
        const int64_t then_us = second_at(k) * STORY_SECOND;
        at_us = is_use && then_us > at_us ? then_us : at_us;
    }
    for (int k = 0; k < i; k++) {
        if (is_same(k, i) && device_used(k) != 0 && second_at(k) >= last_s) {
            const bool is_switch = last != 0 && last != device_used(k);
            sum += is_switch ? faded(second_at(k) * STORY_SECOND, at_us, day_s) : 0.0;
            last = device_used(k);
            last_s = second_at(k);
        }
    }
    return sum;
}

static void check_devices(int i, const jaga_features *f)
{
    const habits devices = habits_before(i, 4, device_used);
    const uint64_t now = list[i].record.identity.device;
    int64_t other_s = 0;

    if (now == 0) {
        ck_assert_double_eq(f->device_share + f->device_outs_1d + f->device_switches_1d, 0.0);
        ck_assert_double_eq(f->other_device_age_s, JAGA_NEVER_S);
        return;
    }
    for (int k = 0; k < i; k++) {
        const bool is_other = is_same(k, i) && device_used(k) != 0 && device_used(k) != now;
        other_s = is_other && second_at(k) > other_s ? second_at(k) : other_s;
    }
    ck_assert_near(f->device_share, habit_share(&devices, now), 1e-12);
    ck_assert_near(f->other_device_age_s, since(other_s, event_at(i)->ts_us), 1e-12);
    ck_assert_near(f->device_outs_1d, outs_on(i, habit_of(&devices, now)), 1e-6);
    ck_assert_near(f->device_switches_1d, switches_before(i), 1e-6);
    most.split_devices += f->device_share > 0.0 && f->device_share < 1.0;
    most.outs = max(most.outs, f->device_outs_1d);
    most.switches = max(most.switches, f->device_switches_1d);
}

/* ---- networks and payees ---- */

static void check_network(int i, const jaga_features *f)
{
    const habits networks = habits_before(i, 4, network_used);
    const uint64_t now = list[i].record.identity.network;

    ck_assert_near(f->network_share, now == 0 ? 0.0 : habit_share(&networks, now), 1e-12);
    most.split_networks += f->network_share > 0.0 && f->network_share < 1.0;
}

static void check_payee(int i, const jaga_features *f)
{
    const habits payees = habits_before(i, 12, payee_used);
    const habit_thing *payee = habit_of(&payees, list[i].record.identity.payee);
    int64_t last_s = 0;
    double run = 0.0;

    for (int k = payee == NULL ? i : payee->since; k <= i; k++) {
        if (k < i && (!is_same(k, i) || payee_used(k) != payee->id)) {
            continue;
        }
        run = since(last_s, event_at(k)->ts_us) >= day_s ? 0.0 : run;
        if (k < i) {
            run += 1.0;
            last_s = second_at(k) > last_s ? second_at(k) : last_s;
        }
    }
    const bool is_measured = is_wanted(i) && event_at(i)->status != JAGA_STATUS_REVERSED;
    ck_assert_double_eq(f->payee_repeats, is_measured ? run : 0.0);
    most.repeats = max(most.repeats, f->payee_repeats);
}

/* ---- changes and lock-outs ---- */

static bool is_any_of(int k, const int *types)
{
    return is_ok(k) && (event_at(k)->type == types[0] || event_at(k)->type == types[1]);
}

/* Kinds of what was changed within a day before the event or by it. */
static void check_chain(int i, const jaga_features *f)
{
    static const int kinds[][2] = { { JAGA_TYPE_PASSWORD_CHANGE, JAGA_TYPE_PASSWORD_RESET },
                                    { JAGA_TYPE_PIN_CHANGE, JAGA_TYPE_PIN_RESET },
                                    { JAGA_TYPE_SIM_CHANGE, -1 },
                                    { JAGA_TYPE_CONTACT_CHANGE, -1 },
                                    { JAGA_TYPE_DEVICE_BIND, -1 },
                                    { JAGA_TYPE_LIMIT_CHANGE, -1 },
                                    { JAGA_TYPE_MFA_DISABLE, -1 },
                                    { JAGA_TYPE_PAYEE_ADD, -1 } };
    double chain = 0.0;

    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        bool is_recent = is_any_of(i, kinds[kind]);
        for (int k = 0; k < i; k++) {
            is_recent = is_recent || (is_same(k, i) && is_any_of(k, kinds[kind]) &&
                                      since(second_at(k), event_at(i)->ts_us) < day_s);
        }
        chain += is_recent ? 1.0 : 0.0;
    }
    ck_assert_double_eq(f->change_chain, chain);
    most.chain = max(most.chain, chain);
}

static bool is_refused(int k)
{
    const jaga_event *event = event_at(k);
    const bool is_proof = event->type == JAGA_TYPE_LOGIN || event->type == JAGA_TYPE_OTP_VERIFY ||
                          event->type == JAGA_TYPE_STEP_UP_ANSWER;
    const bool is_bad = event->reason.length > 4 && strncmp(event->reason.at, "bad_", 4) == 0;

    return event->status == JAGA_STATUS_FAILED &&
           (is_bad || (is_proof && event->reason.length == 0));
}

/* A device that the account had more than an hour before it bound one in the last seven days. */
static bool locks_out(int i)
{
    const habits devices = habits_before(i, 4, device_used);
    const habit_thing *device = habit_of(&devices, list[i].record.identity.device);
    int64_t bound_s = 0;

    for (int k = 0; k < i; k++) {
        const bool is_bind = event_at(k)->type == JAGA_TYPE_DEVICE_BIND && is_ok(k);
        bound_s = is_same(k, i) && is_bind && second_at(k) > bound_s ? second_at(k) : bound_s;
    }
    return device != NULL && is_refused(i) && bound_s - device->first_s > 3600 &&
           since(bound_s, event_at(i)->ts_us) < 7.0 * day_s;
}

static void check_locked_out(int i, const jaga_features *f)
{
    static bool is_lock_out[LOG_EVENTS];
    int64_t latest_s = 0;

    is_lock_out[i] = locks_out(i);
    for (int k = 0; k < i; k++) {
        latest_s =
            is_same(k, i) && is_lock_out[k] && second_at(k) > latest_s ? second_at(k) : latest_s;
    }
    ck_assert_near(f->locked_out_age_s, is_lock_out[i] ? 0.0 : since(latest_s, event_at(i)->ts_us),
                   1e-12);
    most.lock_outs += is_lock_out[i];
}

static void check(int i, const jaga_features *f)
{
    check_devices(i, f);
    check_network(i, f);
    check_payee(i, f);
    check_chain(i, f);
    check_locked_out(i, f);
}

/* Logs in which a feature is never there would prove nothing of it. */
static void check_logs(int late_percent)
{
    most = (seen){ 0 };
    walk_logs(late_percent, check);
    ck_assert_double_gt(most.outs, 5.0);
    ck_assert_double_gt(most.switches, 5.0);
    ck_assert_double_gt(most.chain, 5.0);
    ck_assert_int_gt(most.split_devices, 500);
    ck_assert_int_gt(most.split_networks, 500);
    ck_assert_int_gt(most.lock_outs, 10);
}

START_TEST(both_hands_are_those_of_the_raw_events_in_order)
{
    check_logs(0);
}
END_TEST

START_TEST(both_hands_are_those_of_the_raw_events_when_some_come_late)
{
    check_logs(25);
}
END_TEST

/* Few payees make runs, and many logs a lock-out that comes behind a later one. */
START_TEST(long_runs_and_late_lock_outs_are_those_of_the_raw_events)
{
    most = (seen){ 0 };
    for (uint64_t seed = 1; seed <= 40; seed++) {
        walk_log((log_kind){ .seed = seed,
                             .pace_us = seed % 2 == 0 ? STORY_MINUTE : STORY_HOUR,
                             .late_percent = seed > 8 ? 25 : 0,
                             .payees = 2 },
                 check);
    }
    ck_assert_double_gt(most.repeats, 5.0);
}
END_TEST

UNIT_MAIN("two_hands_brute", both_hands_are_those_of_the_raw_events_in_order,
          both_hands_are_those_of_the_raw_events_when_some_come_late,
          long_runs_and_late_lock_outs_are_those_of_the_raw_events)
