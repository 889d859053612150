#include "policy/policy.h"

policy policy_of(const jaga_settings *settings)
{
    const int64_t *value = settings->value;

    return (policy){
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
    };
}

static uint32_t seconds_of(int64_t us)
{
    return (uint32_t)(us / 1000000);
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

static jaga_outcome decide(const policy *self, const jaga_account_hot *hot,
                           const policy_question *question, uint32_t now_s)
{
    const jaga_event *event = question->event;
    const bool moves_money =
        jaga_event_is_money_out(event) && event->status != JAGA_STATUS_REVERSED;
    const bool is_held = now_s < hot->hold_until_s;
    jaga_outcome outcome = by_threshold(self, question->belief);

    if (question->is_customer_report) {
        return is_held && hot->is_report_hold ? JAGA_OUTCOME_ALERT : JAGA_OUTCOME_HOLD;
    }
    if (outcome == JAGA_OUTCOME_ALLOW || (!moves_money && !question->has_fresh)) {
        return JAGA_OUTCOME_ALLOW;
    }
    if (is_held) {
        return is_repeated(self, hot, question->belief, now_s) ? JAGA_OUTCOME_ALLOW
                                                               : JAGA_OUTCOME_ALERT;
    }
    if (outcome == JAGA_OUTCOME_HOLD && !question->has_fresh && has_open_case(self, hot, now_s)) {
        outcome = JAGA_OUTCOME_STEP_UP;
    }
    if (outcome == JAGA_OUTCOME_ALERT && is_repeated(self, hot, question->belief, now_s)) {
        return JAGA_OUTCOME_ALLOW;
    }
    const bool was_just_asked =
        hot->asked_s != 0 && (int64_t)now_s - (int64_t)hot->asked_s < self->step_up_pause_s;
    return outcome == JAGA_OUTCOME_STEP_UP && was_just_asked ? JAGA_OUTCOME_ALERT : outcome;
}

/* A hold belongs to the account's open case, or opens one. */
static void place_hold(const policy *self, const policy_question *question, policy_verdict *verdict)
{
    verdict->is_new_case = !verdict->has_case;
    verdict->has_case = true;
    verdict->reason = question->is_customer_report       ? JAGA_REASON_CUST_REPORT
                      : question->belief >= self->strong ? JAGA_REASON_ATO_STRONG
                                                         : JAGA_REASON_ATO_MEDIUM;
    switch (verdict->reason) {
    case JAGA_REASON_ATO_MEDIUM: verdict->hold_life_s = self->medium_life_s; break;
    case JAGA_REASON_ATO_STRONG: verdict->hold_life_s = self->strong_life_s; break;
    case JAGA_REASON_CUST_REPORT: verdict->hold_life_s = self->report_life_s; break;
    }
}

/* The incident began with the first decision of an unbroken run of them. */
static int64_t note_incident(const policy *self, jaga_account_hot *hot,
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
    return (int64_t)hot->incident_s * 1000000;
}

policy_verdict policy_decide(const policy *self, jaga_account_hot *hot,
                             const policy_question *question)
{
    const uint32_t now_s = seconds_of(question->event->ts_us);
    policy_verdict verdict = { .outcome = decide(self, hot, question, now_s) };

    if (verdict.outcome == JAGA_OUTCOME_ALLOW) {
        return verdict;
    }
    verdict.incident_start_us = note_incident(self, hot, question, now_s);
    verdict.has_case = has_open_case(self, hot, now_s);
    if (verdict.outcome == JAGA_OUTCOME_STEP_UP) {
        hot->asked_s = now_s;
    }
    if (verdict.outcome == JAGA_OUTCOME_HOLD) {
        place_hold(self, question, &verdict);
        hot->hold_until_s = now_s + (uint32_t)verdict.hold_life_s;
        hot->is_report_hold = question->is_customer_report;
        hot->has_case = 1;
    }
    return verdict;
}
