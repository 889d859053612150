#ifndef JAGA_PIPELINE_INTAKE_H
#define JAGA_PIPELINE_INTAKE_H

#include "jaga/status.h"
#include "pipeline/recorder.h"

/* Takes up what waits in the inbox (store/inbox.h): each fact becomes an event of the history and
 * is marked in the commit that holds what follows from it. */
typedef struct intake intake;

JAGA_USE_RESULT jaga_status intake_open(intake **out, jaga_error *err);
void intake_close(intake *self); /* accepts NULL */

/* All that waits, and commits. Outside any group that must stay whole. */
JAGA_USE_RESULT jaga_status intake_take(intake *self, recorder *to, jaga_error *err);

#endif
