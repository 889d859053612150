#ifndef JAGA_EVALUATE_H
#define JAGA_EVALUATE_H

#include "jaga/run.h"
#include "jaga/settings.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* How good the decisions about a log are, when it is known who was robbed: the log through the same
 * engine as in a scan, one pass, each event judged before it is learned from, and the answer key
 * held against what came out. Nothing of the key reaches the engine.
 *
 * The rules, with what counts as a false hold and what as money saved, stand in docs/method.md. */

enum {
    JAGA_EVAL_GROUPS_MAX = 64, /* kinds of theft, skills, look-alikes: most of each */
    JAGA_EVAL_NAME_BYTES = 48,
    JAGA_EVAL_TARGETS = 4,
    JAGA_EVAL_CURVE = 18,
    JAGA_EVAL_BELIEF_BINS = 30,
    JAGA_EVAL_RANKING = 64
};
/* 2, 10, 30, 100 false holds per 10,000 account-months. */
extern const int jaga_eval_targets[JAGA_EVAL_TARGETS];

/* A share of nothing, a median of nothing, an interval around nothing: NaN. */

typedef struct jaga_interval { /* 95 %, percentile bootstrap */
    double low, high;
} jaga_interval;

/* Thefts with a loss, and what became of them. */
typedef struct jaga_eval_found {
    char name[JAGA_EVAL_NAME_BYTES];
    int64_t incidents;
    int64_t found;     /* held between the theft's start and an hour after its end */
    int64_t before;    /* of them, before the first loss */
    int64_t not_after; /* of them, at the latest at the row of the first loss itself */
    int64_t stolen_minor;
    int64_t saved_minor;        /* what was stolen after the row that was held */
    int64_t saved_inline_minor; /* with that row: if a hold comes before its own event is booked */
    double delay_median_s, delay_p90_s; /* from the first loss to the hold; negative: before it */
} jaga_eval_found;

typedef struct jaga_eval_intervals {
    jaga_interval recall, before, saved, saved_inline, false_rate;
} jaga_eval_intervals;

/* One way of deciding, over the whole log. */
typedef struct jaga_eval_table {
    jaga_eval_found all;
    int64_t already_held;            /* held within a day before the start: left out */
    int64_t attempts, attempts_held; /* in which nothing was stolen */
    int64_t only_reported;           /* missed, and the customer said so */
    int64_t true_holds, false_holds, mule_holds, reported_holds;
    int64_t look_alikes, look_alikes_held;
    double false_rate; /* per 10,000 account-months */
    jaga_eval_intervals sure;
} jaga_eval_table;

/* Every decision above a score counts as a hold. The score is chosen with hindsight so that this
 * log has at most so many false ones. */
typedef struct jaga_eval_point {
    double target;      /* false holds per 10,000 account-months */
    double score_above; /* belief in bits; NaN: every decision fits */
    jaga_eval_table table;
} jaga_eval_point;

/* Moments at which accounts may be treated worse than others: what they suffer beside the rest. */
typedef enum jaga_eval_segment {
    JAGA_SEGMENT_NEW,     /* fewer than ten events of the account so far */
    JAGA_SEGMENT_DORMANT, /* in the week after two weeks or more of silence */
    JAGA_SEGMENT_WEALTHY, /* the tenth of accounts that spends most, thefts not counted */
    JAGA_SEGMENTS
} jaga_eval_segment;
const char *jaga_eval_segment_name(jaga_eval_segment segment); /* "new", "dormant", "wealthy" */

typedef struct jaga_eval_part {
    jaga_eval_found found;
    int64_t false_holds;
    int64_t payments; /* rows of money out */
} jaga_eval_part;

/* What was believed at rows of money out, and what was so. Accounts of mules are left out, and so
 * is the week after a theft or a report. */
typedef struct jaga_eval_bin {
    int64_t rows, in_theft;
    double belief; /* sum */
} jaga_eval_bin;

typedef struct jaga_eval_rank {
    double recall, precision; /* of rows believed at least so much */
} jaga_eval_rank;

typedef struct jaga_eval_belief {
    int64_t rows, in_theft;
    double brier;
    double calibration_error; /* mean distance of belief and share, bins weighted by rows (ECE) */
    double average_precision; /* of the ranking by belief; by chance it is in_theft / rows */
    jaga_eval_bin bins[JAGA_EVAL_BELIEF_BINS]; /* each a bit wide, from -10 bits */
    size_t ranks;
    jaga_eval_rank ranking[JAGA_EVAL_RANKING]; /* from the top */
} jaga_eval_belief;

typedef struct jaga_evaluation {
    int64_t rows, events, rejects;
    int64_t accounts, days;
    double account_months; /* accounts x days / 30 */
    int64_t mules;
    int64_t alerts, step_ups, holds;
    bool has_thefts; /* false: all money out of an account within a theft was taken for stolen */
    char currency[4];
    int digits;                          /* of its minor unit */
    jaga_eval_table held, held_or_asked; /* as the engine decides */
    jaga_eval_point targets[JAGA_EVAL_TARGETS];
    jaga_eval_point curve[JAGA_EVAL_CURVE];
    size_t kinds, skills, look_alikes;
    jaga_eval_found kind[JAGA_EVAL_GROUPS_MAX], skill[JAGA_EVAL_GROUPS_MAX];
    struct jaga_eval_twin {
        char name[JAGA_EVAL_NAME_BYTES];
        int64_t episodes, held;
    } look_alike[JAGA_EVAL_GROUPS_MAX];
    jaga_eval_part segment[JAGA_SEGMENTS], others; /* others: in none of them */
    jaga_eval_belief belief;
} jaga_evaluation;

/* What is known about a log. truth: CSV with the columns episode_id, attack_kind, account, t_start,
 * t_end, perhaps mule_accounts (";" between ids) and skill; kinds that begin with "benign:" are
 * look-alikes, "mule_ring" is read for its mules only. thefts, or NULL: CSV with event_id,
 * episode_id, amount, perhaps status (what is not ok moved nothing). */
typedef struct jaga_answer {
    const char *truth, *thefts;
} jaga_answer;

/* Of `run` are used: map, geoip, weights, configuration, progress, warn, wants_stop, now_us.
 * JAGA_ERR_FORMAT with file, line and cause for a key that cannot be read, contradicts itself or is
 * not about this log; otherwise as jaga_scan. */
JAGA_USE_RESULT jaga_status jaga_evaluate(const jaga_run *run, const char *const *paths,
                                          size_t count, const jaga_answer *answer,
                                          jaga_evaluation *out, jaga_error *err);

/* Settings with which at most so many holds of a log are false, and at most so many calls fall due.
 */
typedef struct jaga_tuning_wish {
    double false_rate;   /* false holds per 10,000 account-months */
    int64_t calls_a_day; /* new cases on the busiest day of the hotline; INT64_MAX: any */
    const char *truth;   /* NULL: a hold is false without a customer's report within a week of it */
} jaga_tuning_wish;

enum { JAGA_TUNING_TRIALS = 16 };

/* One run of the log, all four thresholds moved together by so many bits of belief. */
typedef struct jaga_tuning_trial {
    int64_t shift; /* in JAGA_TUNING_STEPS of a bit */
    jaga_settings settings;
    int64_t holds, false_holds, cases, calls_busiest_day;
    double false_rate, calls_mean_day;
    jaga_eval_found found; /* with a truth: money out within a theft counts as stolen */
    bool is_enough;        /* grants the wish */
} jaga_tuning_trial;
enum { JAGA_TUNING_STEPS = 8 };

typedef struct jaga_tuning {
    int64_t accounts, days;
    double account_months;
    size_t count, chosen; /* trials by rising thresholds */
    jaga_tuning_trial trial[JAGA_TUNING_TRIALS];
} jaga_tuning;

/* The lowest thresholds that grant the wish and whose next lower step does not, found by halving
 * the range and running the log anew each time, so files only. JAGA_ERR_LIMIT: no thresholds do. */
JAGA_USE_RESULT jaga_status jaga_tune(const jaga_run *run, const char *const *paths, size_t count,
                                      const jaga_tuning_wish *wish, jaga_tuning *out,
                                      jaga_error *err);

/* One self-contained page: no script, nothing from outside. JAGA_ERR_IO. */
JAGA_USE_RESULT jaga_status jaga_evaluation_html(const jaga_evaluation *about, FILE *to,
                                                 jaga_error *err);

#endif
