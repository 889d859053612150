#include "story_log.h"

/* Refused proofs, sessions and changes, against the raw log. */

static bool is_refused(int k)
{
    const jaga_event *event = event_at(k);
    const bool is_proof = event->type == JAGA_TYPE_LOGIN || event->type == JAGA_TYPE_OTP_VERIFY ||
                          event->type == JAGA_TYPE_STEP_UP_ANSWER;
    const bool is_bad = event->reason.length > 4 && strncmp(event->reason.at, "bad_", 4) == 0;

    return event->status == JAGA_STATUS_FAILED &&
           (is_bad || (is_proof && event->reason.length == 0));
}

static bool is_login(int k)
{
    return event_at(k)->type == JAGA_TYPE_LOGIN && is_ok(k);
}

static int64_t second_at(int k)
{
    return whole_s(event_at(k)->ts_us);
}

/* Their times are kept in whole seconds. */
static double refused(int i, double half_life_s)
{
    const int64_t now_us = event_at(i)->ts_us;
    int64_t at_us = now_us;
    double sum = is_refused(i) ? 1.0 : 0.0;

    for (int k = 0; k < i; k++) {
        const int64_t then_us = second_at(k) * STORY_SECOND;
        at_us = is_same(k, i) && is_refused(k) && then_us > at_us ? then_us : at_us;
    }
    for (int k = 0; k < i; k++) {
        sum += is_same(k, i) && is_refused(k)
                   ? faded(second_at(k) * STORY_SECOND, at_us, half_life_s)
                   : 0.0;
    }
    return sum;
}

/* A login that comes late, from between refused proofs, cannot take back those before it: then the
 * run is longer than the log says, never shorter, until a login that is later than all of them. */
static void check_run(int i, const jaga_features *f)
{
    int64_t login_s = 0;
    double run = 0.0;
    bool is_exact = true;

    for (int k = 0; k < i; k++) {
        if (!is_same(k, i) || !is_login(k)) {
            continue;
        }
        login_s = second_at(k) > login_s ? second_at(k) : login_s;
        is_exact = true;
        for (int j = 0; j < k; j++) {
            const bool is_behind = is_same(j, i) && is_refused(j) && second_at(j) > second_at(k);
            is_exact = is_exact && !is_behind;
        }
    }
    for (int k = 0; k < i; k++) {
        run += is_same(k, i) && is_refused(k) && second_at(k) > login_s ? 1.0 : 0.0;
    }
    ck_assert_double_ge(f->fails_run, run);
    if (is_exact) {
        ck_assert_double_eq(f->fails_run, run);
    }
}

static void check_session(int i, const jaga_features *f)
{
    const jaga_identity *now = &list[i].record.identity;
    int latest = -1;

    for (int k = 0; k < i; k++) {
        const bool is_later = latest < 0 || second_at(k) >= second_at(latest);
        latest = is_same(k, i) && is_login(k) && is_later ? k : latest;
    }
    ck_assert_near(f->login_age_s, since(latest < 0 ? 0 : second_at(latest), event_at(i)->ts_us),
                   1e-12);
    ck_assert_int_eq(f->has_session, now->session != 0);
    const jaga_identity *login = latest < 0 ? NULL : &list[latest].record.identity;
    const bool is_latest = login != NULL && now->session != 0 && now->session == login->session;
    ck_assert_int_eq(f->session_is_latest, is_latest);
    ck_assert_int_eq(f->session_moved, is_latest && now->device != 0 && login->device != 0 &&
                                           now->device != login->device);
}

/* The schema's types, kind by kind. */
static const int kinds[JAGA_CHANGES][2] = {
    [JAGA_CHANGE_PASSWORD] = { JAGA_TYPE_PASSWORD_CHANGE, JAGA_TYPE_PASSWORD_RESET },
    [JAGA_CHANGE_PIN] = { JAGA_TYPE_PIN_CHANGE, JAGA_TYPE_PIN_RESET },
    [JAGA_CHANGE_SIM] = { JAGA_TYPE_SIM_CHANGE, -1 },
    [JAGA_CHANGE_CONTACT] = { JAGA_TYPE_CONTACT_CHANGE, -1 },
    [JAGA_CHANGE_DEVICE] = { JAGA_TYPE_DEVICE_BIND, -1 },
    [JAGA_CHANGE_LIMIT] = { JAGA_TYPE_LIMIT_CHANGE, -1 },
    [JAGA_CHANGE_FACTOR] = { JAGA_TYPE_MFA_DISABLE, -1 },
    [JAGA_CHANGE_PAYEE] = { JAGA_TYPE_PAYEE_ADD, -1 },
};

static bool is_change(int k, int kind)
{
    return is_ok(k) && (event_at(k)->type == kinds[kind][0] || event_at(k)->type == kinds[kind][1]);
}

static void check_changes(int i, const jaga_features *f)
{
    int change = JAGA_CHANGES;

    for (int kind = 0; kind < JAGA_CHANGES; kind++) {
        int64_t latest_s = 0;
        for (int k = 0; k < i; k++) {
            latest_s = is_same(k, i) && is_change(k, kind) && second_at(k) > latest_s ? second_at(k)
                                                                                      : latest_s;
        }
        ck_assert_near(f->change_age_s[kind], since(latest_s, event_at(i)->ts_us), 1e-12);
        change = is_change(i, kind) ? kind : change;
    }
    ck_assert_int_eq(f->change, change);
}

static void check(int i, const jaga_features *f)
{
    const jaga_span detail = event_at(i)->detail;

    ck_assert_near(f->fails_10m, refused(i, 600.0), 1e-5);
    ck_assert_near(f->fails_24h, refused(i, 86400.0), 1e-5);
    check_run(i, f);
    check_session(i, f);
    check_changes(i, f);
    /* The texts of story_world.h. */
    const bool is_said = detail.length > 0;
    ck_assert_double_eq(f->sim_age_s,
                        is_said && strcmp(detail.at, "sim_age_h=7") == 0 ? 7.0 * 3600.0
                        : is_said && strcmp(detail.at, "os=android;sim_age_h=1200") == 0
                            ? 1200.0 * 3600.0
                            : JAGA_NEVER_S);
    ck_assert_int_eq(f->has_remote_access,
                     is_said && strcmp(detail.at, "asn=AS17974;remote_access=1") == 0);
}

START_TEST(access_is_that_of_the_raw_events_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(access_is_that_of_the_raw_events_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("access", access_is_that_of_the_raw_events_in_order,
          access_is_that_of_the_raw_events_when_some_come_late)
