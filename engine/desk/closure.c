#include "desk/closure.h"

#include "base/when.h"
#include "desk/identity.h"

#include <string.h>

static bool is_recent(int64_t then_us, const closure_facts *facts)
{
    return then_us > facts->now_us - CLOSURE_QUIET_DAYS * US_PER_DAY;
}

unsigned closure_judge(const closure_facts *facts)
{
    const bool has_money = facts->balance_minor != 0 && !facts->may_sweep;
    const bool blocks[CLOSURE_BLOCK_COUNT] = {
        [CLOSURE_AT_BALANCE] =
            has_money || facts->held_minor != 0 || facts->cashback_minor != 0 || facts->points != 0,
        [CLOSURE_AT_UNFINISHED] = facts->pending > 0 || facts->disputes > 0 || facts->recalls > 0 ||
                                  facts->provisional > 0,
        [CLOSURE_AT_DEBT] = facts->has_debt || facts->has_investment,
        [CLOSURE_AT_COMPLAINT] = facts->has_complaint && !facts->is_complaint_waived,
        [CLOSURE_AT_IDENTITY] = !identity_allows(facts->identity, IDENTITY_RESTORE),
        [CLOSURE_AT_CHANGED] = is_recent(facts->credential_changed_us, facts) ||
                               is_recent(facts->contact_changed_us, facts) ||
                               is_recent(facts->device_changed_us, facts),
        [CLOSURE_AT_HELD] = facts->has_hold || facts->has_open_case || facts->is_tainted,
        [CLOSURE_AT_LEGAL] = facts->has_legal_order,
        [CLOSURE_AT_REMOTE] = facts->has_remote_access,
    };
    unsigned out = 0;

    for (unsigned i = 0; i < CLOSURE_BLOCK_COUNT; i++) {
        out |= (unsigned)blocks[i] << i;
    }
    return out;
}

bool closure_needs_supervisor(int64_t swept_rupiah, int64_t opened_us, int64_t now_us)
{
    return swept_rupiah > 2000000 || opened_us > now_us - 30 * US_PER_DAY;
}

bool closure_is_theft(const char *reason)
{
    return strcmp(reason, "HACKED") == 0;
}

const char *closure_block_name(unsigned place)
{
#define CLOSURE_NAME(name) #name,
    static const char *const names[] = { CLOSURE_BLOCKS(CLOSURE_NAME) };

    JAGA_CHECK(place < CLOSURE_BLOCK_COUNT);
    return names[place];
}

enum { TIME_NONE, TIME_COOLING, TIME_DELIVERY, TIME_COUNT };

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_COOLING] = { "cooling off", CLOSURE_COOLING_DAYS *INT64_C(86400), 0 },
    [TIME_DELIVERY] = { "delivery", 86400, 0 },
};

#define S(state) (1u << CLOSURE_##state)
#define G(guard) CLOSURE_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    C = MACHINE_CUSTOMER,
    L = MACHINE_LEDGER,
    T = MACHINE_TIMER,
    R = MACHINE_LEGAL
};

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = CLOSURE_ON_##on, .actors = who,                   \
        .to = CLOSURE_##next, .timer = TIME_##clock, .needs = need, .unless = bar                  \
    }
/* The customer asks, whoever types it in. What was clear when it was asked for is judged once more
 * after the cooling off, and only legal desk goes past a hold. */
static const machine_row rows[] = {
    ROW("C1", S(NONE), REQUEST, C, REQUESTED, NONE, G(NOT_THEFT), 0),
    ROW("C2", S(REQUESTED) | S(BLOCKED), CHECK, E | A | C, CHECKING, NONE, 0, 0),
    ROW("C3", S(CHECKING), CHECKED, E, IDENTITY, NONE, G(CLEAR), 0),
    ROW("C3", S(CHECKING), CHECKED, E, BLOCKED, NONE, 0, G(CLEAR)),
    ROW("C4", S(BLOCKED), LEGAL_CONSENT, R, IDENTITY, NONE, G(ONLY_HOLD), 0),
    ROW("C5", S(IDENTITY), PROVEN, A | E, COOLING_OFF, COOLING, G(IDENTITY_PROVEN), 0),
    ROW("C6", S(COOLING_OFF), COOLED, T, SWEEP, NONE, G(CLEAR), 0),
    ROW("C6", S(COOLING_OFF), COOLED, T, BLOCKED, NONE, 0, G(CLEAR)),
    ROW("C7", S(SWEEP), SWEPT, L, CLOSED, DELIVERY, G(EMPTY) | G(APPROVED), 0),
    ROW("C8", S(CLOSED) | S(CLOSED_UNCONFIRMED), CONFIRM, E, CONFIRMED, NONE,
        G(CONFIRMATION_DELIVERED), 0),
    ROW("C9", S(CLOSED), UNDELIVERED, T, CLOSED_UNCONFIRMED, NONE, 0, G(CONFIRMATION_DELIVERED)),
    ROW("C10", S(REQUESTED) | S(CHECKING) | S(BLOCKED) | S(IDENTITY) | S(COOLING_OFF), CANCEL, C,
        CANCELLED, NONE, 0, 0),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { CLOSURE_STATES(NAME) };
static const char *const events[] = { CLOSURE_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { CLOSURE_GUARDS(WORDS) };
#undef WORDS

const machine *closure_machine(void)
{
    static const machine table = { .name = "closure",
                                   .states = states,
                                   .events = events,
                                   .guards = guards,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = CLOSURE_STATE_COUNT,
                                   .event_count = CLOSURE_EVENT_COUNT,
                                   .guard_count = CLOSURE_GUARD_COUNT,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = TIME_COUNT,
                                   .open = (1u << CLOSURE_STATE_COUNT) - 1u - S(NONE) -
                                           S(CONFIRMED) - S(CANCELLED) };

    return &table;
}
