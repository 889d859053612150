#include "evaluate/bootstrap.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

enum { RECALL, BEFORE, SAVED, SAVED_INLINE, FALSE_RATE, COLUMNS };
/* Above this mean a Poisson number is taken from the normal distribution. */
static const double many = 50.0;
static const double turn = 6.283185307179586;

/* A stream of numbers that its key alone decides. */
typedef struct stream {
    uint64_t key, next;
} stream;

static double next_share(stream *self)
{
    const uint64_t at = self->next++;
    return (double)(hash_bytes64(&at, sizeof at, self->key) >> 11) * 0x1p-53;
}

static double poisson(stream *from, double mean)
{
    if (mean > many) {
        const double radius = sqrt(-2.0 * log(1.0 - next_share(from)));
        const double drawn = mean + sqrt(mean) * radius * cos(turn * next_share(from));
        return drawn > 0.0 ? nearbyint(drawn) : 0.0;
    }
    const double least = exp(-mean);
    double count = 0.0;
    for (double product = next_share(from); product > least; product *= next_share(from)) {
        count += 1.0;
    }
    return count;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double quantile(double *values, size_t count, double q)
{
    if (count == 0) {
        return NAN;
    }
    qsort(values, count, sizeof *values, by_value);
    const double place = q * (double)(count - 1);
    const size_t below = (size_t)place;
    if (below + 1 >= count) {
        return values[below];
    }
    return values[below] + (place - (double)below) * (values[below + 1] - values[below]);
}

static void draw_attacks(const judged *of, stream *from, double out[COLUMNS])
{
    double found = 0.0, before = 0.0, saved = 0.0, saved_inline = 0.0, stolen = 0.0;
    const double count = (double)of->attack_count;

    for (size_t i = 0; i < of->attack_count; i++) {
        const judged_attack *at = &of->attacks[(size_t)(next_share(from) * count)];
        found += at->is_found;
        before += at->is_before;
        saved += (double)at->saved_minor;
        saved_inline += (double)at->saved_inline_minor;
        stolen += (double)at->stolen_minor;
    }
    out[RECALL] = found / count;
    out[BEFORE] = before / count;
    out[SAVED] = saved / stolen;
    out[SAVED_INLINE] = saved_inline / stolen;
}

/* Accounts with the same number of false holds are drawn together. */
static double draw_false(const uint32_t *sizes, size_t most, stream *from)
{
    double drawn = 0.0;

    for (size_t size = 1; size <= most; size++) {
        drawn += sizes[size] == 0 ? 0.0 : (double)size * poisson(from, (double)sizes[size]);
    }
    return drawn;
}

static jaga_interval interval_of(double values[BOOTSTRAP_DRAWS])
{
    size_t count = 0;

    for (size_t i = 0; i < BOOTSTRAP_DRAWS; i++) {
        if (!isnan(values[i])) {
            values[count++] = values[i];
        }
    }
    return (jaga_interval){ quantile(values, count, 0.025), quantile(values, count, 0.975) };
}

jaga_status bootstrap(const judged *of, double account_months, arena *memory,
                      jaga_eval_intervals *out, jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    uint32_t most = 0;

    for (size_t i = 0; i < of->false_accounts; i++) {
        most = of->false_holds[i] > most ? of->false_holds[i] : most;
    }
    double(*values)[BOOTSTRAP_DRAWS] = arena_take(memory, COLUMNS * sizeof *values);
    uint32_t *sizes = arena_take(memory, ((size_t)most + 1) * sizeof *sizes);
    if (values == NULL || sizes == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the intervals");
    }
    for (size_t i = 0; i < of->false_accounts; i++) {
        sizes[of->false_holds[i]]++;
    }
    for (size_t i = 0; i < BOOTSTRAP_DRAWS; i++) {
        stream from = { .key = i };
        double drawn[COLUMNS];
        draw_attacks(of, &from, drawn);
        drawn[FALSE_RATE] = draw_false(sizes, most, &from) / account_months * 1e4;
        for (int c = 0; c < COLUMNS; c++) {
            values[c][i] = drawn[c];
        }
    }
    *out = (jaga_eval_intervals){ .recall = interval_of(values[RECALL]),
                                  .before = interval_of(values[BEFORE]),
                                  .saved = interval_of(values[SAVED]),
                                  .saved_inline = interval_of(values[SAVED_INLINE]),
                                  .false_rate = interval_of(values[FALSE_RATE]) };
    arena_reset(memory, mark);
    return JAGA_OK;
}
