/* What a model said of earlier events, against sums over the raw list of them. */
#include "base/hash.h"
#include "profile/profile.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { EVENTS = 4000, ACCOUNTS = 12, STRANGERS = 4 };

typedef struct act {
    int64_t ts_us;
    int account, payee; /* payee: -1 none; an account, or a stranger from ACCOUNTS on */
    double bits;        /* 0.0 and below: nothing to remember */
    bool is_payment, is_forgotten;
} act;

static act list[EVENTS];
static profile tables;
static const double half_lives_s[JAGA_SUSPICION_SPANS] = { 21600.0, 172800.0, 604800.0 };

static double even(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static hash128 key_of(int who, char name[16])
{
    (void)snprintf(name, 16, "w%d", who);
    return hash_text128((jaga_span){ name, (uint32_t)strlen(name) });
}

static jaga_record record_of(const act *at, char name[16])
{
    char payee[16];
    const hash128 key = key_of(at->account, name);

    return (
        jaga_record){ .kind = JAGA_RECORD_EVENT,
                      .event = { .ts_us = at->ts_us,
                                 .type = at->is_payment ? JAGA_TYPE_TRANSFER : JAGA_TYPE_LOGIN,
                                 .account = { name, (uint32_t)strlen(name) },
                                 .currency = "IDR",
                                 .amount_minor = at->is_payment ? 1000 : JAGA_UNKNOWN_MINOR,
                                 .balance_minor = JAGA_UNKNOWN_MINOR },
                      .identity = { .account_low = key.low,
                                    .account_high = key.high,
                                    .payee = at->payee < 0 ? 0 : key_of(at->payee, payee).low } };
}

/* Sum of what is left of the bits of acts before i that `is_meant`; blocks stand as of the latest
 * act that wrote to them, so that a late reader sees no more than that. */
typedef bool predicate(const act *of, const act *reader);

static bool is_own(const act *of, const act *reader)
{
    return of->account == reader->account && !of->is_forgotten;
}

static bool pays(const act *of, int whom)
{
    return of->is_payment && of->payee == whom && of->account != whom && of->bits > 0.0;
}

static bool pays_reader(const act *of, const act *reader)
{
    return pays(of, reader->account);
}

static int64_t block_us(int i, int who, int64_t now_us)
{
    for (int k = 0; k < i; k++) {
        const bool writes = list[k].bits > 0.0 && (list[k].account == who || pays(&list[k], who));
        now_us = writes && list[k].ts_us > now_us ? list[k].ts_us : now_us;
    }
    return now_us;
}

static double left_of(const act *of, int64_t now_us, double half_life_s)
{
    return of->bits * exp2(-(double)(now_us - of->ts_us) / 1e6 / half_life_s);
}

static double sum_of(int i, predicate *is_meant, int64_t now_us, double half_life_s)
{
    double sum = 0.0;

    for (int k = 0; k < i; k++) {
        sum += list[k].bits > 0.0 && is_meant(&list[k], &list[i])
                   ? left_of(&list[k], now_us, half_life_s)
                   : 0.0;
    }
    return sum;
}

/* The reader's own payments to its payee do not count while it was the latest to pay there. */
static double others_of(int i, int64_t now_us)
{
    double sum = 0.0;
    bool is_mine = true;

    for (int k = i - 1; k >= 0; k--) {
        if (pays(&list[k], list[i].payee)) {
            is_mine = is_mine && list[k].account == list[i].account;
            sum += is_mine ? 0.0 : left_of(&list[k], now_us, half_lives_s[1]);
        }
    }
    return sum;
}

static void is_near(double got, double want)
{
    ck_assert_double_eq_tol(got, want, 1e-3 * (1.0 + want));
}

static void check(int i, const jaga_features *f)
{
    const int64_t own_us = block_us(i, list[i].account, list[i].ts_us);
    double most = 0.0, count = 0.0;
    int64_t latest_us = 0;

    for (int k = 0; k < i; k++) {
        if (list[k].bits > 0.0 && is_own(&list[k], &list[i])) {
            most = fmax(most, left_of(&list[k], own_us, half_lives_s[2]));
            latest_us = list[k].ts_us > latest_us ? list[k].ts_us : latest_us;
            count += 1.0;
        }
    }
    for (int span = 0; span < JAGA_SUSPICION_SPANS; span++) {
        is_near(f->suspicion[span], sum_of(i, is_own, own_us, half_lives_s[span]));
    }
    is_near(f->suspicion_most_7d, most);
    ck_assert_double_eq(f->suspicions_seen, count);
    if (count == 0.0) {
        ck_assert_double_eq(f->suspicion_age_s, JAGA_NEVER_S);
    } else {
        ck_assert_double_eq_tol(f->suspicion_age_s,
                                fmax((double)(list[i].ts_us - latest_us) / 1e6, 0.0), 1.0);
    }
    is_near(f->payers_suspicion_2d,
            list[i].is_payment ? sum_of(i, pays_reader, own_us, half_lives_s[1]) : 0.0);
    is_near(f->payee_suspicion_2d,
            list[i].payee < 0 ? 0.0 : others_of(i, block_us(i, list[i].payee, list[i].ts_us)));
}

/* A third of the acts is worth something; one in two hundred ends an alarm as false, after which
 * only what comes later counts. Some come late. */
static act random_act(uint64_t *state, int64_t now_us)
{
    const bool is_payment = even(state) < 0.6;

    return (act){ .ts_us = now_us - (even(state) < 0.1 ? (int64_t)(even(state) * 86400e6) : 0),
                  .account = (int)(even(state) * ACCOUNTS),
                  .payee = is_payment ? (int)(even(state) * (ACCOUNTS + STRANGERS)) : -1,
                  .bits = even(state) * 12.0 - 8.0,
                  .is_payment = is_payment };
}

static void clear_alarm(int i, jaga_account_hot *hot)
{
    hot->is_suspect = 0;
    for (int k = 0; k <= i; k++) {
        list[k].is_forgotten |= list[k].account == list[i].account;
    }
}

START_TEST(what_is_remembered_is_the_sum_over_the_list)
{
    uint64_t state = 23;
    int64_t now_us = INT64_C(1768003200) * 1000000;
    int payees_met = 0;
    jaga_error why;

    ck_assert_int_eq(profile_open(&tables, (profile_caps){ 1000, 1000 }, &why), JAGA_OK);
    for (int i = 0; i < EVENTS; i++) {
        char name[16];
        profile_account account;
        jaga_features features;
        now_us += (int64_t)(even(&state) * 7200e6);
        list[i] = random_act(&state, now_us);
        const jaga_record record = record_of(&list[i], name);
        ck_assert_int_eq(profile_find_account(&tables, &record, &account, &why), JAGA_OK);
        profile_measure(&account, &record, &features);
        check(i, &features);
        payees_met += features.payee_suspicion_2d > 1.0;
        features.has_event_bits = true;
        features.event_bits = list[i].bits;
        ck_assert_int_eq(
            profile_learn(&tables, &account, &record, &features, JAGA_OUTCOME_ALLOW, &why),
            JAGA_OK);
        if (even(&state) < 0.005) {
            clear_alarm(i, account.hot);
        }
    }
    ck_assert_int_gt(payees_met, 500);
    profile_close(&tables);
}
END_TEST

START_TEST(without_a_model_nothing_is_remembered)
{
    const act at = { .ts_us = INT64_C(1768003200) * 1000000, .payee = 3, .is_payment = true };
    profile_account account;
    jaga_features features;
    jaga_error why;
    char name[16];

    ck_assert_int_eq(profile_open(&tables, (profile_caps){ 100, 100 }, &why), JAGA_OK);
    const jaga_record record = record_of(&at, name);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(profile_find_account(&tables, &record, &account, &why), JAGA_OK);
        profile_measure(&account, &record, &features);
        ck_assert_ptr_null(account.suspicion);
        ck_assert_ptr_null(account.payee_suspicion);
        ck_assert(!features.has_event_bits);
        ck_assert_int_eq(
            profile_learn(&tables, &account, &record, &features, JAGA_OUTCOME_ALLOW, &why),
            JAGA_OK);
        ck_assert_int_eq(account.hot->is_suspect, 0);
    }
    profile_close(&tables);
}
END_TEST

UNIT_MAIN("suspicion", what_is_remembered_is_the_sum_over_the_list,
          without_a_model_nothing_is_remembered)
