#include "model/fit.h"

#include "base/exponent.h"

#include <stdlib.h>
#include <string.h>

#define LN2 0.69314718055994530942

enum { PASSES = 8, ROUNDS_MOST = 400 };
static const double smallest_step_bits = 1e-4;
static const double largest_step_bits = 1.0;

static int by_group(const void *a, const void *b)
{
    const fit_row *x = a, *y = b;

    if (x->group != y->group) {
        return x->group < y->group ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at; /* equal groups in order of arrival */
}

void fit_prepare(fit *self)
{
    qsort(self->rows, self->count, sizeof *self->rows, by_group);
}

/* Rows in which a signal has a share. */
typedef struct column {
    uint32_t *row;
    float *share;
    size_t count;
} column;

static jaga_status make_columns(const fit *self, arena *memory, column out[JAGA_SIGNALS_MAX],
                                jaga_error *err)
{
    for (size_t i = 0; i < self->count; i++) {
        for (uint32_t k = 0; k < self->rows[i].count && !self->rows[i].is_left_out; k++) {
            out[self->rows[i].at[k].signal].count++;
        }
    }
    for (size_t s = 0; s < jaga_signal_count(); s++) {
        out[s].row = arena_take(memory, out[s].count * sizeof *out[s].row + 1);
        out[s].share = arena_take(memory, out[s].count * sizeof *out[s].share + 1);
        if (out[s].row == NULL || out[s].share == NULL) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "too many events to learn from at once");
        }
        out[s].count = 0;
    }
    for (size_t i = 0; i < self->count; i++) {
        for (uint32_t k = 0; k < self->rows[i].count && !self->rows[i].is_left_out; k++) {
            const fit_share *share = &self->rows[i].at[k];
            column *to = &out[share->signal];
            to->row[to->count] = (uint32_t)i;
            to->share[to->count++] = share->share;
        }
    }
    return JAGA_OK;
}

static double probability(double bits)
{
    const double most = bits > 60.0 ? 60.0 : bits < -60.0 ? -60.0 : bits;
    const double odds = exp2_exact(most);
    return odds / (1.0 + odds);
}

/* Slope and curvature of the log loss along one weight, then the step, clipped. */
static double step_of(const fit *self, const column *along, double now, double prior)
{
    double slope = 2.0 * self->strength * (now - prior), curve = 2.0 * self->strength;

    for (size_t i = 0; i < along->count; i++) {
        const fit_row *row = &self->rows[along->row[i]];
        const double p = probability(row->bits), x = (double)along->share[i] * LN2;
        slope += row->weight * (p - (row->is_theft ? 1.0 : 0.0)) * x;
        curve += row->weight * p * (1.0 - p) * x * x;
    }
    double step = -slope / (curve + 1e-9);
    step = step > largest_step_bits    ? largest_step_bits
           : step < -largest_step_bits ? -largest_step_bits
                                       : step;
    const double least = FIT_LEAST_SHARE * prior;
    return now + step < least           ? least - now
           : now + step > FIT_MOST_BITS ? FIT_MOST_BITS - now
                                        : step;
}

static double move_base(fit *self, double *base)
{
    double slope = 0.0, curve = 1e-9;

    for (size_t i = 0; i < self->count; i++) {
        const fit_row *row = &self->rows[i];
        if (!row->is_left_out) {
            const double p = probability(row->bits);
            slope += row->weight * (p - (row->is_theft ? 1.0 : 0.0)) * LN2;
            curve += row->weight * p * (1.0 - p) * LN2 * LN2;
        }
    }
    double step = -slope / curve;
    step = step > 1.0 ? 1.0 : step < -1.0 ? -1.0 : step;
    *base += step;
    for (size_t i = 0; i < self->count; i++) {
        self->rows[i].bits += step;
    }
    return step < 0.0 ? -step : step;
}

static double move_weight(fit *self, const column *along, double *weight, double prior)
{
    const double step = step_of(self, along, *weight, prior);

    *weight += step;
    for (size_t i = 0; i < along->count; i++) {
        self->rows[along->row[i]].bits += step * (double)along->share[i];
    }
    return step < 0.0 ? -step : step;
}

static double bits_of(const fit_row *row, const weights *by)
{
    double bits = 0.0;

    for (uint32_t k = 0; k < row->count; k++) {
        bits += by->bits[row->at[k].signal] * (double)row->at[k].share;
    }
    return bits;
}

/* A group speaks through its most suspicious row, the one that would be acted on. */
static void listen_to_the_loudest(fit *self)
{
    for (size_t i = 0; i < self->count;) {
        const uint64_t group = self->rows[i].group;
        size_t loudest = i;
        for (; i < self->count && self->rows[i].group == group; i++) {
            self->rows[i].weight = 0.0;
            loudest = self->rows[i].bits > self->rows[loudest].bits ? i : loudest;
        }
        self->rows[loudest].weight = 1.0;
    }
}

static size_t descend(fit *self, const column columns[JAGA_SIGNALS_MAX], weights *out,
                      double *base_bits)
{
    size_t rounds = 0;
    double largest = 1.0;

    for (; rounds < ROUNDS_MOST && largest > smallest_step_bits; rounds++) {
        largest = move_base(self, base_bits);
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            const double step = self->is_fixed[s] ? 0.0
                                                  : move_weight(self, &columns[s], &out->bits[s],
                                                                self->prior.bits[s]);
            largest = step > largest ? step : largest;
        }
    }
    return rounds;
}

jaga_status fit_run(fit *self, arena *memory, weights *out, double *base_bits, size_t *rounds,
                    jaga_error *err)
{
    column columns[JAGA_SIGNALS_MAX] = { { NULL, NULL, 0 } };

    JAGA_TRY(make_columns(self, memory, columns, err));
    *out = self->prior;
    *base_bits = -10.0;
    *rounds = 0;
    for (size_t i = 0; i < self->count; i++) {
        self->rows[i].bits = *base_bits + bits_of(&self->rows[i], out);
    }
    for (int pass = 0; pass < PASSES; pass++) {
        listen_to_the_loudest(self);
        *rounds += descend(self, columns, out, base_bits);
    }
    return JAGA_OK;
}

static int descending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

void fit_judge(fit *self, const weights *by, size_t false_days, arena *memory, fit_recall *learned,
               fit_recall *left_out)
{
    double *highest = arena_take(memory, (self->count + 1) * sizeof *highest);
    size_t groups = 0;
    double threshold = 0.0;

    JAGA_CHECK(highest != NULL);
    *learned = *left_out = (fit_recall){ 0, 0 };
    /* Twice through the groups: honest days set the threshold, thefts are measured by it. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < self->count;) {
            const fit_row *first = &self->rows[i];
            double most = 0.0;
            for (; i < self->count && self->rows[i].group == first->group; i++) {
                const double bits = bits_of(&self->rows[i], by);
                most = bits > most ? bits : most;
            }
            if (pass == 0 && !first->is_theft) {
                highest[groups++] = most;
            } else if (pass == 1 && first->is_theft) {
                fit_recall *counts = first->is_left_out ? left_out : learned;
                counts->thefts++;
                counts->found += most > threshold;
            }
        }
        if (pass == 0) {
            qsort(highest, groups, sizeof *highest, descending);
            threshold = false_days < groups ? highest[false_days] : 0.0;
        }
    }
}
