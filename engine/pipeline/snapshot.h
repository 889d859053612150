#ifndef JAGA_PIPELINE_SNAPSHOT_H
#define JAGA_PIPELINE_SNAPSHOT_H

#include "jaga/status.h"
#include "pipeline/engine.h"

#include <stdint.h>

/* The engine's slabs in a file, so that a restart need not run the whole log again. It is written
 * between records, under another name, synced and renamed: there is always a whole one or none. A
 * snapshot that is damaged, of another store or of another layout is as good as none, for the log
 * rebuilds everything. */

/* `records` of the log have been taken; all their decisions must be committed. */
JAGA_USE_RESULT jaga_status snapshot_write(engine *self, const char *path, const char *store_id,
                                           uint64_t records, jaga_error *err);

/* Fills a fresh engine. *records: the position to go on from; 0 and an untouched engine when there
 * is no usable snapshot. */
JAGA_USE_RESULT jaga_status snapshot_read(engine *self, const char *path, const char *store_id,
                                          uint64_t *records, jaga_error *err);

#endif
