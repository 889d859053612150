/* The register of files of cases. */
#include "evidence/bundle.h"

#include "store/sql.h"

enum { REGISTER_BUSY_MS = 5000 };

static jaga_status put_row(sqlite3 *db, const bundle *self, const char *sums, jaga_error *err)
{
    const jaga_reader *reader = self->reader;
    const char *path = self->from->path;
    sql_row row = { .statement = NULL };

    JAGA_TRY(audit_register(db, path, err));
    JAGA_TRY(sql_run_file(db, "engine/store/settings.sql", path, err));
    JAGA_TRY(
        sql_prepare(db, "engine/evidence/register.sql", "put_bundle", &row.statement, path, err));
    sql_integer(&row, reader->now_us);
    sql_name(&row, reader->by);
    sql_name(&row, self->case_id);
    sql_name(&row, bundle_audience(self));
    sql_name(&row, reader->partner != NULL ? reader->partner : reader->request);
    sql_name(&row, sums);
    sql_name(&row, self->anchor);
    sql_integer(&row, reader->key != NULL);
    const int code = sqlite3_step(row.statement);
    const jaga_status status = code == SQLITE_DONE ? JAGA_OK : sql_fail(db, code, path, err);
    (void)sqlite3_finalize(row.statement);
    return status;
}

jaga_status bundle_register(const bundle *self, const char *sums, jaga_error *err)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3 *db = NULL;
    const int code = sqlite3_open_v2(self->from->path, &db, flags, NULL);

    if (db == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", self->from->path);
    }
    (void)sqlite3_busy_timeout(db, REGISTER_BUSY_MS);
    const jaga_status status = code == SQLITE_OK ? put_row(db, self, sums, err)
                                                 : sql_fail(db, code, self->from->path, err);
    (void)sqlite3_close(db);
    return status;
}
