#ifndef JAGA_SIMULATE_SIM_RANDOM_H
#define JAGA_SIMULATE_SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* xoshiro256**, seeded by splitmix64. Each account has a stream of its own for each day, so that
 * what one account does never shifts the draws of another.
 *
 * One draw per expression where the language leaves the order open (arguments, operands,
 * initialisers): compilers differ there, and the log must not. */
typedef struct sim_random {
    uint64_t s[4];
} sim_random;

enum { SIM_MILLION = 1000000, SIM_BILLION = 1000000000 };

/* What a stream or a hash is for; equal numbers with another purpose are unrelated. */
typedef enum sim_purpose {
    SIM_FOR_WORLD = 1,
    SIM_FOR_PERSON,
    SIM_FOR_DAY,
    SIM_FOR_TWIN,
    SIM_FOR_THEFT,
    SIM_FOR_CAMPAIGN,
    SIM_FOR_CREW,
    SIM_FOR_DEVICE,
    SIM_FOR_ADDRESS,
    SIM_FOR_PLACE,
    SIM_FOR_MERCHANT,
    SIM_FOR_FRIEND,
    SIM_FOR_BANK,
    SIM_FOR_BILL,
    SIM_FOR_MULE,
    SIM_FOR_OUTCOME,
    SIM_FOR_ARRIVAL,
    SIM_FOR_SPELLING,
    SIM_FOR_SELLER,
    SIM_FOR_CARD,
    SIM_FOR_OUTAGE,
    SIM_FOR_ERRAND
} sim_purpose;

/* A well mixed number out of four. */
uint64_t sim_hash(uint64_t key, sim_purpose purpose, uint64_t a, uint64_t b);

sim_random sim_random_open(uint64_t key, sim_purpose purpose, uint64_t a, uint64_t b);
uint64_t sim_random_next(sim_random *random);

uint32_t sim_below(sim_random *random, uint32_t n); /* 0 .. n-1; n >= 1 */
/* low .. high, both included; high - low < 2^32 - 1 */
int64_t sim_between(sim_random *random, int64_t low, int64_t high);
bool sim_chance(sim_random *random, uint32_t per_million);
bool sim_chance_rare(sim_random *random, uint32_t per_billion);

/* 0 .. n-1 with a density of about 1/(x+1): a few favourites and a long tail. */
uint32_t sim_favourite(sim_random *random, uint32_t n);

/* low .. high with a density of about 1/x: seconds and days are equally far from minutes and hours.
 * 1 <= low <= high. */
int64_t sim_scale_free(sim_random *random, int64_t low, int64_t high);

/* `middle` times a log-normal factor of deviation 0.5 * sqrt(rounds). */
int64_t sim_log_normal(sim_random *random, int64_t middle, unsigned rounds);

/* Index of one of `count` weights, drawn in proportion. */
uint32_t sim_weighted(sim_random *random, const uint16_t *weights, uint32_t count);

#endif
