/* Finding what an act is about, and writing it down. */
#include "desk/act.h"

#include "base/column_text.h"
#include "base/crash.h"
#include "base/money.h"

#include <string.h>

machine_actor desk_actor(const jaga_desk *desk)
{
    switch (desk->role) {
    case DESK_LEGAL: return MACHINE_LEGAL;
    case DESK_SUPERVISOR:
    case DESK_AGENT: return MACHINE_AGENT;
    case DESK_NOBODY: break;
    }
    return MACHINE_TIMER;
}

static uint8_t state_of(const machine *of, sqlite3_stmt *columns, int column)
{
    char name[24];

    desk_copy(name, sizeof name, columns, column);
    const int state = machine_find_state(of, name);
    JAGA_CHECK(state >= 0);
    return (uint8_t)state;
}

static void read_call(sqlite3_stmt *columns, desk_file *out)
{
    desk_copy(out->task_id, sizeof out->task_id, columns, 14);
    out->task_state = state_of(task_machine(), columns, 15);
    out->owner = desk_column(columns, 16, 0);
    out->attempts = sqlite3_column_int64(columns, 17);
    out->busies = sqlite3_column_int64(columns, 18);
    out->bounces = sqlite3_column_int64(columns, 19);
    out->notes = sqlite3_column_int64(columns, 20);
    desk_copy(out->contact, sizeof out->contact, columns, 21);
    desk_copy(out->call_code, sizeof out->call_code, columns, 22);
    out->code_until_us = desk_column(columns, 23, INT64_MIN);
    out->is_code_compared = sqlite3_column_int(columns, 24) != 0;
    desk_copy(out->disposition, sizeof out->disposition, columns, 25);
    out->is_escalated = sqlite3_column_int(columns, 26) != 0;
    desk_copy(out->language, sizeof out->language, columns, 27);
    out->created_us = sqlite3_column_int64(columns, 28);
    out->due_us = sqlite3_column_int64(columns, 29);
    out->dialled_us = desk_column(columns, 30, INT64_MIN);
    out->band = sqlite3_column_int64(columns, 31);
    out->zone_s = sqlite3_column_int64(columns, 32);
    const int64_t task_ver = sqlite3_column_int64(columns, 33);
    out->row_ver = task_ver > out->row_ver ? task_ver : out->row_ver;
    out->closed_us = desk_column(columns, 34, INT64_MIN);
}

static void read_file(sqlite3_stmt *columns, desk_file *out)
{
    *out = (desk_file){ .row_ver = sqlite3_column_int64(columns, 5) };
    desk_copy(out->case_id, sizeof out->case_id, columns, 0);
    desk_copy(out->number, sizeof out->number, columns, 1);
    desk_copy(out->account, sizeof out->account, columns, 2);
    desk_copy(out->currency, sizeof out->currency, columns, 3);
    out->case_state = state_of(case_machine(), columns, 4);
    out->opened_us = sqlite3_column_int64(columns, 6);
    out->incident_start_us = sqlite3_column_int64(columns, 7);
    out->exposed_minor = desk_column(columns, 8, 0);
    out->case_changed_us = sqlite3_column_int64(columns, 9);
    out->contained_us = desk_column(columns, 10, INT64_MIN);
    out->fails = sqlite3_column_int64(columns, 11);
    out->failed_us = desk_column(columns, 12, INT64_MIN);
    const int flags = sqlite3_column_int(columns, 13);
    out->is_vulnerable = (flags & 1) != 0;
    out->is_coerced = (flags & 2) != 0;
    out->is_unconfirmed = (flags & 4) != 0;
    out->has_remote_access = (flags & 8) != 0;
    read_call(columns, out);
}

static jaga_status find(jaga_desk *desk, const char *statement, const char *name, desk_file *out,
                        jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, statement, &row, err));
    sql_name(&row, name);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        read_file(row.statement, out);
    }
    desk_end(&row);
    return status;
}

jaga_status desk_find(jaga_desk *desk, const char *number, desk_file *out, jaga_error *err)
{
    const jaga_status status = find(desk, "find_file", number, out, err);

    if (status == JAGA_END) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "no case of that number; `jaga query tasks` lists what is open");
    }
    JAGA_TRY(status);
    if (desk->expected != 0 && desk->expected != out->row_ver) {
        return jaga_fail(err, JAGA_ERR_BUSY,
                         "the case was changed by somebody else meanwhile; look at it again");
    }
    return JAGA_OK;
}

jaga_status desk_find_task(jaga_desk *desk, const char *task_id, desk_file *out, jaga_error *err)
{
    const jaga_status status = find(desk, "find_file_of_task", task_id, out, err);

    JAGA_CHECK(status != JAGA_END);
    return status;
}

static void sql_maybe(sql_row *row, const int64_t *number)
{
    if (number == NULL) {
        sql_null(row);
    } else {
        sql_integer(row, *number);
    }
}

jaga_status desk_append(jaga_desk *desk, const desk_file *about, const desk_act *act,
                        jaga_error *err)
{
    const bool is_person = act->actor == MACHINE_AGENT || act->actor == MACHINE_SUPERVISOR ||
                           act->actor == MACHINE_LEGAL ||
                           (act->actor == MACHINE_CUSTOMER && desk->agent != 0);
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "append_event", &row, err));
    sql_integer(&row, desk->now_us);
    sql_name(&row, machine_actor_name(act->actor));
    sql_maybe(&row, is_person ? &desk->agent : NULL);
    sql_maybe(&row, is_person ? &desk->session : NULL);
    sql_name(&row, about->case_id);
    sql_name(&row, act->is_about_case ? NULL : about->task_id);
    sql_name(&row, act->kind);
    sql_name(&row, act->ref);
    sql_name(&row, act->from);
    sql_name(&row, act->to);
    sql_maybe(&row, act->number);
    sql_maybe(&row, act->until_us);
    sql_name(&row, act->text);
    CRASH_STEP("desk:append");
    return desk_run(desk, &row, err);
}

jaga_status desk_read_amount(const char *amount, const char *currency, int64_t *minor,
                             jaga_error *err)
{
    const int digits = money_digits(text_span(currency));
    const char *wrong = digits < 0 ? "not a currency"
                                   : money_parse(text_span(amount), (money_style){ .decimal = '.' },
                                                 digits, false, minor);

    return wrong == NULL ? JAGA_OK : jaga_fail(err, JAGA_ERR_USAGE, "the amount: %s", wrong);
}

/* What the person may do in the one capacity or the other; a supervisor's is tried second. */
machine_step_result desk_try_step(const jaga_desk *desk, const machine *table, uint8_t state,
                                  const desk_step_wish *wish, machine_actor *actor)
{
    *actor = wish->actor != 0 ? wish->actor : desk_actor(desk);
    machine_step_result result = machine_step(table, state, wish->event, *actor, wish->guards);
    if (wish->actor == 0 && desk->role == DESK_SUPERVISOR && result.answer != MACHINE_TAKEN) {
        const machine_step_result other =
            machine_step(table, state, wish->event, MACHINE_SUPERVISOR, wish->guards);
        if (other.answer == MACHINE_TAKEN || result.answer == MACHINE_NOT_YOURS) {
            *actor = MACHINE_SUPERVISOR;
            result = other;
        }
    }
    return result;
}

static jaga_status take_step(jaga_desk *desk, const desk_file *about, const machine *table,
                             const char *kind, uint8_t *state, const desk_step_wish *wish,
                             jaga_error *err)
{
    machine_actor actor = 0;
    const machine_step_result result = desk_try_step(desk, table, *state, wish, &actor);

    if (result.answer != MACHINE_TAKEN) {
        return machine_refuse(table, *state, wish->event, &result, err);
    }
    const desk_act act = { .kind = kind,
                           .ref = table->events[wish->event],
                           .from = table->states[*state],
                           .to = table->states[result.to],
                           .number = wish->number,
                           .until_us = wish->until_us == INT64_MIN ? NULL : &wish->until_us,
                           .text = wish->text,
                           .actor = actor,
                           .is_about_case = table == case_machine() };
    JAGA_TRY(desk_append(desk, about, &act, err));
    *state = result.to;
    return JAGA_OK;
}

jaga_status desk_step_case(jaga_desk *desk, desk_file *about, const desk_step_wish *wish,
                           jaga_error *err)
{
    return take_step(desk, about, case_machine(), "case", &about->case_state, wish, err);
}

jaga_status desk_step_task(jaga_desk *desk, desk_file *about, const desk_step_wish *wish,
                           jaga_error *err)
{
    return take_step(desk, about, task_machine(), "task", &about->task_state, wish, err);
}

jaga_status desk_has_no_other(jaga_desk *desk, const desk_file *about, bool *out, jaga_error *err)
{
    sql_row row;
    int64_t others = 0;

    JAGA_TRY(desk_prepare(desk, "count_other_cases", &row, err));
    sql_name(&row, about->account);
    sql_name(&row, about->case_id);
    JAGA_TRY(desk_number(desk, &row, 0, &others, err));
    *out = others == 0;
    return JAGA_OK;
}
