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
    for (size_t i = 0; i < jaga_signal_count(); i++) {
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

static void look_for_evidence(const weights *by, jaga_account_hot *hot, jaga_account_cold *cold,
                              const jaga_event *event, const jaga_features *features,
                              score_result *out)
{
    jaga_signals_eval(event, features, out->strength);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const double bits = out->strength[i] * by->bits[i];
        if (bits < JAGA_EVIDENCE_LEAST_BITS) {
            out->strength[i] = 0.0;
            continue;
        }
        if (!out->has_fresh) {
            sweep(hot, cold, event->ts_us / 1000000);
        }
        out->has_fresh = true;
        remember(hot, cold, i, bits, event->ts_us);
    }
}

void score_event(const weights *by, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, const jaga_features *features, score_result *out)
{
    double bits = JAGA_BELIEF_BASE_BITS;

    memset(out, 0, sizeof *out);
    /* Staff, systems and partners act by other rules; their hands are not the customer's. */
    if (event->actor == JAGA_ACTOR_CUSTOMER || features->is_customer_report) {
        look_for_evidence(by, hot, cold, event, features, out);
    }
    if (event->ts_us / 1000000 < (int64_t)hot->evidence_until_s) {
        for (size_t i = 0; i < jaga_signal_count(); i++) {
            bits += remembered_bits(cold->evidence_zero[i], event->ts_us, by->bits[i]);
        }
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

size_t score_explain(const weights *by, const jaga_account_cold *cold, const jaga_event *event,
                     const jaga_features *features, const score_result *from,
                     jaga_evidence out[JAGA_SIGNALS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        const double bits = remembered_bits(cold->evidence_zero[i], event->ts_us, by->bits[i]);
        if (bits < JAGA_EVIDENCE_LEAST_BITS) {
            continue;
        }
        jaga_evidence item = { .signal = (uint32_t)i,
                               .is_fresh = from->strength[i] > 0.0,
                               .strength = from->strength[i],
                               .bits = bits };
        if (item.is_fresh && signal->facts != NULL) {
            item.facts = signal->facts(event, features);
        }
        insert_by_weight(out, count++, item);
    }
    return count;
}
