/* What may be done next with a case, by where its machines are. */
#include "desk/show.h"

/* A verb of `jaga desk` and the steps that it takes; shown when one of them starts here. */
static const struct {
    const char *verb;
    bool is_case; /* the machine */
    uint8_t event;
} verbs[] = {
    { "call dial", false, TASK_ON_DIAL },
    { "call answered", false, TASK_ON_ANSWERED },
    { "call no-answer|busy|voicemail|switched-off|wrong-party|invalid", false, TASK_ON_NO_ANSWER },
    { "call inbound", false, TASK_ON_INBOUND },
    { "call code", false, TASK_ON_IDV_START },
    { "call hangs-up", false, TASK_ON_HANGS_UP_TO_CALL_BACK },
    { "verify", false, TASK_ON_IDV_FAIL },
    { "mark", true, CASE_ON_DECIDE_CONFIRMED },
    { "outcome theft|false-alarm|scam", true, CASE_ON_DECIDE_SCAM },
    { "outcome presumed", true, CASE_ON_PRESUME_THEFT },
    { "recover", true, CASE_ON_TRACE_FINAL },
    { "restore", true, CASE_ON_RESTORED },
    { "close", true, CASE_ON_RESTORED },
    { "reopen", true, CASE_ON_NEW_FACT },
};

static bool starts_here(const machine *table, uint8_t state, uint8_t event, desk_role role)
{
    const uint8_t actors =
        (uint8_t)(MACHINE_AGENT | (role == DESK_SUPERVISOR ? MACHINE_SUPERVISOR : 0));

    for (uint8_t i = 0; i < table->row_count; i++) {
        const machine_row *row = &table->rows[i];
        if (row->event == event && (row->from >> state & 1u) != 0 && (row->actors & actors) != 0) {
            return true;
        }
    }
    return false;
}

void view_next(view *self)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const machine *table = verbs[i].is_case ? case_machine() : task_machine();
        const uint8_t state = verbs[i].is_case ? self->about->case_state : self->about->task_state;
        if (starts_here(table, state, verbs[i].event, self->desk->role)) {
            (void)json_array_append_new(list, json_string(verbs[i].verb));
        }
    }
    (void)json_array_append_new(list, json_string("note"));
    (void)json_object_set_new(self->out, "next", list);
}
