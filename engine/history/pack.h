#ifndef JAGA_HISTORY_PACK_H
#define JAGA_HISTORY_PACK_H

#include "history/block.h"
#include "history/codec.h"

#include <zstd.h>

/* One block in the making: records are encoded as they come, compressed when it is ended. */
typedef struct block_maker {
    ZSTD_CCtx *packer;
    char *plain; /* BLOCK_ROOM_BYTES, the owner's */
    size_t used;
    codec_state state;
    block_header block; /* of the records in `plain` */
} block_maker;

/* Starts an empty block. */
void block_begin(block_maker *self);
bool block_is_full(const block_maker *self);
void block_add(block_maker *self, const jaga_record *record);

/* The bytes to store: `stored`, which has BLOCK_STORED_BYTES, or `plain` where compressing gains
 * nothing. Fills in the block's two lengths. */
const char *block_end(block_maker *self, char *stored);

/* What a history_pack holds from front to back: headers without their first record, liveness and
 * check, each followed by its stored bytes. */
const char *pack_block(const char *at, block_header *out);

#endif
