#ifndef JAGA_HISTORY_CODEC_H
#define JAGA_HISTORY_CODEC_H

#include "jaga/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A record as bytes: a kind, a mask of the fields that are said, numbers as varints (times as the
 * difference to the record before), texts with their length. Identities are hashes of the texts and
 * are made again on reading. */

enum { CODEC_RECORD_BYTES_MAX = 72 << 10 }; /* a record of the longest line fits */

/* What a run of records shares; starts zeroed at each block. */
typedef struct codec_state {
    int64_t last_us;
    uint64_t last_line;
} codec_state;

/* Returns the bytes written to `to`, at most CODEC_RECORD_BYTES_MAX. */
size_t codec_write(codec_state *state, const jaga_record *record, char *to);

/* Reads one record from `*at` and moves it on. Texts point into the bytes. false: damaged. */
bool codec_read(codec_state *state, const char **at, const char *end, jaga_record *out);

#endif
