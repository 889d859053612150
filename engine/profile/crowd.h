#ifndef JAGA_PROFILE_CROWD_H
#define JAGA_PROFILE_CROWD_H

#include "profile/edge_sketch.h"
#include "profile/histogram.h"

#include "jaga/record.h"

/* What everybody does, without labels: one item of the state, of fixed size. Accounts read it as
 * events before theirs left it, and write to it by what they do. Held events teach it nothing. */

/* What is put in order of rarity about a money event; each but the first says how far the event is
 * from what is usual for its own account. */
typedef enum crowd_axis {
    CROWD_AMOUNT,   /* ln amount */
    CROWD_SURPRISE, /* deviations above the usual */
    CROWD_DRAIN,    /* share of the balance */
    CROWD_IDLE,     /* deviations of the pause before it */
    CROWD_HOUR,     /* away from the usual hour, as far as there is one */
    CROWD_BURST,    /* attempts lately by those of a usual week */
    CROWD_OUTFLOW,  /* outflow of a day by that of a usual week */
    CROWD_PAYEE,    /* new to the account, and how many it knows */
    CROWD_DEVICE,   /* likewise, or how young */
    CROWD_SUM,      /* of the bits of those before */
    CROWD_AXES
} crowd_axis;

typedef enum crowd_edge { CROWD_ADDRESS, CROWD_HARDWARE, CROWD_PAYMENT, CROWD_EDGES } crowd_edge;

typedef struct profile_crowd {
    int64_t day;       /* days since 1970 of which the histograms' counts are; 0: none yet */
    uint64_t accounts; /* ever seen */
    uint64_t reserved[6];
    histogram axis[CROWD_AXES];
    edge_sketch edge[CROWD_EDGES]; /* of accounts with addresses and with devices at logins, with
                                      payees at attempts */
    popularity networks, devices;  /* logins of whoever was not held */
} profile_crowd;

/* Brings what a record a little further on will touch into the cache. */
void crowd_prefetch(const profile_crowd *crowd, const jaga_record *record);

#endif
