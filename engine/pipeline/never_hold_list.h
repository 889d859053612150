#ifndef JAGA_PIPELINE_NEVER_HOLD_LIST_H
#define JAGA_PIPELINE_NEVER_HOLD_LIST_H

#include "pipeline/recorder.h"

/* Brings the list in force to what the file says: one account id a line, blank lines and lines that
 * begin with # are passed over. Each difference becomes a record of the input log, so that a
 * decision can be run again under the list that it was made under. A line that is no account id
 * fails the run, for half a list is worse than none. */
JAGA_USE_RESULT jaga_status never_hold_list_apply(recorder *to, const char *path, jaga_error *err);

#endif
