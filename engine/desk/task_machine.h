#ifndef JAGA_DESK_TASK_MACHINE_H
#define JAGA_DESK_TASK_MACHINE_H

#include "desk/machine.h"

/* One call to make. It ends COMPLETED only after somebody was reached and the talk was written
 * down; a customer who is never reached ends EXPIRED, and the hold stays. */
#define TASK_STATES(X)                                                                             \
    X(NONE) /* not there yet */                                                                    \
    X(QUEUED)                                                                                      \
    X(SCHEDULED) /* outside its calling window */                                                  \
    X(ASSIGNED)                                                                                    \
    X(DIALING)                                                                                     \
    X(REACHED)                                                                                     \
    X(VERIFYING)                                                                                   \
    X(VERIFIED)                                                                                    \
    X(FAILED_IDV)                                                                                  \
    X(WRAP_UP)                                                                                     \
    X(RETRY_WAIT)                                                                                  \
    X(ESCALATED) /* a supervisor must take it */                                                   \
    X(COMPLETED)                                                                                   \
    X(EXPIRED)                                                                                     \
    X(CANCELLED)

#define TASK_EVENTS(X)                                                                             \
    X(CREATE)                                                                                      \
    X(WINDOW_OPEN)                                                                                 \
    X(PULL) /* an agent takes the next one */                                                      \
    X(PUSH) /* a supervisor gives it to an agent */                                                \
    X(ASSIGN_TIMEOUT)                                                                              \
    X(DIAL)                                                                                        \
    X(NO_ANSWER)                                                                                   \
    X(BUSY)                                                                                        \
    X(VOICEMAIL)                                                                                   \
    X(SWITCHED_OFF)                                                                                \
    X(WRONG_PARTY)                                                                                 \
    X(NUMBER_INVALID)                                                                              \
    X(ANSWERED)                                                                                    \
    X(HANGS_UP_TO_CALL_BACK)                                                                       \
    X(INBOUND) /* the customer calls with the case number */                                       \
    X(IDV_START)                                                                                   \
    X(IDV_PASS)                                                                                    \
    X(IDV_FAIL)                                                                                    \
    X(INTERVIEW_DONE)                                                                              \
    X(CALL_CUT_SHORT) /* a disposition that ends a talk before its end */                          \
    X(SUBMIT)                                                                                      \
    X(DUE)                                                                                         \
    X(EXHAUSTED)                                                                                   \
    X(SLA_BREACH) /* flag ESCALATED, page a supervisor */                                          \
    X(CASE_RESOLVED)

#define TASK_GUARDS(X)                                                                             \
    X(ONLY_ONE, "no other active task of this case and purpose")                                   \
    X(WINDOW_OPEN, "an open calling window")                                                       \
    X(SPEAKS_LANGUAGE, "an agent who speaks the customer's language")                              \
    X(NO_CONFLICT, "an agent without a conflict of interest")                                      \
    X(THIRD_BOUNCE, "a third bounce")                                                              \
    X(ATTEMPTS_LEFT, "an attempt that is left")                                                    \
    X(TRUSTED_CONTACT, "a contact point older than the incident")                                  \
    X(IS_OWNER, "the agent who owns the task")                                                     \
    X(CODE_COMPARED, "a compared call code, or the reason why not")                                \
    X(LAST_FAILURE, "the last failure allowed")                                                    \
    X(DISPOSITION_SET, "a disposition")                                                            \
    X(NEEDS_SUPERVISOR, "a disposition that a supervisor must see")                                \
    X(OUTCOME_SET, "an outcome")                                                                   \
    X(HAS_NOTE, "a note")                                                                          \
    X(MARKS_COMPLETE, "a mark on every payment that needs one")

#define TASK_ENUM_STATE(name) TASK_##name,
typedef enum task_state { TASK_STATES(TASK_ENUM_STATE) TASK_STATE_COUNT } task_state;
#undef TASK_ENUM_STATE

#define TASK_ENUM_EVENT(name) TASK_ON_##name,
typedef enum task_event { TASK_EVENTS(TASK_ENUM_EVENT) TASK_EVENT_COUNT } task_event;
#undef TASK_ENUM_EVENT

#define TASK_ENUM_GUARD(name, words) TASK_IF_##name,
enum { TASK_GUARDS(TASK_ENUM_GUARD) TASK_GUARD_COUNT };
#undef TASK_ENUM_GUARD

#define TASK_GUARD(name) (1u << TASK_IF_##name)

enum { TASK_BOUNCES_MAX = 3, TASK_IDENTITY_FAILURES_MAX = 3, TASK_WARM_S = 15 * 60 };

const machine *task_machine(void);

/* How a call or a talk ended. */
#define TASK_DISPOSITIONS(X)                                                                       \
    X(THEFT_CONFIRMED)                                                                             \
    X(ALL_MINE)                                                                                    \
    X(SCAM_COACHED)                                                                                \
    X(PARTIAL_UNSURE)                                                                              \
    X(IDV_FAILED)                                                                                  \
    X(DURESS_SUSPECTED)                                                                            \
    X(CALLBACK_REQUESTED)                                                                          \
    X(REFUSED_TALK)                                                                                \
    X(LANGUAGE_MISMATCH)                                                                           \
    X(NO_ANSWER)                                                                                   \
    X(BUSY)                                                                                        \
    X(VOICEMAIL)                                                                                   \
    X(SWITCHED_OFF)                                                                                \
    X(INVALID_NUMBER)                                                                              \
    X(WRONG_PARTY)                                                                                 \
    X(DECEASED)                                                                                    \
    X(TECH_DROP)

#define TASK_ENUM_DISPOSITION(name) TASK_DISPOSITION_##name,
typedef enum task_disposition {
    TASK_DISPOSITIONS(TASK_ENUM_DISPOSITION) TASK_DISPOSITION_COUNT
} task_disposition;
#undef TASK_ENUM_DISPOSITION

const char *task_disposition_name(task_disposition disposition);
int task_disposition_find(const char *name); /* -1 when there is none */

/* The event that a disposition stands for. */
task_event task_disposition_event(task_disposition disposition);

/* Coercion, coaching by a third person and death go to a supervisor. */
bool task_disposition_needs_supervisor(task_disposition disposition);

#endif
