/* Making anchors that only the key's owner can make. */
#include "jaga/anchor.h"

#include "base/when.h"
#include "query/kept_anchors.h"
#include "query/signing_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static jaga_status no_file(const char *path, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
}

static jaga_status append(int fd, const char *file, const char *anchor, int64_t now_us,
                          const signing_key *key, jaga_error *err)
{
    unsigned char signature[crypto_sign_BYTES];
    char line[ANCHOR_LINE_BYTES], ts[WHEN_TEXT_BYTES];

    when_format(now_us, ts);
    const int length = snprintf(line, sizeof line, ANCHOR_BEGIN "%s %s", anchor, ts);
    (void)crypto_sign_detached(signature, NULL, (const unsigned char *)line,
                               (unsigned long long)length, key->secret);
    line[length] = ' ';
    (void)sodium_bin2hex(line + length + 1, sizeof line - (size_t)length - 1, signature,
                         sizeof signature);
    const size_t end = strlen(line);
    line[end] = '\n';
    return write(fd, line, end + 1) == (ssize_t)(end + 1) && fsync(fd) == 0 ? JAGA_OK
                                                                            : no_file(file, err);
}

/* The row of the file's last anchor; 0: there is none. */
static jaga_status last_of(const jaga_kept *kept, int64_t *seq, jaga_error *err)
{
    kept_anchors anchors;

    JAGA_TRY(kept_anchors_open(kept, &anchors, err));
    *seq = anchors.count > 0 ? anchors.list[anchors.count - 1].seq : 0;
    kept_anchors_close(&anchors);
    return JAGA_OK;
}

static jaga_status add(const char *db, const signing_key *key, int fd, const char *file,
                       int64_t now_us, jaga_verified *out, bool *is_added, jaga_error *err)
{
    char public_key[JAGA_PUBLIC_KEY_BYTES];
    const jaga_kept kept = { .anchors = file, .public_key = public_key };
    int64_t last = 0;

    (void)sodium_bin2hex(public_key, sizeof public_key, key->public, sizeof key->public);
    JAGA_TRY(last_of(&kept, &last, err));
    JAGA_TRY(jaga_verify(db, &kept, out, err));
    if (out->bad_seq != 0 || out->rows == last) {
        return JAGA_OK;
    }
    *is_added = true;
    return append(fd, file, out->anchor, now_us, key, err);
}

/* Of two that sign at once the second waits, and finds nothing new. */
static jaga_status add_locked(const char *db, const signing_key *key, const char *file,
                              int64_t now_us, jaga_verified *out, bool *is_added, jaga_error *err)
{
    const int fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

    if (fd < 0) {
        return no_file(file, err);
    }
    const jaga_status status = flock(fd, LOCK_EX) == 0
                                   ? add(db, key, fd, file, now_us, out, is_added, err)
                                   : no_file(file, err);
    (void)close(fd);
    return status;
}

jaga_status jaga_anchor_add(const char *db, const char *key, const char *file, int64_t now_us,
                            jaga_verified *out, bool *is_added, jaga_error *err)
{
    signing_key with;

    *is_added = false;
    memset(out, 0, sizeof *out);
    jaga_status status = signing_key_read(key, &with, err);
    if (status == JAGA_OK) {
        status = add_locked(db, &with, file, now_us, out, is_added, err);
    }
    sodium_memzero(&with, sizeof with);
    return status;
}
