#ifndef JAGA_TRAIN_H
#define JAGA_TRAIN_H

#include "jaga/run.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a label came to be known: the column source, if it is there. */
typedef enum jaga_label_source {
    JAGA_LABEL_REPORTED, /* by the customer, late: of what was noticed; also an empty source */
    JAGA_LABEL_REVIEWED, /* somebody looked, because there was an alarm: of what was suspected */
    JAGA_LABEL_EXPLORED, /* of an alarm that was let through by lot, to see what becomes of it */
    JAGA_LABEL_SOURCES
} jaga_label_source;

/* Training a model: logs, and labels that say afterwards who acted, to an ensemble of trees in a
 * file. The logs go through the same engine that serves, so a model learns from the very numbers
 * that it will meet. A label counts from the moment it arrived, not from the moment it speaks of.
 *
 * Labels: a CSV file with a header row and the columns account, from, to, outcome, known_at, and
 * event_id if it is there. outcome: theft, false_alarm, or one that is neither (scam, first_party,
 * inconclusive, unclear). Without event_id a label speaks of a span of time in which the thief was
 * there; with it, of that event alone. An empty known_at means label_delay_us after the span. */
typedef struct jaga_lessons {
    const char *const *logs;
    size_t log_count;
    const char *labels;
    /* Learned from: events from from_us on, known as of until_us: labels that arrived by then, and
     * events at least label_delay_us older, for of the others labels may still come. INT64_MIN and
     * INT64_MAX: the logs' own begin and end. */
    int64_t from_us, until_us;
    int64_t label_delay_us;
    float counts[JAGA_LABEL_SOURCES]; /* a label of each counts as so many; above 0 */
    /* Numbers that are not read, commas between: a name of `jaga/feature.h`, or the begin of one up
     * to a hyphen; NULL: none. */
    const char *without;
    /* A shipped model's name or a file: its trees come first, and those that are grown mend what
     * they leave wrong, unless trees grown from nothing are better on the later events, or the
     * model was grown on one of these logs, by its card. NULL: none. */
    const char *begin_with;
    const char *out;    /* the model's file; replaced only by a model that is no worse */
    const char *scores; /* NULL, or a file for event_id,score of every event from until_us on */
} jaga_lessons;

typedef struct jaga_figure {
    double value, low, high; /* 95 % interval, accounts drawn anew */
} jaga_figure;

/* A number that finds so much of the thefts alone that it may have been known only after them. */
typedef struct jaga_suspect {
    const char *name; /* static */
    double found;     /* share of the thefts' rows, at one other row in a thousand */
} jaga_suspect;

enum { JAGA_SUSPECTS_MOST = 8 };

typedef struct jaga_trained {
    int64_t events, rejects;    /* of the logs */
    int64_t rows;               /* learned from */
    int64_t rows_without_label; /* that they stand for */
    int64_t thefts, later_thefts;
    int64_t labels, labels_unmet; /* speak of no event of the logs */
    int64_t labels_early;         /* arrived before the event they speak of: not used */
    int64_t labels_late;          /* had not arrived by until_us: not used */
    int64_t from_us, until_us, later_us;
    int rounds, stage_trees;
    /* Goes on from the model to begin with: the ensemble, and the one for events below a belief. */
    bool is_begun, is_begun_below;
    bool is_beginning_known; /* it was grown on one of these logs */
    double forwarded, kept;  /* by stage one: of all events; of the top ones */
    /* On events that came later than what was learned from. */
    jaga_figure auc, ap, recall_at_0_1;
    jaga_suspect suspect[JAGA_SUSPECTS_MOST]; /* the worst first */
    int suspects;
    double ap_before; /* of the model that was in the file, on the same events; -1: none */
} jaga_trained;

/* JAGA_ERR_FORMAT with file, line and cause for labels that cannot be used; when they speak of
 * nothing in the logs, of too few thefts, or of every event; when the model in the file is better.
 * JAGA_ERR_IO, JAGA_ERR_LIMIT, JAGA_ERR_NOMEM. The file at lessons->out is then as it was. */
JAGA_USE_RESULT jaga_status jaga_train(const jaga_run *run, const jaga_lessons *lessons,
                                       jaga_trained *out, jaga_error *err);

#endif
