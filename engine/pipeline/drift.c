/* Drift: a sample of the log's rows, parted into a reference and days. */
#include "jaga/drift.h"

#include "base/when.h"
#include "evaluate/psi.h"
#include "jaga/feature.h"
#include "model/sample.h"
#include "pipeline/replay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t reserve_bytes = (size_t)16 << 30;
enum { DAYS_MOST = 3660, EDGE_ROWS_MOST = 50000 };

typedef struct day_sum {
    int64_t events, decisions, holds;
} day_sum;

typedef struct collector {
    sample sample;
    int64_t offset_us; /* of the hotline's local time */
    int64_t first_day; /* at place DAYS_MOST / 2 */
    bool has_first;
    day_sum *days;
    arena *memory;
} collector;

static int64_t day_of(const collector *self, int64_t ts_us)
{
    const int64_t local_us = ts_us + self->offset_us;
    return local_us / US_PER_DAY - (local_us % US_PER_DAY < 0);
}

static int64_t begin_of(const collector *self, int64_t day)
{
    return day * US_PER_DAY - self->offset_us;
}

static jaga_status count(collector *self, int64_t ts_us, const engine_step *step, jaga_error *err)
{
    const int64_t day = day_of(self, ts_us);

    if (!self->has_first) {
        self->has_first = true;
        self->first_day = day - DAYS_MOST / 2;
    }
    if (day < self->first_day || day >= self->first_day + DAYS_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "the log spans more than ten years");
    }
    day_sum *at = &self->days[day - self->first_day];
    at->events++;
    at->decisions += step->has_decision;
    at->holds += step->has_decision && step->decision.outcome == JAGA_OUTCOME_HOLD;
    return JAGA_OK;
}

static jaga_status collect(void *ctx, const jaga_record *record, const engine_step *step,
                           jaga_error *err)
{
    collector *self = ctx;
    float numbers[JAGA_MODEL_FEATURES_MAX + 1];
    const sample_row row = { .key = record->identity.event_low,
                             .group = record->identity.account_low,
                             .ts_us = record->event.ts_us,
                             .kind = SAMPLE_REST };

    if (step->account == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(count(self, row.ts_us, step, err));
    if (sample_wants(&self->sample, &row)) {
        jaga_feature_row(&record->event, &step->features, numbers);
        numbers[self->sample.width - 1] = (float)step->belief;
    }
    return sample_add(&self->sample, &row, numbers, err);
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static float number_at(const collector *self, size_t row, size_t number)
{
    return self->sample.numbers[row * self->sample.width + number];
}

static psi_scale scale_of(const collector *self, size_t rows, size_t number, float *values)
{
    const size_t step = rows / EDGE_ROWS_MOST + 1;
    size_t used = 0;

    for (size_t i = 0; i < rows; i += step) {
        const float value = number_at(self, i, number);
        if (!isnan(value)) {
            values[used++] = value;
        }
    }
    qsort(values, used, sizeof *values, by_value);
    return psi_scale_of(values, used);
}

/* How the numbers of some rows fall into the parts. */
static void tally(const collector *self, const psi_scale *scale, size_t number, size_t from,
                  size_t until, uint64_t bins[PSI_BINS])
{
    memset(bins, 0, PSI_BINS * sizeof *bins);
    for (size_t row = from; row < until; row++) {
        bins[psi_bin(scale, number_at(self, row, number))]++;
    }
}

/* Rows are sorted by time: `from` of the reference, then day by day. True: it moves in the
 * reference.
 */
static bool compare(const collector *self, size_t from, size_t number, float *values,
                    const jaga_drift *about, double *psi)
{
    const psi_scale scale = scale_of(self, from, number, values);
    uint64_t reference[PSI_BINS], early[PSI_BINS], actual[PSI_BINS];
    size_t row = from;

    tally(self, &scale, number, 0, from, reference);
    for (size_t day = 0; day < about->day_count; day++) {
        const size_t rows = (size_t)about->days[day].rows;
        tally(self, &scale, number, row, row + rows, actual);
        psi[day * self->sample.width + number] = psi_of(reference, actual);
        row += rows;
    }
    tally(self, &scale, number, 0, from - from / 4, early);
    tally(self, &scale, number, from - from / 4, from, actual);
    return psi_of(early, actual) >= JAGA_DRIFT_WATCH;
}

static void add_up(const collector *self, int64_t from_day, int64_t until_day, jaga_drift_day *out)
{
    for (int64_t day = from_day; day < until_day; day++) {
        const day_sum *at = &self->days[day - self->first_day];
        out->events += at->events;
        out->decisions += at->decisions;
        out->holds += at->holds;
    }
}

/* Days without events are left out. */
static size_t part(const collector *self, size_t from, int64_t from_day, jaga_drift_day *days)
{
    const int64_t end = self->first_day + DAYS_MOST;
    size_t used = 0, row = from;

    for (int64_t day = from_day; day < end; day++) {
        jaga_drift_day made = { .begin_us = begin_of(self, day) };
        add_up(self, day, day + 1, &made);
        while (row < self->sample.count && self->sample.rows[row].ts_us < begin_of(self, day + 1)) {
            made.rows++;
            row++;
        }
        if (made.events > 0) {
            days[used++] = made;
        }
    }
    return used;
}

/* A --from far away means all of the log, or none. */
static int64_t within(const collector *self, int64_t day)
{
    const int64_t end = self->first_day + DAYS_MOST;
    return day < self->first_day ? self->first_day : day > end ? end : day;
}

static jaga_status measure(collector *self, int64_t from_us, jaga_drift *out, jaga_error *err)
{
    const size_t width = self->sample.width;
    jaga_drift_day *days = arena_take(self->memory, DAYS_MOST * sizeof *days);
    float *values = arena_take(self->memory, (EDGE_ROWS_MOST + 1) * sizeof *values);
    const int64_t from_day = within(self, day_of(self, from_us));
    size_t from = 0;

    while (from < self->sample.count && self->sample.rows[from].ts_us < begin_of(self, from_day)) {
        from++;
    }
    if (days == NULL || values == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the days");
    }
    out->day_count = part(self, from, from_day, days);
    double *psi = arena_take(self->memory, (out->day_count + 1) * width * sizeof *psi);
    bool *is_moving = arena_take(self->memory, width * sizeof *is_moving);
    if (psi == NULL || is_moving == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the days");
    }
    if (from == 0 || out->day_count == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         from == 0 ? "there is no event before --from"
                                   : "there is no event from --from on");
    }
    out->days = days;
    for (size_t number = 0; number < width; number++) {
        is_moving[number] = compare(self, from, number, values, out, psi);
    }
    for (size_t day = 0; day < out->day_count; day++) {
        days[day].psi = &psi[day * width];
    }
    out->reference.begin_us = self->sample.rows[0].ts_us;
    out->reference.rows = (int64_t)from;
    out->reference_until_us = begin_of(self, from_day);
    add_up(self, self->first_day, from_day, &out->reference);
    out->is_moving = is_moving;
    out->offset_us = self->offset_us;
    out->number_count = width;
    return JAGA_OK;
}

static jaga_status run_all(collector *self, const jaga_run *run, const char *const *logs,
                           size_t log_count, int64_t from_us, jaga_drift *out, jaga_error *err)
{
    const replay_watch watch = { .after = collect, .ctx = self };
    replay_counts counts;

    self->days = arena_take(self->memory, DAYS_MOST * sizeof *self->days);
    if (self->days == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the days");
    }
    memset(self->days, 0, DAYS_MOST * sizeof *self->days);
    JAGA_TRY(sample_open(&self->sample, jaga_feature_count() + 1, self->memory, err));
    JAGA_TRY(replay(run, logs, log_count, &watch, &counts, err));
    if (self->sample.count == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "there is no event in the log");
    }
    JAGA_TRY(sample_sort(&self->sample, self->memory, err));
    const sample_row *rows = self->sample.rows;
    const int64_t middle_us =
        rows[0].ts_us + (rows[self->sample.count - 1].ts_us - rows[0].ts_us) / 2;
    return measure(self, from_us == INT64_MIN ? middle_us : from_us, out, err);
}

jaga_status jaga_drift_open(const jaga_run *run, const char *const *logs, size_t count_of_logs,
                            int64_t from_us, jaga_drift *out, jaga_error *err)
{
    collector self = { .has_first = false };

    *out = (jaga_drift){ .memory = NULL };
    JAGA_TRY(arena_open(reserve_bytes, &self.memory, err));
    out->memory = self.memory;
    self.offset_us =
        run->configuration->settings.value[JAGA_SETTING_ID_HOTLINE_OFFSET] * US_PER_SECOND;
    return run_all(&self, run, logs, count_of_logs, from_us, out, err);
}

void jaga_drift_close(jaga_drift *self)
{
    arena_close(self->memory);
    self->memory = NULL;
}

const char *jaga_drift_name(size_t number)
{
    return number < jaga_feature_count() ? jaga_feature_at(number)->name : "belief";
}
