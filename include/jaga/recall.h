#ifndef JAGA_RECALL_H
#define JAGA_RECALL_H

#include "jaga/desk.h"

/* Asking other institutions for stolen money back: one recall for each payment by which it left.
 * What is open and what came of it is asked with `jaga query recalls`; what goes out to a bank or
 * wallet, and to the scam centre, with `jaga query bilateral` and `iasc`.
 *
 * Acts are those of a desk (jaga/desk.h): whole or not at all, audited, refused with JAGA_ERR_USAGE
 * and a reason. `recall` is its number. Codes are those of ISO 20022: of a refusal AM04 no funds,
 * AC04 closed, CUST the holder refuses, ARDT returned already, LEGL law, NOOR not received, NOAS no
 * answer. */

/* Drafts a recall for each payment of the case by which stolen money left the ledger, but cash, of
 * what a trace by first in first out says; *count: how many are new. Needs the input log. */
JAGA_USE_RESULT jaga_status jaga_recall_draft(jaga_desk *desk, const char *number, int64_t *count,
                                              jaga_error *err);

/* A receiver of stolen money in this ledger, and what is asked of the ledger about it. */
typedef struct jaga_receiver {
    char account[65];
    const char *amount; /* newly asked to be held, as people read it; "0": all of it is already */
    const char *currency;
    unsigned victims; /* people robbed towards it, of all cases */
    bool is_mule;     /* the whole account may be held: jaga_recall_hold_whole */
} jaga_receiver;

/* Asks the ledger to hold what is left of the case's stolen money at each receiver, for a week; of
 * what is asked for already only the difference, so it can be called again as money moves. `tell`
 * may be NULL. */
JAGA_USE_RESULT jaga_status jaga_recall_hold(jaga_desk *desk, const char *number,
                                             void (*tell)(void *ctx, const jaga_receiver *at),
                                             void *ctx, jaga_error *err);
/* The whole account, of a receiver that looks like a mule: a supervisor, and not who asked for the
 * amount. */
JAGA_USE_RESULT jaga_status jaga_recall_hold_whole(jaga_desk *desk, const char *number,
                                                   const char *account, jaga_error *err);
/* Lets go of all that was asked for at a receiver, because the money was "returned" or the receiver
 * "cleared". Only a supervisor may. */
JAGA_USE_RESULT jaga_status jaga_recall_let_go(jaga_desk *desk, const char *number,
                                               const char *account, const char *why,
                                               jaga_error *err);

/* "sent" (code: the reference it was sent under), "acked", "held", "refused" (code: why). */
JAGA_USE_RESULT jaga_status jaga_recall_answer(jaga_desk *desk, int64_t recall, const char *what,
                                               const char *code, jaga_error *err);

/* Money came: under `reference`, which may come once, said to be for the payment `orig_txn_id` and
 * from `payee`. *recall: the open one that it fits; 0: none, and the money waits in suspense. A
 * part fits, more than is still missing does not. */
JAGA_USE_RESULT jaga_status jaga_recall_returned(jaga_desk *desk, const char *reference,
                                                 const char *orig_txn_id, const char *payee,
                                                 const char *amount, const char *currency,
                                                 int64_t *recall, jaga_error *err);

/* Closes one: of what did not come back, the provider refunds so much and the rest is rejected.
 * Only a supervisor may. */
JAGA_USE_RESULT jaga_status jaga_recall_settle(jaga_desk *desk, int64_t recall,
                                               const char *refunded, jaga_error *err);

/* What the clock asks for: writes down the reminders that are due, to be sent by whoever calls, and
 * ends what was not answered in fifteen business days. A timer may call it, nobody logged in. */
JAGA_USE_RESULT jaga_status jaga_recall_due(jaga_desk *desk, int64_t *reminded, int64_t *expired,
                                            jaga_error *err);

#endif
