#ifndef JAGA_DESK_PRIORITY_H
#define JAGA_DESK_PRIORITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which call comes first: how much can still be saved, how sure we are, how fresh it is, how long
 * the customer has waited, and what a false hold costs them. Pure; the same on every machine. */

/* Where lost money went: how much of it can be called back at once, and how soon that halves. */
typedef enum priority_rail {
    PRIORITY_WALLET_INTERNAL,
    PRIORITY_OTHER_WALLET,
    PRIORITY_BANK,
    PRIORITY_QR_MERCHANT,
    PRIORITY_VOUCHER,
    PRIORITY_CRYPTO,
    PRIORITY_CASH_CODE,  /* not yet redeemed: can be cancelled whatever its age */
    PRIORITY_CASH_TAKEN, /* gone */
    PRIORITY_RAIL_COUNT
} priority_rail;

/* Money that left and is not held where it went. */
typedef struct priority_loss {
    int64_t rupiah;
    priority_rail rail;
    double age_min;
} priority_loss;

typedef struct priority_input {
    const priority_loss *losses;
    size_t loss_count;
    int64_t unprotected_rupiah;  /* available balance; 0 once the hold is acknowledged */
    int64_t linked_limit_rupiah; /* what linked sources would still give */
    double score;                /* [0,1] */
    bool is_customer_report;     /* counts as score 1 */
    double since_outflow_min;    /* minutes since money last left; HUGE_VAL: never */
    double waiting_min;          /* since the task was made */
    bool is_held;
    double held_hours;          /* meaningful when is_held */
    bool is_freeze_unconfirmed; /* commanded, but the ledger has not answered */
    bool is_vulnerable;
    bool is_inbound_waiting; /* the customer is on the line */
    bool is_repeat_victim;
} priority_input;

typedef struct priority {
    int64_t at_stake_rupiah; /* what a call now may save */
    double sum;              /* before rounding and bounds */
    int value;               /* 0..100 */
    int band;                /* 1 (most urgent) .. 4 */
} priority;

priority priority_of(const priority_input *input);

/* When the first dial is due. Bands 1 and 2 are called at any hour, 3 and 4 only from 08:00 to
 * 20:00 where the customer is (seconds east of UTC). */
enum { PRIORITY_ZONE_WIB_S = 7 * 3600 };
int64_t priority_due_us(int band, int64_t created_us, int64_t zone_s);

#endif
