#ifndef JAGA_BASE_WALLET_PROFILE_H
#define JAGA_BASE_WALLET_PROFILE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* The rules of a country for wallets, from models/wallets.csv: currency, zone, languages and what
 * an account may hold and move. */
typedef struct wallet_profile {
    char name[8], currency[4], languages[24];
    int64_t zone_s;
    int64_t balance_registered_minor, month_registered_minor, balance_unregistered_minor;
} wallet_profile;

#define WALLET_PROFILE_DEFAULT "ID"

/* JAGA_ERR_USAGE names a profile that does not exist. */
JAGA_USE_RESULT jaga_status wallet_profile_find(const char *name, wallet_profile *out,
                                                jaga_error *err);

/* What is odd about a balance, in words; NULL when nothing is. The data may be wrong, or the
 * account not what it is thought to be: never a reason to stop. */
const char *wallet_profile_warning(const wallet_profile *self, bool is_registered,
                                   int64_t balance_minor);

#endif
