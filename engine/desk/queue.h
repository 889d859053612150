#ifndef JAGA_DESK_QUEUE_H
#define JAGA_DESK_QUEUE_H

#include "desk/priority.h"
#include "desk/session.h"

/* Which call comes next, among very many.
 *
 * A priority changes by itself: it rises while somebody waits and falls while money becomes
 * unrecoverable. So each queued call carries an upper bound of its priority at some moment. It
 * rises by no more than QUEUE_RISE_MIN a minute, QUEUE_RISE_MOST in all; what a fact adds (a flag,
 * an acknowledged hold) is added to the bound when the fact is written down. Calls are looked at by
 * falling bound, until no bound can beat the best priority found: as a rule after a few. */
#define QUEUE_RISE_MIN  (1.0 / 4.0 + 1.0 / 60.0)
#define QUEUE_RISE_MOST 25.0

enum { QUEUE_TIGHTEN_S = 60, QUEUE_TIGHTEN_BATCH = 500 };

/* The most that a priority can be by now. */
double queue_bound(double score, int64_t scored_us, int64_t now_us);

/* The priority of the call in a row of a statement whose first columns are those of `rank_columns`:
 * see desk.sql. */
priority queue_rank(sqlite3_stmt *columns, int64_t now_us);

/* One batch of bounds that are older than QUEUE_TIGHTEN_S made anew; how many. Begun and finished
 * here. */
JAGA_USE_RESULT jaga_status queue_tighten(jaga_desk *desk, int64_t *tightened, jaga_error *err);

#endif
