#ifndef JAGA_SIMULATE_SIM_TRUTH_H
#define JAGA_SIMULATE_SIM_TRUTH_H

#include "simulate/sim_file.h"
#include "simulate/sim_run.h"

/* The answer key. Episodes begin and end with rows that were really written, so a story that the
 * log's end cut short is as long as what the log shows of it. */

/* Learns of a row with its number: its episode, its mules, and thefts.csv if it is one. */
void sim_truth_note(sim_run *run, const sim_intent *event, uint64_t number);

JAGA_USE_RESULT jaga_status sim_truth_open_thefts(sim_run *run, arena *memory,
                                                  const char *directory, jaga_error *err);

/* Writes truth.csv whole and adds the counts of episodes to the summary. */
JAGA_USE_RESULT jaga_status sim_truth_write(sim_run *run, arena *memory, const char *directory,
                                            jaga_error *err);

#endif
