#ifndef JAGA_FIT_H
#define JAGA_FIT_H

#include "jaga/signal.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fitting the signals' weights to logs of which the truth is known. The events come from the
 * history that a scan kept beside its database, run through the same engine once more. */

/* One log and the truth about it: a CSV file with a header row and the columns account, t_start,
 * t_end (RFC 3339 or epoch) and attack_kind; mule_accounts (";" between ids) if it is there.
 * Kinds that begin with "benign:" are honest; "mule_ring" is read for its mules only. */
typedef struct jaga_lesson {
    const char *db;
    const char *truth;
} jaga_lesson;

/* At how many false account-days per 10,000 account-months a ranking is judged. */
enum { JAGA_FIT_RATES = 4 };
extern const int jaga_fit_rates[JAGA_FIT_RATES]; /* 2, 10, 30, 100 */

typedef struct jaga_fitting {
    int64_t events; /* of the logs, rejected ones apart */
    int64_t rows;   /* of them, with any evidence: what was learned from */
    double account_months;
    int64_t thefts, left_out;         /* with evidence; left out ones were not learned from */
    double by_hand[JAGA_SIGNALS_MAX]; /* bits */
    double fitted[JAGA_SIGNALS_MAX];
    double in_thefts[JAGA_SIGNALS_MAX]; /* mean of the largest share in a theft */
    double in_honest[JAGA_SIGNALS_MAX]; /* and in an honest account's day with evidence */
    double base_bits;                   /* fitted */
    size_t rounds;
    /* Share of thefts found, by rate: by hand, fitted; of kinds learned from and left out; -1 when
     * there are none. with_all, without: fitted, all kinds, 30 false ones, with every signal and
     * with the signal's weight set to 0. */
    double found_by_hand[2][JAGA_FIT_RATES], found[2][JAGA_FIT_RATES];
    double with_all, without[JAGA_SIGNALS_MAX];
} jaga_fitting;

/* leave_out: kinds with commas between, "" for none. JAGA_ERR_USAGE when no log has one of them;
 * JAGA_ERR_FORMAT, naming file, line and cause, for a truth that cannot be read, and when no theft
 * left evidence to learn from; JAGA_ERR_IO for a database without its history; JAGA_ERR_LIMIT. */
JAGA_USE_RESULT jaga_status jaga_fit(const jaga_lesson *lessons, size_t count,
                                     const char *leave_out, jaga_fitting *out, jaga_error *err);

#endif
