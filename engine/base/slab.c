#include "base/slab.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE_BYTES = 2 << 20 }; /* a huge one */

jaga_status slab_open(slab_pool *pool, const char *name, size_t item_bytes, uint32_t cap,
                      jaga_error *err)
{
    const size_t bytes = (size_t)cap * item_bytes;
    const size_t reserve = (bytes + SLAB_BYTES - 1) / SLAB_BYTES * SLAB_BYTES;
    void *at = mmap(NULL, reserve, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (at == MAP_FAILED) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "reserving %zu MiB for %s: %s", reserve >> 20, name,
                         strerror(errno));
    }
    /* Huge pages save most of the page walks of random access; a refusal costs only time. */
    (void)madvise(at, reserve, MADV_HUGEPAGE);
    *pool = (slab_pool){
        .name = name, .base = at, .item_bytes = item_bytes, .reserve_bytes = reserve, .cap = cap
    };
    return JAGA_OK;
}

void slab_close(slab_pool *pool)
{
    if (pool->base != NULL) {
        (void)munmap(pool->base, pool->reserve_bytes);
    }
    *pool = (slab_pool){ 0 };
}

uint32_t slab_add(slab_pool *pool)
{
    return pool->count < pool->cap ? pool->count++ : SLAB_NONE;
}

size_t slab_used_bytes(const slab_pool *pool)
{
    const size_t bytes = (size_t)pool->count * pool->item_bytes;
    return (bytes + SLAB_BYTES - 1) / SLAB_BYTES * SLAB_BYTES;
}

bool slab_foresee(slab_pool *pool, slab_piece *out)
{
    enum { WORTH_BYTES = 4 << 20, MOST_BYTES = 64 << 20 };
    const size_t used = (size_t)pool->count * pool->item_bytes;
    const size_t ahead = used / 4 < MOST_BYTES ? used / 4 : MOST_BYTES;
    size_t end = (used + ahead) / PAGE_BYTES * PAGE_BYTES;
    const size_t begin = pool->foreseen_bytes > used ? pool->foreseen_bytes : used;

    end = end < pool->reserve_bytes ? end : pool->reserve_bytes;
    if (used < WORTH_BYTES || end <= begin) {
        return false;
    }
    const size_t first = begin / PAGE_BYTES * PAGE_BYTES;
    *out = (slab_piece){ pool->base + first, end - first };
    pool->foreseen_bytes = end;
    return true;
}

/* Where the system does not know how, the pages come when they are needed. A call keeps the lock of
 * the address space, so that whoever maps memory meanwhile waits for its end: a page at a time. */
void slab_touch(slab_piece piece)
{
    for (size_t at = 0; at < piece.bytes; at += PAGE_BYTES) {
        const size_t rest = piece.bytes - at;
        (void)madvise(piece.at + at, rest < PAGE_BYTES ? rest : PAGE_BYTES, MADV_POPULATE_WRITE);
    }
}
