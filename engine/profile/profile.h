#ifndef JAGA_PROFILE_PROFILE_H
#define JAGA_PROFILE_PROFILE_H

#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/decision.h"
#include "jaga/features.h"
#include "jaga/profile.h"
#include "jaga/record.h"
#include "jaga/status.h"
#include "profile/entity.h"

#include <stdbool.h>
#include <stdint.h>

/* The latest second asked for on a clock's face: most events come in the second of the one before
 * them. */
typedef struct clock_hand {
    uint32_t s;
    double x, y;
} clock_hand;

/* What is normal: a block per account, and small blocks for the devices, addresses and payees
 * that accounts share. An event is one step of its own account and messages to entities, applied in
 * log order; no step reads another account's block. */
typedef struct profile {
    slab_pool state; /* one item: eviction hands */
    slab_pool hot;   /* jaga_account_hot */
    slab_pool cold;  /* jaga_account_cold, same index */
    entity_table entities;
    slab_pool crowd; /* one item: what everybody does */
    slab_pool paid;  /* the latest payments, a ring */
    key_index accounts;
    clock_hand hand; /* a shortcut, no state */
} profile;

/* Most accounts and entities; at a cap the coldest of a few makes room, and is counted. */
typedef struct profile_caps {
    uint32_t accounts, entities;
} profile_caps;

JAGA_USE_RESULT jaga_status profile_open(profile *self, profile_caps caps, jaga_error *err);
void profile_close(profile *self);
JAGA_USE_RESULT jaga_status profile_restored(profile *self,
                                             jaga_error *err); /* slabs were filled */

/* What is worked out once of an event: measuring adds to it, learning needs it again. */
typedef struct profile_notes {
    double money_faded[JAGA_SPANS]; /* since money_us, where there was money before */
    double small_faded;             /* likewise, for small_outs_1h */
    double act_faded;               /* since act_s */
    double peak_faded;              /* since last_us */
    double amount_ln, gap_ln;       /* 0 where there is no amount, no gap to learn */
    double hour_x, hour_y;          /* the time of day as a point on the unit circle */
    uint16_t bin[10];               /* by crowd_axis, of a spend; all of them if is_placed */
    bool is_placed;
} profile_notes;

/* What labels said about a payee: both, or neither when no label named it. */
typedef struct payee_labels {
    jaga_payee_thefts *thefts;
    jaga_payee_run *run;
} payee_labels;

typedef struct profile_account {
    jaga_account_hot *hot;
    jaga_account_cold *cold;
    /* What the record names of the shared tables, where it matters. */
    entity_view device, payee, own, address;
    payee_labels thefts;                         /* of the payee */
    jaga_suspicion *suspicion, *payee_suspicion; /* NULL: nothing was suspicious */
    struct profile_crowd *crowd;
    profile_notes notes;
} profile_account;

/* The blocks of the record's account, made at first sight. Valid until the next one is found. */
JAGA_USE_RESULT jaga_status profile_find_account(profile *self, const jaga_record *record,
                                                 profile_account *out, jaga_error *err);
/* The blocks alone, without what the record names beside it, of an account that is there already;
 * false: it is not. */
bool profile_look_up(const profile *self, const jaga_record *record, profile_account *out);

/* What is normal for the account, before this event changes anything. */
void profile_measure(profile_account *account, const jaga_record *record, jaga_features *features);

/* Lets the event change the profile and sends its messages; features are what was measured. What a
 * held event would teach (its device, payee, place and hour) is kept out; amounts are clipped at
 * the mean plus three deviations. */
JAGA_USE_RESULT jaga_status profile_learn(profile *self, const profile_account *account,
                                          const jaga_record *record, const jaga_features *features,
                                          jaga_outcome outcome, jaga_error *err);

/* A payment that a label calls a theft, at the moment the label arrives. */
typedef struct profile_theft {
    hash128 account;
    uint64_t payee; /* as jaga_identity has it */
    int64_t amount_minor;
    int64_t ts_us;    /* of the payment */
    int64_t known_us; /* of the label */
} profile_theft;

/* The payee is remembered for it. One that no payment named, or that was forgotten, stays unknown.
 */
JAGA_USE_RESULT jaga_status profile_tell_theft(profile *self, const profile_theft *theft,
                                               jaga_error *err);

/* A label that says theft: every payment of the account in the span, both ends inclusive, that is
 * still remembered is told, in order of arrival and each once in its life. events: low halves of
 * the hashes of the only ids that are meant; none: all. */
typedef struct profile_label {
    hash128 account;
    int64_t from_us, until_us, known_us;
    const uint64_t *events;
    size_t event_count;
} profile_label;
JAGA_USE_RESULT jaga_status profile_tell_label(profile *self, const profile_label *label,
                                               jaga_error *err);

/* Whether labels speak of it: money that left to a payee. */
bool profile_names_payment(const jaga_record *record);

/* The receiver's own row of a transfer whose sender's row tells the same: with a reference to it,
 * and from a wallet of this ledger. Logs hold one or both, and both must give the same answers, so
 * it changes nothing. */
bool profile_is_mirror(const jaga_event *event);

/* Brings what a record a little further on will touch into the cache: first the indexes' slots,
 * later, when those are there, the blocks. */
void profile_prefetch(const profile *self, const jaga_record *record);
void profile_prefetch_blocks(const profile *self, const jaga_record *record);

uint64_t profile_evictions(const profile *self);

/* ---- for the files of this layer ----------------------------------------------------------------
 */

uint64_t *profile_paid_next(const profile *self); /* place of the next payment in the ring */
size_t profile_paid_bytes(void);
void profile_note_paid(profile *self, const jaga_record *record);

#endif
