#include "base/arena.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

struct arena {
    size_t reserve; /* bytes of address space, this header included */
    size_t used;    /* bytes handed out, this header included */
    size_t dirty;   /* high-water mark: what lies above is still zero */
};

jaga_status arena_open(size_t reserve_bytes, arena **out, jaga_error *err)
{
    const size_t reserve = reserve_bytes + 4096;
    void *at = mmap(NULL, reserve, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (at == MAP_FAILED) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "reserving %zu MiB of address space: %s",
                         reserve >> 20, strerror(errno));
    }
    arena *made = at;
    *made = (arena){ .reserve = reserve, .used = 64, .dirty = 64 };
    *out = made;
    return JAGA_OK;
}

void arena_close(arena *self)
{
    if (self != NULL) {
        (void)munmap(self, self->reserve);
    }
}

void *arena_take(arena *self, size_t bytes)
{
    const size_t align = bytes >= 64 ? 64 : 16;
    const size_t start = (self->used + align - 1) & ~(align - 1);

    if (start > self->reserve || bytes > self->reserve - start) {
        return NULL;
    }
    char *piece = (char *)self + start;
    self->used = start + bytes;
    if (start < self->dirty) {
        const size_t reused = self->dirty - start;
        memset(piece, 0, reused < bytes ? reused : bytes);
    }
    if (self->used > self->dirty) {
        self->dirty = self->used;
    }
    return piece;
}

size_t arena_mark(const arena *self)
{
    return self->used;
}

void arena_reset(arena *self, size_t mark)
{
    JAGA_CHECK(mark >= 64 && mark <= self->used);
    self->used = mark;
}
