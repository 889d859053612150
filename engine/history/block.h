#ifndef JAGA_HISTORY_BLOCK_H
#define JAGA_HISTORY_BLOCK_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The file's layout, shared by the writer and the reader. Numbers are little-endian as on every
 * machine that jaga runs on; a file of another layout fails on its magic. */

enum {
    BLOCK_PLAIN_BYTES = 256 << 10, /* a block is ended when its records reach this */
    BLOCK_ROOM_BYTES = BLOCK_PLAIN_BYTES + (80 << 10), /* and one more record still fits */
    BLOCK_STORED_BYTES = BLOCK_ROOM_BYTES + (8 << 10)
};

typedef struct history_header {
    char magic[8]; /* "jagahist" */
    uint32_t version;
    uint32_t reserved;
    char store_id[32];
} history_header;

typedef struct block_header {
    uint32_t magic;
    uint32_t records;
    uint64_t first_record;
    int64_t first_us, last_us; /* smallest and largest event time; INT64_MAX, MIN without events */
    uint32_t stored_bytes;
    uint32_t plain_bytes; /* equal to stored_bytes: not compressed */
    uint64_t is_live;     /* 1: the source cannot be read again, these records are its journal */
    uint64_t check;       /* XXH3-64 of the stored bytes, seeded with the fields above */
} block_header;

_Static_assert(sizeof(history_header) == 48 && sizeof(block_header) == 56, "file format");

#define HISTORY_VERSION 1u
#define BLOCK_MAGIC     0x6B6C426Au

uint64_t block_check(const block_header *header, const void *stored);

/* Reads and checks the header at `offset`. false: the log ends here, by its end or by damage. */
bool block_read_header(int fd, uint64_t offset, uint64_t expected_record, block_header *out);
/* Reads the stored bytes behind the header and checks them. */
bool block_read_stored(int fd, uint64_t offset, const block_header *header, char *stored);

/* Opens and checks the file header. JAGA_END: the file is not there or has no whole header yet. */
JAGA_USE_RESULT jaga_status history_check_header(int fd, const char *path, history_header *out,
                                                 jaga_error *err);

#endif
