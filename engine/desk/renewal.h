#ifndef JAGA_DESK_RENEWAL_H
#define JAGA_DESK_RENEWAL_H

#include "desk/orders.h"

#include "jaga/desk.h"

/* A hold that nears its end while its case is open. The golden rule: there is no instant without an
 * active hold unless a person released it, or let it lapse after an alarm. So it is made longer, as
 * often and as long as may be without a person, and afterwards an alarm is raised in time:
 *   ATO_MEDIUM                once, by its first life, if nobody has dialled yet
 *   ATO_STRONG                by its first life while calls are still to be made, to 72 hours in
 * all CUST_REPORT, SAFE_MODE    by its first life while the case is open: the owner's word stays
 *   any other                 never: whoever placed it said how long
 * A supervisor may make any of them longer, by five business days at a time, to thirty days in all.
 */
enum { RENEWAL_LEAD_S = 15 * 60, RENEWAL_LEAST_S = 60 };
enum { RENEWAL_STRONG_H = 72, RENEWAL_BUSINESS_DAYS = 5, RENEWAL_MOST_DAYS = 30 };

typedef struct renewal_hold {
    hold_reason reason;
    int64_t held_us, expires_us; /* acknowledged; the end */
    int64_t first_life_s;        /* that it was placed with */
    int64_t renewals;            /* asked for so far */
    bool was_refused;            /* the ledger would not make it longer */
    bool is_dialled;             /* somebody has called */
    bool has_calls;              /* calls are to be made, or one is under way */
} renewal_hold;

typedef enum renewal_answer {
    RENEWAL_NOT_YET, /* more than a quarter of its life, or RENEWAL_LEAD_S, is left */
    RENEWAL_EXTEND,  /* *life_s from now on */
    RENEWAL_ALARM    /* a person has to decide; also when it is over already */
} renewal_answer;

renewal_answer renewal_rule(const renewal_hold *hold, int64_t now_us, int64_t *life_s);

/* Everything that is due, a batch a call, inside the open act: *count below `most` when nothing is
 * left. */
JAGA_USE_RESULT jaga_status renewal_pass(jaga_desk *desk, size_t most, size_t *count,
                                         jaga_desk_ticked *out, jaga_error *err);

#endif
