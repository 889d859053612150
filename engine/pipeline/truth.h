#ifndef JAGA_PIPELINE_TRUTH_H
#define JAGA_PIPELINE_TRUTH_H

#include "base/arena.h"
#include "base/hash.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known about a log: who was robbed when, and whose account was a mule's. */
typedef struct truth_theft {
    hash128 account;
    int64_t from_us, until_us;
    bool is_left_out; /* its kind is one of those to leave out */
} truth_theft;

typedef struct truth {
    truth_theft *thefts;
    size_t theft_count;
    hash128 *mules;
    size_t mule_count;
} truth;

/* The kinds of theft that were read, over all files. */
enum { TRUTH_KINDS_MOST = 64, TRUTH_KIND_BYTES = 48 };
typedef struct truth_kinds {
    char name[TRUTH_KINDS_MOST][TRUTH_KIND_BYTES];
    size_t count;
} truth_kinds;

/* Reads a file as jaga/fit.h describes and adds its kinds; errors name file, line and cause.
 * Lives in `memory`. */
JAGA_USE_RESULT jaga_status truth_read(truth *out, const char *path, const char *leave_out,
                                       truth_kinds *kinds, arena *memory, jaga_error *err);

/* JAGA_ERR_USAGE when one of a list with commas between is no kind that was read: a misspelt kind
 * would be learned from. */
JAGA_USE_RESULT jaga_status truth_check_left_out(const truth_kinds *kinds, const char *leave_out,
                                                 jaga_error *err);

typedef enum truth_word {
    TRUTH_HONEST,
    TRUTH_THEFT,
    TRUTH_UNKNOWN /* a mule's who was never robbed, or in the two weeks after a theft */
} truth_word;

/* Of an account's event; *theft: which one. */
truth_word truth_about(const truth *self, hash128 account, int64_t ts_us, size_t *theft);

#endif
