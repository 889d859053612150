#include "pipeline/replay.h"

#include "base/when.h"
#include "pipeline/feed.h"
#include "pipeline/in_force.h"
#include "pipeline/inputs.h"

#include <stdio.h>
#include <string.h>

typedef struct replay_state {
    const jaga_run *run;
    const replay_watch *watch;
    replay_counts *counts;
    engine engine;
    model_shelf shelf;
    inputs inputs;
    uint64_t records;
    int64_t started_us, reported_us;
} replay_state;

/* The first record of every log: the settings that hold. */
static jaga_status take_settings(replay_state *self, const jaga_settings *wanted, jaga_error *err)
{
    char text[JAGA_SETTINGS_TEXT_BYTES];
    const size_t length = jaga_settings_write(wanted, text);
    const jaga_record record = { .kind = JAGA_RECORD_SETTINGS,
                                 .settings = { text, (uint32_t)length } };
    engine_step step;

    return engine_take(&self->engine, &record, self->records++, &step, err);
}

static jaga_status take_weights(replay_state *self, jaga_error *err)
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

static jaga_status take_model(replay_state *self, jaga_error *err)
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

static void count_event(replay_counts *to, const jaga_record *record, const engine_step *step)
{
    const int64_t ts_us = record->event.ts_us;

    to->new_events += replay_is_new(step);
    to->refused_events += step->verdict == ORDER_CONFLICT || step->verdict == ORDER_FUTURE;
    to->holds += step->has_decision && step->decision.outcome == JAGA_OUTCOME_HOLD;
    if (step->account != NULL) {
        to->first_us = to->applied == 0 || ts_us < to->first_us ? ts_us : to->first_us;
        to->last_us = to->applied == 0 || ts_us > to->last_us ? ts_us : to->last_us;
        to->applied++;
    }
}

static jaga_status take_one(replay_state *self, const jaga_record *record, jaga_error *err)
{
    const replay_watch *watch = self->watch;
    const bool is_event = record->kind == JAGA_RECORD_EVENT;
    engine_step step;

    if (is_event && watch->before != NULL) {
        JAGA_TRY(watch->before(watch->ctx, &self->engine, record, err));
    }
    JAGA_TRY(engine_take(&self->engine, record, self->records++, &step, err));
    self->counts->rows++;
    if (!is_event) {
        self->counts->rejects += record->kind == JAGA_RECORD_REJECT;
        return JAGA_OK;
    }
    count_event(self->counts, record, &step);
    return watch->after(watch->ctx, record, &step, err);
}

static jaga_status take_batch(replay_state *self, const feed_batch *batch, jaga_error *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        engine_look_ahead(&self->engine, batch->records, i, batch->count);
        JAGA_TRY(take_one(self, &batch->records[i], err));
    }
    return batch->status == JAGA_OK ? JAGA_OK
                                    : jaga_fail(err, batch->status, "%s", batch->err.text);
}

static void report(replay_state *self, const feed_batch *batch)
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
                                     .holds = self->counts->holds,
                                     .seconds = (double)(now_us - self->started_us) / 1e6 };
    run->progress(run->progress_ctx, &progress);
}

static jaga_status take_all(replay_state *self, jaga_error *err)
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

static jaga_status run_through(replay_state *self, const char *const *paths, size_t path_count,
                               jaga_error *err)
{
    jaga_settings settings;

    jaga_settings_default(&settings);
    settings = self->run->configuration == NULL ? settings : self->run->configuration->settings;
    const engine_caps caps = engine_caps_of(&settings);
    JAGA_TRY(engine_open(&self->engine, &caps, err));
    JAGA_TRY(inputs_open(&self->inputs, self->run, paths, path_count, NULL, err));
    JAGA_TRY(take_settings(self, &settings, err));
    JAGA_TRY(take_weights(self, err));
    JAGA_TRY(take_model(self, err));
    return take_all(self, err);
}

jaga_status replay(const jaga_run *run, const char *const *paths, size_t path_count,
                   const replay_watch *watch, replay_counts *counts, jaga_error *err)
{
    static const replay_state empty;
    replay_state self = empty;

    *counts = (replay_counts){ .rows = 0 };
    self.run = run;
    self.watch = watch;
    self.counts = counts;
    self.started_us = run->progress == NULL ? 0 : run->now_us();
    const jaga_status status = run_through(&self, paths, path_count, err);
    inputs_close(&self.inputs);
    engine_close(&self.engine);
    model_shelf_close(&self.shelf);
    return status;
}
