#include "desk/question.h"

enum { NONE, OPEN, ANSWERED, CLOSED, HANDED_OVER, STATES };
enum { ON_ASK, ON_ANSWER, ON_AGAIN, ON_ENOUGH, ON_HAND_OVER, EVENTS };

static const char *const state_names[] = { "NONE", "OPEN", "ANSWERED", "CLOSED", "HANDED_OVER" };
static const char *const event_names[] = { "ASK", "ANSWER", "AGAIN", "ENOUGH", "HAND_OVER" };
static const char *const guard_names[] = { "a guide, or words of your own",
                                           "the guide sent in the app",
                                           "the number of the other request" };
static const machine_timer timers[] = { { "", 0, 0 }, { "asked again", QUESTION_AGAIN_S, 0 } };

#define S(state) (1u << (state))
static const machine_row rows[] = {
    { "Q1", S(NONE), ON_ASK, MACHINE_CUSTOMER, OPEN, 0, 0, 0 },
    { "Q2", S(OPEN), ON_ANSWER, MACHINE_AGENT, ANSWERED, 1, QUESTION_IF_WORDS | QUESTION_IF_SENT,
      0 },
    { "Q3", S(ANSWERED), ON_AGAIN, MACHINE_CUSTOMER, OPEN, 0, 0, 0 },
    { "Q4", S(ANSWERED), ON_ENOUGH, MACHINE_CUSTOMER | MACHINE_TIMER, CLOSED, 0, 0, 0 },
    { "Q5", S(OPEN), ON_HAND_OVER, MACHINE_AGENT, HANDED_OVER, 0, QUESTION_IF_REFERENCE, 0 },
};

const machine *question_machine(void)
{
    static const machine table = { .name = "question",
                                   .states = state_names,
                                   .events = event_names,
                                   .guards = guard_names,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = STATES,
                                   .event_count = EVENTS,
                                   .guard_count = 3,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = 2,
                                   .open = S(OPEN) | S(ANSWERED) };

    return &table;
}
