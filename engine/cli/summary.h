#ifndef JAGA_CLI_SUMMARY_H
#define JAGA_CLI_SUMMARY_H

#include "jaga/run.h"

#include <stdbool.h>
#include <stdio.h>

/* What a run came to, for the head of operations. */
typedef struct summary_about {
    const jaga_run *run;
    bool is_watch;
    bool was_stopped; /* by a signal */
    size_t files;
} summary_about;

void summary_print(const jaga_summary *summary, const summary_about *about, FILE *out);

/* One JSON object in one line. */
JAGA_USE_RESULT jaga_status summary_print_json(const jaga_summary *summary, FILE *out,
                                               jaga_error *err);

/* EXIT_REJECTS when more than half of the rows were refused. */
int summary_exit(const jaga_summary *summary);

#endif
