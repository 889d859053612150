#ifndef JAGA_SIMULATE_SIM_SCENE_H
#define JAGA_SIMULATE_SIM_SCENE_H

#include "simulate/sim_run.h"

/* One sitting of somebody with one wallet: who, where, on which device, at what time. Owners and
 * thieves plan through the same few verbs, so their rows have the same shapes. */
typedef struct sim_scene {
    sim_run *run;
    sim_random *random;
    sim_intent draft; /* what the next intent will look like; ts_us is the scene's clock */
    bool has_finger;  /* the phone knows whoever holds it by finger or face */
} sim_scene;

/* A moment of the planned day when a person of this rhythm would use the wallet. */
int64_t sim_scene_hour(const sim_run *run, sim_random *random, uint32_t rhythm);

/* The owner with an own phone, in a session that goes on, on one of the usual networks. */
sim_scene sim_scene_owner(sim_run *run, sim_random *random, uint32_t account, int64_t ts_us);

/* Moves the scene to another network; the address follows from who sits there. */
void sim_scene_connect(sim_scene *scene, uint8_t net, uint8_t city, uint64_t token);
void sim_scene_new_session(sim_scene *scene);
void sim_scene_wait(sim_scene *scene, int64_t low_s, int64_t high_s);
/* Goes on so many days later, at an hour of this rhythm. */
void sim_scene_rest(sim_scene *scene, uint32_t days, uint32_t rhythm);

void sim_scene_say(sim_scene *scene, jaga_event_type type, jaga_auth auth);
void sim_scene_fail(sim_scene *scene, jaga_event_type type, sim_reason reason, jaga_auth auth);
/* Request and answer; false: the code was wrong or late, and the rows say so. */
bool sim_scene_otp(sim_scene *scene, uint32_t fails_per_million);
void sim_scene_login(sim_scene *scene, jaga_auth auth);
/* Says payee_add in the share of cases in which this wallet logs it. */
void sim_scene_add_payee(sim_scene *scene, sim_payee payee);

/* Pays `amount` (or a share of the balance, when flags say SIM_SHARE). The payee decides the type,
 * except that money to an own bank account is a withdrawal: is_own. */
void sim_scene_pay(sim_scene *scene, sim_payee payee, int64_t amount, uint32_t grain,
                   unsigned flags, bool is_own);

/* Who knows the code asks for it and answers; a wrong answer is followed by another try. */
void sim_scene_otp_patiently(sim_scene *scene, uint32_t fails_per_million);
/* The wallet's staff does it for whoever called: no device, no address. */
void sim_scene_by_staff(sim_scene *scene, jaga_event_type type, sim_note note);
/* A change of settings that has something to say: which contact, under remote control. */
void sim_scene_change(sim_scene *scene, jaga_event_type type, jaga_auth auth, sim_note note);
/* Links a card; false: the bank declined. */
bool sim_scene_link_card(sim_scene *scene, uint32_t card, uint32_t declines_per_million);
/* Money from a card. false: declined. */
bool sim_scene_charge_card(sim_scene *scene, uint32_t card, int64_t amount,
                           uint32_t declines_per_million);

/* Some hours or days after the request the wallet closes the account, if nothing much is left. */
void sim_scene_close(sim_scene *scene);

/* Money in, which needs no phone. */
void sim_scene_take_in(sim_scene *scene, jaga_event_type type, sim_payee from, int64_t amount);

/* The carrier's notice, without device or address. With silent_us the owner, whose phone went dead,
 * does nothing for so long. */
void sim_scene_sim_change(sim_scene *scene, int64_t silent_us);

/* A step to which people, and thieves, round down: 1000, 5000, 10,000, 50,000 or 100,000. */
uint32_t sim_scene_grain(sim_random *random);

#endif
