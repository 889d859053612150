#include "desk/password.h"

#include "base/when.h"

static bool is_recent(int64_t then_us, int64_t now_us, int64_t span_s)
{
    return then_us > now_us - span_s * US_PER_SECOND;
}

bool password_is_theft(bool has_open_case, bool was_alerted, bool has_remote_access)
{
    return has_open_case || was_alerted || has_remote_access;
}

static int count_codes(const password_proof *proof, int64_t now_us)
{
    const bool has_sms =
        proof->has_sms_code && !is_recent(proof->sim_changed_us, now_us, INT64_C(72) * 3600);

    return proof->has_mail_code + has_sms + proof->has_app_code;
}

bool password_has_element(const password_proof *proof, int64_t now_us)
{
    return proof->has_face || proof->has_person || proof->has_trusted_device ||
           count_codes(proof, now_us) > 0;
}

bool password_is_proven(const password_proof *proof, int64_t now_us)
{
    const int codes = count_codes(proof, now_us);

    return proof->has_face || proof->has_person || codes >= 2 ||
           (codes == 1 && proof->has_trusted_device);
}

const char *password_resend_refusal(const int64_t *sent_us, size_t count, int64_t now_us,
                                    int64_t *wait_until_us)
{
    static const int64_t waits_s[] = { 60, 120, 300, 300 };
    int64_t first_us = INT64_MAX, last_us = INT64_MIN;
    size_t today = 0;

    for (size_t i = 0; i < count; i++) {
        if (is_recent(sent_us[i], now_us, 86400)) {
            first_us = sent_us[i] < first_us ? sent_us[i] : first_us;
            last_us = sent_us[i] > last_us ? sent_us[i] : last_us;
            today++;
        }
    }
    *wait_until_us = now_us;
    if (today == 0) {
        return NULL;
    }
    if (today >= PASSWORD_SENDS_MAX) {
        *wait_until_us = first_us + US_PER_DAY;
        return "five codes were sent within a day";
    }
    *wait_until_us = last_us + waits_s[today - 1] * US_PER_SECOND;
    return now_us < *wait_until_us ? "the last code was sent too short ago" : NULL;
}

enum {
    NONE,
    REQUESTED,
    RISK_GATE,
    THEFT,
    ELEMENT1,
    ELEMENT2,
    TICKET,
    DONE,
    NOTIFY_ALL,
    WATCH,
    ENDED,
    LOCKED,
    STATES
};
enum {
    ON_REQUEST,
    ON_SCREEN,
    ON_GATE,
    ON_PROOF,
    ON_FAIL,
    ON_UNLOCK,
    ON_ISSUE,
    ON_SET,
    ON_NOTIFY,
    ON_TOLD,
    ON_WATCHED,
    ON_EXPIRE,
    EVENTS
};
static const char *const state_names[] = { "NONE",       "REQUESTED", "RISK_GATE", "THEFT",
                                           "ELEMENT1",   "ELEMENT2",  "TICKET",    "DONE",
                                           "NOTIFY_ALL", "WATCH",     "ENDED",     "LOCKED" };
static const char *const event_names[] = { "REQUEST", "SCREEN", "GATE",    "PROOF",
                                           "FAIL",    "UNLOCK", "ISSUE",   "SET",
                                           "NOTIFY",  "TOLD",   "WATCHED", "EXPIRE" };
static const char *const guard_names[] = { "signs of theft", "an element that counts",
                                           "two elements of different kinds", "a third failure",
                                           "a notice to a contact not used here" };
static const machine_timer timers[] = { { "", 0, 0 },
                                        { "ticket", PASSWORD_TICKET_S, 0 },
                                        { "lock", PASSWORD_LOCK_S, 0 },
                                        { "watch", PASSWORD_WATCH_S, 0 } };

#define S(state) (1u << (state))
#define EA       (MACHINE_ENGINE | MACHINE_AGENT)
static const machine_row rows[] = {
    { "W1", S(NONE), ON_REQUEST, MACHINE_CUSTOMER | MACHINE_AGENT, REQUESTED, 0, 0, 0 },
    { "W2", S(REQUESTED), ON_SCREEN, MACHINE_ENGINE, RISK_GATE, 0, 0, 0 },
    { "W3", S(RISK_GATE), ON_GATE, MACHINE_ENGINE, THEFT, 0, PASSWORD_IF_THEFT, 0 },
    { "W3", S(RISK_GATE), ON_GATE, MACHINE_ENGINE, ELEMENT1, 0, 0, PASSWORD_IF_THEFT },
    { "W4", S(ELEMENT1), ON_PROOF, EA, ELEMENT2, 0, PASSWORD_IF_PROVEN, 0 },
    { "W5", S(ELEMENT1) | S(ELEMENT2), ON_FAIL, EA, LOCKED, 2, PASSWORD_IF_THIRD, 0 },
    { "W5", S(ELEMENT1) | S(ELEMENT2), ON_FAIL, EA, MACHINE_STAY, 0, 0, PASSWORD_IF_THIRD },
    { "W6", S(LOCKED), ON_UNLOCK, MACHINE_TIMER, REQUESTED, 0, 0, 0 },
    { "W7", S(ELEMENT2), ON_ISSUE, EA, TICKET, 1, PASSWORD_IF_PROVEN | PASSWORD_IF_LEVEL, 0 },
    { "W8", S(TICKET), ON_SET, MACHINE_CUSTOMER, DONE, 0, 0, 0 },
    { "W8", S(TICKET), ON_EXPIRE, MACHINE_TIMER, ENDED, 0, 0, 0 },
    { "W9", S(DONE), ON_NOTIFY, MACHINE_ENGINE, NOTIFY_ALL, 0, 0, 0 },
    { "W10", S(NOTIFY_ALL), ON_TOLD, MACHINE_ENGINE, WATCH, 3, PASSWORD_IF_TOLD_OTHER, 0 },
    { "W11", S(WATCH), ON_WATCHED, MACHINE_TIMER, ENDED, 0, 0, 0 },
};

const machine *password_machine(void)
{
    static const machine table = { .name = "password reset",
                                   .states = state_names,
                                   .events = event_names,
                                   .guards = guard_names,
                                   .rows = rows,
                                   .timers = timers,
                                   .state_count = STATES,
                                   .event_count = EVENTS,
                                   .guard_count = 5,
                                   .row_count = sizeof rows / sizeof rows[0],
                                   .timer_count = 4,
                                   .open = (1u << STATES) - 1u - S(NONE) - S(THEFT) - S(ENDED) };

    return &table;
}
