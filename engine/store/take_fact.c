/* The engine's side of the inbox: taking facts up in order, each once. */
#include "store/store.h"

#include "base/crash.h"
#include "store/connection.h"

#include <string.h>

jaga_status store_next_fact(jaga_store *store, int64_t after, store_fact *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_NEXT_FACT);

    sql_integer(&row, after);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_span line = sql_column_span(row.statement, 1);
    const int64_t id = sqlite3_column_int64(row.statement, 0);
    const bool fits = line.length < sizeof store->body;
    /* A copy, so that no read of ours keeps the write-ahead log from being folded in. */
    if (fits) {
        memcpy(store->body, line.at, line.length);
    }
    const uint32_t length = line.length;
    store_end(&row);
    if (!fits) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: fact %lld of the inbox is too long",
                         store->path, (long long)id);
    }
    *out = (store_fact){ .id = id, .line = { store->body, length } };
    return JAGA_OK;
}

jaga_status store_fact_taken(jaga_store *store, int64_t id, uint64_t record, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_FACT_TAKEN);

    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:fact-taken");
    sql_integer(&row, id);
    sql_integer(&row, (int64_t)record);
    return store_run(store, &row, err);
}

jaga_status store_event_taken(jaga_store *store, jaga_span event_id, uint64_t record,
                              jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_EVENT_TAKEN);

    JAGA_TRY(store_require_group(store, err));
    sql_text(&row, event_id);
    sql_integer(&row, (int64_t)record);
    return store_run(store, &row, err);
}
