#ifndef JAGA_PIPELINE_FEED_H
#define JAGA_PIPELINE_FEED_H

#include "base/arena.h"
#include "decode/merge.h"
#include "history/history.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Decoding, and packing for the history, on a thread of its own, handing batches over a small ring.
 * How the log is cut into batches changes nothing that comes out. */
enum { FEED_BATCH_RECORDS = 512, FEED_BATCHES = 8 };

typedef struct feed_batch {
    size_t count;
    jaga_record records[FEED_BATCH_RECORDS];
    history_pack pack;          /* the same records, for history_append_pack */
    arena *text;                /* what the records' spans point into */
    size_t empty;               /* its mark without them */
    decode_position *positions; /* per source, behind the batch */
    bool is_last;
    jaga_status status; /* not OK: reading failed behind these records */
    jaga_error err;
} feed_batch;

typedef struct feed feed;

/* Starts reading. The merge must outlive the feed and is the feed's alone until feed_close. A batch
 * that holds anything is handed over rather than waiting for a live source. */
JAGA_USE_RESULT jaga_status feed_open(merge *from, size_t sources, feed **out, jaga_error *err);

/* Waits for the next batch, at most so many milliseconds (-1: as long as it takes): NULL, there is
 * none yet. Give it back with feed_done, in order, before taking the next but FEED_BATCHES - 1. */
feed_batch *feed_next(feed *self, int most_ms);
void feed_done(feed *self);

/* Stops reading and ends the thread. A live source that is silent ends when its own stop question
 * says so. Accepts NULL. */
void feed_close(feed *self);

#endif
