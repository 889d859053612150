/* What runs for every decision, command and step of the desk finds its rows by an index: a
 * statement that reads a table that grows would make each hold later than the one before. */
#include "test_store_fixture.h"

#include "base/embed.h"
#include "store/audit.h"
#include "store/sql.h"

static const char *const files[] = {
    "engine/store/statements.sql", "engine/store/ledger_command.sql", "engine/store/inbox.sql",
    "engine/desk/desk.sql",        "engine/desk/dispute.sql",         "engine/desk/recall.sql",
    "engine/desk/request.sql",
};

/* Statements that may read all of something, and why that stays small. */
static const struct {
    const char *statement, *step;
} allowed[] = {
    { "get_meta", "SCAN meta" },         /* one row */
    { "get_position", "SCAN position" }, /* one row */
    { "end_message", "SCAN position" },
    { "get_lost", "SCAN p" }, /* the same */
    { "end_lost_runs", "SCAN run" },
    { "count_agents", "SCAN desk_agent" },
    /* What is open, by an index of just that. */
    { "next_message", "SCAN o USING INDEX outbox_new" },
    { "next_urgent", "SCAN o USING INDEX outbox_new" },
    { "count_messages", "SCAN outbox USING INDEX outbox_new" },
    { "count_messages", "SCAN outbox USING INDEX outbox_refused" },
    { "old_scores", "SCAN t" }, /* a subquery that ends by its limit */
    /* Disputes and recalls: some thousands a year, in answer to a person or once a minute. */
    { "next_over", "SCAN dispute" },
    { "count_late", "SCAN dispute" },
    { "find_match", "SCAN recall" },
    { "has_reference", "SCAN recall_event" },
    { "next_due", "SCAN recall" },
    { "get_account", "SCAN r" },
    { "get_thefts", "SCAN c" },    /* traced with everything that is there */
    { "set_languages", "SCAN t" }, /* every call, when a list of customers came */
};

static bool is_allowed(const char *statement, const char *step)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        if (strcmp(statement, allowed[i].statement) == 0 &&
            strncmp(step, allowed[i].step, strlen(allowed[i].step)) == 0) {
            return true;
        }
    }
    return false;
}

/* Explains one statement; returns how many steps its plan has. */
static size_t check_plan(sqlite3 *db, const char *file, const char *name, jaga_span text)
{
    char explained[8192];
    sqlite3_stmt *plan = NULL;
    size_t steps = 0;

    ck_assert_int_lt(
        snprintf(explained, sizeof explained, "EXPLAIN QUERY PLAN %.*s", (int)text.length, text.at),
        (int)sizeof explained);
    ck_assert_msg(sqlite3_prepare_v2(db, explained, -1, &plan, NULL) == SQLITE_OK, "%s, %s: %s",
                  file, name, sqlite3_errmsg(db));
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        const bool reads_all = strncmp(step, "SCAN ", 5) == 0 && step[5] != '(' &&
                               strstr(step, "CONSTANT ROW") == NULL &&
                               strstr(step, "VIRTUAL TABLE") == NULL;
        ck_assert_msg(!reads_all || is_allowed(name, step), "%s, %s: %s", file, name, step);
        steps++;
    }
    ck_assert_int_eq(sqlite3_finalize(plan), SQLITE_OK);
    return steps;
}

static size_t check_file(sqlite3 *db, const char *path)
{
    static const char mark[] = "-- name: ";
    const embed_file *file = embed_find(path);
    size_t steps = 0;

    ck_assert_ptr_nonnull(file);
    for (const char *at = strstr(file->text, mark); at != NULL; at = strstr(at, mark)) {
        at += strlen(mark);
        char name[64];
        ck_assert_uint_lt(strcspn(at, "\n"), sizeof name);
        (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "\n"), at);
        jaga_span text;
        ck_assert(sql_find(file->text, name, &text));
        steps += check_plan(db, path, name, text);
    }
    return steps;
}

START_TEST(no_statement_reads_a_table_that_grows)
{
    char path[PATH_BYTES];
    sqlite3 *db = NULL;
    jaga_error err;
    size_t steps = 0;

    store_close(new_store(path));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert(audit_register(db, path, &err) == JAGA_OK);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        steps += check_file(db, files[i]);
    }
    ck_assert_uint_gt(steps, 100);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}
END_TEST

UNIT_MAIN("plans", no_statement_reads_a_table_that_grows)
