#ifndef JAGA_SIMULATE_SIM_SPELL_H
#define JAGA_SIMULATE_SIM_SPELL_H

#include "simulate/sim_run.h"

/* How the world's numbers look in text. Every writer returns the place after what it wrote. */
typedef struct sim_spell {
    const sim_world *world;
    bool has_location;
    int64_t midnight_us; /* of the local day whose date is cached */
    char date[12];
} sim_spell;

void sim_spell_init(sim_spell *spell, const sim_world *world, bool has_location);
char *sim_spell_header(const sim_spell *spell, char *at);
char *sim_spell_row(sim_spell *spell, char *at, const sim_intent *event, uint64_t number,
                    int64_t balance);

char *sim_spell_time(sim_spell *spell, char *at, int64_t ts_us);
char *sim_spell_event(const sim_spell *spell, char *at, uint64_t number);
char *sim_spell_account(const sim_spell *spell, char *at, uint32_t account);

#endif
