/* How accounts are taken over. Three ways in: guessed passwords in a campaign, a SIM moved to
 * another card, the unlocked phone itself. The way out is in sim_drain.c. */
#include "simulate/sim_drain.h"
#include "simulate/sim_scene.h"

/* A day's stuffing: one crew, few addresses, many accounts. The same for all accounts of the day.
 */
typedef struct campaign {
    int64_t from_us, to_us;
    uint64_t addresses[4];
    uint32_t address_count, crew;
    uint8_t nets[4], city;
} campaign;

static bool campaign_of(const sim_run *run, campaign *out)
{
    const sim_world *w = &run->world;
    sim_random r = sim_random_open(w->key, SIM_FOR_CAMPAIGN, run->day, 0);
    if (!sim_chance(&r, w->campaign)) {
        return false;
    }
    *out = (campaign){ .address_count = 1 + sim_below(&r, 4) };
    out->from_us = run->day_us + sim_between(&r, 0, 86399) * SIM_SECOND;
    out->to_us = out->from_us + sim_between(&r, 1800, 21600) * SIM_SECOND;
    out->crew = sim_below(&r, w->crews);
    out->city = (uint8_t)sim_below(&r, SIM_CITIES_HOME);
    for (int i = 0; i < 4; i++) {
        const uint32_t where = sim_below(&r, 20);
        out->addresses[i] = sim_random_next(&r);
        out->nets[i] =
            (uint8_t)(where < 10   ? sim_below(&r, w->mobile_nets)
                      : where < 17 ? w->mobile_nets + sim_below(&r, w->home_nets)
                      : where < 19 ? w->place_net
                                   : w->abroad_net + sim_below(&r, SIM_CITIES - SIM_CITIES_HOME));
    }
    return true;
}

/* A thief's phone: fresh for most, the crew's for some; both from the owners' space. */
static uint64_t phone_of(sim_run *run, sim_random *r, uint32_t crew, uint32_t account)
{
    const sim_world *w = &run->world;
    if (sim_chance(r, w->crew_device)) {
        const uint64_t which = crew * 16u + sim_below(r, 4);
        return sim_world_device(w, UINT64_MAX - which, run->day / 4);
    }
    return sim_world_device(w, account, sim_random_next(r));
}

/* Somebody else's wallet on another phone, on networks that honest people use too. */
static sim_scene intruder(sim_run *run, sim_random *r, uint32_t account, uint32_t crew,
                          int64_t ts_us)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    sim_scene scene = { .run = run, .random = r };
    scene.draft = (sim_intent){
        .ts_us = ts_us,
        .account = account,
        .device = phone_of(run, r, crew, account),
        .flags = SIM_BY_THIEF,
        .channel = JAGA_CHANNEL_APP,
    };
    sim_scene_new_session(&scene);
    if (sim_below(r, 8) == 0) {
        scene.draft.channel = JAGA_CHANNEL_WEB;
    }
    const bool is_local = sim_chance(r, w->local_thief);
    const uint8_t city = is_local ? p->city : (uint8_t)sim_favourite(r, SIM_CITIES_HOME);
    const uint32_t where = sim_below(r, 100);
    uint8_t net = (uint8_t)sim_favourite(r, w->mobile_nets);
    uint64_t token = sim_random_next(r);
    if (where >= 96) {
        net = (uint8_t)(w->abroad_net + sim_below(r, SIM_CITIES - SIM_CITIES_HOME));
    } else if (where >= 88) {
        net = w->place_net;
        token %= w->places;
    } else if (where >= 58) {
        net = (uint8_t)(w->mobile_nets + sim_below(r, w->home_nets));
    }
    sim_scene_connect(&scene, net, city, token);
    return scene;
}

/* The rows by which the wallet comes to trust a new phone. false: the thief gave up. */
static bool settle_in(sim_scene *s, uint32_t otp_fails)
{
    const sim_world *w = &s->run->world;
    if (!sim_scene_otp(s, otp_fails) && !sim_scene_otp(s, otp_fails)) {
        return false;
    }
    if (sim_chance(s->random, w->bind_on_new)) {
        sim_scene_say(s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 3, 60);
    }
    return true;
}

static void stuffing(sim_run *run, sim_random *r, uint32_t account)
{
    const sim_world *w = &run->world;
    campaign c;
    if (!campaign_of(run, &c) || !sim_chance(r, w->campaign_reach)) {
        return;
    }
    const bool gets_in =
        sim_chance_rare(r, w->campaign_success_rare) && !run->persons[account].is_mule;
    const int64_t from =
        c.from_us + sim_between(r, 0, (c.to_us - c.from_us) / SIM_SECOND) * SIM_SECOND;
    sim_scene s = intruder(run, r, account, c.crew, from);
    const uint32_t which = sim_below(r, c.address_count);
    sim_scene_connect(&s, c.nets[which], c.city,
                      c.nets[which] == w->place_net ? c.addresses[which] % w->places
                                                    : c.addresses[which]);
    if (gets_in) {
        s.draft.episode = sim_episode_open(run, account, SIM_STUFFING);
    }
    for (uint32_t i = sim_below(r, 3) + !gets_in; i > 0; i--) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 2, 90);
    }
    if (!gets_in) {
        return;
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    if (sim_chance(r, w->gives_up)) {
        return; /* looked, and left */
    }
    if (sim_below(r, 2) == 0) { /* sold on: somebody else comes back hours or days later */
        sim_scene_wait(&s, 1800, 150000);
        sim_scene later = intruder(run, r, account, c.crew, s.draft.ts_us);
        later.draft.episode = s.draft.episode;
        s = later;
        sim_scene_login(&s, JAGA_AUTH_PASSWORD);
    }
    if (sim_below(r, 100) < 70 && !settle_in(&s, 250000)) {
        return;
    }
    sim_drain(&s, c.crew);
    sim_drain_report(&s, false);
}

static void sim_swap(sim_run *run, sim_random *r, uint32_t account)
{
    const sim_world *w = &run->world;
    const uint32_t crew = sim_below(r, w->crews);
    const int64_t from = sim_chance(r, w->odd_hour)
                             ? run->day_us + sim_between(r, 0, 86399) * SIM_SECOND
                             : sim_scene_hour(run, r, sim_below(r, 3));
    sim_scene s = intruder(run, r, account, crew, from);
    s.draft.episode = sim_episode_open(run, account, SIM_SWAP);
    const int64_t silent_us = sim_below(r, 3) ? sim_between(r, 60, 1500) * SIM_MINUTE : 0;
    if (sim_below(r, 100) < 85) { /* the carrier does not always tell */
        sim_scene_sim_change(&s, silent_us);
    }
    sim_scene_wait(&s, 300, 20000);
    if (sim_below(r, 3) == 0) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 5, 60);
    }
    if (!settle_in(&s, 60000)) {
        return;
    }
    const uint32_t resets = sim_below(r, 10);
    if (resets < 8) {
        sim_scene_say(&s, JAGA_TYPE_PASSWORD_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 120);
    }
    if (resets >= 6) {
        sim_scene_say(&s, JAGA_TYPE_PIN_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 120);
    }
    sim_scene_login(&s, sim_below(r, 2) ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
    if (sim_chance(r, w->gives_up / 2)) {
        return;
    }
    sim_drain(&s, crew);
    sim_drain_report(&s, false);
}

static void own_phone(sim_run *run, sim_random *r, uint32_t account)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const uint32_t crew = sim_below(r, w->crews);
    const int64_t from = sim_chance(r, w->odd_hour)
                             ? run->day_us + sim_between(r, 0, 21600) * SIM_SECOND
                             : sim_scene_hour(run, r, sim_below(r, 3));
    sim_scene s = sim_scene_owner(run, r, account, from);
    s.draft.flags = SIM_BY_THIEF;
    s.draft.slot = 0;
    s.draft.channel = JAGA_CHANNEL_APP;
    s.draft.device = p->device[0];
    s.draft.episode = sim_episode_open(run, account, SIM_OWN_PHONE_THEFT);
    if (sim_below(r, 100) < 70) { /* away from the owner's Wi-Fi, on the owner's SIM card */
        const bool is_near = sim_chance(r, w->local_thief + 300000);
        const uint8_t city = is_near ? p->city : (uint8_t)sim_below(r, SIM_CITIES_HOME);
        sim_scene_connect(&s, p->mobile_net, city, sim_random_next(r));
    }
    s.draft.amount = 60 * SIM_DAY; /* or until there is a new phone, see sim_drain_report */
    s.draft.flags |= SIM_LOSES_PHONE;
    const uint32_t knows = sim_below(r, 100);
    if (knows < 45) {
        (void)sim_scene_otp(&s, 50000);
        s.draft.flags &= (uint16_t)~SIM_LOSES_PHONE;
        sim_scene_say(&s, JAGA_TYPE_PIN_RESET, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 10, 300);
    } else if (knows < 70) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 5, 60);
        sim_scene_login(&s, JAGA_AUTH_PIN);
    } else {
        sim_scene_login(&s, JAGA_AUTH_PIN);
    }
    s.draft.flags = SIM_BY_THIEF;
    s.draft.amount = 0;
    if (!sim_chance(r, w->gives_up)) {
        sim_drain(&s, crew);
    }
    sim_drain_report(&s, true);
}

void sim_plan_thefts(sim_run *run, uint32_t account)
{
    const sim_world *w = &run->world;
    sim_random random = sim_random_open(run->seed, SIM_FOR_THEFT, account, run->day);
    if (w->theft_rare == 0) {
        return;
    }
    stuffing(run, &random, account);
    if (!sim_chance_rare(&random, w->theft_rare) || run->persons[account].is_mule) {
        return;
    }
    switch (sim_weighted(&random, w->theft_weights, 3)) {
    case 1: sim_swap(run, &random, account); return;
    case 2: own_phone(run, &random, account); return;
    default: return; /* the campaigns above are this share */
    }
}
