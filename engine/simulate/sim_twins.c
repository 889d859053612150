/* Honest people on the days when they look like thieves. Each story is the twin of a theft: the
 * same rows, done by the owner. */
#include "simulate/sim_scene.h"

static int64_t moment(sim_run *run, sim_random *r, uint32_t account)
{
    if (sim_below(r, 100) < 12) { /* night shifts, births, taxis to the airport */
        return run->day_us + sim_between(r, 0, 86399) * SIM_SECOND;
    }
    return sim_scene_hour(run, r, run->persons[account].rhythm);
}

static void log_in(sim_scene *s)
{
    sim_scene_login(s, sim_below(s->random, 3) ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
}

static sim_payee stranger(sim_scene *s)
{
    return sim_person_anybody(s->run, s->draft.account, sim_random_next(s->random));
}

static sim_payee friend_of(sim_scene *s)
{
    const uint32_t friends = s->run->persons[s->draft.account].friends;
    return sim_person_friend(s->run, s->draft.account, sim_favourite(s->random, friends));
}

static void shop(sim_scene *s, uint32_t from, uint32_t to)
{
    const sim_person *p = &s->run->persons[s->draft.account];
    const uint32_t rank = sim_below(s->random, 3) ? sim_favourite(s->random, p->shops)
                                                  : 1000 + sim_below(s->random, 100000);
    const int64_t amount =
        sim_log_normal(s->random, p->usual_amount * sim_between(s->random, from, to), 1);
    sim_scene_pay(s, sim_person_shop(s->run, s->draft.account, rank), amount, 1000, 0, false);
}

/* A share of the balance to somebody, as large as a thief would take it. */
static void large(sim_scene *s, sim_payee to, int64_t from, int64_t upto, bool is_own)
{
    const uint32_t grain = sim_below(s->random, 4) ? sim_scene_grain(s->random) : 1;
    sim_scene_pay(s, to, sim_between(s->random, from, upto), grain, SIM_SHARE, is_own);
}

static void new_phone(sim_scene *s)
{
    const sim_world *w = &s->run->world;
    sim_random *r = s->random;
    if (sim_below(r, 4) == 0) {
        sim_scene_sim_change(s, 0);
        sim_scene_wait(s, 600, 30000);
    }
    s->draft.flags = SIM_BY_OWNER;
    s->draft.slot = 0;
    s->draft.device = sim_world_device(w, s->draft.account, sim_random_next(r));
    for (uint32_t tries = 1 + sim_favourite(r, 4); tries > 0; tries--) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 90);
    }
    while (!sim_scene_otp(s, 60000)) {
    }
    sim_scene_say(s, sim_below(r, 5) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET,
                  JAGA_AUTH_OTP_SMS);
    sim_scene_wait(s, 10, 200);
    s->draft.flags |= SIM_NEW_PHONE;
    if (sim_chance(r, w->bind_on_new)) {
        sim_scene_say(s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 3, 40);
    }
    log_in(s);
    sim_scene_wait(s, 60, 14400);
    if (sim_below(r, 100) < 40) {
        const sim_payee to = sim_below(r, 3) ? friend_of(s) : stranger(s);
        sim_scene_add_payee(s, to);
        large(s, to, 300000, 900000, false);
    }
    shop(s, 1, 3);
}

static void rent(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const bool is_new = sim_below(r, 100) < 45;
    const uint64_t landlord = sim_hash(s->run->seed, SIM_FOR_BILL, s->draft.account, 1000);
    const sim_payee to = { .number = (uint32_t)(is_new ? sim_random_next(r) : landlord),
                           .kind = SIM_PAYEE_BANK };
    log_in(s);
    if (sim_below(r, 2) == 0) {
        const int64_t amount = sim_log_normal(r, p->income / 2 + p->usual_amount * 8ll, 1);
        sim_scene_take_in(s, JAGA_TYPE_TOPUP, sim_person_bank(s->run, s->draft.account),
                          (amount / 50000 + 1) * 50000);
        sim_scene_wait(s, 60, 20000);
    }
    if (is_new) {
        sim_scene_add_payee(s, to);
    }
    large(s, to, 600000, 1000000, false);
}

static void payday(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const sim_intent owner = s->draft;
    s->draft.flags = 0;
    s->draft.net = SIM_NO_NET;
    s->draft.address = s->draft.session = 0;
    s->draft.channel = JAGA_CHANNEL_UNKNOWN;
    const sim_payee payer = stranger(s);
    sim_scene_take_in(s, JAGA_TYPE_RECEIVE, payer, sim_log_normal(r, p->income, 1));
    const int64_t paid_us = s->draft.ts_us;
    s->draft = owner;
    s->draft.ts_us = paid_us;
    sim_scene_wait(s, 120, 30000);
    log_in(s);
    for (uint32_t i = 2 + sim_below(r, 4); i > 0; i--) {
        shop(s, 3, 10);
        sim_scene_wait(s, 30, 9000);
    }
    if (sim_below(r, 100) < 70) {
        const sim_payee home = friend_of(s);
        large(s, home, 150000, 600000, false);
    }
    if (sim_below(r, 100) < 35) {
        large(s, sim_person_bank(s->run, s->draft.account), 850000, 1000000, true);
    }
}

static void travel(sim_scene *s)
{
    sim_random *r = s->random;
    sim_run *run = s->run;
    const sim_world *w = &run->world;
    sim_person *p = &run->persons[s->draft.account];
    p->travel_city = (uint8_t)sim_below(r, sim_below(r, 3) ? SIM_CITIES_HOME : SIM_CITIES);
    p->travel_until_us = s->draft.ts_us + sim_scale_free(r, 1, 12) * SIM_DAY;
    uint32_t net = sim_below(r, w->mobile_nets);
    if (p->travel_city >= SIM_CITIES_HOME) {
        net = w->abroad_net + p->travel_city - (uint32_t)SIM_CITIES_HOME;
    }
    sim_scene_connect(s, (uint8_t)net, p->travel_city, sim_random_next(r));
    if (sim_below(r, 3) == 0) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 40);
    }
    (void)sim_scene_otp(s, 150000);
    log_in(s);
    for (uint32_t i = 1 + sim_below(r, 4); i > 0; i--) {
        shop(s, 2, 8);
        sim_scene_wait(s, 300, 20000);
    }
    if (sim_below(r, 3) == 0) {
        large(s, (sim_payee){ .number = sim_below(r, w->agents), .kind = SIM_PAYEE_CASH }, 300000,
              900000, false);
    }
    if (sim_below(r, 3) == 0) {
        const sim_payee host = stranger(s);
        sim_scene_add_payee(s, host);
        large(s, host, 200000, 800000, false);
    }
}

void sim_plan_twins(sim_run *run, uint32_t account)
{
    static void (*const stories[4])(sim_scene *) = { new_phone, rent, payday, travel };
    static const sim_episode_kind kinds[4] = { SIM_TWIN_NEW_PHONE, SIM_TWIN_RENT, SIM_TWIN_PAYDAY,
                                               SIM_TWIN_TRAVEL };
    sim_random random = sim_random_open(run->seed, SIM_FOR_TWIN, account, run->day);
    if (!sim_chance_rare(&random, run->world.twin_rare) || run->persons[account].is_mule) {
        return;
    }
    const uint32_t which = sim_weighted(&random, run->world.twin_weights, 4);
    sim_scene scene = sim_scene_owner(run, &random, account, moment(run, &random, account));
    scene.draft.episode = sim_episode_open(run, account, kinds[which]);
    stories[which](&scene);
}
