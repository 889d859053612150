/* Thefts that go through the owner's number: moved to another SIM card, given away in a message
 * that looked like the wallet's, or recycled by the carrier while the owner was away. */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

static void reset(sim_scene *s)
{
    const uint32_t resets = sim_below(s->random, 10);
    if (resets < 8) {
        sim_scene_say(s, JAGA_TYPE_PASSWORD_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 5, 120);
    }
    if (resets >= 6) {
        sim_scene_say(s, JAGA_TYPE_PIN_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 5, 120);
    }
}

void sim_attack_sim_swap_drain(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const int64_t from = sim_intruder_hour(run, r, account, thief);
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_sim_swap_drain, thief.skill);
    const int64_t silent_us = sim_below(r, 3) ? sim_between(r, 60, 1500) * SIM_MINUTE : 0;
    if (sim_below(r, 100) < 85) { /* the carrier does not always tell */
        sim_scene_sim_change(&s, silent_us);
    }
    sim_scene_wait(&s, 300, thief.skill == SIM_NAIVE ? 20000 : 200000);
    if (sim_below(r, 3) == 0) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 5, 60);
    }
    if (!sim_intruder_settle(&s, thief, 60000)) {
        return;
    }
    reset(&s);
    sim_scene_login(&s, sim_below(r, 2) ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
    if (sim_chance(r, w->gives_up / 2)) {
        return;
    }
    sim_drain(&s, thief);
    sim_drain_report(&s, false);
}

/* The owner types password and code into a copy of the wallet's page; both are used at once. No
 * wrong password, no reset, and the owner goes on using the wallet beside the thief. */
void sim_attack_phishing_relay(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    sim_scene s = sim_intruder_scene(run, r, account, thief,
                                     sim_scene_hour(run, r, run->persons[account].rhythm));
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_phishing_relay, thief.skill);
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    if (!sim_intruder_settle(&s, thief, 120000)) {
        return; /* the owner grew suspicious */
    }
    if (thief.skill == SIM_NAIVE && sim_below(r, 3) == 0) { /* shuts the owner out */
        sim_scene_say(&s, JAGA_TYPE_SESSION_REVOKE, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 3, 30);
        sim_scene_say(&s, JAGA_TYPE_PIN_CHANGE, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 60);
    }
    if (thief.skill != SIM_NAIVE && sim_below(r, 100) < 35) {
        sim_scene_change(&s, JAGA_TYPE_LIMIT_CHANGE, JAGA_AUTH_OTP_SMS, SIM_NOTE_NONE);
    }
    if (sim_chance(r, w->gives_up / 2)) {
        return;
    }
    sim_drain(&s, thief);
    sim_drain_report(&s, false);
}

/* Nobody looks at an account that nobody uses: an old number that somebody else has now, or an old
 * password. The owner is the last to learn of it. */
void sim_attack_dormant_awakened(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const int64_t from = sim_intruder_hour(run, r, account, thief);
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_dormant_awakened, thief.skill);
    const bool has_password = sim_below(r, 100) < 40;
    if (!has_password) {
        for (uint32_t tries = sim_below(r, 3); tries > 0; tries--) {
            sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
            sim_scene_wait(&s, 5, 90);
        }
        if (!sim_intruder_settle(&s, thief, 60000)) {
            return;
        }
        reset(&s);
    }
    sim_scene_login(&s, has_password ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
    if (sim_below(r, 100) < 25) { /* makes it reachable for itself */
        sim_scene_change(&s, JAGA_TYPE_CONTACT_CHANGE, JAGA_AUTH_OTP_SMS,
                         sim_below(r, 2) ? SIM_NOTE_EMAIL : SIM_NOTE_PHONE);
    }
    if (sim_chance(r, w->gives_up)) {
        return;
    }
    sim_drain(&s, thief);
    sim_drain_report(&s, false);
}
