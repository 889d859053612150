#include "policy/policy.h"

#include "base/exponent.h"
#include "base/money.h"
#include "base/when.h"

#include <string.h>

#define LN2 0.69314718055994530942

/* In minor units of their currency. */
static void set_amounts(policy *self, int64_t units, int64_t explore_units, int64_t currency)
{
    for (int i = 0; i < 3; i++) {
        self->wrong_hold_currency[i] = (char)(currency >> (16 - 8 * i) & 0xFF);
    }
    self->wrong_hold_minor = units;
    self->explore_most_minor = explore_units;
    for (int i = money_digits((jaga_span){ self->wrong_hold_currency, 3 }); i > 0; i--) {
        self->wrong_hold_minor *= 10;
        self->explore_most_minor *= 10;
    }
}

policy policy_of(const jaga_settings *settings)
{
    const int64_t *value = settings->value;
    policy made = {
        .alert = (double)value[JAGA_SETTING_ID_ALERT_BELIEF] / 1e6,
        .step_up = (double)value[JAGA_SETTING_ID_STEP_UP_BELIEF] / 1e6,
        .hold = (double)value[JAGA_SETTING_ID_HOLD_BELIEF] / 1e6,
        .strong = (double)value[JAGA_SETTING_ID_STRONG_BELIEF] / 1e6,
        .medium_life_s = value[JAGA_SETTING_ID_MEDIUM_HOLD_LIFE],
        .strong_life_s = value[JAGA_SETTING_ID_STRONG_HOLD_LIFE],
        .report_life_s = value[JAGA_SETTING_ID_REPORT_HOLD_LIFE],
        .step_up_pause_s = value[JAGA_SETTING_ID_STEP_UP_PAUSE],
        .alert_pause_s = value[JAGA_SETTING_ID_ALERT_PAUSE],
        .incident_gap_s = value[JAGA_SETTING_ID_INCIDENT_GAP],
        .report_reach_s = value[JAGA_SETTING_ID_REPORT_REACH],
        .case_life_s = value[JAGA_SETTING_ID_CASE_LIFE],
        .recalled_share = (double)value[JAGA_SETTING_ID_RECALLED_SHARE] / 1e6,
        .wrong_hold_share = (double)value[JAGA_SETTING_ID_WRONG_HOLD_SHARE] / 1e6,
        .explore_share = (double)value[JAGA_SETTING_ID_EXPLORE_SHARE] / 1e6,
        .cool_off_s = value[JAGA_SETTING_ID_COOL_OFF],
        .factor_age_s = value[JAGA_SETTING_ID_FACTOR_AGE],
        .failed_window_s = value[JAGA_SETTING_ID_FAILED_SPAN],
        .failed_most = (uint32_t)value[JAGA_SETTING_ID_FAILED_STEP_UPS],
        .breaker = { .least = (uint32_t)value[JAGA_SETTING_ID_BREAKER_HOLDS],
                     .share = (double)value[JAGA_SETTING_ID_BREAKER_SHARE] / 1e6 },
    };

    set_amounts(&made, value[JAGA_SETTING_ID_WRONG_HOLD_COST], value[JAGA_SETTING_ID_EXPLORE_MOST],
                value[JAGA_SETTING_ID_WRONG_HOLD_CURRENCY]);
    return made;
}

static bool has_open_case(const policy *self, const jaga_account_hot *hot, uint32_t now_s)
{
    return hot->has_case != 0 && (int64_t)now_s < (int64_t)hot->hold_until_s + self->case_life_s;
}

static jaga_outcome by_threshold(const policy *self, double belief)
{
    return belief >= self->hold      ? JAGA_OUTCOME_HOLD
           : belief >= self->step_up ? JAGA_OUTCOME_STEP_UP
           : belief >= self->alert   ? JAGA_OUTCOME_ALERT
                                     : JAGA_OUTCOME_ALLOW;
}

/* An alert that says no more than the one some minutes before it. */
static bool is_repeated(const policy *self, const jaga_account_hot *hot, double belief,
                        uint32_t now_s)
{
    const int64_t since_s = (int64_t)now_s - (int64_t)hot->alerted_s;
    return hot->alerted_s != 0 && since_s < self->alert_pause_s &&
           (float)belief <= hot->alerted_belief;
}

static bool was_just_asked(const policy *self, const jaga_account_hot *hot, uint32_t now_s)
{
    return hot->asked_s != 0 && (int64_t)now_s - (int64_t)hot->asked_s < self->step_up_pause_s;
}

/* A drain comes in pieces. */
static double left_before_minor(const jaga_account_hot *hot, int64_t now_us)
{
    const double age_s = (double)(now_us - hot->money_us) / 1e6;
    return (double)hot->out_minor[JAGA_SPAN_15M] * decay(age_s > 0.0 ? age_s : 0.0, 15.0 * 60.0);
}

/* Amounts of another currency than the event's say nothing here. */
static bool is_own_currency(const jaga_account_hot *hot, const jaga_event *event)
{
    return hot->currency[0] == '\0' || memcmp(hot->currency, event->currency, 3) == 0;
}

double policy_at_stake_minor(const policy *self, const jaga_account_hot *hot,
                             const jaga_event *event, bool *is_known)
{
    const int64_t known_minor =
        is_own_currency(hot, event) ? hot->balance_minor : JAGA_UNKNOWN_MINOR;
    const int64_t left_minor =
        event->balance_minor != JAGA_UNKNOWN_MINOR ? event->balance_minor : known_minor;
    const bool has_left = jaga_event_is_money_out(event) && event->status == JAGA_STATUS_OK;
    const double gone =
        left_before_minor(hot, event->ts_us) + (has_left ? (double)event->amount_minor : 0.0);

    *is_known = left_minor != JAGA_UNKNOWN_MINOR;
    return (*is_known && left_minor > 0 ? (double)left_minor : 0.0) + self->recalled_share * gone;
}

int64_t policy_expected_loss_minor(const policy *self, const jaga_account_hot *hot,
                                   const jaga_event *event, double belief)
{
    bool is_known;
    const double stake = policy_at_stake_minor(self, hot, event, &is_known);
    const double loss = belief * stake + 0.5;
    const double most = 0x1p62; /* amounts may be as large as their type */

    return is_known || stake > 0.0 ? (int64_t)(loss < most ? loss : most) : JAGA_UNKNOWN_MINOR;
}

bool policy_is_worth_it(const policy *self, const jaga_account_hot *hot, const jaga_event *event,
                        double belief)
{
    const bool has_usual = is_own_currency(hot, event) && hot->amount_weight > 0.0F;
    bool is_known;
    const double stake = policy_at_stake_minor(self, hot, event, &is_known);

    if (!is_known) {
        return true;
    }
    const double usual = has_usual ? exp2_exact((double)hot->amount_mean / LN2) : 0.0;
    const double call = memcmp(event->currency, self->wrong_hold_currency, 3) == 0
                            ? (double)self->wrong_hold_minor
                            : 0.0;
    const double saving = belief * stake;
    const double harm = (1.0 - belief) * (call + self->wrong_hold_share * usual);
    return saving > harm;
}

/* The lot is the account's for a day: what is let through once is not held a minute later. */
static bool is_explored(const policy *self, const jaga_account_hot *hot,
                        const policy_question *question)
{
    bool is_known;

    if (memcmp(question->event->currency, self->wrong_hold_currency, 3) != 0 ||
        (double)question->lot * 0x1p-64 >= self->explore_share) {
        return false;
    }
    const double stake = policy_at_stake_minor(self, hot, question->event, &is_known);
    return is_known && stake <= (double)self->explore_most_minor;
}

/* A medium hold, or what stands in its way. */
static jaga_outcome medium(const policy *self, breaker *circuit, const jaga_account_hot *hot,
                           const policy_question *question, uint32_t now_s, jaga_note *note)
{
    const jaga_event *event = question->event;

    if (now_s < hot->cooled_until_s && question->belief_besides < self->hold) {
        *note = JAGA_NOTE_COOLED_OFF;
    } else if (!policy_is_worth_it(self, hot, event, question->belief)) {
        *note = JAGA_NOTE_SMALL_AMOUNT;
    } else if (is_explored(self, hot, question)) {
        *note = JAGA_NOTE_EXPLORED;
        return JAGA_OUTCOME_ALERT;
    } else if (breaker_is_open(circuit, self->breaker, event->ts_us,
                               !was_just_asked(self, hot, now_s))) {
        *note = JAGA_NOTE_BREAKER;
    } else {
        return JAGA_OUTCOME_HOLD;
    }
    return JAGA_OUTCOME_STEP_UP;
}

/* What the thresholds say of an account that is not held, and what stands in their way. */
static jaga_outcome weigh(const policy *self, breaker *circuit, const jaga_account_hot *hot,
                          const policy_question *question, bool has_failed, jaga_note *note)
{
    const uint32_t now_s = seconds_of(question->event->ts_us);
    const jaga_outcome outcome = by_threshold(self, question->belief);

    if (question->is_never_held && (outcome >= JAGA_OUTCOME_STEP_UP || has_failed)) {
        *note = JAGA_NOTE_NEVER_HOLD;
        return JAGA_OUTCOME_ALERT;
    }
    if (has_failed) {
        *note = JAGA_NOTE_FAILED_STEP_UPS;
        return JAGA_OUTCOME_HOLD;
    }
    if (outcome != JAGA_OUTCOME_HOLD) {
        return outcome;
    }
    if (!question->has_fresh && has_open_case(self, hot, now_s)) {
        return JAGA_OUTCOME_STEP_UP;
    }
    return question->belief >= self->strong ? outcome
                                            : medium(self, circuit, hot, question, now_s, note);
}

/* There is nothing left to hold: that money moved at all is the news. */
static jaga_outcome of_closed(const policy_question *question, jaga_note *note)
{
    const bool has_moved =
        jaga_event_is_money_out(question->event) && question->event->status == JAGA_STATUS_OK;

    *note = JAGA_NOTE_CLOSED_ACCOUNT;
    return has_moved || question->is_customer_report ? JAGA_OUTCOME_ALERT : JAGA_OUTCOME_ALLOW;
}

static jaga_outcome decide(const policy *self, breaker *circuit, const jaga_account_hot *hot,
                           const policy_question *question, bool has_failed, jaga_note *note)
{
    const jaga_event *event = question->event;
    const uint32_t now_s = seconds_of(event->ts_us);
    const bool moves_money =
        jaga_event_is_money_out(event) && event->status != JAGA_STATUS_REVERSED;
    const bool is_held = now_s < hot->hold_until_s;

    if (question->is_customer_report) {
        return is_held && hot->hold_reason == JAGA_REASON_CUST_REPORT && !question->names_case
                   ? JAGA_OUTCOME_ALERT
                   : JAGA_OUTCOME_HOLD;
    }
    const bool has_occasion =
        question->belief >= self->alert && (moves_money || question->has_fresh);
    if (!has_occasion && !has_failed) {
        return JAGA_OUTCOME_ALLOW;
    }
    const jaga_outcome outcome =
        is_held ? JAGA_OUTCOME_ALERT : weigh(self, circuit, hot, question, has_failed, note);
    if (outcome == JAGA_OUTCOME_ALERT && is_repeated(self, hot, question->belief, now_s)) {
        return JAGA_OUTCOME_ALLOW;
    }
    return outcome == JAGA_OUTCOME_STEP_UP && was_just_asked(self, hot, now_s) ? JAGA_OUTCOME_ALERT
                                                                               : outcome;
}

int64_t policy_hold_life_s(const policy *self, jaga_hold_reason reason)
{
    switch (reason) {
    case JAGA_REASON_ATO_MEDIUM: break;
    case JAGA_REASON_ATO_STRONG: return self->strong_life_s;
    case JAGA_REASON_CUST_REPORT: return self->report_life_s;
    }
    return self->medium_life_s;
}

/* Counts a challenge's answer. True: it is one failure too many. */
static bool count_failed(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                         const jaga_event *event)
{
    const uint32_t now_s = seconds_of(event->ts_us);

    if (event->type != JAGA_TYPE_STEP_UP_ANSWER) {
        return false;
    }
    if (event->status == JAGA_STATUS_OK) {
        cold->failed_step_ups = 0;
    }
    if (event->status != JAGA_STATUS_FAILED) {
        return false;
    }
    if (cold->failed_step_ups == 0 ||
        (int64_t)now_s - (int64_t)hot->failed_s > self->failed_window_s) {
        cold->failed_step_ups = 0;
        hot->failed_s = now_s;
    }
    cold->failed_step_ups = (cold->failed_step_ups + 1) & 7;
    if (cold->failed_step_ups < self->failed_most) {
        return false;
    }
    cold->failed_step_ups = 0;
    return true;
}

/* A hold belongs to the account's open case, or opens one; people know better which. */
static void place_hold(const policy *self, const policy_question *question, policy_verdict *verdict)
{
    verdict->is_new_case = question->names_case ? question->opens_case : !verdict->has_case;
    verdict->has_case = true;
    verdict->reason = question->is_customer_report       ? JAGA_REASON_CUST_REPORT
                      : question->belief >= self->strong ? JAGA_REASON_ATO_STRONG
                                                         : JAGA_REASON_ATO_MEDIUM;
    verdict->hold_life_s = policy_hold_life_s(self, verdict->reason);
}

/* The incident began with the first decision of an unbroken run of them. */
static int64_t note_incident(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                             const policy_question *question, uint32_t now_s)
{
    const bool is_new =
        hot->alerted_s == 0 || (int64_t)now_s - (int64_t)hot->alerted_s > self->incident_gap_s;

    if (is_new || now_s < hot->incident_s) {
        const int64_t reach_s = is_new && question->is_customer_report ? self->report_reach_s : 0;
        hot->incident_s = now_s - (uint32_t)reach_s;
    }
    hot->alerted_s = now_s > hot->alerted_s ? now_s : hot->alerted_s;
    hot->alerted_belief = (float)question->belief;
    cold->alarm_signals = (is_new ? 0 : cold->alarm_signals) | question->signals;
    return (int64_t)hot->incident_s * 1000000;
}

policy_verdict policy_decide(const policy *self, breaker *circuit, jaga_account_hot *hot,
                             jaga_account_cold *cold, const policy_question *question)
{
    const uint32_t now_s = seconds_of(question->event->ts_us);
    const bool has_failed = count_failed(self, hot, cold, question->event);
    policy_verdict verdict = { .note = JAGA_NOTE_NONE };

    verdict.outcome = cold->is_closed != 0
                          ? of_closed(question, &verdict.note)
                          : decide(self, circuit, hot, question, has_failed, &verdict.note);
    if (question->event->type == JAGA_TYPE_CLOSED && question->event->status == JAGA_STATUS_OK) {
        cold->is_closed = 1;
    }
    if (verdict.outcome == JAGA_OUTCOME_ALLOW) {
        return verdict;
    }
    verdict.incident_start_us = note_incident(self, hot, cold, question, now_s);
    verdict.has_case = has_open_case(self, hot, now_s);
    if (verdict.outcome == JAGA_OUTCOME_STEP_UP) {
        hot->asked_s = now_s;
    }
    if (verdict.outcome == JAGA_OUTCOME_HOLD) {
        place_hold(self, question, &verdict);
        hot->hold_until_s = now_s + (uint32_t)verdict.hold_life_s;
        hot->hold_reason = (uint8_t)verdict.reason;
        hot->has_case = 1;
        cold->hold_is_acked = 0;
        cold->label_revision = verdict.is_new_case ? 0 : cold->label_revision;
    }
    return verdict;
}
