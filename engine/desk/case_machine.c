#include "desk/case_machine.h"

/* T1 to T21 are the specification's. T22 is ours: without it two outcomes would have no end.
 *
 * T16 starts from states without a verified outcome only: what a talk with the owner settled is not
 * overruled by circumstances. */
enum {
    TIME_NONE,
    TIME_ACK,
    TIME_BAND,
    TIME_HANDLE,
    TIME_REVIEW,
    TIME_RECALL,
    TIME_TRACE,
    TIME_RESTORE,
    TIME_RELEASE,
    TIME_TRIAGE,
    TIME_HOLD,
    TIME_COUNT
};

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_ACK] = { "ack", 60, 0 },
    [TIME_BAND] = { "first dial", 0, 0 },
    [TIME_HANDLE] = { "handling", 10 * 60, 0 },
    [TIME_REVIEW] = { "review", 0, 5 },
    [TIME_RECALL] = { "first recall", 15 * 60, 0 },
    [TIME_TRACE] = { "recalls end", 45 * 86400, 0 },
    [TIME_RESTORE] = { "restore", 0, 2 },
    [TIME_RELEASE] = { "release", 5 * 60, 0 },
    [TIME_TRIAGE] = { "triage", 1, 0 },
    [TIME_HOLD] = { "hold", 1, 0 },
};

#define S(state) (1u << CASE_##state)
#define G(guard) CASE_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    V = MACHINE_SUPERVISOR,
    C = MACHINE_CUSTOMER,
    L = MACHINE_LEDGER,
    T = MACHINE_TIMER,
    R = MACHINE_LEGAL
};

#define UNDECIDED                                                                                  \
    (S(DETECTED) | S(REPORTED) | S(TRIAGED) | S(CONTAINING) | S(CONTAINED) | S(CONTACTING) |       \
     S(VERIFYING) | S(INCONCLUSIVE) | S(REOPENED))

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = CASE_ON_##on, .actors = who, .to = CASE_##next,   \
        .timer = TIME_##clock, .needs = need, .unless = bar                                        \
    }
static const machine_row rows[] = {
    ROW("T1", S(NONE), ALERT, E, DETECTED, TRIAGE, G(NO_OPEN_CASE), 0),
    ROW("T2", S(NONE), CUSTOMER_REPORT, C | A, REPORTED, HOLD, G(NO_OPEN_CASE), 0),
    ROW("T2", S(NONE), PARTNER_REPORT, A | R, REPORTED, HOLD, G(NO_OPEN_CASE), 0),
    ROW("T3", S(DETECTED) | S(REPORTED) | S(REOPENED), RULES_EVALUATED, E, TRIAGED, NONE, 0, 0),
    ROW("T4", S(TRIAGED), HOLD_SENT, E, CONTAINING, ACK, 0, 0),
    ROW("T5", S(CONTAINING), HOLDS_ACKED, L, CONTAINED, NONE, 0, 0),
    ROW("T6", S(CONTAINING), ACK_TIMEOUT, T, CONTAINING, NONE, 0, 0),
    ROW("T7", S(CONTAINED) | S(CONTAINING), TASK_ASSIGNED, A, CONTACTING, BAND, 0, 0),
    ROW("T8", S(CONTACTING), REACHED, A, VERIFYING, HANDLE, 0, 0),
    ROW("T9", S(VERIFYING), DECIDE_CONFIRMED, A, CONFIRMED, RECALL,
        G(IDENTITY_DECIDES) | G(ALL_MARKED) | G(ANY_NOT_MINE), 0),
    ROW("T10", S(VERIFYING), DECIDE_FALSE_ALARM, A, FALSE_ALARM, RELEASE,
        G(IDENTITY_DECIDES) | G(ALL_MARKED), G(ANY_NOT_MINE) | G(COERCED)),
    /* Taking back a confirmed theft. */
    ROW("T10", S(CONFIRMED), DECIDE_FALSE_ALARM, V, FALSE_ALARM, RELEASE,
        G(IDENTITY_DECIDES) | G(NEW_IDENTITY_PROOF) | G(ALL_MARKED), G(ANY_NOT_MINE) | G(COERCED)),
    ROW("T11", S(VERIFYING), DECIDE_SCAM, A | V, SCAM_AUTHORISED, RECALL,
        G(IDENTITY_DECIDES) | G(OWN_HAND), 0),
    ROW("T12", S(VERIFYING), DECIDE_FIRST_PARTY, V, FIRST_PARTY, REVIEW, G(TWO_FACTS), 0),
    ROW("T13", S(VERIFYING), IDENTITY_FAILED, A, CONTACTING, BAND, G(IDENTITY_FAILED_THRICE), 0),
    ROW("T14", S(CONTACTING), ATTEMPTS_EXHAUSTED, T, INCONCLUSIVE, REVIEW, 0, 0),
    ROW("T15", S(INCONCLUSIVE), LATE_CONTACT, C | A, VERIFYING, HANDLE, 0, 0),
    ROW("T16", UNDECIDED, PRESUME_THEFT, V, CONFIRMED, RECALL, G(WRITTEN_REASON), 0),
    ROW("T17", S(CONFIRMED) | S(SCAM_AUTHORISED), TRACE_START, E, RECOVERING, TRACE, 0, 0),
    ROW("T18", S(RECOVERING), TRACE_FINAL, E | A, RESTORING, RESTORE, G(TRACE_IS_FINAL), 0),
    ROW("T19", S(RESTORING), RESTORED, A | V, CLOSED, NONE,
        G(CHECKLIST_DONE) | G(IDENTITY_RESTORES) | G(APPROVED), 0),
    ROW("T20", S(FALSE_ALARM), HOLDS_GONE, L | E, CLOSED, NONE, G(NO_ACTIVE_HOLD), 0),
    ROW("T21", S(CLOSED), NEW_FACT, A | V | R, REOPENED, TRIAGE,
        G(NO_OPEN_CASE) | G(WITHIN_REOPENING), 0),
    ROW("T21", S(CLOSED), NEW_FACT, E, REOPENED, TRIAGE, G(NO_OPEN_CASE), 0),
    ROW("T22", S(INCONCLUSIVE) | S(FIRST_PARTY), SETTLE, V, CLOSED, NONE,
        G(WRITTEN_REASON) | G(NO_ACTIVE_HOLD), 0),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { CASE_STATES(NAME) };
static const char *const events[] = { CASE_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { CASE_GUARDS(WORDS) };
#undef WORDS

static const machine table = { .name = "theft case",
                               .states = states,
                               .events = events,
                               .guards = guards,
                               .rows = rows,
                               .timers = timers,
                               .state_count = CASE_STATE_COUNT,
                               .event_count = CASE_EVENT_COUNT,
                               .guard_count = CASE_GUARD_COUNT,
                               .row_count = sizeof rows / sizeof rows[0],
                               .timer_count = TIME_COUNT,
                               .open = (1u << CASE_STATE_COUNT) - 1u - S(NONE) - S(CLOSED) };

const machine *case_machine(void)
{
    return &table;
}

const char *case_outcome_marble(case_state outcome)
{
    switch (outcome) {
    case CASE_CONFIRMED: return "confirmed_risk";
    case CASE_SCAM_AUTHORISED: return "valuable_alert";
    case CASE_FALSE_ALARM: return "false_positive";
    default: return NULL;
    }
}

const char *case_outcome_didit(case_state outcome)
{
    switch (outcome) {
    case CASE_CONFIRMED: return "VALID_THREAT";
    case CASE_FALSE_ALARM: return "FALSE_POSITIVE";
    case CASE_INCONCLUSIVE: return "INCONCLUSIVE";
    default: return NULL;
    }
}
