#ifndef TEMPORARY_H
#define TEMPORARY_H

/* Files and folders that a test makes, beside those of no other. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEMPORARY_BYTES = 300 };

/* A pattern for mkstemp and mkdtemp, which put letters of their own into the place of the X. */
static inline void temporary_pattern(char path[TEMPORARY_BYTES], const char *name)
{
    const char *tmp = getenv("TMPDIR");

    (void)snprintf(path, TEMPORARY_BYTES, "%.200s/%s-XXXXXX", tmp != NULL ? tmp : "/tmp", name);
}

static inline void temporary_folder(char path[TEMPORARY_BYTES])
{
    temporary_pattern(path, "jaga-unit");
    ck_assert_ptr_nonnull(mkdtemp(path));
}

/* A new file that holds the bytes; its name begins with `name`. */
static inline void temporary_file(char path[TEMPORARY_BYTES], const char *name, const char *bytes,
                                  size_t length)
{
    temporary_pattern(path, name);
    const int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, length), (ssize_t)length);
    ck_assert_int_eq(close(fd), 0);
}

#endif
