#ifndef JAGA_HISTORY_HISTORY_H
#define JAGA_HISTORY_HISTORY_H

#include "base/arena.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The input log on disk: every record the engine took, compact, in blocks of a few thousand,
 * appended to X.state/history. It is the journal of a pipe (what is in it is accepted), what a
 * restart runs again, and where explanations and traces read from.
 *
 * File: a header (magic, version, store id), then blocks: { magic, records, first record number,
 * smallest and largest event time, stored bytes, plain bytes, XXH3 of the stored bytes } and the
 * zstd-compressed records. A block that does not check out ends the log: it is what a crash or a
 * power loss tore, and is cut off at the next open for writing. */
typedef struct history history;

JAGA_USE_RESULT jaga_status history_open(const char *path, const char *store_id, history **out,
                                         jaga_error *err);
void history_close(history *self); /* accepts NULL; writes nothing */

/* Records in the log, flushed or not. */
uint64_t history_records(const history *self);

/* Whether the records to come are a live source's only copy. */
void history_set_live(history *self, bool is_live);
/* Whether the last block on disk is. */
bool history_ends_live(const history *self);

/* Cuts the log back to `records`, which must be a block boundary: for files, what lies beyond the
 * database's position is read again from the file. */
JAGA_USE_RESULT jaga_status history_truncate(history *self, uint64_t records, jaga_error *err);

/* Appends to the block in memory; write() happens when it is full or at history_flush. */
JAGA_USE_RESULT jaga_status history_append(history *self, const jaga_record *record,
                                           jaga_error *err);
/* Ends the block and writes it, if it holds anything. Survives kill -9. */
JAGA_USE_RESULT jaga_status history_flush(history *self, jaga_error *err);
/* fdatasync: survives power loss. */
JAGA_USE_RESULT jaga_status history_sync(history *self, jaga_error *err);
/* Records encoded and compressed away from the log, on another thread, so that appending them only
 * writes. A packer fills one pack after the other; a pack is appended by whoever owns the log. */
typedef struct history_packer history_packer;
typedef struct history_pack {
    arena *memory;
    char *bytes;
    size_t length;
} history_pack;
JAGA_USE_RESULT jaga_status history_packer_open(history_packer **out, jaga_error *err);
void history_packer_close(history_packer *self); /* accepts NULL */
JAGA_USE_RESULT jaga_status history_pack_open(history_pack *pack, size_t most_records,
                                              jaga_error *err);
void history_pack_close(history_pack *pack); /* accepts a zeroed pack */
void history_pack_records(history_packer *self, history_pack *pack, const jaga_record *records,
                          size_t count);
/* Behind what was appended before, which is flushed first; and writes it, as history_flush does. */
JAGA_USE_RESULT jaga_status history_append_pack(history *self, const history_pack *pack,
                                                jaga_error *err);
uint64_t history_bytes(const history *self); /* on disk, for statistics */

/* Reading, also while another process appends. Opens read-only; `path` may be absent (no
 * records).*/
typedef struct history_reader history_reader;
typedef struct history_range {
    uint64_t from_record;      /* first record wanted */
    int64_t from_us, until_us; /* event times; whole blocks outside are skipped unread.
                                  INT64_MIN, INT64_MAX: all. Single records may still lie outside */
} history_range;
JAGA_USE_RESULT jaga_status history_reader_open(const char *path, history_range range,
                                                history_reader **out, jaga_error *err);
/* The next record and its number; its texts live until the next call. JAGA_END behind the last. */
JAGA_USE_RESULT jaga_status history_reader_next(history_reader *reader, jaga_record *out,
                                                uint64_t *number, jaga_error *err);
void history_reader_close(history_reader *reader); /* accepts NULL */

#endif
