/* Stolen cards need a wallet in somebody else's name: the thief links them, finds out with small
 * top-ups which ones still pay, fills the wallet and empties it. The owner's own money goes along.
 */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

static int64_t round_amount(sim_random *r, int64_t middle)
{
    const int64_t amount = sim_log_normal(r, middle, 1);
    return (amount / 10000 + 1) * 10000;
}

/* Number of a card that still pays, 0: none did. */
static uint32_t find_card(sim_scene *s, sim_thief thief)
{
    sim_random *r = s->random;
    const uint32_t most[SIM_SKILLS] = { 7, 4, 2 };
    const uint32_t bad[SIM_SKILLS] = { 600000, 400000, 250000 };
    for (uint32_t tries = 1 + sim_below(r, most[thief.skill]); tries > 0; tries--) {
        const uint32_t victim = (uint32_t)(sim_random_next(r) >> 32);
        const uint32_t card = sim_person_card(s->run, victim, 0);
        if (sim_scene_link_card(s, card, bad[thief.skill]) &&
            sim_scene_charge_card(s, card, round_amount(r, 10000), bad[thief.skill])) {
            return card;
        }
        if (thief.skill != SIM_NAIVE) {
            sim_scene_wait(s, 300, 20000);
        }
    }
    return 0;
}

void sim_attack_card_testing(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const int64_t from = sim_intruder_hour(run, r, account, thief);
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_card_testing, thief.skill);
    if (sim_below(r, 100) < 60 && !sim_intruder_settle(&s, thief, 120000)) {
        return;
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    const uint32_t card = find_card(&s, thief);
    const uint32_t charges = card != 0 ? 1 + sim_below(r, 4) : 0;
    for (uint32_t i = 0; i < charges; i++) {
        sim_scene_wait(&s, 30, thief.skill == SIM_NAIVE ? 600 : 20000);
        (void)sim_scene_charge_card(&s, card, round_amount(r, p->usual_amount * 12ll), 150000);
    }
    if (card == 0 && sim_chance(r, w->gives_up + 400000)) {
        return;
    }
    sim_drain(&s, thief);
    sim_drain_report(&s, false);
}
