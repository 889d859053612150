#include "decode/utf8.h"
#include "decode_fixture.h"

#include <iconv.h>

static iconv_t converter;

static void open_iconv(void)
{
    converter = iconv_open("UTF-32LE", "UTF-8");
    ck_assert(converter != (iconv_t)(intptr_t)-1);
}

static bool iconv_takes(const unsigned char *bytes, size_t length)
{
    unsigned char in[64];
    char out[256];
    char *from = (char *)in, *to = out;
    size_t left = length, room = sizeof out;

    memcpy(in, bytes, length);
    (void)iconv(converter, NULL, NULL, NULL, NULL);
    return iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
}

static void agree(const unsigned char *bytes, size_t length)
{
    const char *wrong = utf8_check((jaga_span){ (const char *)bytes, (uint32_t)length });

    if ((wrong == NULL) != iconv_takes(bytes, length) ||
        (wrong != NULL && strcmp(wrong, "bad-utf8") != 0)) {
        ck_abort_msg("%02X %02X %02X %02X (%zu bytes): %s", bytes[0], bytes[1], bytes[2], bytes[3],
                     length, wrong);
    }
}

START_TEST(every_text_of_one_or_two_bytes_is_judged_as_by_iconv)
{
    unsigned char bytes[4] = { 0 };

    open_iconv();
    for (unsigned a = 1; a < 256; a++) {
        bytes[0] = (unsigned char)a;
        agree(bytes, 1);
        for (unsigned b = 1; b < 256; b++) {
            bytes[1] = (unsigned char)b;
            agree(bytes, 2);
        }
        bytes[1] = 0;
    }
    iconv_close(converter);
}
END_TEST

START_TEST(every_long_sequence_at_the_edges_is_judged_as_by_iconv)
{
    static const unsigned char follow[] = { 0x01, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x91, 0x9F,
                                            0xA0, 0xA1, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF };
    enum { FOLLOW = sizeof follow };

    open_iconv();
    for (unsigned first = 0xC0; first < 256; first++) {
        for (unsigned i = 0; i < FOLLOW * FOLLOW * FOLLOW; i++) {
            const unsigned char bytes[4] = { (unsigned char)first, follow[i % FOLLOW],
                                             follow[i / FOLLOW % FOLLOW],
                                             follow[i / FOLLOW / FOLLOW] };
            agree(bytes, 4);
            agree(bytes, 3);
        }
    }
    iconv_close(converter);
}
END_TEST

START_TEST(random_texts_are_judged_as_by_iconv)
{
    static const unsigned char likely[] = { 'a',  'b',  0x7F, 0x80, 0xBF, 0xC3, 0xA9, 0xE2, 0x82,
                                            0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0, 0xF4, 0x90 };
    unsigned char bytes[32] = { 0 };
    uint64_t seed = 1;

    open_iconv();
    for (int i = 0; i < 300000; i++) {
        const size_t length = below(&seed, 25);
        for (size_t at = 0; at < length; at++) {
            bytes[at] = i % 2 == 0 ? (unsigned char)(1 + below(&seed, 255))
                                   : likely[below(&seed, sizeof likely)];
        }
        agree(bytes, length);
    }
    iconv_close(converter);
}
END_TEST

/* Mostly valid text with one byte changed: the valid part is long enough for the fast path. */
START_TEST(one_wrong_byte_in_a_long_text_is_judged_as_by_iconv)
{
    static const char text[] = "pembayaran warung \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 selesai";
    unsigned char bytes[sizeof text];

    open_iconv();
    for (size_t at = 0; at + 1 < sizeof text; at++) {
        for (unsigned value = 1; value < 256; value++) {
            memcpy(bytes, text, sizeof text);
            bytes[at] = (unsigned char)value;
            agree(bytes, sizeof text - 1);
        }
    }
    iconv_close(converter);
}
END_TEST

START_TEST(every_code_point_is_valid_unless_it_is_a_surrogate)
{
    for (uint32_t c = 1; c < 0x110000; c++) {
        char text[4];
        uint32_t n = 0;
        if (c < 0x80) {
            text[n++] = (char)c;
        } else if (c < 0x800) {
            text[n++] = (char)(0xC0 | c >> 6);
        } else if (c < 0x10000) {
            text[n++] = (char)(0xE0 | c >> 12);
            text[n++] = (char)(0x80 | (c >> 6 & 63));
        } else {
            text[n++] = (char)(0xF0 | c >> 18);
            text[n++] = (char)(0x80 | (c >> 12 & 63));
            text[n++] = (char)(0x80 | (c >> 6 & 63));
        }
        if (c >= 0x80) {
            text[n++] = (char)(0x80 | (c & 63));
        }
        if ((utf8_check((jaga_span){ text, n }) == NULL) != (c < 0xD800 || c > 0xDFFF)) {
            ck_abort_msg("U+%04X", c);
        }
    }
}
END_TEST

START_TEST(a_nul_byte_anywhere_is_called_by_its_name)
{
    char text[40];

    for (uint32_t length = 1; length <= sizeof text; length++) {
        for (uint32_t at = 0; at < length; at++) {
            memset(text, 'a', sizeof text);
            text[at] = '\0';
            ck_assert_str_eq(utf8_check((jaga_span){ text, length }), "nul-byte");
        }
    }
}
END_TEST

START_TEST(the_first_mistake_is_the_one_that_is_named)
{
    ck_assert_str_eq(utf8_check((jaga_span){ "a\0\xFF", 3 }), "nul-byte");
    ck_assert_str_eq(utf8_check((jaga_span){ "a\xFF\0", 3 }), "bad-utf8");
}
END_TEST

START_TEST(a_sequence_cut_by_the_end_is_not_valid)
{
    static const char text[] = "\xF0\x9F\x98\x80";

    for (uint32_t length = 1; length < 4; length++) {
        ck_assert_str_eq(utf8_check((jaga_span){ text, length }), "bad-utf8");
    }
    ck_assert_ptr_null(utf8_check((jaga_span){ text, 4 }));
}
END_TEST

START_TEST(the_empty_text_is_valid)
{
    ck_assert_ptr_null(utf8_check((jaga_span){ NULL, 0 }));
}
END_TEST

UNIT_MAIN("utf8", every_text_of_one_or_two_bytes_is_judged_as_by_iconv,
          every_long_sequence_at_the_edges_is_judged_as_by_iconv,
          random_texts_are_judged_as_by_iconv, one_wrong_byte_in_a_long_text_is_judged_as_by_iconv,
          every_code_point_is_valid_unless_it_is_a_surrogate,
          a_nul_byte_anywhere_is_called_by_its_name, the_first_mistake_is_the_one_that_is_named,
          a_sequence_cut_by_the_end_is_not_valid, the_empty_text_is_valid)
