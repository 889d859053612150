#include "base/hash.h"

#include "jaga/status.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(XXH3_state_t) == sizeof(hash_stream), "hash_stream holds an XXH3 state");

uint64_t hash_text64(jaga_span text)
{
    if (text.length == 0) {
        return 0;
    }
    const uint64_t hash = XXH3_64bits(text.at, text.length);
    return hash == 0 ? 1 : hash;
}

hash128 hash_text128(jaga_span text)
{
    const XXH128_hash_t hash = XXH3_128bits(text.at, text.length);
    return (hash128){ hash.low64, hash.high64 };
}

uint64_t hash_bytes64(const void *at, size_t length, uint64_t seed)
{
    return XXH3_64bits_withSeed(at, length, seed);
}

void hash_stream_init(hash_stream *stream)
{
    memset(stream, 0, sizeof *stream);
    XXH3_64bits_reset((XXH3_state_t *)(void *)stream->state);
}

void hash_stream_add(hash_stream *stream, const void *at, size_t length)
{
    (void)XXH3_64bits_update((XXH3_state_t *)(void *)stream->state, at, length);
}

uint64_t hash_stream_value(const hash_stream *stream)
{
    return XXH3_64bits_digest((const XXH3_state_t *)(const void *)stream->state);
}

static void to_base32(const unsigned char *bytes, size_t count, char *text, size_t letters)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t window = 0;
    unsigned held = 0;
    size_t next = 0;

    for (size_t i = 0; i < letters; i++) {
        if (held < 5) {
            window = window << 8 | (next < count ? bytes[next] : 0u);
            next++;
            held += 8;
        }
        held -= 5;
        text[i] = alphabet[window >> held & 31];
    }
    text[letters] = '\0';
}

void hash_digest(const jaga_span *parts, size_t count, unsigned char digest[HASH_DIGEST_BYTES])
{
    crypto_generichash_state state;

    JAGA_CHECK(crypto_generichash_init(&state, NULL, 0, HASH_DIGEST_BYTES) == 0);
    for (size_t i = 0; i < count; i++) {
        const unsigned char length[4] = { (unsigned char)(parts[i].length),
                                          (unsigned char)(parts[i].length >> 8),
                                          (unsigned char)(parts[i].length >> 16),
                                          (unsigned char)(parts[i].length >> 24) };
        (void)crypto_generichash_update(&state, length, sizeof length);
        (void)crypto_generichash_update(&state, (const unsigned char *)parts[i].at,
                                        parts[i].length);
    }
    (void)crypto_generichash_final(&state, digest, HASH_DIGEST_BYTES);
}

jaga_key hash_digest_text(const unsigned char digest[HASH_DIGEST_BYTES])
{
    jaga_key key;

    to_base32(digest, HASH_DIGEST_BYTES, key.text, sizeof key.text - 1);
    return key;
}

jaga_key hash_key(const jaga_span *parts, size_t count)
{
    unsigned char digest[HASH_DIGEST_BYTES];

    hash_digest(parts, count, digest);
    return hash_digest_text(digest);
}

void hash_sha256_text(const void *at, size_t length, char text[HASH_SHA256_TEXT_BYTES])
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    (void)crypto_hash_sha256(digest, at, length);
    (void)sodium_bin2hex(text, HASH_SHA256_TEXT_BYTES, digest, sizeof digest);
}
