/* Training, first half: the logs through the engine, and the rows that there is something to learn
 * from. */
#include "jaga/train.h"

#include "jaga/feature.h"
#include "pipeline/label_news.h"
#include "pipeline/replay.h"
#include "pipeline/train_model.h"

#include <math.h>
#include <string.h>

static const size_t reserve_bytes = (size_t)16 << 30;
/* The owner's word comes after the theft: a model that reads it finds nothing before. */
static const char *const not_read = "is-customer-report";

typedef struct collector {
    const jaga_lessons *lessons;
    jaga_trained *out;
    labels labels;
    label_news news;
    bool *is_met; /* per label: an event of the logs is what it speaks of */
    sample sample;
    bool is_blind[JAGA_MODEL_FEATURES_MAX]; /* numbers that are not read */
    const train_below *below;               /* asked about every event; NULL: there is none yet */
    bool has_spans;
} collector;

static bool begins_with_word(const char *name, const char *word, size_t length)
{
    return strncmp(name, word, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

static jaga_status choose_blind(collector *self, jaga_error *err)
{
    const char *word = self->lessons->without == NULL ? "" : self->lessons->without;

    self->is_blind[jaga_feature_find(not_read)] = true;
    while (*word != '\0') {
        const size_t length = strcspn(word, ",");
        size_t met = 0;
        for (size_t i = 0; length > 0 && i < jaga_feature_count(); i++) {
            if (begins_with_word(jaga_feature_at(i)->name, word, length)) {
                self->is_blind[i] = true;
                met++;
            }
        }
        if (met == 0) {
            return jaga_fail(err, JAGA_ERR_USAGE, "there is no number %.*s to leave out",
                             (int)(length < 64 ? length : 64), word);
        }
        word += length + (word[length] == ',');
    }
    return JAGA_OK;
}

static sample_kind kind_of(label_answer answer)
{
    const bool is_exact =
        answer.label != NULL && (answer.label->event.low | answer.label->event.high);

    switch (answer.word) {
    case LABEL_THEFT: return is_exact ? SAMPLE_THEFT : SAMPLE_SPAN;
    case LABEL_OWNER: return SAMPLE_OWNER;
    case LABEL_NONE:
    case LABEL_UNSURE: break;
    }
    return SAMPLE_REST;
}

static bool is_within(const collector *self, int64_t ts_us)
{
    return ts_us >= self->lessons->from_us && ts_us < self->lessons->until_us;
}

static jaga_status take_row(collector *self, const jaga_record *record, const engine_step *step,
                            label_answer answer, jaga_error *err)
{
    const int64_t ts_us = record->event.ts_us;
    float numbers[JAGA_MODEL_FEATURES_MAX];
    const label *said = answer.label;
    sample_row row = { .key = record->identity.event_low,
                       .group = record->identity.account_low,
                       .ts_us = ts_us,
                       .known_us = said == NULL ? 0 : labels_known_us(&self->labels, said, ts_us),
                       .theft = said == NULL ? 0 : (uint32_t)(said - self->labels.at),
                       .kind = kind_of(answer),
                       .counts = said == NULL ? 1.0f : self->lessons->counts[said->source] };

    if (said != NULL && row.known_us < ts_us) {
        self->out->labels_early += kind_of(answer) != SAMPLE_SPAN;
        return JAGA_OK; /* of a span: the owner called in the midst of it, and what follows is his
                         */
    }
    self->has_spans |= row.kind == SAMPLE_SPAN;
    if (row.kind == SAMPLE_REST && step->features.event_bits > 0.0) {
        row.kind = SAMPLE_NEAR;
    }
    if (sample_wants(&self->sample, &row)) {
        jaga_feature_row(&record->event, &step->features, numbers);
        for (size_t i = 0; i < self->sample.width; i++) {
            numbers[i] = self->is_blind[i] ? NAN : numbers[i];
        }
    }
    return sample_add(&self->sample, &row, numbers, err);
}

/* A label that has arrived may change what the next event meets. */
static jaga_status tell_news(void *ctx, engine *to, const jaga_record *record, jaga_error *err)
{
    collector *self = ctx;

    if (self->below != NULL) {
        to->basis.event[0] = self->below->half[0];
        to->basis.event[1] = self->below->half[1];
    }
    return label_news_tell(&self->news, to, record->event.ts_us, err);
}

static jaga_status collect(void *ctx, const jaga_record *record, const engine_step *step,
                           jaga_error *err)
{
    collector *self = ctx;

    if (step->account == NULL) {
        return JAGA_OK;
    }
    const hash128 account = { record->identity.account_low, record->identity.account_high };
    const hash128 event = { record->identity.event_low, record->identity.event_high };
    const label_answer answer = labels_about(&self->labels, account, event, record->event.ts_us);

    JAGA_TRY(label_news_see(&self->news, record, err));
    if (answer.label != NULL) {
        self->is_met[answer.label - self->labels.at] = true;
    }
    if (!is_within(self, record->event.ts_us) || answer.word == LABEL_UNSURE ||
        step->features.is_customer_report) {
        return JAGA_OK;
    }
    return take_row(self, record, step, answer, err);
}

static jaga_status count_labels(collector *self, jaga_error *err)
{
    jaga_trained *out = self->out;

    out->labels = (int64_t)self->labels.count;
    for (size_t i = 0; i < self->labels.count; i++) {
        out->labels_unmet += !self->is_met[i];
    }
    if (out->labels == 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: there is no label", self->lessons->labels);
    }
    if (out->labels_unmet == out->labels) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: none of the %lld labels speaks of an event of the logs",
                         self->lessons->labels, (long long)out->labels);
    }
    return JAGA_OK;
}

static jaga_status collect_all(collector *self, const jaga_run *run, arena *memory, jaga_error *err)
{
    const jaga_lessons *lessons = self->lessons;
    const replay_watch watch = { .before = tell_news, .after = collect, .ctx = self };
    replay_counts counts;

    JAGA_TRY(labels_read(&self->labels, lessons->labels, lessons->label_delay_us, memory, err));
    self->is_met = arena_take(memory, self->labels.count + 1);
    if (self->is_met == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the labels");
    }
    JAGA_TRY(label_news_open(&self->news, &self->labels, memory, err));
    JAGA_TRY(sample_open(&self->sample, jaga_feature_count(), memory, err));
    JAGA_TRY(replay(run, lessons->logs, lessons->log_count, &watch, &counts, err));
    JAGA_TRY(count_labels(self, err));
    self->out->events = counts.applied;
    self->out->rejects = counts.rejects;
    self->out->from_us = lessons->from_us == INT64_MIN ? counts.first_us : lessons->from_us;
    self->out->until_us = lessons->until_us == INT64_MAX ? counts.last_us + 1 : lessons->until_us;
    self->out->labels_late =
        (int64_t)sample_close(&self->sample, self->out->until_us, lessons->label_delay_us);
    self->out->rows = (int64_t)self->sample.count;
    self->out->rows_without_label = (int64_t)sample_rest_stands_for(&self->sample);
    return sample_sort(&self->sample, memory, err);
}

/* Labels that speak of spans tell when an account was in a thief's hands, and a belief about that
 * can be learned, in a second pass; labels of single events do not. */
static jaga_status learn(collector *self, const jaga_run *run, arena *memory, jaga_error *err)
{
    train_beginning beginning;
    train_below below;
    collector again = *self;

    JAGA_TRY(train_begin(self->lessons, memory, &beginning, err));
    JAGA_TRY(collect_all(self, run, memory, err));
    if (!self->has_spans) {
        return train_model(&self->sample, &beginning, NULL, self->lessons, memory, self->out, err);
    }
    JAGA_TRY(train_event(&self->sample, &beginning, memory, &below, err));
    again.below = &below;
    self->out->labels_early = 0;
    JAGA_TRY(collect_all(&again, run, memory, err));
    self->labels = again.labels;
    return train_model(&again.sample, &beginning, &below, self->lessons, memory, self->out, err);
}

jaga_status jaga_train(const jaga_run *run, const jaga_lessons *lessons, jaga_trained *out,
                       jaga_error *err)
{
    collector self = { .lessons = lessons, .out = out };
    arena *memory = NULL;

    memset(out, 0, sizeof *out);
    JAGA_TRY(choose_blind(&self, err));
    JAGA_TRY(arena_open(reserve_bytes, &memory, err));
    jaga_status status = learn(&self, run, memory, err);
    if (status == JAGA_OK && lessons->scores != NULL) {
        status = train_scores(run, lessons, &self.labels, out, memory, err);
    }
    arena_close(memory);
    return status;
}
