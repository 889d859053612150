#include "source/source.h"

#include "base/arena.h"
#include "source/unpack.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
    arena *memory;
    const source_kind *kind;
    char *name;
    uint64_t size;
    source_stop stop;
    bool was_stopped;
    int fd;
    unpack *unpack; /* NULL: not packed, or not known yet */
    char begin[UNPACK_MAGIC_BYTES];
    size_t begin_length, begin_given;
    bool is_known; /* what the first bytes say: packed or not */
};

static const source_kind *const kinds[] = {
#define SOURCE(id) &source_##id,
#include "source/sources.def"
#undef SOURCE
};

static const source_kind *kind_of(const char *path)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i]->matches(path)) {
            return kinds[i];
        }
    }
    return NULL;
}

/* A file's beginning, without moving to behind it. */
static bool is_packed(int fd)
{
    char begin[UNPACK_MAGIC_BYTES];
    const ssize_t length = pread(fd, begin, sizeof begin, lseek(fd, 0, SEEK_CUR));
    const unpack_format format = length > 0 ? unpack_recognise(begin, (size_t)length) : UNPACK_NONE;

    return format == UNPACK_GZIP || format == UNPACK_ZSTD;
}

jaga_status source_open(const char *path, source **out, jaga_error *err)
{
    const source_kind *kind = kind_of(path);
    struct stat about;
    arena *memory = NULL;

    if (kind == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "an empty file name");
    }
    const int fd = kind->open(path, err);
    if (fd < 0) {
        return err != NULL ? err->status : JAGA_ERR_IO;
    }
    const size_t name_bytes = strlen(path) + 1;
    const jaga_status status = arena_open(name_bytes + sizeof(source) + 256, &memory, err);
    if (status != JAGA_OK) {
        (void)close(fd);
        return status;
    }
    source *made = arena_take(memory, sizeof *made);
    char *name = arena_take(memory, name_bytes);
    memcpy(name, path, name_bytes);
    *made = (source){ .memory = memory, .kind = kind, .name = name, .fd = fd };
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && !is_packed(fd)) {
        made->size = (uint64_t)about.st_size;
    }
    *out = made;
    return JAGA_OK;
}

void source_close(source *self)
{
    if (self != NULL) {
        unpack_close(self->unpack);
        (void)close(self->fd);
        arena_close(self->memory);
    }
}

void source_set_stop(source *self, source_stop stop)
{
    self->stop = stop;
}

/* false: asked to stop before anything came. */
static bool wait_for_bytes(const source *self)
{
    enum { PATIENCE_MS = 200 };
    struct pollfd wait = { .fd = self->fd, .events = POLLIN };

    int ready;

    do {
        if (self->stop.wants_stop(self->stop.ctx)) {
            return false;
        }
        ready = poll(&wait, 1, PATIENCE_MS);
    } while (ready == 0 || (ready < 0 && errno == EINTR));
    return true;
}

static jaga_status read_bytes(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    source *self = ctx;
    ssize_t n;

    if (self->kind->is_live && self->stop.wants_stop != NULL && !wait_for_bytes(self)) {
        self->was_stopped = true;
        return JAGA_END;
    }
    do {
        n = read(self->fd, buf, cap);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "reading %s: %s", self->name, strerror(errno));
    }
    if (n == 0) {
        return JAGA_END;
    }
    *got = (size_t)n;
    return JAGA_OK;
}

/* Reads as much of the beginning as tells whether the source is packed. */
static jaga_status recognise(source *self, jaga_error *err)
{
    unpack_format format = UNPACK_UNSURE;

    while (format == UNPACK_UNSURE) {
        size_t got = 0;
        const jaga_status status = read_bytes(self, self->begin + self->begin_length,
                                              sizeof self->begin - self->begin_length, &got, err);
        if (status != JAGA_OK && (status != JAGA_END || self->begin_length == 0)) {
            return status;
        }
        self->begin_length += got;
        format =
            status == JAGA_END ? UNPACK_NONE : unpack_recognise(self->begin, self->begin_length);
    }
    self->is_known = true;
    if (format == UNPACK_NONE) {
        return JAGA_OK;
    }
    const unpack_input input = { .read = read_bytes, .ctx = self, .name = self->name };
    const size_t length = self->begin_length;
    self->begin_length = 0;
    return unpack_open(format, input, self->begin, length, &self->unpack, err);
}

jaga_status source_read(source *self, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    if (!self->is_known) {
        JAGA_TRY(recognise(self, err));
    }
    if (self->unpack != NULL) {
        const jaga_status status = unpack_read(self->unpack, buf, cap, got, err);
        /* Asked to stop, it is no fault of the stream that it ends in the middle. */
        return status == JAGA_ERR_FORMAT && self->was_stopped ? JAGA_END : status;
    }
    const size_t left = self->begin_length - self->begin_given;
    if (left == 0) {
        return read_bytes(self, buf, cap, got, err);
    }
    *got = left < cap ? left : cap;
    memcpy(buf, self->begin + self->begin_given, *got);
    self->begin_given += *got;
    return JAGA_OK;
}

bool source_is_live(const source *self)
{
    return self->kind->is_live;
}

uint64_t source_size(const source *self)
{
    return self->size;
}

const char *source_name(const source *self)
{
    return self->name;
}
