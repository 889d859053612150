#ifndef JAGA_DESK_TOPUP_H
#define JAGA_DESK_TOPUP_H

#include "desk/machine.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Why a top-up failed, from what the log says about the attempt. The causes exclude one another:
 * the first that applies, in this order, is the answer. The advice is the text `topup.CAUSE`. */
#define TOPUP_CAUSES(X)                                                                            \
    X(ALREADY_CREDITED)                                                                            \
    X(IN_FLIGHT)                                                                                   \
    X(DEBIT_NO_CREDIT)                                                                             \
    X(WRONG_ACCOUNT)                                                                               \
    X(ACCOUNT_RESTRICTED)                                                                          \
    X(LIMIT_REACHED)                                                                               \
    X(SOURCE_INSUFFICIENT)                                                                         \
    X(PARTNER_MAINT)                                                                               \
    X(PARTNER_DOWN)                                                                                \
    X(OWN_INCIDENT)                                                                                \
    X(CLIENT_NETWORK)                                                                              \
    X(INSTRUCTION_EXPIRED)                                                                         \
    X(REPEATED_UNKNOWN)                                                                            \
    X(UNKNOWN)

#define TOPUP_ENUM(name) TOPUP_##name,
typedef enum topup_cause { TOPUP_CAUSES(TOPUP_ENUM) TOPUP_CAUSE_COUNT } topup_cause;
#undef TOPUP_ENUM

/* What follows by itself, bits. */
enum {
    TOPUP_CLOSES = 1,
    TOPUP_CHECKS_AGAIN = 2,
    TOPUP_DISPUTES = 4,
    TOPUP_CALLS = 8, /* a P3 task */
    TOPUP_LINKS_CASE = 16,
    TOPUP_REMINDS = 32,
    TOPUP_JOINS_INCIDENT = 64
};

/* Minor units and microseconds; 0 where the log says nothing. */
typedef struct topup_facts {
    int64_t now_us, debit_us; /* debit_us: when the paying account was charged */
    bool is_debited;          /* SOURCE_DEBIT succeeded */
    bool is_credited;         /* credit with the same reference, to this account */
    bool is_credited_elsewhere;
    bool is_inbound_blocked;                        /* by protection of the account */
    int64_t balance_after_minor, balance_cap_minor; /* cap 0: none */
    int64_t month_after_minor, month_cap_minor;
    jaga_span partner_code; /* SNAP, seven digits, or the log's reason_code */
    bool has_partner_leg;
    int64_t maintenance_until_us; /* of the window that the attempt fell into; 0: none */
    bool is_partner_down;         /* by status feed, or topup_is_partner_failing() */
    bool is_own_incident;
    bool is_expired; /* instruction or virtual account */
    unsigned failures_in_day;
} topup_facts;

typedef struct topup_diagnosis {
    topup_cause cause;
    unsigned actions;
    int64_t retry_after_us; /* 0: there is nothing to try again */
} topup_diagnosis;

enum { TOPUP_IN_FLIGHT_S = 30 * 60, TOPUP_RETRY_S = 30 * 60, TOPUP_REPEATED = 3 };

topup_diagnosis topup_diagnose(const topup_facts *facts);

const char *topup_cause_name(topup_cause cause);
int topup_cause_find(jaga_span name); /* -1 when there is none */

/* The cause that a SNAP answer stands for (models/snap_causes.csv); -1 when it says nothing. */
int topup_snap_cause(jaga_span code);

/* An outage nobody announced: of a partner's tries within five minutes at least 20, failing more
 * than five times as often as usual. usual: failures and tries of a long time. */
bool topup_is_partner_failing(unsigned failed, unsigned tried, uint64_t usually_failed,
                              uint64_t usually_tried);

enum { TOPUP_IF_DISPUTED = 1, TOPUP_IF_ARRIVED = 2 };
/* The ticket: OPEN, DIAGNOSED, ADVISED, then RETRIED_OK or ESCALATED to a dispute, CLOSED. */
const machine *topup_machine(void);

#endif
