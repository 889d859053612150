/* The report for a terminal, and the opening of the database for both forms. */
#include "jaga/report.h"

#include "base/column_text.h"
#include "query/report_figures.h"
#include "query/report_page.h"

#include <string.h>

enum { NAME_WIDTH = 48, VALUE_WIDTH = 14, COUNT_WIDTH = 10 };

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static void put_figure(const figure *at, FILE *out)
{
    char value[FIGURE_TEXT_BYTES], count[FIGURE_TEXT_BYTES] = "";

    figure_text(at, value);
    if (at->has_count) {
        figure_text(&(figure){ .has_value = true, .value = (double)at->count }, count);
    }
    (void)fputs("  ", out);
    text_put_left(out, at->name, NAME_WIDTH);
    text_put_right(out, text_span(value), VALUE_WIDTH);
    text_put_right(out, text_span(count), COUNT_WIDTH);
    if (at->target.length > 0) {
        (void)fputs("   ", out);
        text_put_left(out, at->target, 10);
        (void)fputs(at->met == FIGURE_MET      ? "met"
                    : at->met == FIGURE_MISSED ? "MISSED"
                                               : "nothing to measure",
                    out);
    }
    (void)fputc('\n', out);
}

static void put_terminal(const figures *all, const jaga_filter *period, FILE *out)
{
    char text[PERIOD_TEXT_BYTES];

    figures_period(period, text);
    (void)fprintf(out, "Report %s (UTC+7)\n", text);
    for (size_t i = 0; i < all->count; i++) {
        if (i == 0 || !is_same(all->list[i].part, all->list[i - 1].part)) {
            (void)fputc('\n', out);
            text_put_left(out, all->list[i].part, NAME_WIDTH + 2);
            text_put_right(out, text_span(""), VALUE_WIDTH);
            text_put_right(out, text_span("n"), COUNT_WIDTH);
            (void)fputs("   target\n", out);
        }
        put_figure(&all->list[i], out);
    }
}

static jaga_status run(const char *db, const jaga_filter *period, bool is_page, FILE *out,
                       jaga_error *err)
{
    static const jaga_filter everything = JAGA_FILTER_NONE;
    const jaga_filter *over = period != NULL ? period : &everything;
    database from = { .db = NULL };
    arena *memory = NULL;
    figures *all = NULL;

    jaga_status status = arena_open((size_t)1 << 32, &memory, err);
    if (status == JAGA_OK && (all = arena_take(memory, sizeof *all)) == NULL) {
        status = jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a report");
    }
    if (status == JAGA_OK) {
        status = database_open(db, &from, err);
    }
    if (status == JAGA_OK) {
        status = figures_read(&from, over, memory, all, err);
    }
    if (status == JAGA_OK) {
        (is_page ? report_page : put_terminal)(all, over, out);
        status = fflush(out) == 0 && ferror(out) == 0
                     ? JAGA_OK
                     : jaga_fail(err, JAGA_ERR_IO, "writing the report failed");
    }
    database_close(&from);
    arena_close(memory);
    return status;
}

jaga_status jaga_report(const char *db, const jaga_filter *period, FILE *out, jaga_error *err)
{
    return run(db, period, false, out, err);
}

jaga_status jaga_report_html(const char *db, const jaga_filter *period, FILE *out, jaga_error *err)
{
    return run(db, period, true, out, err);
}
