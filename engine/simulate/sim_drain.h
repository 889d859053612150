#ifndef JAGA_SIMULATE_SIM_DRAIN_H
#define JAGA_SIMULATE_SIM_DRAIN_H

#include "simulate/sim_intruder.h"

/* To whom a thief of this crew and skill sends money. */
sim_payee sim_drain_receiver(sim_scene *scene, sim_thief thief);

/* The thief inside the wallet moves the money out, in the manner of crew and skill. */
void sim_drain(sim_scene *scene, sim_thief thief);

/* Everything in one go, to where it is beyond recall. */
void sim_drain_all(sim_scene *scene, sim_thief thief);

/* What the owner does afterwards: perhaps reports it, and takes the wallet back on the old phone
 * or, when that one was stolen, on a new one. */
void sim_drain_report(const sim_scene *scene, bool lost_phone);

#endif
