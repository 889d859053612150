#ifndef JAGA_FEATURES_H
#define JAGA_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

/* What the profile measured about one event: what was normal for this account before the event
 * changed anything. A plain value, made anew for each event; signals read nothing else. */
typedef struct jaga_features {
    /* How well the account is known. */
    double events_seen; /* accepted events of the account before this one */

    /* Device. */
    bool has_device;         /* the event names one */
    bool device_is_known;    /* this account used it before */
    double device_age_s;     /* since this account first used it; 0: never, or not named */
    bool device_is_first;    /* it came within the first day that the account was seen */
    double devices_known;    /* distinct devices the profile remembers, 0..4 */
    double device_newcomers; /* decayed number of accounts that began to use it, half-life 7 d */
    double device_shared_s;  /* since any account first used it; 0: nobody ever did */

    /* Money out, this event included where the name says so. 0 where the currency is not the
     * account's own. */
    double amounts_seen;       /* decayed count of earlier money-outs, half-life 60 d */
    double amount_surprise;    /* (ln amount - mean) / deviation of earlier ones; 0: too few */
    double amount_usual_minor; /* exp(mean of ln amount) of earlier ones; 0: none */
    double drain_share;        /* how far the balance falls below its peak of the last hour, [0,1];
                                  0: unknown */
    double drains_seen;        /* decayed count of earlier money-outs that emptied the wallet */

    /* Payee. */
    bool has_payee;        /* money-out that names its counterparty */
    bool payee_is_known;   /* this account paid it before */
    double payees_known;   /* distinct payees the profile remembers, 0..14 */
    double payee_payments; /* decayed number of payments it had from anybody, half-life 7 d */

    bool is_customer_report; /* the owner says it was stolen */
} jaga_features;

#endif
