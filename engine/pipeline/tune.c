/* Tuning: thresholds moved up and down together until a log under them has few enough false holds
 * and calls. What thresholds do to the states of accounts (a held account is not held again) makes
 * counting holds above a score only a guess, so every candidate runs the log anew. */
#include "jaga/evaluate.h"

#include "base/money.h"
#include "base/when.h"
#include "evaluate/sum_up.h"
#include "pipeline/pass.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t reserve_bytes = (size_t)16 << 30;
static const size_t thresholds[] = { JAGA_SETTING_ID_ALERT_BELIEF, JAGA_SETTING_ID_STEP_UP_BELIEF,
                                     JAGA_SETTING_ID_HOLD_BELIEF, JAGA_SETTING_ID_STRONG_BELIEF };
enum { THRESHOLDS = 4, DAYS_MOST = 1 << 16 };
/* Hold thresholds that are tried, in bits of belief: from one in 64 to one million to one. */
static const double least_bits = -6.0, most_bits = 19.5;
/* Holds from a belief of one in five on: enough to see what gets reported, and the surest are sure.
 */
static const double scout_bits = -2.0;

typedef struct tuner {
    const jaga_run *run;
    const char *const *paths;
    size_t path_count;
    const jaga_tuning_wish *wish;
    jaga_tuning *out;
    jaga_configuration base;
    int64_t *calls; /* by day */
    int64_t zone_us;
    double reported_share; /* of thefts, where no key speaks; 0: not known yet */
} tuner;

static double bits_of(int64_t millionths)
{
    const double share = (double)millionths / 1e6;
    return log2(share / (1.0 - share));
}

/* All four by the same number of bits; where the scale ends they stay in their order. */
static void shift_thresholds(const jaga_settings *from, int64_t shift, jaga_settings *out)
{
    *out = *from;
    for (size_t i = 0; i < THRESHOLDS; i++) {
        const double bits = bits_of(from->value[thresholds[i]]) + (double)shift / JAGA_TUNING_STEPS;
        const int64_t share = (int64_t)llround(1e6 / (1.0 + exp2(-bits)));
        const int64_t least = (int64_t)i + 1, most = 1000000 - (int64_t)(THRESHOLDS - i);
        out->value[thresholds[i]] = share < least ? least : share > most ? most : share;
    }
    for (size_t i = 1; i < THRESHOLDS; i++) {
        const int64_t below = out->value[thresholds[i - 1]];
        int64_t *at = &out->value[thresholds[i]];
        *at = *at > below ? *at : below + 1;
    }
}

static void count_call(void *ctx, const jaga_decision *decision)
{
    const tuner *self = ctx;
    const int64_t day = (decision->event->ts_us + self->zone_us) / US_PER_DAY;

    /* Times are from 1971 to 2100, so the day is one of DAYS_MOST. */
    self->calls[day]++;
}

static void sum_calls(const tuner *self, const observed *log, jaga_tuning_trial *trial)
{
    for (size_t day = 0; day < DAYS_MOST; day++) {
        const int64_t calls = self->calls[day];
        trial->cases += calls;
        trial->calls_busiest_day =
            calls > trial->calls_busiest_day ? calls : trial->calls_busiest_day;
    }
    trial->calls_mean_day = (double)trial->cases / (double)log->days;
}

static jaga_status judge_trial(tuner *self, const observed *log, arena *memory,
                               jaga_tuning_trial *trial, jaga_error *err)
{
    const judge_rule hold = { .least = JAGA_OUTCOME_HOLD, .above = -INFINITY };

    self->out->accounts = (int64_t)log->accounts.count;
    self->out->days = log->days;
    self->out->account_months = log->account_months;
    if (log->key == NULL && !(self->reported_share > 0.0)) {
        JAGA_TRY(judge_reported_share(log, hold, memory, &self->reported_share, err));
    }
    sum_calls(self, log, trial);
    trial->holds = log->outcomes[JAGA_OUTCOME_HOLD];
    const double false_holds = log->key == NULL
                                   ? judge_expected_false(log, hold, self->reported_share)
                                   : (double)judge_false_holds(log, hold);
    trial->false_holds = llround(false_holds);
    trial->false_rate = false_holds / log->account_months * 1e4;
    trial->is_enough = trial->false_rate <= self->wish->false_rate &&
                       trial->calls_busiest_day <= self->wish->calls_a_day;
    return log->key == NULL ? JAGA_OK : sum_up_found(log, memory, &trial->found, err);
}

static jaga_status run_trial(tuner *self, arena *memory, jaga_tuning_trial *trial, jaga_error *err)
{
    const jaga_answer answer = { .truth = self->wish->truth };
    jaga_configuration configuration = self->base;
    jaga_run run = *self->run;
    answer_key key;
    observed log = { .key = NULL };
    pass_counts counts;

    configuration.settings = trial->settings;
    run.configuration = &configuration;
    self->calls = arena_take(memory, DAYS_MOST * sizeof *self->calls);
    if (self->calls == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for counting calls");
    }
    if (answer.truth != NULL) {
        JAGA_TRY(key_read(&key, &answer, 2, memory, err));
    }
    const pass_watch watch = { .on_case = count_call, .ctx = self };
    jaga_status status = observed_open(&log, answer.truth == NULL ? NULL : &key, memory, err);
    if (status == JAGA_OK) {
        status = pass_run(&run, self->paths, self->path_count, &watch, memory, &log, &counts, err);
    }
    if (status == JAGA_OK) {
        status = judge_trial(self, &log, memory, trial, err);
    }
    observed_close(&log);
    return status;
}

static jaga_status try_shift(tuner *self, int64_t shift, bool *is_enough, jaga_error *err)
{
    jaga_tuning_trial *trial = &self->out->trial[self->out->count];
    arena *memory = NULL;

    JAGA_CHECK(self->out->count < JAGA_TUNING_TRIALS);
    self->out->count++;
    trial->shift = shift;
    shift_thresholds(&self->base.settings, shift, &trial->settings);
    JAGA_TRY(arena_open(reserve_bytes, &memory, err));
    const jaga_status status = run_trial(self, memory, trial, err);
    arena_close(memory);
    *is_enough = trial->is_enough;
    return status;
}

static int by_shift(const void *a, const void *b)
{
    const jaga_tuning_trial *x = a, *y = b;
    return x->shift < y->shift ? -1 : x->shift > y->shift;
}

static jaga_status search(tuner *self, jaga_error *err)
{
    const double from_bits = bits_of(self->base.settings.value[JAGA_SETTING_ID_HOLD_BELIEF]);
    int64_t low = (int64_t)floor((least_bits - from_bits) * JAGA_TUNING_STEPS);
    int64_t high = (int64_t)floor((most_bits - from_bits) * JAGA_TUNING_STEPS);
    bool is_enough = false;

    /* How many thefts customers report is learned where many holds are, for all thresholds alike.
     */
    if (self->wish->truth == NULL) {
        JAGA_TRY(try_shift(self, (int64_t)floor((scout_bits - from_bits) * JAGA_TUNING_STEPS),
                           &is_enough, err));
        self->out->count = 0;
        memset(&self->out->trial[0], 0, sizeof self->out->trial[0]);
    }
    JAGA_TRY(try_shift(self, high, &is_enough, err));
    if (!is_enough) {
        const jaga_tuning_trial *last = &self->out->trial[0];
        return jaga_fail(
            err, JAGA_ERR_LIMIT,
            "even the highest thresholds give %.2f false holds per 10,000 "
            "account-months and %lld new cases on the busiest day (a customer's report "
            "opens one at any threshold)",
            last->false_rate, (long long)last->calls_busiest_day);
    }
    /* `high` is enough, `low` is not or was not tried. */
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        JAGA_TRY(try_shift(self, middle, &is_enough, err));
        high = is_enough ? middle : high;
        low = is_enough ? low : middle;
    }
    qsort(self->out->trial, self->out->count, sizeof *self->out->trial, by_shift);
    while (self->out->trial[self->out->chosen].shift != high) {
        self->out->chosen++;
    }
    return JAGA_OK;
}

jaga_status jaga_tune(const jaga_run *run, const char *const *paths, size_t count,
                      const jaga_tuning_wish *wish, jaga_tuning *out, jaga_error *err)
{
    tuner self = { .run = run, .paths = paths, .path_count = count, .wish = wish, .out = out };

    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(paths[i], "-") == 0) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "tuning reads the log several times, standard input can be read once");
        }
    }
    jaga_configuration_default(&self.base);
    self.base = run->configuration == NULL ? self.base : *run->configuration;
    self.zone_us = self.base.settings.value[JAGA_SETTING_ID_HOTLINE_OFFSET] * US_PER_SECOND;
    return search(&self, err);
}
