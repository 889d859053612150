#ifndef JAGA_SIMULATE_SIM_WORLD_H
#define JAGA_SIMULATE_SIM_WORLD_H

#include "jaga/event.h"
#include "simulate/sim_random.h"

#include <stdbool.h>
#include <stdint.h>

/* What all accounts of one wallet share: its size, its rates, its spelling of ids, its networks and
 * its thieves. Drawn once per seed and constant afterwards. */

#define ATTACK(name, low, high)   SIM_ATTACK_##name,
#define CAMPAIGN(name, low, high) ATTACK(name, low, high)
enum {
#include "simulate/attacks.def"
    SIM_ATTACKS,
    SIM_CAMPAIGNS = SIM_ATTACK_stuffing_distributed + 1
};
#undef CAMPAIGN
#undef ATTACK

#define TWIN(name, low, high) SIM_TWIN_##name,
enum {
#include "simulate/twins.def"
    SIM_TWINS
};
#undef TWIN

/* By number, as an episode's kind has it: attacks, then twins. */
extern const char *const sim_kind_names[SIM_ATTACKS + SIM_TWINS];

enum {
    SIM_CITIES_HOME = 12, /* in Indonesia; the foreign ones follow */
    SIM_CITIES = 17,
    SIM_NETS_MAX = 24,
    SIM_CREWS_MAX = 8,
    SIM_NO_NET = 255,
    SIM_NOBODY = INT32_MAX /* the account of what concerns all of them */
};

/* How good a thief is. The careful one keeps to common hours and networks and takes the money in
 * parts; the targeted one has studied the owner: city, network, kind of phone, sums. */
typedef enum sim_skill { SIM_NAIVE, SIM_CAREFUL, SIM_TARGETED, SIM_SKILLS } sim_skill;

typedef struct sim_city {
    int32_t lat_e4, lon_e4; /* degrees * 10,000 */
    char country[4];
} sim_city;

typedef enum sim_net_kind {
    SIM_NET_MOBILE, /* an address is shared by many phones of a region, another one each time */
    SIM_NET_HOME,   /* an address belongs to one household for some weeks */
    SIM_NET_PLACE,  /* one address for everybody in an office, campus or cafe */
    SIM_NET_ABROAD  /* mobile, in another country; also where the exits of VPNs are */
} sim_net_kind;

typedef struct sim_net {
    uint8_t kind; /* sim_net_kind */
    uint8_t first, second;
    uint8_t pools; /* /24 networks in use */
    uint32_t as_number;
    char country[4];
} sim_net;

/* Which columns the rows of money fill about the place where they were ordered. */
typedef enum sim_origin {
    SIM_ORIGIN_ALL,
    SIM_ORIGIN_SESSION, /* the login has the rest */
    SIM_ORIGIN_NONE
} sim_origin;

/* How this wallet's ledger writes. */
typedef struct sim_style {
    sim_origin money_origin;
    bool is_mirrored; /* a transfer inside the wallet has also the receiver's row */
    bool says_balance, says_actor, says_instrument, says_asn, says_app, is_utc;
    uint32_t says_remote; /* per million: the app notices remote control */
    uint32_t pends;       /* per million: payments that leave the wallet begin as pending */
    int64_t granule_us;   /* of its clock */
} sim_style;

typedef struct sim_spelling {
    char account_prefix[8], event_prefix[8], device_prefix[8], bank_prefix[8], merchant_prefix[8];
    uint8_t account_digits, event_digits, device_digits, session_digits;
    bool event_is_hex, says_os;
    uint64_t account_span, account_factor, account_shift; /* a permutation of all numbers */
    uint64_t event_first;
    uint32_t event_step_max; /* other rows of the ledger lie between those of the log */
} sim_spelling;

typedef struct sim_world {
    uint64_t key;
    uint32_t accounts;
    sim_spelling spelling;
    sim_style style;
    sim_city cities[SIM_CITIES];

    uint32_t merchants, billers, voucher_shops, exchanges, agents, banks, places;
    sim_net nets[SIM_NETS_MAX];
    uint8_t mobile_nets, home_nets, place_net, abroad_net, net_count; /* in this order */

    /* Ways of everybody. Per million unless the name says otherwise. */
    uint32_t sessions_per_day, login, bad_password, otp_at_login, biometric, web, new_payee;
    uint32_t says_payee_add, network_failure, vpn, place, step_up, step_up_fails, bind_on_new;
    uint32_t families, sweepers, salaried, wants_cash_in, at_counter;
    uint32_t sellers, passers, keypads, sleepers, refunds, outage, own_card;
    uint32_t new_phone_rare, sim_change_rare, own_reset_rare, complaint_rare; /* per billion, day */
    uint32_t rebind_rare, forgets_rare, moves_rare; /* sim_habits.c, errands */
    uint32_t upkeep_rare;                           /* of each small change of settings */
    int64_t usual_amount, limit, step_up_from;      /* whole rupiah */
    uint16_t spend_weights[8];                      /* of sim_spend */

    /* Arrival. */
    uint32_t late, duplicate;

    /* Thieves and their look-alikes. */
    uint32_t theft_rare, twin_rare; /* starts per account and day, per billion */
    uint16_t attack_weights[SIM_ATTACKS], twin_weights[SIM_TWINS], skill_weights[SIM_SKILLS];
    uint32_t campaign, campaign_reach,
        campaign_success_rare; /* a day has one; tries; per billion */
    uint32_t crews, mules, mule_hop_stays, report, gives_up, local_thief, crew_device, odd_hour;
    uint32_t layers; /* per million: a mule's money goes to another mule first */
    uint32_t thief_step_up_fails, closes_on_report;
    uint16_t drain_weights[6]; /* wallet mule, bank mule, cash, voucher, crypto, shop */
    uint16_t greed_weights[4]; /* of sim_greed */
} sim_world;

void sim_world_draw(sim_world *world, uint64_t seed, uint32_t accounts);
void sim_world_draw_places(sim_world *world, sim_random *random); /* cities and networks */

/* The shared places of the address space: who asks with which token decides what is shared. */
uint32_t sim_world_address(const sim_world *world, uint8_t net, uint8_t city, uint64_t token);

/* The device with this number, drawn from one space for owners and thieves alike. */
uint64_t sim_world_device(const sim_world *world, uint64_t a, uint64_t b);

/* 0: the kind of phone that most have, 1: the other one. */
uint32_t sim_world_os(uint64_t device);

/* People who sell are spread like mules, so that whoever is paid can be a seller. */
bool sim_world_is_seller(const sim_world *world, uint32_t account);
uint32_t sim_world_seller_near(const sim_world *world, uint32_t account);

bool sim_world_is_mule(const sim_world *world, uint32_t account);

/* One of the mules that a crew works with; false: this wallet has none. */
bool sim_world_mule(const sim_world *world, uint32_t crew, sim_random *random, uint32_t *account);

#endif
