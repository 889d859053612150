#include "query/signing_key.h"

#include "jaga/anchor.h"

#include "base/whole_io.h"
#include "store/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEED_DIGITS = 2 * crypto_sign_SEEDBYTES };

static jaga_status no_file(const char *path, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
}

jaga_status jaga_anchor_make_key(const char *path, char public_key[JAGA_PUBLIC_KEY_BYTES],
                                 jaga_error *err)
{
    signing_key key;
    char line[SEED_DIGITS + 2];

    if (sodium_init() < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "the system gives no random numbers");
    }
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return no_file(path, err);
    }
    randombytes_buf(key.seed, sizeof key.seed);
    (void)crypto_sign_seed_keypair(key.public, key.secret, key.seed);
    (void)sodium_bin2hex(line, sizeof line, key.seed, sizeof key.seed);
    line[SEED_DIGITS] = '\n';
    const bool is_written = write_fully(fd, line, SEED_DIGITS + 1, 0) && fsync(fd) == 0;
    const jaga_status status = is_written ? JAGA_OK : no_file(path, err);
    (void)close(fd);
    (void)sodium_bin2hex(public_key, JAGA_PUBLIC_KEY_BYTES, key.public, sizeof key.public);
    sodium_memzero(&key, sizeof key);
    sodium_memzero(line, sizeof line);
    return status;
}

static jaga_status read_seed(int fd, const char *path, signing_key *key, jaga_error *err)
{
    char line[SEED_DIGITS + 1];
    struct stat about;

    if (fstat(fd, &about) != 0) {
        return no_file(path, err);
    }
    if (!S_ISREG(about.st_mode) || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s: a key is a file that nobody but its owner may read (chmod 600)",
                         path);
    }
    const bool is_key =
        about.st_size == SEED_DIGITS + 1 && read_fully(fd, line, sizeof line, 0) &&
        line[SEED_DIGITS] == '\n' &&
        audit_read_hex((jaga_span){ line, SEED_DIGITS }, key->seed, sizeof key->seed);
    sodium_memzero(line, sizeof line);
    return is_key ? JAGA_OK
                  : jaga_fail(err, JAGA_ERR_USAGE,
                              "%s is no key as jaga anchor --new-key makes one", path);
}

jaga_status signing_key_read(const char *path, signing_key *key, jaga_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return no_file(path, err);
    }
    const jaga_status status = read_seed(fd, path, key, err);
    (void)close(fd);
    if (status == JAGA_OK) {
        (void)crypto_sign_seed_keypair(key->public, key->secret, key->seed);
    }
    return status;
}
