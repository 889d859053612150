/* The end of the pass: sorting, sums, and whether the key is about this log. */
#include "evaluate/observed.h"

#include "base/when.h"

#include <math.h>
#include <stdlib.h>

static const double day_slack = 0.02; /* a log of whole days has rows minutes beyond them */

static int by_account_and_time(const void *a, const void *b)
{
    const seen_decision *x = a, *y = b;

    if (x->account != y->account) {
        return x->account < y->account ? -1 : 1;
    }
    if (x->ts_us != y->ts_us) {
        return x->ts_us < y->ts_us ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_report(const void *a, const void *b)
{
    const seen_report *x = a, *y = b;

    if (x->account != y->account) {
        return x->account < y->account ? -1 : 1;
    }
    return x->ts_us < y->ts_us ? -1 : x->ts_us > y->ts_us;
}

static int by_spent(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static jaga_status check_key(const observed *self, jaga_error *err)
{
    const answer_key *key = self->key;
    const key_episode *alien = NULL;
    const key_loss *missing = NULL;

    for (size_t i = 0; i < key->episode_count; i++) {
        const key_episode *at = &key->episodes[i];
        alien = !at->has_account && (alien == NULL || at->line < alien->line) ? at : alien;
    }
    if (alien != NULL) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: the log has no event of this account",
                         key->truth_path, alien->line);
    }
    for (size_t i = 0; i < key->loss_count; i++) {
        const key_loss *at = &key->losses[i];
        missing = !at->is_placed && (missing == NULL || at->line < missing->line) ? at : missing;
    }
    return missing == NULL ? JAGA_OK
                           : jaga_fail(err, JAGA_ERR_FORMAT,
                                       "%s: line %u: the log has no event of this event_id",
                                       key->thefts_path, missing->line);
}

/* The tenth that spends most: the least sum among them, which at least one must reach. */
static jaga_status mark_wealthy(observed *self, arena *memory, jaga_error *err)
{
    const size_t count = self->accounts.count, mark = arena_mark(memory);
    int64_t *spent = arena_take(memory, (count + 1) * sizeof *spent);

    if (spent == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for sorting accounts");
    }
    for (size_t i = 0; i < count; i++) {
        spent[i] = observed_account(self, i)->spent_minor;
    }
    qsort(spent, count, sizeof *spent, by_spent);
    const int64_t least = count > 0 ? spent[count - 1 - (count - 1) / 10] : 0;
    for (size_t i = 0; i < count; i++) {
        seen_account *at = observed_account(self, i);
        at->is_wealthy = at->spent_minor > 0 && at->spent_minor >= least;
        self->payments[JAGA_SEGMENT_WEALTHY] += at->is_wealthy ? at->payments : 0;
        self->other_payments += at->is_wealthy ? 0 : at->plain_payments;
    }
    arena_reset(memory, mark);
    return JAGA_OK;
}

static void sort_lists(observed *self)
{
    qsort(self->decisions, self->decision_count, sizeof *self->decisions, by_account_and_time);
    for (size_t i = 0; i < self->decision_count; i++) {
        seen_account *of = observed_account(self, self->decisions[i].account);
        of->first_decision = of->decision_count == 0 ? i : of->first_decision;
        of->decision_count++;
    }
    qsort(self->reports, self->report_count, sizeof *self->reports, by_report);
    for (size_t i = 0; i < self->report_count; i++) {
        seen_account *of = observed_account(self, self->reports[i].account);
        of->first_report = of->report_count == 0 ? i : of->first_report;
        of->report_count++;
    }
}

/* Where no key speaks: soon after the hold the customer says that it was theft. */
static bool is_confirmed(const observed *self, const seen_account *account, int64_t ts_us)
{
    const int64_t reported_us = observed_report_from(self, account, ts_us);

    return self->key == NULL && reported_us != INT64_MAX &&
           reported_us - ts_us <= EVAL_COMPROMISED_US;
}

static hold_class class_of(const observed *self, const seen_account *account, int64_t ts_us)
{
    const int64_t reported_us = observed_report_before(self, account, ts_us);

    if (reported_us != INT64_MIN && ts_us - reported_us <= EVAL_COMPROMISED_US) {
        return HOLD_REPORTED;
    }
    for (size_t i = 0; i < account->episode_count; i++) {
        const key_episode *at = &self->key->episodes[account->first_episode + i];
        if (at->is_attack && at->from_us <= ts_us && ts_us <= at->until_us + EVAL_COMPROMISED_US) {
            return HOLD_TRUE;
        }
    }
    if (is_confirmed(self, account, ts_us)) {
        return HOLD_TRUE;
    }
    return account->is_mule ? HOLD_MULE : HOLD_FALSE;
}

jaga_status observed_end(observed *self, arena *memory, jaga_error *err)
{
    if (self->accounts.count == 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "the log has no event of an account");
    }
    if (self->key != NULL) {
        JAGA_TRY(check_key(self, err));
        key_sort_losses(self->key);
    }
    JAGA_TRY(mark_wealthy(self, memory, err));
    sort_lists(self);
    for (size_t i = 0; i < self->decision_count; i++) {
        seen_decision *at = &self->decisions[i];
        at->class = (uint8_t)class_of(self, observed_account(self, at->account), at->ts_us);
    }
    const double span = (double)(self->last_us - self->first_us) / (double)US_PER_DAY;
    const double days = ceil(span - day_slack);
    self->days = days < 1.0 ? 1 : (int64_t)days;
    self->account_months = (double)self->accounts.count * (double)self->days * (double)US_PER_DAY /
                           (double)EVAL_MONTH_US;
    return JAGA_OK;
}
