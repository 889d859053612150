#ifndef JAGA_DESK_SESSION_H
#define JAGA_DESK_SESSION_H

#include "base/arena.h"
#include "jaga/desk.h"
#include "store/sql.h"

/* The inside of a desk, for the files of this folder only: who acts, on what connection, when. */

typedef enum desk_role { DESK_NOBODY, DESK_AGENT, DESK_SUPERVISOR, DESK_LEGAL } desk_role;

struct jaga_desk {
    arena *memory; /* holds this struct; what an act takes is given back at its end */
    sqlite3 *db;
    char *path;
    char history[4096 + 16]; /* the input log beside the database */
    jaga_lang lang;
    int64_t (*clock)(void *ctx);
    void *clock_ctx;
    int64_t now_us; /* of the act that is under way */
    desk_role role;
    int64_t agent, session; /* row numbers; 0: nobody */
    char agent_id[65];
    char languages[32]; /* ' en id ' */
    char account[65];   /* their own; "": none */
    int64_t expected;   /* row_ver that the next act asks for; 0: any */
};

/* An act: begun with the database locked for writing, and finished whole or not at all. `status` is
 * what the act came to; returns it, or why it could not be committed. */
JAGA_USE_RESULT jaga_status desk_begin(jaga_desk *desk, jaga_error *err);
JAGA_USE_RESULT jaga_status desk_finish(jaga_desk *desk, jaga_status status, jaga_error *err);

/* JAGA_ERR_USAGE unless somebody is logged in, in one of these roles. */
JAGA_USE_RESULT jaga_status desk_require_person(const jaga_desk *desk, jaga_error *err);
JAGA_USE_RESULT jaga_status desk_require_role(const jaga_desk *desk, desk_role role,
                                              const char *what, jaga_error *err);

/* A statement of desk.sql. desk_step: JAGA_OK with a row, JAGA_END behind the last one. Whoever
 * prepared it ends it, once. */
JAGA_USE_RESULT jaga_status desk_prepare(const jaga_desk *desk, const char *name, sql_row *out,
                                         jaga_error *err);
JAGA_USE_RESULT jaga_status desk_step(const jaga_desk *desk, const sql_row *row, jaga_error *err);
void desk_end(sql_row *row);
/* Runs a statement that returns nothing, and ends it. */
JAGA_USE_RESULT jaga_status desk_run(const jaga_desk *desk, sql_row *row, jaga_error *err);
/* The first number of the first row, or `absent`; ends it. */
JAGA_USE_RESULT jaga_status desk_number(const jaga_desk *desk, sql_row *row, int64_t absent,
                                        int64_t *out, jaga_error *err);

/* A column as text of a fixed size; "" for NULL. */
void desk_copy(char *to, size_t cap, sqlite3_stmt *from, int column);
/* A column as a number, or what stands for NULL. */
int64_t desk_column(sqlite3_stmt *from, int column, int64_t absent);

const char *desk_role_name(desk_role role);

#endif
