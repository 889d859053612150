/* Draws a wallet. Every rate has a range wide enough that a detector tuned to one world meets
 * another one in the next seed. */
#include "simulate/sim_world.h"

#include <string.h>

const sim_city sim_cities[SIM_CITIES] = {
    { -62088, 1068456, "ID" }, { -72575, 1127521, "ID" }, { -69175, 1076191, "ID" },
    { 35952, 986722, "ID" },   { -69932, 1104203, "ID" }, { -51477, 1194327, "ID" },
    { -29761, 1047754, "ID" }, { -62383, 1069756, "ID" }, { -77956, 1103695, "ID" },
    { -86500, 1152167, "ID" }, { -12379, 1168529, "ID" }, { -265, 1093425, "ID" },
    { 13521, 1038198, "SG" },  { 31390, 1016869, "MY" },  { 214858, 391925, "SA" },
    { 223193, 1141694, "HK" }, { 251276, 1215654, "TW" },
};

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

static void add_net(sim_world *w, sim_random *r, sim_net_kind kind, uint32_t pools,
                    const char *country)
{
    static const uint8_t first[] = { 36, 103, 110, 114, 118, 125, 139, 180, 182, 202 };
    sim_net *net = &w->nets[w->net_count];
    net->kind = (uint8_t)kind;
    net->first = first[sim_below(r, 10)];
    /* The index in the second byte keeps two networks from being one. */
    net->second = (uint8_t)(sim_below(r, 10) * SIM_NETS_MAX + w->net_count);
    net->pools = (uint8_t)(pools < 250 ? pools : 250);
    memcpy(net->country, country, 3);
    w->net_count++;
}

static void draw_nets(sim_world *w, sim_random *r)
{
    w->mobile_nets = (uint8_t)draw(r, 3, 5);
    w->home_nets = (uint8_t)draw(r, 2, 5);
    for (uint32_t i = 0; i < w->mobile_nets; i++) {
        add_net(w, r, SIM_NET_MOBILE, draw(r, 6, 24) + w->accounts / 20000, "ID");
    }
    for (uint32_t i = 0; i < w->home_nets; i++) {
        add_net(w, r, SIM_NET_HOME, draw(r, 8, 32) + w->accounts / 1000, "ID");
    }
    w->place_net = w->net_count;
    add_net(w, r, SIM_NET_PLACE, 200, "ID");
    w->abroad_net = w->net_count;
    for (uint32_t i = SIM_CITIES_HOME; i < SIM_CITIES; i++) {
        add_net(w, r, SIM_NET_ABROAD, draw(r, 2, 6), sim_cities[i].country);
    }
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
    w->is_mirrored = sim_below(r, 2) == 0;
    w->late = draw(r, 2000, 8000);
    w->duplicate = draw(r, 500, 2000);

    /* merchant, friend, withdraw, voucher, crypto, top-up, own bank, biller */
    static const uint16_t low[8] = { 520, 110, 20, 50, 12, 60, 15, 15 };
    static const uint16_t high[8] = { 700, 240, 70, 110, 32, 110, 45, 45 };
    for (int i = 0; i < 8; i++) {
        w->spend_weights[i] = (uint16_t)draw(r, low[i], high[i]);
    }
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
    static const uint16_t theft_low[3] = { 25, 20, 20 }, theft_high[3] = { 55, 45, 45 };
    static const uint16_t twin_low[4] = { 15, 25, 20, 10 }, twin_high[4] = { 35, 45, 40, 25 };
    static const uint16_t drain_low[5] = { 30, 18, 4, 5, 1 }, drain_high[5] = { 60, 40, 16, 16, 5 };
    static const uint16_t greed_low[4] = { 20, 20, 20, 8 }, greed_high[4] = { 45, 40, 45, 24 };
    for (int i = 0; i < 5; i++) {
        w->drain_weights[i] = (uint16_t)draw(r, drain_low[i], drain_high[i]);
    }
    for (int i = 0; i < 4; i++) {
        w->twin_weights[i] = (uint16_t)draw(r, twin_low[i], twin_high[i]);
        w->greed_weights[i] = (uint16_t)draw(r, greed_low[i], greed_high[i]);
    }
    for (int i = 0; i < 3; i++) {
        w->theft_weights[i] = (uint16_t)draw(r, theft_low[i], theft_high[i]);
    }
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
    draw_nets(world, &random);
    draw_ways(world, &random);
    draw_crime(world, &random);
}

uint32_t sim_world_address(const sim_world *world, uint8_t net, uint8_t city, uint64_t token)
{
    const sim_net *n = &world->nets[net];
    const uint64_t h = sim_hash(world->key, SIM_FOR_ADDRESS, net, token);
    uint32_t pool = (uint32_t)(h >> 40) % n->pools;
    if (n->kind == SIM_NET_MOBILE) {
        /* A carrier has a few exits per region; most sessions of a city leave through them. */
        const uint32_t exits = 2 + n->pools / 6u;
        pool = (city * 5u + (uint32_t)(h >> 40) % exits) % n->pools;
    }
    const uint32_t host = 1 + (uint32_t)(h & 0xffff) % 254;
    return (uint32_t)n->first << 24 | (uint32_t)n->second << 16 | pool << 8 | host;
}

uint64_t sim_world_device(const sim_world *world, uint64_t a, uint64_t b)
{
    return sim_hash(world->key, SIM_FOR_DEVICE, a, b) | 1; /* 0 means "says none" */
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
