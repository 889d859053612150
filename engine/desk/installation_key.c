#include "desk/installation_key.h"

#include "base/whole_io.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_PATH_BYTES = 4200 };

static jaga_status read_key(const char *path, unsigned char out[CALL_CODE_KEY_BYTES],
                            jaga_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return errno == ENOENT ? JAGA_END
                               : jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const bool is_whole = read_fully(fd, out, CALL_CODE_KEY_BYTES, 0);
    (void)close(fd);
    return is_whole ? JAGA_OK : jaga_fail(err, JAGA_ERR_FORMAT, "%s is cut short", path);
}

/* Written beside and linked into place whole: of two desks that begin at once, one wins. */
static jaga_status make_key(const char *path, jaga_error *err)
{
    unsigned char key[CALL_CODE_KEY_BYTES];
    char beside[KEY_PATH_BYTES + 32];

    if (sodium_init() < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "the system gives no random numbers");
    }
    randombytes_buf(key, sizeof key);
    (void)snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid());
    const int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", beside, strerror(errno));
    }
    const bool is_written = write_fully(fd, key, sizeof key, 0) && fsync(fd) == 0;
    const int cause = errno;
    (void)close(fd);
    const bool is_placed = is_written && (link(beside, path) == 0 || errno == EEXIST);
    const int why = is_written ? errno : cause;
    (void)unlink(beside);
    sodium_memzero(key, sizeof key);
    return is_placed ? JAGA_OK : jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(why));
}

jaga_status installation_key(const char *history_path, unsigned char out[CALL_CODE_KEY_BYTES],
                             jaga_error *err)
{
    const char *end = strrchr(history_path, '/');
    char path[KEY_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%.*s/desk.key", end == NULL ? 1 : (int)(end - history_path),
                   end == NULL ? "." : history_path);
    jaga_status status = read_key(path, out, err);
    if (status == JAGA_END) {
        JAGA_TRY(make_key(path, err));
        status = read_key(path, out, err);
    }
    return status == JAGA_END ? jaga_fail(err, JAGA_ERR_IO, "%s has gone", path) : status;
}
