#ifndef JAGA_RECONCILE_H
#define JAGA_RECONCILE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Our holds beside the ledger's: after it was down, restored or worked on by hand. */

typedef struct jaga_reconciliation {
    int64_t holds;    /* in the ledger's list */
    int64_t missing;  /* confirmed here, not there: money can leave */
    int64_t orphans;  /* there, and unknown or over here: a customer is locked out */
    int64_t levels;   /* in both, and they stop different things */
    int64_t commands; /* of the differences: said to the ledger again */
} jaga_reconciliation;

typedef struct jaga_repair {
    bool is_wanted; /* else the database is only read, and may be so while an engine runs */
    int64_t now_us; /* wall clock */
} jaga_repair;

/* Compares the database's confirmed holds whose life lasts with `path`, the ledger's list: one JSON
 * object a line with "hold_id", "account" and "scope" of each hold that stands, "-" for standard
 * input. Writes each difference to `out` as a row of CSV with a header, in the order of accounts,
 * of one moment.
 *
 * A repair puts a command for each hold that is missing, and for each that stops less there than
 * here, into the outbox, all in one transaction, and names it in the row. The others stay a
 * person's: what stops too much is never released by a program. Who is asked for already is not
 * asked again.
 *
 * JAGA_ERR_FORMAT: a line is no hold (which one is said), or one stands twice. */
JAGA_USE_RESULT jaga_status jaga_reconcile(const char *db, const char *path,
                                           const jaga_repair *repair, FILE *out,
                                           jaga_reconciliation *found, jaga_error *err);

#endif
