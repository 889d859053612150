#ifndef JAGA_STORE_INBOX_H
#define JAGA_STORE_INBOX_H

#include "jaga/event.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <sqlite3.h>
#include <stdint.h>

/* Facts that become records of the input log: what the ledger answered, what people found out.
 * Whoever learns one writes it here, in a transaction of its own or beside what it follows from;
 * the engine takes it up in order, once, and only then does it change anything. */

/* One row of the log. Texts are borrowed for the call; empty ones are left out. */
typedef struct inbox_fact {
    jaga_span event_id; /* of this fact: the same one again is passed over */
    jaga_span account;
    jaga_span ref;    /* what it is about: a hold, a command, a case */
    jaga_span reason; /* why the ledger refuses */
    jaga_span detail; /* key=value;... */
    int64_t ts_us;
    jaga_event_type type;
} inbox_fact;

/* Inside the caller's open write transaction. JAGA_ERR_USAGE: no event_id or account, a text of
 * more than 64 bytes (detail: 2,048), or bytes that are not UTF-8. */
JAGA_USE_RESULT jaga_status inbox_put(sqlite3 *db, const char *db_path, const inbox_fact *fact,
                                      jaga_error *err);

#endif
