#include "store/sql.h"

#include "base/embed.h"

#include <errno.h>
#include <string.h>

static const char name_mark[] = "-- name: ";

/* The next line that starts with the mark; NULL: none. */
static const char *next_mark(const char *text)
{
    while (strncmp(text, name_mark, sizeof name_mark - 1) != 0) {
        text = strchr(text, '\n');
        if (text == NULL) {
            return NULL;
        }
        text++;
    }
    return text;
}

bool sql_find(const char *text, const char *name, jaga_span *out)
{
    const size_t length = strlen(name);

    for (const char *mark = next_mark(text); mark != NULL; mark = next_mark(mark)) {
        const char *found = mark + sizeof name_mark - 1;
        const char *body = strchr(found, '\n');
        if (body == NULL) {
            return false;
        }
        if ((size_t)(body - found) == length && memcmp(found, name, length) == 0) {
            const char *end = next_mark(body + 1);
            const size_t bytes = end == NULL ? strlen(body) : (size_t)(end - body);
            *out = (jaga_span){ body, (uint32_t)bytes };
            return true;
        }
        mark = body + 1;
    }
    return false;
}

jaga_status sql_prepare(sqlite3 *db, const char *file, const char *name, sqlite3_stmt **out,
                        const char *db_path, jaga_error *err)
{
    const embed_file *embedded = embed_find(file);
    jaga_span text = { NULL, 0 };

    JAGA_CHECK(embedded != NULL && sql_find(embedded->text, name, &text));
    const int code =
        sqlite3_prepare_v3(db, text.at, (int)text.length, SQLITE_PREPARE_PERSISTENT, out, NULL);
    return code == SQLITE_OK ? JAGA_OK : sql_fail(db, code, db_path, err);
}

jaga_status sql_run_file(sqlite3 *db, const char *file, const char *db_path, jaga_error *err)
{
    const embed_file *embedded = embed_find(file);

    JAGA_CHECK(embedded != NULL);
    const int code = sqlite3_exec(db, embedded->text, NULL, NULL, NULL);
    return code == SQLITE_OK ? JAGA_OK : sql_fail(db, code, db_path, err);
}

static int last_errno(sqlite3_file *file)
{
    int cause = 0;

    if (file != NULL && file->pMethods != NULL) {
        (void)file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &cause);
    }
    return cause;
}

/* What the operating system said. A commit that fails leaves it with the file only. */
static int system_cause(sqlite3 *db)
{
    sqlite3_file *log = NULL, *database = NULL;
    int cause = sqlite3_system_errno(db);

    if (cause == 0 &&
        sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK) {
        cause = last_errno(log);
    }
    if (cause == 0 &&
        sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &database) == SQLITE_OK) {
        cause = last_errno(database);
    }
    return cause;
}

/* SQLite knows only ENOSPC as "full"; a quota and a file size limit are the same to the operator.
 */
static bool is_full(int code, int cause)
{
    return code == SQLITE_FULL ||
           (code == SQLITE_IOERR && (cause == ENOSPC || cause == EDQUOT || cause == EFBIG));
}

jaga_status sql_fail(sqlite3 *db, int code, const char *db_path, jaga_error *err)
{
    const int primary = code & 0xff;
    const int cause = system_cause(db);

    if (is_full(primary, cause)) {
        return jaga_fail(err, JAGA_ERR_IO,
                         "disk full while writing %s: %s; free some space and run again", db_path,
                         strerror(cause != 0 ? cause : ENOSPC));
    }
    switch (primary) {
    case SQLITE_NOTADB:
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: not a jaga database (not SQLite at all)",
                         db_path);
    case SQLITE_CORRUPT:
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s is damaged (%s): restore a copy, or scan into a new database", db_path,
                         sqlite3_errmsg(db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return jaga_fail(err, JAGA_ERR_BUSY, "%s is being written by another program", db_path);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return jaga_fail(err, JAGA_ERR_IO,
                         "%s cannot be written: %s; the file, its -wal and -shm companions and "
                         "their folder must be writable",
                         db_path, cause != 0 ? strerror(cause) : sqlite3_errmsg(db));
    case SQLITE_NOMEM: return jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", db_path);
    case SQLITE_IOERR:
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s: %s", db_path, sqlite3_errmsg(db),
                         cause != 0 ? strerror(cause) : "no cause given");
    default: return jaga_fail(err, JAGA_ERR_FORMAT, "%s: %s", db_path, sqlite3_errmsg(db));
    }
}

/* Binding borrows and allocates nothing, so it fails only where the caller is wrong. */
static int next_parameter(sql_row *row)
{
    row->filled++;
    return row->filled;
}

void sql_integer(sql_row *row, int64_t value)
{
    JAGA_CHECK(sqlite3_bind_int64(row->statement, next_parameter(row), value) == SQLITE_OK);
}

void sql_real(sql_row *row, double value)
{
    JAGA_CHECK(sqlite3_bind_double(row->statement, next_parameter(row), value) == SQLITE_OK);
}

void sql_text(sql_row *row, jaga_span text)
{
    const char *at = text.at != NULL ? text.at : "";

    JAGA_CHECK(sqlite3_bind_text(row->statement, next_parameter(row), at, (int)text.length,
                                 SQLITE_STATIC) == SQLITE_OK);
}

void sql_name(sql_row *row, const char *text)
{
    JAGA_CHECK(sqlite3_bind_text(row->statement, next_parameter(row), text, -1, SQLITE_STATIC) ==
               SQLITE_OK);
}

void sql_null(sql_row *row)
{
    JAGA_CHECK(sqlite3_bind_null(row->statement, next_parameter(row)) == SQLITE_OK);
}

jaga_span sql_column_span(sqlite3_stmt *statement, int column)
{
    const unsigned char *at = sqlite3_column_text(statement, column);

    return (jaga_span){ (const char *)at, (uint32_t)sqlite3_column_bytes(statement, column) };
}
