/* The row of this run: what it read, and what it found. */
#include "jaga/version.h"

#include "base/crash.h"
#include "store/connection.h"

static jaga_status begin_run(jaga_store *store, jaga_error *err)
{
    const sql_row lost = store_row(store, STATEMENT_END_LOST_RUNS);
    const sql_row next = store_row(store, STATEMENT_NEXT_RUN);

    if (store->run != 0) {
        return JAGA_OK;
    }
    JAGA_TRY(store_run(store, &lost, err));
    return store_number(store, &next, 1, &store->run, err);
}

static jaga_status put_sources(jaga_store *store, const store_run_info *run, jaga_error *err)
{
    for (size_t i = 0; i < run->source_count; i++) {
        sql_row row = store_row(store, STATEMENT_PUT_RUN_SOURCE);
        sql_integer(&row, store->run);
        sql_integer(&row, (int64_t)i + 1);
        sql_name(&row, run->sources[i]);
        JAGA_TRY(store_run(store, &row, err));
    }
    return JAGA_OK;
}

static jaga_status put_row(jaga_store *store, const store_run_info *run, jaga_error *err)
{
    static const char *const states[] = { "running", "done", "stopped" };
    sql_row row = store_row(store, STATEMENT_PUT_RUN);

    sql_integer(&row, store->run);
    sql_name(&row, run->kind);
    sql_name(&row, states[run->state]);
    sql_integer(&row, run->started_us);
    sql_integer(&row, run->rows);
    sql_integer(&row, run->events);
    sql_integer(&row, run->rejects);
    sql_integer(&row, run->alerts);
    sql_integer(&row, run->step_ups);
    sql_integer(&row, run->holds);
    sql_integer(&row, run->cases);
    if (run->events > 0) {
        sql_integer(&row, run->first_us);
        sql_integer(&row, run->last_us);
    } else {
        sql_null(&row);
        sql_null(&row);
    }
    sql_integer(&row, (int64_t)run->records_from);
    sql_integer(&row, (int64_t)run->records_to);
    sql_name(&row, "jaga " JAGA_VERSION);
    return store_run(store, &row, err);
}

jaga_status store_put_run(jaga_store *store, const store_run_info *run, jaga_error *err)
{
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    CRASH_STEP("store:run");
    const bool is_new = store->run == 0;
    JAGA_TRY(begin_run(store, err));
    JAGA_TRY(put_row(store, run, err));
    return is_new ? put_sources(store, run, err) : JAGA_OK;
}
