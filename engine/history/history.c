/* Writing the input log. */
#include "history/history.h"

#include "base/arena.h"
#include "base/crash.h"
#include "base/whole_io.h"
#include "history/block.h"
#include "history/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct history {
    arena *memory;
    char *path;
    int fd;
    uint64_t offset;  /* where the next block goes */
    uint64_t written; /* records on disk; those in `pending` come behind them */
    bool is_live, ends_live;
    char *stored;
    block_maker pending;
};

static jaga_status io_failed(const history *self, const char *what, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s %s: %s", what, self->path, strerror(errno));
}

/* Finds the end of what checks out, up to `most` records, and cuts off what lies behind. */
static jaga_status find_end(history *self, uint64_t most, jaga_error *err)
{
    block_header header;

    self->offset = sizeof(history_header);
    self->written = 0;
    while (self->written < most &&
           block_read_header(self->fd, self->offset, self->written, &header) &&
           block_read_stored(self->fd, self->offset, &header, self->stored)) {
        self->offset += sizeof header + header.stored_bytes;
        self->written += header.records;
        self->ends_live = header.is_live == 1;
    }
    if (self->written > most && most != UINT64_MAX) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: no block ends at record %llu", self->path,
                         (unsigned long long)most);
    }
    if (ftruncate(self->fd, (off_t)self->offset) != 0) {
        return io_failed(self, "shortening", err);
    }
    block_begin(&self->pending);
    return JAGA_OK;
}

static jaga_status check_or_create(history *self, const char *store_id, jaga_error *err)
{
    history_header header;
    const jaga_status status = history_check_header(self->fd, self->path, &header, err);

    if (status == JAGA_END) {
        header = (history_header){ .version = HISTORY_VERSION };
        memcpy(header.magic, "jagahist", 8);
        memcpy(header.store_id, store_id, strnlen(store_id, sizeof header.store_id));
        if (!write_fully(self->fd, &header, sizeof header, 0) || fdatasync(self->fd) != 0) {
            return io_failed(self, "writing", err);
        }
    } else if (status != JAGA_OK) {
        return status;
    } else if (strncmp(header.store_id, store_id, sizeof header.store_id) != 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s belongs to another database; move the state folder away, or bring "
                         "its database back",
                         self->path);
    }
    return find_end(self, UINT64_MAX, err);
}

jaga_status history_open(const char *path, const char *store_id, history **out, jaga_error *err)
{
    const size_t path_bytes = strlen(path) + 1;
    arena *memory = NULL;

    JAGA_TRY(arena_open(BLOCK_ROOM_BYTES + BLOCK_STORED_BYTES + path_bytes + 8192, &memory, err));
    history *self = arena_take(memory, sizeof *self);
    self->memory = memory;
    self->path = arena_take(memory, path_bytes);
    self->pending.plain = arena_take(memory, BLOCK_ROOM_BYTES);
    self->stored = arena_take(memory, BLOCK_STORED_BYTES);
    self->pending.packer = ZSTD_createCCtx();
    memcpy(self->path, path, path_bytes);
    self->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const jaga_status status = self->fd < 0 ? io_failed(self, "opening", err)
                               : self->pending.packer == NULL
                                   ? jaga_fail(err, JAGA_ERR_NOMEM, "zstd")
                                   : check_or_create(self, store_id, err);
    if (status != JAGA_OK) {
        history_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void history_close(history *self)
{
    if (self != NULL) {
        if (self->fd >= 0) {
            (void)close(self->fd);
        }
        (void)ZSTD_freeCCtx(self->pending.packer);
        arena_close(self->memory);
    }
}

uint64_t history_records(const history *self)
{
    return self->written + self->pending.block.records;
}

uint64_t history_bytes(const history *self)
{
    return self->offset;
}

void history_set_live(history *self, bool is_live)
{
    self->is_live = is_live;
}

bool history_ends_live(const history *self)
{
    return self->ends_live;
}

jaga_status history_truncate(history *self, uint64_t records, jaga_error *err)
{
    return find_end(self, records, err);
}

static jaga_status write_block(history *self, block_header *block, const char *stored,
                               jaga_error *err)
{
    block->first_record = self->written;
    block->is_live = self->is_live;
    block->check = block_check(block, stored);
    CRASH_STEP("history:before-block");
    if (!write_fully(self->fd, block, sizeof *block, self->offset)) {
        return io_failed(self, "writing", err);
    }
    CRASH_STEP("history:half-block");
    if (!write_fully(self->fd, stored, block->stored_bytes, self->offset + sizeof *block)) {
        return io_failed(self, "writing", err);
    }
    CRASH_STEP("history:after-block");
    self->offset += sizeof *block + block->stored_bytes;
    self->written += block->records;
    return JAGA_OK;
}

jaga_status history_append(history *self, const jaga_record *record, jaga_error *err)
{
    if (block_is_full(&self->pending)) {
        JAGA_TRY(history_flush(self, err));
    }
    block_add(&self->pending, record);
    return JAGA_OK;
}

jaga_status history_append_pack(history *self, const history_pack *pack, jaga_error *err)
{
    const char *at = pack->bytes;
    block_header block;

    JAGA_TRY(history_flush(self, err));
    while (at < pack->bytes + pack->length) {
        const char *stored = pack_block(at, &block);
        JAGA_TRY(write_block(self, &block, stored, err));
        at = stored + block.stored_bytes;
    }
    return JAGA_OK;
}

jaga_status history_flush(history *self, jaga_error *err)
{
    if (self->pending.block.records == 0) {
        return JAGA_OK;
    }
    const char *stored = block_end(&self->pending, self->stored);
    JAGA_TRY(write_block(self, &self->pending.block, stored, err));
    block_begin(&self->pending);
    return JAGA_OK;
}

jaga_status history_sync(history *self, jaga_error *err)
{
    JAGA_TRY(history_flush(self, err));
    return fdatasync(self->fd) == 0 ? JAGA_OK : io_failed(self, "syncing", err);
}
