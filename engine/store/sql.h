#ifndef JAGA_STORE_SQL_H
#define JAGA_STORE_SQL_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

/* Statements that live in .sql files built into the program, and binding without counting on
 * fingers. For every layer that owns SQL. */

/* What a file says of itself: the same as in schema.sql. */
enum { STORE_APPLICATION_ID = 0x6A616761 /* "jaga" */, STORE_SCHEMA = 9 };

/* The text after the line "-- name: NAME" up to the next such line. False: no such name. */
bool sql_find(const char *text, const char *name, jaga_span *out);

/* Prepares a named statement of an embedded file ("engine/store/statements.sql"). A file or name
 * that does not exist is a mistake of ours, not of the world: it aborts. */
JAGA_USE_RESULT jaga_status sql_prepare(sqlite3 *db, const char *file, const char *name,
                                        sqlite3_stmt **out, const char *db_path, jaga_error *err);

/* Runs every statement of a whole embedded file. */
JAGA_USE_RESULT jaga_status sql_run_file(sqlite3 *db, const char *file, const char *db_path,
                                         jaga_error *err);

/* What the last failed call on `db` means, in words: "disk full while writing X.db". `code` is the
 * (extended) result code. */
jaga_status sql_fail(sqlite3 *db, int code, const char *db_path, jaga_error *err);

/* Parameters from ?1 on, one call each. Texts are borrowed until the statement has run. */
typedef struct sql_row {
    sqlite3_stmt *statement;
    int filled;
} sql_row;
void sql_integer(sql_row *row, int64_t value);
void sql_real(sql_row *row, double value); /* NaN becomes NULL */
void sql_text(sql_row *row, jaga_span text);
void sql_name(sql_row *row, const char *text); /* terminated; NULL becomes NULL */
void sql_null(sql_row *row);

/* A column's bytes; {NULL, 0} for NULL. Lives until the next step or reset. */
jaga_span sql_column_span(sqlite3_stmt *statement, int column);

#endif
