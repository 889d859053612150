#ifndef JAGA_PIPELINE_ENGINE_H
#define JAGA_PIPELINE_ENGINE_H

#include "decode/order.h"
#include "jaga/decision.h"
#include "jaga/record.h"
#include "jaga/settings.h"
#include "jaga/status.h"
#include "model/weights.h"
#include "pipeline/model_shelf.h"
#include "policy/never_hold.h"
#include "policy/policy.h"
#include "profile/profile.h"
#include "score/score.h"

#include <stdbool.h>
#include <stdint.h>

/* One shard of the engine: state in slabs, no input or output of its own. What it says about a
 * record is a function of the records before it. Two engines in one process know nothing of each
 * other. */
typedef struct engine_model {
    jaga_key hash; /* of its text; "": none */
} engine_model;

typedef struct engine {
    order order;
    profile profile;
    never_hold never_hold;
    slab_pool breaker;  /* one item */
    slab_pool settings; /* one item: the jaga_settings in force */
    policy policy;      /* what they come to */
    slab_pool weights;  /* one item: the weights in force */
    slab_pool model;    /* one item: the engine_model in force */
    model_shelf *shelf; /* where models are found by their hash; borrowed, set by who opened this;
                           NULL: a log that names one cannot be run */
    score_basis basis;  /* what the two come to */
    bool is_taught; /* labels come from elsewhere: those of the log say nothing of payees. Set by
                       who opened this, no state */
} engine;

/* Most of everything; address space is reserved for it, memory is used as it fills. */
typedef struct engine_caps {
    uint32_t accounts, entities, event_ids;
} engine_caps;
engine_caps engine_caps_of(const jaga_settings *settings);

/* Default settings, the shipped weights and no model are in force until a record says others; caps
 * never change. */
JAGA_USE_RESULT jaga_status engine_open(engine *self, const engine_caps *caps, jaga_error *err);
void engine_close(engine *self); /* accepts a zeroed engine */

/* Every pool that holds state, in a fixed order: what a snapshot writes. */
enum { ENGINE_POOLS = 13 };
void engine_pools(engine *self, slab_pool *pools[ENGINE_POOLS]);
/* After the pools were filled from a snapshot. */
JAGA_USE_RESULT jaga_status engine_restored(engine *self, jaga_error *err);

/* What one record came to. */
typedef struct engine_step {
    order_verdict verdict; /* of an event */
    double belief;         /* of an applied event that is about a customer's habits; else 0 */
    bool has_decision;
    jaga_decision decision;           /* borrows the record's event */
    jaga_features features;           /* as the signals saw them; applied events only */
    const jaga_account_cold *account; /* its evidence; NULL: the event was not applied */
} engine_step;

/* Takes the record with the given number in the input log. Events, settings, weights, models and
 * changes of the never-hold list change the engine. */
JAGA_USE_RESULT jaga_status engine_take(engine *self, const jaga_record *record, uint64_t number,
                                        engine_step *out, jaga_error *err);

weights *engine_weights(const engine *self); /* those in force */

/* The hash of the model in force; "": none. */
const char *engine_model_hash(const engine *self);

/* The settings in force. Valid until the next record. */
const jaga_settings *engine_settings(const engine *self);

/* Before records[at] is taken: brings what those a little further on will touch into the cache.
 * First the record itself, which another core wrote; then where its account is found; then the
 * account. */
void engine_look_ahead(const engine *self, const jaga_record *records, size_t at, size_t count);

/* Memory that records to come will need: pieces to be touched on another thread. How many; each is
 * told once. */
enum { ENGINE_PIECES = 8 };
size_t engine_foresee(engine *self, slab_piece out[ENGINE_PIECES]);

#endif
