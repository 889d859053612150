#include "query/report_figures.h"

#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"
#include "query/answer.h"
#include "query/filter.h"
#include "query/questions.h"
#include "store/sql.h"

#include <math.h>
#include <string.h>

#define REPORT_SQL "engine/query/report.sql"
#define DAYS_SQL   "engine/query/report_days.sql"

enum { ZONE_S = 7 * 3600 };

static figure figure_of(sqlite3_stmt *row, arena *memory)
{
    return (figure){ .part = answer_keep(memory, sql_column_span(row, 0)),
                     .name = answer_keep(memory, sql_column_span(row, 1)),
                     .unit = answer_keep(memory, sql_column_span(row, 2)),
                     .has_value = sqlite3_column_type(row, 3) != SQLITE_NULL,
                     .value = sqlite3_column_double(row, 3),
                     .has_count = sqlite3_column_type(row, 4) != SQLITE_NULL,
                     .count = sqlite3_column_int64(row, 4),
                     .target = answer_keep(memory, sql_column_span(row, 5)),
                     .met = sqlite3_column_type(row, 6) == SQLITE_NULL ? FIGURE_NO_TARGET
                            : sqlite3_column_int64(row, 6) != 0        ? FIGURE_MET
                                                                       : FIGURE_MISSED };
}

static jaga_status read_figures(const database *from, const jaga_filter *period, arena *memory,
                                figures *out, jaga_error *err)
{
    sqlite3_stmt *row = NULL;

    JAGA_TRY(database_prepare(from, REPORT_SQL, &row, err));
    filter_bind(period, row);
    jaga_status status = JAGA_OK;
    while (out->count < FIGURES_MAX && (status = database_step(from, row, err)) == JAGA_OK) {
        out->list[out->count++] = figure_of(row, memory);
    }
    (void)sqlite3_finalize(row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* Of more days than there is room for the last ones are kept. */
static jaga_status read_days(const database *from, const jaga_filter *period, figures *out,
                             jaga_error *err)
{
    sqlite3_stmt *row = NULL;

    JAGA_TRY(database_prepare(from, DAYS_SQL, &row, err));
    filter_bind(period, row);
    jaga_status status;
    while ((status = database_step(from, row, err)) == JAGA_OK) {
        if (out->day_count == FIGURE_DAYS_MAX) {
            memmove(out->days, out->days + 1, sizeof out->days - sizeof out->days[0]);
            out->day_count--;
        }
        out->days[out->day_count++] = (figure_day){ .day = sqlite3_column_int64(row, 0),
                                                    .holds = sqlite3_column_int64(row, 1),
                                                    .thefts = sqlite3_column_int64(row, 2),
                                                    .false_alarms = sqlite3_column_int64(row, 3) };
    }
    (void)sqlite3_finalize(row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* What confirmed thefts of one currency came to, minor units. */
typedef struct loss {
    jaga_span currency;
    int digits;
    int64_t cases, stolen_minor, at_rest_minor, gone_minor, in_reach_minor;
} loss;

enum { LOSS_CURRENCIES = 8 };

static int64_t number_at(const answer *cases, const answer_row *row, const char *name)
{
    const cell *at = &row->cells[answer_column(cases, name)];

    return at->is_said ? at->number : 0;
}

static bool is_text(jaga_span text, const char *what)
{
    return text.length == strlen(what) && memcmp(text.at, what, text.length) == 0;
}

static void add_loss(const answer *cases, const answer_row *row, loss losses[LOSS_CURRENCIES])
{
    const jaga_span state = row->cells[answer_column(cases, "state")].text;
    const jaga_span currency = row->cells[answer_column(cases, "currency")].text;

    if (!is_text(state, "confirmed") && !is_text(state, "scam")) {
        return;
    }
    for (loss *at = losses; at < losses + LOSS_CURRENCIES; at++) {
        if (at->cases == 0) {
            at->currency = currency;
            at->digits = answer_digits(cases, row);
        }
        if (at->currency.length == currency.length &&
            memcmp(at->currency.at, currency.at, currency.length) == 0) {
            at->cases++;
            at->stolen_minor += number_at(cases, row, "stolen");
            at->at_rest_minor += number_at(cases, row, "at_rest");
            at->gone_minor += number_at(cases, row, "gone");
            at->in_reach_minor += number_at(cases, row, "exposed");
            return;
        }
    }
}

static void say_loss(figures *out, arena *memory, const loss *of, const char *what, int64_t minor)
{
    if (out->count < FIGURES_MAX) {
        out->list[out->count++] =
            (figure){ .part = text_span("Money of confirmed thefts"),
                      .name = answer_format(memory, "%s, %.*s", what, (int)of->currency.length,
                                            of->currency.at),
                      .unit = text_span("money"),
                      .has_value = true,
                      .has_count = true,
                      .value = floor((double)minor / pow(10.0, of->digits)),
                      .count = of->cases };
    }
}

static void say_losses(const loss *of, arena *memory, figures *out)
{
    const double all = (double)of->stolen_minor + (double)of->in_reach_minor;

    say_loss(out, memory, of, "stolen", of->stolen_minor);
    say_loss(out, memory, of, "of it still in a wallet", of->at_rest_minor);
    say_loss(out, memory, of, "of it gone from the ledger", of->gone_minor);
    say_loss(out, memory, of, "still in reach of the thief when stopped", of->in_reach_minor);
    if (out->count < FIGURES_MAX) {
        out->list[out->count++] =
            (figure){ .part = text_span("Money of confirmed thefts"),
                      .name = answer_format(memory, "kept of what was in reach, %.*s",
                                            (int)of->currency.length, of->currency.at),
                      .unit = text_span("share"),
                      .has_value = all > 0.0,
                      .has_count = true,
                      .value = all > 0.0 ? (double)of->in_reach_minor / all : 0.0,
                      .count = of->cases };
    }
}

static jaga_status read_money(const database *from, const jaga_filter *period, arena *memory,
                              figures *out, jaga_error *err)
{
    const jaga_filter cases_of = { .since_us = period->since_us,
                                   .until_us = period->until_us,
                                   .limit = -1 };
    loss losses[LOSS_CURRENCIES] = { { .cases = 0 } };
    answer cases;

    JAGA_TRY(answer_read(&cases, memory, from, question_cases.sql, &cases_of, err));
    JAGA_TRY(complete_cases(&cases, from, &cases_of, err));
    for (const answer_row *row = cases.first; row != NULL; row = row->next) {
        add_loss(&cases, row, losses);
    }
    for (const loss *at = losses; at < losses + LOSS_CURRENCIES && at->cases > 0; at++) {
        say_losses(at, memory, out);
    }
    return JAGA_OK;
}

jaga_status figures_read(const database *from, const jaga_filter *period, arena *memory,
                         figures *out, jaga_error *err)
{
    out->count = 0;
    out->day_count = 0;
    JAGA_TRY(read_figures(from, period, memory, out, err));
    if (from->has_history) {
        JAGA_TRY(read_money(from, period, memory, out, err));
    }
    return read_days(from, period, out, err);
}

static bool is_unit(const figure *self, const char *unit)
{
    return self->unit.length == strlen(unit) && memcmp(self->unit.at, unit, self->unit.length) == 0;
}

static void span_text(double seconds, char text[FIGURE_TEXT_BYTES])
{
    const double size = fabs(seconds);

    if (size < 120.0) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f s", seconds);
    } else if (size < 7200.0) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f min", seconds / 60.0);
    } else if (size < 172800.0) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f h", seconds / 3600.0);
    } else {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f d", seconds / 86400.0);
    }
}

void figure_text(const figure *self, char text[FIGURE_TEXT_BYTES])
{
    char grouped[MONEY_TEXT_BYTES];

    if (!self->has_value) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "–");
    } else if (is_unit(self, "share")) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f %%", self->value * 100.0);
    } else if (is_unit(self, "s")) {
        span_text(self->value, text);
    } else if (is_unit(self, "hours")) {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.1f h", self->value);
    } else if (self->value == floor(self->value)) {
        (void)money_format_grouped((int64_t)self->value, 0, grouped);
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%s", grouped);
    } else {
        (void)snprintf(text, FIGURE_TEXT_BYTES, "%.2f", self->value);
    }
}

void figures_period(const jaga_filter *period, char text[PERIOD_TEXT_BYTES])
{
    char from[WHEN_TEXT_BYTES] = "the beginning", until[WHEN_TEXT_BYTES] = "the end";

    if (period->since_us != INT64_MIN) {
        when_format_local(period->since_us, ZONE_S, from);
    }
    if (period->until_us != INT64_MAX) {
        when_format_local(period->until_us, ZONE_S, until);
    }
    (void)snprintf(text, PERIOD_TEXT_BYTES, "from %s until %s", from, until);
}
