#ifndef JAGA_QUERY_SIGNING_KEY_H
#define JAGA_QUERY_SIGNING_KEY_H

#include "jaga/status.h"

#include <sodium.h>

/* The key of anchors and of files of cases: Ed25519, in a file that nobody but its owner may read.
 * Whoever has read one wipes it (sodium_memzero). */
typedef struct signing_key {
    unsigned char seed[crypto_sign_SEEDBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
} signing_key;

/* JAGA_ERR_USAGE: it is no key, or others may read it. */
JAGA_USE_RESULT jaga_status signing_key_read(const char *path, signing_key *key, jaga_error *err);

#endif
