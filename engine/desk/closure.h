#ifndef JAGA_DESK_CLOSURE_H
#define JAGA_DESK_CLOSURE_H

#include "desk/machine.h"

/* Closing an account. Thieves close what they emptied, so it takes a proven owner, a quiet week and
 * a clean account; every reason against it is told at once. A closed account is never opened again.
 * The same for app and hotline. */

/* What stands against it: G1 to G9, each with its text `closure.NAME`. */
#define CLOSURE_BLOCKS(X)                                                                          \
    X(BALANCE)                                                                                     \
    X(UNFINISHED)                                                                                  \
    X(DEBT)                                                                                        \
    X(COMPLAINT)                                                                                   \
    X(IDENTITY)                                                                                    \
    X(CHANGED)                                                                                     \
    X(HELD)                                                                                        \
    X(LEGAL)                                                                                       \
    X(REMOTE)

#define CLOSURE_ENUM_BLOCK(name) CLOSURE_AT_##name,
enum { CLOSURE_BLOCKS(CLOSURE_ENUM_BLOCK) CLOSURE_BLOCK_COUNT };
#undef CLOSURE_ENUM_BLOCK
#define CLOSURE_BLOCK(name) (1u << CLOSURE_AT_##name)

typedef struct closure_facts {
    int64_t now_us;
    int64_t balance_minor, held_minor, cashback_minor, points;
    bool may_sweep; /* the balance goes to an account in the same name */
    unsigned pending, disputes, recalls, provisional;
    bool has_debt, has_investment;
    bool has_complaint, is_complaint_waived;
    unsigned identity; /* evidence that counts, identity_valid() */
    int64_t credential_changed_us, contact_changed_us, device_changed_us; /* INT64_MIN: never */
    bool has_hold, has_open_case, is_tainted;
    bool has_legal_order;
    bool has_remote_access;
} closure_facts;

enum { CLOSURE_QUIET_DAYS = 7, CLOSURE_COOLING_DAYS = 7 };

/* CLOSURE_BLOCK bits; 0: nothing stands against it. */
unsigned closure_judge(const closure_facts *facts);

/* Whether a supervisor has to agree: more than Rp 2 million leave, or the account is younger than
 * 30 days. */
bool closure_needs_supervisor(int64_t swept_rupiah, int64_t opened_us, int64_t now_us);

/* A closure asked for because of theft is no closure but a report. */
bool closure_is_theft(const char *reason);

const char *closure_block_name(unsigned place);

#define CLOSURE_STATES(X)                                                                          \
    X(NONE)                                                                                        \
    X(REQUESTED)                                                                                   \
    X(CHECKING)                                                                                    \
    X(BLOCKED)                                                                                     \
    X(IDENTITY)                                                                                    \
    X(COOLING_OFF)                                                                                 \
    X(SWEEP)                                                                                       \
    X(CLOSED)                                                                                      \
    X(CONFIRMED)                                                                                   \
    X(CLOSED_UNCONFIRMED)                                                                          \
    X(CANCELLED)

#define CLOSURE_EVENTS(X)                                                                          \
    X(REQUEST)                                                                                     \
    X(CHECK)                                                                                       \
    X(CHECKED)                                                                                     \
    X(LEGAL_CONSENT)                                                                               \
    X(PROVEN)                                                                                      \
    X(COOLED)                                                                                      \
    X(SWEPT)                                                                                       \
    X(CONFIRM)                                                                                     \
    X(UNDELIVERED)                                                                                 \
    X(CANCEL)

#define CLOSURE_GUARDS(X)                                                                          \
    X(NOT_THEFT, "a reason other than theft")                                                      \
    X(CLEAR, "an account that nothing stands against, identity apart")                             \
    X(ONLY_HOLD, "nothing against it but the hold")                                                \
    X(IDENTITY_PROVEN, "an identity proven enough")                                                \
    X(EMPTY, "an empty account")                                                                   \
    X(APPROVED, "a supervisor's approval where it takes one")                                      \
    X(CONFIRMATION_DELIVERED, "a numbered confirmation delivered to two contact points")

#define CLOSURE_ENUM_STATE(name) CLOSURE_##name,
typedef enum closure_state { CLOSURE_STATES(CLOSURE_ENUM_STATE) CLOSURE_STATE_COUNT } closure_state;
#undef CLOSURE_ENUM_STATE
#define CLOSURE_ENUM_EVENT(name) CLOSURE_ON_##name,
typedef enum closure_event { CLOSURE_EVENTS(CLOSURE_ENUM_EVENT) CLOSURE_EVENT_COUNT } closure_event;
#undef CLOSURE_ENUM_EVENT
#define CLOSURE_ENUM_GUARD(name, words) CLOSURE_IF_##name,
enum { CLOSURE_GUARDS(CLOSURE_ENUM_GUARD) CLOSURE_GUARD_COUNT };
#undef CLOSURE_ENUM_GUARD
#define CLOSURE_GUARD(name) (1u << CLOSURE_IF_##name)

const machine *closure_machine(void);

#endif
