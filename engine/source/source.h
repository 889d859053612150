#ifndef JAGA_SOURCE_SOURCE_H
#define JAGA_SOURCE_SOURCE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where bytes come from. A source knows nothing of rows. Positions are counted by whoever reads, in
 * unpacked bytes. */
typedef struct source source;

/* One way of getting bytes; one line in sources.def registers it. */
typedef struct source_kind {
    const char *name;
    bool (*matches)(const char *path);
    /* A file descriptor to read from, or -1 with *err filled. */
    int (*open)(const char *path, jaga_error *err);
    bool is_live; /* a read may wait for somebody to write */
} source_kind;

/* path: a file, or "-" for standard input. Tells in *err what cannot be read and why. */
JAGA_USE_RESULT jaga_status source_open(const char *path, source **out, jaga_error *err);
void source_close(source *self); /* accepts NULL */

/* At least one byte into buf, or JAGA_END. A live source returns what is there without waiting for
 * more. A source packed with gzip or zstd, known by its first bytes, gives what was packed;
 * JAGA_ERR_FORMAT when that is cut or damaged. */
JAGA_USE_RESULT jaga_status source_read(source *self, char *buf, size_t cap, size_t *got,
                                        jaga_error *err);

/* Asked a few times a second while a live source is silent: true ends it. */
typedef struct source_stop {
    bool (*wants_stop)(void *ctx); /* NULL: never */
    void *ctx;
} source_stop;
void source_set_stop(source *self, source_stop stop);

bool source_is_live(const source *self);
uint64_t source_size(const source *self);    /* bytes when opened; 0: unknown, or packed */
const char *source_name(const source *self); /* as given; lives as long as the source */

#define SOURCE(id) extern const source_kind source_##id;
#include "source/sources.def"
#undef SOURCE

#endif
