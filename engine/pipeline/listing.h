#ifndef JAGA_PIPELINE_LISTING_H
#define JAGA_PIPELINE_LISTING_H

#include "base/arena.h"
#include "store/store.h"

#include <stdint.h>

/* A CSV file that a run leaves beside its database on request: one row per rejected row, or one per
 * applied event with its score.
 *
 * Its length is committed with the decisions, after its bytes are durable. A run that names the
 * same file again cuts it back to that length and goes on, so after a kill at any instant it ends
 * with the bytes of an uninterrupted run. Mode 0600: it holds the ledger's ids. */
typedef enum listing_kind {
    LISTING_SCORES, /* event_id,score,strangeness */
    LISTING_REJECTS /* source,line,reason,cause */
} listing_kind;

typedef struct listing listing;

/* Opens or creates `path`. A file that this database knows is continued; another one is written
 * anew if it is empty or a listing of this kind, and refused otherwise, unchanged. The database
 * must be locked. */
JAGA_USE_RESULT jaga_status listing_open(const char *path, listing_kind kind, jaga_store *store,
                                         listing **out, jaga_error *err);
void listing_close(listing *self); /* accepts NULL; what was not committed may be lost */

/* Belief in [0,1], written with twelve decimals: enough to tell apart odds a millionth of a bit
 * apart anywhere on the scale of jaga/decision.h. */
JAGA_USE_RESULT jaga_status listing_put_score(listing *self, jaga_span event_id, double belief,
                                              double strangeness, jaga_error *err);
JAGA_USE_RESULT jaga_status listing_put_reject(listing *self, const store_reject *reject,
                                               jaga_error *err);

/* Makes everything put so far durable and puts the length into the store's open group. */
JAGA_USE_RESULT jaga_status listing_commit(listing *self, jaga_store *store, jaga_error *err);

#endif
