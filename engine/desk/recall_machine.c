#include "desk/recall_machine.h"

#include <string.h>

const recall_reminder recall_reminders[RECALL_REMINDERS] = {
    { 3600, 0 },
    { 4 * 3600, 0 },
    { 0, 1 },
    { 0, 3 },
};

static bool is_among(const char *code, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}

bool recall_is_reason(const char *code)
{
    static const char *const codes[] = { "FRAD", "DUPL", "TECH", "CUST", "AC03", "AM09" };
    return is_among(code, codes, sizeof codes / sizeof codes[0]);
}

bool recall_is_refusal(const char *code)
{
    static const char *const codes[] = { "AM04", "AC04", "CUST", "ARDT", "LEGL", "NOOR", "NOAS" };
    return is_among(code, codes, sizeof codes / sizeof codes[0]);
}

enum { TIME_NONE, TIME_ANSWER, TIME_COUNT };

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_ANSWER] = { "answer", 0, RECALL_ANSWER_DAYS },
};

#define S(state) (1u << RECALL_##state)
#define G(guard) RECALL_GUARD(guard)
enum { E = MACHINE_ENGINE, A = MACHINE_AGENT, V = MACHINE_SUPERVISOR, T = MACHINE_TIMER };
enum {
    ASKED = S(SENT) | S(ACKED) | S(HELD_AT_RECEIVER),
    OPEN = ASKED | S(RETURNED_PART),
    /* Money may come late, and after a refusal. */
    MAY_RETURN = OPEN | S(REFUSED) | S(EXPIRED)
};

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = RECALL_ON_##on, .actors = who, .to = next,        \
        .timer = TIME_##clock, .needs = need, .unless = bar                                        \
    }
static const machine_row rows[] = {
    ROW("R1", S(NONE), DRAFT, E | A, RECALL_DRAFT, NONE, 0, 0),
    ROW("R2", S(DRAFT), SEND, A, RECALL_SENT, ANSWER, 0, 0),
    ROW("R3", S(SENT), ACK, A, RECALL_ACKED, NONE, 0, 0),
    ROW("R4", S(SENT) | S(ACKED), HOLD, A, RECALL_HELD_AT_RECEIVER, NONE, 0, 0),
    ROW("R5", MAY_RETURN, RETURN, A, RECALL_RETURNED, NONE, G(WHOLE), 0),
    ROW("R5", MAY_RETURN, RETURN, A, RECALL_RETURNED_PART, NONE, 0, G(WHOLE)),
    ROW("R6", OPEN, REFUSE, A, RECALL_REFUSED, NONE, 0, 0),
    ROW("R7", OPEN, REMIND, A | T, MACHINE_STAY, NONE, G(DUE), 0),
    ROW("R8", OPEN, EXPIRE, T, RECALL_EXPIRED, NONE, G(OVERDUE), 0),
    ROW("R9", S(RETURNED) | S(RETURNED_PART) | S(REFUSED) | S(EXPIRED), SETTLE, V, RECALL_SETTLED,
        NONE, G(BALANCED), 0),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { RECALL_STATES(NAME) };
static const char *const events[] = { RECALL_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { RECALL_GUARDS(WORDS) };
#undef WORDS

const machine *recall_machine(void)
{
    static const machine table = { .name = "recall",
                                   .states = states,
                                   .events = events,
                                   .guards = guards,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = RECALL_STATE_COUNT,
                                   .event_count = RECALL_EVENT_COUNT,
                                   .guard_count = RECALL_GUARD_COUNT,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = TIME_COUNT,
                                   .open = (1u << RECALL_STATE_COUNT) - 1u - S(NONE) - S(SETTLED) };

    return &table;
}
