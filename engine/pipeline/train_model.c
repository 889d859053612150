#include "pipeline/train_model.h"

#include "jaga/feature.h"
#include "model/from_xgboost.h"
#include "model/leak.h"
#include "pipeline/model_shelf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* More of these never made an event less suspicious; a tree that says so has learned noise. */
static const char *const never_calming[] = { "has-remote-access", "fails-run", "fails-10m" };

typedef struct writer {
    const sample *from;
    const jaga_lessons *lessons;
    arena *memory;
    jaga_trained *out;
    const train_beginning *beginning;
    supervised grown;
    trees_file file;
    char beside[4096]; /* where the model is written first */
} writer;

static void column_facts(const char *names[JAGA_MODEL_FEATURES_MAX],
                         signed char monotone[JAGA_MODEL_FEATURES_MAX])
{
    memset(monotone, 0, JAGA_MODEL_FEATURES_MAX);
    for (size_t i = 0; i < jaga_feature_count(); i++) {
        names[i] = jaga_feature_at(i)->name;
    }
    for (size_t i = 0; i < sizeof never_calming / sizeof never_calming[0]; i++) {
        monotone[jaga_feature_find(never_calming[i])] = 1;
    }
}

static jaga_figure figure_as(figure from)
{
    return (jaga_figure){ from.value, from.low, from.high };
}

static void tell(writer *self)
{
    const supervised *grown = &self->grown;
    jaga_trained *out = self->out;

    out->thefts = (int64_t)grown->thefts;
    out->later_thefts = (int64_t)grown->later_thefts;
    out->later_us = grown->later_us;
    out->rounds = grown->rounds;
    out->stage_trees = grown->stage_trees;
    out->is_begun = grown->beginning != NULL;
    out->forwarded = grown->stage.forwarded;
    out->kept = grown->stage.kept;
    out->auc = figure_as(grown->auc);
    out->ap = figure_as(grown->ap);
    out->recall_at_0_1 = figure_as(grown->recall_at_0_1);
}

static jaga_status tell_suspects(writer *self, jaga_error *err)
{
    leaks found;

    JAGA_TRY(leaks_find(self->from, self->grown.is_thief, self->memory, &found, err));
    for (size_t i = 0; i < found.count && i < JAGA_SUSPECTS_MOST; i++) {
        self->out->suspect[i] =
            (jaga_suspect){ jaga_feature_at(found.at[i].column)->name, found.at[i].found };
        self->out->suspects++;
    }
    return JAGA_OK;
}

/* What was grown behind what it was grown upon. */
static jaga_status join(const trees_file *beginning, arena *memory, trees_file *out,
                        jaga_error *err)
{
    const size_t count = beginning->count + out->count;
    trees_tree *all = arena_take(memory, (count + 1) * sizeof *all);

    if (all == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the model");
    }
    if (count > TREES_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "the model to begin with has %zu trees, too many to go on from: name an "
                         "earlier one, or none (--begin-with)",
                         beginning->count);
    }
    memcpy(all, beginning->trees, beginning->count * sizeof *all);
    if (out->count > 0) {
        memcpy(&all[beginning->count], out->trees, out->count * sizeof *all);
    }
    out->base_margin = beginning->base_margin;
    out->trees = all;
    out->count = count;
    return JAGA_OK;
}

/* The trees as a file has them, with what the caller of from_xgboost knows better. */
static jaga_status assemble(const boost *of, const supervised *grown, arena *memory,
                            trees_file *out, jaga_error *err)
{
    const char *json = NULL;
    size_t length = 0;

    *out = (trees_file){ .count = 0 };
    if (grown->rounds > boost_begun(of)) {
        JAGA_TRY(boost_json(of, &json, &length, err));
        JAGA_TRY(
            from_xgboost(out, (jaga_span){ json, (uint32_t)length }, "the trees", memory, err));
    }
    if (grown->beginning != NULL) {
        JAGA_TRY(join(grown->beginning, memory, out, err));
    }
    out->stage_one = (size_t)grown->stage_trees;
    out->cut = grown->stage.cut;
    out->points = arena_take(memory, grown->point_count * sizeof *out->points);
    if (out->points == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the model");
    }
    out->point_count = grown->point_count;
    out->prior = grown->prior;
    for (size_t i = 0; i < grown->point_count; i++) {
        out->points[i] = (trees_point){ grown->points[i].margin, grown->points[i].log2_odds };
    }
    out->card = "{}";
    return JAGA_OK;
}

/* What each half is asked about, with every tree: a cut is the served ensemble's. */
static jaga_status compile_halves(boost *const halves[2], const supervised *grown, arena *memory,
                                  train_below *out, jaga_error *err)
{
    for (unsigned half = 0; half < 2; half++) {
        trees_file file;
        JAGA_TRY(assemble(halves[half], grown, memory, &file, err));
        file.stage_one = file.count;
        JAGA_TRY(trees_compile(&file, memory, &out->half[half], err));
    }
    return JAGA_OK;
}

jaga_status train_event(const sample *from, const train_beginning *beginning, arena *memory,
                        train_below *out, jaga_error *err)
{
    const char *names[JAGA_MODEL_FEATURES_MAX];
    signed char monotone[JAGA_MODEL_FEATURES_MAX];
    boost *halves[2] = { NULL, NULL };
    supervised grown;

    column_facts(names, monotone);
    jaga_status status =
        supervise(from, SUPERVISE_BELOW, names, monotone, beginning->event, memory, &grown, err);
    if (status == JAGA_OK) {
        status = supervise_halves(from, &grown, names, monotone, memory, halves, err);
    }
    if (status == JAGA_OK) {
        status = assemble(grown.trees, &grown, memory, &out->file, err);
    }
    if (status == JAGA_OK) {
        status = compile_halves(halves, &grown, memory, out, err);
    }
    out->is_begun = grown.beginning != NULL;
    boost_close(grown.trees);
    boost_close(halves[0]);
    boost_close(halves[1]);
    return status;
}

static jaga_status refuse_io(const char *path, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
}

static jaga_status write_beside(writer *self, jaga_error *err)
{
    const int length = snprintf(self->beside, sizeof self->beside, "%s.new", self->lessons->out);

    if (length < 0 || (size_t)length >= sizeof self->beside) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the model's file has too long a name");
    }
    FILE *file = fopen(self->beside, "we");
    if (file == NULL) {
        return refuse_io(self->beside, err);
    }
    jaga_status status = trees_write(&self->file, file, err);
    if (status == JAGA_OK && (fflush(file) != 0 || fsync(fileno(file)) != 0)) {
        status = refuse_io(self->beside, err);
    }
    if (fclose(file) != 0 && status == JAGA_OK) {
        status = refuse_io(self->beside, err);
    }
    return status;
}

static jaga_status read_file(const char *path, arena *memory, trees_file *out, jaga_error *err)
{
    jaga_span text = { NULL, 0 };

    JAGA_TRY(model_shelf_text(path, memory, &text, err));
    return trees_read(out, text, path, memory, err);
}

jaga_status train_load(const char *path, arena *memory, trees **out, jaga_error *err)
{
    trees_file file;

    JAGA_TRY(read_file(path, memory, &file, err));
    file.stage_one = file.count;
    if (file.event != NULL) {
        file.event->stage_one = file.event->count;
    }
    return trees_compile(&file, memory, out, err);
}

static void margins_by(const writer *self, const trees *by, float *margins)
{
    float row[JAGA_MODEL_FEATURES_MAX] = { 0.0f };

    for (size_t i = 0; i < self->grown.later_count; i++) {
        const size_t at = self->grown.later[i];
        memcpy(row, &self->from->numbers[at * self->from->width], self->from->width * sizeof *row);
        margins[i] = trees_full_margin(by, row);
    }
}

/* What was written must say of every later row what the trees said, to the last bit. */
static jaga_status check_beside(writer *self, float *margins, trees **out, jaga_error *err)
{
    const size_t width = self->from->width, count = self->grown.later_count;
    float *numbers = arena_take(self->memory, (count + 1) * width * sizeof *numbers);
    float *wanted = arena_take(self->memory, (count + 1) * sizeof *wanted);

    if (numbers == NULL || wanted == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to judge by");
    }
    JAGA_TRY(train_load(self->beside, self->memory, out, err));
    margins_by(self, *out, margins);
    for (size_t i = 0; i < count; i++) {
        memcpy(&numbers[i * width], &self->from->numbers[self->grown.later[i] * width],
               width * sizeof *numbers);
    }
    const boost_rows rows = { .at = numbers, .count = count, .width = width };
    JAGA_TRY(boost_margins(self->grown.trees, &rows, self->grown.rounds, wanted, err));
    return memcmp(margins, wanted, count * sizeof *margins) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: what was written does not say what was learned", self->beside);
}

/* The better of two is told on events that neither was grown on, or that both were. A model that
 * cannot be read any more may be replaced by any. */
static jaga_status compare_with_before(writer *self, const trees *written, float *margins,
                                       jaga_error *err)
{
    double now = self->grown.ap.value;
    trees_file file;
    trees *before = NULL;
    jaga_error ignored;

    self->out->ap_before = -1.0;
    if (read_file(self->lessons->out, self->memory, &file, &ignored) != JAGA_OK) {
        return JAGA_OK;
    }
    JAGA_TRY(trees_compile(&file, self->memory, &before, err));
    margins_by(self, before, margins);
    JAGA_TRY(supervise_judge(self->from, &self->grown, margins, self->memory, &self->out->ap_before,
                             err));
    if (train_card_known_us(file.card) > self->grown.later_us) {
        margins_by(self, written, margins);
        JAGA_TRY(supervise_judge(self->from, &self->grown, margins, self->memory, &now, err));
    }
    return self->out->ap_before <= now
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: the model in this file ranks the later events better (average "
                           "precision %.3f, new one %.3f) and stays; --out another file keeps both",
                           self->lessons->out, self->out->ap_before, now);
}

static jaga_status replace(writer *self, jaga_error *err)
{
    float *margins = arena_take(self->memory, (self->grown.later_count + 1) * sizeof *margins);
    trees *written = NULL;

    if (margins == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to judge by");
    }
    JAGA_TRY(write_beside(self, err));
    JAGA_TRY(check_beside(self, margins, &written, err));
    JAGA_TRY(compare_with_before(self, written, margins, err));
    return rename(self->beside, self->lessons->out) == 0 ? JAGA_OK
                                                         : refuse_io(self->lessons->out, err);
}

static jaga_status finish(writer *self, train_below *below, jaga_error *err)
{
    tell(self);
    self->out->is_beginning_known = self->beginning->is_known;
    self->out->is_begun_below = below != NULL && below->is_begun;
    JAGA_TRY(tell_suspects(self, err));
    JAGA_TRY(assemble(self->grown.trees, &self->grown, self->memory, &self->file, err));
    self->file.event = below == NULL ? NULL : &below->file;
    JAGA_TRY(
        train_card(self->lessons, self->out, self->beginning, self->memory, &self->file.card, err));
    return replace(self, err);
}

static jaga_status begin_with(jaga_span text, const char *name, arena *memory, train_beginning *out,
                              jaga_error *err)
{
    trees_file *file = arena_take(memory, sizeof *file);
    char *sha256 = arena_take(memory, TRAIN_SHA256_BYTES);

    if (file == NULL || sha256 == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the model to begin with");
    }
    JAGA_TRY(trees_read(file, text, name, memory, err));
    train_sha256(text, sha256);
    *out = (train_beginning){ .event = file->event == NULL ? file : file->event,
                              .belief = file->event == NULL ? NULL : file,
                              .card = file->card,
                              .sha256 = sha256 };
    return JAGA_OK;
}

jaga_status train_begin(const jaga_lessons *lessons, arena *memory, train_beginning *out,
                        jaga_error *err)
{
    jaga_span text = { NULL, 0 };
    bool is_known = false;

    *out = (train_beginning){ .event = NULL };
    if (lessons->begin_with == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(model_shelf_text(lessons->begin_with, memory, &text, err));
    JAGA_TRY(begin_with(text, lessons->begin_with, memory, out, err));
    JAGA_TRY(train_card_knows(out->card, lessons, &is_known, err));
    if (is_known) {
        *out = (train_beginning){ .is_known = true };
    }
    return JAGA_OK;
}

jaga_status train_model(const sample *from, const train_beginning *beginning, train_below *below,
                        const jaga_lessons *lessons, arena *memory, jaga_trained *out,
                        jaga_error *err)
{
    writer self = {
        .from = from, .lessons = lessons, .memory = memory, .out = out, .beginning = beginning
    };
    const supervise_kind kind = below == NULL ? SUPERVISE_EVENT : SUPERVISE_BELIEF;
    const char *names[JAGA_MODEL_FEATURES_MAX];
    signed char monotone[JAGA_MODEL_FEATURES_MAX];

    column_facts(names, monotone);
    jaga_status status =
        supervise(from, kind, names, monotone, below == NULL ? beginning->event : beginning->belief,
                  memory, &self.grown, err);
    if (status == JAGA_OK) {
        status = finish(&self, below, err);
        if (status != JAGA_OK && self.beside[0] != '\0') {
            (void)unlink(self.beside);
        }
    }
    boost_close(self.grown.trees);
    return status;
}
