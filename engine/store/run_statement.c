/* Running prepared statements: a failure anywhere in a group takes the whole group back. */
#include "store/connection.h"

sql_row store_row(jaga_store *store, store_statement which)
{
    return (sql_row){ .statement = store->statements[which] };
}

static jaga_status give_up(jaga_store *store, const sql_row *row, int code, jaga_error *err)
{
    const jaga_status status = sql_fail(store->db, code, store->path, err);

    (void)sqlite3_reset(row->statement);
    store_roll_back(store);
    return status;
}

jaga_status store_run(jaga_store *store, const sql_row *row, jaga_error *err)
{
    const int code = sqlite3_step(row->statement);

    if (code != SQLITE_DONE) {
        return give_up(store, row, code, err);
    }
    (void)sqlite3_reset(row->statement);
    return JAGA_OK;
}

jaga_status store_step(jaga_store *store, const sql_row *row, jaga_error *err)
{
    const int code = sqlite3_step(row->statement);

    if (code == SQLITE_ROW) {
        return JAGA_OK;
    }
    if (code != SQLITE_DONE) {
        return give_up(store, row, code, err);
    }
    (void)sqlite3_reset(row->statement);
    return JAGA_END;
}

void store_end(const sql_row *row)
{
    (void)sqlite3_reset(row->statement);
}

jaga_status store_number(jaga_store *store, const sql_row *row, int64_t absent, int64_t *out,
                         jaga_error *err)
{
    const jaga_status status = store_step(store, row, err);

    if (status == JAGA_END) {
        *out = absent;
        return JAGA_OK;
    }
    JAGA_TRY(status);
    *out = sqlite3_column_int64(row->statement, 0);
    /* A statement that writes and returns has done its writing only when it is run to its end. */
    const int code = sqlite3_step(row->statement);
    if (code != SQLITE_DONE) {
        return give_up(store, row, code, err);
    }
    store_end(row);
    return JAGA_OK;
}

jaga_status store_require_group(const jaga_store *store, jaga_error *err)
{
    if (!store->is_in_group) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s: nothing was written, for the group is not open (or an earlier write "
                         "of it failed)",
                         store->path);
    }
    return JAGA_OK;
}

void store_roll_back(jaga_store *store)
{
    store->is_in_group = false;
    if (store->db != NULL && sqlite3_get_autocommit(store->db) == 0) {
        sqlite3_stmt *rollback = store->statements[STATEMENT_ROLLBACK];
        if (rollback != NULL) {
            (void)sqlite3_step(rollback);
            (void)sqlite3_reset(rollback);
        }
    }
}
