#include "history/block.h"

#include "base/hash.h"
#include "base/whole_io.h"

#include <string.h>

uint64_t block_check(const block_header *header, const void *stored)
{
    const uint64_t seed = hash_bytes64(header, offsetof(block_header, check), 0);
    return hash_bytes64(stored, header->stored_bytes, seed);
}

bool block_read_header(int fd, uint64_t offset, uint64_t expected_record, block_header *out)
{
    return read_fully(fd, out, sizeof *out, offset) && out->magic == BLOCK_MAGIC &&
           out->first_record == expected_record && out->records > 0 &&
           out->stored_bytes <= BLOCK_STORED_BYTES && out->plain_bytes <= BLOCK_ROOM_BYTES;
}

bool block_read_stored(int fd, uint64_t offset, const block_header *header, char *stored)
{
    return read_fully(fd, stored, header->stored_bytes, offset + sizeof *header) &&
           block_check(header, stored) == header->check;
}

jaga_status history_check_header(int fd, const char *path, history_header *out, jaga_error *err)
{
    if (!read_fully(fd, out, sizeof *out, 0)) {
        return JAGA_END;
    }
    if (memcmp(out->magic, "jagahist", 8) != 0) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: not a jaga history", path);
    }
    if (out->version != HISTORY_VERSION) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: written by another version of jaga (layout %u, this one knows %u)",
                         path, out->version, HISTORY_VERSION);
    }
    return JAGA_OK;
}
