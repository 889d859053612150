#ifndef JAGA_QUERY_SUBJECT_H
#define JAGA_QUERY_SUBJECT_H

#include "base/arena.h"
#include "jaga/event.h"
#include "query/account_log.h"
#include "query/database.h"

#include <stdbool.h>
#include <stdint.h>

/* How an event that passed looked beside the LOG_NORMAL_DAYS before it. -1: does not apply. */
typedef struct familiarity {
    int64_t device_uses;    /* successful events from its device */
    int64_t payee_payments; /* successful payments to its payee */
    int64_t payments;       /* all successful money out, of its currency */
    int64_t as_large;       /* of them, at least its amount */
    bool has_suspicion;     /* there was a decision before */
    int64_t suspected_us;   /* the latest one */
    double suspicion;       /* what it still weighed at the event, as a probability */
} familiarity;

/* What a story is about: a decision, an event that passed, or an account. Texts live as long as the
 * arena it was found with. */
typedef struct subject {
    jaga_span account;
    int64_t ts_us;      /* of the event; of the account's last event when there is none */
    jaga_span event_id; /* empty: the story is about the account alone */

    bool has_decision;
    int64_t record;
    jaga_span type, outcome, counterparty;
    char currency[4];
    int64_t amount_minor; /* JAGA_UNKNOWN_MINOR */
    double belief, belief_bits;
    jaga_span note; /* what beside belief decided, its name; empty: nothing */

    /* The case that the decision opened or joined. */
    bool has_case;
    bool opened_case;
    jaga_span case_id, short_number, reason;
    int64_t opened_us, exposed_minor;
    int64_t incident_start_us, theft_until_us; /* what was paid in between was stolen */
    int64_t life_s;                            /* of the hold; 0: until it is released */
    int64_t priority, band, due_us;

    bool is_asked_by_account; /* and of its decisions the one that weighs most was chosen */
    int64_t decisions, holds; /* of the account, all in all */

    log_event *passed;    /* the event, when there is no decision about it; else NULL */
    familiarity familiar; /* meaningful with it */
    account_log *log;     /* what the history says of the account */
} subject;

/* Looks for a hold, a case, its number, a task, a decided event, an event, an account, in this
 * order. JAGA_ERR_USAGE: nothing of that name. */
JAGA_USE_RESULT jaga_status subject_find(const database *from, const char *what, arena *memory,
                                         subject *out, jaga_error *err);

/* The same without what the history says of the account (.log and .familiar): what the database
 * knows is found without a pass over the history. */
JAGA_USE_RESULT jaga_status subject_look_up(const database *from, const char *what, arena *memory,
                                            subject *out, jaga_error *err);

#endif
