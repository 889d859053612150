#ifndef JAGA_ANCHOR_H
#define JAGA_ANCHOR_H

#include "jaga/verify.h"

/* Anchors that nobody without the key can make: lines of a file that only grows,
 *
 *     jaga-anchor SEQ:HASH TIME SIGNATURE
 *
 * where SIGNATURE is Ed25519 (RFC 8032), in hexadecimal, over the line before it, without the blank
 * between. They prove something only to who has the public key and a copy of the file from outside
 * the house. */
enum { JAGA_PUBLIC_KEY_BYTES = 65 }; /* 64 hexadecimal digits, terminated */

/* Makes a key in a new file of mode 0600: its seed, 64 hexadecimal digits. JAGA_ERR_IO: the file is
 * there already or cannot be written. */
JAGA_USE_RESULT jaga_status jaga_anchor_make_key(const char *path,
                                                 char public_key[JAGA_PUBLIC_KEY_BYTES],
                                                 jaga_error *err);

/* Proves the whole audit, also against the file's earlier anchors, and then appends the anchor of
 * its last row, durably. Nothing is appended when the audit is bad, which out->bad_seq says, or has
 * no new row: then *is_added is false. now_us: of the clock. JAGA_ERR_USAGE: the key is no key, or
 * others than its owner may read it; JAGA_ERR_FORMAT: a line of the file is not this key's. */
JAGA_USE_RESULT jaga_status jaga_anchor_add(const char *db, const char *key, const char *file,
                                            int64_t now_us, jaga_verified *out, bool *is_added,
                                            jaga_error *err);

#endif
