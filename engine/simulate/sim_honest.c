/* Verbs of honest people on unusual days. */
#include "simulate/sim_honest.h"

void sim_honest_login(sim_scene *s)
{
    sim_scene_login(s, sim_below(s->random, 3) ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
}

void sim_honest_large(sim_scene *s, sim_payee to, int64_t from, int64_t upto, bool is_own)
{
    uint32_t grain = sim_below(s->random, 4) ? sim_scene_grain(s->random) : 1;
    grain = to.kind == SIM_PAYEE_CASH ? 50000 : grain;
    sim_scene_pay(s, to, sim_between(s->random, from, upto), grain, SIM_SHARE, is_own);
}

void sim_honest_shop(sim_scene *s, uint32_t from, uint32_t upto)
{
    const sim_person *p = &s->run->persons[s->draft.account];
    const uint32_t rank = sim_below(s->random, 3) ? sim_favourite(s->random, p->shops)
                                                  : 1000 + sim_below(s->random, 100000);
    const int64_t amount =
        sim_log_normal(s->random, p->usual_amount * sim_between(s->random, from, upto), 1);
    sim_scene_pay(s, sim_person_shop(s->run, s->draft.account, rank), amount, 1000, 0, false);
}

sim_payee sim_honest_stranger(sim_scene *s)
{
    return sim_person_anybody(s->run, s->draft.account, sim_random_next(s->random));
}

sim_payee sim_honest_friend(sim_scene *s)
{
    const uint32_t friends = s->run->persons[s->draft.account].friends;
    return sim_person_friend(s->run, s->draft.account, sim_favourite(s->random, friends));
}

void sim_honest_top_up(sim_scene *s, int64_t middle)
{
    const int64_t amount = sim_log_normal(s->random, middle, 1);
    sim_scene_take_in(s, JAGA_TYPE_TOPUP, sim_person_bank(s->run, s->draft.account),
                      (amount / 50000 + 1) * 50000);
}

void sim_honest_receive(sim_scene *s, sim_payee from, int64_t amount)
{
    const sim_intent owner = s->draft;
    s->draft.flags = 0;
    s->draft.device = 0;
    s->draft.net = SIM_NO_NET;
    s->draft.address = s->draft.session = 0;
    s->draft.channel = JAGA_CHANNEL_UNKNOWN;
    sim_scene_take_in(s, JAGA_TYPE_RECEIVE, from, amount);
    const int64_t paid_us = s->draft.ts_us;
    s->draft = owner;
    s->draft.ts_us = paid_us;
}

void sim_honest_other_phone(sim_scene *s)
{
    const sim_world *w = &s->run->world;
    const sim_person *p = &s->run->persons[s->draft.account];
    sim_random *r = s->random;
    s->draft.flags = SIM_BY_OWNER;
    s->draft.slot = 0;
    s->draft.channel = sim_chance(r, w->web + 30000) ? JAGA_CHANNEL_WEB : JAGA_CHANNEL_APP;
    s->draft.device = sim_world_device(w, s->draft.account, sim_random_next(r));
    s->has_finger = false;
    const uint32_t where = sim_below(r, 100);
    if (s->draft.net == SIM_NO_NET || where < 40) {
        const uint8_t net = (uint8_t)(where % 2 ? sim_favourite(r, w->mobile_nets)
                                                : w->mobile_nets + sim_below(r, w->home_nets));
        const uint8_t elsewhere = (uint8_t)sim_favourite(r, SIM_CITIES_HOME);
        sim_scene_connect(s, net, where < 12 ? elsewhere : p->city, sim_random_next(r));
    }
}

void sim_honest_settle(sim_scene *s, uint32_t otp_fails)
{
    sim_scene_otp_patiently(s, otp_fails);
    if (sim_chance(s->random, s->run->world.bind_on_new)) {
        sim_scene_say(s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 3, 60);
        s->has_finger = sim_below(s->random, 2) == 0;
    }
}
