#ifndef JAGA_CLI_PROGRESS_H
#define JAGA_CLI_PROGRESS_H

#include "jaga/run.h"

#include <stdbool.h>

/* A long run, seen from a terminal: how far it is, and how to end it. */

/* Makes SIGINT and SIGTERM end the run after the batch at hand; a second one ends the program at
 * once. SIGPIPE becomes an error of the write, so that messages stay in the outbox. */
void progress_catch_signals(void);
bool progress_was_stopped(void);

/* The hooks of a run: clock, warnings, stop, and on a terminal the progress line. */
void progress_hook(jaga_run *run);

/* Clears the line. */
void progress_end(void);

#endif
