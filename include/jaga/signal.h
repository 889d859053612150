#ifndef JAGA_SIGNAL_H
#define JAGA_SIGNAL_H

#include "jaga/event.h"
#include "jaga/features.h"

#include <stddef.h>

typedef enum jaga_lang { JAGA_LANG_EN, JAGA_LANG_ID, JAGA_LANG_ZH, JAGA_LANG_COUNT } jaga_lang;

/* How a number that a signal shows is written out. */
typedef enum jaga_unit {
    JAGA_UNIT_NONE,    /* the sentence shows no number */
    JAGA_UNIT_COUNT,   /* 3 */
    JAGA_UNIT_RATIO,   /* 93 % */
    JAGA_UNIT_TIMES,   /* 4.2 times */
    JAGA_UNIT_SECONDS, /* 6 min */
    JAGA_UNIT_MINOR    /* money of the event's currency */
} jaga_unit;

/* What a signal saw and what is normal for this account, for the explanation only. */
typedef struct jaga_facts {
    double value;
    double normal;
} jaga_facts;

/* One detector with words. Everything the engine knows about it stands in this record. */
typedef struct jaga_signal {
    const char *name;  /* stable id written into every decision; kebab-case; never reused */
    const char *help;  /* one line, shown by `jaga signals` */
    const char *blind; /* what it cannot see or takes for theft, one line */

    /* One sentence per language; {value} and {normal} are replaced by the facts. */
    const char *says[JAGA_LANG_COUNT];
    jaga_unit value_unit, normal_unit;

    /* What full strength is worth: log2 of the likelihood ratio "a thief does this" to "the owner
     * does this", as its author judges it. A row of models/weights.csv, from labels, goes first. */
    double bits;

    /* Strength in [0,1] of "this is not the owner". Pure: no state, no clock, no I/O, no
     * allocation; never NaN; 0 at the first sight of an account unless somebody says theft. */
    double (*eval)(const jaga_event *event, const jaga_features *features);

    /* Called for decisions only, so it may be slow. NULL: the sentence shows no number. */
    jaga_facts (*facts)(const jaga_event *event, const jaga_features *features);
} jaga_signal;

enum { JAGA_SIGNALS_MAX = 32 }; /* evidence slots in an account's cold block */

/* The last slot is the word of a trained model (model/trees.h): no signal, it has no eval, but
 * words and a name like one. jaga_signal_at and jaga_signal_find know it, jaga_signal_count does
 * not count it. */
enum { JAGA_SIGNAL_MODEL = JAGA_SIGNALS_MAX - 1 };

/* All signals, in table order. The order is part of the state's layout: append, never reorder. */
size_t jaga_signal_count(void);
const jaga_signal *jaga_signal_at(size_t index);
/* Every signal's strength, in table order. */
void jaga_signals_eval(const jaga_event *event, const jaga_features *features,
                       double strength[JAGA_SIGNALS_MAX]);
const jaga_signal *jaga_signal_find(const char *name); /* NULL when unknown */

#endif
