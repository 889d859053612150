#ifndef JAGA_SIMULATE_SIM_LOG_H
#define JAGA_SIMULATE_SIM_LOG_H

#include "simulate/sim_file.h"
#include "simulate/sim_run.h"

/* events.csv: spells the ledger's rows and decides in which order they arrive. */

JAGA_USE_RESULT jaga_status sim_log_open(arena *memory, const char *directory,
                                         const sim_world *world, bool has_location, sim_log **out,
                                         jaga_error *err);

/* Writes what really happened, in order of ts_us. balance < 0: the row says none. Returns the
 * number of the event, never 0. */
uint64_t sim_log_write(sim_log *log, const sim_intent *event, int64_t balance);

JAGA_USE_RESULT jaga_status sim_log_finish(sim_log *log, jaga_simulation_summary *summary,
                                           jaga_error *err);
void sim_log_drop(sim_log *log); /* accepts NULL */

#endif
