#include "model/spans.h"

#include "model/instances.h"

#include <math.h>

enum { TURNS = 3, ROUNDS = 60, HALVES = 2 };

typedef struct untangler {
    const sample *from;
    boost_plan plan;
    arena *memory;
    double *is_thief;
    double *likeliest; /* per theft */
    instances known, asked;
    float *margins;
} untangler;

static bool is_half(const sample_row *row, unsigned half)
{
    return sample_half(row->group) == half;
}

/* Log odds that the trees give beyond those they were shown. */
static double surplus(const untangler *self, float margin)
{
    return (double)margin - log(self->known.weight[1] / self->known.weight[0]);
}

static void take_answers(untangler *self, unsigned half, double *next)
{
    size_t asked = 0;

    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        if (row->kind == SAMPLE_SPAN && is_half(row, half)) {
            const double odds = exp(surplus(self, self->margins[asked++])) * SPANS_THIEFS_SHARE;
            next[i] = odds / (odds + 1.0 - SPANS_THIEFS_SHARE);
        }
    }
}

/* Asks the trees grown on one half of the accounts about the other half. */
static jaga_status ask(untangler *self, unsigned half, double *next, jaga_error *err)
{
    boost *trees = NULL;

    instances_clear(&self->known);
    instances_clear(&self->asked);
    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        if (!is_half(row, half)) {
            instances_add(&self->known, self->from, i, self->is_thief[i], 1.0);
        } else if (row->kind == SAMPLE_SPAN) {
            instances_add(&self->asked, self->from, i, 1.0, 1.0);
        }
    }
    if (!(self->known.weight[0] > 0.0 && self->known.weight[1] > 0.0) || self->asked.count == 0) {
        return JAGA_OK; /* too few accounts to learn from others: the first guess stands */
    }
    const boost_rows known = instances_rows(&self->known), asked = instances_rows(&self->asked);
    jaga_status status = boost_train(&known, &self->plan, self->memory, &trees, err);
    if (status == JAGA_OK) {
        status = boost_margins(trees, &asked, self->plan.rounds, self->margins, err);
    }
    boost_close(trees);
    if (status == JAGA_OK) {
        take_answers(self, half, next);
    }
    return status;
}

static void raise_likeliest(untangler *self, double *next)
{
    for (size_t i = 0; i < self->from->count; i++) {
        if (self->from->rows[i].kind == SAMPLE_SPAN) {
            self->likeliest[self->from->rows[i].theft] = 0.0;
        }
    }
    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        if (row->kind == SAMPLE_SPAN && next[i] > self->likeliest[row->theft]) {
            self->likeliest[row->theft] = next[i];
        }
    }
    for (size_t i = 0; i < self->from->count; i++) {
        const sample_row *row = &self->from->rows[i];
        if (row->kind == SAMPLE_SPAN && next[i] == self->likeliest[row->theft]) {
            next[i] = 1.0;
        }
    }
}

static jaga_status take_turns(untangler *self, double *next, jaga_error *err)
{
    for (int turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < self->from->count; i++) {
            next[i] = self->is_thief[i];
        }
        for (unsigned half = 0; half < HALVES; half++) {
            JAGA_TRY(ask(self, half, next, err));
        }
        raise_likeliest(self, next);
        for (size_t i = 0; i < self->from->count; i++) {
            self->is_thief[i] = next[i];
        }
    }
    return JAGA_OK;
}

jaga_status spans_untangle(const sample *from, const boost_plan *plan, arena *memory,
                           double *is_thief, jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    untangler self = { .from = from, .plan = *plan, .memory = memory, .is_thief = is_thief };
    size_t spans = 0, thefts = 0;

    self.plan.rounds = ROUNDS;
    for (size_t i = 0; i < from->count; i++) {
        const sample_row *row = &from->rows[i];
        is_thief[i] = instances_first_guess(row, SPANS_THIEFS_SHARE);
        spans += row->kind == SAMPLE_SPAN;
        thefts = row->theft >= thefts ? (size_t)row->theft + 1 : thefts;
    }
    if (spans == 0) {
        return JAGA_OK;
    }
    JAGA_TRY(instances_open(&self.known, from, memory, err));
    JAGA_TRY(instances_open(&self.asked, from, memory, err));
    self.margins = arena_take(memory, self.asked.most * sizeof *self.margins);
    self.likeliest = arena_take(memory, thefts * sizeof *self.likeliest);
    double *next = arena_take(memory, from->count * sizeof *next);
    if (self.margins == NULL || self.likeliest == NULL || next == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
    }
    const jaga_status status = take_turns(&self, next, err);
    arena_reset(memory, mark);
    return status;
}
