/* What is done about a ledger that does not answer. */
#include "store/unconfirmed.h"

#include "base/crash.h"
#include "base/money.h"
#include "store/command.h"
#include "store/connection.h"

#include <string.h>

typedef struct waiting {
    char hold_id[STORE_KEY_BYTES];
    bool is_denied;
} waiting;

static bool is_worth(const sql_row *row, int64_t from_whole)
{
    const jaga_span currency = sql_column_span(row->statement, 2);
    int64_t whole = sqlite3_column_int64(row->statement, 1);

    if (sqlite3_column_type(row->statement, 1) == SQLITE_NULL) {
        return true;
    }
    for (int digits = money_digits(currency); digits > 0; digits--) {
        whole /= 10;
    }
    return whole >= from_whole;
}

static jaga_status next_waiting(jaga_store *store, const store_freeze_rule *rule, int64_t now_us,
                                waiting *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_NEXT_UNCONFIRMED);

    sql_integer(&row, now_us - rule->after_us);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_span id = sql_column_span(row.statement, 0);
    JAGA_CHECK(id.length < sizeof out->hold_id);
    memcpy(out->hold_id, id.at, id.length);
    out->hold_id[id.length] = '\0';
    out->is_denied = rule->has_list && is_worth(&row, rule->from_whole);
    store_end(&row);
    return JAGA_OK;
}

static jaga_status raise_one(jaga_store *store, const waiting *about, int64_t now_us,
                             jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_RAISE_UNCONFIRMED);

    CRASH_STEP("store:raise");
    sql_name(&row, about->hold_id);
    sql_integer(&row, now_us);
    sql_integer(&row, about->is_denied);
    return store_run(store, &row, err);
}

/* From `next` on. */
static jaga_status raise_all(jaga_store *store, const store_freeze_rule *rule, waiting *next,
                             int64_t now_us, int64_t *raised, jaga_error *err)
{
    jaga_status status = JAGA_OK;

    while (status == JAGA_OK && *raised < STORE_RAISED_MOST) {
        JAGA_TRY(raise_one(store, next, now_us, err));
        ++*raised;
        status = next_waiting(store, rule, now_us, next, err);
    }
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status store_raise_unconfirmed(jaga_store *store, const store_freeze_rule *rule,
                                    int64_t now_us, int64_t *raised, jaga_error *err)
{
    waiting next;

    *raised = 0;
    JAGA_CHECK(!store->is_in_group);
    /* Nearly always nothing is due; then nobody is kept from writing. */
    jaga_status status = next_waiting(store, rule, now_us, &next, err);
    if (status != JAGA_OK) {
        return status == JAGA_END ? JAGA_OK : status;
    }
    JAGA_TRY(store_begin(store, err));
    status = raise_all(store, rule, &next, now_us, raised, err);
    if (status != JAGA_OK) {
        store_roll_back(store);
        return status;
    }
    return store_commit(store, err);
}

static jaga_status render(sqlite3_stmt *columns, char *line, jaga_error *err)
{
    static const char *const texts[] = { "op", "account", "hold_id", "scope" };
    json_t *object = json_object();
    size_t length = 0;
    int failed = json_object_set_new(object, "seq", json_integer(sqlite3_column_int64(columns, 0)));

    for (int i = 0; i < 4; i++) {
        failed |=
            json_object_set_new(object, texts[i], command_text(sql_column_span(columns, 1 + i)));
    }
    failed |=
        json_object_set_new(object, "decided_at", command_time(sqlite3_column_int64(columns, 5)));
    failed |= json_object_set_new(object, "at", command_time(sqlite3_column_int64(columns, 6)));
    JAGA_TRY(command_dump(object, failed, line, STORE_DENIAL_BYTES - 2, &length, err));
    line[length] = '\0';
    return JAGA_OK;
}

jaga_status store_get_denial(jaga_store *store, int64_t seq, char line[STORE_DENIAL_BYTES],
                             jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_DENIAL);

    sql_integer(&row, seq);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_status status = render(row.statement, line, err);
    store_end(&row);
    return status;
}
