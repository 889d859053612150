/* Messages appended to a file, one line of JSON each, for a ledger that reads files.
 *
 * The file is its own memory: its keys are read back at open, so a message that was written and not
 * yet marked when the process was killed is not written twice, and a line torn by the kill is cut
 * off and written again. A batch is durable before it counts as delivered. */
#include "respond/responder.h"

#include "base/arena.h"
#include "base/crash.h"
#include "respond/own_folder.h"
#include "respond/sent_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

typedef struct message_file {
    arena *memory; /* holds this struct and the path */
    char *path;
    sent_keys keys;
    int fd;
    bool is_regular; /* a pipe or device is only written to */
    bool is_torn;    /* part of a line that failed may stand behind `end` */
    int64_t end;     /* where that line began, or after a failed flush the first of its batch */
    /* Written since the last flush. */
    int64_t batch_start;
    int pending;
    char pending_keys[RESPONDER_BATCH][STORE_KEY_BYTES];
} message_file;

/* Cuts off a torn message, ends a foreign line that nobody ended. */
static jaga_status mend_tail(message_file *file, const sent_tail *tail, jaga_error *err)
{
    if (tail->torn_bytes == 0) {
        return JAGA_OK;
    }
    if (tail->is_ours) {
        return ftruncate(file->fd, tail->whole_bytes) == 0
                   ? JAGA_OK
                   : jaga_fail(err, JAGA_ERR_IO, "cutting a torn line off %s: %s", file->path,
                               strerror(errno));
    }
    if (write(file->fd, "\n", 1) != 1) {
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", file->path, strerror(errno));
    }
    return JAGA_OK;
}

static jaga_status read_back(message_file *file, jaga_error *err)
{
    sent_tail tail;

    if (flock(file->fd, LOCK_EX | LOCK_NB) != 0) {
        return jaga_fail(err, errno == EWOULDBLOCK ? JAGA_ERR_BUSY : JAGA_ERR_IO,
                         "%s: %s; another jaga may be writing to it", file->path, strerror(errno));
    }
    JAGA_TRY(own_folder_sync(file->path, err));
    JAGA_TRY(sent_keys_read(&file->keys, file->fd, file->path, &tail, err));
    return mend_tail(file, &tail, err);
}

static void close_file(void *ctx)
{
    message_file *file = ctx;

    if (file != NULL) {
        if (file->fd >= 0) {
            (void)close(file->fd);
        }
        sent_keys_close(&file->keys);
        arena_close(file->memory);
    }
}

static jaga_status open_at(message_file *file, jaga_error *err)
{
    struct stat about;

    file->fd = open(file->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file->fd < 0 || fstat(file->fd, &about) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", file->path, strerror(errno));
    }
    JAGA_TRY(sent_keys_open(&file->keys, err));
    file->is_regular = S_ISREG(about.st_mode);
    return file->is_regular ? read_back(file, err) : JAGA_OK;
}

static jaga_status open_file(const char *where, void **ctx, jaga_error *err)
{
    const size_t path_bytes = strlen(where) + 1;
    arena *memory = NULL;

    if (path_bytes == 1) {
        return jaga_fail(err, JAGA_ERR_USAGE, "file wants a path: file:PATH");
    }
    JAGA_TRY(arena_open(sizeof(message_file) + path_bytes + 256, &memory, err));
    message_file *file = arena_take(memory, sizeof *file);
    char *path = arena_take(memory, path_bytes);
    memcpy(path, where, path_bytes);
    *file = (message_file){ .memory = memory, .path = path, .fd = -1 };
    const jaga_status status = open_at(file, err);
    if (status != JAGA_OK) {
        close_file(file);
        return status;
    }
    *ctx = file;
    return JAGA_OK;
}

/* The whole text in one go, or an errno. A short write means that the room has ended. */
static int write_at_once(int fd, const char *body, size_t length, const char *end)
{
    const struct iovec parts[] = { { .iov_base = (void *)(uintptr_t)body, .iov_len = length },
                                   { .iov_base = (void *)(uintptr_t)end, .iov_len = strlen(end) } };
    ssize_t wrote;

    do {
        wrote = writev(fd, parts, 2);
    } while (wrote < 0 && errno == EINTR);
    if (wrote < 0) {
        return errno;
    }
    return (size_t)wrote == length + strlen(end) ? 0 : ENOSPC;
}

#ifdef JAGA_CRASH_STEPS
/* In two halves, so that a test can kill between them. */
static int write_line(int fd, const char *body)
{
    const size_t half = strlen(body) / 2;
    const int failed = write_at_once(fd, body, half, "");

    if (failed != 0) {
        return failed;
    }
    CRASH_STEP("send:half");
    return write_at_once(fd, body + half, strlen(body) - half, "\n");
}
#else
static int write_line(int fd, const char *body)
{
    return write_at_once(fd, body, strlen(body), "\n");
}
#endif

/* Takes back what was written of a line that did not get through. */
static bool mend(message_file *file)
{
    if (file->is_torn && file->is_regular) {
        file->is_torn = ftruncate(file->fd, file->end) != 0;
    }
    return !file->is_torn;
}

static responder_delivery retry_later(message_file *file, int cause, jaga_error *err)
{
    (void)jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", file->path, strerror(cause));
    return RESPONDER_RETRY_LATER;
}

static responder_delivery send_file(void *ctx, const store_message *message,
                                    responder_answer *answer, jaga_error *err)
{
    message_file *file = ctx;

    (void)answer;
    if (sent_keys_has(&file->keys, message->key, message->attempt)) {
        return RESPONDER_DELIVERED;
    }
    if (!mend(file)) {
        return retry_later(file, errno, err);
    }
    if (sent_keys_reserve(&file->keys, err) != JAGA_OK) {
        return RESPONDER_RETRY_LATER;
    }
    CRASH_STEP("send:before");
    if (file->is_regular) {
        file->end = lseek(file->fd, 0, SEEK_END);
        file->is_torn = true;
        file->batch_start = file->pending == 0 ? file->end : file->batch_start;
    }
    const int failed = write_line(file->fd, message->body);
    if (failed != 0) {
        (void)mend(file);
        return retry_later(file, failed, err);
    }
    file->is_torn = false;
    JAGA_CHECK(file->pending < RESPONDER_BATCH && strlen(message->key) < STORE_KEY_BYTES);
    memcpy(file->pending_keys[file->pending++], message->key, strlen(message->key) + 1);
    CRASH_STEP("send:after");
    return RESPONDER_DELIVERED;
}

static jaga_status flush_file(void *ctx, jaga_error *err)
{
    message_file *file = ctx;
    const int count = file->pending;

    file->pending = 0;
    if (count > 0 && file->is_regular && fdatasync(file->fd) != 0) {
        const int cause = errno;
        file->end = file->batch_start;
        file->is_torn = true;
        (void)mend(file);
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", file->path, strerror(cause));
    }
    CRASH_STEP("send:flushed");
    for (int i = 0; i < count; i++) {
        if (sent_keys_reserve(&file->keys, err) != JAGA_OK) {
            return err->status;
        }
        sent_keys_add(&file->keys, file->pending_keys[i]);
    }
    return JAGA_OK;
}

const responder_kind responder_file = {
    .scheme = "file",
    .help = "file:PATH: each message as one line of JSON appended to PATH, no message twice",
    .open = open_file,
    .send = send_file,
    .flush = flush_file,
    .close = close_file,
};
