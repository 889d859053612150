/* Thefts on the owner's own phone: taken from a hand or a table, or led from afar by an app that
 * the owner was talked into. Device and often network are the right ones. */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

/* Gets past the lock of the wallet, each in the way that the thief knows. */
static void unlock(sim_scene *s, sim_thief thief)
{
    sim_random *r = s->random;
    const uint32_t knows_pin[SIM_SKILLS] = { 25, 45, 85 };
    s->draft.amount = 60 * SIM_DAY; /* or until there is a new phone, see sim_drain_report */
    s->draft.flags |= SIM_LOSES_PHONE;
    if (sim_below(r, 100) < knows_pin[thief.skill]) {
        sim_scene_login(s, JAGA_AUTH_PIN);
    } else if (sim_below(r, 100) < 65) {
        (void)sim_scene_otp(s, 50000);
        s->draft.flags &= (uint16_t)~SIM_LOSES_PHONE;
        sim_scene_say(s, JAGA_TYPE_PIN_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 10, 300);
    } else {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 60);
        sim_scene_login(s, JAGA_AUTH_PIN);
    }
    s->draft.flags = SIM_BY_THIEF;
    s->draft.amount = 0;
}

void sim_attack_own_phone_theft(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const int64_t from = sim_chance(r, w->odd_hour)
                             ? run->day_us + sim_between(r, 0, 21600000) * 1000
                             : sim_scene_hour(run, r, sim_below(r, 3));
    sim_scene s = sim_intruder_on_own_phone(run, r, account, from);
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_own_phone_theft, thief.skill);
    if (!p->has_keypad && sim_below(r, 100) < 70) { /* off the owner's Wi-Fi, on the owner's SIM */
        const bool is_near = thief.skill == SIM_TARGETED || sim_chance(r, w->local_thief + 300000);
        const uint8_t city = is_near ? p->city : (uint8_t)sim_below(r, SIM_CITIES_HOME);
        sim_scene_connect(&s, p->mobile_net, city, sim_random_next(r));
    }
    unlock(&s, thief);
    if (!sim_chance(r, w->gives_up)) {
        sim_drain(&s, thief);
    }
    sim_drain_report(&s, true);
}

/* The owner's own session does it: remote control after a call from the "bank", or malware that
 * moves the fingers. Some wallets notice the remote control and log it. */
void sim_attack_remote_access(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const bool is_malware = sim_below(r, 100) < 35;
    const int64_t from = is_malware ? run->day_us + sim_between(r, 0, 86399999) * 1000
                                    : sim_scene_hour(run, r, p->rhythm);
    sim_scene s = sim_intruder_on_own_phone(run, r, account, from);
    s.has_finger = !is_malware; /* the owner confirms what the caller asks for */
    s.draft.episode = sim_episode_open(run, account, SIM_ATTACK_remote_access, thief.skill);
    if (!is_malware && sim_chance(r, w->style.says_remote)) {
        s.draft.note = SIM_NOTE_REMOTE;
    }
    const bool is_finger = s.has_finger && sim_chance(r, w->biometric);
    sim_scene_login(&s, is_finger ? JAGA_AUTH_BIOMETRIC : JAGA_AUTH_PIN);
    if (sim_below(r, 100) < 30) {
        sim_scene_say(&s, JAGA_TYPE_LIMIT_CHANGE, JAGA_AUTH_PIN);
        sim_scene_wait(&s, 10, 120);
    }
    if (sim_chance(r, w->gives_up)) {
        return; /* the owner hung up */
    }
    if (is_malware) {
        sim_drain(&s, thief);
    } else {
        sim_drain_all(&s, thief); /* while the call lasts */
    }
    sim_drain_report(&s, false);
}
