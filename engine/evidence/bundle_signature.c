/* Whose file of a case it is: a signature over the sums of its files. */
#include "base/column_text.h"
#include "evidence/bundle.h"
#include "query/signing_key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { SUMS_BYTES = 4096, SIGNATURE_DIGITS = 2 * crypto_sign_BYTES };

/* A small file, terminated. *length -1: there is none. */
static jaga_status read_small(const char *folder, const char *name, char text[SUMS_BYTES],
                              long *length, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES];

    JAGA_TRY(bundle_path(folder, name, path, err));
    FILE *file = fopen(path, "rbe");
    *length = -1;
    if (file == NULL) {
        return errno == ENOENT ? JAGA_OK
                               : jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    *length = (long)fread(text, 1, SUMS_BYTES - 1, file);
    text[*length] = '\0';
    (void)fclose(file);
    return JAGA_OK;
}

static jaga_status put_signature(const char *folder, const unsigned char *signature,
                                 jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], line[SIGNATURE_DIGITS + 2];

    JAGA_TRY(bundle_path(folder, BUNDLE_SIGNED, path, err));
    (void)sodium_bin2hex(line, sizeof line, signature, crypto_sign_BYTES);
    line[SIGNATURE_DIGITS] = '\n';
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    const bool is_put = fd >= 0 && write(fd, line, SIGNATURE_DIGITS + 1) == SIGNATURE_DIGITS + 1;
    const int why = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return is_put ? JAGA_OK : jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(why));
}

jaga_status bundle_sign(const char *folder, const char *key_path, jaga_error *err)
{
    unsigned char signature[crypto_sign_BYTES];
    char sums[SUMS_BYTES];
    signing_key key;
    long length = 0;

    JAGA_TRY(read_small(folder, BUNDLE_SUMS, sums, &length, err));
    JAGA_CHECK(length > 0 && length < SUMS_BYTES - 1);
    JAGA_TRY(signing_key_read(key_path, &key, err));
    (void)crypto_sign_detached(signature, NULL, (const unsigned char *)sums,
                               (unsigned long long)length, key.secret);
    sodium_memzero(&key, sizeof key);
    return put_signature(folder, signature, err);
}

jaga_status bundle_check_signature(const char *folder, const char *public_key, bool *is_there,
                                   const char **why, jaga_error *err)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
    char sums[SUMS_BYTES], line[SUMS_BYTES];
    long length = 0, digits = 0;

    *why = NULL;
    if (!audit_read_hex(text_span(public_key), key, sizeof key)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "a public key is 64 hexadecimal digits, as jaga anchor --new-key printed "
                         "it");
    }
    JAGA_TRY(read_small(folder, BUNDLE_SIGNED, line, &digits, err));
    *is_there = digits >= 0;
    if (!*is_there) {
        return JAGA_OK;
    }
    JAGA_TRY(read_small(folder, BUNDLE_SUMS, sums, &length, err));
    const bool is_good =
        length > 0 && digits == SIGNATURE_DIGITS + 1 && line[SIGNATURE_DIGITS] == '\n' &&
        audit_read_hex((jaga_span){ line, SIGNATURE_DIGITS }, signature, sizeof signature) &&
        crypto_sign_verify_detached(signature, (const unsigned char *)sums,
                                    (unsigned long long)length, key) == 0;
    *why = is_good ? NULL : BUNDLE_SUMS " is not signed with this key";
    return JAGA_OK;
}
