/* Which payments are the customer's own: what was said of each last, whichever case it was said in.
 */
#include "test_store_fixture.h"

#include "base/embed.h"
#include "store/audit.h"

/* A database that has marks and nothing they point to. */
static sqlite3 *new_marks(char path[PATH_BYTES])
{
    sqlite3 *db = NULL;
    jaga_error err;

    store_close(new_store(path));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert(audit_register(db, path, &err) == JAGA_OK);
    return db;
}

static void say(sqlite3 *db, const char *theft, const char *event, const char *mark, int at_us)
{
    char text[256];
    char *because = NULL;

    (void)snprintf(text, sizeof text,
                   "INSERT INTO mark VALUES ('%s', '%s', '%s', 100, 'IDR', 1, %d, 1)", theft, event,
                   mark, at_us);
    ck_assert_msg(sqlite3_exec(db, text, NULL, NULL, &because) == SQLITE_OK, "%s", because);
}

static void check_owned(sqlite3 *db, const char *want)
{
    const embed_file *file = embed_find("engine/query/owned.sql");
    sqlite3_stmt *rows = NULL;
    char got[256] = "";

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(sqlite3_prepare_v2(db, file->text, -1, &rows, NULL), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const size_t length = strlen(got);
        (void)snprintf(got + length, sizeof got - length, "%s ", sqlite3_column_text(rows, 0));
    }
    ck_assert_int_eq(sqlite3_finalize(rows), SQLITE_OK);
    ck_assert_str_eq(got, want);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

START_TEST(a_payment_marked_once_is_what_was_said)
{
    char path[PATH_BYTES];
    sqlite3 *db = new_marks(path);

    say(db, "C1", "own", "MINE", 10);
    say(db, "C1", "stolen", "NOT_MINE", 10);
    say(db, "C1", "unclear", "UNSURE", 10);
    check_owned(db, "own ");
}
END_TEST

START_TEST(the_latest_word_of_any_case_counts)
{
    char path[PATH_BYTES];
    sqlite3 *db = new_marks(path);

    say(db, "C1", "denied-later", "MINE", 10);
    say(db, "C2", "denied-later", "NOT_MINE", 20);
    say(db, "C1", "doubted-later", "MINE", 10);
    say(db, "C2", "doubted-later", "UNSURE", 20);
    say(db, "C1", "found-out-later", "NOT_MINE", 10);
    say(db, "C2", "found-out-later", "MINE", 20);
    say(db, "C3", "said-twice", "MINE", 10);
    say(db, "C4", "said-twice", "MINE", 20);
    check_owned(db, "found-out-later said-twice ");
}
END_TEST

START_TEST(at_the_same_moment_denial_counts)
{
    char path[PATH_BYTES];
    sqlite3 *db = new_marks(path);

    say(db, "C1", "both", "MINE", 10);
    say(db, "C2", "both", "NOT_MINE", 10);
    check_owned(db, "");
}
END_TEST

UNIT_MAIN("owned", a_payment_marked_once_is_what_was_said, the_latest_word_of_any_case_counts,
          at_the_same_moment_denial_counts)
