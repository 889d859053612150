#include "evaluate/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool counts(const seen_decision *decision, judge_rule rule)
{
    return decision->outcome >= (uint8_t)rule.least && decision->bits > rule.above;
}

/* Holds of one class on one account that are close are one: the account is held already. */
typedef struct class_count {
    int64_t kept_us; /* the last one that counted */
    uint32_t count;
} class_count;

static bool is_another(class_count *self, int64_t ts_us)
{
    if (self->count > 0 && ts_us - self->kept_us <= EVAL_MERGE_US) {
        return false;
    }
    self->kept_us = ts_us;
    self->count++;
    return true;
}

static void count_false(judged *out, const seen_account *account, const seen_decision *decision)
{
    const unsigned segments =
        decision->segments | (account->is_wealthy ? 1U << JAGA_SEGMENT_WEALTHY : 0U);

    for (int i = 0; i < JAGA_SEGMENTS; i++) {
        out->segment_false[i] += (segments >> i & 1U) != 0;
    }
    out->other_false += segments == 0;
}

static void count_holds(const observed *log, judge_rule rule, const seen_account *account,
                        judged *out)
{
    class_count of[HOLD_CLASSES] = { { 0, 0 } };

    for (size_t i = 0; i < account->decision_count; i++) {
        const seen_decision *at = &log->decisions[account->first_decision + i];
        if (counts(at, rule) && is_another(&of[at->class], at->ts_us) && at->class == HOLD_FALSE) {
            count_false(out, account, at);
        }
    }
    for (int c = 0; c < HOLD_CLASSES; c++) {
        out->holds[c] += of[c].count;
    }
    if (of[HOLD_FALSE].count > 0) {
        out->false_holds[out->false_accounts++] = of[HOLD_FALSE].count;
    }
}

/* The first to arrive of the account's holds between two moments, reports apart; NULL: none. */
static const seen_decision *first_hold(const observed *log, judge_rule rule,
                                       const seen_account *account, int64_t from_us,
                                       int64_t until_us)
{
    const seen_decision *first = NULL;

    for (size_t i = 0; i < account->decision_count; i++) {
        const seen_decision *at = &log->decisions[account->first_decision + i];
        if (counts(at, rule) && at->class != HOLD_REPORTED && at->ts_us >= from_us &&
            at->ts_us <= until_us && (first == NULL || at->row < first->row)) {
            first = at;
        }
    }
    return first;
}

static bool was_reported(const observed *log, judge_rule rule, const seen_account *account,
                         const key_episode *of)
{
    for (size_t i = 0; i < account->decision_count; i++) {
        const seen_decision *at = &log->decisions[account->first_decision + i];
        if (counts(at, rule) && at->class == HOLD_REPORTED && at->ts_us >= of->from_us &&
            at->ts_us <= of->until_us + EVAL_COMPROMISED_US) {
            return true;
        }
    }
    return false;
}

static void judge_losses(const observed *log, const seen_decision *hold, judged_attack *out)
{
    const key_loss *losses = &log->key->losses[out->of->first_loss];
    int64_t first_us = INT64_MAX;
    size_t later = 0, same = 0;

    for (size_t i = 0; i < out->of->loss_count; i++) {
        const key_loss *loss = &losses[i];
        out->stolen_minor += loss->amount_minor;
        first_us = loss->ts_us < first_us ? loss->ts_us : first_us;
        if (hold == NULL || loss->row < hold->row) {
            continue;
        }
        later += loss->row > hold->row;
        same += loss->row == hold->row;
        out->saved_minor += loss->row > hold->row ? loss->amount_minor : 0;
        out->saved_inline_minor += loss->amount_minor;
    }
    out->is_found = hold != NULL;
    out->is_before = later == out->of->loss_count;
    out->is_not_after = later + same == out->of->loss_count;
    out->delay_s = hold == NULL ? 0.0 : (double)(hold->ts_us - first_us) / 1e6;
}

static void judge_attack(const observed *log, judge_rule rule, const key_episode *of, judged *out)
{
    const seen_account *account = observed_find(log, of->account);
    const int64_t own_us = observed_report_from(log, account, of->from_us);
    const int64_t late_us = of->until_us + EVAL_GRACE_US;
    const seen_decision *hold =
        first_hold(log, rule, account, of->from_us, own_us <= late_us ? own_us - 1 : late_us);

    if (of->loss_count == 0) {
        out->attempts++;
        out->attempts_held += hold != NULL;
        return;
    }
    if (hold == NULL) {
        const int64_t from_us = of->from_us - EVAL_MERGE_US;
        if (first_hold(log, rule, account, from_us, of->from_us - 1) != NULL) {
            out->already_held++;
            return;
        }
        out->only_reported += was_reported(log, rule, account, of);
    }
    judged_attack *made = &out->attacks[out->attack_count++];
    *made = (judged_attack){ .of = of };
    judge_losses(log, hold, made);
}

/* What happens to look-alikes on accounts that are being robbed, or are mules, says nothing. */
static void judge_twin(const observed *log, judge_rule rule, const key_episode *of, judged *out)
{
    static const int64_t before_us = EVAL_MERGE_US;
    const seen_account *account = observed_find(log, of->account);
    struct judged_twin *twin = &out->twins[of->kind];

    if (account->is_mule) {
        return;
    }
    for (size_t i = 0; i < account->episode_count; i++) {
        const key_episode *at = &log->key->episodes[account->first_episode + i];
        if (at->is_attack && at->from_us - before_us <= of->until_us &&
            of->from_us <= at->until_us + EVAL_COMPROMISED_US) {
            return;
        }
    }
    twin->episodes++;
    twin->held += first_hold(log, rule, account, of->from_us, of->until_us + EVAL_GRACE_US) != NULL;
}

jaga_status judge(const observed *log, judge_rule rule, arena *memory, judged *out, jaga_error *err)
{
    const size_t episodes = log->key == NULL ? 0 : log->key->episode_count;

    *out = (judged){ .attacks = arena_take(memory, (episodes + 1) * sizeof *out->attacks),
                     .false_holds =
                         arena_take(memory, (log->accounts.count + 1) * sizeof *out->false_holds) };
    if (out->attacks == NULL || out->false_holds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for judging decisions");
    }
    for (size_t i = 0; i < log->accounts.count; i++) {
        count_holds(log, rule, observed_account(log, i), out);
    }
    for (size_t i = 0; i < episodes; i++) {
        const key_episode *of = &log->key->episodes[i];
        if (of->is_attack) {
            judge_attack(log, rule, of, out);
        } else {
            judge_twin(log, rule, of, out);
        }
    }
    return JAGA_OK;
}

int64_t judge_false_holds(const observed *log, judge_rule rule)
{
    class_count of = { 0, 0 };
    uint32_t account = UINT32_MAX;
    int64_t count = 0;

    for (size_t i = 0; i < log->decision_count; i++) {
        const seen_decision *at = &log->decisions[i];
        if (at->account != account) {
            account = at->account;
            of = (class_count){ 0, 0 };
        }
        count += at->class == HOLD_FALSE && counts(at, rule) && is_another(&of, at->ts_us);
    }
    return count;
}

typedef struct unproven_hold {
    double bits;
    bool is_reported;
} unproven_hold;

static int surest_first(const void *a, const void *b)
{
    const double x = ((const unproven_hold *)a)->bits, y = ((const unproven_hold *)b)->bits;
    return x > y ? -1 : x < y;
}

/* The holds that may be right or false, and how many of them are reported. out NULL: only counts.
 */
static size_t gather_unproven(const observed *log, judge_rule rule, unproven_hold *out,
                              size_t *reported)
{
    class_count of[HOLD_CLASSES] = { { 0, 0 } };
    uint32_t account = UINT32_MAX;
    size_t count = 0;

    *reported = 0;
    for (size_t i = 0; i < log->decision_count; i++) {
        const seen_decision *at = &log->decisions[i];
        if (at->account != account) {
            account = at->account;
            memset(of, 0, sizeof of);
        }
        if ((at->class == HOLD_TRUE || at->class == HOLD_FALSE) && counts(at, rule) &&
            is_another(&of[at->class], at->ts_us)) {
            if (out != NULL) {
                out[count] = (unproven_hold){ at->bits, at->class == HOLD_TRUE };
            }
            *reported += at->class == HOLD_TRUE;
            count++;
        }
    }
    return count;
}

jaga_status judge_reported_share(const observed *log, judge_rule rule, arena *memory, double *out,
                                 jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    unproven_hold *holds = arena_take(memory, (log->decision_count + 1) * sizeof *holds);
    size_t reported = 0, so_far = 0;

    if (holds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for judging holds");
    }
    const size_t count = gather_unproven(log, rule, holds, &reported);
    qsort(holds, count, sizeof *holds, surest_first);
    *out = reported == 0 ? 1.0 : 0.0;
    for (size_t i = 0; i < count; i++) {
        so_far += holds[i].is_reported;
        if (4 * (i + 1) >= reported) {
            const double asked = (double)(i + 2), share = (double)(so_far + 1) / asked;
            *out = fmax(*out, share + sqrt(share * (1.0 - share) / asked));
        }
    }
    *out = fmin(*out, 1.0);
    arena_reset(memory, mark);
    return JAGA_OK;
}

double judge_expected_false(const observed *log, judge_rule rule, double reported_share)
{
    size_t reported;
    const size_t count = gather_unproven(log, rule, NULL, &reported);

    return fmax(0.0, (double)count - (double)reported / reported_share);
}

static int by_score(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

jaga_status judge_score_above(const observed *log, double allowed, arena *memory, double *above,
                              jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    double *scores = arena_take(memory, (log->decision_count + 1) * sizeof *scores);
    size_t count = 0;

    if (scores == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for sorting decisions");
    }
    for (size_t i = 0; i < log->decision_count; i++) {
        scores[count] = log->decisions[i].bits;
        count += log->decisions[i].class == HOLD_FALSE;
    }
    qsort(scores, count, sizeof *scores, by_score);
    judge_rule rule = { .least = JAGA_OUTCOME_ALERT, .above = -INFINITY };
    if ((double)judge_false_holds(log, rule) > allowed) {
        /* More belief, fewer false holds: scores[low] leaves too many or is not known, scores[high]
         * few enough. */
        size_t low = 0, high = count - 1;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            rule.above = scores[middle];
            const bool fits = (double)judge_false_holds(log, rule) <= allowed;
            high = fits ? middle : high;
            low = fits ? low : middle + 1;
        }
        rule.above = scores[high];
    }
    *above = rule.above;
    arena_reset(memory, mark);
    return JAGA_OK;
}
