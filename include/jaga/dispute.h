#ifndef JAGA_DISPUTE_H
#define JAGA_DISPUTE_H

#include "jaga/desk.h"

/* Claims to get a payment back, one for each that was marked not mine, filed with the outcome
 * theft. A claim is independent of whether a recall brings the money back and of whether the
 * account is closed. `jaga query disputes` lists them. Clocks are those of the jurisdiction
 * (models/jurisdictions.csv) and the business calendar; a year without holidays in it is an error.
 *
 * Acts are those of a desk (jaga/desk.h): whole or not at all, audited, refused with JAGA_ERR_USAGE
 * and a reason. What is refunded, credited and recovered together is never more than the loss. */

/* Where a dispute is after an act. */
typedef struct jaga_dispute_now {
    char state[24];  /* as docs and `jaga query disputes` name it */
    char number[24]; /* of its case */
    int64_t due_us;  /* the next thing that the law or we ask for; INT64_MIN: nothing */
    int64_t zone_s;  /* of the customer */
} jaga_dispute_now;

/* What is said of it:
 *   "receipt"          the customer has the receipt; what the log says is the evidence
 *   "papers" LIST      papers are asked for
 *   "papers-in"        they came
 *   "credit" AMOUNT WHY   a provisional credit, by policy or law (supervisor)
 *   "refund" WHY       all that is not recovered
 *   "partial" AMOUNT WHY  less (supervisor)
 *   "reject" WHY       nothing (supervisor)
 *   "paid" REFERENCE   the ledger has booked it
 *   "reverse" WHY      takes a provisional credit back, notice being given (supervisor)
 *   "appeal" FACT      the customer objects, with a new fact
 * `amount` is a decimal, NULL where none stands above; likewise `text`. `now` may be NULL. */
JAGA_USE_RESULT jaga_status jaga_dispute_act(jaga_desk *desk, int64_t dispute, const char *what,
                                             const char *amount, const char *text,
                                             jaga_dispute_now *now, jaga_error *err);

/* Ends what nobody may object to any more. *closed: how many; *late: how many wait for an answer
 * that should have been given. */
JAGA_USE_RESULT jaga_status jaga_dispute_due(jaga_desk *desk, int64_t *closed, int64_t *late,
                                             jaga_error *err);

#endif
