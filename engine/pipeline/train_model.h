#ifndef JAGA_PIPELINE_TRAIN_MODEL_H
#define JAGA_PIPELINE_TRAIN_MODEL_H

#include "base/arena.h"
#include "jaga/train.h"
#include "model/sample.h"
#include "model/supervise.h"
#include "model/trees.h"
#include "pipeline/labels.h"

/* Training, second half: from the rows to a file that serves. */

/* The ensemble that a belief stands on: for its file, and what each half of the accounts is to be
 * asked about while the belief's rows are collected (sample_half). */
typedef struct train_below {
    trees_file file;
    trees *half[2];
    bool is_begun; /* the ensemble goes on from the beginning's */
} train_below;

/* A model that was there before, to go on from; NULL: nothing of that kind. */
typedef struct train_beginning {
    const trees_file *event, *belief;
    const char *card;   /* what its file says of it; NULL: there is no beginning */
    const char *sha256; /* of its file, in hexadecimal */
    bool is_known;      /* there would be one, but it knows the logs */
} train_beginning;

/* What lessons->begin_with names. A model that was grown on one of the lessons' logs is none:
 * nothing of that log is later to it, and nobody could say whether going on from it is better.
 * Lives in `memory`. */
JAGA_USE_RESULT jaga_status train_begin(const jaga_lessons *lessons, arena *memory,
                                        train_beginning *out, jaga_error *err);

JAGA_USE_RESULT jaga_status train_event(const sample *from, const train_beginning *beginning,
                                        arena *memory, train_below *out, jaga_error *err);

/* Grows, writes beside lessons->out, reads that back, sees that it says what the trees said, and
 * only then puts it in the place of what was there, unless that ranks the later rows better: by the
 * numbers of `from`, that is by what the new ensemble below says of earlier events. below: what
 * `from` was collected with; NULL: no belief is grown, but an ensemble for events. */
JAGA_USE_RESULT jaga_status train_model(const sample *from, const train_beginning *beginning,
                                        train_below *below, const jaga_lessons *lessons,
                                        arena *memory, jaga_trained *out, jaga_error *err);

/* What the model in lessons->out says about every event from out->until_us on, with the labels that
 * had arrived by that event known to the engine. */
JAGA_USE_RESULT jaga_status train_scores(const jaga_run *run, const jaga_lessons *lessons,
                                         const labels *known, const jaga_trained *out,
                                         arena *memory, jaga_error *err);

/* Reads a model's file and makes it ready to run, with every tree: a cut saves time when serving,
 * and is nothing to judge by. */
JAGA_USE_RESULT jaga_status train_load(const char *path, arena *memory, trees **out,
                                       jaga_error *err);

/* The model card: what the trees were grown on, how, and how good they are. A JSON object,
 * terminated; lives in `memory`. Says nothing of when and where, so that training repeats. */
JAGA_USE_RESULT jaga_status train_card(const jaga_lessons *lessons, const jaga_trained *about,
                                       const train_beginning *beginning, arena *memory,
                                       const char **out, jaga_error *err);

/* Whether a model with this card was grown on one of the lessons' logs, or goes on from one that
 * was. */
JAGA_USE_RESULT jaga_status train_card_knows(const char *card, const jaga_lessons *lessons,
                                             bool *out, jaga_error *err);

/* SHA-256 in hexadecimal, terminated. */
enum { TRAIN_SHA256_BYTES = 65 };
void train_sha256(jaga_span text, char out[TRAIN_SHA256_BYTES]);

/* As of when a model with this card was grown; INT64_MIN when the card does not say. */
int64_t train_card_known_us(const char *card);

#endif
