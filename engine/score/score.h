#ifndef JAGA_SCORE_SCORE_H
#define JAGA_SCORE_SCORE_H

#include "jaga/decision.h"
#include "jaga/features.h"
#include "jaga/profile.h"
#include "model/weights.h"

#include <stdbool.h>
#include <stddef.h>

/* Belief: how likely it is that the hands on the account have changed.
 *
 * A theft is a change point. Each account carries the odds that it has happened (Shiryaev's
 * quickest detection): an event multiplies them by the likelihood ratio of what its signals saw,
 * and they fade back towards the base rate. In bits (log2 of odds) a signal of strength s adds s
 * times its `bits`; every factor loses one bit per JAGA_BIT_LIFE_S, half its weight.
 *
 * The same fact seen twice is not two facts: a signal's evidence is the largest that any of its
 * events still leaves, not their sum. So belief = base + sum over signals of
 * max over past events of max(0, s * bits - age / JAGA_BIT_LIFE_S), which the tests recompute from
 * the raw log, and which does not depend on the order of arrival as long as nothing is later than
 * two days. It has a ceiling, and evidence
 * that is next to nothing is not brought: decision.h. */

typedef struct score_result {
    double bits;    /* log2 odds, base rate included */
    double belief;  /* [0,1] */
    bool has_fresh; /* this event brought evidence */
    double strength[JAGA_SIGNALS_MAX];
} score_result;

/* Lets every signal look at the event and its account's evidence move. Pure but for the evidence.
 */
void score_event(const weights *by, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, const jaga_features *features, score_result *out);

/* The evidence behind a score, heaviest first; returns how many. For decisions only. */
size_t score_explain(const weights *by, const jaga_account_cold *cold, const jaga_event *event,
                     const jaga_features *features, const score_result *from,
                     jaga_evidence out[JAGA_SIGNALS_MAX]);

#endif
