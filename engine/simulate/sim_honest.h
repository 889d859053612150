#ifndef JAGA_SIMULATE_SIM_HONEST_H
#define JAGA_SIMULATE_SIM_HONEST_H

#include "simulate/sim_stories.h"

/* What the look-alikes share: sums as large as a thief's, payees as new, phones as unknown. */

void sim_honest_login(sim_scene *scene);

/* A share of the balance, per million, to somebody. */
void sim_honest_large(sim_scene *scene, sim_payee to, int64_t from, int64_t upto, bool is_own);

/* The usual shops, or another one; from..upto times what the owner pays. */
void sim_honest_shop(sim_scene *scene, uint32_t from, uint32_t upto);

sim_payee sim_honest_stranger(sim_scene *scene);
sim_payee sim_honest_friend(sim_scene *scene);

/* Money from the owner's bank, about `middle` rupiah. */
void sim_honest_top_up(sim_scene *scene, int64_t middle);

/* Money from somebody, which needs no phone. */
void sim_honest_receive(sim_scene *scene, sim_payee from, int64_t amount);

/* From here on, on a phone that this account never had; perhaps on another network. */
void sim_honest_other_phone(sim_scene *scene);

/* The rows by which the wallet comes to trust it. */
void sim_honest_settle(sim_scene *scene, uint32_t otp_fails_per_million);

#endif
