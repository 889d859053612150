#ifndef JAGA_PIPELINE_LABELS_H
#define JAGA_PIPELINE_LABELS_H

#include "base/arena.h"
#include "base/hash.h"
#include "jaga/status.h"
#include "jaga/train.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the hotline found out afterwards, as a file: who acted, in which span of time, and since
 * when that is known. A span says that the thief was there, not that each of its rows is his:
 * often a third of them are the owner's own. A label that names an event speaks of that row alone,
 * and goes before a span that the row lies in. */
typedef enum label_word {
    LABEL_NONE,  /* nothing is known */
    LABEL_THEFT, /* somebody else acted, of a span: in some of its rows */
    LABEL_OWNER, /* a false alarm: the owner acted */
    LABEL_UNSURE /* neither: not to be learned from */
} label_word;

typedef struct label {
    hash128 account;
    hash128 event;             /* zero: the whole span */
    int64_t from_us, until_us; /* both inclusive; of an event without a span: everything */
    int64_t known_us;          /* INT64_MAX: the delay after the event, which the log will tell */
    label_word word;
    jaga_label_source source;
    unsigned line; /* of the file */
} label;

typedef struct labels {
    label *at; /* by account; an account's single events before its spans */
    size_t count;
    int64_t delay_us;
} labels;

/* Reads a CSV file with a header row and the columns account, from, to, outcome, known_at, and
 * event_id and source if they are there. source: reported (also when empty), reviewed, explored.
 * outcome: theft, false_alarm, or what is no theft of an account and no
 * false alarm either (scam, first_party, inconclusive, unclear). A label without known_at arrived
 * `delay_us` after its span. JAGA_ERR_FORMAT, naming file, line and cause: times that are none,
 * an end before the begin, known before it began, two labels that contradict each other. Lives in
 * `memory`. */
JAGA_USE_RESULT jaga_status labels_read(labels *out, const char *path, int64_t delay_us,
                                        arena *memory, jaga_error *err);

/* In the two weeks after a span of theft nobody knows who acts. */
#define LABELS_UNSURE_AFTER_US (INT64_C(14) * 86400 * 1000000)

typedef struct label_answer {
    label_word word;
    const label *label; /* NULL with LABEL_NONE */
} label_answer;

/* What is known about an account's event. */
label_answer labels_about(const labels *self, hash128 account, hash128 event, int64_t ts_us);

/* When the label of an event of that time arrived. */
int64_t labels_known_us(const labels *self, const label *about, int64_t ts_us);

#endif
