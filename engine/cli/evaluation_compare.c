/* Two models on one log, side by side: the one in force, and one that would like to be. */
#include "cli/evaluation.h"

#include <inttypes.h>
#include <math.h>

static void put_share(FILE *out, int64_t part, int64_t whole)
{
    const double share = evaluation_share(part, whole);

    if (isfinite(share)) {
        (void)fprintf(out, " %9.1f%%", share * 100.0);
    } else {
        (void)fprintf(out, " %10s", "-");
    }
}

static void put_table(FILE *out, const char *what, const char *who, const jaga_eval_table *from)
{
    const jaga_eval_found *all = &from->all;

    (void)fprintf(out, "  %-14s %-11s %9.2f", what, who, from->false_rate);
    put_share(out, all->found, all->incidents);
    put_share(out, all->before, all->incidents);
    put_share(out, all->saved_minor, all->stolen_minor);
    put_share(out, all->saved_inline_minor, all->stolen_minor);
    (void)fprintf(out, "   %.1f to %.1f%%\n", from->sure.recall.low * 100.0,
                  from->sure.recall.high * 100.0);
}

static void put_count(FILE *out, const char *what, int64_t champion, int64_t challenger)
{
    (void)fprintf(out, "  %-14s %10" PRId64 " %10" PRId64, what, champion, challenger);
    if (champion > 0) {
        (void)fprintf(out, " %+9.1f%%", (double)(challenger - champion) / (double)champion * 100.0);
    }
    (void)fputc('\n', out);
}

void evaluation_compare(const jaga_evaluation *champion, const jaga_evaluation *challenger,
                        FILE *out)
{
    (void)fprintf(out,
                  "\n  %" PRId64 " events, %" PRId64 " thefts with a loss\n\n"
                  "  %-14s %-11s %9s %10s %10s %10s %10s   %s\n",
                  champion->events, champion->held.all.incidents, "false holds", "", "came out",
                  "found", "before", "saved", "inline", "found, 95 %");
    put_table(out, "as it decides", "champion", &champion->held);
    put_table(out, "", "challenger", &challenger->held);
    for (int i = 0; i < JAGA_EVAL_TARGETS; i++) {
        char what[24];
        (void)snprintf(what, sizeof what, "at most %d", jaga_eval_targets[i]);
        put_table(out, what, "champion", &champion->targets[i].table);
        put_table(out, "", "challenger", &challenger->targets[i].table);
    }
    (void)fprintf(out, "\n  %-14s %10s %10s %10s\n", "", "champion", "challenger", "change");
    put_count(out, "alerts", champion->alerts, challenger->alerts);
    put_count(out, "step-ups", champion->step_ups, challenger->step_ups);
    put_count(out, "holds", champion->holds, challenger->holds);
    (void)fprintf(out, "  %-14s %10.4f %10.4f\n", "avg precision",
                  champion->belief.average_precision, challenger->belief.average_precision);
    (void)fprintf(out, "  %-14s %10.4f %10.4f\n", "calibration", champion->belief.calibration_error,
                  challenger->belief.calibration_error);
}
