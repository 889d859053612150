#include "cli/evaluation.h"

#include "base/money.h"

#include <inttypes.h>
#include <math.h>

typedef struct cell {
    char text[48];
} cell;

static cell count_of(int64_t value)
{
    cell made;
    (void)money_format_grouped(value, 0, made.text);
    return made;
}

static cell percent(double share)
{
    cell made = { "-" };
    if (isfinite(share)) {
        (void)snprintf(made.text, sizeof made.text, "%.1f%%", share * 100.0);
    }
    return made;
}

static cell share(int64_t part, int64_t whole)
{
    return percent(evaluation_share(part, whole));
}

static cell around(jaga_interval of)
{
    cell made = { "" };
    if (isfinite(of.low)) {
        (void)snprintf(made.text, sizeof made.text, "%.1f to %.1f%%", of.low * 100.0,
                       of.high * 100.0);
    }
    return made;
}

/* "3 s", "-12 min", "5.0 h", "2.1 d". */
static cell delay(double seconds)
{
    const double size = fabs(seconds);
    cell made = { "-" };

    if (!isfinite(seconds)) {
        return made;
    }
    const double unit = size < 120.0      ? 1.0
                        : size < 7200.0   ? 60.0
                        : size < 172800.0 ? 3600.0
                                          : 86400.0;
    const char *name = unit < 2.0 ? "s" : unit < 61.0 ? "min" : unit < 3601.0 ? "h" : "d";
    (void)snprintf(made.text, sizeof made.text, unit > 61.0 ? "%.1f %s" : "%.0f %s", seconds / unit,
                   name);
    return made;
}

static void line(FILE *out, const char *what, cell value, jaga_interval sure)
{
    (void)fprintf(out, "  %-46s %10s   %s\n", what, value.text, around(sure).text);
}

static void print_head(const jaga_evaluation *about, FILE *out)
{
    const jaga_eval_table *held = &about->held;

    (void)fprintf(out, "\n  %s events, %s accounts, %s days: %s account-months\n",
                  count_of(about->events).text, count_of(about->accounts).text,
                  count_of(about->days).text, count_of(llround(about->account_months)).text);
    (void)fprintf(
        out, "  %s thefts with a loss, of %s %s; %s tries without one, %s of them held\n",
        count_of(held->all.incidents).text,
        count_of(held->all.stolen_minor / (int64_t)llround(pow(10.0, about->digits))).text,
        about->currency, count_of(held->attempts).text, count_of(held->attempts_held).text);
    if (!about->has_thefts) {
        (void)fprintf(out, "  without --thefts: all money out of an account within a theft counts "
                           "as stolen\n");
    }
    if (held->already_held > 0) {
        (void)fprintf(out, "  left out: %s held within a day before they began\n",
                      count_of(held->already_held).text);
    }
}

static void print_held(const jaga_evaluation *about, FILE *out)
{
    const jaga_eval_table *held = &about->held;
    const jaga_eval_found *all = &held->all;
    cell rate, sure;

    (void)fprintf(out, "\nAs it decides%51s\n", "95 % interval");
    line(out, "thefts found", share(all->found, all->incidents), held->sure.recall);
    line(out, "found before the first loss", share(all->before, all->incidents), held->sure.before);
    line(out, "value saved", share(all->saved_minor, all->stolen_minor), held->sure.saved);
    line(out, "value saved, if the hold comes before its event",
         share(all->saved_inline_minor, all->stolen_minor), held->sure.saved_inline);
    (void)snprintf(rate.text, sizeof rate.text, "%.2f", held->false_rate);
    (void)snprintf(sure.text, sizeof sure.text, "%.2f to %.2f", held->sure.false_rate.low,
                   held->sure.false_rate.high);
    (void)fprintf(out, "  %-46s %10s   %s\n", "false holds per 10,000 account-months", rate.text,
                  sure.text);
    (void)fprintf(out, "  %-46s %10s   9 of 10 within %s\n", "median delay after the first loss",
                  delay(all->delay_median_s).text, delay(all->delay_p90_s).text);
    (void)fprintf(out,
                  "  holds: %s in thefts, %s false, %s on mules, %s after a customer's report\n",
                  count_of(held->true_holds).text, count_of(held->false_holds).text,
                  count_of(held->mule_holds).text, count_of(held->reported_holds).text);
}

static void print_curve(const jaga_evaluation *about, FILE *out)
{
    (void)fprintf(out,
                  "\nIf every decision above a score held; the score set on this log with "
                  "hindsight\n  %-22s %9s %8s %8s %8s %8s   %s\n",
                  "false per 10,000 a.-m.", "came out", "found", "before", "saved", "inline",
                  "saved, 95 %");
    for (int i = 0; i < JAGA_EVAL_TARGETS; i++) {
        const jaga_eval_table *at = &about->targets[i].table;
        const jaga_eval_found *all = &at->all;
        (void)fprintf(out, "  at most %-14d %9.2f %8s %8s %8s %8s   %s\n", jaga_eval_targets[i],
                      at->false_rate, share(all->found, all->incidents).text,
                      share(all->before, all->incidents).text,
                      share(all->saved_minor, all->stolen_minor).text,
                      share(all->saved_inline_minor, all->stolen_minor).text,
                      around(at->sure.saved).text);
    }
}

static void print_found(const jaga_eval_found *of, FILE *out)
{
    (void)fprintf(out, "  %-24s %6s %8s %8s %8s %8s %9s", of->name, count_of(of->incidents).text,
                  share(of->found, of->incidents).text, share(of->before, of->incidents).text,
                  share(of->saved_minor, of->stolen_minor).text,
                  share(of->saved_inline_minor, of->stolen_minor).text,
                  delay(of->delay_median_s).text);
}

static void print_groups(const char *what, const jaga_eval_found *of, size_t count, FILE *out)
{
    if (count == 0) {
        return;
    }
    (void)fprintf(out, "\n%-26s %6s %8s %8s %8s %8s %9s\n", what, "thefts", "found", "before",
                  "saved", "inline", "delay");
    for (size_t i = 0; i < count; i++) {
        print_found(&of[i], out);
        (void)fputc('\n', out);
    }
}

static void print_part(const jaga_eval_part *of, FILE *out)
{
    print_found(&of->found, out);
    (void)fprintf(out, "   %s in %s payments", count_of(of->false_holds).text,
                  count_of(of->payments).text);
    if (of->payments > 0) {
        (void)fprintf(out, ": %.1f per million",
                      (double)of->false_holds / (double)of->payments * 1e6);
    }
    (void)fputc('\n', out);
}

static void print_parts(const jaga_evaluation *about, FILE *out)
{
    (void)fprintf(out, "\n%-26s %6s %8s %8s %8s %8s %9s   %s\n", "Accounts that are", "thefts",
                  "found", "before", "saved", "inline", "delay", "false holds");
    for (int i = 0; i < JAGA_SEGMENTS; i++) {
        print_part(&about->segment[i], out);
    }
    print_part(&about->others, out);
}

static void print_twins(const jaga_evaluation *about, FILE *out)
{
    if (about->look_alikes == 0) {
        return;
    }
    (void)fprintf(out, "\n%-36s %6s %6s\n", "Honest look-alikes", "n", "held");
    for (size_t i = 0; i < about->look_alikes; i++) {
        const struct jaga_eval_twin *at = &about->look_alike[i];
        (void)fprintf(out, "  %-34s %6" PRId64 " %6" PRId64 "\n", at->name, at->episodes, at->held);
    }
}

static void print_belief(const jaga_eval_belief *of, FILE *out)
{
    (void)fprintf(out,
                  "\nBelief at %s rows of money out, %s of them in a theft\n"
                  "  calibration error %.6f, Brier %.6f\n",
                  count_of(of->rows).text, count_of(of->in_theft).text, of->calibration_error,
                  of->brier);
    if (of->in_theft > 0) {
        (void)fprintf(out, "  average precision %.4f; a ranking by chance has %.6f\n",
                      of->average_precision, evaluation_share(of->in_theft, of->rows));
    }
}

void evaluation_print(const jaga_evaluation *about, FILE *out)
{
    print_head(about, out);
    print_held(about, out);
    print_curve(about, out);
    print_groups("Kind of theft", about->kind, about->kinds, out);
    print_groups("Skill", about->skill, about->skills, out);
    print_parts(about, out);
    print_twins(about, out);
    print_belief(&about->belief, out);
}
