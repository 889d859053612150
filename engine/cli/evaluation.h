#ifndef JAGA_CLI_EVALUATION_H
#define JAGA_CLI_EVALUATION_H

#include "jaga/evaluate.h"
#include "jaga/status.h"

#include <stdio.h>

/* An evaluation on the terminal, and as one JSON object. */
void evaluation_print(const jaga_evaluation *about, FILE *out);
JAGA_USE_RESULT jaga_status evaluation_print_json(const jaga_evaluation *about, FILE *out,
                                                  jaga_error *err);

/* Two of one log, and where they differ. */
void evaluation_compare(const jaga_evaluation *champion, const jaga_evaluation *challenger,
                        FILE *out);

/* part / whole; NaN of nothing. */
double evaluation_share(int64_t part, int64_t whole);

#endif
