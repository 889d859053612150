#ifndef JAGA_ENTITIES_H
#define JAGA_ENTITIES_H

#include <stddef.h>
#include <stdint.h>

/* What accounts share, and what is remembered of a few of them: one table of blocks of a cache line
 * each, told apart by kind. Names, units and the snapshot's format as in profile.h. */

/* A device, address or payee that accounts share. Written only by messages from account steps. */
typedef struct jaga_entity {
    uint64_t key_low, key_high; /* hash of the id, and the kind; stands first for the index */
    int64_t last_us;            /* latest message */
    uint32_t first_s;           /* earliest message */
    uint16_t pane;              /* number of the current pane of time, modulo 2^16 */
    uint8_t has_thefts;         /* payee: a jaga_payee_thefts stands beside it */
    uint8_t has_suspicion;      /* payee: a jaga_suspicion does */

    /* Distinct accounts of the current pane and the one before: 64 bits of linear counting each
     * (Whang 1990): n = -64 ln(share of zero bits of both together). A pane is 15 days of a device,
     * 30 minutes of an address, 12 hours of a payee. */
    uint64_t accounts_now, accounts_before;

    /* A float of n shows no less than n / 2^24: what fades of a count between two messages must be
     * more than that, or it is lost. A count of n is right within n / 2^24 of itself. */
    float uses_7d; /* messages: device, address: accounts that began to use it; payee: payments */
    float
        fresh_1d; /* of these in the last day, those of accounts that never dealt with it before */
    float in_1d;  /* payee: money it got; address: refused proofs, half-life 1 h */
    float out_1d; /* payee: money it passed on */
} jaga_entity;

/* What labels said about payments to a payee; in the same table, as an entity of its own kind, and
 * only for payees that a label named. The fading numbers stand as of last_us and have half-lives of
 * 2, 7 and 28 days; a theft counts from the moment its label arrived. */
enum { JAGA_THEFT_SPANS = 3 };
typedef struct jaga_payee_thefts {
    uint64_t key_low, key_high;
    int64_t last_us;
    uint32_t run_s;   /* event time of the first theft of the latest run */
    uint32_t theft_s; /* and of the latest one */
    float thefts[JAGA_THEFT_SPANS];
    float payments[JAGA_THEFT_SPANS]; /* that a label would have come for by now: jaga_payee_run */
    float plain_7d, plain_28d;        /* thefts of amounts that were usual for the account */
} jaga_payee_thefts;

/* Beside it, as one more entity. A payment counts as honest only when a label about it would have
 * arrived; until then it waits here, by slots of an eighth of the labels' delay. One that a label
 * calls a theft waits no more. */
enum { JAGA_WAITING_SLOTS = 10 };
typedef struct jaga_payee_run {
    uint64_t key_low, key_high;
    int64_t last_us;
    uint32_t delay_s; /* from a payment to its label: what the first label took */
    uint32_t slot;    /* the latest, counted since 1970 */
    uint16_t waiting[JAGA_WAITING_SLOTS]; /* payments, by slot modulo their number */
    uint16_t thefts, in_row; /* of the latest run of thefts; with no honest payment after them */
    float payments, since; /* since the run began, thefts included; honest ones since the latest */
} jaga_payee_run;

/* What a trained model said, in bits where above nothing: of the account's own events, and of
 * payments to it. In the same table, as an entity of its own kind, keyed by what the log names a
 * wallet or payee. The fading numbers stand as of last_us; half-lives 6 h, 2 d, 7 d. */
enum { JAGA_SUSPICION_SPANS = 3 };
typedef struct jaga_suspicion {
    uint64_t key_low, key_high;
    int64_t last_us;
    float bits[JAGA_SUSPICION_SPANS]; /* sums over the account's own events */
    float most_7d;                    /* the largest of them */
    float payers_2d;                  /* sum over payments to it, whoever made them */
    float payer_2d;                   /* of these, by the latest of those payers */
    uint32_t payer;                   /* its fingerprint */
    uint32_t latest_s;                /* event time of the latest own one */
    uint32_t count;                   /* own ones */
    unsigned char reserved[4];
} jaga_suspicion;

_Static_assert(sizeof(jaga_suspicion) == sizeof(jaga_entity), "they share a table");
_Static_assert(offsetof(jaga_suspicion, last_us) == offsetof(jaga_entity, last_us), "so do they");
_Static_assert(sizeof(jaga_payee_thefts) == sizeof(jaga_entity), "they share a table");
_Static_assert(offsetof(jaga_payee_thefts, last_us) == offsetof(jaga_entity, last_us),
               "so do they");
_Static_assert(sizeof(jaga_payee_run) == sizeof(jaga_entity), "they share a table");
_Static_assert(offsetof(jaga_payee_run, last_us) == offsetof(jaga_entity, last_us), "so do they");
_Static_assert(sizeof(jaga_entity) == 64, "one cache line");

#endif
