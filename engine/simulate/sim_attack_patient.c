/* Thieves with time: small sums for weeks, or a door opened long before it is used. */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

/* Somebody close to the owner with the owner's phone, or a stranger with a session that lasts. */
static sim_scene enter(sim_run *run, sim_random *r, uint32_t account, sim_thief thief,
                       bool is_close)
{
    const sim_person *p = &run->persons[account];
    const int64_t from = sim_scene_hour(run, r, p->rhythm);
    return is_close ? sim_intruder_on_own_phone(run, r, account, from)
                    : sim_intruder_scene(run, r, account, thief, from);
}

void sim_attack_slow_drip(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    static const uint32_t days_most[SIM_SKILLS] = { 6, 14, 24 };
    const sim_person *p = &run->persons[account];
    const bool is_close = sim_below(r, 100) < 40;
    sim_scene s = enter(run, r, account, thief, is_close);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_slow_drip, thief.skill);
    if (!is_close && sim_below(r, 100) < 75 && !sim_intruder_settle(&s, thief, 100000)) {
        return;
    }
    sim_scene_login(&s, is_close ? JAGA_AUTH_PIN : JAGA_AUTH_PASSWORD);
    sim_payee to = sim_drain_receiver(&s, thief);
    const int64_t middle = (int64_t)p->usual_amount * (thief.skill == SIM_NAIVE ? 5 : 2);
    const uint32_t days = 3 + sim_below(r, days_most[thief.skill]);
    sim_intruder_bide(&s, thief);
    sim_scene_add_payee(&s, to);
    for (uint32_t day = 0; day < days; day++) {
        for (uint32_t i = sim_below(r, 3); i > 0; i--) {
            const uint32_t grain = sim_below(r, 3) ? sim_scene_grain(r) : 500;
            sim_scene_pay(&s, to, sim_log_normal(r, middle, 1), grain, 0, false);
            sim_scene_wait(&s, 60, 20000);
        }
        if (thief.skill != SIM_NAIVE && sim_below(r, 5) == 0) {
            to = sim_drain_receiver(&s, thief);
        }
        sim_scene_rest(&s, 1 + sim_below(r, 2), p->rhythm);
        if (sim_below(r, 3) == 0) {
            sim_scene_login(&s, JAGA_AUTH_PIN);
        }
    }
    sim_drain_report(&s, false);
}

void sim_attack_sleeper(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    static const uint32_t days_most[SIM_SKILLS] = { 5, 14, 30 };
    const sim_person *p = &run->persons[account];
    const int64_t from = sim_intruder_hour(run, r, account, thief);
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_sleeper, thief.skill);
    if (!sim_intruder_settle(&s, thief, 100000)) {
        return;
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    sim_scene_rest(&s, 2 + sim_below(r, days_most[thief.skill]), p->rhythm);
    for (uint32_t looks = sim_below(r, 3); looks > 0; looks--) {
        sim_scene_login(&s, s.has_finger ? JAGA_AUTH_BIOMETRIC : JAGA_AUTH_PIN);
        sim_scene_rest(&s, 1 + sim_below(r, 5), p->rhythm);
    }
    sim_scene_login(&s, JAGA_AUTH_PIN);
    if (sim_chance(r, run->world.gives_up)) {
        return; /* there was never enough in it */
    }
    if (thief.skill == SIM_TARGETED || sim_below(r, 2) == 0) {
        sim_drain(&s, thief);
    } else {
        sim_drain_all(&s, thief);
    }
    sim_drain_report(&s, false);
}
