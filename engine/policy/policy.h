#ifndef JAGA_POLICY_POLICY_H
#define JAGA_POLICY_POLICY_H

#include "jaga/decision.h"
#include "jaga/profile.h"
#include "jaga/settings.h"
#include "policy/breaker.h"

#include <stdbool.h>

/* From belief to a decision.
 *
 * Thresholds on belief: alert < step-up < hold < strong. A decision needs an occasion: the event
 * moves money out, brings evidence, or is the third failed step-up. Precedence, first match wins:
 *   0. a closed account cannot be held: money that left it, and its owner's report, are alerts;
 *   1. a customer's report holds: over a hold of our own, the never-hold list, a cleared alarm, the
 *      amount and the breaker. (A legal order is carried out by the ledger and is no event here.)
 *   2. an account that is already held gets alerts, joined to its case;
 *   3. an account on the never-hold list gets an alert where others get a step-up or a hold;
 *   4. the third failed step-up within an hour holds, whatever belief says;
 *   5. a case whose hold has lapsed, and nothing new: a step-up at most;
 *   6. strong belief holds: it is made of what came after the last clearance alone;
 *   7. medium belief (hold <= belief < strong) holds, unless it becomes a step-up because
 *      a. an alarm was cleared less than cool_off_s ago, and without the kinds of evidence that it
 *         rested on belief stays below the hold threshold; else
 *      b. expected saving does not exceed expected harm (policy_is_worth_it); else
 *      c. the circuit breaker is open (breaker.h);
 *      or an alert, where little is at stake and the lot falls on the account (explore_share): what
 * is always held is never seen to be honest, so a model taught by holds alone repeats them;
 *   8. the other thresholds; a step-up within 15 minutes of another one is an alert; an alert
 * within 10 minutes of any decision is written only if belief has risen.
 *
 * An alarm is cleared (reply.h) by a verified label false_alarm, by the release of its hold, and,
 * while no hold stands, by a step-up passed with a factor that a thief does not have. */
typedef struct policy {
    double alert, step_up, hold, strong;                 /* belief */
    int64_t medium_life_s, strong_life_s, report_life_s; /* how long a hold stands */
    int64_t step_up_pause_s; /* a challenge takes that long to be answered or lapse */
    int64_t alert_pause_s;   /* within it a further alert must believe more than the last one */
    int64_t incident_gap_s;  /* quiet for longer: the next decision begins a new incident */
    int64_t report_reach_s;  /* a report without earlier decisions: how far back to look */
    int64_t case_life_s;     /* a case takes decisions of its account for so long */

    /* What a medium hold saves and what a wrong one costs. */
    double recalled_share;       /* of money that has just left, what a prompt hold brings back */
    double wrong_hold_share;     /* a wrong hold delays the account's next payments, which costs
                                    such a part of a usual one, ... */
    int64_t wrong_hold_minor;    /* ... and costs so much for the call and the anger, */
    char wrong_hold_currency[4]; /* in this currency; nothing is assumed about others */

    int64_t cool_off_s;         /* how long a cleared alarm's evidence is set aside */
    int64_t factor_age_s;       /* a device must be known so long before the incident to vouch */
    int64_t failed_window_s;    /* so many step-ups failed within so long: a hold */
    uint32_t failed_most;       /* at most 7 */
    breaker_limit breaker;      /* medium holds within an hour */
    double explore_share;       /* of medium holds with little at stake */
    int64_t explore_most_minor; /* that is little, in wrong_hold_currency */
} policy;

policy policy_of(const jaga_settings *settings);

typedef struct policy_verdict {
    jaga_outcome outcome;
    jaga_note note;
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
    double belief_besides; /* without the kinds of evidence that are set aside; = belief when none
                              are. Meaningful from the hold threshold on */
    uint32_t signals;      /* bits: kinds of evidence behind the belief (score_kinds). Meaningful
                              from the alert on */
    bool has_fresh;
    bool is_customer_report;
    bool names_case, opens_case; /* a report says which case it belongs to: one that it opened */
    bool is_never_held;          /* on the list */
    uint64_t lot;                /* drawn of the account and the day, evenly */
} policy_question;

/* Decides, and notes it in the account's blocks and in the breaker. The caller sets cold->case_key
 * for a new or named case and cold->hold_name for a hold. */
policy_verdict policy_decide(const policy *self, breaker *circuit, jaga_account_hot *hot,
                             jaga_account_cold *cold, const policy_question *question);

int64_t policy_hold_life_s(const policy *self, jaga_hold_reason reason);

/* What a hold could still save, in minor units of the event's currency: B + r * A as below. An
 * unknown balance counts as nothing; *is_known tells whether there was one. */
double policy_at_stake_minor(const policy *self, const jaga_account_hot *hot,
                             const jaga_event *event, bool *is_known);

/* p * (B + r * A): what is lost on average if nothing is done, JAGA_UNKNOWN_MINOR when neither a
 * balance nor a payment is known. Decisions are ranked by it. */
int64_t policy_expected_loss_minor(const policy *self, const jaga_account_hot *hot,
                                   const jaga_event *event, double belief);

/* Whether a medium hold saves more than it harms. With p the belief, B the balance that is left, A
 * what is gone (the event's amount, if it left, and what left before it, half of it given up for
 * each 15 minutes), r recalled_share, U the account's usual payment (geometric mean):
 *   saving = p * (B + r * A)      harm = (1 - p) * (wrong_hold_minor + wrong_hold_share * U)
 * Worth it: saving > harm; also when the balance is unknown, for then everything may be at stake. A
 * small amount is so never held at medium belief, and a larger one the sooner the surer we are. */
bool policy_is_worth_it(const policy *self, const jaga_account_hot *hot, const jaga_event *event,
                        double belief);

#endif
