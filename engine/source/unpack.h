#ifndef JAGA_SOURCE_UNPACK_H
#define JAGA_SOURCE_UNPACK_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>

/* A gzip or zstd stream as the bytes packed into it: through zlib and libzstd, whole in neither
 * direction, so memory does not grow with what comes out. Members and frames may follow each other,
 * as `cat a.gz b.gz` and parallel packers make them. */
typedef struct unpack unpack;

typedef enum unpack_format {
    UNPACK_NONE,
    UNPACK_UNSURE, /* a longer beginning would tell */
    UNPACK_GZIP,
    UNPACK_ZSTD
} unpack_format;

/* By the first bytes, never by a name. Four are always enough. */
enum { UNPACK_MAGIC_BYTES = 4 };
unpack_format unpack_recognise(const char *begin, size_t length);

/* Where the packed bytes come from: at least one, or JAGA_END. */
typedef struct unpack_input {
    jaga_status (*read)(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err);
    void *ctx;
    const char *name; /* for errors; outlives the stream */
} unpack_input;

/* begin: what was already read, at most UNPACK_MAGIC_BYTES. */
JAGA_USE_RESULT jaga_status unpack_open(unpack_format format, unpack_input input, const char *begin,
                                        size_t length, unpack **out, jaga_error *err);
void unpack_close(unpack *self); /* accepts NULL */

/* At least one unpacked byte into buf, or JAGA_END. JAGA_ERR_FORMAT for a stream that is cut or
 * damaged, after what stands before that was given. */
JAGA_USE_RESULT jaga_status unpack_read(unpack *self, char *buf, size_t cap, size_t *got,
                                        jaga_error *err);

#endif
