#ifndef JAGA_PROFILE_H
#define JAGA_PROFILE_H

#include "jaga/signal.h"

#include <stddef.h>
#include <stdint.h>

/* The state the engine keeps: the field table. Every block is a plain value in a numbered slab; a
 * snapshot is these bytes. Sizes and places are pinned below: changing one is changing the
 * snapshot's format, and its version with it.
 *
 * Times in whole seconds since 1970 (`_s`, unsigned 32 bits, until 2106) are 0 for "never". */

/* What every event of an account touches: four cache lines. */
typedef struct jaga_account_hot {
    uint64_t key_low, key_high; /* XXH3-128 of the account id; stands first for the index */
    int64_t first_us, last_us;  /* event time of the first and the latest event */
    int64_t balance_minor;      /* after the latest event that said it; JAGA_UNKNOWN_MINOR */
    double peak_1h_minor;       /* largest balance, each fading with a half-life of 1 h, as of
                                   last_us: how much was there lately */

    /* Amounts of money out, as ln of minor units: decayed count, mean and sum of squared
     * deviations (weighted Welford), half-life 60 d, as of amounts_us. */
    int64_t amounts_us;
    float amount_weight, amount_mean, amount_m2;
    float drains;    /* of these, decayed count of those that emptied the wallet */
    uint32_t events; /* accepted events so far */

    char currency[4];           /* of the first money event; others are scored without amounts */
    uint32_t hold_until_s;      /* a hold of ours stands until then */
    uint32_t is_report_hold;    /* and it is the customer's own report that placed it */
    uint32_t asked_s;           /* latest step-up */
    uint32_t incident_s;        /* first decision of the current run of suspicion */
    uint32_t alerted_s;         /* latest decision of any kind */
    float alerted_belief;       /* and how sure it was */
    unsigned char case_key[16]; /* the open case's BLAKE2b-128; zero: none */

    /* Evidence, per signal: the time at which its bits will have faded to nothing. One bit fades
     * in JAGA_BIT_LIFE_S, so bits now = (zero_s - now) / JAGA_BIT_LIFE_S. */
    uint32_t evidence_zero_s[JAGA_SIGNALS_MAX];
    unsigned char reserved[36];
} jaga_account_hot;

enum { JAGA_BIT_LIFE_S = 6 * 3600 };

enum { JAGA_DEVICES_KEPT = 4, JAGA_PAYEES_KEPT = 14 };

/* A device of an account, the least recently used one makes room. */
typedef struct jaga_known_device {
    uint32_t fingerprint; /* low half of XXH3-64 of the device id; 0: empty */
    uint32_t first_s, last_s;
} jaga_known_device;

/* A payee of an account. */
typedef struct jaga_known_payee {
    uint32_t fingerprint;
    uint32_t last_s;
} jaga_known_payee;

/* What only some events touch. */
typedef struct jaga_account_cold {
    jaga_known_device devices[JAGA_DEVICES_KEPT];
    jaga_known_payee payees[JAGA_PAYEES_KEPT];
    uint8_t id_length;
    char id[64]; /* the account as the ledger writes it */
    unsigned char reserved[31];
} jaga_account_cold;

/* A device or payee that accounts share. Written only by messages from account steps. */
typedef struct jaga_entity {
    uint64_t key_low, key_high; /* XXH3-64 of the id, and the kind; stands first for the index */
    int64_t first_us, last_us;
    float uses_7d; /* device: accounts that began to use it; payee: payments it got; decayed count,
                      half-life 7 d, as of last_us */
    unsigned char reserved[28];
} jaga_entity;

_Static_assert(sizeof(jaga_account_hot) == 256, "four cache lines");
_Static_assert(offsetof(jaga_account_hot, evidence_zero_s) == 120, "field table");
_Static_assert(sizeof(jaga_account_cold) == 256, "four cache lines");
_Static_assert(offsetof(jaga_account_cold, payees) == 48, "field table");
_Static_assert(offsetof(jaga_account_cold, id) == 161, "field table");
_Static_assert(sizeof(jaga_entity) == 64, "one cache line");

#endif
