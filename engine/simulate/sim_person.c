/* Who the accounts are. Payees are not stored: the n-th friend or shop of an account is a hash, so
 * a person costs a hundred bytes however many people it pays. */
#include "simulate/sim_run.h"

/* A small number stays small for most and becomes large for few. */
static uint16_t some(sim_random *r, uint32_t low, uint32_t high)
{
    return (uint16_t)(low + sim_favourite(r, high - low + 1));
}

static void draw_devices(const sim_run *run, uint32_t account, sim_random *r, sim_person *p)
{
    const sim_world *w = &run->world;
    p->device[0] = sim_world_device(w, account, 0);
    if (sim_chance(r, w->families) && account > 0) {
        p->device[0] = sim_world_device(w, account - 1, 0); /* shares the phone of another one */
    }
    p->device[1] = sim_chance(r, 120000) ? sim_world_device(w, account, 1) : 0;
}

/* Some put the wallet away for weeks or for good, having used it for a while. */
static void draw_sleep(const sim_run *run, sim_random *r, sim_person *p)
{
    if (run->days < 14 || !sim_chance(r, run->world.sleepers)) {
        return;
    }
    const uint32_t from = 1 + sim_below(r, run->days / 2);
    p->sleeps_from = (uint16_t)from;
    p->sleeps_until = (uint16_t)(from + sim_between(r, 10, run->days));
}

bool sim_person_sleeps(const sim_person *person, uint32_t day)
{
    return day >= person->sleeps_from && day < person->sleeps_until;
}

void sim_person_draw(const sim_run *run, uint32_t account, sim_person *p)
{
    const sim_world *w = &run->world;
    sim_random random = sim_random_open(run->seed, SIM_FOR_PERSON, account, 0);
    sim_random *r = &random;

    *p = (sim_person){ .session = (uint32_t)sim_random_next(r) };
    draw_devices(run, account, r, p);
    p->usual_amount = (uint32_t)sim_log_normal(r, w->usual_amount, 1);
    p->usual_amount = p->usual_amount < 4000 ? 4000 : p->usual_amount;
    p->sessions_per_day = (uint32_t)sim_log_normal(r, w->sessions_per_day, 2);
    p->sessions_per_day = p->sessions_per_day > 6000000 ? 6000000 : p->sessions_per_day;
    p->payday =
        sim_chance(r, w->salaried) ? (uint8_t)(sim_below(r, 2) ? 25 : 1 + sim_below(r, 28)) : 0;
    p->bills = (uint8_t)sim_below(r, 4);
    p->friends = some(r, 3, 18);
    p->shops = some(r, 5, 22);
    p->city = (uint8_t)sim_favourite(r, SIM_CITIES_HOME);
    p->mobile_net = (uint8_t)sim_favourite(r, w->mobile_nets);
    p->home_net = (uint8_t)(w->mobile_nets + sim_below(r, w->home_nets));
    p->rhythm = (uint8_t)sim_below(r, sim_below(r, 4) ? 3 : 4);
    p->is_seller = sim_world_is_seller(w, account);
    p->is_sweeper = sim_chance(r, p->is_seller ? 700000 : w->sweepers);
    p->is_passer = sim_chance(r, w->passers);
    p->has_keypad = sim_chance(r, w->keypads);
    p->is_mule = sim_world_is_mule(w, account);
    p->has_vpn = sim_chance(r, 40000);
    p->uses_crypto = sim_chance(r, 250000);
    p->uses_vouchers = sim_chance(r, 350000);
    p->has_place = sim_chance(r, 300000);

    draw_sleep(run, r, p);

    /* What a month costs, and a little more: the wallet neither starves nor grows without end. */
    const int64_t month = (int64_t)p->usual_amount * p->sessions_per_day / 14000;
    const int64_t income = sim_log_normal(r, month < 150000 ? 150000 : month, 1);
    p->income = (uint32_t)(income < 12000000 ? income : 12000000);
    p->balance = sim_log_normal(r, (int64_t)p->usual_amount * 6, 3) / 100 * 100;
}

sim_payee sim_person_anybody(const sim_run *run, uint32_t self, uint64_t token)
{
    const uint32_t number = (uint32_t)(token >> 32);
    const uint32_t sort = (uint32_t)token % 100;
    if (sort < 60) {
        uint32_t other = number % run->world.accounts;
        other = sort < 15 ? sim_world_seller_near(&run->world, other) : other;
        other = other != self ? other : (other + 1) % run->world.accounts;
        return (sim_payee){ .number = other, .kind = SIM_PAYEE_WALLET };
    }
    return (sim_payee){ .number = number,
                        .kind = sort < 90 ? SIM_PAYEE_BANK : SIM_PAYEE_OTHER_WALLET };
}

sim_payee sim_person_friend(const sim_run *run, uint32_t account, uint32_t rank)
{
    return sim_person_anybody(run, account, sim_hash(run->seed, SIM_FOR_FRIEND, account, rank));
}

sim_payee sim_person_shop(const sim_run *run, uint32_t account, uint32_t rank)
{
    sim_random r = sim_random_open(run->seed, SIM_FOR_MERCHANT, account, rank);
    return (sim_payee){ .number = sim_favourite(&r, run->world.merchants),
                        .kind = SIM_PAYEE_MERCHANT };
}

sim_payee sim_person_bank(const sim_run *run, uint32_t account)
{
    const uint64_t h = sim_hash(run->seed, SIM_FOR_BANK, account, 0);
    return (sim_payee){ .number = (uint32_t)h, .kind = SIM_PAYEE_BANK };
}

uint32_t sim_person_card(const sim_run *run, uint32_t account, uint32_t which)
{
    return (uint32_t)sim_hash(run->world.key, SIM_FOR_CARD, account, which) | 1; /* 0: none */
}
