/* Reading the input log back, block by block. */
#include "base/arena.h"
#include "history/block.h"
#include "history/codec.h"
#include "history/history.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

struct history_reader {
    arena *memory;
    int fd; /* -1: no log yet */
    history_range range;
    uint64_t offset;      /* of the next block */
    uint64_t next_record; /* number of the next record to hand out or pass over */
    uint64_t block_end;   /* first record behind the block in `plain` */
    char *plain, *stored;
    const char *at, *end;
    codec_state state;
};

jaga_status history_reader_open(const char *path, history_range range, history_reader **out,
                                jaga_error *err)
{
    history_header header;
    arena *memory = NULL;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && errno != ENOENT) {
        return jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", path, strerror(errno));
    }
    jaga_status status = fd < 0 ? JAGA_END : history_check_header(fd, path, &header, err);
    if (status == JAGA_OK || status == JAGA_END) {
        const bool has_log = status == JAGA_OK;
        status = arena_open(BLOCK_ROOM_BYTES + BLOCK_STORED_BYTES + 8192, &memory, err);
        if (status == JAGA_OK) {
            history_reader *self = arena_take(memory, sizeof *self);
            *self = (history_reader){ .memory = memory,
                                      .fd = has_log ? fd : -1,
                                      .range = range,
                                      .offset = sizeof header,
                                      .plain = arena_take(memory, BLOCK_ROOM_BYTES),
                                      .stored = arena_take(memory, BLOCK_STORED_BYTES) };
            *out = self;
            if (has_log) {
                return JAGA_OK;
            }
        }
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return status;
}

void history_reader_close(history_reader *reader)
{
    if (reader != NULL) {
        if (reader->fd >= 0) {
            (void)close(reader->fd);
        }
        arena_close(reader->memory);
    }
}

static bool is_wanted(const history_reader *self, const block_header *header)
{
    const bool has_events = header->first_us <= header->last_us;
    return header->first_record + header->records > self->range.from_record &&
           (!has_events ||
            (header->last_us >= self->range.from_us && header->first_us <= self->range.until_us));
}

static bool unpack(history_reader *self, const block_header *header)
{
    if (header->stored_bytes == header->plain_bytes) {
        memcpy(self->plain, self->stored, header->plain_bytes);
        return true;
    }
    return ZSTD_decompress(self->plain, BLOCK_ROOM_BYTES, self->stored, header->stored_bytes) ==
           header->plain_bytes;
}

/* false: the log ends here. */
static bool next_block(history_reader *self)
{
    block_header header;

    for (;;) {
        if (self->fd < 0 || !block_read_header(self->fd, self->offset, self->block_end, &header)) {
            return false;
        }
        self->next_record = header.first_record;
        self->block_end = header.first_record + header.records;
        if (is_wanted(self, &header)) {
            break;
        }
        self->offset += sizeof header + header.stored_bytes;
        self->next_record = self->block_end;
    }
    if (!block_read_stored(self->fd, self->offset, &header, self->stored) ||
        !unpack(self, &header)) {
        return false;
    }
    self->offset += sizeof header + header.stored_bytes;
    self->at = self->plain;
    self->end = self->plain + header.plain_bytes;
    self->state = (codec_state){ 0 };
    return true;
}

jaga_status history_reader_next(history_reader *reader, jaga_record *out, uint64_t *number,
                                jaga_error *err)
{
    for (;;) {
        if (reader->next_record == reader->block_end && !next_block(reader)) {
            return JAGA_END;
        }
        if (!codec_read(&reader->state, &reader->at, reader->end, out)) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "history: record %llu cannot be read",
                             (unsigned long long)reader->next_record);
        }
        *number = reader->next_record++;
        if (*number >= reader->range.from_record) {
            return JAGA_OK;
        }
    }
}
