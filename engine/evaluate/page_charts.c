#include "evaluate/page_charts.h"

#include "base/chart.h"

#include <math.h>

double page_share(int64_t part, int64_t whole)
{
    return whole == 0 ? (double)NAN : (double)part / (double)whole;
}

static void share_ticks(const chart *at)
{
    static const char *const labels[] = { "0", "20%", "40%", "60%", "80%", "100%" };

    for (int i = 0; i <= 5; i++) {
        chart_tick_y(at, i / 5.0, labels[i]);
    }
}

/* No false hold at all has no place on a logarithmic axis: it stands at the left edge. */
static const double least_rate = 0.3, most_rate = 500.0;

static double rate_place(double rate)
{
    const double inside = rate < least_rate ? least_rate : rate > most_rate ? most_rate : rate;
    return log10(inside);
}

typedef double curve_value(const jaga_eval_found *of);

static double found_share(const jaga_eval_found *of)
{
    return page_share(of->found, of->incidents);
}

static double saved_share(const jaga_eval_found *of)
{
    return page_share(of->saved_minor, of->stolen_minor);
}

static double saved_inline_share(const jaga_eval_found *of)
{
    return page_share(of->saved_inline_minor, of->stolen_minor);
}

static void draw_curve(const chart *at, const jaga_evaluation *about, curve_value *value,
                       const char *class)
{
    chart_point points[JAGA_EVAL_CURVE];
    char title[120];
    size_t count = 0;

    for (size_t i = 0; i < JAGA_EVAL_CURVE; i++) {
        const jaga_eval_table *table = &about->curve[i].table;
        const chart_point point = { rate_place(table->false_rate), value(&table->all) };
        const bool is_again = count > 0 && points[count - 1].x >= point.x;
        count -= is_again;
        if (isfinite(point.y)) {
            points[count++] = point;
        }
    }
    chart_line(at, points, count, class);
    const jaga_eval_found *held = &about->held.all;
    if (isfinite(value(held))) {
        (void)snprintf(title, sizeof title, "as it decides: %.1f%% at %.2f false holds",
                       value(held) * 100.0, about->held.false_rate);
        chart_dot(at, (chart_point){ rate_place(about->held.false_rate), value(held) }, 5.0, class,
                  title);
    }
}

void page_chart_curve(const jaga_evaluation *about, FILE *to)
{
    static const double rates[] = { 0.5, 2, 10, 30, 100, 300 };
    const chart at = { to, rate_place(least_rate), rate_place(most_rate), 0.0, 1.0 };
    char label[16];

    chart_begin(&at, "Share of thefts found, and of money saved, against false holds per 10,000 "
                     "account-months");
    share_ticks(&at);
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        (void)snprintf(label, sizeof label, "%g", rates[i]);
        chart_tick_x(&at, rate_place(rates[i]), label);
    }
    chart_axes(&at, "false holds per 10,000 account-months", "share");
    const double here = rate_place(about->held.false_rate);
    const jaga_interval sure = about->held.sure.recall;
    chart_span(&at, here, 0.0, 1.0, "here");
    if (isfinite(sure.low)) {
        chart_span(&at, here, sure.low, sure.high, "a");
    }
    draw_curve(&at, about, saved_inline_share, "c");
    draw_curve(&at, about, saved_share, "b");
    draw_curve(&at, about, found_share, "a");
    chart_end(&at);
}

void page_chart_ranking(const jaga_eval_belief *of, FILE *to)
{
    static const char *const labels[] = { "0", "20%", "40%", "60%", "80%", "100%" };
    const chart at = { to, 0.0, 1.0, 0.0, 1.0 };
    const double chance = page_share(of->in_theft, of->rows);
    chart_point points[JAGA_EVAL_RANKING];

    chart_begin(&at, "Precision against recall, over rows of money out ranked by belief");
    share_ticks(&at);
    for (int i = 0; i <= 5; i++) {
        chart_tick_x(&at, i / 5.0, labels[i]);
    }
    chart_axes(&at, "recall: rows of thieves believed at least so much", "precision");
    for (size_t i = 0; i < of->ranks; i++) {
        points[i] = (chart_point){ of->ranking[i].recall, of->ranking[i].precision };
    }
    if (isfinite(chance)) {
        const chart_point by_chance[] = { { 0.0, chance }, { 1.0, chance } };
        chart_line(&at, by_chance, 2, "chance");
    }
    chart_line(&at, points, of->ranks, "a");
    chart_end(&at);
}

/* Log odds in bits, within the picture. */
static const double least_bits = -14.0, most_bits = 12.0;

static double odds_place(double share)
{
    const double bits = log2(share / (1.0 - share));
    return bits < least_bits ? least_bits : bits > most_bits ? most_bits : bits;
}

/* 95 %, after Wilson: keeps its sense for shares of 0 and 1. */
static void wilson(double found, double rows, double *low, double *high)
{
    static const double z = 1.959964;
    const double share = found / rows, scale = 1.0 + z * z / rows;
    const double middle = (share + z * z / (2.0 * rows)) / scale;
    const double half =
        z / scale * sqrt(share * (1.0 - share) / rows + z * z / (4.0 * rows * rows));

    *low = found > 0.0 ? middle - half : 0.0;
    *high = found < rows ? middle + half : 1.0;
}

static void draw_bin(const chart *at, const jaga_eval_bin *bin)
{
    const double rows = (double)bin->rows, found = (double)bin->in_theft;
    const double x = odds_place(bin->belief / rows);
    double low = 0.0, high = 1.0;
    char title[160];

    wilson(found, rows, &low, &high);
    (void)snprintf(title, sizeof title, "believed %.4g%%, was %.4g%%: %.0f of %.0f rows",
                   bin->belief / rows * 100.0, found / rows * 100.0, found, rows);
    chart_span(at, x, odds_place(low), odds_place(high), "a");
    chart_dot(at, (chart_point){ x, odds_place(found / rows) }, 2.5 + log10(rows),
              found > 0.0 ? "a" : "a hollow", title);
}

void page_chart_reliability(const jaga_eval_belief *of, FILE *to)
{
    static const double shares[] = { 0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999 };
    const chart at = { to, least_bits, most_bits, least_bits, most_bits };
    const chart_point ideal[] = { { least_bits, least_bits }, { most_bits, most_bits } };
    char label[16];

    chart_begin(&at, "Share of rows that were in a theft, against the belief in it");
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        (void)snprintf(label, sizeof label, "%g%%", shares[i] * 100.0);
        chart_tick_x(&at, odds_place(shares[i]), label);
        chart_tick_y(&at, odds_place(shares[i]), label);
    }
    chart_axes(&at, "belief that the hands have changed", "share that was in a theft");
    chart_line(&at, ideal, 2, "chance");
    for (size_t i = 0; i < JAGA_EVAL_BELIEF_BINS; i++) {
        if (of->bins[i].rows > 0) {
            draw_bin(&at, &of->bins[i]);
        }
    }
    chart_end(&at);
}
