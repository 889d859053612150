#include "decode/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Length of the valid sequence at `at`, 0 when there is none. Table 3-7 of the Unicode standard. */
static uint32_t sequence(const unsigned char *at, uint32_t left)
{
    const unsigned char first = at[0];
    const uint32_t length = first < 0x80                     ? 1
                            : first >= 0xC2 && first <= 0xDF ? 2
                            : (first & 0xF0) == 0xE0         ? 3
                            : first >= 0xF0 && first <= 0xF4 ? 4
                                                             : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    for (uint32_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    if ((first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) ||
        (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F)) {
        return 0;
    }
    return length;
}

/* Eight bytes of plain ASCII without NUL: no high bit, and subtracting one from each sets none. */
static bool is_plain(const unsigned char *at)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return ((word | (word - UINT64_C(0x0101010101010101))) & high) == 0;
}

const char *utf8_check(jaga_span text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    uint32_t i = 0;

    while (i < text.length) {
        if (text.length - i >= 8 && is_plain(bytes + i)) {
            i += 8;
            continue;
        }
        if (bytes[i] == 0) {
            return "nul-byte";
        }
        const uint32_t length = sequence(bytes + i, text.length - i);
        if (length == 0) {
            return "bad-utf8";
        }
        i += length;
    }
    return NULL;
}
