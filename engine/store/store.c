/* The store's groups, totals and positions; decisions and messages have files of their own. */
#include "store/store.h"

#include "base/crash.h"
#include "base/hash.h"
#include "store/connection.h"

#include <string.h>

jaga_status store_open(const char *path, jaga_store **out, jaga_error *err)
{
    const size_t path_bytes = strlen(path) + 1;
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(jaga_store) + path_bytes + 256, &memory, err));
    jaga_store *store = arena_take(memory, sizeof *store);
    char *copy = arena_take(memory, path_bytes);
    JAGA_CHECK(store != NULL && copy != NULL);
    memcpy(copy, path, path_bytes);
    store->memory = memory;
    store->path = copy;
    const jaga_status status = connection_open(store, err);
    if (status != JAGA_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return JAGA_OK;
}

void store_close(jaga_store *store)
{
    if (store != NULL) {
        connection_close(store);
        arena_close(store->memory);
    }
}

const char *store_id(const jaga_store *store)
{
    return store->id;
}

jaga_status store_begin(jaga_store *store, jaga_error *err)
{
    const sql_row begin = store_row(store, STATEMENT_BEGIN);

    JAGA_CHECK(!store->is_in_group);
    CRASH_STEP("store:begin");
    JAGA_TRY(store_run(store, &begin, err));
    store->staged_position = store->position;
    store->is_in_group = true;
    return JAGA_OK;
}

jaga_status store_commit(jaga_store *store, jaga_error *err)
{
    const sql_row commit = store_row(store, STATEMENT_COMMIT);

    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:before-commit");
    JAGA_TRY(store_run(store, &commit, err));
    store->is_in_group = false;
    store->position = store->staged_position;
    CRASH_STEP("store:after-commit");
    return JAGA_OK;
}

jaga_status store_put_reject(jaga_store *store, const store_reject *reject, jaga_error *err)
{
    int64_t count = 0;

    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:reject");
    sql_row counted = store_row(store, STATEMENT_COUNT_REJECT);
    sql_name(&counted, reject->reason);
    JAGA_TRY(store_number(store, &counted, 0, &count, err));
    if (count > STORE_REJECTS_KEPT) {
        return JAGA_OK;
    }
    sql_row row = store_row(store, STATEMENT_INSERT_REJECT);
    sql_name(&row, reject->source);
    sql_integer(&row, (int64_t)reject->line);
    sql_name(&row, reject->reason);
    sql_name(&row, reject->cause);
    return store_run(store, &row, err);
}

jaga_status store_put_source(jaga_store *store, const store_source *source, jaga_error *err)
{
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:source");
    sql_row row = store_row(store, STATEMENT_PUT_SOURCE);
    sql_name(&row, source->name);
    sql_integer(&row, (int64_t)source->bytes);
    sql_integer(&row, (int64_t)source->lines);
    sql_integer(&row, (int64_t)source->prefix_hash);
    return store_run(store, &row, err);
}

jaga_status store_get_source(jaga_store *store, const char *name, store_source *out,
                             jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_SOURCE);

    sql_name(&row, name);
    JAGA_TRY(store_step(store, &row, err));
    *out = (store_source){ .name = name,
                           .bytes = (uint64_t)sqlite3_column_int64(row.statement, 0),
                           .lines = (uint64_t)sqlite3_column_int64(row.statement, 1),
                           .prefix_hash = (uint64_t)sqlite3_column_int64(row.statement, 2) };
    store_end(&row);
    return JAGA_OK;
}

jaga_status store_put_listing(jaga_store *store, const char *path, uint64_t bytes, jaga_error *err)
{
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:listing");
    sql_row row = store_row(store, STATEMENT_PUT_LISTING);
    sql_name(&row, path);
    sql_integer(&row, (int64_t)bytes);
    return store_run(store, &row, err);
}

jaga_status store_get_listing(jaga_store *store, const char *path, uint64_t *bytes, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_LISTING);
    int64_t known = 0;

    sql_name(&row, path);
    JAGA_TRY(store_number(store, &row, 0, &known, err));
    *bytes = (uint64_t)known;
    return JAGA_OK;
}

jaga_status store_put_position(jaga_store *store, uint64_t records, int64_t watermark_us,
                               jaga_error *err)
{
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:position");
    sql_row row = store_row(store, STATEMENT_PUT_POSITION);
    sql_integer(&row, (int64_t)records);
    sql_integer(&row, watermark_us);
    JAGA_TRY(store_run(store, &row, err));
    store->staged_position = records;
    return JAGA_OK;
}

uint64_t store_position(const jaga_store *store)
{
    return store->position;
}

jaga_status store_put_count(jaga_store *store, const char *name, int64_t value, jaga_error *err)
{
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:count");
    sql_row row = store_row(store, STATEMENT_PUT_COUNT);
    sql_name(&row, name);
    sql_integer(&row, value);
    return store_run(store, &row, err);
}

int64_t store_get_count(jaga_store *store, const char *name)
{
    sql_row row = store_row(store, STATEMENT_GET_COUNT);
    int64_t value = 0;

    sql_name(&row, name);
    return store_number(store, &row, 0, &value, NULL) == JAGA_OK ? value : 0;
}

static jaga_status put_text(jaga_store *store, store_statement statement, uint64_t record,
                            jaga_span text, jaga_error *err)
{
    const jaga_key hash = hash_key(&text, 1);

    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:settings");
    sql_row row = store_row(store, statement);
    sql_integer(&row, (int64_t)record);
    sql_name(&row, hash.text);
    sql_text(&row, text);
    return store_run(store, &row, err);
}

jaga_status store_put_settings(jaga_store *store, uint64_t record, jaga_span text, jaga_error *err)
{
    return put_text(store, STATEMENT_PUT_SETTINGS, record, text, err);
}

jaga_status store_put_weights(jaga_store *store, uint64_t record, jaga_span text, jaga_error *err)
{
    return put_text(store, STATEMENT_PUT_WEIGHTS, record, text, err);
}

jaga_status store_put_model(jaga_store *store, uint64_t record, jaga_span hash, jaga_error *err)
{
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:model");
    sql_row row = store_row(store, STATEMENT_PUT_MODEL);
    sql_integer(&row, (int64_t)record);
    if (hash.length > 0) {
        sql_text(&row, hash);
    } else {
        sql_null(&row);
    }
    return store_run(store, &row, err);
}

void store_mute(jaga_store *store, bool is_muted)
{
    store->is_muted = is_muted;
}

jaga_status store_count_decisions(jaga_store *store, uint64_t from, uint64_t before,
                                  uint64_t *count, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_COUNT_DECISIONS);
    int64_t counted = 0;

    sql_integer(&row, (int64_t)from);
    sql_integer(&row, (int64_t)before);
    JAGA_TRY(store_number(store, &row, 0, &counted, err));
    *count = (uint64_t)counted;
    return JAGA_OK;
}
