/* A step of a request's machine, and what follows from it by itself. */
#include "desk/request.h"

#include "base/when.h"
#include "desk/business_calendar.h"

#include <ctype.h>
#include <string.h>

enum { JAKARTA_S = 7 * 3600, STEPS_MAX = 16 };

static void put_time(sql_row *row, int64_t us)
{
    if (us == INT64_MIN) {
        sql_null(row);
    } else {
        sql_integer(row, us);
    }
}

jaga_status request_append(request_file *self, const request_act *act, jaga_error *err)
{
    jaga_desk *desk = self->desk;
    const bool is_person =
        desk->agent != 0 && (act->actor == MACHINE_AGENT || act->actor == MACHINE_SUPERVISOR ||
                             act->actor == MACHINE_LEGAL || act->actor == MACHINE_CUSTOMER);
    sql_row row;

    JAGA_TRY(request_prepare(desk, "put_event", &row, err));
    sql_integer(&row, self->number);
    sql_integer(&row, desk->now_us);
    sql_name(&row, machine_actor_name(act->actor));
    put_time(&row, is_person ? desk->agent : INT64_MIN);
    put_time(&row, is_person ? desk->session : INT64_MIN);
    sql_name(&row, act->kind);
    sql_name(&row, act->ref);
    sql_name(&row, act->from);
    sql_name(&row, act->to);
    put_time(&row, act->to == NULL ? INT64_MIN : act->is_open);
    put_time(&row, act->due_us);
    put_time(&row, act->answer_us);
    sql_name(&row, act->text);
    return desk_run(desk, &row, err);
}

/* The clock of the new state; the date of the answer stays until a step sets another, or gives it.
 */
static jaga_status set_clocks(const request_file *self, const machine_row *row, const char *event,
                              request_act *act, jaga_error *err)
{
    const machine_timer *timer = &self->book->machine()->timers[row->timer];

    act->due_us = INT64_MIN;
    act->answer_us = self->book->answered_by != NULL && strcmp(event, self->book->answered_by) == 0
                         ? INT64_MIN
                         : self->answer_us;
    if (row->timer == 0) {
        return JAGA_OK;
    }
    if (timer->seconds != 0) {
        act->due_us = self->desk->now_us + timer->seconds * US_PER_SECOND;
        return JAGA_OK;
    }
    if (timer->business_days == 0) {
        JAGA_CHECK(self->book->answer != NULL);
        return self->book->answer(self, event, &act->answer_us, err);
    }
    business_calendar *calendar = arena_take(self->desk->memory, sizeof *calendar);
    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    JAGA_TRY(business_calendar_shipped(calendar, "id", BUSINESS_JOINT_IS_FREE, err));
    return business_deadline(calendar, self->desk->now_us, JAKARTA_S, timer->business_days,
                             &act->due_us, NULL, err);
}

/* Notices that go with the state that was reached. */
static jaga_status notify(request_file *self, jaga_error *err)
{
    const playbook_text *text = NULL;

    for (size_t i = 0; (text = request_text(self, i)) != NULL; i++) {
        char key[REQUEST_KEY_BYTES];
        request_text_key(self, text, key);
        const request_act act = { .kind = "notice",
                                  .ref = key,
                                  .due_us = INT64_MIN,
                                  .answer_us = INT64_MIN,
                                  .actor = MACHINE_ENGINE };
        if (text->is_notice) {
            JAGA_TRY(request_append(self, &act, err));
        }
    }
    return JAGA_OK;
}

static jaga_status take(request_file *self, uint8_t event, machine_actor actor,
                        const machine_step_result *result, const char *text, jaga_error *err)
{
    const machine *table = self->book->machine();
    const bool is_new = result->to != self->state;
    request_act act = { .kind = "step",
                        .ref = table->events[event],
                        .from = table->states[self->state],
                        .to = table->states[result->to],
                        .text = text,
                        .actor = actor,
                        .is_open = machine_is_open(table, result->to) };

    if (text == NULL && self->book->finding != NULL) {
        act.text = self->book->finding(self, act.ref);
    }
    JAGA_TRY(set_clocks(self, result->row, act.ref, &act, err));
    JAGA_TRY(request_append(self, &act, err));
    self->state = result->to;
    self->due_us = act.due_us;
    self->answer_us = act.answer_us;
    self->changed_us = is_new ? self->desk->now_us : self->changed_us;
    if (is_new) {
        JAGA_TRY(notify(self, err));
    }
    return request_refresh(self, err);
}

static const playbook_follow *follow_of(const request_file *self, size_t i)
{
    const playbook_follow *follow = &self->book->follows[i];

    return follow->state == NULL ? NULL : follow;
}

/* One step that follows by itself; *moved: there was one. */
static jaga_status follow(request_file *self, bool *moved, jaga_error *err)
{
    const machine *table = self->book->machine();
    const uint32_t guards = self->book->guards(self);
    const playbook_follow *next = NULL;

    *moved = false;
    for (size_t i = 0; !*moved && (next = follow_of(self, i)) != NULL; i++) {
        const bool is_over = self->due_us != INT64_MIN && self->due_us <= self->desk->now_us;
        if (strcmp(table->states[self->state], next->state) != 0 ||
            (next->actor == MACHINE_TIMER && !is_over)) {
            continue;
        }
        const int event = machine_find_event(table, next->event);
        JAGA_CHECK(event >= 0);
        const machine_step_result result =
            machine_step(table, self->state, (uint8_t)event, next->actor, guards);
        if (result.answer == MACHINE_TAKEN) {
            *moved = true;
            JAGA_TRY(take(self, (uint8_t)event, next->actor, &result, NULL, err));
        }
    }
    return JAGA_OK;
}

jaga_status request_advance(request_file *self, int64_t *steps, jaga_error *err)
{
    bool moved = true;

    for (int i = 0; i < STEPS_MAX && moved; i++) {
        JAGA_TRY(follow(self, &moved, err));
        *steps += moved;
    }
    return JAGA_OK;
}

jaga_status request_step(request_file *self, int event, const char *text, jaga_error *err)
{
    static const machine_actor agent[] = { MACHINE_AGENT, MACHINE_CUSTOMER };
    static const machine_actor supervisor[] = { MACHINE_AGENT, MACHINE_SUPERVISOR,
                                                MACHINE_CUSTOMER };
    static const machine_actor legal[] = { MACHINE_LEGAL };
    const desk_role role = self->desk->role;
    const machine_actor *as = role == DESK_LEGAL ? legal : role == DESK_AGENT ? agent : supervisor;
    const size_t count = role == DESK_LEGAL ? 1 : role == DESK_AGENT ? 2 : 3;
    const machine *table = self->book->machine();
    const uint32_t guards = self->book->guards(self);
    machine_step_result best = { .answer = MACHINE_ILLEGAL };

    for (size_t i = 0; i < count; i++) {
        const machine_step_result got =
            machine_step(table, self->state, (uint8_t)event, as[i], guards);
        if (got.answer == MACHINE_TAKEN) {
            return take(self, (uint8_t)event, as[i], &got, text, err);
        }
        best = i == 0 || got.answer > best.answer ? got : best;
    }
    return machine_refuse(table, self->state, (uint8_t)event, &best, err);
}

jaga_status request_find_event(const playbook *book, const char *name, int *out, jaga_error *err)
{
    char spelled[32];
    size_t i = 0;

    for (; name[i] != '\0' && i < sizeof spelled - 1; i++) {
        spelled[i] = name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
    }
    spelled[i] = '\0';
    *out = machine_find_event(book->machine(), spelled);
    return *out >= 0 ? JAGA_OK
                     : jaga_fail(err, JAGA_ERR_USAGE,
                                 "a request of kind %s has no such step; `jaga request show` lists "
                                 "what may be done",
                                 book->kind);
}
