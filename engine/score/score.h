#ifndef JAGA_SCORE_SCORE_H
#define JAGA_SCORE_SCORE_H

#include "jaga/decision.h"
#include "jaga/features.h"
#include "jaga/profile.h"
#include "model/sample.h"
#include "model/trees.h"
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

/* With a trained model in force its word takes the place of the signals' sum: evidence like theirs,
 * in a slot of its own, worth the log2 likelihood ratio of its calibrated odds where that is above
 * nothing and the event passed stage one. The customer's own report, which no model reads, is added
 * as before. Signals go on looking and remembering: they are the reasons that people read, and what
 * a cleared alarm is held against. */
typedef struct score_basis {
    const weights *weights;
    const trees *model; /* NULL: none */
    /* The ensemble below the model, by half of the accounts (sample_half); NULL: none.
     * Serving asks one about all accounts; training asks each about those it was not grown on. */
    const trees *event[2];
    size_t report; /* the signal that stays worth its bits beside a model */
} score_basis;

score_basis score_basis_of(const weights *by, const trees *model);

typedef struct score_result {
    double bits;                       /* log2 odds, base rate included */
    double belief;                     /* [0,1] */
    bool has_fresh;                    /* this event brought evidence */
    double strength[JAGA_SIGNALS_MAX]; /* of the model: its bits, as a share of the most */
} score_result;

/* Lets every signal look at the event and its account's evidence move. Pure but for the evidence,
 * and for what the ensemble below the model says of the event, which is put among the features. */
void score_event(const score_basis *by, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, jaga_features *features, score_result *out);

/* The evidence behind a score, heaviest first; returns how many. For decisions only. Under a model
 * signals are listed behind what counts, by what they would be worth, with no bits. */
size_t score_explain(const score_basis *by, const jaga_account_cold *cold, const jaga_event *event,
                     const jaga_features *features, const score_result *from,
                     jaga_evidence out[JAGA_SIGNALS_MAX]);

/* Why the model says what it says of this event; returns how many reasons, none when it brought no
 * evidence, or when its word about an earlier event weighs more still. For decisions only. Path
 * attributions (trees_explain) are parts of a margin; they are added up by ground and scaled to
 * bits, so that all of them make the evidence of this event. `listed` is what score_explain gave:
 * its signals lend the grounds their words. */
size_t score_reasons(const score_basis *by, const jaga_event *event, const jaga_features *features,
                     const score_result *from, const jaga_evidence *listed, size_t listed_count,
                     jaga_reason out[JAGA_REASONS_MOST]);

/* What an alarm rests on, as bits: the signals in evidence; under a model the grounds of its
 * reasons and of a report, with the bit JAGA_SIGNAL_MODEL to tell. */
uint32_t score_kinds(const score_basis *by, const jaga_evidence *listed, size_t listed_count,
                     const jaga_reason *reasons, size_t reason_count);

/* Log2 odds of what is listed without what an earlier alarm rested on; 0 kinds: of all. A model's
 * word that is only remembered is set aside whole, for its grounds are not: what it says of an
 * event is left out as far as those grounds make it say so. Kinds from before a model came, or
 * went, are taken by their grounds. */
double score_bits_besides(const score_basis *by, const jaga_event *event,
                          const jaga_features *features, const score_result *from,
                          const jaga_evidence *listed, size_t listed_count, uint32_t kinds);

#endif
