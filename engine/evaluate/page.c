/* The page of an evaluation: figures first, pictures, then tables. It is well-formed XML, too, so
 * that any parser can check it. */
#include "base/chart.h"
#include "base/html_page.h"
#include "base/money.h"
#include "evaluate/page_charts.h"
#include "jaga/version.h"

#include <inttypes.h>
#include <math.h>

static void put_share(double share, FILE *to)
{
    if (isfinite(share)) {
        (void)fprintf(to, "%.1f%%", share * 100.0);
    } else {
        (void)fputs("–", to);
    }
}

static void put_count(int64_t value, FILE *to)
{
    char text[MONEY_TEXT_BYTES];

    (void)money_format_grouped(value, 0, text);
    (void)fputs(text, to);
}

static void put_delay(double seconds, FILE *to)
{
    const double size = fabs(seconds);

    if (!isfinite(seconds)) {
        (void)fputs("–", to);
    } else if (size < 120.0) {
        (void)fprintf(to, "%.0f s", seconds);
    } else if (size < 7200.0) {
        (void)fprintf(to, "%.0f min", seconds / 60.0);
    } else if (size < 172800.0) {
        (void)fprintf(to, "%.1f h", seconds / 3600.0);
    } else {
        (void)fprintf(to, "%.1f d", seconds / 86400.0);
    }
}

static void put_card(const char *what, double share, jaga_interval sure, FILE *to)
{
    (void)fprintf(to, "<div class=\"card\">%s<span class=\"big\">", what);
    put_share(share, to);
    (void)fputs("</span><small>", to);
    if (isfinite(sure.low)) {
        (void)fprintf(to, "95 %%: %.1f to %.1f%%", sure.low * 100.0, sure.high * 100.0);
    }
    (void)fputs("</small></div>\n", to);
}

static void put_head(const jaga_evaluation *about, FILE *to)
{
    html_page_begin("en", "jaga: evaluation", to);
    (void)fputs("<h1>What the decisions were worth</h1>\n<p>", to);
    put_count(about->events, to);
    (void)fputs(" events of ", to);
    put_count(about->accounts, to);
    (void)fprintf(to, " accounts over %" PRId64 " days, ", about->days);
    put_count(llround(about->account_months), to);
    (void)fputs(" account-months, decided on in one pass: each event judged before it was learned "
                "from, the answer key read by the judge alone. ",
                to);
    put_count(about->held.all.incidents, to);
    (void)fputs(" thefts with a loss, of ", to);
    put_count(about->held.all.stolen_minor / llround(pow(10.0, about->digits)), to);
    (void)fprintf(to, " %s.</p>\n", about->currency);
    if (!about->has_thefts) {
        (void)fputs("<p>No list of thefts was given: all money out of an account within a theft "
                    "counts as stolen.</p>\n",
                    to);
    }
}

static void put_figures(const jaga_evaluation *about, FILE *to)
{
    const jaga_eval_table *held = &about->held;
    const jaga_eval_found *all = &held->all;

    (void)fputs("<div class=\"figures\">\n", to);
    put_card("Thefts found", page_share(all->found, all->incidents), held->sure.recall, to);
    put_card("Before the first loss", page_share(all->before, all->incidents), held->sure.before,
             to);
    put_card("Value saved", page_share(all->saved_minor, all->stolen_minor), held->sure.saved, to);
    put_card("Saved, if holds come before their event",
             page_share(all->saved_inline_minor, all->stolen_minor), held->sure.saved_inline, to);
    (void)fprintf(to,
                  "<div class=\"card\">False holds per 10,000 account-months<span class=\"big\">"
                  "%.2f</span><small>95 %%: %.2f to %.2f</small></div>\n",
                  held->false_rate, held->sure.false_rate.low, held->sure.false_rate.high);
    (void)fputs("<div class=\"card\">Median delay after the first loss<span class=\"big\">", to);
    put_delay(all->delay_median_s, to);
    (void)fputs("</span><small>9 of 10 within ", to);
    put_delay(all->delay_p90_s, to);
    (void)fputs("</small></div>\n</div>\n", to);
}

static void put_point(const char *what, const jaga_eval_table *at, FILE *to)
{
    const jaga_eval_found *all = &at->all;

    (void)fprintf(to, "<tr><td>%s</td><td>%.2f</td><td>", what, at->false_rate);
    put_share(page_share(all->found, all->incidents), to);
    (void)fputs("</td><td>", to);
    put_share(page_share(all->saved_minor, all->stolen_minor), to);
    (void)fputs("</td><td>", to);
    put_share(page_share(all->saved_inline_minor, all->stolen_minor), to);
    (void)fputs("</td></tr>\n", to);
}

static void put_points(const jaga_evaluation *about, FILE *to)
{
    char what[48];

    (void)fputs("<section class=\"card\"><h2>At fixed rates</h2>\n<table><tr><th>false holds</th>"
                "<th>came out</th><th>found</th><th>value saved</th><th>with its event</th></tr>\n",
                to);
    put_point("holds as decided", &about->held, to);
    put_point("holds and step-ups", &about->held_or_asked, to);
    for (int i = 0; i < JAGA_EVAL_TARGETS; i++) {
        (void)snprintf(what, sizeof what, "at most %d", jaga_eval_targets[i]);
        put_point(what, &about->targets[i].table, to);
    }
    (void)fputs("</table></section>\n", to);
}

static void put_charts(const jaga_evaluation *about, FILE *to)
{
    const jaga_eval_belief *belief = &about->belief;

    (void)fputs("<div class=\"grid2\">\n<section class=\"card\"><h2>What false holds buy</h2>"
                "<p>Every decision above a score counts as a hold; the score is chosen with "
                "hindsight. Dots: as it decided.</p>\n",
                to);
    page_chart_curve(about, to);
    (void)fputs("<ul class=\"key\"><li class=\"a\">thefts found</li><li class=\"b\">value saved"
                "</li><li class=\"c\">value saved, if holds come before their event</li></ul>"
                "</section>\n",
                to);
    put_points(about, to);
    (void)fputs("<section class=\"card\"><h2>Ranking by belief</h2><p>", to);
    put_count(belief->rows, to);
    (void)fputs(" rows of money out, ", to);
    put_count(belief->in_theft, to);
    (void)fputs(" of them in a theft. ", to);
    if (belief->in_theft > 0) {
        (void)fprintf(to, "Average precision %.3f; by chance (dashed) %.5f.",
                      belief->average_precision, page_share(belief->in_theft, belief->rows));
    }
    (void)fputs("</p>\n", to);
    page_chart_ranking(belief, to);
    (void)fputs("</section>\n<section class=\"card\"><h2>Belief, and what was so</h2><p>", to);
    if (belief->rows > 0) {
        (void)fprintf(to,
                      "Calibration error %.5f, Brier %.5f. Above the dashed line: believed too "
                      "little. Hollow: none was in a theft.",
                      belief->calibration_error, belief->brier);
    }
    (void)fputs("</p>\n", to);
    page_chart_reliability(belief, to);
    (void)fputs("</section>\n", to);
}

static void put_found(const jaga_eval_found *of, FILE *to)
{
    const double found = page_share(of->found, of->incidents);

    (void)fputs("<tr><td>", to);
    chart_escape(of->name, to);
    (void)fprintf(to, "</td><td>%" PRId64 "</td><td>", of->incidents);
    put_share(found, to);
    (void)fprintf(to, "<span class=\"bar\"><i style=\"width:%.0f%%\"></i></span></td><td>",
                  isfinite(found) ? found * 100.0 : 0.0);
    put_share(page_share(of->before, of->incidents), to);
    (void)fputs("</td><td>", to);
    put_share(page_share(of->saved_minor, of->stolen_minor), to);
    (void)fputs("</td><td>", to);
    put_share(page_share(of->saved_inline_minor, of->stolen_minor), to);
    (void)fputs("</td><td>", to);
    put_delay(of->delay_median_s, to);
    (void)fputs("</td>", to);
}

static void put_columns(const char *first, const char *more, FILE *to)
{
    (void)fprintf(to,
                  "<table><tr><th>%s</th><th>thefts</th><th>found</th><th>before the first loss"
                  "</th><th>value saved</th><th>with its event</th><th>median delay</th>%s</tr>\n",
                  first, more);
}

static void put_groups(const char *what, const jaga_eval_found *of, size_t count, FILE *to)
{
    if (count == 0) {
        return;
    }
    (void)fprintf(to, "<section class=\"card wide\"><h2>By %s</h2>\n", what);
    put_columns(what, "", to);
    for (size_t i = 0; i < count; i++) {
        put_found(&of[i], to);
        (void)fputs("</tr>\n", to);
    }
    (void)fputs("</table></section>\n", to);
}

static void put_part(const jaga_eval_part *of, FILE *to)
{
    put_found(&of->found, to);
    (void)fprintf(to, "<td>%" PRId64 "</td><td>", of->false_holds);
    if (of->payments > 0) {
        (void)fprintf(to, "%.1f", (double)of->false_holds / (double)of->payments * 1e6);
    } else {
        (void)fputs("–", to);
    }
    (void)fputs("</td></tr>\n", to);
}

static void put_parts(const jaga_evaluation *about, FILE *to)
{
    (void)fputs("<section class=\"card wide\"><h2>Who is treated worse</h2><p>New: fewer than ten "
                "events. Dormant: in the week after two weeks or more of silence. Wealthy: the "
                "tenth of accounts that spends most.</p>\n",
                to);
    put_columns("accounts", "<th>false holds</th><th>per million payments</th>", to);
    for (int i = 0; i < JAGA_SEGMENTS; i++) {
        put_part(&about->segment[i], to);
    }
    put_part(&about->others, to);
    (void)fputs("</table></section>\n", to);
}

static void put_twins(const jaga_evaluation *about, FILE *to)
{
    if (about->look_alikes == 0) {
        return;
    }
    (void)fputs("<section class=\"card\"><h2>Honest look-alikes</h2>\n<table><tr><th>what the "
                "owner did</th><th>times</th><th>held</th></tr>\n",
                to);
    for (size_t i = 0; i < about->look_alikes; i++) {
        (void)fputs("<tr><td>", to);
        chart_escape(about->look_alike[i].name, to);
        (void)fprintf(to, "</td><td>%" PRId64 "</td><td>%" PRId64 "</td></tr>\n",
                      about->look_alike[i].episodes, about->look_alike[i].held);
    }
    (void)fputs("</table></section>\n", to);
}

jaga_status jaga_evaluation_html(const jaga_evaluation *about, FILE *to, jaga_error *err)
{
    put_head(about, to);
    put_figures(about, to);
    put_charts(about, to);
    put_groups("kind of theft", about->kind, about->kinds, to);
    put_groups("skill", about->skill, about->skills, to);
    put_parts(about, to);
    put_twins(about, to);
    (void)fputs("</div>\n<p>Intervals: 95 %, bootstrap over thefts, for false holds over accounts. "
                "The rules stand in docs/method.md. jaga " JAGA_VERSION "</p>\n",
                to);
    html_page_end(to);
    return ferror(to) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_IO, "writing the page of the evaluation failed");
}
