#include "query/report_page.h"

#include "base/chart.h"
#include "base/html_page.h"
#include "base/when.h"
#include "jaga/version.h"

#include <math.h>
#include <string.h>

static void put_span(jaga_span text, FILE *out)
{
    char room[200];

    (void)snprintf(room, sizeof room, "%.*s", (int)text.length, text.at);
    chart_escape(room, out);
}

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* What has a target and could be measured stands above, large. */
static void put_cards(const figures *all, FILE *out)
{
    (void)fputs("<div class=\"figures\">\n", out);
    for (size_t i = 0; i < all->count; i++) {
        const figure *at = &all->list[i];
        char value[FIGURE_TEXT_BYTES];
        if (at->met == FIGURE_NO_TARGET) {
            continue;
        }
        figure_text(at, value);
        (void)fputs("<div class=\"card\">", out);
        put_span(at->part, out);
        (void)fputs(": ", out);
        put_span(at->name, out);
        (void)fprintf(out, "<span class=\"big\">%s</span><small>target ", value);
        put_span(at->target, out);
        (void)fputs(at->met == FIGURE_MET ? ": met" : ": <b>missed</b>", out);
        (void)fprintf(out, ", n = %lld</small></div>\n", (long long)at->count);
    }
    (void)fputs("</div>\n", out);
}

static void put_share(const figure *at, FILE *out)
{
    if (at->has_value && is_same(at->unit, (jaga_span){ "share", 5 })) {
        (void)fprintf(out, "<span class=\"bar\"><i style=\"width:%.0f%%\"></i></span>",
                      100.0 * fmin(fmax(at->value, 0.0), 1.0));
    }
}

static void put_tables(const figures *all, FILE *out)
{
    for (size_t i = 0; i < all->count; i++) {
        const figure *at = &all->list[i];
        const bool is_first = i == 0 || !is_same(at->part, all->list[i - 1].part);
        const bool is_last = i + 1 == all->count || !is_same(at->part, all->list[i + 1].part);
        char value[FIGURE_TEXT_BYTES];
        if (is_first) {
            (void)fputs("<section class=\"card\"><h2>", out);
            put_span(at->part, out);
            (void)fputs("</h2>\n<table><tr><th></th><th>value</th><th>n</th><th>target</th></tr>\n",
                        out);
        }
        figure_text(at, value);
        (void)fputs("<tr><td>", out);
        put_span(at->name, out);
        (void)fprintf(out, "</td><td>%s", value);
        put_share(at, out);
        (void)fputs("</td><td>", out);
        if (at->has_count) {
            (void)fprintf(out, "%lld", (long long)at->count);
        }
        (void)fputs("</td><td>", out);
        put_span(at->target, out);
        (void)fputs("</td></tr>\n", out);
        if (is_last) {
            (void)fputs("</table></section>\n", out);
        }
    }
}

/* A round step that gives at most six labels. */
static double step_for(double most)
{
    double step = 1.0;

    while (most / step > 6.0) {
        step *= fmod(log10(step) + 0.001, 1.0) < 0.1 ? 2.0 : 5.0;
    }
    return step;
}

static void put_line(const chart *on, const figures *all, size_t kind, const char *class)
{
    chart_point points[2 * FIGURE_DAYS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < all->day_count; i++) {
        const figure_day *at = &all->days[i];
        const int64_t values[] = { at->holds, at->thefts, at->false_alarms };
        /* Days between two rows had none. */
        if (i > 0 && at->day > all->days[i - 1].day + 1) {
            points[count++] = (chart_point){ (double)(all->days[i - 1].day + 1), 0.0 };
            if (at->day > all->days[i - 1].day + 2) {
                points[count++] = (chart_point){ (double)(at->day - 1), 0.0 };
            }
        }
        if (count + 3 > sizeof points / sizeof points[0]) {
            break;
        }
        points[count++] = (chart_point){ (double)at->day, (double)values[kind] };
    }
    chart_line(on, points, count, class);
}

static void put_days(const figures *all, FILE *out)
{
    double most = 1.0;

    if (all->day_count < 2) {
        return;
    }
    for (size_t i = 0; i < all->day_count; i++) {
        most = fmax(most, (double)all->days[i].holds);
    }
    const double first = (double)all->days[0].day;
    const double last = (double)all->days[all->day_count - 1].day;
    const double step = step_for(most), top = ceil(most / step) * step;
    const chart on = { out, first, last, 0.0, top };

    (void)fputs("<section class=\"card\"><h2>Holds by day</h2>\n", out);
    chart_begin(&on, "holds by day, thefts and false alarms among them");
    for (double y = 0.0; y <= top; y += step) {
        char label[24];
        (void)snprintf(label, sizeof label, "%.0f", y);
        chart_tick_y(&on, y, label);
    }
    for (int i = 0; i <= 4; i++) {
        const double day = floor(first + (last - first) * i / 4.0);
        char label[WHEN_TEXT_BYTES];
        when_format((int64_t)day * US_PER_DAY, label);
        label[10] = '\0';
        chart_tick_x(&on, day, label + 5);
    }
    chart_axes(&on, "day", "holds");
    put_line(&on, all, 0, "a");
    put_line(&on, all, 1, "b");
    put_line(&on, all, 2, "c");
    chart_end(&on);
    (void)fputs("<ul class=\"key\"><li class=\"a\">holds</li><li class=\"b\">of them thefts</li>"
                "<li class=\"c\">of them false alarms</li></ul></section>\n",
                out);
}

void report_page(const figures *all, const jaga_filter *period, FILE *out)
{
    char text[PERIOD_TEXT_BYTES];

    html_page_begin("en", "jaga: report", out);
    figures_period(period, text);
    (void)fprintf(out, "<h1>Report</h1>\n<p>Events %s (UTC+7).</p>\n", text);
    put_cards(all, out);
    (void)fputs("<div class=\"grid2\">\n", out);
    put_days(all, out);
    put_tables(all, out);
    (void)fputs(
        "</div>\n<p>Percentiles by nearest rank; a dash: nothing to measure. Every figure "
        "can be made again from the views kpi_* of the database, and the tables of recalls and "
        "requests. jaga " JAGA_VERSION "</p>\n",
        out);
    html_page_end(out);
}
