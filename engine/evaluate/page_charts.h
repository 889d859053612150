#ifndef JAGA_EVALUATE_PAGE_CHARTS_H
#define JAGA_EVALUATE_PAGE_CHARTS_H

#include "jaga/evaluate.h"

#include <stdio.h>

/* The three pictures of the page. */
void page_chart_curve(const jaga_evaluation *about, FILE *to);     /* what false holds buy */
void page_chart_ranking(const jaga_eval_belief *of, FILE *to);     /* precision and recall */
void page_chart_reliability(const jaga_eval_belief *of, FILE *to); /* belief and what was so */

double page_share(int64_t part, int64_t whole); /* NaN of nothing */

#endif
