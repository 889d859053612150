#ifndef TESTS_UNIT_SIMULATED_FILES_H
#define TESTS_UNIT_SIMULATED_FILES_H

/* The files of a simulation, read back as tables of texts, and removed. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS_MAX = 120000, FIELDS = 25, ACCOUNTS = 240, PATH_BYTES = 512 };

/* Columns of events.csv without location; truth.csv and thefts.csv are read by number. */
enum {
    ID,
    TS,
    TYPE,
    STATUS,
    REASON,
    ACCOUNT,
    AMOUNT,
    CURRENCY,
    BALANCE,
    COUNTERPARTY,
    INSTITUTION = 11,
    REF = 21,
    DETAIL
};

typedef struct row {
    const char *field[FIELDS];
    int64_t ts_us;
} row;

typedef struct table {
    char *text; /* fields point into it */
    size_t count;
    row *rows;
} table;

static inline void path_of(char *to, const char *directory, const char *name)
{
    ck_assert_int_lt(snprintf(to, PATH_BYTES, "%s/%s", directory, name), PATH_BYTES);
}

static inline void scratch(char *to, const char *name)
{
    const char *parent = getenv("TMPDIR");
    const int n = snprintf(to, PATH_BYTES, "%s/jaga-%s-%ld", parent != NULL ? parent : "/tmp", name,
                           (long)getpid());
    ck_assert_int_lt(n, PATH_BYTES);
}

static inline char *slurp(const char *directory, const char *name, size_t *length)
{
    char path[PATH_BYTES];
    struct stat about;
    path_of(path, directory, name);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fstat(fileno(file), &about), 0);
    *length = (size_t)about.st_size;
    char *text = calloc(1, *length + 1);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(fread(text, 1, *length, file), *length);
    (void)fclose(file);
    return text;
}

/* Cuts the text in place; the header row is left out. */
static inline table read_table(const char *directory, const char *name)
{
    size_t length = 0;
    table t = { .text = slurp(directory, name, &length) };
    t.rows = calloc(ROWS_MAX, sizeof *t.rows);
    ck_assert_ptr_nonnull(t.rows);
    char *line = strchr(t.text, '\n') + 1;
    for (char *end = strchr(line, '\n'); end != NULL; end = strchr(line, '\n')) {
        ck_assert_uint_lt(t.count, ROWS_MAX);
        row *r = &t.rows[t.count++];
        *end = '\0';
        for (int i = 0; i < FIELDS; i++) {
            char *comma = strchr(line, ',');
            r->field[i] = line;
            line = comma != NULL ? comma + 1 : end;
            *(comma != NULL ? comma : end) = '\0';
        }
        line = end + 1;
    }
    return t;
}

static inline void drop_files(const char *directory)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    char path[PATH_BYTES];
    for (size_t i = 0; i < 3; i++) {
        path_of(path, directory, names[i]);
        (void)unlink(path);
    }
    ck_assert_int_eq(rmdir(directory), 0); /* and nothing else was left there */
}

#endif
