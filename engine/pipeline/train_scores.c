/* What a trained model says about the events after those it was trained on, for judging it. */
#include "jaga/feature.h"
#include "pipeline/label_news.h"
#include "pipeline/replay.h"
#include "pipeline/train_model.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct scorer {
    const trees *model;
    label_news news;
    int64_t from_us;
    const char *path;
    FILE *file;
} scorer;

static void put_field(FILE *file, jaga_span text)
{
    (void)fputc('"', file);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', file);
        }
        (void)fputc(text.at[i], file);
    }
    (void)fputc('"', file);
}

static jaga_status tell_news(void *ctx, engine *to, const jaga_record *record, jaga_error *err)
{
    scorer *self = ctx;

    to->basis.event[0] = to->basis.event[1] = trees_event(self->model);
    return label_news_tell(&self->news, to, record->event.ts_us, err);
}

static jaga_status score(void *ctx, const jaga_record *record, const engine_step *step,
                         jaga_error *err)
{
    scorer *self = ctx;
    float row[JAGA_MODEL_FEATURES_MAX];

    if (step->account == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(label_news_see(&self->news, record, err));
    if (record->event.ts_us < self->from_us) {
        return JAGA_OK;
    }
    jaga_feature_row(&record->event, &step->features, row);
    put_field(self->file, record->event.event_id);
    (void)fprintf(self->file, ",%.9g\n", (double)trees_full_margin(self->model, row));
    return ferror(self->file) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->path, strerror(errno));
}

jaga_status train_scores(const jaga_run *run, const jaga_lessons *lessons, const labels *known,
                         const jaga_trained *out, arena *memory, jaga_error *err)
{
    scorer self = { .from_us = out->until_us, .path = lessons->scores };
    const replay_watch watch = { .before = tell_news, .after = score, .ctx = &self };
    trees *model = NULL;
    replay_counts counts;

    JAGA_TRY(train_load(lessons->out, memory, &model, err));
    JAGA_TRY(label_news_open(&self.news, known, memory, err));
    self.model = model;
    self.file = fopen(self.path, "we");
    if (self.file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", self.path, strerror(errno));
    }
    (void)fputs("event_id,score\n", self.file);
    jaga_status status = replay(run, lessons->logs, lessons->log_count, &watch, &counts, err);
    if (fclose(self.file) != 0 && status == JAGA_OK) {
        status = jaga_fail(err, JAGA_ERR_IO, "%s: %s", self.path, strerror(errno));
    }
    return status;
}
