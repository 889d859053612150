#include "score/score.h"

#include "base/exponent.h"

#include <string.h>

/* Evidence is kept a little longer than it counts, for late readers. */
enum { LATE_S = 2 * 86400 };

static const double base_odds = 0x1p-10; /* 2^JAGA_BELIEF_BASE_BITS: the tests hold it to that */

/* The second at which a slot's evidence is gone: the one of that number nearest to now. */
static int64_t zero_s_of(uint16_t zero, int64_t now_s)
{
    const int64_t now = now_s / JAGA_EVIDENCE_GRAIN_S;
    return (now + (int16_t)(uint16_t)(zero - (uint16_t)now)) * JAGA_EVIDENCE_GRAIN_S;
}

static double remembered_bits(uint16_t zero, int64_t now_us, double most)
{
    if (zero == 0) {
        return 0.0;
    }
    const double left_s = (double)zero_s_of(zero, now_us / 1000000) - (double)now_us / 1e6;
    const double bits = left_s / JAGA_BIT_LIFE_S;
    return bits <= 0.0 ? 0.0 : bits > most ? most : bits;
}

/* Forgets what is long gone, before its number comes round again. */
static void sweep(const jaga_account_hot *hot, jaga_account_cold *cold, int64_t now_s)
{
    if ((int64_t)hot->evidence_until_s + LATE_S < now_s) {
        memset(cold->evidence_zero, 0, sizeof cold->evidence_zero);
        return;
    }
    for (size_t i = 0; i < JAGA_SIGNALS_MAX; i++) {
        if (cold->evidence_zero[i] != 0 &&
            zero_s_of(cold->evidence_zero[i], now_s) + LATE_S < now_s) {
            cold->evidence_zero[i] = 0;
        }
    }
}

static void remember(jaga_account_hot *hot, jaga_account_cold *cold, size_t signal, double bits,
                     int64_t ts_us)
{
    const int64_t now_s = ts_us / 1000000;
    const int64_t zero_s = now_s + (int64_t)(bits * JAGA_BIT_LIFE_S);
    const uint16_t zero = (uint16_t)(zero_s / JAGA_EVIDENCE_GRAIN_S);
    uint16_t *slot = &cold->evidence_zero[signal];

    if (*slot == 0 || zero_s > zero_s_of(*slot, now_s)) {
        *slot = zero == 0 ? 1 : zero;
    }
    if (zero_s > (int64_t)hot->evidence_until_s) {
        hot->evidence_until_s = (uint32_t)zero_s;
    }
}

/* What an event says, into its slot. */
static void bring(jaga_account_hot *hot, jaga_account_cold *cold, size_t slot, double bits,
                  const jaga_event *event, bool *is_swept)
{
    if (!*is_swept) {
        sweep(hot, cold, event->ts_us / 1000000);
        *is_swept = true;
    }
    remember(hot, cold, slot, bits, event->ts_us);
}

static bool counts(const score_basis *by, size_t slot)
{
    return by->model == NULL ? slot != JAGA_SIGNAL_MODEL
                             : slot == JAGA_SIGNAL_MODEL || slot == by->report;
}

static void look_for_evidence(const score_basis *by, jaga_account_hot *hot, jaga_account_cold *cold,
                              const jaga_event *event, const jaga_features *features,
                              score_result *out, bool *is_swept)
{
    jaga_signals_eval(event, features, out->strength);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const double bits = out->strength[i] * by->weights->bits[i];
        if (bits < JAGA_EVIDENCE_LEAST_BITS) {
            out->strength[i] = 0.0;
            continue;
        }
        out->has_fresh |= counts(by, i);
        bring(hot, cold, i, bits, event, is_swept);
    }
}

/* So many bits remembered of a week, or of payments within days, are something. */
static const double remembered_bits_least = 3.0;

static bool is_something_remembered(const jaga_features *features)
{
    return features->suspicion[2] > remembered_bits_least ||
           features->payers_suspicion_2d > remembered_bits_least ||
           features->payee_suspicion_2d > remembered_bits_least;
}

/* The ensemble below speaks first; where its first trees set the event aside, nobody else does,
 * unless something is remembered already: what a robbed account does next may well be plain. */
static void ask_event(const trees *below, const jaga_event *event, jaga_features *features)
{
    float row[JAGA_MODEL_FEATURES_MAX];

    jaga_feature_row(event, features, row);
    const trees_verdict said = is_something_remembered(features)
                                   ? (trees_verdict){ trees_full_margin(below, row), true }
                                   : trees_margin(below, row);
    features->has_event_bits = said.is_full;
    features->event_bits = said.is_full ? trees_evidence_bits(below, said.margin) : 0.0;
}

/* Whoever acts: what staff did to an account is part of how thefts look. */
static void ask_model(const score_basis *by, jaga_account_hot *hot, jaga_account_cold *cold,
                      const jaga_event *event, jaga_features *features, score_result *out,
                      bool *is_swept)
{
    const trees *below = by->event[sample_half(hot->key_low)];
    float row[JAGA_MODEL_FEATURES_MAX];

    if (below != NULL) {
        ask_event(below, event, features);
    }
    if (by->model == NULL || (below != NULL && !features->has_event_bits)) {
        return;
    }
    jaga_feature_row(event, features, row);
    const trees_verdict said = trees_margin(by->model, row);
    const double bits = said.is_full ? trees_evidence_bits(by->model, said.margin) : 0.0;
    if (bits < JAGA_EVIDENCE_LEAST_BITS) {
        return;
    }
    const double believed = bits < JAGA_MODEL_MOST_BITS ? bits : JAGA_MODEL_MOST_BITS;
    out->strength[JAGA_SIGNAL_MODEL] = believed / JAGA_MODEL_MOST_BITS;
    out->has_fresh = true;
    bring(hot, cold, JAGA_SIGNAL_MODEL, believed, event, is_swept);
}

static double sum_of_remembered(const score_basis *by, const jaga_account_cold *cold,
                                int64_t now_us)
{
    const uint16_t *zero = cold->evidence_zero;
    double bits = JAGA_BELIEF_BASE_BITS;

    if (by->model != NULL) {
        return bits + remembered_bits(zero[JAGA_SIGNAL_MODEL], now_us, JAGA_MODEL_MOST_BITS) +
               remembered_bits(zero[by->report], now_us, by->weights->bits[by->report]);
    }
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        bits += remembered_bits(zero[i], now_us, by->weights->bits[i]);
    }
    return bits;
}

score_basis score_basis_of(const weights *by, const trees *model)
{
    size_t report = 0;

    while (strcmp(jaga_signal_at(report)->name, "customer-report") != 0) {
        report++;
    }
    const trees *below = model == NULL ? NULL : trees_event(model);
    return (score_basis){ by, model, { below, below }, report };
}

void score_event(const score_basis *by, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, jaga_features *features, score_result *out)
{
    double bits = JAGA_BELIEF_BASE_BITS;
    bool is_swept = false;

    memset(out, 0, sizeof *out);
    /* Staff, systems and partners act by other rules; their hands are not the customer's. */
    if (event->actor == JAGA_ACTOR_CUSTOMER || features->is_customer_report) {
        look_for_evidence(by, hot, cold, event, features, out, &is_swept);
    }
    if (!features->is_customer_report) {
        ask_model(by, hot, cold, event, features, out, &is_swept);
    }
    if (event->ts_us / 1000000 < (int64_t)hot->evidence_until_s) {
        bits = sum_of_remembered(by, cold, event->ts_us);
    }
    out->bits = bits > JAGA_BELIEF_MOST_BITS ? JAGA_BELIEF_MOST_BITS : bits;
    /* Most events bring nothing and find nothing. */
    const double odds = bits == JAGA_BELIEF_BASE_BITS ? base_odds : exp2_exact(out->bits);
    out->belief = odds / (1.0 + odds);
}

static void insert_by_weight(jaga_evidence *list, size_t count, jaga_evidence item)
{
    size_t at = count;

    while (at > 0 && list[at - 1].bits < item.bits) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = item;
}

static bool recall(const score_basis *by, const jaga_account_cold *cold, size_t slot,
                   const jaga_event *event, const score_result *from, jaga_evidence *out)
{
    const double most = slot == JAGA_SIGNAL_MODEL ? JAGA_MODEL_MOST_BITS : by->weights->bits[slot];

    *out =
        (jaga_evidence){ .signal = (uint32_t)slot,
                         .is_fresh = from->strength[slot] > 0.0,
                         .strength = from->strength[slot],
                         .bits = remembered_bits(cold->evidence_zero[slot], event->ts_us, most) };
    return out->bits >= JAGA_EVIDENCE_LEAST_BITS;
}

size_t score_explain(const score_basis *by, const jaga_account_cold *cold, const jaga_event *event,
                     const jaga_features *features, const score_result *from,
                     jaga_evidence out[JAGA_SIGNALS_MAX])
{
    size_t count = 0, counted = 0;
    jaga_evidence item;

    if (by->model != NULL && recall(by, cold, JAGA_SIGNAL_MODEL, event, from, &item)) {
        insert_by_weight(out, count++, item);
    }
    if (by->model != NULL && recall(by, cold, by->report, event, from, &item)) {
        insert_by_weight(out, count++, item);
    }
    counted = count;
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        if ((by->model != NULL && i == by->report) || !recall(by, cold, i, event, from, &item)) {
            continue;
        }
        if (item.is_fresh && jaga_signal_at(i)->facts != NULL) {
            item.facts = jaga_signal_at(i)->facts(event, features);
        }
        insert_by_weight(out + counted, count++ - counted, item);
    }
    for (size_t i = counted; i < count && by->model != NULL; i++) {
        out[i].bits = 0.0;
    }
    return count;
}
