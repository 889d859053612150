#include "test_store_fixture.h"

#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

/* Some database, made by SQL of its own. */
static void make_database(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

/* The path is refused, and the text says why. */
static void refuses(const char *path, jaga_status wanted, const char *because)
{
    jaga_store *store = NULL;
    jaga_error err = { .text = "" };

    ck_assert_msg(store_open(path, &store, &err) == wanted, "%s: %s", jaga_status_name(err.status),
                  err.text);
    ck_assert_msg(strstr(err.text, because) != NULL, "%s", err.text);
    ck_assert_ptr_null(store);
}

START_TEST(a_new_database_is_private_whatever_the_umask)
{
    char path[PATH_BYTES], beside[PATH_BYTES + 8];
    struct stat about;

    (void)umask(0);
    jaga_store *store = new_store(path);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    (void)snprintf(beside, sizeof beside, "%s-wal", path);
    ck_assert_int_eq(stat(beside, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    store_close(store);

    (void)umask(0777);
    store = NULL;
    char other[PATH_BYTES];
    (void)snprintf(other, sizeof other, "%s", path);
    other[strlen(other) - 1] = 'c';
    store = open_store(other);
    ck_assert_int_eq(stat(other, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    store_close(store);
}
END_TEST

START_TEST(it_writes_ahead_and_syncs_each_commit)
{
    char path[PATH_BYTES], text[16];
    jaga_store *store = new_store(path);

    ck_assert_str_eq(ask_text(store, "PRAGMA journal_mode", text, sizeof text), "wal");
    ck_assert_int_eq(ask_number(store, "PRAGMA synchronous"), 2);
    ck_assert_int_eq(ask_number(store, "PRAGMA foreign_keys"), 1);
    ck_assert_int_eq(ask_number(store, "PRAGMA busy_timeout"), 5000);
    ck_assert_int_eq(ask_number(store, "PRAGMA application_id"), 0x6A616761);
    ck_assert_int_eq(ask_number(store, "PRAGMA user_version"), STORE_SCHEMA);
    ck_assert_int_eq(ask_number(store,
                                "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' "
                                "AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'"),
                     0);
    store_close(store);
}
END_TEST

START_TEST(an_empty_file_becomes_a_database)
{
    char path[PATH_BYTES];

    make_path(path, "x.db");
    write_file(path, "", 0);
    jaga_store *store = open_store(path);
    ck_assert_uint_eq(strlen(store_id(store)), 32);
    store_close(store);
}
END_TEST

START_TEST(a_text_is_not_a_database)
{
    static char large[8192];
    char path[PATH_BYTES];

    memset(large, 'x', sizeof large);
    make_path(path, "x.db");
    write_file(path, "event_id,ts\n", 12);
    refuses(path, JAGA_ERR_FORMAT, "not a jaga database");
    write_file(path, large, sizeof large);
    refuses(path, JAGA_ERR_FORMAT, "not a jaga database");
}
END_TEST

START_TEST(the_database_of_another_program_is_left_alone)
{
    char path[PATH_BYTES];
    sqlite3 *db = NULL;

    make_path(path, "x.db");
    make_database(path, "CREATE TABLE song (title TEXT)");
    refuses(path, JAGA_ERR_FORMAT, "another program");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "SELECT title FROM song", NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_ne(sqlite3_exec(db, "SELECT * FROM decision", NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    (void)snprintf(path + strlen(path), 8, "-wal");
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(an_empty_database_of_another_program_is_left_alone)
{
    char path[PATH_BYTES];

    make_path(path, "x.db");
    make_database(path, "PRAGMA application_id = 1234567");
    refuses(path, JAGA_ERR_FORMAT, "another program");
}
END_TEST

START_TEST(a_newer_schema_is_refused)
{
    char path[PATH_BYTES];

    store_close(new_store(path));
    make_database(path, "PRAGMA user_version = 1000");
    refuses(path, JAGA_ERR_FORMAT, "made by a newer jaga (schema 1000, this one knows");
}
END_TEST

START_TEST(a_damaged_database_is_refused)
{
    char path[PATH_BYTES];

    store_close(new_store(path));
    ck_assert_int_eq(truncate(path, 4096), 0);
    refuses(path, JAGA_ERR_FORMAT, "damaged");
}
END_TEST

START_TEST(a_place_that_cannot_hold_a_database_is_refused)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 16];

    make_folder(folder);
    refuses(folder, JAGA_ERR_USAGE, "is a folder");
    (void)snprintf(path, sizeof path, "%s/none/x.db", folder);
    refuses(path, JAGA_ERR_IO, "its folder does not exist");
    refuses("/dev/null", JAGA_ERR_USAGE, "not a plain file");
    refuses("", JAGA_ERR_USAGE, "no name");
    refuses(":memory:", JAGA_ERR_USAGE, "no name");
}
END_TEST

/* Root may write anything, whatever the mode says; the test gives that up for its own process. */
static void obey_modes(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

    ck_assert_int_eq(syscall(SYS_capget, &header, data), 0);
    data[0].effective &= ~(1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH);
    ck_assert_int_eq(syscall(SYS_capset, &header, data), 0);
}

START_TEST(a_folder_that_may_not_be_written_is_named)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 16];

    make_folder(folder);
    obey_modes();
    (void)snprintf(path, sizeof path, "%s/x.db", folder);
    store_close(open_store(path));
    ck_assert_int_eq(chmod(folder, 0555), 0);
    refuses(path, JAGA_ERR_IO, "their folder must be writable");
    path[strlen(path) - 1] = 'c';
    refuses(path, JAGA_ERR_IO, "cannot be created: Permission denied");
    ck_assert_int_eq(chmod(folder, 0755), 0);
}
END_TEST

START_TEST(a_file_that_may_only_be_read_is_named)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 16];

    make_folder(folder);
    obey_modes();
    (void)snprintf(path, sizeof path, "%s/x.db", folder);
    store_close(open_store(path));
    ck_assert_int_eq(chmod(path, 0400), 0);
    refuses(path, JAGA_ERR_IO, "cannot be written: Permission denied");
}
END_TEST

UNIT_MAIN("store_open", a_new_database_is_private_whatever_the_umask,
          it_writes_ahead_and_syncs_each_commit, an_empty_file_becomes_a_database,
          a_text_is_not_a_database, the_database_of_another_program_is_left_alone,
          an_empty_database_of_another_program_is_left_alone, a_newer_schema_is_refused,
          a_damaged_database_is_refused, a_place_that_cannot_hold_a_database_is_refused,
          a_folder_that_may_not_be_written_is_named, a_file_that_may_only_be_read_is_named)
