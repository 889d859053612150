#ifndef JAGA_GROUND_H
#define JAGA_GROUND_H

#include "jaga/signal.h"

#include <stddef.h>

/* What a trained model's word rests on, in kinds that people can read: every number of a row
 * (jaga/feature.h) and every signal belongs to one ground. A ground tells by its strongest signal
 * at the event; where none fired, by its own words. */
typedef enum jaga_ground {
    JAGA_GROUND_ACT,
    JAGA_GROUND_AMOUNT,
    JAGA_GROUND_BALANCE,
    JAGA_GROUND_PACE,
    JAGA_GROUND_MONEY_IN,
    JAGA_GROUND_INSTRUMENT,
    JAGA_GROUND_PAYEE,
    JAGA_GROUND_PAYEE_THEFTS,
    JAGA_GROUND_RECEIVING,
    JAGA_GROUND_LOGIN,
    JAGA_GROUND_DEVICE,
    JAGA_GROUND_CREDENTIALS,
    JAGA_GROUND_REMOTE,
    JAGA_GROUND_PLACE,
    JAGA_GROUND_NETWORK,
    JAGA_GROUND_RHYTHM,
    JAGA_GROUND_ACQUAINTANCE,
    JAGA_GROUND_SUSPICION,
    JAGA_GROUND_REPORT,
    JAGA_GROUND_COUNT
} jaga_ground;

const char *jaga_ground_name(jaga_ground ground); /* stable, kebab-case */
const char *jaga_ground_says(jaga_ground ground, jaga_lang lang);
jaga_ground jaga_ground_find(const char *name); /* JAGA_GROUND_COUNT when unknown */

jaga_ground jaga_ground_of_feature(size_t feature); /* by its place in a row */
jaga_ground jaga_ground_of_signal(size_t signal);   /* by its place in the signal table */

#endif
