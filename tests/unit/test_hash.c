#include "base/hash.h"
#include "decode_fixture.h"

#include <sodium.h>

/* Letter i holds bits 5i .. 5i+4 of the digest, first bit first, zeros behind the last. */
static void write_base32(const unsigned char *digest, size_t bytes, char text[27])
{
    for (size_t letter = 0; letter < 26; letter++) {
        unsigned value = 0;
        for (size_t bit = letter * 5; bit < letter * 5 + 5; bit++) {
            const unsigned byte = bit < bytes * 8 ? digest[bit / 8] : 0u;
            value = value * 2 + (byte >> (7 - bit % 8) & 1u);
        }
        text[letter] = (char)(value < 26 ? 'A' + value : '2' + (value - 26));
    }
    text[26] = '\0';
}

/* What the header promises, by libsodium itself over one buffer. */
static void independent_key(const jaga_span *parts, size_t count, char text[27])
{
    static unsigned char buffer[1 << 16];
    unsigned char digest[16];
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        for (int byte = 0; byte < 4; byte++) {
            buffer[used++] = (unsigned char)(parts[i].length >> 8 * byte);
        }
        for (uint32_t at = 0; at < parts[i].length; at++) {
            buffer[used++] = (unsigned char)parts[i].at[at];
        }
    }
    ck_assert_int_eq(crypto_generichash(digest, sizeof digest, buffer, used, NULL, 0), 0);
    write_base32(digest, sizeof digest, text);
}

START_TEST(a_key_is_what_libsodium_makes_of_the_parts)
{
    static char text[4096];
    jaga_span parts[5];
    char want[27];
    uint64_t seed = 1;

    ck_assert_int_ge(sodium_init(), 0);
    for (int i = 0; i < 2000; i++) {
        const size_t count = below(&seed, 6);
        for (size_t at = 0; at < sizeof text; at++) {
            text[at] = (char)next_random(&seed);
        }
        for (size_t p = 0; p < count; p++) {
            parts[p] = (jaga_span){ text + below(&seed, 2048), (uint32_t)below(&seed, 300) };
        }
        independent_key(parts, count, want);
        const jaga_key key = hash_key(parts, count);
        if (strcmp(key.text, want) != 0) {
            ck_abort_msg("%s is not %s", key.text, want);
        }
    }
}
END_TEST

START_TEST(base32_is_that_of_the_rfc)
{
    const unsigned char digest[HASH_DIGEST_BYTES] = "foobarfoobarfoob";
    const jaga_key key = hash_digest_text(digest);

    ck_assert_str_eq(key.text, "MZXW6YTBOJTG633CMFZGM33PMI");
}
END_TEST

START_TEST(a_digest_of_ones_ends_in_the_letter_of_three_bits)
{
    unsigned char digest[HASH_DIGEST_BYTES];

    memset(digest, 0xFF, sizeof digest);
    ck_assert_str_eq(hash_digest_text(digest).text, "7777777777777777777777777"
                                                    "4");
}
END_TEST

START_TEST(parts_are_not_glued_together)
{
    const jaga_span ab_c[] = { { "ab", 2 }, { "c", 1 } };
    const jaga_span a_bc[] = { { "a", 1 }, { "bc", 2 } };
    const jaga_span abc[] = { { "abc", 3 } };
    const jaga_span abc_empty[] = { { "abc", 3 }, { "", 0 } };

    ck_assert_str_ne(hash_key(ab_c, 2).text, hash_key(a_bc, 2).text);
    ck_assert_str_ne(hash_key(abc, 1).text, hash_key(ab_c, 2).text);
    ck_assert_str_ne(hash_key(abc, 1).text, hash_key(abc_empty, 2).text);
}
END_TEST

START_TEST(the_two_steps_give_the_same_key)
{
    const jaga_span parts[] = { { "case", 4 }, { "w-1", 3 } };
    unsigned char digest[HASH_DIGEST_BYTES];

    hash_digest(parts, 2, digest);
    ck_assert_str_eq(hash_digest_text(digest).text, hash_key(parts, 2).text);
}
END_TEST

/* The value that xxHash publishes for the empty input. */
START_TEST(the_empty_stream_has_the_published_value)
{
    hash_stream stream;

    hash_stream_init(&stream);
    ck_assert_uint_eq(hash_stream_value(&stream), UINT64_C(0x2D06800538D394C2));
    ck_assert_uint_eq(hash_bytes64("", 0, 0), UINT64_C(0x2D06800538D394C2));
}
END_TEST

START_TEST(the_empty_text_has_the_published_value)
{
    const hash128 hash = hash_text128((jaga_span){ NULL, 0 });

    ck_assert_uint_eq(hash.low, UINT64_C(0x6001C324468D497F));
    ck_assert_uint_eq(hash.high, UINT64_C(0x99AA06D3014798D8));
}
END_TEST

START_TEST(a_stream_has_one_value_however_it_is_cut)
{
    static unsigned char bytes[5000];
    uint64_t seed = 2;

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)next_random(&seed);
    }
    for (int round = 0; round < 300; round++) {
        const size_t length = below(&seed, sizeof bytes + 1);
        const size_t most = 1 + below(&seed, 700);
        hash_stream stream;
        hash_stream_init(&stream);
        for (size_t at = 0; at < length;) {
            size_t piece = below(&seed, most + 1);
            piece = piece > length - at ? length - at : piece;
            hash_stream_add(&stream, bytes + at, piece);
            at += piece;
        }
        ck_assert_uint_eq(hash_stream_value(&stream), hash_bytes64(bytes, length, 0));
    }
}
END_TEST

START_TEST(asking_a_stream_for_its_value_changes_nothing)
{
    hash_stream stream;

    hash_stream_init(&stream);
    hash_stream_add(&stream, "abc", 3);
    const uint64_t first = hash_stream_value(&stream);
    ck_assert_uint_eq(hash_stream_value(&stream), first);
    hash_stream_add(&stream, "def", 3);
    ck_assert_uint_eq(hash_stream_value(&stream), hash_bytes64("abcdef", 6, 0));
}
END_TEST

START_TEST(a_stream_is_a_plain_value)
{
    hash_stream stream, copy;

    hash_stream_init(&stream);
    hash_stream_add(&stream, "abc", 3);
    copy = stream;
    hash_stream_add(&stream, "xxx", 3);
    hash_stream_add(&copy, "def", 3);
    ck_assert_uint_eq(hash_stream_value(&copy), hash_bytes64("abcdef", 6, 0));
}
END_TEST

START_TEST(no_text_hashes_to_zero_and_a_text_never_does)
{
    uint64_t seed = 3;

    ck_assert_uint_eq(hash_text64((jaga_span){ NULL, 0 }), 0);
    for (int i = 0; i < 1000; i++) {
        const uint64_t text = next_random(&seed);
        ck_assert_uint_ne(hash_text64((jaga_span){ (const char *)&text, 8 }), 0);
    }
}
END_TEST

UNIT_MAIN("hash", a_key_is_what_libsodium_makes_of_the_parts, base32_is_that_of_the_rfc,
          a_digest_of_ones_ends_in_the_letter_of_three_bits, parts_are_not_glued_together,
          the_two_steps_give_the_same_key, the_empty_stream_has_the_published_value,
          the_empty_text_has_the_published_value, a_stream_has_one_value_however_it_is_cut,
          asking_a_stream_for_its_value_changes_nothing, a_stream_is_a_plain_value,
          no_text_hashes_to_zero_and_a_text_never_does)
