/* Training: the histories of labelled logs through the engine once more, what evidence each event
 * had, and the weights that tell thefts from the rest. */
#include "jaga/fit.h"

#include "base/when.h"
#include "decode/field.h"
#include "history/history.h"
#include "model/fit.h"
#include "pipeline/engine.h"
#include "pipeline/state_folder.h"
#include "pipeline/truth.h"
#include "score/score.h"

#include <string.h>

enum { ROWS_MOST = 1 << 24, SHARES_MOST = 1 << 26 };
static const size_t reserve_bytes = (size_t)8 << 30;
/* A signal's author is trusted for half of what he says. */
static const double trust_in_hand = 0.5;
/* Bits squared of doubt that weigh as much as one theft. */
static const double thefts_per_doubt = 0.008;

const int jaga_fit_rates[JAGA_FIT_RATES] = { 2, 10, 30, 100 };

typedef struct fitter {
    arena *memory;
    fit fit;
    fit_share *shares;
    size_t share_count;
    weights by_hand;
    size_t report; /* the customer's word is no pattern to learn */
    jaga_fitting *out;
    double account_days;
    truth_kinds kinds;
} fitter;

typedef struct lesson_run {
    fitter *to;
    engine engine;
    truth truth;
    uint64_t number; /* of the lesson */
    int64_t first_us, last_us;
} lesson_run;

static uint64_t group_of(const lesson_run *run, uint64_t kind, uint64_t of, int64_t day)
{
    const uint64_t parts[] = { run->number, kind, of, (uint64_t)day };
    return hash_bytes64(parts, sizeof parts, 0);
}

static jaga_status add_row(lesson_run *run, const jaga_record *record, const engine_step *step,
                           jaga_error *err)
{
    fitter *to = run->to;
    jaga_evidence evidence[JAGA_SIGNALS_MAX];
    const score_result nothing = { .has_fresh = false };
    const int64_t ts_us = record->event.ts_us;
    const hash128 account = { record->identity.account_low, record->identity.account_high };
    const score_basis by = score_basis_of(&to->by_hand, NULL);
    const size_t count =
        score_explain(&by, step->account, &record->event, &step->features, &nothing, evidence);
    size_t theft = 0;
    const truth_word word = truth_about(&run->truth, account, ts_us, &theft);

    if (count == 0 || word == TRUTH_UNKNOWN) {
        return JAGA_OK;
    }
    if (to->fit.count == ROWS_MOST || to->share_count + count > SHARES_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more events than can be learned from at once");
    }
    fit_row *row = &to->fit.rows[to->fit.count];
    *row = (fit_row){ .at = &to->shares[to->share_count], .is_theft = word == TRUTH_THEFT };
    for (size_t i = 0; i < count; i++) {
        const uint32_t signal = evidence[i].signal;
        if (signal == to->report) {
            return JAGA_OK;
        }
        to->shares[to->share_count + row->count++] =
            (fit_share){ (uint16_t)signal, (float)(evidence[i].bits / to->by_hand.bits[signal]) };
    }
    row->is_left_out = row->is_theft && run->truth.thefts[theft].is_left_out;
    row->group = row->is_theft ? group_of(run, 1, theft, 0)
                               : group_of(run, 0, account.low, ts_us / US_PER_DAY);
    to->share_count += row->count;
    to->fit.count++;
    return JAGA_OK;
}

static jaga_status take(lesson_run *run, jaga_record *record, uint64_t number, jaga_error *err)
{
    engine_step step;

    if (record->kind == JAGA_RECORD_EVENT) {
        field_identify(&record->event, &record->identity);
    }
    if (record->kind == JAGA_RECORD_WEIGHTS || record->kind == JAGA_RECORD_MODEL) {
        return JAGA_OK; /* these are what is learned, or go before it */
    }
    JAGA_TRY(engine_take(&run->engine, record, number, &step, err));
    if (step.account == NULL) {
        return JAGA_OK;
    }
    const int64_t ts_us = record->event.ts_us;
    run->first_us = ts_us < run->first_us ? ts_us : run->first_us;
    run->last_us = ts_us > run->last_us ? ts_us : run->last_us;
    run->to->out->events++;
    return add_row(run, record, &step, err);
}

static jaga_status read_history(lesson_run *run, const char *db, jaga_error *err)
{
    const history_range all = { .from_us = INT64_MIN, .until_us = INT64_MAX };
    history_reader *reader = NULL;
    jaga_record record;
    char path[4096];
    uint64_t number;

    JAGA_TRY(state_folder_history(db, path, err));
    JAGA_TRY(history_reader_open(path, all, &reader, err));
    jaga_status status = JAGA_OK;
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        if (status == JAGA_OK) {
            status = take(run, &record, number, err);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status take_lesson(fitter *self, lesson_run *run, const jaga_lesson *lesson,
                               uint64_t number, jaga_error *err)
{
    jaga_settings settings;

    run->to = self;
    run->number = number;
    run->first_us = INT64_MAX;
    run->last_us = INT64_MIN;
    jaga_settings_default(&settings);
    const engine_caps caps = engine_caps_of(&settings);
    JAGA_TRY(engine_open(&run->engine, &caps, err));
    *engine_weights(&run->engine) = self->by_hand;
    const jaga_status status = read_history(run, lesson->db, err);
    if (status == JAGA_OK && run->last_us >= run->first_us) {
        const double days = (double)(run->last_us - run->first_us) / 1e6 / 86400.0;
        self->account_days += days * (double)run->engine.profile.hot.count;
    }
    engine_close(&run->engine);
    return status;
}

static double share_of(fit_recall recall)
{
    return recall.thefts == 0 ? -1.0 : (double)recall.found / (double)recall.thefts;
}

static void judge(fitter *self, const weights *by, double found[2][JAGA_FIT_RATES])
{
    for (int i = 0; i < JAGA_FIT_RATES; i++) {
        const size_t mark = arena_mark(self->memory);
        const double allowed = (double)jaga_fit_rates[i] * self->out->account_months / 10000.0;
        fit_recall learned, left_out;
        fit_judge(&self->fit, by, (size_t)allowed, self->memory, &learned, &left_out);
        found[0][i] = share_of(learned);
        found[1][i] = share_of(left_out);
        self->out->thefts = (int64_t)learned.thefts;
        self->out->left_out = (int64_t)left_out.thefts;
        arena_reset(self->memory, mark);
    }
}

/* Recall at 30 false ones, kinds learned from and left out together. */
static double found_by(fitter *self, const weights *by)
{
    const size_t mark = arena_mark(self->memory);
    const double allowed = 30.0 * self->out->account_months / 10000.0;
    fit_recall learned, left_out;

    fit_judge(&self->fit, by, (size_t)allowed, self->memory, &learned, &left_out);
    arena_reset(self->memory, mark);
    return share_of(
        (fit_recall){ learned.thefts + left_out.thefts, learned.found + left_out.found });
}

/* With one signal switched off and the others as they are. */
static void ablate(fitter *self, const weights *fitted)
{
    self->out->with_all = found_by(self, fitted);
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        weights by = *fitted;
        by.bits[s] = 0.0;
        self->out->without[s] = found_by(self, &by);
    }
}

/* Mean over thefts, and over honest days with evidence, of the largest share. */
static void mean_shares(fitter *self)
{
    size_t groups[2] = { 0, 0 };

    for (size_t i = 0; i < self->fit.count;) {
        const fit_row *first = &self->fit.rows[i];
        double largest[JAGA_SIGNALS_MAX] = { 0.0 };
        for (; i < self->fit.count && self->fit.rows[i].group == first->group; i++) {
            for (uint32_t k = 0; k < self->fit.rows[i].count; k++) {
                const fit_share *share = &self->fit.rows[i].at[k];
                double *most = &largest[share->signal];
                *most = (double)share->share > *most ? (double)share->share : *most;
            }
        }
        double *to = first->is_theft ? self->out->in_thefts : self->out->in_honest;
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            to[s] += largest[s];
        }
        groups[first->is_theft]++;
    }
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        self->out->in_honest[s] /= groups[0] > 0 ? (double)groups[0] : 1.0;
        self->out->in_thefts[s] /= groups[1] > 0 ? (double)groups[1] : 1.0;
    }
}

static size_t thefts_learned_from(const fit *self)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++) {
        const bool is_first = i == 0 || self->rows[i - 1].group != self->rows[i].group;
        count += is_first && self->rows[i].is_theft && !self->rows[i].is_left_out;
    }
    return count;
}

static jaga_status fit_and_judge(fitter *self, jaga_error *err)
{
    weights fitted;

    fit_prepare(&self->fit);
    const size_t thefts = thefts_learned_from(&self->fit);
    if (thefts == 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "there is no theft with evidence to learn from");
    }
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        self->fit.prior.bits[s] = self->by_hand.bits[s] * (s == self->report ? 1.0 : trust_in_hand);
        self->fit.is_fixed[s] = s == self->report;
        self->out->by_hand[s] = self->by_hand.bits[s];
    }
    self->fit.strength = thefts_per_doubt * (double)thefts;
    JAGA_TRY(
        fit_run(&self->fit, self->memory, &fitted, &self->out->base_bits, &self->out->rounds, err));
    memcpy(self->out->fitted, fitted.bits, sizeof self->out->fitted);
    self->out->rows = (int64_t)self->fit.count;
    self->out->account_months = self->account_days / 30.0;
    judge(self, &self->by_hand, self->out->found_by_hand);
    judge(self, &fitted, self->out->found);
    ablate(self, &fitted);
    mean_shares(self);
    return JAGA_OK;
}

static jaga_status fit_all(fitter *self, const jaga_lesson *lessons, size_t count,
                           const char *leave_out, jaga_error *err)
{
    self->fit.rows = arena_take(self->memory, ROWS_MOST * sizeof *self->fit.rows);
    self->shares = arena_take(self->memory, SHARES_MOST * sizeof *self->shares);
    lesson_run *runs = arena_take(self->memory, count * sizeof *runs);
    if (self->fit.rows == NULL || self->shares == NULL || runs == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
    }
    weights_by_hand(&self->by_hand);
    while (strcmp(jaga_signal_at(self->report)->name, "customer-report") != 0) {
        self->report++;
    }
    /* All that is short first: a mistake in the last file should not cost the others' run. */
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(truth_read(&runs[i].truth, lessons[i].truth, leave_out, &self->kinds, self->memory,
                            err));
    }
    JAGA_TRY(truth_check_left_out(&self->kinds, leave_out, err));
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(take_lesson(self, &runs[i], &lessons[i], i, err));
    }
    return fit_and_judge(self, err);
}

jaga_status jaga_fit(const jaga_lesson *lessons, size_t count, const char *leave_out,
                     jaga_fitting *out, jaga_error *err)
{
    fitter self = { .out = out };

    memset(out, 0, sizeof *out);
    JAGA_TRY(arena_open(reserve_bytes, &self.memory, err));
    const jaga_status status = fit_all(&self, lessons, count, leave_out, err);
    arena_close(self.memory);
    return status;
}
