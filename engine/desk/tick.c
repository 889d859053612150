/* What happens at the desk because time passes and nobody acts: calls come back into the queue, go
 * back to it, are over; a promise or the ledger's answer is missing. Clocks without a row of their
 * machine only remind: show and the reports tell them. */
#include "desk/call.h"
#include "desk/queue.h"
#include "desk/renewal.h"
#include "desk/review.h"

#include "base/when.h"
#include "desk/business_calendar.h"

#include <string.h>

enum { TICK_BATCH = 256, BOUNCES_MOST = 2 };

typedef struct due_timer {
    char kind[8], ref[DESK_ID_BYTES];
} due_timer;

static jaga_status read_due(jaga_desk *desk, const due_timer *behind, due_timer *out, size_t *count,
                            jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "due_timers", &row, err));
    sql_integer(&row, desk->now_us);
    sql_name(&row, behind->kind);
    sql_name(&row, behind->ref);
    sql_integer(&row, TICK_BATCH);
    while (*count < TICK_BATCH && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        desk_copy(out[*count].kind, sizeof out->kind, row.statement, 0);
        desk_copy(out[*count].ref, sizeof out->ref, row.statement, 1);
        ++*count;
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status step_task(jaga_desk *desk, desk_file *about, task_event event, uint32_t guards,
                             int64_t *counter, jaga_error *err)
{
    const desk_step_wish step = {
        .event = (uint8_t)event, .actor = MACHINE_TIMER, .guards = guards, .until_us = INT64_MIN
    };

    JAGA_TRY(desk_step_task(desk, about, &step, err));
    ++*counter;
    return JAGA_OK;
}

/* The last attempt was made: a supervisor looks at the case within the week, the hold stays. */
static jaga_status give_up(jaga_desk *desk, desk_file *about, jaga_desk_ticked *out,
                           jaga_error *err)
{
    desk_step_wish step = { .event = CASE_ON_ATTEMPTS_EXHAUSTED, .actor = MACHINE_TIMER };
    business_calendar *calendar = arena_take(desk->memory, sizeof *calendar);

    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    JAGA_TRY(step_task(desk, about, TASK_ON_EXHAUSTED, 0, &out->given_up, err));
    if (about->case_state != CASE_CONTACTING) {
        return JAGA_OK;
    }
    JAGA_TRY(business_calendar_shipped(calendar, "id", BUSINESS_JOINT_IS_FREE, err));
    JAGA_TRY(business_deadline(calendar, desk->now_us, about->zone_s, ATTEMPTS_REVIEW_BUSINESS_DAYS,
                               &step.until_us, NULL, err));
    return desk_step_case(desk, about, &step, err);
}

/* Outside the calling window it stays as it is until a later tick. */
static jaga_status call_again(jaga_desk *desk, desk_file *about, jaga_desk_ticked *out,
                              jaga_error *err)
{
    const window_hours hours = window_hours_default();
    attempts_state made;

    JAGA_TRY(call_attempts(desk, about, &made, err));
    if (made.made >= attempts_max(made.band)) {
        return give_up(desk, about, out, err);
    }
    return window_is_open(&hours, made.band, desk->now_us, about->zone_s, false)
               ? step_task(desk, about, TASK_ON_DUE,
                           TASK_GUARD(ATTEMPTS_LEFT) | TASK_GUARD(WINDOW_OPEN), &out->queued, err)
               : JAGA_OK;
}

static jaga_status task_is_due(jaga_desk *desk, const char *task_id, jaga_desk_ticked *out,
                               jaga_error *err)
{
    desk_file about;

    JAGA_TRY(desk_find_task(desk, task_id, &about, err));
    switch ((task_state)about.task_state) {
    case TASK_SCHEDULED: return step_task(desk, &about, TASK_ON_WINDOW_OPEN, 0, &out->queued, err);
    case TASK_RETRY_WAIT: return call_again(desk, &about, out, err);
    case TASK_ASSIGNED:
        return step_task(desk, &about, TASK_ON_ASSIGN_TIMEOUT,
                         about.bounces >= BOUNCES_MOST ? TASK_GUARD(THIRD_BOUNCE) : 0u,
                         &out->taken_back, err);
    default: return JAGA_OK;
    }
}

static jaga_status dial_is_late(jaga_desk *desk, const char *task_id, jaga_desk_ticked *out,
                                jaga_error *err)
{
    desk_file about;

    JAGA_TRY(desk_find_task(desk, task_id, &about, err));
    return about.task_state == TASK_SCHEDULED /* its window opens first */
               ? JAGA_OK
               : step_task(desk, &about, TASK_ON_SLA_BREACH, 0, &out->late, err);
}

static jaga_status case_is_due(jaga_desk *desk, const char *case_id, jaga_desk_ticked *out,
                               jaga_error *err)
{
    const desk_step_wish step = { .event = CASE_ON_ACK_TIMEOUT,
                                  .actor = MACHINE_TIMER,
                                  .until_us = INT64_MIN };
    desk_file about;

    JAGA_TRY(desk_find(desk, case_id, &about, err));
    if (about.case_state != CASE_CONTAINING) {
        return JAGA_OK;
    }
    JAGA_TRY(desk_step_case(desk, &about, &step, err));
    out->unconfirmed++;
    return JAGA_OK;
}

static jaga_status handle(jaga_desk *desk, const due_timer *timer, jaga_desk_ticked *out,
                          jaga_error *err)
{
    return strcmp(timer->kind, "task") == 0  ? task_is_due(desk, timer->ref, out, err)
           : strcmp(timer->kind, "sla") == 0 ? dial_is_late(desk, timer->ref, out, err)
                                             : case_is_due(desk, timer->ref, out, err);
}

/* One batch: those behind `*behind`, by kind and name. */
static jaga_status take_batch(jaga_desk *desk, due_timer *behind, size_t *count,
                              jaga_desk_ticked *out, jaga_error *err)
{
    due_timer *timers = arena_take(desk->memory, TICK_BATCH * sizeof *timers);

    if (timers == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for what is due");
    }
    JAGA_TRY(read_due(desk, behind, timers, count, err));
    for (size_t i = 0; i < *count; i++) {
        JAGA_TRY(handle(desk, &timers[i], out, err));
        *behind = timers[i];
    }
    return JAGA_OK;
}

jaga_status jaga_desk_tick(jaga_desk *desk, jaga_desk_ticked *out, jaga_error *err)
{
    due_timer behind = { .kind = "" };
    size_t count = 0;
    int64_t ranked = 0;

    memset(out, 0, sizeof *out);
    do {
        JAGA_TRY(desk_begin(desk, err));
        JAGA_TRY(desk_finish(desk, take_batch(desk, &behind, &count, out, err), err));
    } while (count == TICK_BATCH);
    do {
        JAGA_TRY(desk_begin(desk, err));
        JAGA_TRY(desk_finish(desk, renewal_pass(desk, TICK_BATCH, &count, out, err), err));
    } while (count == TICK_BATCH);
    do {
        JAGA_TRY(desk_begin(desk, err));
        JAGA_TRY(desk_finish(desk, review_pass(desk, TICK_BATCH, &count, out, err), err));
    } while (count == TICK_BATCH);
    do {
        JAGA_TRY(queue_tighten(desk, &ranked, err));
        out->ranked += ranked;
    } while (ranked == QUEUE_TIGHTEN_BATCH);
    return JAGA_OK;
}
