#include "respond/webhook_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_LEAST = 16 };

static jaga_status read_from(webhook_key *key, int fd, const char *path, jaga_error *err)
{
    struct stat about;

    if (fstat(fd, &about) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(about.st_mode) || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s: a key is a file that nobody but its owner may read (chmod 600)",
                         path);
    }
    const ssize_t got = read(fd, key->bytes, sizeof key->bytes);
    if (got < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    key->length = (size_t)got;
    while (key->length > 0 &&
           (key->bytes[key->length - 1] == '\n' || key->bytes[key->length - 1] == '\r')) {
        key->length--;
    }
    if (key->length < KEY_LEAST || about.st_size > WEBHOOK_KEY_MOST) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: a key has %d to %d bytes", path, (int)KEY_LEAST,
                         (int)WEBHOOK_KEY_MOST);
    }
    return JAGA_OK;
}

jaga_status webhook_key_read(webhook_key *key, const char *path, jaga_error *err)
{
    if (path[0] == '\0') {
        return jaga_fail(err, JAGA_ERR_USAGE, "webhook signs: give key=FILE behind its address");
    }
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const jaga_status status = read_from(key, fd, path, err);
    (void)close(fd);
    return status;
}

void webhook_sign(const webhook_key *key, long long time_s, const char *body,
                  char signature[WEBHOOK_SIGNATURE_BYTES])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    char when[32];

    const int digits = snprintf(when, sizeof when, "%lld.", time_s);
    (void)crypto_auth_hmacsha256_init(&state, key->bytes, key->length);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)when,
                                        (unsigned long long)digits);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
    (void)crypto_auth_hmacsha256_final(&state, mac);
    (void)sodium_bin2hex(signature, WEBHOOK_SIGNATURE_BYTES, mac, sizeof mac);
}
