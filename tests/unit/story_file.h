#ifndef STORY_FILE_H
#define STORY_FILE_H

/* Files of a test: a folder of its own, whole contents. */
#include "story.h"
#include "temporary.h"

#include <stdio.h>
#include <string.h>

/* A path in a new folder. Each test runs in its own process, so it is the test's own. */
enum { STORY_PATH_BYTES = TEMPORARY_BYTES };
static inline void story_path(char path[STORY_PATH_BYTES], const char *name)
{
    temporary_folder(path);
    const size_t length = strlen(path);
    (void)snprintf(path + length, STORY_PATH_BYTES - length, "/%s", name);
}

/* A whole file in memory, to be freed, and back. */
static inline char *story_read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, *length, file), *length);
    bytes[*length] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    return bytes;
}

static inline void story_write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

#endif
