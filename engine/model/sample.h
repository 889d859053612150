#ifndef JAGA_MODEL_SAMPLE_H
#define JAGA_MODEL_SAMPLE_H

#include "base/arena.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows of features to learn from: every one that a label speaks of, and of the rest as many as
 * there is room for. Which ones is decided by a hash of the event's id: another run, another order
 * of files, the same rows. */
typedef enum sample_kind {
    SAMPLE_REST, /* no label: taken to be the owner's */
    SAMPLE_NEAR, /* likewise, but an ensemble grown before takes it for a thief's sooner than not */
    SAMPLE_OWNER, /* a label says so */
    SAMPLE_THEFT, /* a label says so, of this very row */
    SAMPLE_SPAN   /* within a span of theft: the thief's or the owner's */
} sample_kind;

enum { SAMPLE_DRAWN = SAMPLE_NEAR + 1 }; /* kinds of which as many are kept as there is room for */

typedef struct sample_row {
    uint64_t key;   /* hash of the event's id */
    uint64_t group; /* what is drawn together when figures are drawn anew: an account */
    int64_t ts_us;
    int64_t known_us; /* when its label arrived; of SAMPLE_REST nothing */
    uint32_t theft;   /* which theft, of SAMPLE_THEFT and SAMPLE_SPAN */
    uint32_t kind;    /* sample_kind */
    float counts;     /* of a labelled row: as so many */
} sample_row;

typedef struct sample {
    sample_row *rows;
    float *numbers; /* `width` per row */
    size_t count, width;
    size_t rest;                     /* rows without a label that are kept */
    uint64_t rest_seen;              /* and that there were */
    size_t kept[SAMPLE_DRAWN];       /* of them, by kind */
    unsigned halvings[SAMPLE_DRAWN]; /* one of 2^halvings of a kind is kept */
} sample;

/* Accounts fall into two halves, by a bit of their key: what was grown on one of them is asked
 * about the other. */
static inline unsigned sample_half(uint64_t group)
{
    return (unsigned)(group >> 7 & 1);
}

/* Room for SAMPLE_REST_MOST rows of either kind without a label and SAMPLE_LABELLED_MOST with one,
 * touched only as far as it is used. */
enum { SAMPLE_REST_MOST = 400000, SAMPLE_LABELLED_MOST = 200000 };
JAGA_USE_RESULT jaga_status sample_open(sample *self, size_t width, arena *memory, jaga_error *err);

/* Whether sample_add would keep it: spares working out its numbers. */
bool sample_wants(const sample *self, const sample_row *row);

/* JAGA_ERR_LIMIT: more labelled rows than there is room for. Counts those it does not keep. */
JAGA_USE_RESULT jaga_status sample_add(sample *self, const sample_row *row, const float *numbers,
                                       jaga_error *err);

/* Forgets the rows from until_us - delay_us on, of which more may become known, and those whose
 * label had not arrived by until_us. Returns how many of the latter there were. */
size_t sample_close(sample *self, int64_t until_us, int64_t delay_us);

/* How many rows of the log a row stands for, or counts as. */
double sample_weight(const sample *self, const sample_row *row);

/* How many rows of the log without a label those that are kept stand for. */
uint64_t sample_rest_stands_for(const sample *self);

/* By time, then key: the order in which they are learned from. */
JAGA_USE_RESULT jaga_status sample_sort(sample *self, arena *memory, jaga_error *err);

#endif
