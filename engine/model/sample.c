#include "model/sample.h"

#include <stdlib.h>
#include <string.h>

jaga_status sample_open(sample *self, size_t width, arena *memory, jaga_error *err)
{
    const size_t most = SAMPLE_DRAWN * (size_t)SAMPLE_REST_MOST + SAMPLE_LABELLED_MOST;

    *self = (sample){ .width = width,
                      .rows = arena_take(memory, most * sizeof *self->rows),
                      .numbers = arena_take(memory, most * width * sizeof *self->numbers) };
    return self->rows != NULL && self->numbers != NULL
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
}

bool sample_wants(const sample *self, const sample_row *row)
{
    const unsigned halvings = row->kind < SAMPLE_DRAWN ? self->halvings[row->kind] : 0;
    return halvings == 0 || row->key >> (64 - halvings) == 0;
}

static void count_kept(sample *self, const sample_row *row)
{
    if (row->kind < SAMPLE_DRAWN) {
        self->kept[row->kind]++;
        self->rest++;
    }
}

static void count_from_none(sample *self)
{
    self->count = self->rest = 0;
    memset(self->kept, 0, sizeof self->kept);
}

/* Begins a list anew from the rows that stay. */
static void keep(sample *self, size_t row)
{
    const size_t to = self->count++;

    self->rows[to] = self->rows[row];
    count_kept(self, &self->rows[row]);
    memmove(&self->numbers[to * self->width], &self->numbers[row * self->width],
            self->width * sizeof *self->numbers);
}

/* Every second row of the kind goes, on average. */
static void halve(sample *self, uint32_t kind)
{
    const size_t count = self->count;

    self->halvings[kind]++;
    count_from_none(self);
    for (size_t i = 0; i < count; i++) {
        if (sample_wants(self, &self->rows[i])) {
            keep(self, i);
        }
    }
}

size_t sample_close(sample *self, int64_t until_us, int64_t delay_us)
{
    const size_t count = self->count;
    size_t late = 0;

    count_from_none(self);
    for (size_t i = 0; i < count; i++) {
        const sample_row *row = &self->rows[i];
        const bool is_old = row->ts_us < until_us - delay_us;
        const bool is_late = is_old && row->kind >= SAMPLE_DRAWN && row->known_us > until_us;
        late += is_late;
        if (is_old && !is_late) {
            keep(self, i);
        }
    }
    return late;
}

jaga_status sample_add(sample *self, const sample_row *row, const float *numbers, jaga_error *err)
{
    const bool is_rest = row->kind < SAMPLE_DRAWN;

    self->rest_seen += is_rest;
    while (is_rest && self->kept[row->kind] == SAMPLE_REST_MOST && self->halvings[row->kind] < 63) {
        halve(self, row->kind);
    }
    if (!sample_wants(self, row)) {
        return JAGA_OK;
    }
    if (!is_rest && self->count - self->rest == SAMPLE_LABELLED_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more labelled events than can be learned from");
    }
    self->rows[self->count] = *row;
    memcpy(&self->numbers[self->count * self->width], numbers, self->width * sizeof *self->numbers);
    self->count++;
    count_kept(self, row);
    return JAGA_OK;
}

double sample_weight(const sample *self, const sample_row *row)
{
    return row->kind < SAMPLE_DRAWN ? (double)(UINT64_C(1) << self->halvings[row->kind])
                                    : (double)row->counts;
}

uint64_t sample_rest_stands_for(const sample *self)
{
    uint64_t rows = 0;

    for (size_t kind = 0; kind < SAMPLE_DRAWN; kind++) {
        rows += (uint64_t)self->kept[kind] << self->halvings[kind];
    }
    return rows;
}

typedef struct place {
    int64_t ts_us;
    uint64_t key;
    size_t at;
} place;

static int by_time(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->ts_us != y->ts_us) {
        return x->ts_us < y->ts_us ? -1 : 1;
    }
    return x->key < y->key ? -1 : x->key > y->key;
}

jaga_status sample_sort(sample *self, arena *memory, jaga_error *err)
{
    const size_t row_bytes = self->width * sizeof *self->numbers;
    place *order = arena_take(memory, (self->count + 1) * sizeof *order);
    sample_row *rows = arena_take(memory, (self->count + 1) * sizeof *rows);
    float *numbers = arena_take(memory, (self->count + 1) * row_bytes);

    if (order == NULL || rows == NULL || numbers == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the events to learn from");
    }
    for (size_t i = 0; i < self->count; i++) {
        order[i] = (place){ self->rows[i].ts_us, self->rows[i].key, i };
    }
    qsort(order, self->count, sizeof *order, by_time);
    for (size_t i = 0; i < self->count; i++) {
        rows[i] = self->rows[order[i].at];
        memcpy(&numbers[i * self->width], &self->numbers[order[i].at * self->width], row_bytes);
    }
    self->rows = rows;
    self->numbers = numbers;
    return JAGA_OK;
}
