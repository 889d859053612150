#ifndef JAGA_SIMULATE_H
#define JAGA_SIMULATE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A made-up wallet: people with habits, thieves, and honest people who look like thieves. Writes
 * the log and its answer key:
 *
 *   events.csv   the canonical log in arrival order: by time, but for a small share of rows that
 *                come late by at most JAGA_SIMULATION_LATE_MAX_US, and a few exact duplicates
 *   truth.csv    episode_id, attack_kind, account, t_start, t_end, mule_accounts, skill. Besides
 *                attacks: honest look-alikes as benign:KIND, and rows mule_ring, which are no
 *                episodes but lists of the accounts that stolen money reached
 *   thefts.csv   event_id, episode_id, amount, status: every attempt of a thief to move money
 *
 * Equal plans give equal bytes on every machine: integers only, no clock, no locale. Two seeds are
 * two different wallets: rates, places, id shapes, sizes, what the ledger writes and the thieves'
 * ways are drawn per seed. docs/simulator.md says what is assumed. Memory grows with the accounts
 * plus one day of events. */

#define JAGA_SIMULATION_LATE_MAX_US ((int64_t)240 * 1000000)

typedef struct jaga_simulation {
    uint32_t accounts; /* 10 .. 20,000,000 */
    uint32_t days;     /* 1 .. 3660 */
    uint64_t seed;
    int64_t start_us;                       /* a midnight at +07:00, not before 2000 */
    double attacks_per_1000_account_months; /* 0 .. 1000; all kinds together */
    double twins_per_1000_account_months;   /* 0 .. 3000; look-alikes named in truth.csv */
    bool has_location;                      /* also columns lat, lon */
    const char *kinds; /* names of attacks, commas between; NULL: all. Borrowed for the call */
} jaga_simulation;

typedef struct jaga_simulation_summary {
    uint64_t rows;       /* rows of events.csv without its header, duplicates included */
    uint64_t duplicates; /* of these, exact repetitions */
    uint64_t late;       /* of these, first copies that come after a row with a later time */
    uint64_t bytes;      /* size of events.csv */
    uint64_t attacks;    /* attack rows of truth.csv */
    uint64_t robbed;     /* of these, with at least one theft that went through */
    uint64_t twins;      /* benign rows of truth.csv */
    uint64_t thefts;     /* rows of thefts.csv, failed attempts included */
    uint64_t stolen;     /* whole rupiah that thieves moved */
    bool is_mirrored;    /* a transfer inside the wallet has also the receiver's row */
    bool says_balance;   /* rows of money tell the balance after them */
} jaga_simulation_summary;

/* The kinds of attack, from 0 on; NULL after the last. */
const char *jaga_simulation_kind(size_t index);

/* From 2026-01-05 on, 3 attacks and 15 look-alikes per 1000 account-months, no location. */
jaga_simulation jaga_simulation_default(uint32_t accounts, uint32_t days, uint64_t seed);

/* Creates `directory` (not its parents) when absent and replaces the three files; each appears
 * whole or not at all. `out` may be NULL and is written on success only. JAGA_ERR_USAGE: the plan
 * is out of range. */
JAGA_USE_RESULT jaga_status jaga_simulate(const jaga_simulation *plan, const char *directory,
                                          jaga_simulation_summary *out, jaga_error *err);

#endif
