#ifndef JAGA_PROFILE_ENTITY_H
#define JAGA_PROFILE_ENTITY_H

#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/profile.h"
#include "jaga/status.h"
#include "profile/room.h"

#include <stdbool.h>
#include <stdint.h>

/* Devices, addresses and payees that accounts share. An account's step never reads another
 * account: it sends a message here, and reads here what others sent before. */

#define PROFILE_ENTITY_HALF_LIFE_S 604800.0 /* uses */
#define PROFILE_FRESH_HALF_LIFE_S  86400.0
#define PROFILE_FAILS_HALF_LIFE_S  3600.0

typedef enum entity_kind {
    ENTITY_DEVICE = 1,
    ENTITY_PAYEE = 2,
    ENTITY_ADDRESS = 3,
    ENTITY_PAYEE_THEFTS = 4, /* a jaga_payee_thefts */
    ENTITY_PAYEE_RUN = 5,    /* a jaga_payee_run */
    ENTITY_SUSPICION = 6     /* a jaga_suspicion */
} entity_kind;

typedef struct entity_table {
    slab_pool items; /* jaga_entity, or what the kind says */
    key_index index;
    room room;
} entity_table;

/* counts: its numbers outlive the table. */
JAGA_USE_RESULT jaga_status entity_open(entity_table *self, uint32_t cap, room counts,
                                        jaga_error *err);
void entity_close(entity_table *self); /* accepts a zeroed one */
JAGA_USE_RESULT jaga_status entity_restored(entity_table *self, jaga_error *err); /* items are in */

/* A device, payee or address as an event finds it. */
typedef struct entity_view {
    jaga_entity *entity;    /* NULL: not there, or not named */
    int64_t as_of_us;       /* its latest message then */
    double week, day, flow; /* what is left by now of its numbers by their half-lives */
} entity_view;

typedef struct entity_message {
    entity_kind kind;
    uint64_t id;      /* hash of what the log names */
    uint64_t account; /* who sends it: low half of its key */
    int64_t ts_us;
    double uses;   /* payments, or accounts that began to use it */
    double in;     /* money it got, or refused proofs */
    double out;    /* money it passed on */
    bool is_fresh; /* the sender never dealt with it before */
    bool is_own;   /* the payee itself: it is no payer, and makes no block where none is */
} entity_message;

jaga_entity *entity_find(const entity_table *self, entity_kind kind, uint64_t id); /* or NULL */

/* A block that is not there yet, zeroed but for its key and times. */
JAGA_USE_RESULT jaga_status entity_make(entity_table *self, entity_kind kind, uint64_t id,
                                        int64_t ts_us, jaga_entity **out, jaga_error *err);

/* id 0: nothing is named. */
void entity_look(const entity_table *self, entity_kind kind, uint64_t id, int64_t now_us,
                 entity_view *out);

/* `known`: what a look at the message's time saw, which spares looking again; or NULL. */
JAGA_USE_RESULT jaga_status entity_tell(entity_table *self, const entity_view *known,
                                        const entity_message *message, jaga_error *err);

/* The decayed numbers of jaga_entity at the time of the look; the view has an entity. */
double entity_uses(const entity_view *view);
double entity_fresh(const entity_view *view);
double entity_in(const entity_view *view);
double entity_out(const entity_view *view);

/* Distinct accounts of the last one to two panes; `with` is counted too unless it is 0. */
double entity_accounts(const jaga_entity *entity, entity_kind kind, uint64_t with, int64_t now_us);

void entity_prefetch(const entity_table *self, entity_kind kind, uint64_t id);
void entity_prefetch_block(const entity_table *self, entity_kind kind, uint64_t id); /* later */

#endif
