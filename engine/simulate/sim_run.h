#ifndef JAGA_SIMULATE_SIM_RUN_H
#define JAGA_SIMULATE_SIM_RUN_H

#include "base/arena.h"
#include "jaga/event.h"
#include "jaga/simulate.h"
#include "simulate/sim_random.h"
#include "simulate/sim_world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The state of one simulation and the currency of its parts: the intent.
 *
 * Each day, habits, twins and thefts plan intents for every account without knowing balances; the
 * ledger then carries them out in order of time, where they succeed, fail or lead to new ones. */

#define SIM_SECOND INT64_C(1000000)
#define SIM_MINUTE (60 * SIM_SECOND)
#define SIM_HOUR   (60 * SIM_MINUTE)
#define SIM_DAY    (24 * SIM_HOUR)

enum { SIM_MULES_PER_EPISODE = 6 };

typedef enum sim_reason {
    SIM_REASON_NONE,
    SIM_REASON_BAD_PASSWORD,
    SIM_REASON_BAD_OTP,
    SIM_REASON_FUNDS,
    SIM_REASON_LIMIT,
    SIM_REASON_MAINTENANCE,
    SIM_REASON_NETWORK,
    SIM_REASON_DECLINED
} sim_reason;

typedef enum sim_payee_kind {
    SIM_PAYEE_NONE,
    SIM_PAYEE_WALLET, /* number is an account of this world */
    SIM_PAYEE_OTHER_WALLET,
    SIM_PAYEE_BANK,
    SIM_PAYEE_MERCHANT,
    SIM_PAYEE_BILLER,
    SIM_PAYEE_CASH,
    SIM_PAYEE_VOUCHER,
    SIM_PAYEE_CRYPTO
} sim_payee_kind;

typedef struct sim_payee {
    uint32_t number;
    uint8_t kind; /* sim_payee_kind */
} sim_payee;

enum {
    SIM_BY_OWNER = 1,      /* does not happen while the owner is without phone or account */
    SIM_BY_THIEF = 2,      /* does not happen once the wallet closed the episode */
    SIM_SHARE = 4,         /* amount is a share of the balance, per million */
    SIM_RETRIED = 8,       /* the answer to a failure; does not multiply further */
    SIM_PASSED = 16,       /* a step-up was answered already */
    SIM_OWN_PHONE = 32,    /* the device is the owner's one at that time */
    SIM_NEW_PHONE = 64,    /* from now on the owner is back, on the device named here */
    SIM_LOSES_PHONE = 128, /* from now on the owner is away for `amount` microseconds */
    SIM_AFTERMATH = 256,   /* of the episode, but after its end */
    SIM_TAINTED = 512,     /* stolen money on its way through mules */
    SIM_SETTLES = 1024     /* the outcome of the pending row that `ref` names */
};

/* What the column detail says beside the facts of the device. */
typedef enum sim_note {
    SIM_NOTE_NONE,
    SIM_NOTE_REMOTE,
    SIM_NOTE_PHONE,
    SIM_NOTE_EMAIL,
    SIM_NOTE_DOWN,
    SIM_NOTE_MAINT,
    SIM_NOTE_UP
} sim_note;

typedef struct sim_thief {
    uint32_t crew;
    sim_skill skill;
} sim_thief;

typedef struct sim_intent {
    int64_t ts_us;
    int64_t amount; /* whole rupiah, or what the flags say */
    uint64_t device;
    uint64_t ref;   /* number of an event, 0: none */
    uint64_t order; /* breaks ties of time; given by the queue */
    uint32_t account;
    uint32_t episode; /* index + 1, 0: none */
    uint32_t payee;
    uint32_t session, address;
    uint32_t nonce;      /* decides outcomes */
    uint32_t grain;      /* the amount is rounded down to a multiple of it */
    uint32_t instrument; /* number of a linked card, 0: none */
    uint16_t flags;
    uint8_t type, status, reason, auth, channel, actor;
    uint8_t payee_kind, net, city, slot;
    uint8_t note; /* sim_note */
    uint8_t hops; /* wallets that stolen money went through */
} sim_intent;

typedef struct sim_person {
    int64_t balance;
    int64_t quiet_until_us; /* the owner does nothing before */
    int64_t travel_until_us;
    uint64_t device[2]; /* the second is 0 for most */
    uint32_t session;
    uint32_t usual_amount;     /* middle of a payment, rupiah */
    uint32_t sessions_per_day; /* per million */
    uint32_t income;           /* a month's */
    uint16_t friends, shops;
    uint8_t payday, bills; /* day of month 1..28, number of bills; payday 0: no salary */
    uint8_t city, travel_city, mobile_net, home_net, rhythm;
    uint16_t sleeps_from, sleeps_until; /* days without the wallet; equal: none */
    bool is_sweeper, is_mule, has_vpn, uses_crypto, uses_vouchers, has_place;
    bool is_seller;  /* many pay here, and it goes to the bank */
    bool is_passer;  /* brings money only to take it out elsewhere */
    bool has_keypad; /* a phone without internet: ussd */
    bool is_closed, is_tainted;
} sim_person;

typedef struct sim_episode {
    int64_t start_us, end_us; /* end < start: nothing has happened yet */
    uint32_t account;
    uint32_t thefts; /* that went through */
    uint32_t mules[SIM_MULES_PER_EPISODE];
    uint8_t mule_count, kind, skill; /* kind: an attack, or SIM_ATTACKS + a twin */
    bool is_closed;
} sim_episode;

/* A growing list in address space reserved once. */
typedef struct sim_list {
    sim_intent *at;
    size_t count, cap;
} sim_list;

typedef struct sim_log sim_log;   /* writes events.csv */
typedef struct sim_file sim_file; /* writes thefts.csv */

typedef struct sim_run {
    sim_world world;
    uint64_t seed;
    int64_t start_us, day_us, end_us;          /* day_us: midnight of the day being planned */
    uint32_t day, days, day_of_month, weekday; /* weekday 0 is Monday */
    bool is_planning, is_full;                 /* is_full: a reserve was used up, the run fails */

    sim_person *persons;
    sim_list today;   /* the day's plan, sorted by the queue */
    sim_list pending; /* heap: what follows from events, and what was planned past midnight */
    uint64_t *keys, *spare;
    size_t next; /* of today */
    uint64_t orders;

    sim_episode *episodes;
    uint32_t asleep; /* share of account-days without their owner, per million, at least 1 */
    uint32_t kinds;  /* a bit for each attack that may happen */
    size_t episode_count, episode_cap;

    sim_log *log;
    sim_file *thefts;
    jaga_simulation_summary summary;
} sim_run;

/* sim_queue.c */
void sim_push(sim_run *run, const sim_intent *intent);
void sim_sort_day(sim_run *run);
/* The next intent of the current day, false when the day is over. */
bool sim_pop(sim_run *run, sim_intent *out);
/* Index + 1 of a new episode, 0 when the reserve is used up. Skill is that of an attack's thief. */
uint32_t sim_episode_open(sim_run *run, uint32_t account, uint32_t kind, sim_skill skill);

/* sim_person.c */
void sim_person_draw(const sim_run *run, uint32_t account, sim_person *person);
sim_payee sim_person_friend(const sim_run *run, uint32_t account, uint32_t rank);
sim_payee sim_person_shop(const sim_run *run, uint32_t account, uint32_t rank);
sim_payee sim_person_bank(const sim_run *run, uint32_t account);
sim_payee sim_person_anybody(const sim_run *run, uint32_t self, uint64_t token);
/* The number of a card that the account's owner has; `which` 0 is the usual one. */
uint32_t sim_person_card(const sim_run *run, uint32_t account, uint32_t which);
bool sim_person_sleeps(const sim_person *person, uint32_t day);

/* sim_habits.c, sim_twins.c, sim_thefts.c: plan one account's day */
void sim_plan_habits(sim_run *run, uint32_t account);
void sim_plan_twins(sim_run *run, uint32_t account);
void sim_plan_thefts(sim_run *run, uint32_t account);

/* sim_ledger.c: carries out one intent */
void sim_ledger_apply(sim_run *run, const sim_intent *intent);

/* sim_outage.c: banks that do not answer for some minutes or hours, and who says so */
bool sim_outage_at(const sim_run *run, sim_payee payee, int64_t ts_us);
void sim_plan_outages(sim_run *run);

/* sim_sequel.c: what a mule, or an honest account that empties itself, does with money it got */
void sim_sequel_of_receipt(sim_run *run, const sim_intent *receipt);

#endif
