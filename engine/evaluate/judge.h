#ifndef JAGA_EVALUATE_JUDGE_H
#define JAGA_EVALUATE_JUDGE_H

#include "base/arena.h"
#include "evaluate/observed.h"
#include "jaga/evaluate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a set of decisions achieves on one log. The rules stand in docs/method.md. */

/* Which decisions count as holds. */
typedef struct judge_rule {
    jaga_outcome least; /* this outcome or a heavier one ... */
    double above;       /* ... and more belief than this, in bits; -INFINITY: any */
} judge_rule;

/* An attack with a loss, and what became of it. */
typedef struct judged_attack {
    const key_episode *of;
    bool is_found, is_before, is_not_after;
    int64_t stolen_minor, saved_minor, saved_inline_minor;
    double delay_s;
} judged_attack;

typedef struct judged {
    judged_attack *attacks;
    size_t attack_count;
    uint32_t *false_holds; /* per account that has any */
    size_t false_accounts;
    int64_t holds[HOLD_CLASSES];
    int64_t segment_false[JAGA_SEGMENTS], other_false;
    int64_t attempts, attempts_held, already_held, only_reported;
    struct judged_twin {
        int64_t episodes, held;
    } twins[JAGA_EVAL_GROUPS_MAX];
} judged;

/* Lives in `memory`. */
JAGA_USE_RESULT jaga_status judge(const observed *log, judge_rule rule, arena *memory, judged *out,
                                  jaga_error *err);

/* How many false holds there would be. */
int64_t judge_false_holds(const observed *log, judge_rule rule);

/* Where no key speaks (observed_open) reports say which holds are right, and not every theft is
 * reported. What share is: of the surest holds, which are taken to be right, those that customers
 * reported, with one more reported one and a standard error added; of as many of the surest as make
 * that largest, at least a quarter as many as there are reported ones in all. So it is rather too
 * large, and what is estimated by it rather too many false holds. 1 when nothing is reported. */
JAGA_USE_RESULT jaga_status judge_reported_share(const observed *log, judge_rule rule,
                                                 arena *memory, double *out, jaga_error *err);

/* How many holds would be false, if the reported ones are such a share of the right ones. */
double judge_expected_false(const observed *log, judge_rule rule, double reported_share);

/* The lowest score above which at most `allowed` false holds remain, of every decision; -INFINITY
 * when all of them fit. */
JAGA_USE_RESULT jaga_status judge_score_above(const observed *log, double allowed, arena *memory,
                                              double *above, jaga_error *err);

#endif
