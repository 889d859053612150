#ifndef JAGA_DESK_IDENTITY_H
#define JAGA_DESK_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who is on the line: evidence worth points, and what how many of which kind allow. What somebody
 * knows is worth next to nothing, for thieves know it too; NIST SP 800-63B bars it as a verifier.
 * Secrets are never evidence: see identity_forbidden(). */
typedef enum identity_evidence {
    IDENTITY_K,  /* name, birth date, last four of the ID number */
    IDENTITY_H,  /* history that only the owner knows and the app has not shown since */
    IDENTITY_C1, /* we reached a pre-incident trusted phone */
    IDENTITY_C2, /* a code to a second pre-incident channel, entered by the customer, never spoken
                  */
    IDENTITY_D,  /* approval on a pre-incident trusted device with biometrics */
    IDENTITY_B,  /* liveness selfie against the registered one */
    IDENTITY_V,  /* in person with an ID card */
    IDENTITY_EVIDENCE_COUNT
} identity_evidence;

#define IDENTITY_BIT(evidence) (1u << (evidence))

/* What may spoil evidence; all of it as of now. */
typedef struct identity_context {
    int64_t now_us;
    int64_t incident_start_us;
    int64_t history_from_us;   /* since when there is a history to ask about */
    int64_t phone_verified_us; /* contact points and device: since when unchanged and ours */
    int64_t channel_verified_us;
    int64_t device_bound_us;
    int64_t sim_changed_us; /* INT64_MIN: never, as far as we know */
    int64_t locked_us;      /* when the third failure came; INT64_MIN: there was none */
    bool is_channel_the_phone;
    bool is_device_tampered; /* rooted, or remotely controlled */
    bool is_face_doubtful;   /* deepfake flag */
} identity_context;

enum {
    IDENTITY_TRUST_AGE_S = 72 * 3600, /* a contact point is older than the incident by so much */
    IDENTITY_SIM_AGE_S = 72 * 3600,
    IDENTITY_FAILURES_MAX = 3,
    IDENTITY_FAILURE_SPAN_S = 24 * 3600,
    IDENTITY_LOCK_S = 7 * 86400 /* afterwards only B and V count for so long */
};

/* Trusted: verified at least 72 h before the incident began and not changed since. */
bool identity_is_trusted(int64_t verified_us, int64_t incident_start_us);

/* The evidence of the set that counts. */
unsigned identity_valid(unsigned evidence, const identity_context *context);

/* The sum, each kind once. */
int identity_points(unsigned valid);

typedef enum identity_purpose {
    IDENTITY_ASK,     /* ask, hold: anybody may */
    IDENTITY_DISCUSS, /* case facts */
    IDENTITY_DECIDE,  /* mark payments, call a false alarm */
    IDENTITY_RESTORE, /* reset credentials, close, release much */
    IDENTITY_PURPOSE_COUNT
} identity_purpose;

bool identity_allows(unsigned valid, identity_purpose purpose);

/* Whether a failure at now_us, after those at the given times (any order), is the third within 24
 * h and locks. */
bool identity_locks(const int64_t *failures_us, size_t count, int64_t now_us);

/* What is never asked, accepted or recorded: keys of texts (desk/texts.h), NULL-terminated. */
const char *const *identity_forbidden(void);

const char *identity_evidence_name(identity_evidence evidence);
int identity_evidence_find(const char *name); /* -1 when there is none */

#endif
