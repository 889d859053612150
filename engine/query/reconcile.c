/* The ledger's list goes into a table in memory, beside which our database is opened to be read:
 * one question then finds what differs. */
#include "jaga/reconcile.h"

#include "query/database.h"
#include "store/sql.h"

#include <errno.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define SQL_FILE "engine/query/reconcile.sql"

enum { LINE_BYTES = 8192 };

typedef struct comparison {
    sqlite3 *db; /* in memory */
    const char *path;
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

static void put_cell(sqlite3_stmt *row, int column, FILE *out)
{
    const jaga_span text = sql_column_span(row, column);

    (void)fputc('"', out);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    (void)fputs(column == 4 ? "\"\n" : "\",", out);
}

static jaga_status compare(const comparison *self, FILE *out, jaga_reconciliation *found,
                           jaga_error *err)
{
    sql_row row;
    int code;

    JAGA_TRY(prepare(self, "differences", &row, err));
    (void)fputs("difference,account,hold_id,ours,ledgers\n", out);
    while ((code = sqlite3_step(row.statement)) == SQLITE_ROW) {
        const char kind = sql_column_span(row.statement, 0).at[0];
        found->missing += kind == 'M';
        found->orphans += kind == 'O';
        found->levels += kind == 'L';
        for (int column = 0; column < 5; column++) {
            put_cell(row.statement, column, out);
        }
    }
    (void)sqlite3_finalize(row.statement);
    return code == SQLITE_DONE ? JAGA_OK : sql_fail(self->db, code, self->path, err);
}

static jaga_status attach_and_compare(const comparison *self, const char *list, FILE *out,
                                      jaga_reconciliation *found, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "attach", &row, err));
    sql_name(&row, self->path);
    JAGA_TRY(finish(self, &row, err));
    JAGA_TRY(read_list(self, list, &found->holds, err));
    return compare(self, out, found, err);
}

jaga_status jaga_reconcile(const char *db, const char *path, FILE *out, jaga_reconciliation *found,
                           jaga_error *err)
{
    comparison self = { .path = db };
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
