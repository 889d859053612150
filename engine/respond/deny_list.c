/* The file follows the database: what it lacks is found by the number of its last row. */
#include "respond/deny_list.h"

#include "base/arena.h"
#include "base/crash.h"
#include "respond/own_folder.h"
#include "store/unconfirmed.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH_ROWS = 64 }; /* made durable together */

struct deny_list {
    arena *memory; /* holds this struct and the path */
    const char *path;
    jaga_store *store;
    int fd;
    int64_t seq;   /* of the last whole row */
    off_t end;     /* behind it */
    bool is_dirty; /* something may stand behind the end */
};

static jaga_status cannot(const deny_list *self, const char *what, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s %s: %s", what, self->path, strerror(errno));
}

static jaga_status foreign(const deny_list *self, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT,
                     "%s: its last line is no row of this database's deny list; name another file",
                     self->path);
}

/* The last whole row has to be one that the database knows, byte by byte. */
static jaga_status check_last(deny_list *self, const char *line, jaga_error *err)
{
    json_t *object = json_loads(line, 0, NULL);
    char ours[STORE_DENIAL_BYTES];

    self->seq = json_integer_value(json_object_get(object, "seq"));
    json_decref(object);
    const jaga_status status = store_get_denial(self->store, self->seq, ours, err);
    if (status != JAGA_OK && status != JAGA_END) {
        return status;
    }
    return status == JAGA_OK && strcmp(line, ours) == 0 ? JAGA_OK : foreign(self, err);
}

/* What stands behind the last newline is a row torn by a kill; it is cut off with the next append.
 */
static jaga_status read_end(deny_list *self, jaga_error *err)
{
    char tail[2 * STORE_DENIAL_BYTES + 1];
    struct stat about;

    if (fstat(self->fd, &about) != 0) {
        return cannot(self, "reading", err);
    }
    if (!S_ISREG(about.st_mode)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: a deny list is a plain file", self->path);
    }
    const off_t most = (off_t)sizeof tail - 1;
    const off_t from = about.st_size > most ? about.st_size - most : 0;
    const ssize_t got = pread(self->fd, tail, sizeof tail - 1, from);
    if (got < 0) {
        return cannot(self, "reading", err);
    }
    tail[got] = '\0';
    char *newline = memrchr(tail, '\n', (size_t)got);
    if (newline == NULL) {
        static const char first[] = "{\"seq\":1,";
        const size_t known = (size_t)got < sizeof first - 1 ? (size_t)got : sizeof first - 1;
        self->is_dirty = got > 0;
        return got >= STORE_DENIAL_BYTES || memcmp(tail, first, known) != 0 ? foreign(self, err)
                                                                            : JAGA_OK;
    }
    *newline = '\0';
    self->end = from + (newline - tail) + 1;
    self->is_dirty = self->end != about.st_size;
    const char *before = memrchr(tail, '\n', (size_t)(newline - tail));
    return check_last(self, before == NULL ? tail : before + 1, err);
}

static jaga_status open_list(deny_list *self, jaga_error *err)
{
    self->fd = open(self->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (self->fd < 0) {
        return cannot(self, "opening", err);
    }
    if (flock(self->fd, LOCK_EX | LOCK_NB) != 0) {
        return jaga_fail(err, errno == EWOULDBLOCK ? JAGA_ERR_BUSY : JAGA_ERR_IO,
                         "%s: %s; another jaga may be writing to it", self->path, strerror(errno));
    }
    JAGA_TRY(own_folder_sync(self->path, err));
    return read_end(self, err);
}

jaga_status deny_list_open(const char *path, jaga_store *store, deny_list **out, jaga_error *err)
{
    const size_t path_bytes = strlen(path) + 1;
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(deny_list) + path_bytes + 256, &memory, err));
    deny_list *self = arena_take(memory, sizeof *self);
    char *copy = arena_take(memory, path_bytes);
    memcpy(copy, path, path_bytes);
    *self = (deny_list){ .memory = memory, .path = copy, .store = store, .fd = -1 };
    const jaga_status status = open_list(self, err);
    if (status != JAGA_OK) {
        deny_list_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void deny_list_close(deny_list *self)
{
    if (self == NULL) {
        return;
    }
    if (self->fd >= 0) {
        (void)close(self->fd);
    }
    arena_close(self->memory);
}

static bool write_part(const deny_list *self, const char *text, size_t length)
{
    const ssize_t wrote = write(self->fd, text, length);

    if (wrote >= 0 && (size_t)wrote != length) {
        errno = ENOSPC;
    }
    return wrote >= 0 && (size_t)wrote == length;
}

static jaga_status append_row(deny_list *self, char line[STORE_DENIAL_BYTES], jaga_error *err)
{
    const size_t length = strlen(line);

    line[length] = '\n';
    line[length + 1] = '\0';
    self->is_dirty = true;
    CRASH_STEP("deny:before");
    const size_t half = CRASH_CADENCE(length / 2, 0);
    const bool is_begun = write_part(self, line, half);
    CRASH_STEP("deny:half");
    if (!is_begun || !write_part(self, line + half, length + 1 - half)) {
        return cannot(self, "writing", err);
    }
    CRASH_STEP("deny:after");
    return JAGA_OK;
}

/* Writes up to a batch of rows behind the end. *seq, *end: those of the last. JAGA_END: that was
 * all. */
static jaga_status write_batch(deny_list *self, int64_t *seq, off_t *end, jaga_error *err)
{
    char line[STORE_DENIAL_BYTES];

    for (int rows = 0; rows < BATCH_ROWS; rows++) {
        JAGA_TRY(store_get_denial(self->store, *seq + 1, line, err));
        JAGA_TRY(append_row(self, line, err));
        *end += (off_t)strlen(line);
        ++*seq;
    }
    return JAGA_OK;
}

jaga_status deny_list_append(deny_list *self, jaga_error *err)
{
    jaga_status status = JAGA_OK;

    while (status == JAGA_OK) {
        int64_t seq = self->seq;
        off_t end = self->end;
        if (self->is_dirty && ftruncate(self->fd, self->end) != 0) {
            return cannot(self, "cutting a torn row off", err);
        }
        self->is_dirty = false;
        status = write_batch(self, &seq, &end, err);
        if (status != JAGA_OK && status != JAGA_END) {
            return status;
        }
        if (seq > self->seq && fdatasync(self->fd) != 0) {
            return cannot(self, "syncing", err);
        }
        CRASH_STEP("deny:durable");
        self->end = end;
        self->seq = seq;
        self->is_dirty = false;
    }
    return JAGA_OK;
}
