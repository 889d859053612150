#include "base/slab.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

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
