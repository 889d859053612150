#include "desk/task_machine.h"

#include <string.h>

/* K1 to K18 are the specification's. K19 to K21 are ours: the customer who calls in finds the task
 * whatever it waits for, a talk may break off, and an escalated task needs a way on. */
enum {
    TIME_NONE,
    TIME_WINDOW,
    TIME_SLA,
    TIME_ASSIGN,
    TIME_RING,
    TIME_RETRY,
    TIME_WARM,
    TIME_VERIFY,
    TIME_WORK,
    TIME_COUNT
};

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_WINDOW] = { "window opens", 0, 0 },
    [TIME_SLA] = { "first dial", 0, 0 },
    [TIME_ASSIGN] = { "dial", 60, 0 },
    [TIME_RING] = { "ring", 40, 0 },
    [TIME_RETRY] = { "retry", 0, 0 },
    [TIME_WARM] = { "warm", 15 * 60, 0 },
    [TIME_VERIFY] = { "verify", 5 * 60, 0 },
    [TIME_WORK] = { "after-call work", 120, 0 },
};

#define S(state) (1u << TASK_##state)
#define G(guard) TASK_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    V = MACHINE_SUPERVISOR,
    C = MACHINE_CUSTOMER,
    T = MACHINE_TIMER
};
#define OPEN                                                                                       \
    (S(QUEUED) | S(SCHEDULED) | S(ASSIGNED) | S(DIALING) | S(REACHED) | S(VERIFYING) |             \
     S(VERIFIED) | S(FAILED_IDV) | S(WRAP_UP) | S(RETRY_WAIT) | S(ESCALATED))

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = TASK_ON_##on, .actors = who, .to = next,          \
        .timer = TIME_##clock, .needs = need, .unless = bar                                        \
    }
#define NO_TALK(on) ROW("K6", S(DIALING), on, A | E, TASK_RETRY_WAIT, RETRY, 0, 0)
static const machine_row rows[] = {
    ROW("K1", S(NONE), CREATE, E, TASK_QUEUED, SLA, G(ONLY_ONE) | G(WINDOW_OPEN), 0),
    ROW("K1", S(NONE), CREATE, E, TASK_SCHEDULED, WINDOW, G(ONLY_ONE), G(WINDOW_OPEN)),
    ROW("K2", S(SCHEDULED), WINDOW_OPEN, T, TASK_QUEUED, SLA, 0, 0),
    ROW("K3", S(QUEUED), PULL, A, TASK_ASSIGNED, ASSIGN, G(SPEAKS_LANGUAGE) | G(NO_CONFLICT), 0),
    ROW("K3", S(QUEUED), PUSH, V, TASK_ASSIGNED, ASSIGN, G(SPEAKS_LANGUAGE) | G(NO_CONFLICT), 0),
    ROW("K4", S(ASSIGNED), ASSIGN_TIMEOUT, T, TASK_QUEUED, NONE, 0, G(THIRD_BOUNCE)),
    ROW("K4", S(ASSIGNED), ASSIGN_TIMEOUT, T, TASK_ESCALATED, NONE, G(THIRD_BOUNCE), 0),
    ROW("K5", S(ASSIGNED), DIAL, A, TASK_DIALING, RING,
        G(IS_OWNER) | G(ATTEMPTS_LEFT) | G(TRUSTED_CONTACT) | G(WINDOW_OPEN), 0),
    NO_TALK(NO_ANSWER),
    NO_TALK(BUSY),
    NO_TALK(VOICEMAIL),
    NO_TALK(SWITCHED_OFF),
    ROW("K7", S(DIALING), WRONG_PARTY, A, TASK_RETRY_WAIT, RETRY, G(IS_OWNER), 0),
    ROW("K7", S(DIALING), NUMBER_INVALID, A, TASK_RETRY_WAIT, RETRY, G(IS_OWNER), 0),
    ROW("K8", S(DIALING), ANSWERED, A, TASK_REACHED, NONE, G(IS_OWNER), 0),
    ROW("K9", S(REACHED), HANGS_UP_TO_CALL_BACK, A, TASK_RETRY_WAIT, WARM, G(IS_OWNER), 0),
    ROW("K10", S(REACHED), IDV_START, A, TASK_VERIFYING, VERIFY, G(IS_OWNER) | G(CODE_COMPARED), 0),
    ROW("K11", S(VERIFYING), IDV_PASS, A, TASK_VERIFIED, NONE, G(IS_OWNER), 0),
    ROW("K12", S(VERIFYING), IDV_FAIL, A, TASK_VERIFYING, VERIFY, G(IS_OWNER), G(LAST_FAILURE)),
    ROW("K12", S(VERIFYING), IDV_FAIL, A, TASK_FAILED_IDV, NONE, G(IS_OWNER) | G(LAST_FAILURE), 0),
    ROW("K13", S(VERIFIED) | S(FAILED_IDV), INTERVIEW_DONE, A, TASK_WRAP_UP, WORK,
        G(IS_OWNER) | G(DISPOSITION_SET), 0),
    ROW("K14", S(WRAP_UP), SUBMIT, A, TASK_COMPLETED, NONE,
        G(IS_OWNER) | G(OUTCOME_SET) | G(HAS_NOTE) | G(MARKS_COMPLETE), 0),
    ROW("K15", S(RETRY_WAIT), DUE, T, TASK_QUEUED, SLA, G(ATTEMPTS_LEFT) | G(WINDOW_OPEN), 0),
    ROW("K16", S(RETRY_WAIT), EXHAUSTED, T, TASK_EXPIRED, NONE, 0, G(ATTEMPTS_LEFT)),
    ROW("K17", OPEN, SLA_BREACH, T, MACHINE_STAY, NONE, 0, 0),
    ROW("K18", OPEN, CASE_RESOLVED, E, TASK_CANCELLED, NONE, 0, 0),
    ROW("K19", S(QUEUED) | S(SCHEDULED) | S(RETRY_WAIT) | S(ESCALATED), INBOUND, A, TASK_REACHED,
        NONE, G(SPEAKS_LANGUAGE) | G(NO_CONFLICT), 0),
    ROW("K20", S(REACHED) | S(VERIFYING) | S(VERIFIED), CALL_CUT_SHORT, A, TASK_RETRY_WAIT, RETRY,
        G(IS_OWNER) | G(DISPOSITION_SET), G(NEEDS_SUPERVISOR)),
    ROW("K20", S(REACHED) | S(VERIFYING) | S(VERIFIED), CALL_CUT_SHORT, A, TASK_ESCALATED, NONE,
        G(IS_OWNER) | G(DISPOSITION_SET) | G(NEEDS_SUPERVISOR), 0),
    ROW("K21", S(ESCALATED), PUSH, V, TASK_ASSIGNED, ASSIGN, G(SPEAKS_LANGUAGE) | G(NO_CONFLICT),
        0),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { TASK_STATES(NAME) };
static const char *const events[] = { TASK_EVENTS(NAME) };
static const char *const dispositions[] = { TASK_DISPOSITIONS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { TASK_GUARDS(WORDS) };
#undef WORDS

static const machine table = { .name = "callback task",
                               .states = states,
                               .events = events,
                               .guards = guards,
                               .rows = rows,
                               .timers = timers,
                               .state_count = TASK_STATE_COUNT,
                               .event_count = TASK_EVENT_COUNT,
                               .guard_count = TASK_GUARD_COUNT,
                               .row_count = sizeof rows / sizeof rows[0],
                               .timer_count = TIME_COUNT,
                               .open = OPEN };

const machine *task_machine(void)
{
    return &table;
}

const char *task_disposition_name(task_disposition disposition)
{
    JAGA_CHECK(disposition < TASK_DISPOSITION_COUNT);
    return dispositions[disposition];
}

int task_disposition_find(const char *name)
{
    for (int i = 0; i < TASK_DISPOSITION_COUNT; i++) {
        if (strcmp(dispositions[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

task_event task_disposition_event(task_disposition disposition)
{
    switch (disposition) {
    case TASK_DISPOSITION_NO_ANSWER: return TASK_ON_NO_ANSWER;
    case TASK_DISPOSITION_BUSY: return TASK_ON_BUSY;
    case TASK_DISPOSITION_VOICEMAIL: return TASK_ON_VOICEMAIL;
    case TASK_DISPOSITION_SWITCHED_OFF: return TASK_ON_SWITCHED_OFF;
    case TASK_DISPOSITION_INVALID_NUMBER: return TASK_ON_NUMBER_INVALID;
    case TASK_DISPOSITION_WRONG_PARTY: return TASK_ON_WRONG_PARTY;
    case TASK_DISPOSITION_DURESS_SUSPECTED:
    case TASK_DISPOSITION_CALLBACK_REQUESTED:
    case TASK_DISPOSITION_REFUSED_TALK:
    case TASK_DISPOSITION_LANGUAGE_MISMATCH:
    case TASK_DISPOSITION_DECEASED:
    case TASK_DISPOSITION_TECH_DROP: return TASK_ON_CALL_CUT_SHORT;
    default: return TASK_ON_INTERVIEW_DONE;
    }
}

bool task_disposition_needs_supervisor(task_disposition disposition)
{
    return disposition == TASK_DISPOSITION_DURESS_SUSPECTED ||
           disposition == TASK_DISPOSITION_SCAM_COACHED || disposition == TASK_DISPOSITION_DECEASED;
}
