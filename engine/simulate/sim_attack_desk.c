/* Thefts that abuse what the wallet does for its customers: a bribed or fooled member of staff who
 * resets an account, and the closing of an account to wipe the traces. */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

void sim_attack_insider_reset(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const int64_t from =
        run->day_us + 8 * SIM_HOUR + sim_between(r, 0, 36000000) * 1000; /* office hours */
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_insider_reset, thief.skill);
    if (thief.skill == SIM_NAIVE || sim_below(r, 2) == 0) {
        sim_scene_by_staff(&s, JAGA_TYPE_CONTACT_CHANGE, SIM_NOTE_PHONE);
    }
    sim_scene_by_staff(&s, sim_below(r, 3) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET,
                       SIM_NOTE_NONE);
    if (sim_below(r, 100) < 25) {
        sim_scene_by_staff(&s, JAGA_TYPE_LIMIT_CHANGE, SIM_NOTE_NONE);
    }
    sim_scene_wait(&s, 120, thief.skill == SIM_NAIVE ? 7200 : 100000);
    if (!sim_intruder_settle(&s, thief, 40000)) {
        return;
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    if (sim_chance(r, w->gives_up / 2)) {
        return;
    }
    sim_drain(&s, thief);
    sim_drain_report(&s, false);
}

/* Takes all, makes the account its own and closes it: what is closed is neither watched nor asked
 * about. The owner finds a door without a house. */
void sim_attack_malicious_closure(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const int64_t from = sim_intruder_hour(run, r, account, thief);
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_malicious_closure, thief.skill);
    if (!sim_intruder_settle(&s, thief, 80000)) {
        return;
    }
    if (sim_below(r, 2) == 0) {
        sim_scene_say(&s, JAGA_TYPE_PASSWORD_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 120);
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    if (sim_below(r, 100) < 60) {
        sim_scene_change(&s, JAGA_TYPE_CONTACT_CHANGE, JAGA_AUTH_OTP_SMS,
                         sim_below(r, 3) ? SIM_NOTE_EMAIL : SIM_NOTE_PHONE);
    }
    sim_intruder_bide(&s, thief);
    sim_drain_all(&s, thief);
    sim_scene_wait(&s, 60, thief.skill == SIM_NAIVE ? 1800 : 50000);
    if (sim_below(r, 2) == 0) {
        sim_drain_all(&s, thief); /* what was left */
    }
    sim_scene_say(&s, JAGA_TYPE_CLOSE_REQUEST, JAGA_AUTH_OTP_SMS);
    sim_scene_close(&s);
    sim_drain_report(&s, false);
}
