#ifndef JAGA_DESK_PROTECTION_H
#define JAGA_DESK_PROTECTION_H

#include "desk/machine.h"
#include "store/hold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What protects an account: a set of holds, from which its level follows, beside where the account
 * is in its life. Pure: the caller reads the holds, and writes what is to change with
 * ledger_command.h.
 *
 * Times are µs since 1970 in UTC, money is in minor units of one currency. */

#define PROTECTION_LEVELS(X)                                                                       \
    X(NORMAL)                                                                                      \
    X(MONITORED)     /* nothing is refused, people look */                                         \
    X(STEP_UP)       /* proof of ownership first */                                                \
    X(OUTBOUND_HOLD) /* no money out */                                                            \
    X(FROZEN)        /* refunds in, nothing else */

#define PROTECTION_EVENTS(X)                                                                       \
    X(SCORE_MONITOR) /* the score reached a threshold */                                           \
    X(SCORE_STEP_UP)                                                                               \
    X(SCORE_HOLD)                                                                                  \
    X(CUSTOMER_REPORT) /* or Safe Mode */                                                          \
    X(CASE_CONFIRMED)                                                                              \
    X(LEGAL_ORDER)                                                                                 \
    X(STEP_UP_PASSED)                                                                              \
    X(STEP_UP_FAILED)                                                                              \
    X(RELEASE_REQUEST)                                                                             \
    X(LIFE_OVER)                                                                                   \
    X(REFUSED) /* by the ledger, for good */                                                       \
    X(CREDIT)  /* money came in */

#define PROTECTION_GUARDS(X)                                                                       \
    X(COMMANDED, "a command with its key and a reason")                                            \
    X(NOT_CLOSED, "an account that is not closed; record an alert instead")                        \
    X(BELOW_RATE, "fewer holds than the circuit breaker allows")                                   \
    X(MATCHED, "an account that was matched, and fewer than four reports a day by the caller")     \
    X(DECIDED, "a decision with proof of identity, or a supervisor's")                             \
    X(DOCUMENTED, "the number of the document")                                                    \
    X(OLD_FACTOR, "a factor bound 72 hours before the incident began")                             \
    X(FAILED_THRICE, "three failures")                                                             \
    X(NAMED, "the hold by its id")                                                                 \
    X(RELEASE_GUARD, "all that the release guard asks for")                                        \
    X(CASE_OPEN, "an open case")                                                                   \
    X(CLEARED, "a case that was closed as a false alarm")

#define PROTECTION_ENUM(name) PROTECTION_##name,
typedef enum protection_level {
    PROTECTION_LEVELS(PROTECTION_ENUM) PROTECTION_LEVEL_COUNT
} protection_level;
#undef PROTECTION_ENUM
#define PROTECTION_ENUM(name) PROTECTION_ON_##name,
typedef enum protection_event {
    PROTECTION_EVENTS(PROTECTION_ENUM) PROTECTION_EVENT_COUNT
} protection_event;
#undef PROTECTION_ENUM
#define PROTECTION_ENUM(name, words) PROTECTION_IF_##name,
enum { PROTECTION_GUARDS(PROTECTION_ENUM) PROTECTION_GUARD_COUNT };
#undef PROTECTION_ENUM
#define PROTECTION_GUARD(name) (1u << PROTECTION_IF_##name)

const char *protection_level_name(protection_level level);

/* Which event may change the level, by whom and under which guards. A row that places says the
 * level that the account then has at least; one that takes away stays, for what is left decides. */
const machine *protection_machine(void);

/* Where the account is in its life. */
typedef enum account_life {
    ACCOUNT_ACTIVE,
    ACCOUNT_DORMANT,
    ACCOUNT_CLOSING,
    ACCOUNT_CLOSED,
    ACCOUNT_LIFE_COUNT
} account_life;

const char *account_life_name(account_life life);
/* Nothing comes back from CLOSED. */
bool account_may_become(account_life from, account_life to);

typedef struct protection_hold {
    hold_scope scope;
    hold_issuer issuer;
    bool is_acked;        /* by the ledger */
    int64_t expires_us;   /* INT64_MAX: until it is released */
    int64_t amount_minor; /* of scope AMOUNT */
} protection_hold;

typedef struct protection_view {
    protection_level level;  /* as the ledger acknowledged it: what may be told to people */
    protection_level wanted; /* with what is only asked for */
    int64_t held_minor;      /* acknowledged parts of the balance; beside the level */
} protection_view;

/* Holds are taken at now_us, in any order. monitored_until_us: INT64_MIN for never. */
protection_view protection_of(const protection_hold *holds, size_t count,
                              int64_t monitored_until_us, int64_t now_us);

/* What can be spent of a balance, never less than 0. */
int64_t protection_available(int64_t balance_minor, const protection_view *view);

/* What a hold turns into when its life is over. */
typedef enum protection_end {
    PROTECTION_END_GONE,    /* what is left of the set decides */
    PROTECTION_END_STEP_UP, /* a step-up of the engine without a life takes its place */
    PROTECTION_END_KEPT     /* stays, and an alarm goes to people */
} protection_end;
protection_end protection_at_end(const protection_hold *hold, hold_end on_expiry,
                                 bool is_case_open);

/* After any release the account is looked at for so long: it never goes straight to NORMAL. */
int64_t protection_watch_until(int64_t released_us);

#define PROTECTION_OPERATIONS(X)                                                                   \
    X(LOGIN)     /* and view */                                                                    \
    X(CREDIT_IN) /* top-up, from a person, refund */                                               \
    X(MONEY_OUT) /* to a person, bank or wallet, cash-out, voucher */                              \
    X(MERCHANT)  /* QR and shops */                                                                \
    X(SCHEDULED) /* autodebit too */                                                               \
    X(CHANGE)    /* payee, device, contact, PIN, limit */                                          \
    X(COMPLAIN)  /* dispute, complaint, Safe Mode on */                                            \
    X(CLOSE)     /* ask for closure */
#define PROTECTION_ENUM(name) PROTECTION_DO_##name,
typedef enum protection_operation {
    PROTECTION_OPERATIONS(PROTECTION_ENUM) PROTECTION_OPERATION_COUNT
} protection_operation;
#undef PROTECTION_ENUM

/* "MONEY_OUT" and so on. */
const char *protection_operation_name(protection_operation operation);

typedef enum protection_answer {
    PROTECTION_ALLOW,
    PROTECTION_ALERT,       /* allowed, and people look */
    PROTECTION_NOTIFY,      /* allowed, and told to every contact point */
    PROTECTION_PROVE,       /* after proof with a factor from before the incident */
    PROTECTION_PROVE_DELAY, /* the same, and twelve hours later */
    PROTECTION_PROVE_VIEW,  /* the same, with a limited view */
    PROTECTION_PAUSE,
    PROTECTION_STATUS_ONLY, /* a page that says where things stand */
    PROTECTION_REFUND_ONLY, /* what else comes in is parked */
    PROTECTION_SWEEP_ONLY,  /* the rest of the balance to the owner's bank */
    PROTECTION_RETURN,      /* back to the sender */
    PROTECTION_REFUSE,
    PROTECTION_ANSWER_COUNT
} protection_answer;
const char *protection_answer_name(protection_answer answer);

/* A closing or closed account answers by its life, any other by its level; the stricter of both
 * counts for one that is closing under a hold. */
protection_answer protection_permits(protection_level level, account_life life,
                                     protection_operation operation);

#endif
