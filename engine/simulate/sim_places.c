/* Where people are: the cities and networks of a wallet, and the addresses that they share. */
#include "simulate/sim_world.h"

#include <string.h>

enum { HOME_POOL = 24, ABROAD_POOL = 9 };

/* Degrees * 10,000. Each wallet draws some of them and moves them a little. */
static const sim_city at_home[HOME_POOL] = {
    { -62088, 1068456, "ID" }, { -72575, 1127521, "ID" },  { -69175, 1076191, "ID" },
    { 35952, 986722, "ID" },   { -69932, 1104203, "ID" },  { -51477, 1194327, "ID" },
    { -29761, 1047754, "ID" }, { -62383, 1069756, "ID" },  { -77956, 1103695, "ID" },
    { -86500, 1152167, "ID" }, { -12379, 1168529, "ID" },  { -265, 1093425, "ID" },
    { -79666, 1126326, "ID" }, { 5071, 1014478, "ID" },    { -9471, 1004172, "ID" },
    { -54292, 1052619, "ID" }, { -33194, 1145908, "ID" },  { 14748, 1248421, "ID" },
    { -85833, 1161167, "ID" }, { -75755, 1108243, "ID" },  { -16101, 1036131, "ID" },
    { 11301, 1040529, "ID" },  { -101718, 1236075, "ID" }, { -37928, 1022608, "ID" },
};

static const sim_city abroad[ABROAD_POOL] = {
    { 13521, 1038198, "SG" },  { 31390, 1016869, "MY" },  { 214858, 391925, "SA" },
    { 223193, 1141694, "HK" }, { 251276, 1215654, "TW" }, { 252048, 552708, "AE" },
    { 375665, 1269780, "KR" }, { 356762, 1396503, "JP" }, { -338688, 1512093, "AU" },
};

static void take_cities(sim_city *to, uint32_t count, const sim_city *from, uint32_t pool,
                        sim_random *r)
{
    bool is_taken[HOME_POOL] = { false };
    for (uint32_t i = 0; i < count; i++) {
        uint32_t which = sim_below(r, pool);
        while (is_taken[which]) {
            which = (which + 1) % pool;
        }
        is_taken[which] = true;
        to[i] = from[which];
        to[i].lat_e4 += (int32_t)sim_between(r, -900, 900);
        to[i].lon_e4 += (int32_t)sim_between(r, -900, 900);
    }
}

static uint32_t draw(sim_random *r, uint32_t low, uint32_t high)
{
    return (uint32_t)sim_between(r, low, high);
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
    net->as_number = draw(r, 4000, 64000);
    net->as_number += sim_below(r, 3) == 0 ? 80000u : 0u;
    memcpy(net->country, country, 3);
    w->net_count++;
}

void sim_world_draw_places(sim_world *w, sim_random *r)
{
    take_cities(w->cities, SIM_CITIES_HOME, at_home, HOME_POOL, r);
    take_cities(w->cities + SIM_CITIES_HOME, SIM_CITIES - SIM_CITIES_HOME, abroad, ABROAD_POOL, r);
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
        add_net(w, r, SIM_NET_ABROAD, draw(r, 2, 6), w->cities[i].country);
    }
}

uint32_t sim_world_address(const sim_world *world, uint8_t net, uint8_t city, uint64_t token)
{
    const sim_net *n = &world->nets[net];
    const uint64_t h = sim_hash(world->key, SIM_FOR_ADDRESS, net, token);
    uint32_t pool = (uint32_t)(h >> 40) % n->pools;
    if (n->kind == SIM_NET_MOBILE || n->kind == SIM_NET_HOME) {
        /* A carrier has a few exits per region; the sessions of a city leave through them. */
        const uint32_t exits = 2 + n->pools / 6u;
        pool = (city * 5u + (uint32_t)(h >> 40) % exits) % n->pools;
    }
    const uint32_t host = 1 + (uint32_t)(h & 0xffff) % 254;
    return (uint32_t)n->first << 24 | (uint32_t)n->second << 16 | pool << 8 | host;
}
