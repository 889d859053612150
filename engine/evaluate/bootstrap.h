#ifndef JAGA_EVALUATE_BOOTSTRAP_H
#define JAGA_EVALUATE_BOOTSTRAP_H

#include "evaluate/judge.h"

/* 95 % percentile intervals. Drawn anew: thefts for what was found and saved, accounts for false
 * holds (each as often as a Poisson number of mean one says). The draws are a function of their
 * number alone, so the same log gives the same intervals. */
enum { BOOTSTRAP_DRAWS = 1000 };

JAGA_USE_RESULT jaga_status bootstrap(const judged *of, double account_months, arena *memory,
                                      jaga_eval_intervals *out, jaga_error *err);

/* Linear between neighbours; NaN of none. Sorts the values. */
double quantile(double *values, size_t count, double q);

#endif
