/* Opening a database that is ours, and running statements on it. */
#include "store/connection.h"

#include "jaga/version.h"

#include "base/crash.h"
#include "store/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_SQL       "engine/store/open.sql"
#define SCHEMA_SQL     "engine/store/schema.sql"
#define DESK_SQL       "engine/store/schema_desk.sql"
#define MODEL_SQL      "engine/store/schema_model.sql"
#define AUDIT_SQL      "engine/store/schema_audit.sql"
#define LEDGER_SQL     "engine/store/schema_ledger.sql"
#define RECALL_SQL     "engine/store/schema_recall.sql"
#define REQUEST_SQL    "engine/store/schema_request.sql"
#define WATCH_SQL      "engine/store/schema_watch.sql"
#define FREEZE_SQL     "engine/store/schema_freeze.sql"
#define EVIDENCE_SQL   "engine/store/schema_evidence.sql"
#define VIEWS_SQL      "engine/store/views.sql"
#define KPI_SQL        "engine/store/schema_kpi.sql"
#define SETTINGS_SQL   "engine/store/settings.sql"
#define STATEMENTS_SQL "engine/store/statements.sql"

#define X(id, name) name,
static const char *const statement_names[] = { STORE_STATEMENTS(X) };
#undef X

static jaga_status check_existing(const char *path, jaga_error *err)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(about.st_mode)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: is %s; name a database file", path,
                         S_ISDIR(about.st_mode) ? "a folder" : "not a plain file");
    }
    /* Opening and closing it to find out would drop the locks this process holds on it. */
    if (faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s cannot be written: %s", path, strerror(errno));
    }
    return JAGA_OK;
}

/* Makes a new file before SQLite can, so that it is private whatever the umask says. */
static jaga_status make_file(const char *path, jaga_error *err)
{
    if (path[0] == '\0' || path[0] == ':') {
        return jaga_fail(err, JAGA_ERR_USAGE, "\"%s\" is no name for a database file", path);
    }
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        const int failed = fchmod(fd, 0600);
        (void)close(fd);
        return failed == 0 ? JAGA_OK : jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    switch (errno) {
    case EEXIST: return check_existing(path, err);
    case ENOENT:
    case ENOTDIR:
        return jaga_fail(err, JAGA_ERR_IO, "%s: its folder does not exist; create it first", path);
    case ENOSPC:
    case EDQUOT:
        return jaga_fail(err, JAGA_ERR_IO, "disk full while creating %s: %s", path,
                         strerror(errno));
    default:
        return jaga_fail(err, JAGA_ERR_IO,
                         "%s cannot be created: %s; choose a folder that may be written", path,
                         strerror(errno));
    }
}

/* The first column of the only row of a question in open.sql. */
static jaga_status ask(jaga_store *store, const char *question, int64_t *out, jaga_error *err)
{
    sqlite3_stmt *statement = NULL;

    JAGA_TRY(sql_prepare(store->db, OPEN_SQL, question, &statement, store->path, err));
    const int code = sqlite3_step(statement);
    const jaga_status status =
        code == SQLITE_ROW ? JAGA_OK : sql_fail(store->db, code, store->path, err);
    if (status == JAGA_OK) {
        *out = sqlite3_column_int64(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    return status;
}

/* Nothing is changed in a file before this has said that it is ours or empty. */
static jaga_status inspect(jaga_store *store, bool *is_new, jaga_error *err)
{
    int64_t application = 0, schema = 0, tables = 0;

    JAGA_TRY(ask(store, "application_id", &application, err));
    JAGA_TRY(ask(store, "user_version", &schema, err));
    JAGA_TRY(ask(store, "count_tables", &tables, err));
    *is_new = application == 0 && tables == 0;
    if (*is_new) {
        return JAGA_OK;
    }
    if (application != STORE_APPLICATION_ID) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: a SQLite database, but of another program; choose another name",
                         store->path);
    }
    if (schema != STORE_SCHEMA) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s was made by %s jaga (schema %lld, this one knows %d)", store->path,
                         schema > STORE_SCHEMA ? "a newer" : "an older", (long long)schema,
                         (int)STORE_SCHEMA);
    }
    return JAGA_OK;
}

/* Readers must not stop the writer, so nothing but a write-ahead log will do; network file systems
 * cannot keep one. */
static jaga_status use_wal(jaga_store *store, jaga_error *err)
{
    sqlite3_stmt *statement = NULL;

    JAGA_TRY(sql_prepare(store->db, OPEN_SQL, "use_wal", &statement, store->path, err));
    const int code = sqlite3_step(statement);
    jaga_status status = JAGA_OK;
    if (code != SQLITE_ROW) {
        status = sql_fail(store->db, code, store->path, err);
    } else if (strcmp((const char *)sqlite3_column_text(statement, 0), "wal") != 0) {
        status = jaga_fail(err, JAGA_ERR_IO,
                           "%s: this file system cannot keep a write-ahead log; use a local disk",
                           store->path);
    }
    (void)sqlite3_finalize(statement);
    return status;
}

/* Runs a statement that is needed only now; ?1 is `text` unless that is NULL. */
static jaga_status run_once(jaga_store *store, const char *name, const char *text, jaga_error *err)
{
    sql_row row = { .statement = NULL };

    JAGA_TRY(sql_prepare(store->db, STATEMENTS_SQL, name, &row.statement, store->path, err));
    if (text != NULL) {
        sql_name(&row, text);
    }
    const jaga_status status = store_run(store, &row, err);
    (void)sqlite3_finalize(row.statement);
    return status;
}

/* Schema and identity in one commit: a file killed on the way is still an empty one. */
static jaga_status create_schema(jaga_store *store, jaga_error *err)
{
    CRASH_STEP("store:create");
    JAGA_TRY(run_once(store, "begin", NULL, err));
    JAGA_TRY(sql_run_file(store->db, SCHEMA_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, DESK_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, MODEL_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, AUDIT_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, LEDGER_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, RECALL_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, REQUEST_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, WATCH_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, FREEZE_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, EVIDENCE_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, VIEWS_SQL, store->path, err));
    JAGA_TRY(sql_run_file(store->db, KPI_SQL, store->path, err));
    JAGA_TRY(run_once(store, "insert_meta", "jaga " JAGA_VERSION, err));
    CRASH_STEP("store:created");
    return run_once(store, "commit", NULL, err);
}

static jaga_status read_identity(jaga_store *store, jaga_error *err)
{
    sql_row meta = store_row(store, STATEMENT_GET_META);
    sql_row position = store_row(store, STATEMENT_GET_POSITION);
    int64_t records = 0;

    jaga_status status = store_step(store, &meta, err);
    if (status == JAGA_END) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s is damaged: it has lost its identity",
                         store->path);
    }
    JAGA_TRY(status);
    const jaga_span id = sql_column_span(meta.statement, 0);
    const bool is_sane = id.length == 32;
    if (is_sane) {
        memcpy(store->id, id.at, id.length);
    }
    store_end(&meta);
    JAGA_TRY(store_number(store, &position, 0, &records, err));
    store->position = (uint64_t)records;
    return is_sane ? JAGA_OK
                   : jaga_fail(err, JAGA_ERR_FORMAT, "%s is damaged: its identity is unreadable",
                               store->path);
}

jaga_status connection_open(jaga_store *store, jaga_error *err)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    bool is_new = false;

    JAGA_TRY(make_file(store->path, err));
    const int code = sqlite3_open_v2(store->path, &store->db, flags, NULL);
    if (code != SQLITE_OK) {
        return store->db == NULL ? jaga_fail(err, JAGA_ERR_NOMEM, "%s: out of memory", store->path)
                                 : sql_fail(store->db, code, store->path, err);
    }
    (void)sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
    JAGA_TRY(audit_register(store->db, store->path, err));
    JAGA_TRY(inspect(store, &is_new, err));
    JAGA_TRY(use_wal(store, err));
    JAGA_TRY(sql_run_file(store->db, SETTINGS_SQL, store->path, err));
    if (is_new) {
        JAGA_TRY(create_schema(store, err));
    }
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        JAGA_TRY(sql_prepare(store->db, STATEMENTS_SQL, statement_names[i], &store->statements[i],
                             store->path, err));
    }
    return read_identity(store, err);
}

void connection_close(jaga_store *store)
{
    store_roll_back(store);
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
    }
    JAGA_CHECK(sqlite3_close(store->db) == SQLITE_OK);
}
