/* Writing the input log. */
#include "history/history.h"

#include "base/arena.h"
#include "base/crash.h"
#include "base/whole_io.h"
#include "history/block.h"
#include "history/codec.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

/* Fast, and within a tenth of the size of higher levels on rows as alike as these. */
static const int level = -1;
/* Below this a block is a live event or two: compressing costs more than it saves. */
enum { WORTH_COMPRESSING_BYTES = 1024 };

struct history {
    arena *memory;
    char *path;
    int fd;
    uint64_t offset; /* where the next block goes */
    uint64_t records;
    bool is_live, ends_live;
    ZSTD_CCtx *packer;
    char *plain, *stored;
    size_t used;
    codec_state state;
    block_header block; /* of the records in `plain` */
};

static jaga_status io_failed(const history *self, const char *what, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s %s: %s", what, self->path, strerror(errno));
}

static void begin_block(history *self)
{
    self->used = 0;
    self->state = (codec_state){ 0 };
    self->block = (block_header){ .magic = BLOCK_MAGIC,
                                  .first_record = self->records,
                                  .first_us = INT64_MAX,
                                  .last_us = INT64_MIN };
}

/* Finds the end of what checks out, up to `most` records, and cuts off what lies behind. */
static jaga_status find_end(history *self, uint64_t most, jaga_error *err)
{
    block_header header;

    self->offset = sizeof(history_header);
    self->records = 0;
    while (self->records < most &&
           block_read_header(self->fd, self->offset, self->records, &header) &&
           block_read_stored(self->fd, self->offset, &header, self->stored)) {
        self->offset += sizeof header + header.stored_bytes;
        self->records += header.records;
        self->ends_live = header.is_live == 1;
    }
    if (self->records > most && most != UINT64_MAX) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: no block ends at record %llu", self->path,
                         (unsigned long long)most);
    }
    if (ftruncate(self->fd, (off_t)self->offset) != 0) {
        return io_failed(self, "shortening", err);
    }
    begin_block(self);
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
    self->plain = arena_take(memory, BLOCK_ROOM_BYTES);
    self->stored = arena_take(memory, BLOCK_STORED_BYTES);
    self->packer = ZSTD_createCCtx();
    memcpy(self->path, path, path_bytes);
    self->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const jaga_status status = self->fd < 0           ? io_failed(self, "opening", err)
                               : self->packer == NULL ? jaga_fail(err, JAGA_ERR_NOMEM, "zstd")
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
        (void)ZSTD_freeCCtx(self->packer);
        arena_close(self->memory);
    }
}

uint64_t history_records(const history *self)
{
    return self->records;
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

jaga_status history_append(history *self, const jaga_record *record, jaga_error *err)
{
    if (self->used >= BLOCK_PLAIN_BYTES) {
        JAGA_TRY(history_flush(self, err));
    }
    self->used += codec_write(&self->state, record, self->plain + self->used);
    JAGA_CHECK(self->used <= BLOCK_ROOM_BYTES);
    if (record->kind == JAGA_RECORD_EVENT) {
        const int64_t ts_us = record->event.ts_us;
        self->block.first_us = ts_us < self->block.first_us ? ts_us : self->block.first_us;
        self->block.last_us = ts_us > self->block.last_us ? ts_us : self->block.last_us;
    }
    self->block.records++;
    self->records++;
    return JAGA_OK;
}

jaga_status history_flush(history *self, jaga_error *err)
{
    const char *stored = self->plain;

    if (self->block.records == 0) {
        return JAGA_OK;
    }
    self->block.is_live = self->is_live;
    self->block.plain_bytes = self->block.stored_bytes = (uint32_t)self->used;
    if (self->used >= WORTH_COMPRESSING_BYTES) {
        const size_t packed = ZSTD_compressCCtx(self->packer, self->stored, BLOCK_STORED_BYTES,
                                                self->plain, self->used, level);
        if (!ZSTD_isError(packed) && packed < self->used) {
            self->block.stored_bytes = (uint32_t)packed;
            stored = self->stored;
        }
    }
    self->block.check = block_check(&self->block, stored);
    CRASH_STEP("history:before-block");
    if (!write_fully(self->fd, &self->block, sizeof self->block, self->offset)) {
        return io_failed(self, "writing", err);
    }
    CRASH_STEP("history:half-block");
    if (!write_fully(self->fd, stored, self->block.stored_bytes,
                     self->offset + sizeof self->block)) {
        return io_failed(self, "writing", err);
    }
    CRASH_STEP("history:after-block");
    self->offset += sizeof self->block + self->block.stored_bytes;
    begin_block(self);
    return JAGA_OK;
}

jaga_status history_sync(history *self, jaga_error *err)
{
    JAGA_TRY(history_flush(self, err));
    return fdatasync(self->fd) == 0 ? JAGA_OK : io_failed(self, "syncing", err);
}
