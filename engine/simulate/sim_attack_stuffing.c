/* Passwords that leaked elsewhere, tried by the thousand. One kind comes from a few addresses in a
 * few hours; the other is spread over a botnet of ordinary homes and phones, an address for each
 * account, over a day. What leads in is often sold, and somebody else takes the money. */
#include "simulate/sim_drain.h"
#include "simulate/sim_stories.h"

/* A day's campaign, the same for all accounts of the day. */
typedef struct campaign {
    int64_t from_us, to_us;
    uint64_t addresses[4];
    uint32_t address_count, crew;
    uint8_t nets[4], city;
} campaign;

static uint8_t any_net(const sim_world *w, sim_random *r)
{
    const uint32_t where = sim_below(r, 20);
    return (uint8_t)(where < 10   ? sim_below(r, w->mobile_nets)
                     : where < 17 ? w->mobile_nets + sim_below(r, w->home_nets)
                     : where < 19 ? w->place_net
                                  : w->abroad_net + sim_below(r, SIM_CITIES - SIM_CITIES_HOME));
}

/* false: nobody tries on this day, or the other kind's turn has come. */
static bool campaign_of(const sim_run *run, uint32_t kind, campaign *out)
{
    const sim_world *w = &run->world;
    sim_random r = sim_random_open(w->key, SIM_FOR_CAMPAIGN, run->day, 0);
    if (!sim_chance(&r, w->campaign) ||
        sim_weighted(&r, w->attack_weights, SIM_CAMPAIGNS) != kind) {
        return false;
    }
    const bool is_wide = kind == SIM_ATTACK_stuffing_distributed;
    *out = (campaign){ .address_count = 1 + sim_below(&r, 4) };
    out->from_us = run->day_us + sim_between(&r, 0, is_wide ? 30000 : 86399) * SIM_SECOND;
    out->to_us =
        out->from_us +
        (is_wide ? sim_between(&r, 30000, 80000) : sim_between(&r, 1800, 21600)) * SIM_SECOND;
    out->crew = sim_below(&r, w->crews);
    out->city = (uint8_t)sim_below(&r, SIM_CITIES_HOME);
    for (int i = 0; i < 4; i++) {
        out->addresses[i] = sim_random_next(&r);
        out->nets[i] = any_net(w, &r);
    }
    return true;
}

static void connect(sim_scene *s, const campaign *c, bool is_wide)
{
    const sim_world *w = &s->run->world;
    sim_random *r = s->random;
    if (is_wide) {
        const uint8_t net = any_net(w, r);
        const uint64_t token = sim_random_next(r);
        const uint8_t city = (uint8_t)sim_favourite(r, SIM_CITIES_HOME);
        sim_scene_connect(s, net, city, net == w->place_net ? token % w->places : token);
        return;
    }
    const uint32_t which = sim_below(r, c->address_count);
    const uint64_t token = c->addresses[which];
    sim_scene_connect(s, c->nets[which], c->city,
                      c->nets[which] == w->place_net ? token % w->places : token);
}

/* From the login that worked to the money. */
static void go_in(sim_scene *s, sim_thief thief)
{
    const sim_world *w = &s->run->world;
    sim_random *r = s->random;
    sim_scene_login(s, JAGA_AUTH_PASSWORD);
    if (sim_chance(r, w->gives_up)) {
        return; /* looked, and left */
    }
    if (sim_below(r, 2) == 0) { /* sold on: somebody else comes back hours or days later */
        sim_scene_wait(s, 1800, 150000);
        const uint32_t episode = s->draft.episode;
        *s = sim_intruder_scene(s->run, r, s->draft.account, thief, s->draft.ts_us);
        s->draft.episode = episode;
        sim_scene_login(s, JAGA_AUTH_PASSWORD);
    }
    if (sim_below(r, 100) < 70 && !sim_intruder_settle(s, thief, 250000)) {
        return;
    }
    sim_drain(s, thief);
    sim_drain_report(s, false);
}

static void try_one(sim_run *run, sim_random *r, uint32_t account, sim_thief thief, uint32_t kind)
{
    const sim_world *w = &run->world;
    campaign c;
    if (!campaign_of(run, kind, &c) || !sim_chance(r, w->campaign_reach)) {
        return;
    }
    const bool gets_in =
        sim_chance_rare(r, w->campaign_success_rare) && !run->persons[account].is_mule;
    const int64_t from = c.from_us + sim_between(r, 0, (c.to_us - c.from_us) / 1000) * 1000;
    thief.crew = c.crew;
    sim_scene s = sim_intruder_scene(run, r, account, thief, from);
    connect(&s, &c, kind == SIM_ATTACK_stuffing_distributed);
    if (gets_in) {
        s.draft.episode = sim_episode_open(run, account, kind, thief.skill);
    }
    for (uint32_t i = sim_below(r, 3) + !gets_in; i > 0; i--) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 2, 90);
    }
    if (gets_in) {
        go_in(&s, thief);
    }
}

void sim_attack_stuffing_drain(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    try_one(run, r, account, thief, SIM_ATTACK_stuffing_drain);
}

void sim_attack_stuffing_distributed(sim_run *run, sim_random *r, uint32_t account, sim_thief thief)
{
    try_one(run, r, account, thief, SIM_ATTACK_stuffing_distributed);
}
