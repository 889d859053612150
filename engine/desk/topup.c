#include "desk/topup.h"

#include "base/model_file.h"
#include "base/when.h"

#include <string.h>

static const char *const causes[TOPUP_CAUSE_COUNT] = {
#define TOPUP_NAME(name) [TOPUP_##name] = #name,
    TOPUP_CAUSES(TOPUP_NAME)
#undef TOPUP_NAME
};

static const unsigned actions[TOPUP_CAUSE_COUNT] = {
    [TOPUP_ALREADY_CREDITED] = TOPUP_CLOSES,
    [TOPUP_IN_FLIGHT] = TOPUP_CHECKS_AGAIN,
    [TOPUP_DEBIT_NO_CREDIT] = TOPUP_DISPUTES | TOPUP_CALLS,
    [TOPUP_WRONG_ACCOUNT] = TOPUP_DISPUTES,
    [TOPUP_ACCOUNT_RESTRICTED] = TOPUP_LINKS_CASE,
    [TOPUP_PARTNER_MAINT] = TOPUP_REMINDS,
    [TOPUP_PARTNER_DOWN] = TOPUP_JOINS_INCIDENT,
    [TOPUP_OWN_INCIDENT] = TOPUP_JOINS_INCIDENT,
    [TOPUP_REPEATED_UNKNOWN] = TOPUP_CALLS,
};

const char *topup_cause_name(topup_cause cause)
{
    JAGA_CHECK(cause < TOPUP_CAUSE_COUNT);
    return causes[cause];
}

static bool is_text(jaga_span text, const char *what)
{
    return text.length == strlen(what) && memcmp(text.at, what, text.length) == 0;
}

int topup_cause_find(jaga_span name)
{
    for (int i = 0; i < TOPUP_CAUSE_COUNT; i++) {
        if (is_text(name, causes[i])) {
            return i;
        }
    }
    return -1;
}

static int snap_cause_in(model_file *file, jaga_span code)
{
    while (model_file_next(file, NULL) == JAGA_OK) {
        if (file->fields[0].length == 3 && file->fields[1].length == 2 &&
            memcmp(file->fields[0].at, code.at, 3) == 0 &&
            memcmp(file->fields[1].at, code.at + 5, 2) == 0) {
            return topup_cause_find(file->fields[2]);
        }
    }
    return -1;
}

int topup_snap_cause(jaga_span code)
{
    static const char path[] = "models/snap_causes.csv";
    jaga_span text;
    model_file file;
    int cause = -1;

    if (code.length != 7 || model_file_text(path, &text, NULL) != JAGA_OK) {
        return -1;
    }
    for (uint32_t i = 0; i < code.length; i++) {
        if (code.at[i] < '0' || code.at[i] > '9') {
            return -1;
        }
    }
    if (model_file_open(&file, text, path, "http,case,cause,meaning", NULL) == JAGA_OK) {
        cause = snap_cause_in(&file, code);
    }
    model_file_close(&file);
    return cause;
}

/* A code of ours is a cause by name; NET_* is the customer's network. */
static int cause_of_code(jaga_span code)
{
    const int named = topup_cause_find(code);

    if (named >= 0) {
        return named;
    }
    if (code.length > 4 && memcmp(code.at, "NET_", 4) == 0) {
        return TOPUP_CLIENT_NETWORK;
    }
    return topup_snap_cause(code);
}

static topup_cause cause_of(const topup_facts *facts)
{
    const int code = cause_of_code(facts->partner_code);
    const bool is_missing =
        facts->is_debited && !facts->is_credited && !facts->is_credited_elsewhere;
    const struct {
        bool applies;
        topup_cause cause;
    } rows[] = {
        { facts->is_debited && facts->is_credited, TOPUP_ALREADY_CREDITED },
        { is_missing && facts->now_us - facts->debit_us < TOPUP_IN_FLIGHT_S * US_PER_SECOND,
          TOPUP_IN_FLIGHT },
        { is_missing, TOPUP_DEBIT_NO_CREDIT },
        { facts->is_credited_elsewhere, TOPUP_WRONG_ACCOUNT },
        { facts->is_inbound_blocked, TOPUP_ACCOUNT_RESTRICTED },
        { (facts->balance_cap_minor > 0 && facts->balance_after_minor > facts->balance_cap_minor) ||
              (facts->month_cap_minor > 0 && facts->month_after_minor > facts->month_cap_minor),
          TOPUP_LIMIT_REACHED },
        { code == TOPUP_SOURCE_INSUFFICIENT, TOPUP_SOURCE_INSUFFICIENT },
        { facts->maintenance_until_us > 0 || code == TOPUP_PARTNER_MAINT, TOPUP_PARTNER_MAINT },
        { facts->is_partner_down || code == TOPUP_PARTNER_DOWN, TOPUP_PARTNER_DOWN },
        { facts->is_own_incident, TOPUP_OWN_INCIDENT },
        { code == TOPUP_CLIENT_NETWORK && !facts->has_partner_leg, TOPUP_CLIENT_NETWORK },
        { facts->is_expired || code == TOPUP_INSTRUCTION_EXPIRED, TOPUP_INSTRUCTION_EXPIRED },
        { facts->failures_in_day >= TOPUP_REPEATED, TOPUP_REPEATED_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].applies) {
            return rows[i].cause;
        }
    }
    return TOPUP_UNKNOWN;
}

topup_diagnosis topup_diagnose(const topup_facts *facts)
{
    topup_diagnosis out = { .cause = cause_of(facts) };
    const int64_t soon_us = facts->now_us + TOPUP_RETRY_S * US_PER_SECOND;

    out.actions = actions[out.cause];
    switch (out.cause) {
    case TOPUP_IN_FLIGHT:
        out.retry_after_us = facts->debit_us + TOPUP_IN_FLIGHT_S * US_PER_SECOND;
        break;
    case TOPUP_PARTNER_MAINT:
        out.retry_after_us =
            facts->maintenance_until_us > facts->now_us ? facts->maintenance_until_us : soon_us;
        break;
    case TOPUP_PARTNER_DOWN:
    case TOPUP_OWN_INCIDENT:
    case TOPUP_UNKNOWN: out.retry_after_us = soon_us; break;
    default: break;
    }
    return out;
}

bool topup_is_partner_failing(unsigned failed, unsigned tried, uint64_t usually_failed,
                              uint64_t usually_tried)
{
    /* failed / tried > 5 usually_failed / usually_tried, without dividing. Nothing is unusual where
     * nothing is usual. */
    return tried >= 20 && usually_tried > 0 &&
           (double)failed * (double)usually_tried > 5.0 * (double)usually_failed * (double)tried;
}

enum { NONE, OPEN, DIAGNOSED, ADVISED, RETRIED_OK, ESCALATED, CLOSED, STATES };
enum { ON_OPEN, ON_DIAGNOSE, ON_ADVISE, ON_SUCCESS, ON_ESCALATE, ON_CLOSE, EVENTS };

static const char *const state_names[] = { "NONE",       "OPEN",      "DIAGNOSED", "ADVISED",
                                           "RETRIED_OK", "ESCALATED", "CLOSED" };
static const char *const event_names[] = { "OPEN",    "DIAGNOSE", "ADVISE",
                                           "SUCCESS", "ESCALATE", "CLOSE" };
static const char *const guard_names[] = { "a reference to the dispute",
                                           "a top-up that has arrived since" };
static const machine_timer timers[] = { { "", 0, 0 }, { "success after advice", 86400, 0 } };

#define STAFF (MACHINE_AGENT | MACHINE_ENGINE)
static const machine_row rows[] = {
    { "P1", 1u << NONE, ON_OPEN, STAFF | MACHINE_CUSTOMER, OPEN, 0, 0, 0 },
    { "P2", 1u << OPEN, ON_DIAGNOSE, STAFF, DIAGNOSED, 0, 0, 0 },
    { "P3", 1u << DIAGNOSED, ON_ADVISE, STAFF, ADVISED, 1, 0, 0 },
    { "P4", 1u << ADVISED, ON_SUCCESS, MACHINE_ENGINE, RETRIED_OK, 0, TOPUP_IF_ARRIVED, 0 },
    { "P5", 1u << DIAGNOSED | 1u << ADVISED, ON_ESCALATE, STAFF, ESCALATED, 0, TOPUP_IF_DISPUTED,
      0 },
    { "P6", 1u << RETRIED_OK | 1u << ESCALATED, ON_CLOSE, STAFF, CLOSED, 0, 0, 0 },
    { "P7", 1u << ADVISED, ON_CLOSE, MACHINE_TIMER | MACHINE_CUSTOMER, CLOSED, 0, 0, 0 },
};

const machine *topup_machine(void)
{
    static const machine table = { .name = "top-up ticket",
                                   .states = state_names,
                                   .events = event_names,
                                   .guards = guard_names,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = STATES,
                                   .event_count = EVENTS,
                                   .guard_count = 2,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = 2,
                                   .open = (1u << STATES) - 1u - (1u << NONE) - (1u << CLOSED) };

    return &table;
}
