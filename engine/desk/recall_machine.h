#ifndef JAGA_DESK_RECALL_MACHINE_H
#define JAGA_DESK_RECALL_MACHINE_H

#include "desk/machine.h"

/* Asking another institution for stolen money back: one recall for each payment, modelled on the
 * messages of ISO 20022 and independent of the rail. SEND is the request (camt.056); ACK, HOLD and
 * REFUSE are its answers (camt.029); RETURN is money coming back (pacs.004), in one piece or
 * several, also late. SETTLE closes the account of it: returned, refunded by the provider and
 * rejected make up what was recalled. */
#define RECALL_STATES(X)                                                                           \
    X(NONE)                                                                                        \
    X(DRAFT)                                                                                       \
    X(SENT)                                                                                        \
    X(ACKED)                                                                                       \
    X(HELD_AT_RECEIVER)                                                                            \
    X(RETURNED_PART)                                                                               \
    X(RETURNED)                                                                                    \
    X(REFUSED)                                                                                     \
    X(EXPIRED)                                                                                     \
    X(SETTLED)

#define RECALL_EVENTS(X)                                                                           \
    X(DRAFT) X(SEND) X(ACK) X(HOLD) X(RETURN) X(REFUSE) X(REMIND) X(EXPIRE) X(SETTLE)

#define RECALL_GUARDS(X)                                                                           \
    X(WHOLE, "all of the money that was recalled")                                                 \
    X(DUE, "a reminder that is due")                                                               \
    X(OVERDUE, "fifteen business days without the money")                                          \
    X(BALANCED, "returned, refunded and rejected money that make up what was recalled")

#define RECALL_ENUM_STATE(name) RECALL_##name,
typedef enum recall_state { RECALL_STATES(RECALL_ENUM_STATE) RECALL_STATE_COUNT } recall_state;
#undef RECALL_ENUM_STATE
#define RECALL_ENUM_EVENT(name) RECALL_ON_##name,
typedef enum recall_event { RECALL_EVENTS(RECALL_ENUM_EVENT) RECALL_EVENT_COUNT } recall_event;
#undef RECALL_ENUM_EVENT
#define RECALL_ENUM_GUARD(name, words) RECALL_IF_##name,
enum { RECALL_GUARDS(RECALL_ENUM_GUARD) RECALL_GUARD_COUNT };
#undef RECALL_ENUM_GUARD
#define RECALL_GUARD(name) (1u << RECALL_IF_##name)

const machine *recall_machine(void);

/* When the receiver has to have answered, in business days. */
enum { RECALL_ANSWER_DAYS = 15 };

/* The reminders: after an hour, four hours, one and three business days. */
enum { RECALL_REMINDERS = 4 };
typedef struct recall_reminder {
    int64_t seconds;
    int business_days; /* when seconds is 0 */
} recall_reminder;
extern const recall_reminder recall_reminders[RECALL_REMINDERS];

/* Why money is asked back, and why it is not given. */
bool recall_is_reason(const char *code);
bool recall_is_refusal(const char *code);

#endif
