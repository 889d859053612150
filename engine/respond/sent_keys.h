#ifndef JAGA_RESPOND_SENT_KEYS_H
#define JAGA_RESPOND_SENT_KEYS_H

#include "base/key_index.h"
#include "base/slab.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The idempotency keys that a file of messages already holds, as 128-bit hashes, and how often. */
typedef struct sent_keys {
    slab_pool hashes;
    key_index index;
} sent_keys;

JAGA_USE_RESULT jaga_status sent_keys_open(sent_keys *keys, jaga_error *err);
void sent_keys_close(sent_keys *keys); /* accepts a zeroed one */

/* Whether the key is there so many times. */
bool sent_keys_has(const sent_keys *keys, const char *key, int64_t times);
/* Room for one more key, asked for before its message is written: JAGA_ERR_LIMIT, there are too
 * many. */
JAGA_USE_RESULT jaga_status sent_keys_reserve(sent_keys *keys, jaga_error *err);
void sent_keys_add(sent_keys *keys, const char *key); /* once more */

/* How the file ends. */
typedef struct sent_tail {
    int64_t whole_bytes; /* up to and with the last newline */
    int64_t torn_bytes;  /* behind it */
    bool is_ours;        /* the torn bytes are the beginning of a message */
} sent_tail;

/* Reads a whole file from its beginning and adds the key of every message in it. Lines that are no
 * messages are passed over. `path` is for error texts. */
JAGA_USE_RESULT jaga_status sent_keys_read(sent_keys *keys, int fd, const char *path,
                                           sent_tail *tail, jaga_error *err);

#endif
