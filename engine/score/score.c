#include "score/score.h"

#include "base/exponent.h"

#include <string.h>

static double remembered_bits(uint32_t zero_s, int64_t now_us, double most)
{
    const double bits = ((double)zero_s - (double)now_us / 1e6) / JAGA_BIT_LIFE_S;
    return bits <= 0.0 ? 0.0 : bits > most ? most : bits;
}

void score_event(jaga_account_hot *hot, const jaga_event *event, const jaga_features *features,
                 score_result *out)
{
    /* Staff, systems and partners act by other rules; their hands are not the customer's. */
    const bool is_judged = event->actor == JAGA_ACTOR_CUSTOMER || features->is_customer_report;
    double bits = JAGA_BELIEF_BASE_BITS;

    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        const double strength = is_judged ? signal->eval(event, features) : 0.0;
        const double brought = strength * signal->bits;
        if (brought >= JAGA_EVIDENCE_LEAST_BITS) {
            const double zero_s = (double)event->ts_us / 1e6 + brought * JAGA_BIT_LIFE_S;
            out->strength[i] = strength;
            out->has_fresh = true;
            if (zero_s > (double)hot->evidence_zero_s[i]) {
                hot->evidence_zero_s[i] = (uint32_t)zero_s;
            }
        }
        bits += remembered_bits(hot->evidence_zero_s[i], event->ts_us, signal->bits);
    }
    out->bits = bits > JAGA_BELIEF_MOST_BITS ? JAGA_BELIEF_MOST_BITS : bits;
    const double odds = exp2_exact(out->bits);
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

size_t score_explain(const jaga_account_hot *hot, const jaga_event *event,
                     const jaga_features *features, const score_result *from,
                     jaga_evidence out[JAGA_SIGNALS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        const double bits = remembered_bits(hot->evidence_zero_s[i], event->ts_us, signal->bits);
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
