#ifndef JAGA_PROFILE_H
#define JAGA_PROFILE_H

#include "jaga/entities.h"
#include "jaga/signal.h"

#include <stddef.h>
#include <stdint.h>

/* The state the engine keeps: the field table. Every block is a plain value in a numbered slab; a
 * snapshot is these bytes. Sizes and places are pinned below: changing one is changing the
 * snapshot's format, and its version with it.
 *
 * Times in whole seconds since 1970 (`_s`, unsigned 32 bits, until 2106) are 0 for "never". A
 * number whose name ends in a time span (outs_15m) fades with that half-life; formulas and their
 * sources stand in features.h. */

/* What every event of an account touches: four cache lines. */
typedef struct jaga_account_hot {
    uint64_t key_low, key_high; /* XXH3-128 of the account id; stands first for the index */
    int64_t last_us;            /* event time of the latest event */
    int64_t money_us;           /* as of when the fading numbers of money out stand */
    int64_t balance_minor;      /* after the latest event that said it; JAGA_UNKNOWN_MINOR */
    float peak_1h_minor;        /* largest balance, each fading, as of last_us: how much was there
                                   lately */
    uint32_t first_s;           /* event time of the first event */

    /* Amounts of money out, as ln of minor units: decayed count, mean and sum of squared
     * deviations (weighted Welford); and the largest amount; half-life 60 d, as of money_us. */
    float amount_weight, amount_mean, amount_m2, most_minor;
    float drains; /* of these, decayed count of those that emptied the wallet */

    float outs[JAGA_SPANS];      /* decayed count of attempts to move money out */
    float out_minor[JAGA_SPANS]; /* decayed sum of what went out */
    float small_outs_1h;         /* decayed count of unusually small money-outs */
    float last_out_minor;        /* the latest one's amount */
    float pending_minor;         /* attempts without an outcome yet */
    uint32_t pending_s;          /* the latest of them */

    float in_1d_minor; /* decayed sum of what came in, as of in_s */
    uint32_t in_s;     /* latest money in */
    uint32_t topup_s;  /* latest top-up, and its amount */
    float topup_minor;

    int16_t place_lat, place_lon; /* degrees times 364 and 182; JAGA_NO_PLACE: never said */
    uint32_t place_s;             /* when it was there */

    float fails_10m, fails_24h; /* decayed counts of refused proofs, as of fails_s */
    uint32_t fails_s;
    uint8_t fails_run;      /* since the last success, up to 255 */
    uint8_t rising_outs;    /* money-outs in a row each larger than the one before */
    uint8_t hold_reason;    /* jaga_hold_reason of the standing hold */
    uint8_t has_case : 1;   /* case_key in the cold block means something */
    uint8_t is_suspect : 1; /* a jaga_suspicion beside it speaks of it */

    uint32_t changed_s[JAGA_CHANGES]; /* latest change of each kind */

    float hour_cos, hour_sin, hour_weight; /* time of day of own acts, decayed mean direction, as of
                                              act_s, half-life 60 d */
    uint32_t act_s;                        /* latest act of the customer */
    uint32_t login_s;                      /* latest successful login */
    uint32_t session, session_device;      /* fingerprints of its session and device */
    uint32_t events;                       /* accepted events so far */

    char currency[4];          /* of the first money event; others are scored without amounts */
    uint32_t hold_until_s;     /* a hold of ours stands until then */
    uint32_t asked_s;          /* latest step-up */
    uint32_t incident_s;       /* first decision of the current run of suspicion */
    uint32_t alerted_s;        /* latest decision of any kind */
    float alerted_belief;      /* and how sure it was */
    uint32_t evidence_until_s; /* from then on no evidence is left */
    uint32_t cooled_until_s;   /* an alarm was cleared: until then its kinds of evidence are set
                                  aside */
    uint32_t failed_s;         /* first of the failed step-ups that cold.failed_step_ups counts */
} jaga_account_hot;

#define JAGA_NO_PLACE INT16_MIN

enum { JAGA_DEVICES_KEPT = 4, JAGA_PAYEES_KEPT = 12, JAGA_COUNTRIES_KEPT = 4 };
enum { JAGA_NETWORKS_KEPT = 4, JAGA_INSTRUMENTS_KEPT = 2 };
enum { JAGA_VISIT_S = 900 };

/* A device of an account, the least recently used one makes room. */
typedef struct jaga_known_device {
    uint32_t fingerprint; /* low half of the identity's hash; 0: empty */
    uint32_t first_s, last_s;
    uint16_t visits;  /* uses, each at least JAGA_VISIT_S after the one before; up to 65535 */
    uint16_t outs_1d; /* sixteenths, rounded down at each use: decayed money-outs, as of last_s */
} jaga_known_device;

/* A payee, network or country of an account. */
typedef struct jaga_known {
    uint32_t fingerprint;
    uint32_t last_s;
} jaga_known;

/* What only some events touch. */
typedef struct jaga_account_cold {
    /* Evidence, per signal: the time at which its bits will have faded to nothing, in grains of
     * JAGA_EVIDENCE_GRAIN_S, modulo 2^16; meaningful while hot.evidence_until_s is to come. One bit
     * fades in JAGA_BIT_LIFE_S, so bits now = (zero - now) / JAGA_BIT_LIFE_S. 0: none. */
    uint16_t evidence_zero[JAGA_SIGNALS_MAX];
    jaga_known_device devices[JAGA_DEVICES_KEPT];
    jaga_known payees[JAGA_PAYEES_KEPT];
    jaga_known networks[JAGA_NETWORKS_KEPT];
    jaga_known countries[JAGA_COUNTRIES_KEPT]; /* fingerprint: the two letters */
    uint32_t instruments[JAGA_INSTRUMENTS_KEPT];
    float gap_weight, gap_mean, gap_m2; /* ln of seconds between own acts, decayed, half-life 60 d,
                                           as of the hot block's act_s */
    unsigned char case_key[16];         /* the latest case's BLAKE2b-128 */
    uint16_t network_visits[JAGA_NETWORKS_KEPT]; /* as of devices */
    uint8_t
        payee_repeats[JAGA_PAYEES_KEPT]; /* payments in a run, none a day after the one before */
    float surprises_7d;    /* decayed sum of how far amounts were above the usual, as of money_us */
    float switches_1d;     /* decayed count of changes between devices, as of the latest use */
    uint32_t locked_out_s; /* latest refused proof on a device older than the newest bound one */

    uint32_t alarm_signals;      /* bits: kinds of evidence (score_kinds) of the current incident */
    uint32_t cooled_signals;     /* bits: those that hot.cooled_until_s sets aside */
    uint32_t hold_name : 23;     /* of the latest hold's id, to know answers to it by */
    uint32_t label_revision : 4; /* of what was said last about the current case; 15: or later */
    uint32_t failed_step_ups : 3; /* within the hour since hot.failed_s */
    uint32_t is_closed : 1;       /* for ever: money that moves out of it is an alarm */
    uint32_t hold_is_acked : 1;   /* the ledger confirmed it: its life runs from there */
} jaga_account_cold;

enum { JAGA_BIT_LIFE_S = 6 * 3600, JAGA_EVIDENCE_GRAIN_S = 60 };

_Static_assert(sizeof(jaga_account_hot) == 256, "four cache lines");
_Static_assert(offsetof(jaga_account_hot, outs) == 68, "field table");
_Static_assert(offsetof(jaga_account_hot, changed_s) == 156, "field table");
_Static_assert(offsetof(jaga_account_hot, cooled_until_s) == 248, "field table");
_Static_assert(sizeof(jaga_account_cold) == 368, "field table");
_Static_assert(offsetof(jaga_account_cold, payees) == 128, "field table");

#endif
