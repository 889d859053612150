#include "desk/info_item.h"

enum { NONE, DRAFT, APPROVED, PUBLISHED, SUPERSEDED, EXPIRED, STATES };
enum { ON_DRAFT, ON_EDIT, ON_APPROVE, ON_PUBLISH, ON_SUPERSEDE, ON_END, EVENTS };

static const char *const state_names[] = { "NONE",      "DRAFT",      "APPROVED",
                                           "PUBLISHED", "SUPERSEDED", "EXPIRED" };
static const char *const event_names[] = { "DRAFT",   "EDIT",      "APPROVE",
                                           "PUBLISH", "SUPERSEDE", "EXPIRE" };
static const char *const guard_names[] = { "a text in every language", "an author other than you" };
static const machine_timer timers[] = { { "", 0, 0 } };

#define S(state) (1u << (state))
static const machine_row rows[] = {
    { "N1", S(NONE), ON_DRAFT, MACHINE_AGENT, DRAFT, 0, 0, 0 },
    { "N2", S(DRAFT), ON_EDIT, MACHINE_AGENT, DRAFT, 0, 0, 0 },
    { "N3", S(DRAFT), ON_APPROVE, MACHINE_SUPERVISOR, APPROVED, 0, 3, 0 },
    { "N4", S(APPROVED), ON_PUBLISH, MACHINE_TIMER | MACHINE_SUPERVISOR, PUBLISHED, 0, 0, 0 },
    { "N5", S(PUBLISHED), ON_SUPERSEDE, MACHINE_SUPERVISOR | MACHINE_TIMER, SUPERSEDED, 0, 0, 0 },
    { "N6", S(PUBLISHED), ON_END, MACHINE_TIMER, EXPIRED, 0, 0, 0 },
};

const machine *info_machine(void)
{
    static const machine table = { .name = "information",
                                   .states = state_names,
                                   .events = event_names,
                                   .guards = guard_names,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = STATES,
                                   .event_count = EVENTS,
                                   .guard_count = 2,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = 1,
                                   .open = S(DRAFT) | S(APPROVED) | S(PUBLISHED) };

    return &table;
}

bool info_is_valid(int64_t valid_from_us, int64_t valid_to_us, int64_t now_us)
{
    return now_us >= valid_from_us && now_us <= valid_to_us;
}
