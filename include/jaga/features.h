#ifndef JAGA_FEATURES_H
#define JAGA_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

/* What the profile measured about one event: what was normal for this account before the event
 * changed anything. A plain value, made anew for each event; signals read nothing else.
 *
 * An age in seconds is JAGA_NEVER_S for what never happened. "Decayed" numbers weigh each value of
 * age a with 2^(-a / half-life), the half-life being in the name or beside it. An *act* is an event
 * of the customer's own doing that succeeded and was not held; a *spend* is money out other than a
 * fee; an *attempt* is a spend that is no later word on an open one (a row with `ref`), whatever
 * came of it. Late events see what came after them as of now: an age that would be negative is 0.
 */
#define JAGA_NEVER_S 4e9

/* Horizons of the decayed counts and sums of money out: 15 min, 1 d, 7 d, 60 d. */
enum { JAGA_SPAN_15M, JAGA_SPAN_1D, JAGA_SPAN_7D, JAGA_SPAN_60D, JAGA_SPANS };

/* Changes of credentials and reach whose age the profile keeps. */
enum {
    JAGA_CHANGE_PASSWORD, /* changed or reset */
    JAGA_CHANGE_PIN,      /* changed or reset */
    JAGA_CHANGE_SIM,
    JAGA_CHANGE_CONTACT, /* phone or e-mail */
    JAGA_CHANGE_DEVICE,  /* a device bound */
    JAGA_CHANGE_LIMIT,
    JAGA_CHANGE_FACTOR, /* the second factor switched off */
    JAGA_CHANGE_PAYEE,  /* a payee added */
    JAGA_CHANGES
};

typedef struct jaga_features {
    /* How well the account is known. */
    double events_seen;   /* accepted events of the account before this one */
    double account_age_s; /* since the log first knew it */

    /* Device. */
    bool has_device;           /* the event names one */
    bool device_is_known;      /* this account used it before */
    bool device_is_first;      /* it came within the first day that the account was seen */
    double device_age_s;       /* since this account first used it; 0: never, or not named */
    double devices_known;      /* distinct devices the profile remembers, 0..4 */
    double device_newcomers;   /* decayed number of accounts that began to use it, half-life 7 d */
    double device_shared_s;    /* since any account first used it; 0: nobody ever did */
    double device_accounts;    /* distinct accounts on it within the last 15 to 30 days, this one
                                  included */
    double device_share;       /* of the account's visits with a device, those with this one; a
                                  visit is a use at least 15 minutes after the one before */
    double device_outs_1d;     /* decayed count of the account's money-outs on it that succeeded in
                                  one row, a pending one's outcome is not among them; up to 1/16
                                  is lost at each later use of the device */
    double other_device_age_s; /* since the account was active on another device */
    double device_switches_1d; /* decayed count of changes between devices */

    /* Money out, for attempts and spends in the account's own currency; else 0. */
    bool is_spend;
    bool is_attempt;
    double amounts_seen;    /* decayed count of earlier spends, half-life 60 d */
    double amount_surprise; /* (ln amount - mean) / deviation of earlier ones; 0: too few */
    double amount_usual_ln; /* mean of ln amount of earlier ones; 0: none */
    double amount_of_most;  /* amount / largest earlier one (fading, 60 d); 0: none */
    double drain_share;     /* how far the balance, less open attempts, falls below its peak of
                               the last hour, [0,1]; 0: unknown */
    double drains_seen;     /* decayed count of earlier spends that emptied the wallet */
    double small_outs_1h;   /* decayed count of unusually small spends before */
    double rising_outs;     /* spends in a row before this, each larger than the last */
    double last_out_minor;  /* the latest spend; 0: none */
    double amount_of_mean;  /* amount / mean of earlier ones, taken as lognormal; 0: too few */
    double surprises_7d;    /* decayed sum of how far attempts were above twice the mean, each in
                               halves of it and up to 6 */

    /* Of every event, in the account's own currency. */
    double outs[JAGA_SPANS];      /* decayed count of earlier attempts */
    double out_minor[JAGA_SPANS]; /* decayed sum of what went out before and did not come back */
    double balance_minor;         /* before the event; negative: unknown */

    /* Without labels, against what everybody did. Bits are -log2 of a share, as of the last
     * midnight and fading with a half-life of 30 days; 0: too little seen. */
    double amount_rarity_bits;  /* of all attempts, those of at least this amount */
    double unusual_bits;        /* of all attempts, those at least as unusual for their account */
    double strangeness;         /* of the amount, see engine/profile/unusual.c; about 1 is usual */
    double login_novelty_bits;  /* log2 likelihood ratio of a login's network and device (Freeman et
                                   al. 2016); 0 else */
    double address_sudden_bits; /* log2(1 + chi squared) of the logins from the address within the
                                   hour against all its hours (MIDAS-R); 0: no login */
    double device_sudden_bits;  /* of the logins on the device */
    double payee_sudden_bits; /* of the attempts to pay the payee, unless it is a shop or biller */

    /* Money in. */
    double in_1d_minor;  /* decayed sum of what came in, topped up or received */
    double in_age_s;     /* since the latest of it */
    double topup_age_s;  /* since the latest top-up before this event */
    double topup_minor;  /* and its amount */
    bool has_instrument; /* the event names a linked card or bank account */
    bool instrument_is_known;
    double instruments_known;

    /* Payee. */
    bool has_payee;           /* a spend that names its counterparty */
    bool payee_is_known;      /* this account paid it before */
    double payee_repeats;     /* payments to it before, none a day after the one before */
    double payees_known;      /* distinct payees the profile remembers, 0..12 */
    double payee_payments;    /* decayed number of payments it had from anybody, half-life 7 d */
    double payee_senders;     /* distinct accounts that paid it in the last 12 to 24 hours */
    double payee_fresh_1d;    /* decayed number of first-time payers, half-life 1 d */
    double payee_age_s;       /* since anybody first paid it */
    double payee_in_1d_minor; /* decayed sum of what it got */
    double payee_passed_on;   /* share of it that it paid out again, [0,1] */

    /* What labels that had arrived said about payments to the payee, whoever made them. Half-lives
     * 2, 7 and 28 days. */
    double payee_thefts[3];      /* decayed count of thefts */
    double payee_theft_share[3]; /* by decayed count of payments that are old enough for a label to
                                    have come, [0,1]; 0: no label */
    double payee_plain_28d;      /* of the thefts, those of an amount usual for their account */
    double payee_plain_share_7d; /* by payments, [0,1] */
    double payee_theft_age_s; /* since the latest theft; since the first of its run, in which no */
    double payee_theft_run_s; /* two lie more than ten days apart */
    double payee_run_thefts;  /* thefts of that run */
    double payee_run_share;   /* of the payments since it began, [0,1] */
    double payee_thefts_in_row; /* of them, with no honest payment after them */
    double payee_theft_since;   /* payments since the latest theft that no label came for */

    /* This account as a receiver: what its senders' rows say about it. */
    double own_in_1d_minor, own_out_1d_minor; /* from other wallets; passed on */
    double own_senders;                       /* distinct, in the last 12 to 24 hours */

    /* Access. */
    double fails_10m, fails_24h; /* decayed counts of refused proofs (login, OTP, PIN), this event
                                    included */
    double fails_run;            /* of these, since the last success, before this event */
    double login_age_s;          /* since the latest successful login */
    bool has_session;
    bool session_is_latest; /* the session of that login */
    bool session_moved;     /* which continues on another device than it began on */

    /* Credentials and reach: seconds since the latest change, before this event, per JAGA_CHANGE_*;
     * this event's own change is `change` (JAGA_CHANGES: none). */
    double change_age_s[JAGA_CHANGES];
    int change;
    double change_chain;     /* kinds of changes within 24 hours, this event's included */
    double locked_out_age_s; /* since a proof was refused on a device older than one bound in the
                                week before, this event included */
    double sim_age_s;       /* age of the SIM card, as the event says; JAGA_NEVER_S: does not say */
    bool has_remote_access; /* the event says that somebody else saw or ran the screen */

    /* Place. */
    bool has_place;   /* here, and where the account was last, are known */
    double travel_km; /* great circle between them (haversine, Sinnott 1984) */
    double travel_s;  /* time between them */
    bool has_country, country_is_known;
    double countries_known;
    bool has_network, network_is_known; /* network: as named (asn), else the address's /24 or /48 */
    double networks_known;
    double network_share;     /* of the account's visits with a network, those through this one */
    double address_accounts;  /* distinct accounts at the address within the last 30 to 60 minutes,
                                 this one included */
    double address_fails_1h;  /* decayed refused proofs there, of anybody */
    double address_newcomers; /* decayed number of arrivals of accounts that do not know its
                                 network, half-life 1 d */
    double address_age_s;     /* since anybody was first seen there */

    /* Rhythm. */
    double idle_s;         /* since the account's latest act */
    double idle_surprise;  /* (ln idle - mean) / deviation of earlier gaps; 0: too few */
    double hour_closeness; /* cosine of the angle between this time of day and the mean one */
    double hour_focus;     /* length of the mean direction, [0,1]: how regular the account is */
    double hours_seen;     /* decayed count of acts behind it, half-life 60 d */

    bool is_customer_report; /* the owner says it was stolen */

    /* What a trained model's ensemble for single events says, as log2 of how much likelier a
     * thief's event looks like this than any: of this event (scoring fills it in); and, where above
     * nothing, of the account's earlier ones: decayed sums, half-lives 6 h, 2 d, 7 d. All 0 without
     * such a model. */
    bool has_event_bits; /* false: also where its first trees set the event aside */
    double event_bits;
    double suspicion[3];
    double suspicion_most_7d;   /* the largest, fading */
    double suspicion_age_s;     /* since the latest */
    double suspicions_seen;     /* events */
    double payers_suspicion_2d; /* money-out: of payments to this account, half-life 2 d */
    double payee_suspicion_2d;  /* money-out: of others' payments to its payee */
} jaga_features;

#endif
