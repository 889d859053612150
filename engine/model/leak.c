#include "model/leak.h"

#include <math.h>
#include <stdlib.h>

typedef struct search {
    const sample *from;
    size_t *thefts, *rest; /* rows; of the rest evenly spaced ones, in order of time */
    size_t theft_count, rest_count;
    float *values;
} search;

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float value_at(const search *self, size_t row, size_t column)
{
    return self->from->numbers[row * self->from->width + column];
}

/* Of the thefts' rows, those beyond what all but `spare` of the others reach. */
static double found_beyond(search *self, size_t column, float sign, float missing)
{
    const size_t spare = (size_t)((double)self->rest_count * LEAK_FALSE);
    size_t found = 0;

    for (size_t i = 0; i < self->rest_count; i++) {
        const float value = value_at(self, self->rest[i], column);
        self->values[i] = isnan(value) ? missing : sign * value;
    }
    qsort(self->values, self->rest_count, sizeof *self->values, by_value);
    const float bound = self->values[self->rest_count - 1 - spare];
    for (size_t i = 0; i < self->theft_count; i++) {
        const float value = value_at(self, self->thefts[i], column);
        found += (isnan(value) ? missing : sign * value) > bound;
    }
    return (double)found / (double)self->theft_count;
}

/* Large ones, small ones, and missing ones: each may be what tells. */
static double found_by(search *self, size_t column)
{
    const double high = found_beyond(self, column, 1.0F, -INFINITY);
    const double low = found_beyond(self, column, -1.0F, -INFINITY);
    const double none = found_beyond(self, column, 0.0F, INFINITY);

    return fmax(high, fmax(low, none));
}

static void keep(leaks *out, leak found)
{
    if (out->count == LEAKS_MOST && out->at[LEAKS_MOST - 1].found >= found.found) {
        return;
    }
    size_t at = out->count < LEAKS_MOST ? out->count++ : LEAKS_MOST - 1;
    while (at > 0 && out->at[at - 1].found < found.found) {
        out->at[at] = out->at[at - 1];
        at--;
    }
    out->at[at] = found;
}

static jaga_status open_search(search *self, const double *is_thief, arena *memory, jaga_error *err)
{
    const size_t count = self->from->count;

    self->thefts = arena_take(memory, (count + 1) * sizeof *self->thefts);
    self->rest = arena_take(memory, (count + 1) * sizeof *self->rest);
    self->values = arena_take(memory, (LEAK_REST_MOST + 1) * sizeof *self->values);
    if (self->thefts == NULL || self->rest == NULL || self->values == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
    }
    for (size_t i = 0; i < count; i++) {
        if (is_thief[i] >= 0.5) {
            self->thefts[self->theft_count++] = i;
        } else if (self->from->rows[i].kind != SAMPLE_SPAN) {
            self->rest[self->rest_count++] = i;
        }
    }
    const size_t all = self->rest_count;
    self->rest_count = all < LEAK_REST_MOST ? all : LEAK_REST_MOST;
    for (size_t i = 0; i < self->rest_count; i++) {
        self->rest[i] = self->rest[i * all / self->rest_count];
    }
    return JAGA_OK;
}

jaga_status leaks_find(const sample *from, const double *is_thief, arena *memory, leaks *out,
                       jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    search self = { .from = from };

    out->count = 0;
    JAGA_TRY(open_search(&self, is_thief, memory, err));
    /* Fewer than one in a thousand of the rest cannot be counted. */
    const bool is_enough = self.theft_count > 0 && (double)self.rest_count * LEAK_FALSE >= 1.0;
    for (size_t column = 0; is_enough && column < from->width; column++) {
        const leak found = { column, found_by(&self, column) };
        if (found.found >= LEAK_FOUND) {
            keep(out, found);
        }
    }
    arena_reset(memory, mark);
    return JAGA_OK;
}
