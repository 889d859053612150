#include "source/source.h"

#include "base/arena.h"

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
    int fd;
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
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
        made->size = (uint64_t)about.st_size;
    }
    *out = made;
    return JAGA_OK;
}

void source_close(source *self)
{
    if (self != NULL) {
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

jaga_status source_read(source *self, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    ssize_t n;

    if (self->kind->is_live && self->stop.wants_stop != NULL && !wait_for_bytes(self)) {
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
