#ifndef JAGA_MODEL_WEIGHTS_H
#define JAGA_MODEL_WEIGHTS_H

#include "jaga/signal.h"
#include "jaga/span.h"
#include "jaga/status.h"

/* What full strength of each signal is worth, in bits: log2 of how much more often a thief shows it
 * than an owner. A signal's record names what its author judged; models/weights.csv, fitted on
 * labelled logs, knows better where it has a row.
 *
 * The file: lines beginning with # say where the numbers come from; then the header `signal,bits`
 * and one row a signal. */
typedef struct weights {
    double bits[JAGA_SIGNALS_MAX]; /* by place in the signal table; 0 switches a signal off */
} weights;

/* What the signals' authors judged. */
void weights_by_hand(weights *out);

/* By hand, then what the text says. `name` is for errors, which name the line and the cause: an
 * unknown signal, a number outside 0..20, a signal named twice. */
JAGA_USE_RESULT jaga_status weights_read(weights *out, jaga_span text, const char *name,
                                         jaga_error *err);

/* The shipped ones, and their file. */
JAGA_USE_RESULT jaga_status weights_shipped(weights *out, jaga_error *err);
jaga_span weights_shipped_text(void);

#endif
