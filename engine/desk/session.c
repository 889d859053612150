/* A desk's connection: who is at it, and acts that happen whole or not at all. */
#include "desk/session.h"

#include "base/column_text.h"
#include "base/crash.h"
#include "query/database.h"
#include "store/audit.h"

#include <string.h>

#define DESK_SQL     "engine/desk/desk.sql"
#define SETTINGS_SQL "engine/store/settings.sql"

enum { DESK_RESERVE = 1 << 26, DESK_BUSY_MS = 5000 };

static const char *const roles[] = { "nobody", "agent", "supervisor", "legal" };

const char *desk_role_name(desk_role role)
{
    return roles[role];
}

void desk_copy(char *to, size_t cap, sqlite3_stmt *from, int column)
{
    const jaga_span text = sql_column_span(from, column);

    (void)snprintf(to, cap, "%.*s", (int)text.length, text.at == NULL ? "" : text.at);
}

int64_t desk_column(sqlite3_stmt *from, int column, int64_t absent)
{
    return sqlite3_column_type(from, column) == SQLITE_NULL ? absent
                                                            : sqlite3_column_int64(from, column);
}

jaga_status desk_prepare(const jaga_desk *desk, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(desk->db, DESK_SQL, name, &out->statement, desk->path, err);
}

jaga_status desk_step(const jaga_desk *desk, const sql_row *row, jaga_error *err)
{
    const int code = sqlite3_step(row->statement);

    return code == SQLITE_ROW    ? JAGA_OK
           : code == SQLITE_DONE ? JAGA_END
                                 : sql_fail(desk->db, code, desk->path, err);
}

void desk_end(sql_row *row)
{
    (void)sqlite3_finalize(row->statement);
    row->statement = NULL;
}

jaga_status desk_run(const jaga_desk *desk, sql_row *row, jaga_error *err)
{
    const jaga_status status = desk_step(desk, row, err);

    desk_end(row);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status desk_number(const jaga_desk *desk, sql_row *row, int64_t absent, int64_t *out,
                        jaga_error *err)
{
    const jaga_status status = desk_step(desk, row, err);

    *out = status == JAGA_OK ? desk_column(row->statement, 0, absent) : absent;
    desk_end(row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status run_named(const jaga_desk *desk, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, name, &row, err));
    return desk_run(desk, &row, err);
}

jaga_status desk_begin(jaga_desk *desk, jaga_error *err)
{
    desk->now_us = desk->clock(desk->clock_ctx);
    CRASH_STEP("desk:begin");
    return run_named(desk, "begin", err);
}

jaga_status desk_finish(jaga_desk *desk, jaga_status status, jaga_error *err)
{
    desk->expected = 0;
    if (status == JAGA_OK) {
        CRASH_STEP("desk:commit");
        status = run_named(desk, "commit", err);
        CRASH_STEP("desk:committed");
    }
    if (status != JAGA_OK && sqlite3_get_autocommit(desk->db) == 0) {
        JAGA_CHECK(run_named(desk, "rollback", NULL) == JAGA_OK);
    }
    return status;
}

jaga_status desk_require_person(const jaga_desk *desk, jaga_error *err)
{
    return desk->agent != 0 ? JAGA_OK : jaga_fail(err, JAGA_ERR_USAGE, "who acts? --as AGENT");
}

jaga_status desk_require_role(const jaga_desk *desk, desk_role role, const char *what,
                              jaga_error *err)
{
    JAGA_TRY(desk_require_person(desk, err));
    return desk->role == role ? JAGA_OK
                              : jaga_fail(err, JAGA_ERR_USAGE, "%s needs the role %s; yours is %s",
                                          what, roles[role], roles[desk->role]);
}

/* Whose database it is, and where its input log lies. Closing the reader ends its locks, so this
 * comes before our own connection. */
static jaga_status check_database(jaga_desk *desk, const char *path, jaga_error *err)
{
    database about;

    JAGA_TRY(database_open(path, &about, err));
    (void)snprintf(desk->history, sizeof desk->history, "%s", about.history);
    database_close(&about);
    return JAGA_OK;
}

static jaga_status connect(jaga_desk *desk, const char *path, jaga_error *err)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const size_t length = strlen(path) + 1;

    desk->path = arena_take(desk->memory, length);
    JAGA_CHECK(desk->path != NULL);
    memcpy(desk->path, path, length);
    JAGA_TRY(check_database(desk, path, err));
    const int code = sqlite3_open_v2(path, &desk->db, flags, NULL);
    if (code != SQLITE_OK) {
        return desk->db == NULL ? jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", path)
                                : sql_fail(desk->db, code, path, err);
    }
    (void)sqlite3_busy_timeout(desk->db, DESK_BUSY_MS);
    JAGA_TRY(audit_register(desk->db, path, err));
    return sql_run_file(desk->db, SETTINGS_SQL, path, err);
}

static jaga_status find_agent(jaga_desk *desk, const char *id, jaga_error *err)
{
    sql_row row;
    char role[16];

    JAGA_TRY(desk_prepare(desk, "get_agent", &row, err));
    sql_name(&row, id);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk->agent = sqlite3_column_int64(row.statement, 0);
        desk_copy(role, sizeof role, row.statement, 1);
        desk_copy(desk->languages, sizeof desk->languages, row.statement, 2);
        desk_copy(desk->account, sizeof desk->account, row.statement, 3);
        (void)snprintf(desk->agent_id, sizeof desk->agent_id, "%s", id);
        while (strcmp(roles[desk->role], role) != 0) {
            desk->role++;
        }
    }
    desk_end(&row);
    return status == JAGA_END
               ? jaga_fail(err, JAGA_ERR_USAGE,
                           "no such agent; `jaga desk agents` lists them, a supervisor adds one")
               : status;
}

static jaga_status get_session(jaga_desk *desk, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "put_session", &row, err));
    sql_integer(&row, desk->agent);
    sql_name(&row, name);
    sql_integer(&row, desk->now_us);
    JAGA_TRY(desk_run(desk, &row, err));
    JAGA_TRY(desk_prepare(desk, "get_session", &row, err));
    sql_integer(&row, desk->agent);
    sql_name(&row, name);
    return desk_number(desk, &row, 0, &desk->session, err);
}

static jaga_status log_in(jaga_desk *desk, const jaga_desk_login *login, jaga_error *err)
{
    if (login->agent == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(find_agent(desk, login->agent, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, get_session(desk, login->session, err), err);
}

jaga_status jaga_desk_open(const jaga_desk_login *login, jaga_desk **out, jaga_error *err)
{
    arena *memory = NULL;

    *out = NULL;
    JAGA_TRY(arena_open(DESK_RESERVE, &memory, err));
    jaga_desk *desk = arena_take(memory, sizeof *desk);
    JAGA_CHECK(desk != NULL);
    desk->memory = memory;
    desk->lang = login->lang;
    desk->clock = login->now_us;
    desk->clock_ctx = login->clock_ctx;
    jaga_status status = connect(desk, login->db, err);
    if (status == JAGA_OK) {
        status = log_in(desk, login, err);
    }
    if (status != JAGA_OK) {
        jaga_desk_close(desk);
        return status;
    }
    *out = desk;
    return JAGA_OK;
}

void jaga_desk_close(jaga_desk *desk)
{
    if (desk != NULL) {
        JAGA_CHECK(sqlite3_close(desk->db) == SQLITE_OK);
        arena_close(desk->memory);
    }
}

void jaga_desk_expect(jaga_desk *desk, int64_t row_ver)
{
    desk->expected = row_ver;
}
