#ifndef JAGA_STORE_COMMAND_H
#define JAGA_STORE_COMMAND_H

#include "jaga/decision.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* What is said to the ledger and to the hotline: names that are the same on every run, and bodies
 * of one line of JSON in fixed key order. */

enum { COMMAND_STEP_UP_LIFE_S = 900 };

/* Idempotency key: a prefix ("H-", "S-", "T-") and the hash of who, about what, which operation and
 * which intent. A retry has the same key, a new intent another. */
typedef struct command_key {
    char text[32];
} command_key;
command_key command_key_of(const char *prefix, jaga_span account, jaga_span about,
                           const char *operation, int64_t intent);

/* When a hold ends. A life without end ends with time itself. */
int64_t command_expiry(int64_t from_us, int64_t life_s);

/* A hold with its callback, or a step-up (its own fields only). Texts are borrowed. */
typedef struct command_order {
    jaga_span account, event_id;
    int64_t decided_us;
    int64_t fence_us; /* the fencing number is at least this; INT64_MIN: only decided_us counts */
    double belief;
    json_t *signals; /* array of names, heaviest first; borrowed */
    /* Hold and callback. */
    jaga_span case_id, place_id, hold_id, reason, on_expiry;
    int64_t life_s;
    jaga_span task_id, short_number;
    int64_t priority, band, due_us;
} command_order;

/* Each writes one object without the newline and its length. */
JAGA_USE_RESULT jaga_status command_hold(const command_order *order, int64_t fence, char *body,
                                         size_t cap, size_t *length, jaga_error *err);
JAGA_USE_RESULT jaga_status command_step_up(const command_order *order, const command_key *key,
                                            int64_t fence, char *body, size_t cap, size_t *length,
                                            jaga_error *err);
JAGA_USE_RESULT jaga_status command_callback(const command_order *order, char *body, size_t cap,
                                             size_t *length, jaga_error *err);

/* A JSON string of any bytes; NULL: no memory. */
json_t *command_text(jaga_span text);
/* A time of the log as JSON text. */
json_t *command_time(int64_t us);

/* Takes the object; failed: not 0 when building it was not possible. A command to the ledger (it
 * has a cmd_id) gets its fingerprint as last member: the SHA-256 of the line without that member.
 */
JAGA_USE_RESULT jaga_status command_dump(json_t *object, int failed, char *body, size_t cap,
                                         size_t *length, jaga_error *err);

#endif
