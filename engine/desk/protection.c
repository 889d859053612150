#include "desk/protection.h"

#define US_PER_DAY INT64_C(86400000000)
enum { WATCH_DAYS = 90 };

enum { TIME_NONE, TIME_MONITORED, TIME_STEP_UP, TIME_HOLD, TIME_REVIEW, TIME_COUNT };
static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_MONITORED] = { "monitored", 72 * 3600, 0 },
    [TIME_STEP_UP] = { "step-up", 24 * 3600, 0 },
    [TIME_HOLD] = { "hold", 24 * 3600, 0 },
    [TIME_REVIEW] = { "review", 0, 5 },
};

#define S(level) (1u << PROTECTION_##level)
#define G(guard) PROTECTION_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    V = MACHINE_SUPERVISOR,
    C = MACHINE_CUSTOMER,
    L = MACHINE_LEDGER,
    T = MACHINE_TIMER,
    R = MACHINE_LEGAL
};

#define BELOW_FROZEN (S(NORMAL) | S(MONITORED) | S(STEP_UP) | S(OUTBOUND_HOLD))
#define ANY          (BELOW_FROZEN | S(FROZEN))
#define PLACING      (G(COMMANDED) | G(NOT_CLOSED))
#define ROW(number, levels, on, who, next, clock, need)                                            \
    {                                                                                              \
        .rule = number, .from = levels, .event = PROTECTION_ON_##on, .actors = who, .to = next,    \
        .timer = TIME_##clock, .needs = need                                                       \
    }
/* PR3 and PR4 start at OUTBOUND_HOLD too: a second hold joins the set, the level is the same. */
static const machine_row rows[] = {
    ROW("PR1", S(NORMAL), SCORE_MONITOR, E, PROTECTION_MONITORED, MONITORED, G(COMMANDED)),
    ROW("PR2", S(NORMAL) | S(MONITORED), SCORE_STEP_UP, E, PROTECTION_STEP_UP, STEP_UP, PLACING),
    ROW("PR3", S(NORMAL) | S(MONITORED) | S(STEP_UP), SCORE_HOLD, E, PROTECTION_OUTBOUND_HOLD, HOLD,
        PLACING | G(BELOW_RATE)),
    ROW("PR4", BELOW_FROZEN, CUSTOMER_REPORT, C | A | E, PROTECTION_OUTBOUND_HOLD, REVIEW,
        PLACING | G(MATCHED)),
    ROW("PR5", BELOW_FROZEN, CASE_CONFIRMED, A | V, PROTECTION_FROZEN, REVIEW,
        PLACING | G(DECIDED)),
    ROW("PR6", ANY, LEGAL_ORDER, R | V, PROTECTION_FROZEN, NONE, PLACING | G(DOCUMENTED)),
    ROW("PR7", S(STEP_UP), STEP_UP_PASSED, E, MACHINE_STAY, NONE, G(COMMANDED) | G(OLD_FACTOR)),
    ROW("PR8", S(STEP_UP), STEP_UP_FAILED, E, PROTECTION_OUTBOUND_HOLD, HOLD,
        PLACING | G(FAILED_THRICE)),
    ROW("PR9", S(OUTBOUND_HOLD) | S(FROZEN), RELEASE_REQUEST, A | V, MACHINE_STAY, NONE,
        G(COMMANDED) | G(NAMED) | G(RELEASE_GUARD)),
    ROW("PR10", S(OUTBOUND_HOLD), LIFE_OVER, T, PROTECTION_STEP_UP, NONE,
        G(COMMANDED) | G(CASE_OPEN)),
    ROW("PR11", S(OUTBOUND_HOLD), LIFE_OVER, T, MACHINE_STAY, NONE, G(COMMANDED) | G(CLEARED)),
    ROW("PR12", ANY, REFUSED, L, MACHINE_STAY, NONE, 0),
    ROW("X8", ANY, CREDIT, L, MACHINE_STAY, NONE, 0),
};
#undef ROW

#define NAME(name) #name,
static const char *const levels[] = { PROTECTION_LEVELS(NAME) };
static const char *const events[] = { PROTECTION_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { PROTECTION_GUARDS(WORDS) };
#undef WORDS

static const machine table = { .name = "account protection",
                               .states = levels,
                               .events = events,
                               .guards = guards,
                               .rows = rows,
                               .timers = timers,
                               .state_count = PROTECTION_LEVEL_COUNT,
                               .event_count = PROTECTION_EVENT_COUNT,
                               .guard_count = PROTECTION_GUARD_COUNT,
                               .row_count = sizeof rows / sizeof rows[0],
                               .timer_count = TIME_COUNT,
                               .open = ANY & ~S(NORMAL) };

const machine *protection_machine(void)
{
    return &table;
}

const char *protection_level_name(protection_level level)
{
    return levels[level];
}

const char *account_life_name(account_life life)
{
    static const char *const names[ACCOUNT_LIFE_COUNT] = { "ACTIVE", "DORMANT", "CLOSING",
                                                           "CLOSED" };

    return names[life];
}

bool account_may_become(account_life from, account_life to)
{
    static const bool may[ACCOUNT_LIFE_COUNT][ACCOUNT_LIFE_COUNT] = {
        [ACCOUNT_ACTIVE] = { [ACCOUNT_DORMANT] = true, [ACCOUNT_CLOSING] = true },
        [ACCOUNT_DORMANT] = { [ACCOUNT_ACTIVE] = true, [ACCOUNT_CLOSING] = true },
        [ACCOUNT_CLOSING] = { [ACCOUNT_ACTIVE] = true, [ACCOUNT_CLOSED] = true },
    };

    return may[from][to];
}

static protection_level level_of(hold_scope scope)
{
    return scope == HOLD_SCOPE_FULL       ? PROTECTION_FROZEN
           : scope == HOLD_SCOPE_OUTBOUND ? PROTECTION_OUTBOUND_HOLD
           : scope == HOLD_SCOPE_STEP_UP  ? PROTECTION_STEP_UP
                                          : PROTECTION_NORMAL;
}

static protection_level higher(protection_level a, protection_level b)
{
    return a > b ? a : b;
}

static int64_t sum_up(int64_t a, int64_t b)
{
    return b > INT64_MAX - a ? INT64_MAX : a + b;
}

protection_view protection_of(const protection_hold *holds, size_t count,
                              int64_t monitored_until_us, int64_t now_us)
{
    const protection_level least =
        now_us < monitored_until_us ? PROTECTION_MONITORED : PROTECTION_NORMAL;
    protection_view view = { .level = least, .wanted = least };

    for (size_t i = 0; i < count; i++) {
        const protection_hold *hold = &holds[i];
        if (now_us >= hold->expires_us && hold->expires_us != INT64_MAX) {
            continue;
        }
        view.wanted = higher(view.wanted, level_of(hold->scope));
        if (hold->is_acked) {
            view.level = higher(view.level, level_of(hold->scope));
            view.held_minor =
                sum_up(view.held_minor, hold->scope == HOLD_SCOPE_AMOUNT ? hold->amount_minor : 0);
        }
    }
    return view;
}

int64_t protection_available(int64_t balance_minor, const protection_view *view)
{
    return balance_minor > view->held_minor ? balance_minor - view->held_minor : 0;
}

protection_end protection_at_end(const protection_hold *hold, hold_end on_expiry, bool is_case_open)
{
    if (on_expiry == HOLD_END_KEEP_AND_ALARM) {
        return PROTECTION_END_KEPT;
    }
    if (is_case_open &&
        (on_expiry == HOLD_END_STEP_UP || level_of(hold->scope) >= PROTECTION_OUTBOUND_HOLD)) {
        return PROTECTION_END_STEP_UP;
    }
    return PROTECTION_END_GONE;
}

int64_t protection_watch_until(int64_t released_us)
{
    return sum_up(released_us, WATCH_DAYS * US_PER_DAY);
}

#define ALL(answer)                                                                                \
    {                                                                                              \
        answer, answer, answer, answer, answer                                                     \
    }
static const protection_answer by_level[PROTECTION_OPERATION_COUNT][PROTECTION_LEVEL_COUNT] = {
    [PROTECTION_DO_LOGIN] = { PROTECTION_ALLOW, PROTECTION_ALLOW, PROTECTION_PROVE,
                              PROTECTION_PROVE_VIEW, PROTECTION_STATUS_ONLY },
    [PROTECTION_DO_CREDIT_IN] = { PROTECTION_ALLOW, PROTECTION_ALLOW, PROTECTION_ALLOW,
                                  PROTECTION_ALLOW, PROTECTION_REFUND_ONLY },
    [PROTECTION_DO_MONEY_OUT] = { PROTECTION_ALLOW, PROTECTION_ALERT, PROTECTION_PROVE,
                                  PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_MERCHANT] = { PROTECTION_ALLOW, PROTECTION_ALLOW, PROTECTION_PROVE,
                                 PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_SCHEDULED] = { PROTECTION_ALLOW, PROTECTION_ALLOW, PROTECTION_PAUSE,
                                  PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_CHANGE] = { PROTECTION_ALLOW, PROTECTION_NOTIFY, PROTECTION_PROVE_DELAY,
                               PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_COMPLAIN] = ALL(PROTECTION_ALLOW),
    [PROTECTION_DO_CLOSE] = { PROTECTION_ALLOW, PROTECTION_ALLOW, PROTECTION_REFUSE,
                              PROTECTION_REFUSE, PROTECTION_REFUSE },
};

/* Of an account that is closing, then of one that is closed. */
static const protection_answer by_life[PROTECTION_OPERATION_COUNT][2] = {
    [PROTECTION_DO_LOGIN] = { PROTECTION_ALLOW, PROTECTION_REFUSE },
    [PROTECTION_DO_CREDIT_IN] = { PROTECTION_REFUSE, PROTECTION_RETURN },
    [PROTECTION_DO_MONEY_OUT] = { PROTECTION_SWEEP_ONLY, PROTECTION_REFUSE },
    [PROTECTION_DO_MERCHANT] = { PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_SCHEDULED] = { PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_CHANGE] = { PROTECTION_REFUSE, PROTECTION_REFUSE },
    [PROTECTION_DO_COMPLAIN] = { PROTECTION_ALLOW, PROTECTION_ALLOW },
    [PROTECTION_DO_CLOSE] = { PROTECTION_REFUSE, PROTECTION_REFUSE },
};

protection_answer protection_permits(protection_level level, account_life life,
                                     protection_operation operation)
{
    const protection_answer here = by_level[operation][level];

    if (life == ACCOUNT_CLOSED) {
        return by_life[operation][1];
    }
    if (life != ACCOUNT_CLOSING) {
        return here;
    }
    const protection_answer there = by_life[operation][0];
    return here > there ? here : there;
}

const char *protection_operation_name(protection_operation operation)
{
#define PROTECTION_NAME(name) #name,
    static const char *const names[] = { PROTECTION_OPERATIONS(PROTECTION_NAME) };
#undef PROTECTION_NAME

    return names[operation];
}

const char *protection_answer_name(protection_answer answer)
{
    static const char *const names[PROTECTION_ANSWER_COUNT] = {
        [PROTECTION_ALLOW] = "allowed",
        [PROTECTION_ALERT] = "allowed and looked at",
        [PROTECTION_NOTIFY] = "allowed and told to every contact point",
        [PROTECTION_PROVE] = "after proof",
        [PROTECTION_PROVE_DELAY] = "after proof and twelve hours",
        [PROTECTION_PROVE_VIEW] = "after proof, a limited view",
        [PROTECTION_PAUSE] = "paused",
        [PROTECTION_STATUS_ONLY] = "status page only",
        [PROTECTION_REFUND_ONLY] = "refunds only",
        [PROTECTION_SWEEP_ONLY] = "sweep only",
        [PROTECTION_RETURN] = "back to the sender",
        [PROTECTION_REFUSE] = "refused",
    };

    return names[answer];
}
