#include "decode/ndjson_number.h"

#include <stdbool.h>
#include <string.h>

/* A number's digits without leading and trailing zeros, and where its decimal point stands. */
typedef struct digits {
    char text[NDJSON_NUMBER_BYTES];
    int32_t count;
    int32_t point; /* digits before it; below 0: zeros behind it */
    bool is_negative;
    bool fits;
} digits;

enum { EXPONENT_MOST = 1000000 }; /* far beyond what fits, however many digits a line has */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int32_t exponent_of(jaga_span number, uint32_t at)
{
    int32_t value = 0;
    const bool is_negative = number.at[at] == '-';

    for (at += is_negative || number.at[at] == '+'; at < number.length; at++) {
        value = value < EXPONENT_MOST ? value * 10 + (number.at[at] - '0') : value;
    }
    return is_negative ? -value : value;
}

static digits read_digits(jaga_span number)
{
    digits read = { .is_negative = number.at[0] == '-', .fits = true };
    uint32_t at = read.is_negative;
    int32_t zeros = 0; /* not yet known to stand before another digit */
    bool is_fraction = false;

    for (; at < number.length && (is_digit(number.at[at]) || number.at[at] == '.'); at++) {
        const char c = number.at[at];
        if (c == '.') {
            is_fraction = true;
            continue;
        }
        if (c == '0') {
            zeros += read.count > 0;
        } else if (read.count + zeros < NDJSON_NUMBER_BYTES) {
            memset(read.text + read.count, '0', (size_t)zeros);
            read.count += zeros;
            read.text[read.count++] = c;
            zeros = 0;
        } else {
            read.fits = false;
        }
        read.point += is_fraction ? (read.count == 0 ? -1 : 0) : (read.count > 0);
    }
    if (at < number.length) {
        read.point += exponent_of(number, at + 1);
    }
    return read;
}

uint32_t ndjson_number_plain(jaga_span number, char to[NDJSON_NUMBER_BYTES])
{
    const digits read = read_digits(number);
    const int32_t whole = read.count == 0 || read.point <= 0 ? 0 : read.point;
    const int32_t zeros = read.count > 0 && read.point < 0 ? -read.point : 0;
    const int32_t decimals = read.count > whole ? read.count - whole : 0;
    uint32_t used = 0;

    /* A sign, a leading zero and the point. */
    if (!read.fits || whole + zeros + decimals + 3 > NDJSON_NUMBER_BYTES) {
        return 0;
    }
    if (read.is_negative) {
        to[used++] = '-';
    }
    if (whole == 0) {
        to[used++] = '0';
    }
    for (int32_t i = 0; i < whole; i++) {
        to[used++] = i < read.count ? read.text[i] : '0';
    }
    if (decimals > 0) {
        to[used++] = '.';
        memset(to + used, '0', (size_t)zeros);
        used += (uint32_t)zeros;
        memcpy(to + used, read.text + whole, (size_t)decimals);
        used += (uint32_t)decimals;
    }
    return used;
}
