#ifndef JAGA_STORE_UNCONFIRMED_H
#define JAGA_STORE_UNCONFIRMED_H

#include "jaga/status.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* Stops of an account that the ledger does not confirm, and the rows of the deny list that stand in
 * for it meanwhile. Times are the wall clock. Outside any group. */

typedef struct store_freeze_rule {
    int64_t after_us;   /* so long without an answer, counted from the command */
    int64_t from_whole; /* exposed money, in whole units of its currency, from which an account is
                           denied; money that nobody knows counts as much */
    bool has_list;      /* else nothing is denied */
} store_freeze_rule;

/* So that a ledger that is down does not keep the engine from deciding. */
enum { STORE_RAISED_MOST = 256 };

/* Raises for the desk what is due at `now_us`, the longest wait first and so many at most, in one
 * transaction. *raised: how many. */
JAGA_USE_RESULT jaga_status store_raise_unconfirmed(jaga_store *store,
                                                    const store_freeze_rule *rule, int64_t now_us,
                                                    int64_t *raised, jaga_error *err);

enum { STORE_DENIAL_BYTES = 512 };

/* Row `seq` of the deny list, one line of JSON without the newline, for which there is room,
 * the same bytes whenever asked.
 * JAGA_END: there is none yet. */
JAGA_USE_RESULT jaga_status store_get_denial(jaga_store *store, int64_t seq,
                                             char line[STORE_DENIAL_BYTES], jaga_error *err);

#endif
