#ifndef JAGA_DESK_DISPUTE_MACHINE_H
#define JAGA_DESK_DISPUTE_MACHINE_H

#include "desk/machine.h"

/* The claim to get one payment back. It is independent of whether the money is recovered and of
 * whether the account is closed. Its clocks come from the jurisdiction (desk/jurisdiction.h). */
#define DISPUTE_STATES(X)                                                                          \
    X(NONE) /* not there yet */                                                                    \
    X(FILED)                                                                                       \
    X(ACKED)                                                                                       \
    X(INFO_NEEDED)                                                                                 \
    X(INVESTIGATING)                                                                               \
    X(PROVISIONAL) /* credited until decided */                                                    \
    X(DECIDED_REFUND)                                                                              \
    X(DECIDED_PARTIAL)                                                                             \
    X(DECIDED_REJECT)                                                                              \
    X(PAID)                                                                                        \
    X(CREDIT_REVERSED)                                                                             \
    X(APPEALED)                                                                                    \
    X(CLOSED)

#define DISPUTE_EVENTS(X)                                                                          \
    X(FILE)                                                                                        \
    X(RECEIPT_DELIVERED)                                                                           \
    X(EVIDENCE_TAKEN)                                                                              \
    X(DOCUMENTS_ASKED)                                                                             \
    X(DOCUMENTS_RECEIVED)                                                                          \
    X(CREDIT_PROVISIONALLY)                                                                        \
    X(DECIDE_REFUND)                                                                               \
    X(DECIDE_PARTIAL)                                                                              \
    X(DECIDE_REJECT)                                                                               \
    X(LEDGER_PAID)                                                                                 \
    X(REVERSE_CREDIT)                                                                              \
    X(APPEAL)                                                                                      \
    X(CLOSE)

#define DISPUTE_GUARDS(X)                                                                          \
    X(NOT_DISPUTED_YET, "a payment that is not disputed yet")                                      \
    X(EVIDENCE_KEPT, "kept evidence")                                                              \
    X(REASONS_GIVEN, "reasons and evidence")                                                       \
    X(CREDIT_IS_DUE, "a provisional credit that is due, or the policy to give one")                \
    X(WITHIN_LOSS, "recovered, refunded and provisional money within the loss")                    \
    X(CREDIT_POSTED, "a provisional credit")                                                       \
    X(NOTICE_GIVEN, "a notice given long enough before")                                           \
    X(NEW_FACT, "a new fact")                                                                      \
    X(APPEAL_OPEN, "an open time for objections")

#define DISPUTE_ENUM_STATE(name) DISPUTE_##name,
typedef enum dispute_state { DISPUTE_STATES(DISPUTE_ENUM_STATE) DISPUTE_STATE_COUNT } dispute_state;
#undef DISPUTE_ENUM_STATE

#define DISPUTE_ENUM_EVENT(name) DISPUTE_ON_##name,
typedef enum dispute_event { DISPUTE_EVENTS(DISPUTE_ENUM_EVENT) DISPUTE_EVENT_COUNT } dispute_event;
#undef DISPUTE_ENUM_EVENT

#define DISPUTE_ENUM_GUARD(name, words) DISPUTE_IF_##name,
enum { DISPUTE_GUARDS(DISPUTE_ENUM_GUARD) DISPUTE_GUARD_COUNT };
#undef DISPUTE_ENUM_GUARD

#define DISPUTE_GUARD(name) (1u << DISPUTE_IF_##name)

enum {
    DISPUTE_RECEIPT_S = 86400,
    DISPUTE_DOCUMENTS_BUSINESS_DAYS = 10,
    DISPUTE_CREDIT_NOTICE_BUSINESS_DAYS = 2,   /* telling of a provisional credit */
    DISPUTE_REVERSAL_NOTICE_BUSINESS_DAYS = 5, /* before taking it back */
    DISPUTE_PAY_BUSINESS_DAYS = 1,
    DISPUTE_APPEAL_DAYS = 30
};

const machine *dispute_machine(void);

/* Minor units. What may still be refunded: never more than the loss, of which some came back, some
 * was refunded and some credited provisionally; 0 when nothing is left. */
typedef struct dispute_money {
    int64_t disputed_minor, recovered_minor, refunded_minor, provisional_minor;
} dispute_money;
int64_t dispute_refundable_minor(const dispute_money *money);

#endif
