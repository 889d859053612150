#ifndef JAGA_PIPELINE_IN_FORCE_H
#define JAGA_PIPELINE_IN_FORCE_H

#include "jaga/run.h"
#include "jaga/settings.h"
#include "pipeline/recorder.h"

/* Which settings, weights and model a run works under: what was asked for, and what its database
 * was made with. */

/* The caps that the database was made with are kept where nothing else was asked for; asking for
 * others is JAGA_ERR_USAGE. The first record of a log says with which settings it was made; a log
 * without records takes what is asked. `configuration` NULL: all defaults. */
JAGA_USE_RESULT jaga_status in_force_plan(const jaga_configuration *configuration,
                                          const char *history_path, jaga_settings *out,
                                          jaga_error *err);

/* Takes records that say so when other settings than the engine's are to hold from here on, or
 * other weights: those of the file run->weights, else the shipped ones; or another model: that of
 * the file run->model, of which a copy goes to the folder `models`, else none. A change against an
 * earlier run is told through run->warn. A file that is wrong is JAGA_ERR_FORMAT with its name,
 * line and cause, and nothing is taken. */
JAGA_USE_RESULT jaga_status in_force_take(recorder *into, const jaga_run *run,
                                          const jaga_settings *wanted, const char *models,
                                          jaga_error *err);

/* A file of weights, read and found right; errors as above. For runs that have no log to take it
 * into. */
enum { IN_FORCE_WEIGHTS_BYTES = 16 << 10 };
JAGA_USE_RESULT jaga_status in_force_read_weights(const char *path,
                                                  char buffer[IN_FORCE_WEIGHTS_BYTES],
                                                  jaga_span *text, jaga_error *err);

#endif
