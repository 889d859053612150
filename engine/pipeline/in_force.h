#ifndef JAGA_PIPELINE_IN_FORCE_H
#define JAGA_PIPELINE_IN_FORCE_H

#include "jaga/run.h"
#include "jaga/settings.h"
#include "pipeline/recorder.h"

/* Which settings a run works under: what was asked for, and what its database was made with. */

/* The caps that the database was made with are kept where nothing else was asked for; asking for
 * others is JAGA_ERR_USAGE. The first record of a log says with which settings it was made; a log
 * without records takes what is asked. `configuration` NULL: all defaults. */
JAGA_USE_RESULT jaga_status in_force_plan(const jaga_configuration *configuration,
                                          const char *history_path, jaga_settings *out,
                                          jaga_error *err);

/* Takes a record that says so when other settings than the engine's are to hold from here on. A
 * change against an earlier run is told through run->warn. */
JAGA_USE_RESULT jaga_status in_force_take(recorder *into, const jaga_run *run,
                                          const jaga_settings *wanted, jaga_error *err);

#endif
