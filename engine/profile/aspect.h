#ifndef JAGA_PROFILE_ASPECT_H
#define JAGA_PROFILE_ASPECT_H

#include "base/when.h"
#include "profile/profile.h"

/* The profile's aspects, one file each: what it measures of an event stands beside what the event
 * teaches it. Measures read; lessons write, after all measures were taken and the decision fell.
 *
 * A lesson is one event with all that lessons need to know of it. */
typedef struct lesson {
    profile *tables; /* for messages to entities */
    const profile_account *account;
    jaga_account_hot *hot;
    jaga_account_cold *cold;
    const jaga_record *record;
    const jaga_event *event; /* the record's */
    const jaga_features *features;
    bool is_held; /* a held event's device, payee and place are not the owner's */
} lesson;

typedef struct look {
    const profile_account *account;
    profile_notes *notes; /* the account's, to be filled in */
    const jaga_account_hot *hot;
    const jaga_account_cold *cold;
    const jaga_record *record;
    const jaga_event *event;
} look;

void measure_device(const look *at, jaga_features *out);
JAGA_USE_RESULT jaga_status learn_device(const lesson *from, jaga_error *err);

void measure_amount(const look *at, jaga_features *out); /* after measure_velocity */
void learn_amount(const lesson *from);

void measure_velocity(const look *at, jaga_features *out);
void learn_velocity(const lesson *from);
/* Everything that stands as of money_us, moved on to a later time: before both lessons. */
void fade_money(const lesson *from);

void measure_balance(const look *at, jaga_features *out);
void learn_balance(const lesson *from);

void measure_income(const look *at, jaga_features *out);
void learn_income(const lesson *from);

void measure_payee(const look *at, jaga_features *out);
JAGA_USE_RESULT jaga_status learn_payee(const lesson *from, jaga_error *err);

void measure_payee_thefts(const look *at, jaga_features *out);
void learn_payee_thefts(const lesson *from); /* a payment that no label called a theft yet */
payee_labels payee_thefts_find(const profile *self, uint64_t payee);
/* A payment's amount in deviations above what the account usually moves, by what it has learned
 * since; 0: too little. */
double amount_surprise_of(const jaga_account_hot *hot, int64_t amount_minor);

void measure_access(const look *at, jaga_features *out);
void learn_access(const lesson *from);
bool is_refused_proof(const jaga_event *event);

void measure_place(const look *at, jaga_features *out);
JAGA_USE_RESULT jaga_status learn_place(const lesson *from, jaga_error *err);

void note_hour(profile *tables, int64_t ts_us, profile_notes *out);
void measure_rhythm(const look *at, jaga_features *out);
void learn_rhythm(const lesson *from);

void measure_unusual(const look *at, jaga_features *out); /* after all that it puts in order */
void learn_surprise(const lesson *from);
void learn_unusual(const lesson *from);

void measure_sudden(const look *at, jaga_features *out); /* after measure_payee */
void learn_sudden(const lesson *from);

void measure_novelty(const look *at, jaga_features *out); /* after measure_place, _device */
void learn_novelty(const lesson *from);

void measure_suspicion(const look *at, jaga_features *out);
JAGA_USE_RESULT jaga_status learn_suspicion(const lesson *from, jaga_error *err); /* the last */
jaga_suspicion *suspicion_find(const profile *self, uint64_t id);                 /* or NULL */

/* ---- what several aspects share ---- */

#define PROFILE_AMOUNT_HALF_LIFE_S (60.0 * 86400.0) /* as of JAGA_SPAN_60D */
#define PROFILE_SMALL_HALF_LIFE_S  3600.0
#define PROFILE_PEAK_HALF_LIFE_S   3600.0
#define PROFILE_ATTEMPT_LIFE_S     900.0
#define PROFILE_DRAINED            0.95 /* from this share on a wallet counts as emptied */
#define PROFILE_LN2                0.69314718055994530942

/* Whether a use is a visit of its own; for counts that stop at their most. */
static inline uint16_t visit_after(uint32_t last_s, uint32_t now_s, uint16_t visits)
{
    return visits < UINT16_MAX && (visits == 0 || now_s >= last_s + JAGA_VISIT_S) ? 1 : 0;
}

/* Since a whole second that is 0 for "never"; late events see the future as now. */
static inline double age_of(uint32_t then_s, int64_t now_us)
{
    const double age_s = (double)now_us / 1e6 - (double)then_s;
    return then_s == 0 ? JAGA_NEVER_S : age_s < 0.0 ? 0.0 : age_s;
}

/* 0 is kept for "empty". */
static inline uint32_t fingerprint_of(uint64_t id)
{
    return (uint32_t)id | 1u;
}

int known_at(const jaga_known *list, int count, uint32_t fingerprint); /* -1: not there */
bool known_has(const jaga_known *list, int count, uint32_t fingerprint);
double known_count(const jaga_known *list, int count);
/* The one longest unused makes room. Its place. */
int known_use(jaga_known *list, int count, uint32_t fingerprint, uint32_t now_s);

/* Money out that the customer wants: not a fee. */
static inline bool is_spend(const jaga_event *event)
{
    return jaga_event_is_money_out(event) && event->type != JAGA_TYPE_FEE;
}

/* What earlier attempts may still take: they lapse when nothing more was heard for 15 minutes. */
static inline double open_attempts_minor(const jaga_account_hot *hot, int64_t now_us)
{
    return age_of(hot->pending_s, now_us) <= PROFILE_ATTEMPT_LIFE_S ? (double)hot->pending_minor
                                                                    : 0.0;
}

/* A later word on an open attempt. Many ledgers write a reference on every row, so that alone does
 * not make one. */
static inline bool is_outcome(const jaga_account_hot *hot, const jaga_event *event)
{
    return is_spend(event) && event->ref.length > 0 && event->status != JAGA_STATUS_PENDING &&
           open_attempts_minor(hot, event->ts_us) > 0.0;
}

/* What left came back. An open attempt that is given up never left. */
static inline bool is_return(const jaga_account_hot *hot, const jaga_event *event)
{
    return event->status == JAGA_STATUS_REVERSED && !is_outcome(hot, event);
}

static inline bool is_attempt(const jaga_account_hot *hot, const jaga_event *event)
{
    return is_spend(event) && event->status != JAGA_STATUS_REVERSED && !is_outcome(hot, event);
}

/* The account's own currency, for amounts and balances: that of its first money event. */
static inline bool is_own_currency(const jaga_account_hot *hot, const jaga_event *event)
{
    return hot->currency[0] == '\0' ||
           (hot->currency[0] == event->currency[0] && hot->currency[1] == event->currency[1] &&
            hot->currency[2] == event->currency[2]);
}

/* An event of the customer's own doing. Money that others send is none, nor is a fee. */
static inline bool is_act(const jaga_event *event)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
    const bool is_passive = event->type == JAGA_TYPE_RECEIVE || event->type == JAGA_TYPE_REFUND ||
                            event->type == JAGA_TYPE_FEE || event->type == JAGA_TYPE_CLOSED;

    return event->actor == JAGA_ACTOR_CUSTOMER && !is_passive && class != JAGA_CLASS_PLATFORM &&
           class != JAGA_CLASS_RESPONSE;
}

/* Where accounts show themselves: what happens within a session adds nothing. */
static inline bool is_arrival(const jaga_event *event)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
    return class == JAGA_CLASS_ACCESS || class == JAGA_CLASS_CREDENTIAL;
}

#endif
