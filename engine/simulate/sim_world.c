/* Draws a wallet. Every rate has a range wide enough that a detector tuned to one world meets
 * another one in the next seed. */
#include "simulate/sim_world.h"

#include <string.h>

#define ATTACK(name, low, high)   [SIM_ATTACK_##name] = #name,
#define CAMPAIGN(name, low, high) ATTACK(name, low, high)
#define TWIN(name, low, high)     [SIM_ATTACKS + SIM_TWIN_##name] = "benign:" #name,
const char *const sim_kind_names[SIM_ATTACKS + SIM_TWINS] = {
#include "simulate/attacks.def"
#include "simulate/twins.def"
};
#undef ATTACK
#undef CAMPAIGN
#undef TWIN

static uint32_t draw(sim_random *r, uint32_t low, uint32_t high)
{
    return (uint32_t)sim_between(r, low, high);
}

static void put_prefix(char *to, const char *const *choices, uint32_t count, sim_random *r)
{
    const char *text = choices[sim_below(r, count)];
    memcpy(to, text, strlen(text) + 1);
}

static void draw_spelling(sim_spelling *s, sim_random *r, uint32_t accounts)
{
    static const char *const account[] = { "", "W", "628", "ID-", "u_", "AC" };
    static const char *const event[] = { "", "E", "TX", "ev-", "J" };
    static const char *const device[] = { "", "D", "dev-", "a:" };
    static const char *const bank[] = { "BK", "b-", "REK", "7" };
    static const char *const merchant[] = { "M", "mch-", "QR", "NMID" };

    put_prefix(s->account_prefix, account, 6, r);
    put_prefix(s->event_prefix, event, 5, r);
    put_prefix(s->device_prefix, device, 4, r);
    put_prefix(s->bank_prefix, bank, 4, r);
    put_prefix(s->merchant_prefix, merchant, 4, r);

    s->account_span = 10;
    for (s->account_digits = 1; s->account_span < (uint64_t)accounts * 8; s->account_digits++) {
        s->account_span *= 10;
    }
    const uint32_t wider = draw(r, 1, 4);
    for (uint32_t i = 0; i < wider; i++) {
        s->account_span *= 10;
        s->account_digits++;
    }
    /* A factor without 2 and 5 makes a permutation of 10^n; small enough that nothing overflows. */
    s->account_factor = (uint64_t)draw(r, 100, 600000) * 10 + 3;
    s->account_factor += sim_below(r, 2) * UINT64_C(4);
    s->account_shift = draw(r, 0, 999999999);
    s->device_digits = (uint8_t)draw(r, 10, 16);
    s->session_digits = (uint8_t)draw(r, 8, 12);
    s->event_digits = (uint8_t)draw(r, 9, 14);
    s->event_is_hex = sim_below(r, 3) == 0;
    s->event_first = draw(r, 1000, 40000000);
    s->event_step_max = draw(r, 1, 5);
    s->says_os = sim_below(r, 2) == 0;
}

static void draw_ways(sim_world *w, sim_random *r)
{
    w->sessions_per_day = draw(r, 350000, 1100000);
    w->login = draw(r, 250000, 700000);
    w->bad_password = draw(r, 25000, 90000);
    w->otp_at_login = draw(r, 20000, 150000);
    w->biometric = draw(r, 100000, 550000);
    w->web = draw(r, 30000, 120000);
    w->new_payee = draw(r, 60000, 160000);
    w->says_payee_add = draw(r, 250000, 1000000);
    w->network_failure = draw(r, 5000, 20000);
    w->vpn = draw(r, 4000, 12000);
    w->place = draw(r, 60000, 200000);
    w->step_up = draw(r, 100000, 600000);
    w->step_up_fails = draw(r, 20000, 60000);
    w->bind_on_new = draw(r, 600000, 1000000);
    w->families = draw(r, 10000, 40000);
    w->sweepers = draw(r, 10000, 50000);
    w->salaried = draw(r, 450000, 700000);
    w->wants_cash_in = draw(r, 100000, 400000);
    w->at_counter = draw(r, 1000, 12000);
    w->new_phone_rare = draw(r, 1200000, 2600000);
    w->sim_change_rare = draw(r, 400000, 1200000);
    w->own_reset_rare = draw(r, 600000, 2000000);
    w->complaint_rare = draw(r, 30000, 200000);
    w->usual_amount = sim_between(r, 18, 80) * 1000;
    w->limit = sim_between(r, 4, 40) * 500000;
    w->step_up_from = sim_between(r, 3, 20) * 100000;
    w->sellers = draw(r, 8000, 30000);
    w->passers = draw(r, 10000, 50000);
    w->keypads = draw(r, 5000, 40000);
    w->sleepers = draw(r, 50000, 140000);
    w->refunds = draw(r, 2000, 12000);
    w->outage = draw(r, 40000, 300000);
    w->own_card = draw(r, 80000, 300000);
    w->upkeep_rare = draw(r, 250000, 900000);
    w->late = draw(r, 2000, 8000);
    w->duplicate = draw(r, 500, 2000);

    /* merchant, friend, withdraw, voucher, crypto, top-up, own bank, biller */
    static const uint16_t low[8] = { 520, 110, 20, 50, 12, 60, 15, 15 };
    static const uint16_t high[8] = { 700, 240, 70, 110, 32, 110, 45, 45 };
    for (int i = 0; i < 8; i++) {
        w->spend_weights[i] = (uint16_t)draw(r, low[i], high[i]);
    }
}

static void draw_style(sim_style *style, sim_random *r)
{
    static const uint16_t origins[3] = { 60, 25, 15 };
    style->money_origin = (sim_origin)sim_weighted(r, origins, 3);
    style->is_mirrored = sim_below(r, 2) == 0;
    style->says_balance = sim_below(r, 4) != 0;
    style->says_actor = sim_below(r, 4) != 0;
    style->says_instrument = sim_below(r, 3) != 0;
    style->says_asn = sim_below(r, 3) == 0;
    style->says_app = sim_below(r, 3) == 0;
    style->is_utc = sim_below(r, 4) == 0;
    style->says_remote = sim_below(r, 2) ? draw(r, 300000, 950000) : 0;
    style->pends = sim_below(r, 2) ? draw(r, 200000, 1000000) : 0;
    style->granule_us = sim_below(r, 5) ? 1000 : 1000000;
}

static void draw_sizes(sim_world *w, sim_random *r)
{
    const uint32_t n = w->accounts;
    w->merchants = 60 + n / draw(r, 8, 30);
    w->billers = draw(r, 12, 40);
    w->voucher_shops = draw(r, 6, 20);
    w->exchanges = draw(r, 2, 6);
    w->agents = 10 + n / draw(r, 80, 300);
    w->banks = draw(r, 6, 18);
    w->places = 4 + n / draw(r, 40, 150);
}

static void draw_crime(sim_world *w, sim_random *r)
{
    static const uint16_t drain_low[6] = { 30, 18, 4, 5, 1, 3 };
    static const uint16_t drain_high[6] = { 60, 40, 16, 16, 5, 12 };
    static const uint16_t greed_low[4] = { 20, 20, 20, 8 }, greed_high[4] = { 45, 40, 45, 24 };
    for (int i = 0; i < 6; i++) {
        w->drain_weights[i] = (uint16_t)draw(r, drain_low[i], drain_high[i]);
    }
    for (int i = 0; i < 4; i++) {
        w->greed_weights[i] = (uint16_t)draw(r, greed_low[i], greed_high[i]);
    }
#define ATTACK(name, low, high)   w->attack_weights[SIM_ATTACK_##name] = (uint16_t)draw(r, low, high);
#define CAMPAIGN(name, low, high) ATTACK(name, low, high)
#define TWIN(name, low, high)     w->twin_weights[SIM_TWIN_##name] = (uint16_t)draw(r, low, high);
#include "simulate/attacks.def"
#include "simulate/twins.def"
#undef ATTACK
#undef CAMPAIGN
#undef TWIN
    w->skill_weights[SIM_NAIVE] = (uint16_t)draw(r, 30, 60);
    w->skill_weights[SIM_CAREFUL] = (uint16_t)draw(r, 25, 50);
    w->skill_weights[SIM_TARGETED] = (uint16_t)draw(r, 10, 30);
    w->layers = draw(r, 200000, 650000);
    w->campaign = draw(r, 100000, 350000);
    w->campaign_reach = draw(r, 10000, 60000);
    w->crews = draw(r, 3, SIM_CREWS_MAX);
    w->mules = draw(r, 2000, 6000);
    w->mule_hop_stays = draw(r, 100000, 300000);
    w->report = draw(r, 450000, 900000);
    w->gives_up = draw(r, 50000, 200000);
    w->local_thief = draw(r, 250000, 600000);
    w->crew_device = draw(r, 100000, 450000);
    w->odd_hour = draw(r, 100000, 350000);
    w->thief_step_up_fails = draw(r, 100000, 450000);
    w->closes_on_report = draw(r, 700000, 1000000);
}

void sim_world_draw(sim_world *world, uint64_t seed, uint32_t accounts)
{
    memset(world, 0, sizeof *world);
    sim_random random = sim_random_open(seed, SIM_FOR_WORLD, 0, 0);
    world->key = sim_random_next(&random);
    world->accounts = accounts;
    draw_spelling(&world->spelling, &random, accounts);
    draw_sizes(world, &random);
    sim_world_draw_places(world, &random);
    draw_ways(world, &random);
    sim_random apart = sim_random_open(seed, SIM_FOR_ERRAND, 0, 0);
    world->rebind_rare = draw(&apart, 4000000, 9000000);
    world->forgets_rare = draw(&apart, 5000000, 10000000);
    world->moves_rare = draw(&apart, 1500000, 4000000);
    draw_crime(world, &random);
    draw_style(&world->style, &random);
}

uint64_t sim_world_device(const sim_world *world, uint64_t a, uint64_t b)
{
    return sim_hash(world->key, SIM_FOR_DEVICE, a, b) | 1; /* 0 means "says none" */
}

uint32_t sim_world_os(uint64_t device)
{
    return device >> 60 >= 14;
}

/* The mules are spread evenly over the accounts: one in each block, at a place of its own. */
static uint32_t block_of(const sim_world *world)
{
    const uint32_t size = SIM_MILLION / world->mules;
    const uint32_t third = world->accounts / 3; /* a small world has three */
    return size < third ? size : third;
}

static uint32_t mule_in(const sim_world *world, uint32_t block)
{
    const uint32_t size = block_of(world);
    return block * size + (uint32_t)(sim_hash(world->key, SIM_FOR_MULE, block, 0) % size);
}

bool sim_world_is_mule(const sim_world *world, uint32_t account)
{
    return mule_in(world, account / block_of(world)) == account;
}

uint32_t sim_world_seller_near(const sim_world *world, uint32_t account)
{
    const uint32_t size = SIM_MILLION / world->sellers, first = account / size * size;
    const uint32_t seller =
        first + (uint32_t)(sim_hash(world->key, SIM_FOR_SELLER, first, 0) % size);
    return seller < world->accounts ? seller : first;
}

bool sim_world_is_seller(const sim_world *world, uint32_t account)
{
    return sim_world_seller_near(world, account) == account;
}

bool sim_world_mule(const sim_world *world, uint32_t crew, sim_random *random, uint32_t *account)
{
    const uint32_t blocks = world->accounts / block_of(world);
    if (blocks == 0) {
        return false;
    }
    /* A crew prefers its own mules and sometimes buys one from another crew. */
    uint32_t block = sim_below(random, blocks);
    if (block % world->crews != crew && sim_below(random, 4) != 0) {
        const uint32_t own = block - block % world->crews + crew;
        block = own < blocks ? own : block;
    }
    *account = mule_in(world, block);
    return true;
}
