#include "evaluate/sum_up.h"

#include "evaluate/bootstrap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const int jaga_eval_targets[JAGA_EVAL_TARGETS] = { 2, 10, 30, 100 };
static const double curve_targets[JAGA_EVAL_CURVE] = { 0.5, 1,  1.5, 2,  3,   5,   7,   10,  15,
                                                       20,  30, 50,  70, 100, 150, 200, 300, 500 };

const char *jaga_eval_segment_name(jaga_eval_segment segment)
{
    switch (segment) {
    case JAGA_SEGMENT_NEW: return "new";
    case JAGA_SEGMENT_DORMANT: return "dormant";
    case JAGA_SEGMENT_WEALTHY: return "wealthy";
    case JAGA_SEGMENTS: break;
    }
    return "";
}

typedef bool attack_filter(const observed *log, const judged_attack *attack, size_t which);

static bool is_any(const observed *log, const judged_attack *attack, size_t which)
{
    (void)log;
    (void)attack;
    (void)which;
    return true;
}

static bool is_of_kind(const observed *log, const judged_attack *attack, size_t which)
{
    (void)log;
    return attack->of->kind == which;
}

static bool is_of_skill(const observed *log, const judged_attack *attack, size_t which)
{
    (void)log;
    return attack->of->skill == which;
}

static unsigned segments_of(const observed *log, const judged_attack *attack)
{
    const seen_account *account = observed_find(log, attack->of->account);
    return attack->of->segments | (account->is_wealthy ? 1U << JAGA_SEGMENT_WEALTHY : 0U);
}

static bool is_in_segment(const observed *log, const judged_attack *attack, size_t which)
{
    return (segments_of(log, attack) >> which & 1U) != 0;
}

static bool is_in_none(const observed *log, const judged_attack *attack, size_t which)
{
    (void)which;
    return segments_of(log, attack) == 0;
}

typedef struct summing {
    const observed *log;
    arena *memory;
    double *delays; /* room for one per attack */
} summing;

static void find(const summing *self, const judged *from, attack_filter *filter, size_t which,
                 jaga_eval_found *out)
{
    size_t count = 0;

    *out = (jaga_eval_found){ .incidents = 0 };
    for (size_t i = 0; i < from->attack_count; i++) {
        const judged_attack *at = &from->attacks[i];
        if (!filter(self->log, at, which)) {
            continue;
        }
        out->incidents++;
        out->found += at->is_found;
        out->before += at->is_before;
        out->not_after += at->is_not_after;
        out->stolen_minor += at->stolen_minor;
        out->saved_minor += at->saved_minor;
        out->saved_inline_minor += at->saved_inline_minor;
        self->delays[count] = at->delay_s;
        count += at->is_found;
    }
    out->delay_median_s = quantile(self->delays, count, 0.5);
    out->delay_p90_s = quantile(self->delays, count, 0.9);
}

static void find_named(const summing *self, const judged *from, attack_filter *filter,
                       const key_names *names, jaga_eval_found *out, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < names->count; i++) {
        jaga_eval_found *made = &out[*count];
        find(self, from, filter, i, made);
        (void)snprintf(made->name, sizeof made->name, "%s",
                       names->name[i][0] == '\0' ? "not said" : names->name[i]);
        *count += made->incidents > 0;
    }
}

static jaga_status fill_table(const summing *self, const judged *from, bool has_intervals,
                              jaga_eval_table *out, jaga_error *err)
{
    find(self, from, is_any, 0, &out->all);
    out->already_held = from->already_held;
    out->attempts = from->attempts;
    out->attempts_held = from->attempts_held;
    out->only_reported = from->only_reported;
    out->true_holds = from->holds[HOLD_TRUE];
    out->false_holds = from->holds[HOLD_FALSE];
    out->mule_holds = from->holds[HOLD_MULE];
    out->reported_holds = from->holds[HOLD_REPORTED];
    for (size_t i = 0; i < JAGA_EVAL_GROUPS_MAX; i++) {
        out->look_alikes += from->twins[i].episodes;
        out->look_alikes_held += from->twins[i].held;
    }
    out->false_rate = (double)out->false_holds / self->log->account_months * 1e4;
    return has_intervals ? bootstrap(from, self->log->account_months, self->memory, &out->sure, err)
                         : JAGA_OK;
}

static jaga_status fill_point(const summing *self, double target, bool has_intervals,
                              jaga_eval_point *out, jaga_error *err)
{
    const size_t mark = arena_mark(self->memory);
    const double allowed = target * self->log->account_months / 1e4;
    judge_rule rule = { .least = JAGA_OUTCOME_ALERT };
    judged found;

    JAGA_TRY(judge_score_above(self->log, allowed, self->memory, &rule.above, err));
    JAGA_TRY(judge(self->log, rule, self->memory, &found, err));
    out->target = target;
    out->score_above = isinf(rule.above) ? NAN : rule.above;
    JAGA_TRY(fill_table(self, &found, has_intervals, &out->table, err));
    arena_reset(self->memory, mark);
    return JAGA_OK;
}

static void fill_parts(const summing *self, const judged *from, jaga_evaluation *out)
{
    const observed *log = self->log;

    for (size_t i = 0; i < JAGA_SEGMENTS; i++) {
        jaga_eval_part *part = &out->segment[i];
        find(self, from, is_in_segment, i, &part->found);
        (void)snprintf(part->found.name, sizeof part->found.name, "%s",
                       jaga_eval_segment_name((jaga_eval_segment)i));
        part->false_holds = from->segment_false[i];
        part->payments = log->payments[i];
    }
    find(self, from, is_in_none, 0, &out->others.found);
    (void)snprintf(out->others.found.name, sizeof out->others.found.name, "others");
    out->others.false_holds = from->other_false;
    out->others.payments = log->other_payments;
}

/* As the engine decides: holds alone, by group; and holds with step-ups. */
static jaga_status fill_decided(const summing *self, jaga_evaluation *out, jaga_error *err)
{
    const judge_rule hold = { .least = JAGA_OUTCOME_HOLD, .above = -INFINITY };
    const judge_rule ask = { .least = JAGA_OUTCOME_STEP_UP, .above = -INFINITY };
    const answer_key *key = self->log->key;
    judged found;

    JAGA_TRY(judge(self->log, ask, self->memory, &found, err));
    JAGA_TRY(fill_table(self, &found, true, &out->held_or_asked, err));
    JAGA_TRY(judge(self->log, hold, self->memory, &found, err));
    JAGA_TRY(fill_table(self, &found, true, &out->held, err));
    find_named(self, &found, is_of_kind, &key->kinds, out->kind, &out->kinds);
    find_named(self, &found, is_of_skill, &key->skills, out->skill, &out->skills);
    for (size_t i = 0; i < key->twins.count; i++) {
        struct jaga_eval_twin *made = &out->look_alike[out->look_alikes];
        (void)snprintf(made->name, sizeof made->name, "%s", key->twins.name[i]);
        made->episodes = found.twins[i].episodes;
        made->held = found.twins[i].held;
        out->look_alikes += made->episodes > 0;
    }
    fill_parts(self, &found, out);
    return JAGA_OK;
}

static jaga_status open_summing(summing *self, const observed *log, arena *memory, jaga_error *err)
{
    const size_t most = log->key->episode_count + 1;

    *self = (summing){ .log = log,
                       .memory = memory,
                       .delays = arena_take(memory, most * sizeof *self->delays) };
    return self->delays != NULL ? JAGA_OK
                                : jaga_fail(err, JAGA_ERR_NOMEM, "no room for judging decisions");
}

jaga_status sum_up_found(const observed *log, arena *memory, jaga_eval_found *out, jaga_error *err)
{
    const judge_rule hold = { .least = JAGA_OUTCOME_HOLD, .above = -INFINITY };
    summing self;
    judged found;

    JAGA_TRY(open_summing(&self, log, memory, err));
    JAGA_TRY(judge(log, hold, memory, &found, err));
    find(&self, &found, is_any, 0, out);
    return JAGA_OK;
}

jaga_status sum_up(const observed *log, arena *memory, jaga_evaluation *out, jaga_error *err)
{
    summing self;

    JAGA_TRY(open_summing(&self, log, memory, err));
    out->accounts = (int64_t)log->accounts.count;
    out->days = log->days;
    out->account_months = log->account_months;
    out->mules = (int64_t)log->key->mule_count;
    out->alerts = log->outcomes[JAGA_OUTCOME_ALERT];
    out->step_ups = log->outcomes[JAGA_OUTCOME_STEP_UP];
    out->holds = log->outcomes[JAGA_OUTCOME_HOLD];
    out->has_thefts = log->key->thefts_path != NULL;
    JAGA_TRY(fill_decided(&self, out, err));
    for (int i = 0; i < JAGA_EVAL_TARGETS; i++) {
        JAGA_TRY(fill_point(&self, jaga_eval_targets[i], true, &out->targets[i], err));
    }
    for (int i = 0; i < JAGA_EVAL_CURVE; i++) {
        JAGA_TRY(fill_point(&self, curve_targets[i], false, &out->curve[i], err));
    }
    belief_sum_up(&log->belief, &out->belief);
    return JAGA_OK;
}
