#ifndef JAGA_SIMULATE_SIM_INTRUDER_H
#define JAGA_SIMULATE_SIM_INTRUDER_H

#include "simulate/sim_scene.h"

/* What thieves have in common before the money moves: their hours, phones, networks and patience,
 * all by skill. */

/* When a thief of this skill starts, on the day being planned. */
int64_t sim_intruder_hour(const sim_run *run, sim_random *random, uint32_t account,
                          sim_thief thief);

/* Somebody else's wallet on another phone, on networks that honest people use too. */
sim_scene sim_intruder_scene(sim_run *run, sim_random *random, uint32_t account, sim_thief thief,
                             int64_t ts_us);

/* The owner's own phone in other hands, or under remote control. */
sim_scene sim_intruder_on_own_phone(sim_run *run, sim_random *random, uint32_t account,
                                    int64_t ts_us);

/* The rows by which the wallet comes to trust a new phone. false: the thief gave up. */
bool sim_intruder_settle(sim_scene *scene, sim_thief thief, uint32_t otp_fails_per_million);

/* Between getting in and taking: the naive hurry, others let a while pass. */
void sim_intruder_bide(sim_scene *scene, sim_thief thief);

#endif
