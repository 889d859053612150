/* The ledger's list goes into a table in memory, beside which our database is attached: one
 * question then finds what differs. */
#include "jaga/reconcile.h"

#include "query/database.h"
#include "store/audit.h"
#include "store/ledger_command.h"
#include "store/sql.h"

#include <errno.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define SQL_FILE "engine/query/reconcile.sql"

enum { LINE_BYTES = 8192, BUSY_MS = 5000, CELLS = 5 };

typedef struct comparison {
    sqlite3 *db; /* in memory */
    const char *path;
    const jaga_repair *repair;
} comparison;

static jaga_status prepare(const comparison *self, const char *name, sql_row *row, jaga_error *err)
{
    *row = (sql_row){ .statement = NULL };
    return sql_prepare(self->db, SQL_FILE, name, &row->statement, self->path, err);
}

/* Runs it to its end. */
static jaga_status finish(const comparison *self, const sql_row *row, jaga_error *err)
{
    const int code = sqlite3_step(row->statement);
    const jaga_status status =
        code == SQLITE_DONE ? JAGA_OK : sql_fail(self->db, code, self->path, err);

    (void)sqlite3_finalize(row->statement);
    return status;
}

static const char *word(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? "" : text;
}

static jaga_status put_line(sqlite3_stmt *statement, const char *line, const char *from,
                            int64_t number, jaga_error *err)
{
    json_t *object = json_loads(line, 0, NULL);
    const char *id = word(object, "hold_id"), *account = word(object, "account");
    const char *scope = word(object, "scope");
    jaga_status status = JAGA_OK;

    if (id[0] == '\0' || account[0] == '\0' || scope[0] == '\0') {
        status = jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: line %lld: no JSON object with hold_id, account and scope", from,
                           (long long)number);
    } else {
        sql_row row = { .statement = statement };
        sql_name(&row, id);
        sql_name(&row, account);
        sql_name(&row, scope);
        if (sqlite3_step(statement) != SQLITE_DONE) {
            status = jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %lld: this hold stands there twice",
                               from, (long long)number);
        }
        (void)sqlite3_reset(statement);
    }
    json_decref(object);
    return status;
}

static jaga_status read_lines(const comparison *self, FILE *file, const char *from, int64_t *count,
                              jaga_error *err)
{
    char line[LINE_BYTES];
    sql_row row;

    JAGA_TRY(prepare(self, "put_listed", &row, err));
    jaga_status status = JAGA_OK;
    while (status == JAGA_OK && fgets(line, sizeof line, file) != NULL) {
        status = put_line(row.statement, line, from, ++*count, err);
    }
    if (status == JAGA_OK && ferror(file) != 0) {
        status = jaga_fail(err, JAGA_ERR_IO, "reading %s: %s", from, strerror(errno));
    }
    (void)sqlite3_finalize(row.statement);
    return status;
}

static jaga_status read_list(const comparison *self, const char *path, int64_t *count,
                             jaga_error *err)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "re");
    sql_row row;

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    jaga_status status = prepare(self, "make_list", &row, err);
    status = status == JAGA_OK ? finish(self, &row, err) : status;
    status = status == JAGA_OK ? read_lines(self, file, path, count, err) : status;
    if (!is_stdin) {
        (void)fclose(file);
    }
    return status;
}

static jaga_status run_named(const comparison *self, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, name, &row, err));
    return finish(self, &row, err);
}

/* How much a scope stops; 0: it is none of the levels. */
static int level_of(jaga_span scope)
{
    const hold_scope known = hold_scope_of(scope);

    return known == HOLD_SCOPE_STEP_UP    ? 1
           : known == HOLD_SCOPE_OUTBOUND ? 2
           : known == HOLD_SCOPE_FULL     ? 3
                                          : 0;
}

/* key[0] == '\0': it is a person's. */
static jaga_status repair(const comparison *self, sqlite3_stmt *row, command_key *key,
                          jaga_error *err)
{
    const bool is_missing = sql_column_span(row, 0).at[0] == 'M';
    const int ours = level_of(sql_column_span(row, 3));
    const int theirs = level_of(sql_column_span(row, 4));
    ledger_command_id made;

    *key = (command_key){ .text = "" };
    if (!is_missing && (sql_column_span(row, 0).at[0] != 'L' || theirs == 0 || ours <= theirs)) {
        return JAGA_OK;
    }
    const jaga_status status = ledger_command_restore(
        self->db, self->path, is_missing ? LEDGER_PLACE : LEDGER_UPGRADE, sql_column_span(row, 1),
        sql_column_span(row, 2), self->repair->now_us, &made, err);
    if (status == JAGA_OK) {
        *key = made.cmd_id;
    }
    return status == JAGA_END ? JAGA_OK : status;
}

static void put_cell(jaga_span text, const char *end, FILE *out)
{
    (void)fputc('"', out);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    (void)fputc('"', out);
    (void)fputs(end, out);
}

static jaga_status put_row(const comparison *self, sqlite3_stmt *row, FILE *out,
                           jaga_reconciliation *found, jaga_error *err)
{
    const char kind = sql_column_span(row, 0).at[0];
    command_key key;

    found->missing += kind == 'M';
    found->orphans += kind == 'O';
    found->levels += kind == 'L';
    for (int column = 0; column < CELLS; column++) {
        const bool is_last = column + 1 == CELLS && !self->repair->is_wanted;
        put_cell(sql_column_span(row, column), is_last ? "\n" : ",", out);
    }
    if (self->repair->is_wanted) {
        JAGA_TRY(repair(self, row, &key, err));
        found->commands += key.text[0] != '\0';
        put_cell((jaga_span){ key.text, (uint32_t)strlen(key.text) }, "\n", out);
    }
    return JAGA_OK;
}

static jaga_status compare(const comparison *self, FILE *out, jaga_reconciliation *found,
                           jaga_error *err)
{
    jaga_status status = JAGA_OK;
    int code = SQLITE_DONE;
    sql_row row;

    JAGA_TRY(prepare(self, "differences", &row, err));
    (void)fprintf(out, "difference,account,hold_id,ours,ledgers%s\n",
                  self->repair->is_wanted ? ",command" : "");
    while (status == JAGA_OK && (code = sqlite3_step(row.statement)) == SQLITE_ROW) {
        status = put_row(self, row.statement, out, found, err);
    }
    (void)sqlite3_finalize(row.statement);
    if (status != JAGA_OK) {
        return status;
    }
    return code == SQLITE_DONE ? JAGA_OK : sql_fail(self->db, code, self->path, err);
}

/* What is not committed is rolled back when the connection is closed. */
static jaga_status compare_and_repair(const comparison *self, FILE *out, jaga_reconciliation *found,
                                      jaga_error *err)
{
    if (!self->repair->is_wanted) {
        return compare(self, out, found, err);
    }
    (void)sqlite3_busy_timeout(self->db, BUSY_MS);
    JAGA_TRY(audit_register(self->db, self->path, err));
    JAGA_TRY(run_named(self, "begin", err));
    JAGA_TRY(compare(self, out, found, err));
    return run_named(self, "commit", err);
}

static jaga_status attach_and_compare(const comparison *self, const char *list, FILE *out,
                                      jaga_reconciliation *found, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "attach", &row, err));
    sql_name(&row, self->path);
    JAGA_TRY(finish(self, &row, err));
    JAGA_TRY(read_list(self, list, &found->holds, err));
    return compare_and_repair(self, out, found, err);
}

jaga_status jaga_reconcile(const char *db, const char *path, const jaga_repair *wish, FILE *out,
                           jaga_reconciliation *found, jaga_error *err)
{
    comparison self = { .path = db, .repair = wish };
    database ours = { .db = NULL };

    *found = (jaga_reconciliation){ .holds = 0 };
    /* Says what is wrong with it, if anything is; attaching would make what is absent. */
    JAGA_TRY(database_open(db, &ours, err));
    const int code = sqlite3_open(":memory:", &self.db);
    const jaga_status status = code == SQLITE_OK ? attach_and_compare(&self, path, out, found, err)
                                                 : sql_fail(self.db, code, ":memory:", err);
    (void)sqlite3_close_v2(self.db);
    database_close(&ours);
    return status;
}
