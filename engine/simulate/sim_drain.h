#ifndef JAGA_SIMULATE_SIM_DRAIN_H
#define JAGA_SIMULATE_SIM_DRAIN_H

#include "simulate/sim_scene.h"

/* The thief inside the wallet moves the money out, in the manner of the crew. */
void sim_drain(sim_scene *scene, uint32_t crew);

/* What the owner does afterwards: perhaps reports it, and takes the wallet back on the old phone
 * or, when that one was stolen, on a new one. */
void sim_drain_report(const sim_scene *scene, bool lost_phone);

#endif
