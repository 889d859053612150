#ifndef JAGA_DECISION_H
#define JAGA_DECISION_H

#include "jaga/event.h"
#include "jaga/ground.h"
#include "jaga/signal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the engine concluded about one event. Thresholds: alert < step-up < hold < strong. */
typedef enum jaga_outcome {
    JAGA_OUTCOME_ALLOW,
    JAGA_OUTCOME_ALERT,   /* written down, nobody is disturbed */
    JAGA_OUTCOME_STEP_UP, /* the customer is asked to prove who they are */
    JAGA_OUTCOME_HOLD     /* money stays: opens a case and one callback task */
} jaga_outcome;

/* "allow", "alert", "step_up", "hold". */
const char *jaga_outcome_name(jaga_outcome outcome);

/* The scale of belief, log2 odds. Without evidence: one account in 1024 is in a thief's hands. With
 * all of it: never more certain than a million to one. */
#define JAGA_BELIEF_BASE_BITS (-10.0)
#define JAGA_BELIEF_MOST_BITS 20.0

/* Log2 likelihood ratio that a trained model is believed at most; its strength is a share of it. */
#define JAGA_MODEL_MOST_BITS 30.0

/* One signal's part in a decision. The base and the bits of all evidence sum to the belief, up to
 * its ceiling; evidence below JAGA_EVIDENCE_LEAST_BITS counts and is not listed. */
#define JAGA_EVIDENCE_LEAST_BITS 0.05
typedef struct jaga_evidence {
    uint32_t signal;  /* index into the signal table */
    bool is_fresh;    /* this event brought it; false: remembered from an earlier one */
    double strength;  /* [0,1] at this event; 0 when only remembered */
    double bits;      /* what it weighs now, after fading */
    jaga_facts facts; /* meaningful when is_fresh */
} jaga_evidence;

/* One reason for what a trained model says of the event. With all that is not listed, what speaks
 * for the owner among it, reasons sum to the bits that the model gave to this event. */
enum { JAGA_REASONS_MOST = 5, JAGA_SIGNAL_NONE = JAGA_SIGNALS_MAX };
typedef struct jaga_reason {
    jaga_ground ground;
    uint32_t signal; /* of the ground, the heaviest that is listed; JAGA_SIGNAL_NONE */
    double bits;
} jaga_reason;

/* Identity of a case and of all that follows from it: 26 base-32 characters, terminated. */
typedef struct jaga_key {
    char text[27];
} jaga_key;

typedef enum jaga_hold_reason {
    JAGA_REASON_ATO_MEDIUM,
    JAGA_REASON_ATO_STRONG,
    JAGA_REASON_CUST_REPORT
} jaga_hold_reason;

/* "ATO_MEDIUM", "ATO_STRONG", "CUST_REPORT": the ledger contract's reason codes. */
const char *jaga_hold_reason_name(jaga_hold_reason reason);

/* What beside belief made a decision what it is. */
typedef enum jaga_note {
    JAGA_NOTE_NONE,
    JAGA_NOTE_NEVER_HOLD,      /* the account is on the operator's list: no more than an alert */
    JAGA_NOTE_FAILED_STEP_UPS, /* the third failed step-up within an hour: a hold */
    JAGA_NOTE_COOLED_OFF,      /* the same evidence was cleared lately: no more than a step-up */
    JAGA_NOTE_SMALL_AMOUNT,    /* a wrong hold would cost more than this saves: a step-up */
    JAGA_NOTE_BREAKER,         /* too many medium holds at once: a step-up */
    JAGA_NOTE_CLOSED_ACCOUNT,  /* money out of a closed account, which cannot be held: an alert */
    JAGA_NOTE_EXPLORED,        /* let through by lot, to see what becomes of it: an alert */
    JAGA_NOTE_COUNT
} jaga_note;

/* "never-hold", "failed-step-ups", "cooled-off", "small-amount", "breaker",
 * "closed-account", "explored"; "" for none. */
const char *jaga_note_name(jaga_note note);
/* The same as a sentence; "" for none. */
const char *jaga_note_says(jaga_note note, jaga_lang lang);

/* A decision worth writing down: alert, step-up or hold. Borrowed by the store for the call. */
typedef struct jaga_decision {
    uint64_t record; /* place of the event in the input log: the decision's key */
    const jaga_event *event;
    jaga_outcome outcome;
    jaga_note note;
    double belief;               /* [0,1], probability that the hands have changed */
    double belief_bits;          /* the same as log2 odds */
    int64_t expected_loss_minor; /* belief times what a hold could still save; JAGA_UNKNOWN_MINOR */
    size_t evidence_count;
    jaga_evidence evidence[JAGA_SIGNALS_MAX]; /* heaviest first */
    size_t reason_count; /* 0: no model decides, or it says nothing of this event */
    jaga_reason reasons[JAGA_REASONS_MOST]; /* heaviest first */

    /* Case: one theft and all that follows. has_case: the decision belongs to the account's open
     * case; is_new_case: this hold opens it, and with it comes one callback task. A further hold of
     * an open case stops the money again and calls nobody twice. */
    bool has_case;
    bool is_new_case;
    jaga_key case_key;

    /* Meaningful for a hold. */
    jaga_key hold_key;
    jaga_hold_reason reason;
    int64_t hold_life_s;       /* from the ledger's acknowledgement */
    int64_t incident_start_us; /* earliest evidence still remembered at the hold */
    int64_t exposed_minor;     /* balance that the thief could still take; JAGA_UNKNOWN_MINOR */
    int64_t left_us;           /* latest attempt to move money out before this; 0: never */
    int64_t left_minor;        /* what went out before, half of it forgotten in 15 minutes */

    /* Meaningful when is_new_case. */
    int priority;   /* 0..100 */
    int band;       /* 1..4 */
    int64_t due_us; /* first dial, event time */
    /* What the priority was made from, so that the desk can make it anew as time passes. */
    int64_t lost_minor; /* money that had left; 0: none known */
    int lost_rail;      /* over what, a number of desk/priority.h */
    int64_t outflow_us; /* when money last left; INT64_MIN: never */
} jaga_decision;

#endif
