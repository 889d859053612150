/* Erasing an account from the database: one supervisor asks, another one does it. */
#include "desk/session.h"

#include "base/crash.h"
#include "base/hash.h"
#include "desk/erase_text.h"

#include <sodium.h>
#include <string.h>

#define ERASE_SQL  "engine/desk/erase.sql"
#define TABLES_SQL "engine/desk/erase_tables.sql"

enum { INSTEAD_BYTES = 48 };

typedef struct erase {
    jaga_desk *desk;
    const char *account;
    char instead[INSTEAD_BYTES];
    erase_name name;
    int64_t number, asked_by, asked_session;
    bool is_done; /* earlier, and perhaps killed before the file was written anew */
} erase;

static jaga_status prepare(const erase *self, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(self->desk->db, ERASE_SQL, name, &out->statement, self->desk->path, err);
}

static jaga_status run_named(const erase *self, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, name, &row, err));
    return desk_run(self->desk, &row, err);
}

static jaga_status run_about(const erase *self, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, name, &row, err));
    sql_name(&row, self->account);
    return desk_run(self->desk, &row, err);
}

/* A name that says nothing: the key that it comes from is kept by nobody. */
static jaga_status begin(erase *self, jaga_desk *desk, const char *account, jaga_error *err)
{
    unsigned char key[32];

    *self = (erase){ .desk = desk, .account = account };
    if (sodium_init() < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "the system gives no random numbers");
    }
    randombytes_buf(key, sizeof key);
    const jaga_span part = { (const char *)key, sizeof key };
    (void)snprintf(self->instead, sizeof self->instead, "erased-%s", hash_key(&part, 1).text);
    sodium_memzero(key, sizeof key);
    self->name = (erase_name){ .account = { account, (uint32_t)strlen(account) },
                               .instead = { self->instead, (uint32_t)strlen(self->instead) } };
    return erase_register(desk->db, desk->path, &self->name, err);
}

static jaga_status ask_about(const erase *self, const char *question, bool *is_so, jaga_error *err)
{
    int64_t answer = 0;
    sql_row row;

    JAGA_TRY(prepare(self, question, &row, err));
    sql_name(&row, self->account);
    JAGA_TRY(desk_number(self->desk, &row, 0, &answer, err));
    *is_so = answer != 0;
    return JAGA_OK;
}

static jaga_status check(const erase *self, jaga_error *err)
{
    bool is_known = false;
    sql_row row;

    JAGA_TRY(ask_about(self, "is_known", &is_known, err));
    if (!is_known) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the database knows no such account");
    }
    JAGA_TRY(prepare(self, "in_the_way", &row, err));
    sql_name(&row, self->account);
    sql_integer(&row, self->desk->now_us);
    const jaga_status status = desk_step(self->desk, &row, err);
    if (status == JAGA_OK) {
        const jaga_span why = sql_column_span(row.statement, 0);
        (void)jaga_fail(err, JAGA_ERR_USAGE, "the account cannot be erased: %.*s", (int)why.length,
                        why.at);
    }
    desk_end(&row);
    return status == JAGA_OK ? JAGA_ERR_USAGE : status == JAGA_END ? JAGA_OK : status;
}

static jaga_status find_asked(erase *self, bool *is_asked, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "find_asked", &row, err));
    sql_name(&row, self->account);
    const jaga_status status = desk_step(self->desk, &row, err);
    *is_asked = status == JAGA_OK;
    if (*is_asked) {
        self->number = sqlite3_column_int64(row.statement, 0);
        self->asked_by = sqlite3_column_int64(row.statement, 1);
        self->asked_session = sqlite3_column_int64(row.statement, 2);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status ask(erase *self, const char *reason, jaga_error *err)
{
    bool is_asked = false;
    sql_row row;

    JAGA_TRY(desk_require_role(self->desk, DESK_SUPERVISOR, "erasing an account", err));
    JAGA_TRY(check(self, err));
    JAGA_TRY(find_asked(self, &is_asked, err));
    if (is_asked) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "that was asked already; another supervisor does it: jaga desk "
                         "approve-erase");
    }
    JAGA_TRY(prepare(self, "ask", &row, err));
    sql_name(&row, self->account);
    sql_name(&row, reason);
    sql_integer(&row, self->desk->now_us);
    sql_integer(&row, self->desk->agent);
    sql_integer(&row, self->desk->session);
    CRASH_STEP("erase:ask");
    return desk_run(self->desk, &row, err);
}

/* Rows that only grow, and folds over them, change this once. */
static jaga_status change_tables(const erase *self, jaga_error *err)
{
    sqlite3 *db = self->desk->db;

    JAGA_CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) == SQLITE_OK);
    const jaga_status status = sql_run_file(db, TABLES_SQL, self->desk->path, err);
    JAGA_CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL) == SQLITE_OK);
    return status;
}

static jaga_status tell(const erase *self, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "done", &row, err));
    sql_integer(&row, self->number);
    sql_name(&row, self->instead);
    sql_integer(&row, self->desk->now_us);
    sql_integer(&row, self->desk->agent);
    sql_integer(&row, self->desk->session);
    JAGA_TRY(desk_run(self->desk, &row, err));
    JAGA_TRY(prepare(self, "tell", &row, err));
    sql_integer(&row, self->number);
    return desk_run(self->desk, &row, err);
}

static jaga_status approve(erase *self, jaga_error *err)
{
    bool is_asked = false;

    JAGA_TRY(desk_require_role(self->desk, DESK_SUPERVISOR, "erasing an account", err));
    JAGA_TRY(find_asked(self, &is_asked, err));
    if (!is_asked) {
        JAGA_TRY(ask_about(self, "is_gone", &self->is_done, err));
        return self->is_done
                   ? JAGA_OK
                   : jaga_fail(err, JAGA_ERR_USAGE, "nobody asked for that; jaga desk erase does");
    }
    if (self->asked_by == self->desk->agent || self->asked_session == self->desk->session) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "another supervisor than the one who asked, from another session");
    }
    JAGA_TRY(check(self, err));
    JAGA_TRY(run_about(self, "fill_own", err));
    JAGA_TRY(run_about(self, "fill_rows", err));
    CRASH_STEP("erase:tables");
    JAGA_TRY(change_tables(self, err));
    CRASH_STEP("erase:tell");
    return tell(self, err);
}

/* *is_alone: nobody reads on from the log, so that it could be cut. */
static jaga_status write_back(const erase *self, bool *is_alone, jaga_error *err)
{
    int64_t busy = 0;
    sql_row row;

    JAGA_TRY(prepare(self, "write_back", &row, err));
    JAGA_TRY(desk_number(self->desk, &row, 1, &busy, err));
    *is_alone = busy == 0;
    return JAGA_OK;
}

/* What stood in a page stays in the file until the page is used again: all of it is written anew.
 */
static jaga_status write_anew(const erase *self, jaga_error *err)
{
    bool is_alone = false;

    CRASH_STEP("erase:anew");
    JAGA_TRY(run_named(self, "rewrite", err));
    JAGA_TRY(write_back(self, &is_alone, err));
    return is_alone ? JAGA_OK
                    : jaga_fail(err, JAGA_ERR_BUSY,
                                "%s: erased, but others read it; the same again when they have "
                                "ended takes the last traces out of the file",
                                self->desk->path);
}

jaga_status jaga_desk_erase(jaga_desk *desk, const char *account, const char *reason,
                            jaga_error *err)
{
    erase self;

    if (reason == NULL || reason[0] == '\0') {
        return jaga_fail(err, JAGA_ERR_USAGE, "why? --reason TEXT");
    }
    JAGA_TRY(begin(&self, desk, account, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, ask(&self, reason, err), err);
}

jaga_status jaga_desk_approve_erase(jaga_desk *desk, const char *account, jaga_error *err)
{
    bool is_alone = false;
    erase self;

    JAGA_TRY(begin(&self, desk, account, err));
    JAGA_TRY(run_named(&self, "make_case", err));
    JAGA_TRY(run_named(&self, "make_row", err));
    JAGA_TRY(write_back(&self, &is_alone, err));
    if (!is_alone) {
        return jaga_fail(err, JAGA_ERR_BUSY,
                         "%s is being read; stop the engine and other programs on it first",
                         desk->path);
    }
    JAGA_TRY(desk_begin(desk, err));
    JAGA_TRY(desk_finish(desk, approve(&self, err), err));
    return write_anew(&self, err);
}
