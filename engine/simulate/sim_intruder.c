/* The stranger in the wallet. Nothing here has a shape of its own: phones come from the owners'
 * space of ids, addresses from the owners' networks, hours from the owners' days. Skill shifts how
 * much of it is the victim's. */
#include "simulate/sim_intruder.h"

int64_t sim_intruder_hour(const sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const uint32_t odd[SIM_SKILLS] = { run->world.odd_hour, run->world.odd_hour / 3, 20000 };
    if (sim_chance(r, odd[thief.skill])) {
        return run->day_us + sim_between(r, 0, 86399999) * 1000;
    }
    const uint32_t any = sim_below(r, 3);
    return sim_scene_hour(run, r, thief.skill == SIM_TARGETED ? run->persons[account].rhythm : any);
}

/* Fresh for most, the crew's for some, and for a targeted thief of the kind the owner has. */
static uint64_t phone_of(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    const sim_world *w = &run->world;
    const uint32_t crew_has[SIM_SKILLS] = { w->crew_device, w->crew_device / 2, 0 };
    if (sim_chance(r, crew_has[thief.skill])) {
        const uint64_t which = thief.crew * 16u + sim_below(r, 4);
        return sim_world_device(w, UINT64_MAX - which, run->day / 4);
    }
    uint64_t device = sim_world_device(w, account, sim_random_next(r));
    const uint32_t wanted = sim_world_os(run->persons[account].device[0]);
    while (thief.skill == SIM_TARGETED && sim_world_os(device) != wanted) {
        device = sim_world_device(w, account, sim_random_next(r));
    }
    return device;
}

/* The phone network, somebody's home, a place for everybody or an exit abroad. */
static void connect(sim_scene *s, sim_thief thief)
{
    const sim_world *w = &s->run->world;
    const sim_person *p = &s->run->persons[s->draft.account];
    sim_random *r = s->random;
    const uint32_t near[SIM_SKILLS] = { w->local_thief / 2, w->local_thief + 200000, SIM_MILLION };
    const bool is_near = sim_chance(r, near[thief.skill]);
    const uint8_t elsewhere = (uint8_t)sim_favourite(r, SIM_CITIES_HOME);
    const uint32_t where = sim_below(r, 100);
    const uint32_t abroad_from = thief.skill == SIM_NAIVE ? 93 : 98;
    const uint8_t any_mobile = (uint8_t)sim_favourite(r, w->mobile_nets);
    const uint8_t any_home = (uint8_t)(w->mobile_nets + sim_below(r, w->home_nets));
    const bool is_same = thief.skill == SIM_TARGETED;
    uint8_t net = is_same ? p->mobile_net : any_mobile;
    uint64_t token = sim_random_next(r);
    if (!is_same && where >= abroad_from) {
        net = (uint8_t)(w->abroad_net + sim_below(r, SIM_CITIES - SIM_CITIES_HOME));
    } else if (where >= 86) {
        net = w->place_net;
        token %= w->places;
    } else if (where >= 55) {
        net = is_same ? p->home_net : any_home;
    }
    sim_scene_connect(s, net, is_near ? p->city : elsewhere, token);
}

sim_scene sim_intruder_scene(sim_run *run, sim_random *r, uint32_t account, sim_thief thief,
                             int64_t ts_us)
{
    sim_scene scene = { .run = run, .random = r };
    scene.draft = (sim_intent){
        .ts_us = ts_us,
        .account = account,
        .device = phone_of(run, r, account, thief),
        .flags = SIM_BY_THIEF,
        .channel = JAGA_CHANNEL_APP,
    };
    sim_scene_new_session(&scene);
    if (sim_chance(r, run->world.web + 30000)) {
        scene.draft.channel = JAGA_CHANNEL_WEB;
    }
    connect(&scene, thief);
    return scene;
}

sim_scene sim_intruder_on_own_phone(sim_run *run, sim_random *r, uint32_t account, int64_t ts_us)
{
    const sim_person *p = &run->persons[account];
    sim_scene scene = sim_scene_owner(run, r, account, ts_us);
    scene.draft.flags = SIM_BY_THIEF;
    scene.draft.slot = 0;
    scene.draft.channel = p->has_keypad ? JAGA_CHANNEL_USSD : JAGA_CHANNEL_APP;
    scene.draft.device = p->device[0];
    scene.has_finger = false;
    return scene;
}

bool sim_intruder_settle(sim_scene *s, sim_thief thief, uint32_t otp_fails)
{
    const sim_world *w = &s->run->world;
    if (!sim_scene_otp(s, otp_fails) && !sim_scene_otp(s, otp_fails)) {
        return false;
    }
    if (sim_chance(s->random, w->bind_on_new)) {
        sim_scene_say(s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 3, 60);
        s->has_finger = thief.skill != SIM_NAIVE && sim_below(s->random, 2) == 0;
    }
    return true;
}

void sim_intruder_bide(sim_scene *s, sim_thief thief)
{
    const uint32_t waits = sim_below(s->random, 100);
    switch (thief.skill) {
    case SIM_NAIVE: return;
    case SIM_CAREFUL:
        if (waits < 50) {
            sim_scene_wait(s, 300, 14400);
        }
        return;
    case SIM_TARGETED:
        if (waits < 30) {
            sim_scene_rest(s, 1 + sim_below(s->random, 3),
                           s->run->persons[s->draft.account].rhythm);
        } else {
            sim_scene_wait(s, 600, 36000);
        }
        return;
    case SIM_SKILLS: return;
    }
}
