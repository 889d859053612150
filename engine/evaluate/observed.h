#ifndef JAGA_EVALUATE_OBSERVED_H
#define JAGA_EVALUATE_OBSERVED_H

#include "base/arena.h"
#include "base/key_index.h"
#include "evaluate/answer_key.h"
#include "evaluate/belief.h"
#include "jaga/decision.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one pass over a log showed, as far as judging needs it: a few numbers per account, the
 * decisions, the customers' reports, where the thefts of the key stand. Texts are not kept. */

/* The evaluation's grace and reach, in one place (docs/method.md). */
#define EVAL_GRACE_US       (INT64_C(3600) * 1000000)       /* a hold may come so late */
#define EVAL_MERGE_US       (INT64_C(86400) * 1000000)      /* holds so close are one */
#define EVAL_COMPROMISED_US (INT64_C(7) * 86400 * 1000000)  /* after a theft, after a report */
#define EVAL_MONTH_US       (INT64_C(30) * 86400 * 1000000) /* of an account-month */

typedef enum hold_class {
    HOLD_TRUE,
    HOLD_FALSE,
    HOLD_MULE,
    HOLD_REPORTED, /* the customer did the detecting */
    HOLD_CLASSES
} hold_class;

typedef struct seen_account {
    hash128 id;                                /* first: the index wants it there */
    uint32_t events, payments, plain_payments; /* plain: neither new nor dormant then */
    bool has_key, is_mule, is_wealthy;
    size_t first_episode, episode_count; /* in the key */
    int64_t last_us, woke_us, reported_us;
    int64_t spent_minor;
    /* In the sorted lists, from observed_end on. */
    size_t first_decision, decision_count, first_report, report_count;
} seen_account;

typedef struct seen_decision {
    uint32_t account;
    uint8_t outcome;  /* jaga_outcome */
    uint8_t segments; /* bits of jaga_eval_segment */
    uint8_t class;    /* hold_class, from observed_end on */
    int64_t ts_us;
    uint64_t row;
    double bits; /* of belief */
} seen_decision;

typedef struct seen_report {
    uint32_t account;
    int64_t ts_us;
} seen_report;

typedef struct observed {
    answer_key *key;
    slab_pool accounts; /* seen_account */
    key_index account_index;
    slab_pool once; /* hash128 of event ids that must not count twice */
    key_index once_index;
    seen_decision *decisions; /* by account, time, row from observed_end on */
    size_t decision_count;
    seen_report *reports; /* by account, time from observed_end on */
    size_t report_count;
    int64_t outcomes[JAGA_OUTCOME_HOLD + 1];
    int64_t first_us, last_us;
    int64_t payments[JAGA_SEGMENTS], other_payments;
    int64_t days;
    double account_months;
    belief_tally belief;
} observed;

/* One row of the log and what the engine made of it. */
typedef struct seen_event {
    const jaga_event *event;
    const jaga_identity *identity;
    uint64_t row;   /* its place in the order of arrival */
    bool is_new;    /* no repetition, nothing refused */
    bool is_judged; /* the engine has a belief about it */
    double belief;
    const jaga_decision *decision; /* NULL: none */
} seen_event;

/* key NULL: what is known is what customers report; every hold with no report of its account within
 * a week before or after counts as false. Lists live in `memory`. Close it in any case. */
JAGA_USE_RESULT jaga_status observed_open(observed *self, answer_key *key, arena *memory,
                                          jaga_error *err);
void observed_close(observed *self); /* accepts a zeroed one */

JAGA_USE_RESULT jaga_status observed_take(observed *self, const seen_event *seen, jaga_error *err);

/* Sorts, sums up and checks the key against the log: JAGA_ERR_FORMAT with file, line and cause. */
JAGA_USE_RESULT jaga_status observed_end(observed *self, arena *memory, jaga_error *err);

static inline seen_account *observed_account(const observed *self, size_t i)
{
    return slab_at(&self->accounts, (uint32_t)i);
}

/* NULL: not in the log. */
const seen_account *observed_find(const observed *self, hash128 account);

/* Latest report at or before ts_us; INT64_MIN: none. Earliest from ts_us on; INT64_MAX: none. */
int64_t observed_report_before(const observed *self, const seen_account *of, int64_t ts_us);
int64_t observed_report_from(const observed *self, const seen_account *of, int64_t ts_us);

#endif
