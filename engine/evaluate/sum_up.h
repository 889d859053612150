#ifndef JAGA_EVALUATE_SUM_UP_H
#define JAGA_EVALUATE_SUM_UP_H

#include "evaluate/judge.h"

/* Fills what the log showed and how it is judged: every figure of jaga/evaluate.h but the counts of
 * rows. After observed_end. */
JAGA_USE_RESULT jaga_status sum_up(const observed *log, arena *memory, jaga_evaluation *out,
                                   jaga_error *err);

/* What the holds found, and nothing else. */
JAGA_USE_RESULT jaga_status sum_up_found(const observed *log, arena *memory, jaga_eval_found *out,
                                         jaga_error *err);

#endif
