#include "model/instances.h"

#include <string.h>

jaga_status instances_open(instances *self, const sample *from, arena *memory, jaga_error *err)
{
    const size_t labelled = from->count - from->rest;
    const size_t most = from->rest + 2 * labelled + 1;

    *self = (instances){ .most = most,
                         .width = from->width,
                         .at = arena_take(memory, most * from->width * sizeof *self->at),
                         .targets = arena_take(memory, most * sizeof *self->targets),
                         .weights = arena_take(memory, most * sizeof *self->weights) };
    return self->at != NULL && self->targets != NULL && self->weights != NULL
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
}

void instances_clear(instances *self)
{
    self->count = 0;
    self->weight[0] = self->weight[1] = 0.0;
}

static void add(instances *self, const float *numbers, int target, double weight)
{
    if (weight > 0.0 && self->count < self->most) {
        memcpy(&self->at[self->count * self->width], numbers, self->width * sizeof *self->at);
        self->targets[self->count] = (float)target;
        self->weights[self->count] = (float)weight;
        self->weight[target] += weight;
        self->count++;
    }
}

void instances_add(instances *self, const sample *from, size_t row, double is_thief,
                   double importance)
{
    const float *numbers = &from->numbers[row * from->width];

    add(self, numbers, 1, importance * is_thief);
    add(self, numbers, 0, importance * (1.0 - is_thief));
}

boost_rows instances_rows(const instances *self)
{
    return (boost_rows){ self->at, self->count, self->width, self->targets, self->weights };
}

double instances_first_guess(const sample_row *row, double in_span)
{
    return row->kind == SAMPLE_SPAN ? in_span : row->kind == SAMPLE_THEFT ? 1.0 : 0.0;
}
