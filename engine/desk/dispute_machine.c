#include "desk/dispute_machine.h"

/* D1 to D9 are the specification's; the chain of states in front of them gives D10 its two ends and
 * says that an appeal is looked into like a new claim.
 *
 * The engine may propose a provisional credit, a supervisor gives it. */
enum {
    TIME_NONE,
    TIME_RECEIPT,
    TIME_FIRST,
    TIME_DOCUMENTS,
    TIME_CREDIT_NOTICE,
    TIME_PAY,
    TIME_APPEAL,
    TIME_COUNT
};

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_RECEIPT] = { "receipt", DISPUTE_RECEIPT_S, 0 },
    [TIME_FIRST] = { "first decision", 0, 0 },
    [TIME_DOCUMENTS] = { "documents", 0, DISPUTE_DOCUMENTS_BUSINESS_DAYS },
    [TIME_CREDIT_NOTICE] = { "notice of credit", 0, DISPUTE_CREDIT_NOTICE_BUSINESS_DAYS },
    [TIME_PAY] = { "payment", 0, DISPUTE_PAY_BUSINESS_DAYS },
    [TIME_APPEAL] = { "objection", DISPUTE_APPEAL_DAYS *INT64_C(86400), 0 },
};

#define S(state) (1u << DISPUTE_##state)
#define G(guard) DISPUTE_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    V = MACHINE_SUPERVISOR,
    C = MACHINE_CUSTOMER,
    L = MACHINE_LEDGER,
    T = MACHINE_TIMER
};
#define DECIDED (S(DECIDED_REFUND) | S(DECIDED_PARTIAL) | S(DECIDED_REJECT))

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = DISPUTE_ON_##on, .actors = who,                   \
        .to = DISPUTE_##next, .timer = TIME_##clock, .needs = need, .unless = bar                  \
    }
static const machine_row rows[] = {
    ROW("D1", S(NONE), FILE, E | C | A, FILED, RECEIPT, G(NOT_DISPUTED_YET), 0),
    ROW("D2", S(FILED), RECEIPT_DELIVERED, E, ACKED, NONE, 0, 0),
    ROW("D3", S(ACKED) | S(APPEALED), EVIDENCE_TAKEN, E, INVESTIGATING, FIRST, G(EVIDENCE_KEPT), 0),
    ROW("D4", S(INVESTIGATING), DOCUMENTS_ASKED, A, INFO_NEEDED, DOCUMENTS, 0, 0),
    ROW("D4", S(INFO_NEEDED), DOCUMENTS_RECEIVED, A | C, INVESTIGATING, NONE, 0, 0),
    ROW("D5", S(INVESTIGATING) | S(INFO_NEEDED), CREDIT_PROVISIONALLY, V, PROVISIONAL,
        CREDIT_NOTICE, G(CREDIT_IS_DUE) | G(WITHIN_LOSS), G(CREDIT_POSTED)),
    ROW("D6", S(INVESTIGATING) | S(PROVISIONAL), DECIDE_REFUND, A | V, DECIDED_REFUND, PAY,
        G(REASONS_GIVEN) | G(WITHIN_LOSS), 0),
    ROW("D6", S(INVESTIGATING) | S(PROVISIONAL), DECIDE_PARTIAL, V, DECIDED_PARTIAL, PAY,
        G(REASONS_GIVEN) | G(WITHIN_LOSS), 0),
    ROW("D6", S(INVESTIGATING) | S(PROVISIONAL), DECIDE_REJECT, V, DECIDED_REJECT, APPEAL,
        G(REASONS_GIVEN), 0),
    ROW("D7", S(DECIDED_REFUND) | S(DECIDED_PARTIAL), LEDGER_PAID, L, PAID, APPEAL, 0, 0),
    ROW("D8", S(DECIDED_REJECT), REVERSE_CREDIT, V, CREDIT_REVERSED, NONE,
        G(CREDIT_POSTED) | G(NOTICE_GIVEN), 0),
    ROW("D9", DECIDED | S(PAID) | S(CREDIT_REVERSED), APPEAL, C, APPEALED, NONE,
        G(NEW_FACT) | G(APPEAL_OPEN), 0),
    ROW("D10", S(PAID) | S(CREDIT_REVERSED), CLOSE, T, CLOSED, NONE, 0, G(APPEAL_OPEN)),
    ROW("D10", S(DECIDED_REJECT), CLOSE, T, CLOSED, NONE, 0, G(APPEAL_OPEN) | G(CREDIT_POSTED)),
    ROW("D10", S(APPEALED), CLOSE, V, CLOSED, NONE, G(REASONS_GIVEN), 0),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { DISPUTE_STATES(NAME) };
static const char *const events[] = { DISPUTE_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { DISPUTE_GUARDS(WORDS) };
#undef WORDS

static const machine table = { .name = "dispute",
                               .states = states,
                               .events = events,
                               .guards = guards,
                               .rows = rows,
                               .timers = timers,
                               .state_count = DISPUTE_STATE_COUNT,
                               .event_count = DISPUTE_EVENT_COUNT,
                               .guard_count = DISPUTE_GUARD_COUNT,
                               .row_count = sizeof rows / sizeof rows[0],
                               .timer_count = TIME_COUNT,
                               .open = (1u << DISPUTE_STATE_COUNT) - 1u - S(NONE) - S(CLOSED) };

const machine *dispute_machine(void)
{
    return &table;
}

int64_t dispute_refundable_minor(const dispute_money *money)
{
    int64_t left = money->disputed_minor;

    JAGA_CHECK(left >= 0 && money->recovered_minor >= 0 && money->refunded_minor >= 0 &&
               money->provisional_minor >= 0);
    const int64_t given[] = { money->recovered_minor, money->refunded_minor,
                              money->provisional_minor };
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        left = given[i] < left ? left - given[i] : 0;
    }
    return left;
}
