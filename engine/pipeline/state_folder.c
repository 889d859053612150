#include "pipeline/state_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A killed jaga takes a moment to let go of its memory, and of the lock after it: whoever restarts
 * it at once should not be told that it still runs. */
static bool wait_for_lock(int fd)
{
    enum { PATIENCE_MS = 2000, STEP_MS = 20 };

    for (int waited_ms = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited_ms += STEP_MS) {
        if (errno != EWOULDBLOCK || waited_ms >= PATIENCE_MS) {
            return false;
        }
        (void)poll(NULL, 0, STEP_MS);
    }
    return true;
}

static jaga_status take_lock(state_folder *self, const char *folder, const char *db,
                             jaga_error *err)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s/lock", folder) >= (int)sizeof path) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the path of %s is too long", db);
    }
    self->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->lock_fd < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", path, strerror(errno));
    }
    if (wait_for_lock(self->lock_fd)) {
        return JAGA_OK;
    }
    const int why = errno; /* before closing changes it */
    state_folder_close(self);
    return why == EWOULDBLOCK
               ? jaga_fail(err, JAGA_ERR_BUSY, "%s: another jaga is working on it", db)
               : jaga_fail(err, JAGA_ERR_IO, "locking %s: %s", path, strerror(why));
}

static jaga_status name_folder(const char *db, char *folder, size_t cap, jaga_error *err)
{
    const size_t length = strlen(db);
    const size_t stem = length > 3 && strcmp(db + length - 3, ".db") == 0 ? length - 3 : length;

    if (snprintf(folder, cap, "%.*s.state", (int)stem, db) >= (int)cap) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the path of the database is too long");
    }
    return JAGA_OK;
}

jaga_status state_folder_history(const char *db, char path[4096], jaga_error *err)
{
    char folder[4000];

    JAGA_TRY(name_folder(db, folder, sizeof folder, err));
    (void)snprintf(path, 4096, "%s/history", folder);
    if (access(path, R_OK) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    return JAGA_OK;
}

jaga_status state_folder_open(state_folder *self, const char *db, jaga_error *err)
{
    char folder[4000];

    self->lock_fd = -1;
    JAGA_TRY(name_folder(db, folder, sizeof folder, err));
    (void)snprintf(self->history, sizeof self->history, "%s/history", folder);
    (void)snprintf(self->snapshot, sizeof self->snapshot, "%s/snapshot", folder);
    (void)snprintf(self->models, sizeof self->models, "%s/models", folder);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return jaga_fail(err, JAGA_ERR_IO, "making the folder %s: %s", folder, strerror(errno));
    }
    return take_lock(self, folder, db, err);
}

void state_folder_close(state_folder *self)
{
    if (self->lock_fd >= 0) {
        (void)close(self->lock_fd);
        self->lock_fd = -1;
    }
}
