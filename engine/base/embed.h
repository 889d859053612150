#ifndef JAGA_BASE_EMBED_H
#define JAGA_BASE_EMBED_H

#include <stddef.h>

/* Files of the repository carried inside the library: SQL, mapping files, models.
 * Written by embed.sh at build time, sorted by path, constant, never freed. */
typedef struct embed_file {
    const char *path; /* relative to the repository's top: "engine/store/schema.sql" */
    const char *text; /* NUL-terminated */
    size_t length;    /* bytes, without the final NUL */
} embed_file;

size_t embed_count(void);
const embed_file *embed_at(size_t i);           /* i < embed_count() */
const embed_file *embed_find(const char *path); /* NULL when unknown */

#endif
