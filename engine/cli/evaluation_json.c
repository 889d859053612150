/* The names of the fields are contract: tests compare them with another evaluator's. */
#include "cli/evaluation.h"

#include <jansson.h>
#include <math.h>

double evaluation_share(int64_t part, int64_t whole)
{
    return whole == 0 ? (double)NAN : (double)part / (double)whole;
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *count_of(int64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *interval(jaga_interval of)
{
    return isfinite(of.low) ? json_pack("[f, f]", of.low, of.high) : json_null();
}

static double money(const jaga_evaluation *about, int64_t minor)
{
    return (double)minor / pow(10.0, about->digits);
}

static json_t *found(const jaga_evaluation *about, const jaga_eval_found *of)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "episodes", count_of(of->incidents),
        "detected", count_of(of->found), "recall",
        number(evaluation_share(of->found, of->incidents)), "recall_before_first_theft",
        number(evaluation_share(of->before, of->incidents)), "recall_not_after_first_theft",
        number(evaluation_share(of->not_after, of->incidents)), "stolen",
        number(money(about, of->stolen_minor)), "value_saved",
        number(evaluation_share(of->saved_minor, of->stolen_minor)), "value_saved_inline",
        number(evaluation_share(of->saved_inline_minor, of->stolen_minor)), "latency_s_median",
        number(of->delay_median_s), "latency_s_p90", number(of->delay_p90_s));
}

static json_t *table(const jaga_evaluation *about, const jaga_eval_table *of)
{
    json_t *made = found(about, &of->all);
    json_t *more = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "already_held",
        count_of(of->already_held), "attempts_without_theft", count_of(of->attempts),
        "attempts_held", count_of(of->attempts_held), "only_reported", count_of(of->only_reported),
        "true_holds", count_of(of->true_holds), "false_holds", count_of(of->false_holds),
        "mule_holds", count_of(of->mule_holds), "reported_holds", count_of(of->reported_holds),
        "false_holds_per_10k_account_months", number(of->false_rate), "ci95",
        json_pack("{s:o, s:o, s:o, s:o, s:o}", "recall", interval(of->sure.recall),
                  "recall_before_first_theft", interval(of->sure.before), "value_saved",
                  interval(of->sure.saved), "value_saved_inline", interval(of->sure.saved_inline),
                  "false_holds_per_10k_account_months", interval(of->sure.false_rate)));

    (void)json_object_update(made, more);
    json_decref(more);
    (void)json_object_set_new(made, "look_alikes_all",
                              json_pack("{s:o, s:o}", "episodes", count_of(of->look_alikes), "held",
                                        count_of(of->look_alikes_held)));
    return made;
}

static json_t *groups(const jaga_evaluation *about, const jaga_eval_found *of, size_t count)
{
    json_t *made = json_object();

    for (size_t i = 0; i < count; i++) {
        (void)json_object_set_new(made, of[i].name, found(about, &of[i]));
    }
    return made;
}

static json_t *part(const jaga_evaluation *about, const jaga_eval_part *of)
{
    json_t *made = found(about, &of->found);

    (void)json_object_set_new(made, "false_holds", count_of(of->false_holds));
    (void)json_object_set_new(made, "payments", count_of(of->payments));
    return made;
}

static json_t *segments(const jaga_evaluation *about)
{
    json_t *made = json_object();

    for (int i = 0; i < JAGA_SEGMENTS; i++) {
        (void)json_object_set_new(made, about->segment[i].found.name,
                                  part(about, &about->segment[i]));
    }
    (void)json_object_set_new(made, "others", part(about, &about->others));
    return made;
}

static json_t *twins(const jaga_evaluation *about)
{
    json_t *made = json_object();

    for (size_t i = 0; i < about->look_alikes; i++) {
        const struct jaga_eval_twin *at = &about->look_alike[i];
        (void)json_object_set_new(made, at->name,
                                  json_pack("{s:o, s:o}", "episodes", count_of(at->episodes),
                                            "held", count_of(at->held)));
    }
    return made;
}

static json_t *sweep(const jaga_evaluation *about)
{
    json_t *made = json_array();

    for (int i = 0; i < JAGA_EVAL_TARGETS; i++) {
        const jaga_eval_point *at = &about->targets[i];
        json_t *row = table(about, &at->table);
        (void)json_object_set_new(row, "target", count_of(jaga_eval_targets[i]));
        (void)json_object_set_new(row, "score_above", number(at->score_above));
        (void)json_array_append_new(made, row);
    }
    return made;
}

static json_t *belief(const jaga_eval_belief *of)
{
    json_t *bins = json_array();

    for (int i = 0; i < JAGA_EVAL_BELIEF_BINS; i++) {
        const jaga_eval_bin *at = &of->bins[i];
        if (at->rows > 0) {
            const double rows = (double)at->rows;
            (void)json_array_append_new(
                bins, json_pack("{s:f, s:f, s:o}", "belief", at->belief / rows, "share",
                                (double)at->in_theft / rows, "rows", count_of(at->rows)));
        }
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "rows", count_of(of->rows), "in_theft",
                     count_of(of->in_theft), "brier", number(of->brier), "calibration_error",
                     number(of->calibration_error), "average_precision",
                     number(of->average_precision), "bins", bins);
}

jaga_status evaluation_print_json(const jaga_evaluation *about, FILE *out, jaga_error *err)
{
    json_t *made =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:{s:o, s:o, s:o}}", "rows",
                  count_of(about->rows), "events", count_of(about->events), "rejects",
                  count_of(about->rejects), "accounts", count_of(about->accounts), "days",
                  count_of(about->days), "account_months", number(about->account_months), "mules",
                  count_of(about->mules), "currency", about->currency, "has_thefts",
                  about->has_thefts, "decisions", "hold", count_of(about->holds), "step_up",
                  count_of(about->step_ups), "alert", count_of(about->alerts));
    json_t *held = table(about, &about->held);

    (void)json_object_set_new(held, "per_kind", groups(about, about->kind, about->kinds));
    (void)json_object_set_new(held, "per_skill", groups(about, about->skill, about->skills));
    (void)json_object_set_new(held, "per_segment", segments(about));
    (void)json_object_set_new(held, "look_alikes", twins(about));
    (void)json_object_set_new(made, "hold", held);
    (void)json_object_set_new(made, "hold_or_step_up", table(about, &about->held_or_asked));
    (void)json_object_set_new(made, "sweep", sweep(about));
    (void)json_object_set_new(made, "belief", belief(&about->belief));
    const int failed = made == NULL || json_dumpf(made, out, JSON_COMPACT) != 0;
    json_decref(made);
    if (failed || fputc('\n', out) == EOF) {
        return jaga_fail(err, JAGA_ERR_IO, "writing the evaluation as JSON failed");
    }
    return JAGA_OK;
}
