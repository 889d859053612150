#include "story.h"

#include "score/score.h"

/* Belief, recomputed from the raw stream of what the signals brought. */

static const score_basis *basis(void)
{
    static weights made;
    static score_basis by;
    weights_by_hand(&made);
    by = score_basis_of(&made, NULL);
    return &by;
}

enum { EVENTS = 60 };
static const double bit_life_s = 6.0 * 3600.0;

typedef struct judged {
    jaga_event event;
    jaga_features features;
} judged;

/* Features in which any signal may fire. */
static judged random_one(uint64_t *random, int64_t span_us)
{
    static const uint8_t types[] = { JAGA_TYPE_TRANSFER, JAGA_TYPE_LOGIN, JAGA_TYPE_PIN_RESET,
                                     JAGA_TYPE_SIM_CHANGE, JAGA_TYPE_PAYMENT };
    judged j = { .event = story_transfer("A", STORY_START + story_pick(random, span_us), 5000,
                                         JAGA_UNKNOWN_MINOR, "P", "D") };

    j.event.type = types[story_pick(random, sizeof types)];
    j.event.actor =
        (uint8_t)(story_chance(random, 85) ? JAGA_ACTOR_CUSTOMER : story_pick(random, 4));
    j.features =
        (jaga_features){ .events_seen = (double)story_pick(random, 50),
                         .has_device = story_chance(random, 70),
                         .device_is_known = story_chance(random, 60),
                         .device_age_s = story_unit(random) * 1e6,
                         .devices_known = (double)story_pick(random, 5),
                         .device_newcomers = story_unit(random) * 4.0,
                         .amounts_seen = story_unit(random) * 40.0,
                         .amount_surprise = story_unit(random) * 6.0 - 1.0,
                         .drain_share = story_chance(random, 30) ? 1.0 : story_unit(random),
                         .has_payee = story_chance(random, 60),
                         .payee_is_known = story_chance(random, 60),
                         .is_customer_report = story_chance(random, 1) };
    return j;
}

static double brought(const judged *j, size_t signal)
{
    const bool is_judged = j->event.actor == JAGA_ACTOR_CUSTOMER || j->features.is_customer_report;
    const jaga_signal *s = jaga_signal_at(signal);
    const double bits = is_judged ? s->eval(&j->event, &j->features) * s->bits : 0.0;
    return bits < 0.05 ? 0.0 : bits;
}

/* base + sum over signals of max over events of max(0, bits - age / bit life), at most 20. */
static double raw_bits(const judged *list, int count, int64_t now_us)
{
    double total = JAGA_BELIEF_BASE_BITS;

    for (size_t s = 0; s < jaga_signal_count(); s++) {
        double most = 0.0;
        for (int i = 0; i < count; i++) {
            const double age_s = (double)(now_us - list[i].event.ts_us) / 1e6;
            const double bits = brought(&list[i], s);
            const double left = bits > 0.0 ? bits - age_s / bit_life_s : 0.0;
            most = left > most ? left : most;
        }
        total += most > jaga_signal_at(s)->bits ? jaga_signal_at(s)->bits : most;
    }
    return total > 20.0 ? 20.0 : total;
}

/* The time at which a signal's evidence is gone is kept in whole grains. */
#define GRAIN (1.01 * JAGA_EVIDENCE_GRAIN_S / bit_life_s * (double)jaga_signal_count())
/* Belief is steepest at even odds: ln 2 / 4 for each bit. */
#define BELIEF_GRAIN (GRAIN * 0.1733)

static double bits_now(jaga_account_hot hot, jaga_account_cold cold, int64_t now_us)
{
    jaga_features nothing = { .events_seen = 1.0, .sim_age_s = JAGA_NEVER_S };
    const jaga_event event = story_event("A", JAGA_TYPE_LOGIN, now_us);
    score_result result;

    score_event(basis(), &hot, &cold, &event, &nothing, &result);
    ck_assert(!result.has_fresh);
    return result.bits;
}

START_TEST(belief_is_the_base_and_the_largest_that_each_signal_still_leaves)
{
    uint64_t random = 11;

    for (int round = 0; round < 200; round++) {
        jaga_account_hot hot = { .key_low = 1 };
        jaga_account_cold cold = { 0 };
        judged list[EVENTS];
        int64_t at_us = STORY_START;
        for (int i = 0; i < EVENTS; i++) {
            list[i] = random_one(&random, 1);
            list[i].event.ts_us = at_us += story_pick(&random, 4 * STORY_HOUR);
            score_result result;
            score_event(basis(), &hot, &cold, &list[i].event, &list[i].features, &result);
            const double want = raw_bits(list, i + 1, at_us);
            ck_assert_double_eq_tol(result.bits, want, GRAIN);
            ck_assert_double_eq_tol(result.belief, 1.0 / (1.0 + exp2(-want)), BELIEF_GRAIN);
        }
    }
}
END_TEST

START_TEST(belief_does_not_depend_on_the_order_of_arrival)
{
    uint64_t random = 12;

    for (int round = 0; round < 200; round++) {
        judged list[EVENTS];
        jaga_account_hot hot = { .key_low = 1 }, other = { .key_low = 1 };
        jaga_account_cold cold = { 0 }, other_cold = { 0 };
        score_result result;
        for (int i = 0; i < EVENTS; i++) {
            list[i] = random_one(&random, 3 * STORY_DAY);
            score_event(basis(), &hot, &cold, &list[i].event, &list[i].features, &result);
        }
        for (int i = EVENTS - 1; i > 0; i--) {
            const int64_t k = story_pick(&random, i + 1);
            const judged swapped = list[i];
            list[i] = list[k];
            list[k] = swapped;
        }
        for (int i = 0; i < EVENTS; i++) {
            score_event(basis(), &other, &other_cold, &list[i].event, &list[i].features, &result);
        }
        ck_assert_mem_eq(&hot, &other, sizeof hot);
        ck_assert_mem_eq(&cold, &other_cold, sizeof cold);
        const int64_t now_us = STORY_START + 3 * STORY_DAY + story_pick(&random, STORY_DAY);
        ck_assert_double_eq_tol(bits_now(hot, cold, now_us), raw_bits(list, EVENTS, now_us), GRAIN);
    }
}
END_TEST

START_TEST(without_evidence_belief_is_the_base_rate)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    score_result result;
    const jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    jaga_features nothing = { .events_seen = 0.0, .sim_age_s = JAGA_NEVER_S };

    score_event(basis(), &hot, &cold, &event, &nothing, &result);
    ck_assert_double_eq(result.bits, JAGA_BELIEF_BASE_BITS);
    ck_assert_double_eq_tol(result.belief, 1.0 / 1025.0, 1e-9);
    ck_assert(!result.has_fresh);
}
END_TEST

/* Everything at once that a thief could do. */
static judged the_worst(int64_t ts_us)
{
    return (judged){ .event = story_transfer("A", ts_us, 1000000, 0, "MULE", "THIEF"),
                     .features = { .events_seen = 1000.0,
                                   .has_device = true,
                                   .devices_known = 1.0,
                                   .device_newcomers = 5.0,
                                   .amounts_seen = 100.0,
                                   .amount_surprise = 9.0,
                                   .drain_share = 1.0,
                                   .has_payee = true,
                                   .payees_known = 3.0,
                                   .is_customer_report = true } };
}

START_TEST(belief_stays_within_twenty_bits)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    judged j = the_worst(STORY_START);
    score_result result;

    score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
    ck_assert_double_eq(result.bits, 20.0);
    ck_assert_double_lt(result.belief, 1.0);
}
END_TEST

START_TEST(a_late_reader_gets_no_more_than_a_signal_weighs)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    judged j = the_worst(STORY_START + 5 * STORY_DAY);
    score_result result;

    j.features.is_customer_report = false;
    score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
    jaga_evidence evidence[JAGA_SIGNALS_MAX];
    const jaga_event late = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    jaga_features nothing = { .events_seen = 1.0, .sim_age_s = JAGA_NEVER_S };
    score_event(basis(), &hot, &cold, &late, &nothing, &result);
    const size_t count = score_explain(basis(), &cold, &late, &nothing, &result, evidence);
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        ck_assert_double_le(evidence[i].bits, jaga_signal_at(evidence[i].signal)->bits);
        ck_assert(!evidence[i].is_fresh);
    }
}
END_TEST

START_TEST(one_bit_fades_in_six_hours)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    judged j = the_worst(STORY_START);
    score_result result;

    j.features = (jaga_features){ .events_seen = 9.0, .sim_age_s = JAGA_NEVER_S };
    j.event.type = JAGA_TYPE_SIM_CHANGE;
    score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
    ck_assert(result.has_fresh);
    ck_assert_double_eq_tol(bits_now(hot, cold, STORY_START + 6 * STORY_HOUR), result.bits - 1.0,
                            GRAIN);
    ck_assert_double_eq(bits_now(hot, cold, STORY_START + 40 * STORY_HOUR), JAGA_BELIEF_BASE_BITS);
}
END_TEST

START_TEST(what_staff_and_systems_do_is_no_evidence)
{
    static const jaga_actor actors[] = { JAGA_ACTOR_SYSTEM, JAGA_ACTOR_STAFF, JAGA_ACTOR_PARTNER };

    for (size_t i = 0; i < sizeof actors / sizeof actors[0]; i++) {
        jaga_account_hot hot = { .key_low = 1 };
        jaga_account_cold cold = { 0 };
        judged j = the_worst(STORY_START);
        score_result result;
        j.features.is_customer_report = false;
        j.event.actor = (uint8_t)actors[i];
        score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
        ck_assert_double_eq(result.bits, JAGA_BELIEF_BASE_BITS);
        ck_assert(!result.has_fresh);
    }
}
END_TEST

START_TEST(a_report_taken_by_staff_is_evidence)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    judged j = the_worst(STORY_START);
    score_result result;

    j.event.type = JAGA_TYPE_CUSTOMER_REPORT;
    j.event.actor = JAGA_ACTOR_STAFF;
    score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
    ck_assert(result.has_fresh);
    ck_assert_double_gt(result.belief, 0.99);
}
END_TEST

START_TEST(the_explanation_sums_to_the_belief_heaviest_first)
{
    uint64_t random = 13;

    for (int round = 0; round < 500; round++) {
        jaga_account_hot hot = { .key_low = 1 };
        jaga_account_cold cold = { 0 };
        score_result result;
        judged j;
        int64_t at_us = STORY_START;
        for (int i = 0; i < 5; i++) {
            j = random_one(&random, 1);
            j.features.is_customer_report = false;
            j.event.ts_us = at_us += story_pick(&random, 5 * STORY_HOUR);
            score_event(basis(), &hot, &cold, &j.event, &j.features, &result);
        }
        jaga_evidence evidence[JAGA_SIGNALS_MAX];
        const size_t count =
            score_explain(basis(), &cold, &j.event, &j.features, &result, evidence);
        double sum = JAGA_BELIEF_BASE_BITS;
        for (size_t i = 0; i < count; i++) {
            ck_assert(i == 0 || evidence[i].bits <= evidence[i - 1].bits);
            ck_assert_int_eq(evidence[i].is_fresh, result.strength[evidence[i].signal] > 0.0);
            ck_assert_double_eq(evidence[i].strength, result.strength[evidence[i].signal]);
            sum += evidence[i].bits;
        }
        sum = sum > JAGA_BELIEF_MOST_BITS ? JAGA_BELIEF_MOST_BITS : sum;
        /* What weighs less than a twentieth of a bit is left out of the words. */
        ck_assert_double_le(sum, result.bits + 1e-9);
        ck_assert_double_le(result.bits - sum, 0.05 * (double)jaga_signal_count());
    }
}
END_TEST

/* Slots hold times modulo 2^16 minutes, 45.5 days. */
START_TEST(evidence_that_is_gone_does_not_come_back_when_its_number_comes_round)
{
    static const int64_t pauses_us[] = { 22 * STORY_DAY,       23 * STORY_DAY,
                                         30 * STORY_DAY,       65536 * STORY_MINUTE - STORY_DAY,
                                         65536 * STORY_MINUTE, 65536 * STORY_MINUTE + STORY_DAY,
                                         91 * STORY_DAY,       1000 * STORY_DAY };

    for (size_t i = 0; i < sizeof pauses_us / sizeof pauses_us[0]; i++) {
        jaga_account_hot hot = { .key_low = 1 };
        jaga_account_cold cold = { 0 };
        judged list[2] = { the_worst(STORY_START), the_worst(STORY_START + pauses_us[i]) };
        score_result result;
        score_event(basis(), &hot, &cold, &list[0].event, &list[0].features, &result);
        ck_assert_double_eq(bits_now(hot, cold, list[1].event.ts_us), JAGA_BELIEF_BASE_BITS);
        list[1].event.type = JAGA_TYPE_SIM_CHANGE;
        list[1].features = (jaga_features){ .events_seen = 9.0 };
        score_event(basis(), &hot, &cold, &list[1].event, &list[1].features, &result);
        ck_assert(result.has_fresh);
        ck_assert_double_eq_tol(result.bits, raw_bits(&list[1], 1, list[1].event.ts_us), GRAIN);
    }
}
END_TEST

/* One signal goes on without a pause for a year, the others were heard once. */
START_TEST(what_goes_on_does_not_bring_back_what_is_gone)
{
    jaga_account_hot hot = { .key_low = 1 };
    jaga_account_cold cold = { 0 };
    judged list[2] = { the_worst(STORY_START), the_worst(STORY_START) };
    score_result result;

    score_event(basis(), &hot, &cold, &list[0].event, &list[0].features, &result);
    list[1].event.type = JAGA_TYPE_SIM_CHANGE;
    list[1].features = (jaga_features){ .events_seen = 9.0 };
    for (int hour = 5; hour < 365 * 24; hour += 5) {
        const int64_t now_us = list[1].event.ts_us = STORY_START + hour * STORY_HOUR;
        score_event(basis(), &hot, &cold, &list[1].event, &list[1].features, &result);
        ck_assert_double_eq_tol(result.bits, raw_bits(list, 2, now_us), GRAIN);
    }
}
END_TEST

UNIT_MAIN("score", belief_is_the_base_and_the_largest_that_each_signal_still_leaves,
          belief_does_not_depend_on_the_order_of_arrival, without_evidence_belief_is_the_base_rate,
          belief_stays_within_twenty_bits, a_late_reader_gets_no_more_than_a_signal_weighs,
          one_bit_fades_in_six_hours, what_staff_and_systems_do_is_no_evidence,
          a_report_taken_by_staff_is_evidence,
          evidence_that_is_gone_does_not_come_back_when_its_number_comes_round,
          what_goes_on_does_not_bring_back_what_is_gone,
          the_explanation_sums_to_the_belief_heaviest_first)
