#ifndef JAGA_DESK_PAST_H
#define JAGA_DESK_PAST_H

#include "desk/act.h"
#include "desk/identity.h"

/* What the input log says of a case's account: the payments to go through with the customer, and
 * what may spoil a proof of identity. One pass over the history, 90 days back from the incident. */
enum { PAST_CODES_MAX = 16 };
enum { PAST_PAYMENTS_MAX = 400, PAST_DAYS = 90, PAST_MARK_H = 24, PAST_SHOW_H = 72 };

typedef struct past_event {
    char event_id[DESK_ID_BYTES], counterparty[DESK_ID_BYTES];
    char currency[4], mark[12]; /* mark "": none yet */
    int64_t ts_us, amount_minor;
    uint8_t type, status, counterparty_kind;
    bool needs_mark; /* money that went out from 24 hours before the incident to 72 after the case
                        was opened */
} past_event;

typedef struct past {
    past_event *events; /* of the last 72 hours and since the incident, by time */
    size_t count, left_out;
    int64_t history_from_us; /* INT64_MAX: no events */
    int64_t device_bound_us; /* the first device that we know of; INT64_MAX: none */
    int64_t device_new_us, sim_changed_us, contact_changed_us; /* latest; INT64_MIN: never */
    int64_t credential_changed_us, closed_us;
    int64_t balance_minor;                          /* latest that was said; JAGA_UNKNOWN_MINOR */
    bool has_remote_access;                         /* in the last 72 hours */
    char cash_codes[PAST_CODES_MAX][DESK_ID_BYTES]; /* issued and not redeemed: tokens */
    size_t code_count;
} past;

/* What the log says of about->account, from 90 days before about->incident_start_us; no marks.
 * Reads the history only: outside an act. Lives as long as what was taken from the desk's arena. */
JAGA_USE_RESULT jaga_status past_read(jaga_desk *desk, const desk_file *about, past *out,
                                      jaga_error *err);

/* desk_begin, desk_find and what the past says, marks included. The history is read before the
 * database is locked, for that takes a while. After a failure nothing is begun. Lives as long as
 * what was taken from the desk's arena. */
JAGA_USE_RESULT jaga_status past_begin(jaga_desk *desk, const char *number, desk_file *about,
                                       past *out, jaga_error *err);

/* NULL: no such payment among those to be marked. */
const past_event *past_find(const past *self, const char *event_id);

/* The whole proof as of now: evidence given, of which what counts, and what that allows. */
typedef struct standing {
    unsigned given, valid; /* IDENTITY_BIT()s */
    int64_t verifier;      /* who took the latest; 0: nobody */
    int64_t proven_us;     /* when the latest came; INT64_MIN: never */
    identity_context context;
} standing;
JAGA_USE_RESULT jaga_status standing_read(jaga_desk *desk, const desk_file *about,
                                          const past *before, standing *out, jaga_error *err);

/* A contact point of the account. */
typedef struct contact_point {
    char token[DESK_ID_BYTES], kind[8];
    int64_t verified_us;
    bool is_trusted, is_bad;
} contact_point;
enum { PAST_CONTACTS_MAX = 16 };
JAGA_USE_RESULT jaga_status contacts_read(jaga_desk *desk, const desk_file *about,
                                          contact_point out[PAST_CONTACTS_MAX], size_t *count,
                                          jaga_error *err);

#endif
