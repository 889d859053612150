#include "respond/sent_keys.h"

#include "base/arena.h"
#include "base/hash.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

enum { KEYS_MAX = 1 << 26, CHUNK_BYTES = 1 << 16 };

/* How the store begins the messages it renders. */
static const char *const beginnings[] = { "{\"cmd_id\":\"", "{\"task_id\":\"" };

/* Of its n-th occurrence. */
static hash128 hash_of(const char *key, int64_t n)
{
    hash128 hash = hash_text128((jaga_span){ key, (uint32_t)strlen(key) });

    hash.low ^= (uint64_t)(n - 1) * UINT64_C(0x9E3779B97F4A7C15);
    return hash;
}

jaga_status sent_keys_open(sent_keys *keys, jaga_error *err)
{
    *keys = (sent_keys){ .index = { .mask = 0 } };
    JAGA_TRY(slab_open(&keys->hashes, "sent keys", sizeof(hash128), KEYS_MAX, err));
    return key_index_open(&keys->index, "sent key index", err);
}

void sent_keys_close(sent_keys *keys)
{
    key_index_close(&keys->index);
    slab_close(&keys->hashes);
}

bool sent_keys_has(const sent_keys *keys, const char *key, int64_t times)
{
    return key_index_find(&keys->index, &keys->hashes, hash_of(key, times)) != SLAB_NONE;
}

jaga_status sent_keys_reserve(sent_keys *keys, jaga_error *err)
{
    if (keys->hashes.count == keys->hashes.cap) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more than %d messages in one file; begin another",
                         (int)KEYS_MAX);
    }
    return key_index_reserve(&keys->index, err);
}

void sent_keys_add(sent_keys *keys, const char *key)
{
    int64_t times = 1;

    while (sent_keys_has(keys, key, times)) {
        times++;
    }
    const hash128 hash = hash_of(key, times);
    const uint32_t item = slab_add(&keys->hashes);
    JAGA_CHECK(item != SLAB_NONE);
    memcpy(slab_at(&keys->hashes, item), &hash, sizeof hash);
    key_index_add(&keys->index, hash, item);
}

static jaga_status add_line(sent_keys *keys, const char *line, size_t length, jaga_error *err)
{
    if (length == 0 || line[0] != '{') {
        return JAGA_OK;
    }
    JAGA_TRY(sent_keys_reserve(keys, err));
    json_t *object = json_loadb(line, length, 0, NULL);
    const char *key = json_string_value(json_object_get(object, "cmd_id"));
    if (key == NULL) {
        key = json_string_value(json_object_get(object, "task_id"));
    }
    if (key != NULL) {
        sent_keys_add(keys, key);
    }
    json_decref(object);
    return JAGA_OK;
}

static bool begins_like_ours(const char *at, size_t length)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        const size_t whole = strlen(beginnings[i]);
        if (memcmp(at, beginnings[i], length < whole ? length : whole) == 0) {
            return true;
        }
    }
    return false;
}

/* Text read but not yet cut into lines. */
typedef struct reader {
    char *chunk;
    size_t held;       /* bytes at its beginning that belong to an unfinished line */
    bool is_oversized; /* the unfinished line began before the chunk: no message is that long */
} reader;

/* Takes whole lines off the front of what is held. */
static jaga_status take_lines(reader *from, sent_keys *keys, sent_tail *tail, jaga_error *err)
{
    size_t start = 0;

    for (;;) {
        const char *end = memchr(from->chunk + start, '\n', from->held - start);
        if (end == NULL) {
            break;
        }
        const size_t length = (size_t)(end - from->chunk) - start;
        if (!from->is_oversized) {
            JAGA_TRY(add_line(keys, from->chunk + start, length, err));
        }
        from->is_oversized = false;
        start += length + 1;
        tail->whole_bytes += tail->torn_bytes + (int64_t)length + 1;
        tail->torn_bytes = 0;
    }
    from->held -= start;
    memmove(from->chunk, from->chunk + start, from->held);
    if (from->held == CHUNK_BYTES) {
        from->is_oversized = true;
        tail->torn_bytes += (int64_t)from->held;
        from->held = 0;
    }
    return JAGA_OK;
}

static jaga_status read_all(reader *from, sent_keys *keys, int fd, const char *path,
                            sent_tail *tail, jaga_error *err)
{
    if (lseek(fd, 0, SEEK_SET) < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "reading %s: %s", path, strerror(errno));
    }
    for (;;) {
        const ssize_t got = read(fd, from->chunk + from->held, CHUNK_BYTES - from->held);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return jaga_fail(err, JAGA_ERR_IO, "reading %s: %s", path, strerror(errno));
        }
        if (got == 0) {
            break;
        }
        from->held += (size_t)got;
        JAGA_TRY(take_lines(from, keys, tail, err));
    }
    tail->is_ours = !from->is_oversized && begins_like_ours(from->chunk, from->held);
    tail->torn_bytes += (int64_t)from->held;
    return JAGA_OK;
}

jaga_status sent_keys_read(sent_keys *keys, int fd, const char *path, sent_tail *tail,
                           jaga_error *err)
{
    arena *memory = NULL;

    *tail = (sent_tail){ .whole_bytes = 0 };
    JAGA_TRY(arena_open(CHUNK_BYTES + 256, &memory, err));
    reader from = { .chunk = arena_take(memory, CHUNK_BYTES) };
    const jaga_status status = read_all(&from, keys, fd, path, tail, err);
    arena_close(memory);
    return status;
}
