#ifndef JAGA_MODEL_LEAK_H
#define JAGA_MODEL_LEAK_H

#include "base/arena.h"
#include "jaga/status.h"
#include "model/sample.h"

#include <stddef.h>

/* Numbers that tell thefts too well. What is known only after a theft, and stands in the log all
 * the same (a mark that the hotline set on the rows, a column filled in when the case was closed),
 * gives itself away: alone, by one threshold or by being there or not, it finds what no honest
 * number does. It is told, not judged: some logs' thieves are that plain.
 *
 * A number is suspect that finds LEAK_FOUND of the thefts' rows above or below one threshold, or by
 * being missing or not, while at most LEAK_FALSE of the other rows are there with them. */
#define LEAK_FOUND 0.5
#define LEAK_FALSE 0.001

enum { LEAKS_MOST = 8, LEAK_REST_MOST = 20000 };

typedef struct leak {
    size_t column;
    double found; /* share of the thefts' rows, at most LEAK_FALSE of the others */
} leak;

typedef struct leaks {
    leak at[LEAKS_MOST]; /* the worst first */
    size_t count;
} leaks;

/* is_thief: of each row the probability of being the thief's. JAGA_ERR_NOMEM. */
JAGA_USE_RESULT jaga_status leaks_find(const sample *from, const double *is_thief, arena *memory,
                                       leaks *out, jaga_error *err);

#endif
