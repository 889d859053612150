/* Proving who is on the line, and what they say of each payment. */
#include "desk/past.h"

#include "base/when.h"

#include <string.h>

enum { FAILURES_READ = 16 };

static uint32_t owner_guard(const jaga_desk *desk, const desk_file *about)
{
    return about->owner == desk->agent ? TASK_GUARD(IS_OWNER) : 0;
}

/* Identity is proven in the talk about the theft, and later again for putting the account right. */
static jaga_status require_talk(const desk_file *about, jaga_error *err)
{
    const bool is_talk = about->task_state == TASK_VERIFYING || about->task_state == TASK_VERIFIED;
    const bool is_later = about->case_state == CASE_RECOVERING ||
                          about->case_state == CASE_RESTORING ||
                          about->case_state == CASE_FALSE_ALARM;

    return is_talk || is_later
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "nobody is on the line whose identity could be proven: the call has to "
                           "be answered and the call code compared first");
}

static jaga_status pass(jaga_desk *desk, desk_file *about, const past *before, jaga_error *err)
{
    standing who;

    JAGA_TRY(standing_read(desk, about, before, &who, err));
    if (about->task_state != TASK_VERIFYING || !identity_allows(who.valid, IDENTITY_DECIDE)) {
        return JAGA_OK;
    }
    const desk_step_wish step = { .event = TASK_ON_IDV_PASS,
                                  .guards = owner_guard(desk, about),
                                  .until_us = INT64_MIN };
    return desk_step_task(desk, about, &step, err);
}

static jaga_status put_proof(jaga_desk *desk, desk_file *about, const past *before,
                             identity_evidence evidence, jaga_error *err)
{
    const desk_act act = { .kind = "proof",
                           .ref = identity_evidence_name(evidence),
                           .actor = MACHINE_AGENT };

    JAGA_TRY(desk_append(desk, about, &act, err));
    return pass(desk, about, before, err);
}

/* The failures of the last 24 hours, this one included. */
static jaga_status count_failures(jaga_desk *desk, const desk_file *about, int64_t *out,
                                  jaga_error *err)
{
    int64_t failures[FAILURES_READ];
    jaga_status status = JAGA_OK;
    size_t count = 0;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "get_failures", &row, err));
    sql_name(&row, about->case_id);
    sql_integer(&row, desk->now_us - IDENTITY_FAILURE_SPAN_S * US_PER_SECOND);
    while (count < FAILURES_READ && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        failures[count++] = sqlite3_column_int64(row.statement, 0);
    }
    desk_end(&row);
    *out =
        identity_locks(failures, count, desk->now_us) ? IDENTITY_FAILURES_MAX : (int64_t)count + 1;
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status lock_out(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const desk_step_wish step = { .event = CASE_ON_IDENTITY_FAILED,
                                  .guards = CASE_GUARD(IDENTITY_FAILED_THRICE),
                                  .until_us = INT64_MIN };
    const desk_act notice = { .kind = "notice",
                              .ref = "notice.identity_failed",
                              .actor = MACHINE_AGENT,
                              .is_about_case = true };

    if (about->case_state == CASE_VERIFYING) {
        JAGA_TRY(desk_step_case(desk, about, &step, err));
    }
    return desk_append(desk, about, &notice, err);
}

static jaga_status put_failure(jaga_desk *desk, desk_file *about, identity_evidence evidence,
                               jaga_error *err)
{
    int64_t count = 0;

    JAGA_TRY(count_failures(desk, about, &count, err));
    const bool is_last = count >= IDENTITY_FAILURES_MAX;
    const desk_act act = { .kind = "failure",
                           .ref = identity_evidence_name(evidence),
                           .number = &count,
                           .actor = MACHINE_AGENT,
                           .is_about_case = true };
    const desk_step_wish step = { .event = TASK_ON_IDV_FAIL,
                                  .guards = owner_guard(desk, about) |
                                            (is_last ? TASK_GUARD(LAST_FAILURE) : 0),
                                  .until_us = desk->now_us + 5 * 60 * US_PER_SECOND };

    JAGA_TRY(desk_append(desk, about, &act, err));
    if (about->task_state == TASK_VERIFYING) {
        JAGA_TRY(desk_step_task(desk, about, &step, err));
    }
    return is_last ? lock_out(desk, about, err) : JAGA_OK;
}

static jaga_status verify(jaga_desk *desk, desk_file *about, const past *before, const char *name,
                          bool is_passed, jaga_error *err)
{
    const int evidence = identity_evidence_find(name);

    if (evidence < 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "evidence of identity is one of K, H, C1, C2, D, B, V; never a PIN, a "
                         "password or any code that was sent to the customer");
    }
    JAGA_TRY(require_talk(about, err));
    return is_passed ? put_proof(desk, about, before, (identity_evidence)evidence, err)
                     : put_failure(desk, about, (identity_evidence)evidence, err);
}

jaga_status jaga_desk_verify(jaga_desk *desk, const char *number, const char *evidence,
                             bool is_passed, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, verify(desk, &about, &before, evidence, is_passed, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}

static const char *mark_name(const char *word)
{
    return strcmp(word, "mine") == 0       ? "MINE"
           : strcmp(word, "not-mine") == 0 ? "NOT_MINE"
           : strcmp(word, "unsure") == 0   ? "UNSURE"
                                           : NULL;
}

static jaga_status put_mark(jaga_desk *desk, const desk_file *about, const past_event *payment,
                            const char *name, jaga_error *err)
{
    const desk_act act = { .kind = "mark",
                           .ref = payment->event_id,
                           .from = payment->mark[0] == '\0' ? NULL : payment->mark,
                           .to = name,
                           .number = &payment->amount_minor,
                           .until_us = &payment->ts_us,
                           .text = payment->currency,
                           .actor = MACHINE_AGENT };

    return desk_append(desk, about, &act, err);
}

/* `event_id` "rest": every payment that has no mark yet. */
static jaga_status put_marks(jaga_desk *desk, const desk_file *about, const past *before,
                             const char *event_id, const char *word, jaga_error *err)
{
    const char *name = mark_name(word);
    const past_event *one = past_find(before, event_id);
    standing who;

    if (name == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a mark is one of mine, not-mine, unsure");
    }
    JAGA_TRY(standing_read(desk, about, before, &who, err));
    if (about->case_state != CASE_VERIFYING) {
        return jaga_fail(err, JAGA_ERR_USAGE, "payments are marked while the customer is asked");
    }
    if (!identity_allows(who.valid, IDENTITY_DECIDE)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "marks need an identity proven enough to judge payments");
    }
    if (strcmp(event_id, "rest") != 0) {
        return one != NULL && one->needs_mark
                   ? put_mark(desk, about, one, name, err)
                   : jaga_fail(err, JAGA_ERR_USAGE, "no payment of that id is to be marked");
    }
    for (size_t i = 0; i < before->count; i++) {
        if (before->events[i].needs_mark && before->events[i].mark[0] == '\0') {
            JAGA_TRY(put_mark(desk, about, &before->events[i], name, err));
        }
    }
    return JAGA_OK;
}

jaga_status jaga_desk_mark(jaga_desk *desk, const char *number, const char *event_id,
                           const char *word, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, put_marks(desk, &about, &before, event_id, word, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
