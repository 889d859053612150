#include "pipeline/pass.h"

#include "base/when.h"
#include "pipeline/engine.h"
#include "pipeline/feed.h"
#include "pipeline/in_force.h"
#include "pipeline/inputs.h"

#include <stdio.h>
#include <string.h>

typedef struct pass {
    const jaga_run *run;
    const pass_watch *watch;
    observed *into;
    pass_counts *counts;
    engine engine;
    model_shelf shelf;
    inputs inputs;
    uint64_t records;
    int64_t started_us, reported_us;
} pass;

static jaga_status take_weights(pass *self, jaga_error *err)
{
    char buffer[IN_FORCE_WEIGHTS_BYTES];
    jaga_record record = { .kind = JAGA_RECORD_WEIGHTS };
    engine_step step;

    if (self->run->weights == NULL) {
        return JAGA_OK; /* the engine begins with the shipped ones */
    }
    JAGA_TRY(in_force_read_weights(self->run->weights, buffer, &record.weights, err));
    return engine_take(&self->engine, &record, self->records++, &step, err);
}

static jaga_status take_model(pass *self, jaga_error *err)
{
    jaga_key hash;
    engine_step step;

    if (self->run->model == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(model_shelf_put(NULL, self->run->model, &hash, err));
    self->shelf.file = self->run->model;
    self->engine.shelf = &self->shelf;
    const jaga_record record = { .kind = JAGA_RECORD_MODEL,
                                 .model = { hash.text, (uint32_t)strlen(hash.text) } };
    return engine_take(&self->engine, &record, self->records++, &step, err);
}

/* The first record of every log: the settings that hold. */
static jaga_status take_settings(pass *self, const jaga_settings *wanted, jaga_error *err)
{
    char text[JAGA_SETTINGS_TEXT_BYTES];
    const size_t length = jaga_settings_write(wanted, text);
    const jaga_record record = { .kind = JAGA_RECORD_SETTINGS,
                                 .settings = { text, (uint32_t)length } };
    engine_step step;

    return engine_take(&self->engine, &record, self->records++, &step, err);
}

static jaga_status take_event(pass *self, const jaga_record *record, const engine_step *step,
                              jaga_error *err)
{
    const bool is_new = step->verdict == ORDER_ON_TIME || step->verdict == ORDER_LATE;

    if (step->verdict == ORDER_CONFLICT || step->verdict == ORDER_FUTURE) {
        self->counts->rejects++;
        return JAGA_OK;
    }
    self->counts->events += is_new;
    if (step->has_decision && step->decision.is_new_case && self->watch != NULL) {
        self->watch->on_case(self->watch->ctx, &step->decision);
    }
    const seen_event seen = { .event = &record->event,
                              .identity = &record->identity,
                              .row = self->records,
                              .is_new = is_new,
                              .is_judged = is_new && step->account != NULL,
                              .belief = step->belief,
                              .decision = step->has_decision ? &step->decision : NULL };
    return observed_take(self->into, &seen, err);
}

static jaga_status take_batch(pass *self, const feed_batch *batch, jaga_error *err)
{
    engine_step step;

    for (size_t i = 0; i < batch->count; i++) {
        const jaga_record *record = &batch->records[i];
        if (i + ENGINE_AHEAD < batch->count) {
            engine_prefetch(&self->engine, &batch->records[i + ENGINE_AHEAD]);
        }
        if (i + ENGINE_AHEAD_BLOCKS < batch->count) {
            engine_prefetch_blocks(&self->engine, &batch->records[i + ENGINE_AHEAD_BLOCKS]);
        }
        JAGA_TRY(engine_take(&self->engine, record, self->records, &step, err));
        self->counts->rows++;
        if (record->kind == JAGA_RECORD_EVENT) {
            JAGA_TRY(take_event(self, record, &step, err));
        } else {
            self->counts->rejects += record->kind == JAGA_RECORD_REJECT;
        }
        self->records++;
    }
    return batch->status == JAGA_OK ? JAGA_OK
                                    : jaga_fail(err, batch->status, "%s", batch->err.text);
}

static void report(pass *self, const feed_batch *batch)
{
    const jaga_run *run = self->run;
    const int64_t now_us = run->progress == NULL ? 0 : run->now_us();
    uint64_t bytes = 0;

    if (run->progress == NULL || now_us - self->reported_us < US_PER_SECOND / 5) {
        return;
    }
    self->reported_us = now_us;
    for (size_t i = 0; i < self->inputs.count; i++) {
        bytes += batch->positions[i].bytes;
    }
    const jaga_progress progress = { .bytes_done = bytes,
                                     .bytes_total = self->inputs.bytes_total,
                                     .rows = self->counts->rows,
                                     .holds = self->into->outcomes[JAGA_OUTCOME_HOLD],
                                     .seconds = (double)(now_us - self->started_us) / 1e6 };
    run->progress(run->progress_ctx, &progress);
}

static jaga_status take_all(pass *self, jaga_error *err)
{
    const jaga_run *run = self->run;
    feed *reading = NULL;
    bool is_last = false;

    jaga_status status = feed_open(self->inputs.merged, self->inputs.count, &reading, err);
    while (!is_last && status == JAGA_OK) {
        feed_batch *batch = feed_next(reading, -1);
        is_last = batch->is_last;
        status = take_batch(self, batch, err);
        report(self, batch);
        if (status == JAGA_OK && run->wants_stop != NULL && run->wants_stop(run->stop_ctx)) {
            status = jaga_fail(err, JAGA_ERR_USAGE, "stopped before the end of the log");
        }
        feed_done(reading);
    }
    feed_close(reading);
    return status;
}

static jaga_status run_through(pass *self, const char *const *paths, size_t count, jaga_error *err)
{
    jaga_settings settings;

    jaga_settings_default(&settings);
    settings = self->run->configuration == NULL ? settings : self->run->configuration->settings;
    const engine_caps caps = engine_caps_of(&settings);
    JAGA_TRY(engine_open(&self->engine, &caps, err));
    JAGA_TRY(inputs_open(&self->inputs, self->run, paths, count, NULL, err));
    JAGA_TRY(take_settings(self, &settings, err));
    JAGA_TRY(take_weights(self, err));
    JAGA_TRY(take_model(self, err));
    return take_all(self, err);
}

jaga_status pass_run(const jaga_run *run, const char *const *paths, size_t count,
                     const pass_watch *watch, arena *memory, observed *into, pass_counts *counts,
                     jaga_error *err)
{
    pass self = { .run = run, .watch = watch, .into = into, .counts = counts };

    *counts = (pass_counts){ .rows = 0 };
    self.started_us = run->progress == NULL ? 0 : run->now_us();
    const jaga_status status = run_through(&self, paths, count, err);
    inputs_close(&self.inputs);
    engine_close(&self.engine);
    model_shelf_close(&self.shelf);
    return status == JAGA_OK ? observed_end(into, memory, err) : status;
}
