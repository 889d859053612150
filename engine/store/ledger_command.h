#ifndef JAGA_STORE_LEDGER_COMMAND_H
#define JAGA_STORE_LEDGER_COMMAND_H

#include "jaga/span.h"
#include "jaga/status.h"
#include "store/command.h"
#include "store/hold.h"

#include <sqlite3.h>
#include <stdint.h>

/* What people, timers and reconciliation want of the ledger: written down beside their reason, sent
 * by whoever drains the outbox. What the engine itself decides goes through store.h.
 *
 * A command is a wish: nothing is held, extended or released before the ledger's answer has come
 * through the input log. Texts that a customer or agent sees say "requested" until then. */

#define LEDGER_OPS(X)     X(PLACE) X(EXTEND) X(UPGRADE) X(RELEASE) X(QUERY)
#define LEDGER_ENUM(name) LEDGER_##name,
typedef enum ledger_op { LEDGER_OPS(LEDGER_ENUM) LEDGER_OP_COUNT } ledger_op;
#undef LEDGER_ENUM
const char *ledger_op_name(ledger_op op);

/* Texts are borrowed for the call; ids of at most 64 bytes. */
typedef struct ledger_command {
    ledger_op op;
    hold_scope scope;   /* PLACE, UPGRADE */
    hold_issuer issuer; /* who wants it */
    hold_reason reason; /* not QUERY */
    hold_end on_expiry; /* PLACE, EXTEND, UPGRADE */
    jaga_span account;
    jaga_span case_id;    /* of PLACE; empty: of no case. The others have their hold's */
    jaga_span hold_id;    /* EXTEND, UPGRADE, RELEASE: which. PLACE: the id that it is to have;
                             empty: a new one. QUERY: empty */
    jaga_span instrument; /* with scope INSTRUMENT */
    int64_t now_us;
    int64_t life_s;       /* from the acknowledgement; 0: until it is released */
    int64_t amount_minor; /* with scope AMOUNT, more than 0 */
    char currency[4];     /* with an amount */
} ledger_command;

typedef struct ledger_command_id {
    command_key cmd_id; /* idempotency key */
    jaga_key hold_id;   /* of PLACE the new one; of QUERY empty */
    int64_t fence;      /* acct_cmd_seq */
} ledger_command_id;

/* Inside the caller's open write transaction on `db`, which the caller commits or rolls back:
 * writes the hold (PLACE), the fencing number and the message. `db_path` is for error texts.
 *
 * JAGA_ERR_USAGE, and nothing is written:
 *   - no reason, or one of the other kind; no account, amount or instrument where one belongs
 *   - no life where only a customer, a case or the law may do without, or a step-up of an open case
 *   - the hold is not named, not of this account, or over
 *   - EXTEND that would end it sooner, UPGRADE to what is no more than it is
 *   - RELEASE by one who may not lift it (hold_may_release), or asked for already and not answered
 * Others: the database's own. */
JAGA_USE_RESULT jaga_status ledger_command_put(sqlite3 *db, const char *db_path,
                                               const ledger_command *wish, ledger_command_id *out,
                                               jaga_error *err);

/* Says the same once more, as a new wish with a key and a fencing number of its own: the ledger
 * found the number of the message `key` stale. Inside the open transaction. */
JAGA_USE_RESULT jaga_status ledger_command_again(sqlite3 *db, const char *db_path, const char *key,
                                                 int64_t now_us, jaga_error *err);

/* Says what the ledger has lost: op PLACE, the whole of a hold that it confirmed once and no longer
 * has, or UPGRADE, its level where the ledger has a lower one. Under the old hold_id, with a key
 * and a fencing number of its own, and for what is left of its life by the log's time. Inside the
 * open transaction. JAGA_END, and nothing is written: the hold does not stand here, jaga never
 * commanded it, or it is asked for already. */
JAGA_USE_RESULT jaga_status ledger_command_restore(sqlite3 *db, const char *db_path, ledger_op op,
                                                   jaga_span account, jaga_span hold_id,
                                                   int64_t now_us, ledger_command_id *out,
                                                   jaga_error *err);

#endif
