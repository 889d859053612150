#ifndef JAGA_QUERY_DATABASE_H
#define JAGA_QUERY_DATABASE_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <sqlite3.h>
#include <stdbool.h>

/* A database that is only read, also while an engine writes to it: everything asked between open
 * and close is of one moment. */
typedef struct database {
    sqlite3 *db;
    const char *path; /* borrowed */
    char state[4096]; /* the folder X.state beside X.db */
    char history[4096 + 16];
    bool has_history; /* a copy may have been moved without it */
} database;

/* Refuses what is absent, not ours, or of a newer jaga with a text that says what to do. */
JAGA_USE_RESULT jaga_status database_open(const char *path, database *out, jaga_error *err);
void database_close(database *self); /* accepts a zeroed one */

/* Prepares the only statement of an embedded file. */
JAGA_USE_RESULT jaga_status database_prepare(const database *self, const char *file,
                                             sqlite3_stmt **out, jaga_error *err);

/* JAGA_OK: a row; JAGA_END: none left. */
JAGA_USE_RESULT jaga_status database_step(const database *self, sqlite3_stmt *statement,
                                          jaga_error *err);

#endif
