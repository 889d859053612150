#include "model/supervise.h"

#include "model/instances.h"
#include "model/spans.h"
#include "model/trees_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of trees that are tried. */
static const int rounds_tried[] = { 25, 50, 75, 100, 125, 150, 200, 250, 300, 400 };
enum { ROUNDS_TRIED = sizeof rounds_tried / sizeof rounds_tried[0] };
enum { ROUNDS_MOST = 300, ROUNDS_MOST_OF_BELIEF = 400 };

/* What a belief reads of earlier events nearly tells thefts apart by itself: large steps would make
 * it sure of honest accounts, and trees that see few columns ask what else there is. */
static boost_plan shape_of(supervise_kind kind, const char **names, const signed char *monotone)
{
    const bool is_belief = kind == SUPERVISE_BELIEF;

    return (boost_plan){ .depth = is_belief ? 6 : 4,
                         .rate = is_belief ? 0.05 : 0.1,
                         .row_share = is_belief ? 0.5 : 0.7,
                         .column_share = is_belief ? 0.25 : 0.5,
                         .least_weight = 1.0,
                         .draw_to_zero = 3.0,
                         .names = names,
                         .monotone = monotone };
}

/* Of a span's rows together, as many times the root of their number. */
static const double span_weight = 3.0;

typedef struct supervisor {
    supervise_kind kind;
    const sample *from;
    arena *memory;
    supervised *out;
    boost_plan plan;
    instances rows; /* what the trees are grown on */
    float *later;   /* numbers of the later rows, and their margins */
    float *margins, *partial, *best;
} supervisor;

static jaga_status no_room(jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
}

static bool is_labelled_theft(const sample_row *row)
{
    return row->kind == SAMPLE_THEFT || row->kind == SAMPLE_SPAN;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* When each theft began; INT64_MAX for those without rows. */
static jaga_status begins_of(const supervisor *self, int64_t **begins, size_t *count,
                             jaga_error *err)
{
    size_t most = 0;

    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        most = is_labelled_theft(row) && row->theft >= most ? (size_t)row->theft + 1 : most;
    }
    int64_t *at = arena_take(self->memory, (most + 1) * sizeof *at);
    if (at == NULL) {
        return no_room(err);
    }
    for (size_t i = 0; i < most; i++) {
        at[i] = INT64_MAX;
    }
    for (size_t i = self->from->count; i-- > 0;) {
        const sample_row *row = &self->from->rows[i];
        if (is_labelled_theft(row)) {
            at[row->theft] = row->ts_us;
        }
    }
    *begins = at;
    *count = most;
    return JAGA_OK;
}

/* The moment before which SUPERVISE_EARLIER of the thefts began. */
static jaga_status choose_split(supervisor *self, const int64_t *begins, size_t count,
                                jaga_error *err)
{
    int64_t *sorted = arena_take(self->memory, (count + 1) * sizeof *sorted);
    size_t thefts = 0;

    if (sorted == NULL) {
        return no_room(err);
    }
    for (size_t i = 0; i < count; i++) {
        if (begins[i] != INT64_MAX) {
            sorted[thefts++] = begins[i];
        }
    }
    self->out->thefts = thefts;
    if (thefts < SUPERVISE_THEFTS_LEAST) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "the labels speak of %zu thefts in this period that had arrived by its "
                         "end; fewer than %d are too few to learn from and to judge by",
                         thefts, SUPERVISE_THEFTS_LEAST);
    }
    qsort(sorted, thefts, sizeof *sorted, by_number);
    self->out->later_us = sorted[(size_t)((double)thefts * SUPERVISE_EARLIER)];
    for (size_t i = 0; i < thefts; i++) {
        self->out->later_thefts += sorted[i] >= self->out->later_us;
    }
    return JAGA_OK;
}

/* Earlier rows to the booster, later ones aside; what is left of a theft across the split to
 * neither. */
static jaga_status split(supervisor *self, const int64_t *begins, jaga_error *err)
{
    const size_t width = self->from->width;
    supervised *out = self->out;

    out->later = arena_take(self->memory, (self->from->count + 1) * sizeof *out->later);
    if (out->later == NULL) {
        return no_room(err);
    }
    instances_clear(&self->rows);
    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        if (row->ts_us < out->later_us) {
            instances_add(&self->rows, self->from, i, out->is_thief[i], out->importance[i]);
        } else if (!is_labelled_theft(row) || begins[row->theft] >= out->later_us) {
            out->later[out->later_count++] = i;
        }
    }
    self->later = arena_take(self->memory, (out->later_count + 1) * width * sizeof(float));
    self->margins = arena_take(self->memory, (out->later_count + 1) * sizeof(float));
    self->partial = arena_take(self->memory, (out->later_count + 1) * sizeof(float));
    self->best = arena_take(self->memory, (out->later_count + 1) * sizeof(float));
    if (self->later == NULL || self->margins == NULL || self->partial == NULL ||
        self->best == NULL) {
        return no_room(err);
    }
    for (size_t i = 0; i < out->later_count; i++) {
        memcpy(&self->later[i * width], &self->from->numbers[out->later[i] * width],
               width * sizeof(float));
    }
    if (!(self->rows.weight[0] > 0.0)) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "there is no event in this period that the labels leave to the owner");
    }
    return JAGA_OK;
}

static jaga_status margins_of(supervisor *self, const boost *trees, int count, float *out,
                              jaga_error *err)
{
    const boost_rows rows = { self->later, self->out->later_count, self->from->width, NULL, NULL };
    return boost_margins(trees, &rows, count, out, err);
}

static double loss_of(const supervisor *self)
{
    double loss = 0.0;

    for (size_t i = 0; i < self->out->later_count; i++) {
        const double x = (double)self->margins[i];
        const double log_sum = x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
        const size_t at = self->out->later[i];
        loss += self->out->importance[at] * (log_sum - self->out->is_thief[at] * x);
    }
    return loss;
}

static jaga_status choose_rounds(supervisor *self, const boost *trees, double *least, bool *is_best,
                                 jaga_error *err)
{
    const int begun = boost_begun(trees);

    *is_best = false;
    for (int i = begun > 0 ? -1 : 0; i < ROUNDS_TRIED; i++) {
        const int count = begun + (i < 0 ? 0 : rounds_tried[i]);
        if (count > begun + self->plan.rounds) {
            break;
        }
        JAGA_TRY(margins_of(self, trees, count, self->margins, err));
        const double loss = loss_of(self);
        if (loss < *least) {
            *least = loss;
            *is_best = true;
            self->out->rounds = count;
        }
    }
    return JAGA_OK;
}

static jaga_status calibrate_later(supervisor *self, jaga_error *err)
{
    const size_t count = self->out->later_count;
    calibration_row *rows = arena_take(self->memory, (count + 1) * sizeof *rows);
    double honest = 0.0, thefts = 0.0;

    if (rows == NULL) {
        return no_room(err);
    }
    for (size_t i = 0; i < count; i++) {
        const size_t at = self->out->later[i];
        const double weight = sample_weight(self->from, &self->from->rows[at]);
        const double is_thief = self->out->is_thief[at];
        rows[i] = (calibration_row){ (double)self->margins[i], weight * (1.0 - is_thief),
                                     weight * is_thief };
        honest += rows[i].honest;
        thefts += rows[i].thefts;
    }
    self->out->prior = log2((thefts + 0.5) / (honest + 0.5));
    return calibrate(rows, count, self->out->points, &self->out->point_count, err);
}

/* A span's row counts as a theft or as honest by its larger part. */
static ranked ranked_of(const sample *from, const supervised *by, size_t i, float margin)
{
    const size_t at = by->later[i];
    return (ranked){ .score = (double)margin,
                     .weight = sample_weight(from, &from->rows[at]),
                     .is_theft = by->is_thief[at] >= 0.5 };
}

static ranking drawn_again(const supervisor *self, uint64_t draw, ranked *rows)
{
    ranking out;
    size_t count = 0;

    for (size_t i = 0; i < self->out->later_count; i++) {
        const uint64_t group = self->from->rows[self->out->later[i]].group;
        const unsigned times = figures_times(group, draw);
        rows[count] = ranked_of(self->from, self->out, i, self->margins[i]);
        rows[count].weight *= (double)times;
        count += times > 0;
    }
    ranking_of(rows, count, &out);
    return out;
}

static jaga_status take_figures(supervisor *self, jaga_error *err)
{
    double auc[FIGURES_DRAWN], ap[FIGURES_DRAWN], recall[FIGURES_DRAWN];
    ranked *rows = arena_take(self->memory, (self->out->later_count + 1) * sizeof *rows);

    if (rows == NULL) {
        return no_room(err);
    }
    for (int i = 0; i < FIGURES_DRAWN; i++) {
        const ranking drawn = drawn_again(self, (uint64_t)i + 1, rows);
        auc[i] = drawn.auc;
        ap[i] = drawn.ap;
        recall[i] = drawn.recall_at_0_1;
    }
    const ranking whole = drawn_again(self, 0, rows);
    self->out->auc = figure_of(whole.auc, auc);
    self->out->ap = figure_of(whole.ap, ap);
    self->out->recall_at_0_1 = figure_of(whole.recall_at_0_1, recall);
    return JAGA_OK;
}

jaga_status supervise_judge(const sample *from, const supervised *by, const float *margins,
                            arena *memory, double *ap, jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    ranked *rows = arena_take(memory, (by->later_count + 1) * sizeof *rows);
    ranking out;

    if (rows == NULL) {
        return no_room(err);
    }
    for (size_t i = 0; i < by->later_count; i++) {
        rows[i] = ranked_of(from, by, i, margins[i]);
    }
    ranking_of(rows, by->later_count, &out);
    arena_reset(memory, mark);
    *ap = out.ap;
    return JAGA_OK;
}

/* Trees from nothing, and from the beginning where there is one; the better ones' margins stay. */
static jaga_status judge_earlier(supervisor *self, const trees_file *beginning, jaga_error *err)
{
    const trees_file *const ways[] = { NULL, beginning };
    const boost_rows rows = instances_rows(&self->rows);
    double least = HUGE_VAL;

    self->plan.rounds = self->kind == SUPERVISE_BELIEF ? ROUNDS_MOST_OF_BELIEF : ROUNDS_MOST;
    for (int i = 0; i < (beginning == NULL ? 1 : 2); i++) {
        boost *trees = NULL;
        bool is_best = false;
        self->plan.beginning = ways[i];
        jaga_status status = boost_train(&rows, &self->plan, self->memory, &trees, err);
        if (status == JAGA_OK) {
            status = choose_rounds(self, trees, &least, &is_best, err);
        }
        if (status == JAGA_OK && is_best) {
            self->out->beginning = ways[i];
            status = margins_of(self, trees, self->out->rounds, self->best, err);
        }
        boost_close(trees);
        JAGA_TRY(status);
    }
    memcpy(self->margins, self->best, self->out->later_count * sizeof *self->margins);
    JAGA_TRY(calibrate_later(self, err));
    return take_figures(self, err);
}

/* How many are to be grown. */
static int grown(const supervised *out)
{
    return out->rounds - (out->beginning == NULL ? 0 : (int)out->beginning->count);
}

static jaga_status grow_model(supervisor *self, jaga_error *err)
{
    instances_clear(&self->rows);
    for (size_t i = 0; i < self->from->count; i++) {
        instances_add(&self->rows, self->from, i, self->out->is_thief[i], self->out->importance[i]);
    }
    const boost_rows rows = instances_rows(&self->rows);
    self->plan.beginning = self->out->beginning;
    self->plan.rounds = grown(self->out);
    return boost_train(&rows, &self->plan, self->memory, &self->out->trees, err);
}

/* From which margin on an event is worth so many bits; above all of them when none is. */
static float margin_worth(const supervised *out, double bits)
{
    const double wanted = out->prior + bits;
    size_t i = 0;

    while (i < out->point_count && out->points[i].log2_odds < wanted) {
        i++;
    }
    if (i == 0 || i == out->point_count) {
        return i == 0 ? -HUGE_VALF : HUGE_VALF;
    }
    const calibration_point *a = &out->points[i - 1], *b = &out->points[i];
    const double part = (wanted - a->log2_odds) / (b->log2_odds - a->log2_odds);
    return (float)(a->margin + part * (b->margin - a->margin));
}

/* Few trees cannot tell enough rows apart and forward many; many cost every row. */
static jaga_status choose_stage(supervisor *self, jaga_error *err)
{
    static const int firsts[] = { 8, 16, 24, 32, 48, 64, 96, 128, 192 };
    supervised *out = self->out;
    staged *rows = arena_take(self->memory, (out->later_count + 1) * sizeof *rows);
    const float worth =
        margin_worth(out, self->kind == SUPERVISE_BELOW ? 0.0 : SUPERVISE_WORD_BITS);
    double least = out->rounds;

    if (rows == NULL) {
        return no_room(err);
    }
    out->stage_trees = out->rounds;
    out->stage = (stage_choice){ 0.0F, 1.0, 1.0 };
    JAGA_TRY(margins_of(self, out->trees, out->rounds, self->margins, err));
    for (size_t k = 0; k < sizeof firsts / sizeof firsts[0] && firsts[k] < least; k++) {
        JAGA_TRY(margins_of(self, out->trees, firsts[k], self->partial, err));
        for (size_t i = 0; i < out->later_count; i++) {
            rows[i] = (staged){ self->margins[i], self->partial[i],
                                sample_weight(self->from, &self->from->rows[out->later[i]]) };
        }
        const stage_choice found =
            stage_choose(rows, out->later_count, SUPERVISE_FORWARDED, SUPERVISE_TOP, worth);
        const double cost = firsts[k] + found.forwarded * (out->rounds - firsts[k]);
        if (cost < least) {
            least = cost;
            out->stage_trees = firsts[k];
            out->stage = found;
        }
    }
    return JAGA_OK;
}

static jaga_status weigh(supervisor *self, size_t theft_count, jaga_error *err)
{
    const sample *from = self->from;
    double *const importance = arena_take(self->memory, (from->count + 1) * sizeof *importance);
    double *const rows_of = arena_take(self->memory, (theft_count + 1) * sizeof *rows_of);

    if (importance == NULL || rows_of == NULL) {
        return no_room(err);
    }
    memset(rows_of, 0, (theft_count + 1) * sizeof *rows_of);
    for (size_t i = 0; i < from->count; i++) {
        if (from->rows[i].kind == SAMPLE_SPAN) {
            rows_of[from->rows[i].theft] += 1.0;
        }
    }
    for (size_t i = 0; i < from->count; i++) {
        const bool is_span = from->rows[i].kind == SAMPLE_SPAN;
        importance[i] = sample_weight(from, &from->rows[i]) *
                        (is_span ? span_weight / sqrt(rows_of[from->rows[i].theft]) : 1.0);
    }
    self->out->importance = importance;
    return JAGA_OK;
}

static jaga_status say_who(supervisor *self, jaga_error *err)
{
    supervised *out = self->out;

    out->is_thief = arena_take(self->memory, (self->from->count + 1) * sizeof *out->is_thief);
    if (out->is_thief == NULL) {
        return no_room(err);
    }
    if (self->kind != SUPERVISE_BELIEF) {
        return spans_untangle(self->from, &self->plan, self->memory, out->is_thief, err);
    }
    for (size_t i = 0; i < self->from->count; i++) {
        out->is_thief[i] = instances_first_guess(&self->from->rows[i], 1.0);
    }
    return JAGA_OK;
}

jaga_status supervise(const sample *from, supervise_kind kind, const char **names,
                      const signed char *monotone, const trees_file *beginning, arena *memory,
                      supervised *out, jaga_error *err)
{
    supervisor self = { .kind = kind,
                        .from = from,
                        .memory = memory,
                        .out = out,
                        .plan = shape_of(kind, names, monotone) };
    int64_t *begins = NULL;
    size_t count = 0;

    memset(out, 0, sizeof *out);
    JAGA_TRY(begins_of(&self, &begins, &count, err));
    JAGA_TRY(choose_split(&self, begins, count, err));
    JAGA_TRY(say_who(&self, err));
    JAGA_TRY(weigh(&self, count, err));
    JAGA_TRY(instances_open(&self.rows, from, memory, err));
    JAGA_TRY(split(&self, begins, err));
    JAGA_TRY(judge_earlier(&self, beginning, err));
    JAGA_TRY(grow_model(&self, err));
    return choose_stage(&self, err);
}

jaga_status supervise_halves(const sample *from, const supervised *by, const char **names,
                             const signed char *monotone, arena *memory, boost *halves[2],
                             jaga_error *err)
{
    boost_plan plan = shape_of(SUPERVISE_BELOW, names, monotone);
    instances rows;

    halves[0] = halves[1] = NULL;
    plan.beginning = by->beginning;
    plan.rounds = grown(by);
    JAGA_TRY(instances_open(&rows, from, memory, err));
    for (unsigned half = 0; half < 2; half++) {
        instances_clear(&rows);
        for (size_t i = 0; i < from->count; i++) {
            if (sample_half(from->rows[i].group) != half) {
                instances_add(&rows, from, i, by->is_thief[i], by->importance[i]);
            }
        }
        const boost_rows known = instances_rows(&rows);
        JAGA_TRY(boost_train(&known, &plan, memory, &halves[half], err));
    }
    return JAGA_OK;
}
