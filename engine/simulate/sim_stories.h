#ifndef JAGA_SIMULATE_SIM_STORIES_H
#define JAGA_SIMULATE_SIM_STORIES_H

#include "simulate/sim_scene.h"

/* The stories that an account may meet, one function each, registered in attacks.def and twins.def.
 * An attack gets its account, thief and opening moment; it opens its own episode. A twin gets the
 * owner's scene, whose episode is open. */

#define ATTACK(name, low, high)                                                                    \
    void sim_attack_##name(sim_run *run, sim_random *random, uint32_t account, sim_thief thief);
#define CAMPAIGN(name, low, high) ATTACK(name, low, high)
#include "simulate/attacks.def"
#undef CAMPAIGN
#undef ATTACK

#define TWIN(name, low, high) void sim_twin_##name(sim_scene *scene);
#include "simulate/twins.def"
#undef TWIN

#endif
