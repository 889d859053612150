#ifndef JAGA_POLICY_POLICY_H
#define JAGA_POLICY_POLICY_H

#include "jaga/decision.h"
#include "jaga/profile.h"
#include "jaga/settings.h"

#include <stdbool.h>

/* From belief to a decision.
 *
 * Thresholds on belief: alert < step-up < hold < strong. A decision needs an occasion: the event
 * moves money out or brings evidence. Precedence, first match wins:
 *   1. a customer's report holds, also over a hold of our own;
 *   2. an account that is already held gets alerts, joined to its case;
 *   3. a case whose hold has lapsed, and nothing new: a step-up at most;
 *   4. the thresholds; a step-up within 15 minutes of another one is an alert; an alert within 10
 *      minutes of any decision is written only if belief has risen. */
typedef struct policy {
    double alert, step_up, hold, strong;                 /* belief */
    int64_t medium_life_s, strong_life_s, report_life_s; /* how long a hold stands */
    int64_t step_up_pause_s; /* a challenge takes that long to be answered or lapse */
    int64_t alert_pause_s;   /* within it a further alert must believe more than the last one */
    int64_t incident_gap_s;  /* quiet for longer: the next decision begins a new incident */
    int64_t report_reach_s;  /* a report without earlier decisions: how far back to look */
    int64_t case_life_s;     /* a case takes decisions of its account for so long */
} policy;

policy policy_of(const jaga_settings *settings);

typedef struct policy_verdict {
    jaga_outcome outcome;
    bool has_case;           /* joins the account's open case */
    bool is_new_case;        /* a hold that opens one */
    jaga_hold_reason reason; /* of a hold */
    int64_t hold_life_s;
    int64_t incident_start_us;
} policy_verdict;

/* What is asked about an event. */
typedef struct policy_question {
    const jaga_event *event;
    double belief;
    bool has_fresh;
    bool is_customer_report;
} policy_question;

/* Decides, and notes it in the account's block. The caller names a new case. */
policy_verdict policy_decide(const policy *self, jaga_account_hot *hot,
                             const policy_question *question);

#endif
