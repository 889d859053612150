/* What labels said about payees, against sums over the raw payments and labels. */
#include "base/hash.h"
#include "profile/profile.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PAYMENTS = 3000, PAYEES = 8, ACCOUNTS = 40 };

typedef struct payment {
    int64_t ts_us, known_us; /* known_us 0: no theft */
    uint64_t payee;
    char account[8];
    int64_t amount_minor;
    bool is_told;
} payment;

static payment list[PAYMENTS];

/* What the profile was told, in order. */
static struct {
    int payment;
    int before; /* of a label: payments that the profile had met */
    bool is_label;
} done[2 * PAYMENTS];
static int done_count;
static profile tables;
static const double half_lives_s[3] = { 172800.0, 604800.0, 2419200.0 };

static double even(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static void opened(void)
{
    jaga_error why;

    ck_assert_int_eq(profile_open(&tables, (profile_caps){ 1000, 1000 }, &why), JAGA_OK);
}

static jaga_record record_of(const payment *at)
{
    const jaga_span account = { at->account, (uint32_t)strlen(at->account) };
    const hash128 key = hash_text128(account);

    return (jaga_record){
        .kind = JAGA_RECORD_EVENT,
        .event = { .ts_us = at->ts_us,
                   .type = JAGA_TYPE_PAYMENT,
                   .account = account,
                   .currency = "IDR",
                   .amount_minor = at->amount_minor,
                   .balance_minor = JAGA_UNKNOWN_MINOR },
        .identity = { .account_low = key.low, .account_high = key.high, .payee = at->payee }
    };
}

static jaga_features pay(const payment *at, bool learns)
{
    const jaga_record record = record_of(at);
    profile_account account;
    jaga_features features;
    jaga_error why;

    ck_assert_int_eq(profile_find_account(&tables, &record, &account, &why), JAGA_OK);
    profile_measure(&account, &record, &features);
    if (learns) {
        ck_assert_int_eq(
            profile_learn(&tables, &account, &record, &features, JAGA_OUTCOME_ALLOW, &why),
            JAGA_OK);
    }
    return features;
}

static void tell(payment *at)
{
    const jaga_record record = record_of(at);
    jaga_error why;
    const profile_theft theft = { .account = { record.identity.account_low,
                                               record.identity.account_high },
                                  .payee = at->payee,
                                  .amount_minor = at->amount_minor,
                                  .ts_us = at->ts_us,
                                  .known_us = at->known_us };

    ck_assert_int_eq(profile_tell_theft(&tables, &theft, &why), JAGA_OK);
    at->is_told = true;
}

/* The labels that arrived by now, in the order of arrival. */
static void tell_arrived(int before, int64_t now_us)
{
    for (;;) {
        int next = -1;
        for (int k = 0; k < before; k++) {
            const bool is_due =
                list[k].known_us != 0 && !list[k].is_told && list[k].known_us <= now_us;
            next = is_due && (next < 0 || list[k].known_us < list[next].known_us) ? k : next;
        }
        if (next < 0) {
            return;
        }
        tell(&list[next]);
        done[done_count].payment = next;
        done[done_count].before = before;
        done[done_count++].is_label = true;
    }
}

static double left_of(int64_t then_us, int64_t now_us, double half_life_s)
{
    return exp2(-(double)(now_us - then_us) / 1e6 / half_life_s);
}

/* Payments that wait for a label, by slot of an eighth of the first label's delay, in a list as
 * long as it gets. */
enum { SLOTS_WAITED = 9 };
typedef struct waiting {
    int64_t slot;
    double count;
    bool is_over; /* it was counted as honest, no label can change that */
} waiting;
static waiting slots[2 * PAYMENTS + 16];

typedef struct expected {
    int64_t first_us, slot_us, slot;
    int slot_count;
    double week;             /* payments before the first label */
    double thefts, payments; /* faded by the half-life asked for */
} expected;

static void age(expected *e, int64_t now_us)
{
    e->slot = now_us / e->slot_us > e->slot ? now_us / e->slot_us : e->slot;
    for (int k = 0; k < e->slot_count; k++) {
        slots[k].is_over |= e->slot - slots[k].slot >= SLOTS_WAITED;
    }
}

static void expect_first_label(expected *e, const payment *theft)
{
    const int64_t took_s = (theft->known_us - theft->ts_us) / 1000000;
    const double each = e->week * log(2.0) / half_lives_s[1] * (double)took_s / 8.0;

    e->first_us = theft->known_us;
    e->slot_us = (took_s < 8 ? 8 : took_s) * 1000000 / 8;
    e->slot = theft->known_us / e->slot_us;
    for (int back = 0; back < 10; back++) {
        slots[e->slot_count++] = (waiting){ e->slot - back, floor(each + 0.5), false };
    }
}

static void expect_label(expected *e, const payment *theft, int64_t now_us, double half_life_s)
{
    const double left = left_of(theft->known_us, now_us, half_life_s);

    if (e->first_us == INT64_MAX) {
        expect_first_label(e, theft);
    }
    for (int k = 0; k < e->slot_count; k++) {
        if (slots[k].slot == theft->ts_us / e->slot_us && !slots[k].is_over && slots[k].count > 0) {
            slots[k].count -= 1.0;
            break;
        }
    }
    age(e, theft->known_us);
    e->thefts += left;
    e->payments += left;
}

static void expect_payment(expected *e, const payment *at)
{
    if (e->first_us != INT64_MAX) {
        age(e, at->ts_us);
        slots[e->slot_count++] = (waiting){ e->slot, 1.0, false };
    }
}

/* Everything that was done with the payee before payment i, in its order. */
static expected expect(int i, double half_life_s)
{
    const int64_t now_us = list[i].ts_us;
    expected e = { .first_us = INT64_MAX };

    for (int k = 0; k < done_count; k++) {
        const payment *at = &list[done[k].payment];
        if (at->payee != list[i].payee) {
            continue;
        }
        if (done[k].is_label) {
            for (int j = 0; j < done[k].before && e.first_us == INT64_MAX; j++) {
                e.week += list[j].payee == at->payee
                              ? left_of(list[j].ts_us, at->known_us, half_lives_s[1])
                              : 0.0;
            }
            expect_label(&e, at, now_us, half_life_s);
        } else {
            expect_payment(&e, at);
        }
    }
    if (e.first_us != INT64_MAX) {
        age(&e, now_us);
        e.payments +=
            e.week * half_life_s / half_lives_s[1] * left_of(e.first_us, now_us, half_life_s);
    }
    for (int k = 0; k < e.slot_count; k++) {
        const int64_t ripe_us = (slots[k].slot + SLOTS_WAITED) * e.slot_us;
        e.payments +=
            slots[k].is_over ? slots[k].count * left_of(ripe_us, now_us, half_life_s) : 0.0;
    }
    return e;
}

static void check(int i, const jaga_features *f)
{
    const int64_t now_us = list[i].ts_us;
    int64_t first_us = INT64_MAX, latest_s = 0;

    for (int k = 0; k < i; k++) {
        if (list[k].is_told && list[k].payee == list[i].payee) {
            first_us = list[k].known_us < first_us ? list[k].known_us : first_us;
            const int64_t ts_s = list[k].ts_us / 1000000;
            latest_s = ts_s > latest_s ? ts_s : latest_s;
        }
    }
    for (int span = 0; span < 3; span++) {
        const expected e = expect(i, half_lives_s[span]);
        const double share = e.thefts / (e.payments + 0.01);
        ck_assert_double_eq_tol(f->payee_thefts[span], e.thefts, 1e-4 * (1.0 + e.thefts));
        ck_assert_double_eq_tol(f->payee_theft_share[span], share > 1.0 ? 1.0 : share, 1e-4);
    }
    ck_assert_double_eq_tol(
        f->payee_theft_age_s,
        first_us == INT64_MAX ? JAGA_NEVER_S : (double)now_us / 1e6 - (double)latest_s, 1e-3);
    ck_assert(f->payee_plain_28d <= f->payee_thefts[2] + 1e-6);
}

START_TEST(shares_are_those_of_the_raw_payments_and_the_labels_that_had_arrived)
{
    uint64_t state = 17;
    int64_t now_us = INT64_C(1768003200) * 1000000;

    opened();
    for (int i = 0; i < PAYMENTS; i++) {
        payment *at = &list[i];
        now_us += (int64_t)(even(&state) * 7200e6);
        *at = (payment){ .ts_us = now_us,
                         .payee = 100 + (uint64_t)(even(&state) * PAYEES),
                         .amount_minor = 1 + (int64_t)(even(&state) * 1e6) };
        (void)snprintf(at->account, sizeof at->account, "a%d", (int)(even(&state) * ACCOUNTS));
        const bool is_theft = at->payee < 103 && even(&state) < 0.2;
        at->known_us = is_theft ? now_us + (int64_t)(even(&state) * 10.0 * 86400e6) : 0;
        tell_arrived(i, now_us);
        const jaga_features features = pay(at, true);
        check(i, &features);
        done[done_count].payment = i;
        done[done_count++].is_label = false;
    }
    profile_close(&tables);
}
END_TEST

START_TEST(a_run_ends_after_ten_days_without_a_theft)
{
    const int64_t base_us = INT64_C(1768003200) * 1000000, day_us = INT64_C(86400) * 1000000;
    payment at = { .ts_us = base_us, .payee = 7, .account = "a", .amount_minor = 500 };

    opened();
    (void)pay(&at, true);
    const int days[] = { 0, 6, 12, 23 }, begins[] = { 0, 0, 0, 23 };
    for (int i = 0; i < 4; i++) {
        payment theft = at;
        theft.ts_us = base_us + days[i] * day_us;
        theft.known_us = theft.ts_us + day_us;
        tell(&theft);
        payment next = at;
        next.ts_us = theft.known_us;
        ck_assert_double_eq_tol(pay(&next, false).payee_theft_run_s,
                                (double)(days[i] + 1 - begins[i]) * 86400.0, 1e-3);
    }
    profile_close(&tables);
}
END_TEST

START_TEST(thefts_are_in_a_row_until_a_payment_between_them_had_time_for_its_label)
{
    const int64_t base_us = INT64_C(1768003200) * 1000000, day_us = INT64_C(86400) * 1000000;
    payment at = { .ts_us = base_us, .payee = 7, .account = "a", .amount_minor = 500 };

    opened();
    (void)pay(&at, true);
    for (int day = 0; day < 3; day++) {
        payment theft = at;
        theft.ts_us = base_us + day * day_us;
        theft.known_us = theft.ts_us + 8 * day_us;
        tell(&theft);
    }
    payment honest = at;
    honest.ts_us = base_us + 10 * day_us + day_us / 2;
    ck_assert_double_eq(pay(&honest, true).payee_thefts_in_row, 3.0);
    payment next = at;
    next.ts_us = base_us + 18 * day_us;
    ck_assert_double_eq(pay(&next, false).payee_thefts_in_row, 3.0);
    ck_assert_double_eq(pay(&next, false).payee_theft_since, 0.0);
    ck_assert_double_eq_tol(pay(&next, false).payee_run_share, 1.0, 0.01);
    next.ts_us = base_us + 20 * day_us;
    ck_assert_double_eq(pay(&next, false).payee_thefts_in_row, 0.0);
    ck_assert_double_eq(pay(&next, false).payee_theft_since, 1.0);
    ck_assert_double_eq_tol(pay(&next, false).payee_run_share, 0.75, 0.01);
    profile_close(&tables);
}
END_TEST

START_TEST(a_theft_is_plain_when_its_amount_is_usual_for_the_account)
{
    payment at = {
        .ts_us = INT64_C(1768003200) * 1000000, .payee = 7, .account = "a", .amount_minor = 1000
    };

    opened();
    for (int i = 0; i < 30; i++) {
        at.ts_us += INT64_C(3600) * 1000000;
        at.amount_minor = i % 2 == 0 ? 900 : 1100;
        (void)pay(&at, true);
    }
    at.known_us = at.ts_us;
    at.amount_minor = 100000;
    tell(&at);
    ck_assert_double_eq(pay(&at, false).payee_plain_28d, 0.0);
    ck_assert_double_eq_tol(pay(&at, false).payee_thefts[2], 1.0, 1e-6);
    at.amount_minor = 1050;
    tell(&at);
    ck_assert_double_eq_tol(pay(&at, false).payee_plain_28d, 1.0, 1e-6);
    ck_assert(pay(&at, false).payee_plain_share_7d > 0.0);
    profile_close(&tables);
}
END_TEST

START_TEST(a_payee_that_nobody_paid_is_not_remembered)
{
    payment at = { .ts_us = INT64_C(1768003200) * 1000000,
                   .known_us = INT64_C(1768003200) * 1000000,
                   .payee = 7,
                   .account = "a",
                   .amount_minor = 1000 };

    opened();
    tell(&at);
    ck_assert_uint_eq(tables.entities.items.count, 0);
    ck_assert_double_eq(pay(&at, false).payee_thefts[0], 0.0);
    ck_assert_double_eq(pay(&at, false).payee_theft_age_s, JAGA_NEVER_S);
    profile_close(&tables);
}
END_TEST

UNIT_MAIN("payee_thefts", shares_are_those_of_the_raw_payments_and_the_labels_that_had_arrived,
          a_run_ends_after_ten_days_without_a_theft,
          thefts_are_in_a_row_until_a_payment_between_them_had_time_for_its_label,
          a_theft_is_plain_when_its_amount_is_usual_for_the_account,
          a_payee_that_nobody_paid_is_not_remembered)
