#include "store/inbox.h"

#include "store/command.h"
#include "store/connection.h"

#include <jansson.h>
#include <string.h>

#define SQL_FILE "engine/store/inbox.sql"

enum { ID_BYTES = 64, DETAIL_BYTES = 2048 };

static bool is_fine(jaga_span text, uint32_t most)
{
    return text.length <= most;
}

static int add(json_t *object, const char *key, jaga_span text)
{
    /* Without the escape of command_text: what comes in has to be what it says it is. */
    return text.length == 0 ? 0
                            : json_object_set_new(object, key, json_stringn(text.at, text.length));
}

static jaga_status render(const inbox_fact *fact, char *line, size_t cap, size_t *length,
                          jaga_error *err)
{
    json_t *object = json_object();
    int failed = 0;

    failed |= add(object, "event_id", fact->event_id);
    failed |= json_object_set_new(object, "ts", command_time(fact->ts_us));
    failed |= json_object_set_new(object, "type", json_string(jaga_event_type_name(fact->type)));
    failed |= add(object, "account", fact->account);
    failed |= json_object_set_new(object, "status", json_string("ok"));
    failed |= add(object, "reason", fact->reason);
    failed |= add(object, "ref", fact->ref);
    failed |= add(object, "detail", fact->detail);
    if (failed != 0) {
        json_decref(object);
        return jaga_fail(err, JAGA_ERR_USAGE, "a fact for the log with text that is not UTF-8");
    }
    return command_dump(object, failed, line, cap, length, err);
}

jaga_status inbox_put(sqlite3 *db, const char *db_path, const inbox_fact *fact, jaga_error *err)
{
    char line[STORE_BODY_BYTES];
    sql_row row = { .statement = NULL };
    size_t length = 0;

    if (fact->event_id.length == 0 || fact->account.length == 0 ||
        !is_fine(fact->event_id, ID_BYTES) || !is_fine(fact->account, ID_BYTES) ||
        !is_fine(fact->ref, ID_BYTES) || !is_fine(fact->reason, ID_BYTES) ||
        !is_fine(fact->detail, DETAIL_BYTES)) {
        return jaga_fail(
            err, JAGA_ERR_USAGE,
            "a fact for the log without an id or account, or with one that is too long");
    }
    JAGA_TRY(render(fact, line, sizeof line, &length, err));
    JAGA_TRY(sql_prepare(db, SQL_FILE, "put_fact", &row.statement, db_path, err));
    sql_text(&row, fact->event_id);
    sql_text(&row, (jaga_span){ line, (uint32_t)length });
    const int code = sqlite3_step(row.statement);
    const jaga_status status = code == SQLITE_DONE ? JAGA_OK : sql_fail(db, code, db_path, err);
    (void)sqlite3_finalize(row.statement);
    return status;
}
