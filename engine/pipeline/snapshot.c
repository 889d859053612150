#include "pipeline/snapshot.h"

#include "base/crash.h"
#include "base/hash.h"
#include "base/whole_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SNAPSHOT_VERSION 7u

/* The header and every pool begin and end on pages, so that they can go to the disk directly. */
enum { PAGE_BYTES = 4096 };

typedef struct snapshot_pool {
    uint64_t item_bytes, count, check; /* XXH3-64 over the items' pages */
} snapshot_pool;

typedef struct snapshot_header {
    char magic[8]; /* "jagasnap" */
    uint32_t version, pools;
    char store_id[32];
    uint64_t records;
    uint64_t layout; /* hash of what the bytes mean beyond their sizes: the signal table */
    snapshot_pool pool[ENGINE_POOLS];
    uint64_t check; /* of the header's page, this being 0 */
} snapshot_header;

typedef union snapshot_front {
    _Alignas(PAGE_BYTES) snapshot_header header;
    unsigned char page[PAGE_BYTES];
} snapshot_front;

/* Evidence slots belong to signals by place, so a state written under another table is another
 * state. */
static uint64_t layout_hash(void)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        hash = hash_bytes64(signal->name, strlen(signal->name), hash);
        hash = hash_bytes64(&signal->bits, sizeof signal->bits, hash);
    }
    return hash;
}

/* A pool's memory goes on past its last item, in zeroes, for a page at least or not at all. */
static size_t whole_pages(size_t bytes)
{
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

static uint64_t check_of(const snapshot_front *front)
{
    snapshot_front copy = *front;

    copy.header.check = 0;
    return hash_bytes64(&copy, sizeof copy, 0);
}

static void make_front(slab_pool *const pools[ENGINE_POOLS], const char *store_id, uint64_t records,
                       snapshot_front *front)
{
    snapshot_header *out = &front->header;

    memset(front, 0, sizeof *front);
    memcpy(out->magic, "jagasnap", 8);
    out->version = SNAPSHOT_VERSION;
    out->pools = ENGINE_POOLS;
    memcpy(out->store_id, store_id, strnlen(store_id, sizeof out->store_id));
    out->records = records;
    out->layout = layout_hash();
    for (int i = 0; i < ENGINE_POOLS; i++) {
        const size_t bytes = whole_pages(pools[i]->item_bytes * pools[i]->count);
        out->pool[i] = (snapshot_pool){ pools[i]->item_bytes, pools[i]->count,
                                        hash_bytes64(pools[i]->base, bytes, 0) };
    }
    out->check = check_of(front);
}

static bool write_pools(int fd, slab_pool *const pools[ENGINE_POOLS])
{
    uint64_t offset = PAGE_BYTES;

    for (int i = 0; i < ENGINE_POOLS; i++) {
        CRASH_STEP("snapshot:pool");
        const size_t bytes = whole_pages(pools[i]->item_bytes * pools[i]->count);
        if (!write_fully(fd, pools[i]->base, bytes, offset)) {
            return false;
        }
        offset += bytes;
    }
    return true;
}

static bool write_all(int fd, const snapshot_front *front, slab_pool *const pools[ENGINE_POOLS])
{
    return write_fully(fd, front, sizeof *front, 0) && write_pools(fd, pools);
}

/* Past the page cache: nobody reads a snapshot before a restart, and copying one there costs more
 * than all the rest. Some file systems cannot, and say so at opening or at the first write. */
static int write_file(const char *path, const snapshot_front *front,
                      slab_pool *const pools[ENGINE_POOLS])
{
    const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
    int fd = open(path, flags | O_DIRECT, 0600);

    if (fd < 0 && errno == EINVAL) {
        fd = open(path, flags, 0600);
    }
    if (fd < 0) {
        return errno;
    }
    bool is_written = write_all(fd, front, pools);
    if (!is_written && errno == EINVAL && fcntl(fd, F_SETFL, 0) == 0) {
        is_written = write_all(fd, front, pools);
    }
    const int why = is_written && fsync(fd) == 0 ? 0 : errno != 0 ? errno : EIO;
    (void)close(fd);
    return why;
}

/* The folder's entry must reach the disk as well, or a power loss brings the old name back. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    const int length = slash == NULL ? 1 : (int)(slash - path);

    (void)snprintf(folder, sizeof folder, "%.*s", length, slash == NULL ? "." : path);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    const bool is_synced = fsync(fd) == 0;
    (void)close(fd);
    return is_synced;
}

jaga_status snapshot_write(engine *self, const char *path, const char *store_id, uint64_t records,
                           jaga_error *err)
{
    slab_pool *pools[ENGINE_POOLS];
    snapshot_front front;
    char temporary[4096];

    engine_pools(self, pools);
    make_front(pools, store_id, records, &front);
    (void)snprintf(temporary, sizeof temporary, "%s.tmp", path);
    CRASH_STEP("snapshot:begin");
    const int why = write_file(temporary, &front, pools);
    CRASH_STEP("snapshot:written");
    if (why != 0 || rename(temporary, path) != 0 || !sync_folder(path)) {
        (void)unlink(temporary);
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", path,
                         strerror(why != 0 ? why : errno));
    }
    CRASH_STEP("snapshot:published");
    return JAGA_OK;
}

static bool is_usable(const snapshot_front *front, slab_pool *const pools[ENGINE_POOLS],
                      const char *store_id)
{
    const snapshot_header *header = &front->header;

    if (memcmp(header->magic, "jagasnap", 8) != 0 || header->version != SNAPSHOT_VERSION ||
        header->pools != ENGINE_POOLS || header->layout != layout_hash() ||
        strncmp(header->store_id, store_id, sizeof header->store_id) != 0 ||
        header->check != check_of(front)) {
        return false;
    }
    for (int i = 0; i < ENGINE_POOLS; i++) {
        if (header->pool[i].item_bytes != pools[i]->item_bytes ||
            header->pool[i].count > pools[i]->cap) {
            return false;
        }
    }
    return true;
}

static bool read_pools(int fd, const snapshot_header *header, slab_pool *const pools[ENGINE_POOLS])
{
    uint64_t offset = PAGE_BYTES;

    for (int i = 0; i < ENGINE_POOLS; i++) {
        const size_t bytes = whole_pages(pools[i]->item_bytes * header->pool[i].count);
        if (!read_fully(fd, pools[i]->base, bytes, offset) ||
            hash_bytes64(pools[i]->base, bytes, 0) != header->pool[i].check) {
            return false;
        }
        pools[i]->count = (uint32_t)header->pool[i].count;
        offset += bytes;
    }
    return true;
}

/* Half filled from a damaged file: an empty engine in its place. */
static jaga_status begin_again(engine *self, jaga_error *err)
{
    const engine_caps caps = { .accounts = self->profile.hot.cap,
                               .entities = self->profile.entities.items.cap,
                               .event_ids = self->order.seen.cap };

    engine_close(self);
    return engine_open(self, &caps, err);
}

jaga_status snapshot_read(engine *self, const char *path, const char *store_id, uint64_t *records,
                          jaga_error *err)
{
    slab_pool *pools[ENGINE_POOLS];
    snapshot_front front;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    *records = 0;
    if (fd < 0) {
        return errno == ENOENT
                   ? JAGA_OK
                   : jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", path, strerror(errno));
    }
    engine_pools(self, pools);
    const bool is_ours =
        read_fully(fd, &front, sizeof front, 0) && is_usable(&front, pools, store_id);
    const bool is_whole = is_ours && read_pools(fd, &front.header, pools);
    (void)close(fd);
    if (is_whole) {
        *records = front.header.records;
        return engine_restored(self, err);
    }
    return is_ours ? begin_again(self, err) : JAGA_OK;
}
