#ifndef JAGA_DESK_CASE_MACHINE_H
#define JAGA_DESK_CASE_MACHINE_H

#include "desk/machine.h"

/* A theft case, from the first sign to its end. Nothing but a verified talk, or a supervisor's
 * written reason, gives it an outcome; the engine never does.
 *
 * Further alerts and reports about an account with an open case are attached to it and are no step
 * (CASE_NO_OPEN_CASE is then missing). Holds have clocks of their own and are no part of this. */
#define CASE_STATES(X)                                                                             \
    X(NONE) /* not there yet */                                                                    \
    X(DETECTED)                                                                                    \
    X(REPORTED)                                                                                    \
    X(TRIAGED)                                                                                     \
    X(CONTAINING) /* hold commanded */                                                             \
    X(CONTAINED)  /* hold acknowledged */                                                          \
    X(CONTACTING)                                                                                  \
    X(VERIFYING)                                                                                   \
    X(CONFIRMED)                                                                                   \
    X(FALSE_ALARM)                                                                                 \
    X(INCONCLUSIVE)                                                                                \
    X(SCAM_AUTHORISED) /* the owner paid by own hand, deceived */                                  \
    X(FIRST_PARTY)     /* the owner's own fraud */                                                 \
    X(RECOVERING)                                                                                  \
    X(RESTORING)                                                                                   \
    X(CLOSED)                                                                                      \
    X(REOPENED)

#define CASE_EVENTS(X)                                                                             \
    X(ALERT)                                                                                       \
    X(CUSTOMER_REPORT)                                                                             \
    X(PARTNER_REPORT) /* a partner, a bank, an anti-scam centre */                                 \
    X(RULES_EVALUATED)                                                                             \
    X(HOLD_SENT)                                                                                   \
    X(HOLDS_ACKED) /* all of them */                                                               \
    X(ACK_TIMEOUT) /* flag FREEZE_UNCONFIRMED */                                                   \
    X(TASK_ASSIGNED)                                                                               \
    X(REACHED)                                                                                     \
    X(DECIDE_CONFIRMED)                                                                            \
    X(DECIDE_FALSE_ALARM)                                                                          \
    X(DECIDE_SCAM)                                                                                 \
    X(DECIDE_FIRST_PARTY)                                                                          \
    X(IDENTITY_FAILED)                                                                             \
    X(ATTEMPTS_EXHAUSTED)                                                                          \
    X(LATE_CONTACT)                                                                                \
    X(PRESUME_THEFT) /* label THEFT, presumed */                                                   \
    X(TRACE_START)                                                                                 \
    X(TRACE_FINAL)                                                                                 \
    X(RESTORED)                                                                                    \
    X(HOLDS_GONE)                                                                                  \
    X(SETTLE)                                                                                      \
    X(NEW_FACT)

/* Guards and how a refusal calls them. */
#define CASE_GUARDS(X)                                                                             \
    X(NO_OPEN_CASE, "no other open case of the account")                                           \
    X(IDENTITY_DECIDES, "an identity proven enough to judge payments")                             \
    X(IDENTITY_RESTORES, "an identity proven enough to restore")                                   \
    X(ALL_MARKED, "a mark on every debit")                                                         \
    X(ANY_NOT_MINE, "a payment marked not mine")                                                   \
    X(COERCED, "signs of coercion")                                                                \
    X(OWN_HAND, "a payment made by own hand under deception")                                      \
    X(TWO_FACTS, "two facts")                                                                      \
    X(IDENTITY_FAILED_THRICE, "three failures to prove identity")                                  \
    X(NEW_IDENTITY_PROOF, "an identity proven anew")                                               \
    X(WRITTEN_REASON, "a written reason")                                                          \
    X(TRACE_IS_FINAL, "a final answer from wherever money went")                                   \
    X(CHECKLIST_DONE, "a finished restore checklist")                                              \
    X(APPROVED, "the approval that the amount asks for")                                           \
    X(NO_ACTIVE_HOLD, "no active hold of this case")                                               \
    X(WITHIN_REOPENING, "a closing not longer than 180 days ago")

#define CASE_ENUM_STATE(name) CASE_##name,
typedef enum case_state { CASE_STATES(CASE_ENUM_STATE) CASE_STATE_COUNT } case_state;
#undef CASE_ENUM_STATE

#define CASE_ENUM_EVENT(name) CASE_ON_##name,
typedef enum case_event { CASE_EVENTS(CASE_ENUM_EVENT) CASE_EVENT_COUNT } case_event;
#undef CASE_ENUM_EVENT

#define CASE_ENUM_GUARD(name, words) CASE_IF_##name,
enum { CASE_GUARDS(CASE_ENUM_GUARD) CASE_GUARD_COUNT };
#undef CASE_ENUM_GUARD

#define CASE_GUARD(name) (1u << CASE_IF_##name)

enum { CASE_REOPENING_DAYS = 180, CASE_WATCH_DAYS = 90 };

const machine *case_machine(void);

/* How other systems call an outcome, for exports; NULL where they have no word. */
const char *case_outcome_marble(case_state outcome);
const char *case_outcome_didit(case_state outcome);

#endif
