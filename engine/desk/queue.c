/* The most urgent call, found without looking at all of them. */
#include "desk/queue.h"

#include "base/money.h"
#include "base/when.h"
#include "desk/act.h"
#include "desk/window.h"

#include <math.h>
#include <string.h>

enum {
    COL_LOST,
    COL_RAIL,
    COL_OUTFLOW,
    COL_EXPOSED,
    COL_CURRENCY,
    COL_BELIEF,
    COL_REASON,
    COL_CREATED,
    COL_ACKED,
    COL_FLAGS, /* 1 unconfirmed, 2 vulnerable, 4 waits on the line, 8 robbed before */
    COL_ZONE,
    COL_CASE_NUMBER,
    COL_TASK,
    COL_SCORE,
    COL_SCORED,
    COL_ACCOUNT
};

static const int64_t minute_us = 60 * US_PER_SECOND;

double queue_bound(double score, int64_t scored_us, int64_t now_us)
{
    const double minutes = (double)(now_us - scored_us) / (double)minute_us;
    const double rise = minutes > 0.0 ? minutes * QUEUE_RISE_MIN : 0.0;

    return score + (rise < QUEUE_RISE_MOST ? rise : QUEUE_RISE_MOST);
}

static int64_t whole_units(int64_t minor, const char *currency)
{
    int64_t unit = 1;

    for (int i = money_digits((jaga_span){ currency, 3 }); i > 0; i--) {
        unit *= 10;
    }
    return minor < 0 ? 0 : minor / unit;
}

static double minutes_since(int64_t then_us, int64_t now_us)
{
    return (double)(now_us - then_us) / (double)minute_us;
}

priority queue_rank(sqlite3_stmt *columns, int64_t now_us)
{
    char currency[4], reason[16];
    const int flags = sqlite3_column_int(columns, COL_FLAGS);
    const int64_t acked_us = desk_column(columns, COL_ACKED, INT64_MIN);
    const int64_t outflow_us = desk_column(columns, COL_OUTFLOW, INT64_MIN);
    const bool is_held = acked_us != INT64_MIN;

    desk_copy(currency, sizeof currency, columns, COL_CURRENCY);
    desk_copy(reason, sizeof reason, columns, COL_REASON);
    const double since_outflow =
        outflow_us == INT64_MIN ? HUGE_VAL : fmax(0.0, minutes_since(outflow_us, now_us));
    const priority_loss loss = {
        .rupiah = whole_units(sqlite3_column_int64(columns, COL_LOST), currency),
        .rail = (priority_rail)sqlite3_column_int(columns, COL_RAIL),
        .age_min = outflow_us == INT64_MIN ? 0.0 : since_outflow,
    };
    const priority_input input = {
        .losses = &loss,
        .loss_count = 1,
        .unprotected_rupiah =
            is_held ? 0 : whole_units(desk_column(columns, COL_EXPOSED, 0), currency),
        .score = sqlite3_column_double(columns, COL_BELIEF),
        .is_customer_report = strcmp(reason, "CUST_REPORT") == 0,
        .since_outflow_min = since_outflow,
        .waiting_min = minutes_since(sqlite3_column_int64(columns, COL_CREATED), now_us),
        .is_held = is_held,
        .held_hours = is_held ? minutes_since(acked_us, now_us) / 60.0 : 0.0,
        .is_freeze_unconfirmed = (flags & 1) != 0,
        .is_vulnerable = (flags & 2) != 0,
        .is_inbound_waiting = (flags & 4) != 0,
        .is_repeat_victim = (flags & 8) != 0,
    };
    return priority_of(&input);
}

typedef struct best_call {
    double sum;
    int64_t created_us, case_number;
    char task_id[32];
} best_call;

static bool is_better(const priority *rank, int64_t created_us, int64_t number,
                      const best_call *best)
{
    if (best->task_id[0] == '\0' || rank->sum != best->sum) {
        return best->task_id[0] == '\0' || rank->sum > best->sum;
    }
    return created_us != best->created_us ? created_us < best->created_us
                                          : number < best->case_number;
}

static bool may_call(const jaga_desk *desk, sqlite3_stmt *columns, const priority *rank)
{
    const window_hours hours = window_hours_default();
    char account[DESK_ID_BYTES];

    desk_copy(account, sizeof account, columns, COL_ACCOUNT);
    return window_is_open(&hours, rank->band, desk->now_us, sqlite3_column_int64(columns, COL_ZONE),
                          false) &&
           (desk->account[0] == '\0' || strcmp(account, desk->account) != 0);
}

static void consider(const jaga_desk *desk, sqlite3_stmt *columns, best_call *best)
{
    const priority rank = queue_rank(columns, desk->now_us);
    const int64_t created_us = sqlite3_column_int64(columns, COL_CREATED);
    const int64_t number = sqlite3_column_int64(columns, COL_CASE_NUMBER);

    if (is_better(&rank, created_us, number, best) && may_call(desk, columns, &rank)) {
        best->sum = rank.sum;
        best->created_us = created_us;
        best->case_number = number;
        desk_copy(best->task_id, sizeof best->task_id, columns, COL_TASK);
    }
}

/* Nothing further down can beat the best when even the oldest bound's rise is not enough. */
static jaga_status walk(jaga_desk *desk, const char *language, best_call *best, jaga_error *err)
{
    int64_t oldest_us = desk->now_us;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "oldest_score", &row, err));
    JAGA_TRY(desk_number(desk, &row, desk->now_us, &oldest_us, err));
    JAGA_TRY(desk_prepare(desk, "walk_queue", &row, err));
    sql_name(&row, language);
    jaga_status status = JAGA_OK;
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        const double score = sqlite3_column_double(row.statement, COL_SCORE);
        if (best->task_id[0] != '\0' && queue_bound(score, oldest_us, desk->now_us) < best->sum) {
            break;
        }
        consider(desk, row.statement, best);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status find_best(jaga_desk *desk, best_call *best, jaga_error *err)
{
    static const char *const all[] = { "en", "id", "zh" };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strstr(desk->languages, all[i]) != NULL) {
            JAGA_TRY(walk(desk, all[i], best, err));
        }
    }
    return JAGA_OK;
}

static jaga_status find_own(jaga_desk *desk, best_call *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "find_own_task", &row, err));
    sql_integer(&row, desk->agent);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk_copy(out->task_id, sizeof out->task_id, row.statement, 0);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status assign(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const int64_t dial_by_us = desk->now_us + minute_us;
    const desk_step_wish pull = {
        .event = TASK_ON_PULL,
        .actor = MACHINE_AGENT,
        .guards = TASK_GUARD(SPEAKS_LANGUAGE) | TASK_GUARD(NO_CONFLICT),
        .until_us = dial_by_us,
    };
    const desk_step_wish assigned = { .event = CASE_ON_TASK_ASSIGNED,
                                      .actor = MACHINE_AGENT,
                                      .until_us = INT64_MIN };

    JAGA_TRY(desk_step_task(desk, about, &pull, err));
    about->owner = desk->agent;
    return about->case_state == CASE_CONTAINED || about->case_state == CASE_CONTAINING
               ? desk_step_case(desk, about, &assigned, err)
               : JAGA_OK;
}

static jaga_status fill_in(jaga_desk *desk, const char *task_id, jaga_desk_task *out,
                           jaga_error *err)
{
    desk_file about;
    sql_row row;

    JAGA_TRY(desk_find_task(desk, task_id, &about, err));
    *out = (jaga_desk_task){ .due_us = about.due_us, .row_ver = about.row_ver };
    (void)snprintf(out->number, sizeof out->number, "%s", about.number);
    (void)snprintf(out->account, sizeof out->account, "%s", about.account);
    (void)snprintf(out->case_state, sizeof out->case_state, "%s",
                   case_machine()->states[about.case_state]);
    (void)snprintf(out->task_state, sizeof out->task_state, "%s",
                   task_machine()->states[about.task_state]);
    JAGA_TRY(desk_prepare(desk, "rank_task", &row, err));
    sql_name(&row, task_id);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        const priority rank = queue_rank(row.statement, desk->now_us);
        out->priority = rank.value;
        out->band = rank.band;
    }
    desk_end(&row);
    return status;
}

static jaga_status take_next(jaga_desk *desk, jaga_desk_task *out, jaga_error *err)
{
    best_call best = { .sum = 0.0 };
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(find_own(desk, &best, err));
    if (best.task_id[0] == '\0') {
        JAGA_TRY(find_best(desk, &best, err));
        if (best.task_id[0] == '\0') {
            return JAGA_END;
        }
        JAGA_TRY(desk_find_task(desk, best.task_id, &about, err));
        JAGA_TRY(assign(desk, &about, err));
    }
    return fill_in(desk, best.task_id, out, err);
}

jaga_status jaga_desk_next(jaga_desk *desk, jaga_desk_task *out, jaga_error *err)
{
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, take_next(desk, out, err), err);
}

static jaga_status look_up(jaga_desk *desk, const char *number, jaga_desk_task *out,
                           jaga_error *err)
{
    desk_file about;

    JAGA_TRY(desk_find(desk, number, &about, err));
    return fill_in(desk, about.task_id, out, err);
}

jaga_status jaga_desk_look_up(jaga_desk *desk, const char *number, jaga_desk_task *out,
                              jaga_error *err)
{
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, look_up(desk, number, out, err), err);
}

static jaga_status put_score(jaga_desk *desk, const char *task_id, double score, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "put_score", &row, err));
    sql_name(&row, task_id);
    sql_real(&row, score);
    sql_integer(&row, desk->now_us);
    return desk_run(desk, &row, err);
}

typedef struct new_bound {
    char task_id[32];
    double score;
} new_bound;

/* Read first and written afterwards: what a statement goes through must not change under it. */
static jaga_status tighten(jaga_desk *desk, int64_t *tightened, jaga_error *err)
{
    new_bound *bounds = arena_take(desk->memory, QUEUE_TIGHTEN_BATCH * sizeof *bounds);
    jaga_status status = JAGA_OK;
    size_t count = 0;
    sql_row row;

    *tightened = 0;
    if (bounds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for priorities");
    }
    JAGA_TRY(desk_prepare(desk, "old_scores", &row, err));
    sql_integer(&row, desk->now_us - QUEUE_TIGHTEN_S * US_PER_SECOND);
    sql_integer(&row, QUEUE_TIGHTEN_BATCH);
    while (count < QUEUE_TIGHTEN_BATCH && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        desk_copy(bounds[count].task_id, sizeof bounds->task_id, row.statement, COL_TASK);
        bounds[count++].score = queue_rank(row.statement, desk->now_us).sum;
    }
    desk_end(&row);
    if (status != JAGA_OK && status != JAGA_END) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(put_score(desk, bounds[i].task_id, bounds[i].score, err));
    }
    *tightened = (int64_t)count;
    return JAGA_OK;
}

jaga_status queue_tighten(jaga_desk *desk, int64_t *tightened, jaga_error *err)
{
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, tighten(desk, tightened, err), err);
}
