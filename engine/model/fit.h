#ifndef JAGA_MODEL_FIT_H
#define JAGA_MODEL_FIT_H

#include "base/arena.h"
#include "jaga/status.h"
#include "model/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fits the signals' weights to labelled events: logistic regression in bits,
 *     log2 odds = base + sum of weight_i * share_i,
 * where share_i in [0,1] is what is left of signal i's evidence at the event. Weights are drawn
 * towards a prior, a part of what the signals' authors judged (ridge regression around it), and
 * stay between FIT_LEAST_SHARE of it and FIT_MOST_BITS: a log whose thieves never do a thing does
 * not prove that none does. Coordinate descent with Newton steps (Genkin, Lewis, Madigan 2007).
 *
 * A theft of many events is one theft, and an account's day of many events one day: a group speaks
 * through its most suspicious row, because that is the one that would be acted on. Which row that
 * is depends on the weights, so fitting and choosing alternate a few times (multiple-instance
 * learning, Andrews, Tsochantaridis, Hofmann 2002). */
#define FIT_MOST_BITS   10.0
#define FIT_LEAST_SHARE 0.2

typedef struct fit_share {
    uint16_t signal;
    float share;
} fit_share;

typedef struct fit_row {
    uint64_t group;      /* one theft, or one account's day */
    const fit_share *at; /* the row's shares, `count` of them, heaviest first */
    uint32_t count;
    bool is_theft;
    bool is_left_out; /* judged and not learned from */
    double weight;    /* scratch: 1 when the row speaks for its group */
    double bits;      /* scratch: log2 odds */
} fit_row;

typedef struct fit {
    fit_row *rows; /* sorted by group */
    size_t count;
    weights prior;                   /* towards which weights are drawn */
    double strength;                 /* of the prior, in thefts' worth of doubt per bit squared */
    bool is_fixed[JAGA_SIGNALS_MAX]; /* not fitted: worth the prior */
} fit;

/* Sorts rows by group: before anything else. */
void fit_prepare(fit *self);

/* Rounds needed; *base_bits and *out are the result. Memory is for one list per signal. */
JAGA_USE_RESULT jaga_status fit_run(fit *self, arena *memory, weights *out, double *base_bits,
                                    size_t *rounds, jaga_error *err);

/* How good a ranking by the weights is: the share of thefts found when the threshold is as low as
 * `false_days` account-days that were no theft allow. Thefts learned from and left out apart. */
typedef struct fit_recall {
    size_t thefts, found;
} fit_recall;
void fit_judge(fit *self, const weights *by, size_t false_days, arena *memory, fit_recall *learned,
               fit_recall *left_out);

#endif
