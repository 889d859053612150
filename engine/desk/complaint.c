#include "desk/complaint.h"

#include "base/when.h"

/* M1 to M8 are the specification's, with the chain of states in front of them; M9 is what a machine
 * needs besides: work begins, is given to somebody else, and comes to an end. */
enum { TIME_NONE, TIME_ASSESS, TIME_PAPERS, TIME_ANSWER, TIME_OBJECT, TIME_PACK, TIME_COUNT };

static const machine_timer timers[] = {
    [TIME_NONE] = { "", 0, 0 },
    [TIME_ASSESS] = { "assessment", 4 * 3600, 0 },
    [TIME_PAPERS] = { "papers", 0, 10 },
    [TIME_ANSWER] = { "answer", 0, 0 },
    [TIME_OBJECT] = { "objection", INT64_C(30) * 86400, 0 },
    [TIME_PACK] = { "evidence pack", 0, 2 },
};

#define S(state) (1u << COMPLAINT_##state)
#define G(guard) COMPLAINT_GUARD(guard)
enum {
    E = MACHINE_ENGINE,
    A = MACHINE_AGENT,
    V = MACHINE_SUPERVISOR,
    C = MACHINE_CUSTOMER,
    T = MACHINE_TIMER
};
#define AT_WORK (S(IN_PROGRESS) | S(EXTENDED))
#define OPEN    ((1u << COMPLAINT_STATE_COUNT) - 1u - S(NONE) - S(CLOSED) - S(CLOSED_INCOMPLETE))

#define ROW(number, states, on, who, next, clock, need, bar)                                       \
    {                                                                                              \
        .rule = number, .from = states, .event = COMPLAINT_ON_##on, .actors = who, .to = next,     \
        .timer = TIME_##clock, .needs = need, .unless = bar                                        \
    }
static const machine_row rows[] = {
    ROW("M1", S(NONE), RECEIVE, C | A | E, COMPLAINT_RECEIVED, NONE, 0, 0),
    ROW("M1", S(RECEIVED), REGISTER, A, COMPLAINT_REGISTERED, ANSWER,
        G(FORM_COMPLETE) | G(READ_BACK), 0),
    ROW("M2", S(REGISTERED), ACKNOWLEDGE, E, COMPLAINT_ACKNOWLEDGED, ASSESS, G(NUMBER_SENT), 0),
    ROW("M3", S(ACKNOWLEDGED), ASSESS, A, COMPLAINT_ASSESSED, NONE,
        G(SEVERITY_SET) | G(THEFT_LINKED), 0),
    ROW("M9", S(ASSESSED), START, A, COMPLAINT_IN_PROGRESS, NONE, 0, 0),
    ROW("M4", S(ASSESSED) | S(IN_PROGRESS), CONVERT_TO_WRITTEN, A, MACHINE_STAY, ANSWER,
        G(BEYOND_ORAL), 0),
    ROW("M9", OPEN, ASSIGN, A | V, MACHINE_STAY, NONE, 0, 0),
    ROW("M5", AT_WORK, ASK_PAPERS, A, COMPLAINT_WAITING_CONSUMER, PAPERS, G(PAPERS_LISTED), 0),
    ROW("M5", S(WAITING_CONSUMER) | S(CLOSED_INCOMPLETE), PAPERS_RECEIVED, A | C,
        COMPLAINT_IN_PROGRESS, ANSWER, 0, 0),
    ROW("M5", S(WAITING_CONSUMER), PAPERS_EXPIRED, T, COMPLAINT_CLOSED_INCOMPLETE, NONE, 0, 0),
    ROW("M6", S(IN_PROGRESS), EXTEND, V, COMPLAINT_EXTENDED, ANSWER,
        G(REASON_ALLOWED) | G(NOTICE_BEFORE_DEADLINE), G(EXTENDED_BEFORE)),
    ROW("M7", AT_WORK, RESPOND, A | V, COMPLAINT_RESPONDED, OBJECT, G(REASONS_AND_RIGHTS),
        G(REJECTS)),
    ROW("M7", AT_WORK, RESPOND, V, COMPLAINT_RESPONDED, OBJECT, G(REASONS_AND_RIGHTS) | G(REJECTS),
        0),
    ROW("M7", S(ESCALATED_INTERNAL), RESPOND, V, COMPLAINT_RESPONDED, OBJECT, G(REASONS_AND_RIGHTS),
        0),
    ROW("M9", S(RESPONDED), ACCEPT, C, COMPLAINT_ACCEPTED, NONE, G(ANSWER_SENT), 0),
    ROW("M9", S(RESPONDED), OBJECT, C, COMPLAINT_REJECTED_BY_CONSUMER, OBJECT, 0, 0),
    ROW("M9", S(REJECTED_BY_CONSUMER), ESCALATE_INTERNAL, C | A | V, COMPLAINT_ESCALATED_INTERNAL,
        ANSWER, 0, 0),
    ROW("M8", S(REJECTED_BY_CONSUMER) | S(ESCALATED_INTERNAL), ESCALATE_EXTERNAL, C,
        COMPLAINT_ESCALATED_EXTERNAL, PACK, G(REASONS_AND_RIGHTS), 0),
    ROW("M9", S(ACCEPTED) | S(ESCALATED_EXTERNAL), CLOSE, A | E, COMPLAINT_CLOSED, NONE,
        G(ANSWER_SENT), 0),
    ROW("M9", S(RESPONDED) | S(REJECTED_BY_CONSUMER), CLOSE, T, COMPLAINT_CLOSED, NONE,
        G(ANSWER_SENT), G(TIME_TO_OBJECT)),
};
#undef ROW

#define NAME(name) #name,
static const char *const states[] = { COMPLAINT_STATES(NAME) };
static const char *const events[] = { COMPLAINT_EVENTS(NAME) };
#undef NAME
#define WORDS(name, words) words,
static const char *const guards[] = { COMPLAINT_GUARDS(WORDS) };
#undef WORDS

const machine *complaint_machine(void)
{
    static const machine table = { .name = "complaint",
                                   .states = states,
                                   .events = events,
                                   .guards = guards,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = COMPLAINT_STATE_COUNT,
                                   .event_count = COMPLAINT_EVENT_COUNT,
                                   .guard_count = COMPLAINT_GUARD_COUNT,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = TIME_COUNT,
                                   .open = OPEN };

    return &table;
}

int complaint_level(complaint_channel channel)
{
    return channel == COMPLAINT_BY_SOCIAL ? 2 : 1;
}

bool complaint_is_same(bool same_account, bool same_topic, int64_t first_us, int64_t again_us)
{
    const int64_t apart = again_us - first_us;

    return same_account && same_topic && apart >= 0 && apart <= 30 * US_PER_DAY;
}

jaga_status complaint_due(const jurisdiction *rules, const business_calendar *calendar,
                          bool is_written, bool is_extended, int64_t started_us,
                          jurisdiction_due *out, jaga_error *err)
{
    JAGA_CHECK(is_written || !is_extended);
    JAGA_TRY(jurisdiction_when(rules, is_written ? JURISDICTION_FINAL : JURISDICTION_FIRST,
                               calendar, started_us, out, err));
    if (is_extended) {
        const jurisdiction_due first = *out;
        JAGA_TRY(
            jurisdiction_when(rules, JURISDICTION_EXTENSION, calendar, first.due_us, out, err));
        out->is_law = out->is_law && first.is_law;
        out->may_move = out->may_move || first.may_move;
    }
    return JAGA_OK;
}

int complaint_bucket(int business_days)
{
    return business_days <= 5 ? 0 : business_days <= 10 ? 1 : business_days <= 20 ? 2 : 3;
}

const char *complaint_bucket_name(int bucket)
{
    static const char *const names[] = { "0-5", "6-10", "11-20", "> 20" };

    JAGA_CHECK(bucket >= 0 && bucket < 4);
    return names[bucket];
}
