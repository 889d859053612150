#ifndef JAGA_BASE_HASH_H
#define JAGA_BASE_HASH_H

#include "jaga/decision.h"
#include "jaga/span.h"

#include <stddef.h>
#include <stdint.h>

/* Fast hashes (XXH3) for tables and checksums; BLAKE2b for names that leave the program. */

typedef struct hash128 {
    uint64_t low, high;
} hash128;

/* 0 stands for "no text", so a non-empty text never hashes to 0. */
uint64_t hash_text64(jaga_span text);
hash128 hash_text128(jaga_span text);
uint64_t hash_bytes64(const void *at, size_t length, uint64_t seed);

/* A checksum over a stream of bytes, the same however the stream is cut. A plain value. */
typedef struct hash_stream {
    _Alignas(64) unsigned char state[576];
} hash_stream;
void hash_stream_init(hash_stream *stream);
void hash_stream_add(hash_stream *stream, const void *at, size_t length);
uint64_t hash_stream_value(const hash_stream *stream);

/* 26 base-32 characters (RFC 4648 alphabet) of a 128-bit BLAKE2b over the parts, each preceded by
 * its length. Names cases, holds and commands: the same parts give the same name on any machine. */
jaga_key hash_key(const jaga_span *parts, size_t count);

/* The same in two steps, for where sixteen bytes are kept instead of the text. */
enum { HASH_DIGEST_BYTES = 16 };
void hash_digest(const jaga_span *parts, size_t count, unsigned char digest[HASH_DIGEST_BYTES]);
jaga_key hash_digest_text(const unsigned char digest[HASH_DIGEST_BYTES]);

/* SHA-256 as 64 lower-case hex digits, for what others check. */
enum { HASH_SHA256_TEXT_BYTES = 65 };
void hash_sha256_text(const void *at, size_t length, char text[HASH_SHA256_TEXT_BYTES]);

#endif
