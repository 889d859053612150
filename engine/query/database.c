#include "query/database.h"

#include "base/embed.h"
#include "store/sql.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 5000 };

#define OPEN_SQL    "engine/store/open.sql"
#define READING_SQL "engine/query/reading.sql"

static jaga_status check_file(const char *path, jaga_error *err)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        return errno == ENOENT
                   ? jaga_fail(err, JAGA_ERR_IO,
                               "there is no database %s; `jaga scan FILE --db %s` makes one", path,
                               path)
                   : jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", path, strerror(errno));
    }
    return S_ISREG(about.st_mode)
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT, "%s is no file, so no database", path);
}

static jaga_status name_state(database *self, jaga_error *err)
{
    const size_t length = strlen(self->path);
    const bool has_ending = length > 3 && strcmp(self->path + length - 3, ".db") == 0;
    const int stem = (int)(has_ending ? length - 3 : length);

    if (length > 4000) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the path of the database is too long");
    }
    (void)snprintf(self->state, sizeof self->state, "%.*s.state", stem, self->path);
    (void)snprintf(self->history, sizeof self->history, "%s/history", self->state);
    self->has_history = access(self->history, F_OK) == 0;
    return JAGA_OK;
}

/* "file:PATH?immutable=1": how SQLite reads where it may write nothing at all. */
static bool spell_immutable(const char *path, char *uri, size_t cap)
{
    size_t n = (size_t)snprintf(uri, cap, "file:");

    for (const char *at = path; *at != '\0'; at++) {
        const bool is_special = *at == '?' || *at == '#' || *at == '%';
        const int wrote = is_special ? snprintf(uri + n, cap - n, "%%%02X", (unsigned)*at)
                                     : snprintf(uri + n, cap - n, "%c", *at);
        n += (size_t)wrote;
        if (n + 16 > cap) {
            return false;
        }
    }
    (void)snprintf(uri + n, cap - n, "?immutable=1");
    return true;
}

static jaga_status ask_number(const database *self, const char *name, int64_t *out, jaga_error *err)
{
    sqlite3_stmt *statement = NULL;

    JAGA_TRY(sql_prepare(self->db, OPEN_SQL, name, &statement, self->path, err));
    const jaga_status status = database_step(self, statement, err);
    *out = status == JAGA_OK ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_finalize(statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status check_owner(const database *self, jaga_error *err)
{
    int64_t owner = 0, schema = 0;

    JAGA_TRY(ask_number(self, "application_id", &owner, err));
    JAGA_TRY(ask_number(self, "user_version", &schema, err));
    if (owner != STORE_APPLICATION_ID) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s is no database of jaga", self->path);
    }
    if (schema != STORE_SCHEMA) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s was made by %s jaga (schema %lld, this one knows %d): use that "
                         "one, or scan into a new database",
                         self->path, schema > STORE_SCHEMA ? "a newer" : "an older",
                         (long long)schema, (int)STORE_SCHEMA);
    }
    return JAGA_OK;
}

static jaga_status connect(database *self, const char *name, jaga_error *err)
{
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(name, &self->db, flags, NULL);

    if (code != SQLITE_OK) {
        return jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", self->path, sqlite3_errstr(code));
    }
    (void)sqlite3_busy_timeout(self->db, BUSY_MS);
    JAGA_TRY(sql_run_file(self->db, READING_SQL, self->path, err));
    return check_owner(self, err);
}

jaga_status database_open(const char *path, database *out, jaga_error *err)
{
    char uri[3 * 4096];

    *out = (database){ .path = path };
    JAGA_TRY(check_file(path, err));
    JAGA_TRY(name_state(out, err));
    jaga_status status = connect(out, path, err);
    const int code = out->db == NULL ? SQLITE_OK : sqlite3_errcode(out->db) & 0xff;
    if (status != JAGA_OK && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) &&
        spell_immutable(path, uri, sizeof uri)) {
        /* A copy in a folder that may not be written: there is no writer beside us. */
        database_close(out);
        status = connect(out, uri, err);
    }
    if (status != JAGA_OK) {
        database_close(out);
    }
    return status;
}

void database_close(database *self)
{
    (void)sqlite3_close_v2(self->db);
    self->db = NULL;
}

jaga_status database_prepare(const database *self, const char *file, sqlite3_stmt **out,
                             jaga_error *err)
{
    const embed_file *embedded = embed_find(file);

    JAGA_CHECK(embedded != NULL);
    const int code = sqlite3_prepare_v2(self->db, embedded->text, -1, out, NULL);
    return code == SQLITE_OK ? JAGA_OK : sql_fail(self->db, code, self->path, err);
}

jaga_status database_step(const database *self, sqlite3_stmt *statement, jaga_error *err)
{
    const int code = sqlite3_step(statement);

    return code == SQLITE_ROW    ? JAGA_OK
           : code == SQLITE_DONE ? JAGA_END
                                 : sql_fail(self->db, code, self->path, err);
}
