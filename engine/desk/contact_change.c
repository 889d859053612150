#include "desk/contact_change.h"

#include "base/when.h"

const char *contact_change_refusal(int64_t changed_us, int64_t now_us, bool is_held)
{
    if (is_held) {
        return "the account is held";
    }
    return changed_us > now_us - CONTACT_CHANGE_DAYS * US_PER_DAY
               ? "a contact was changed less than 90 days ago"
               : NULL;
}

enum { NONE, REQUESTED, IDENTITY, ALLOWED, NOTIFY, CAPPED, ENDED, REFUSED, CANCELLED, STATES };
enum { ON_REQUEST, ON_CHECK, ON_PROVEN, ON_CHANGED, ON_TOLD, ON_OVER, ON_CANCEL, EVENTS };

static const char *const state_names[] = { "NONE",   "REQUESTED", "IDENTITY", "ALLOWED",  "NOTIFY",
                                           "CAPPED", "ENDED",     "REFUSED",  "CANCELLED" };
static const char *const event_names[] = { "REQUEST", "CHECK", "PROVEN", "CHANGED",
                                           "TOLD",    "OVER",  "CANCEL" };
static const char *const guard_names[] = {
    "an account that is not held and 90 days without such a change",
    "an identity proven enough",
    "the change in the log",
    "a notice that reached a contact from before",
};
static const machine_timer timers[] = { { "", 0, 0 },
                                        { "leave", 86400, 0 },
                                        { "cap", CONTACT_CHANGE_CAP_S, 0 } };

#define S(state) (1u << (state))
#define E        MACHINE_ENGINE
#define T        MACHINE_TIMER
static const machine_row rows[] = {
    { "H1", S(NONE), ON_REQUEST, MACHINE_CUSTOMER, REQUESTED, 0, 0, 0 },
    { "H2", S(REQUESTED), ON_CHECK, E, IDENTITY, 0, CONTACT_CHANGE_IF_MAY, 0 },
    { "H2", S(REQUESTED), ON_CHECK, E, REFUSED, 0, 0, CONTACT_CHANGE_IF_MAY },
    { "H3", S(IDENTITY), ON_PROVEN, E, ALLOWED, 1, CONTACT_CHANGE_IF_PROVEN | CONTACT_CHANGE_IF_MAY,
      0 },
    { "H4", S(ALLOWED), ON_CHANGED, MACHINE_LEDGER, NOTIFY, 0, CONTACT_CHANGE_IF_DONE, 0 },
    { "H5", S(ALLOWED), ON_OVER, T, ENDED, 0, 0, CONTACT_CHANGE_IF_DONE },
    { "H6", S(NOTIFY), ON_TOLD, E, CAPPED, 2, CONTACT_CHANGE_IF_OLD_TOLD, 0 },
    { "H7", S(CAPPED), ON_OVER, T, ENDED, 0, 0, 0 },
    { "H8", S(REQUESTED) | S(IDENTITY) | S(ALLOWED), ON_CANCEL, MACHINE_CUSTOMER, CANCELLED, 0, 0,
      0 },
};

const machine *contact_change_machine(void)
{
    static const machine table = { .name = "contact change",
                                   .states = state_names,
                                   .events = event_names,
                                   .guards = guard_names,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = STATES,
                                   .event_count = EVENTS,
                                   .guard_count = 4,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = 3,
                                   .open = (1u << STATES) - 1u - S(NONE) - S(ENDED) - S(REFUSED) -
                                           S(CANCELLED) };

    return &table;
}
