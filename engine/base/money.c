#include "base/money.h"

#include "jaga/event.h"

#include <stdbool.h>
#include <stdio.h>

#define CODE(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/* ISO 4217 currencies whose minor unit is not a hundredth. */
static const uint32_t no_decimals[] = {
    CODE('B', 'I', 'F'), CODE('C', 'L', 'P'), CODE('D', 'J', 'F'), CODE('G', 'N', 'F'),
    CODE('I', 'S', 'K'), CODE('J', 'P', 'Y'), CODE('K', 'M', 'F'), CODE('K', 'R', 'W'),
    CODE('P', 'Y', 'G'), CODE('R', 'W', 'F'), CODE('U', 'G', 'X'), CODE('U', 'Y', 'I'),
    CODE('V', 'N', 'D'), CODE('V', 'U', 'V'), CODE('X', 'A', 'F'), CODE('X', 'O', 'F'),
    CODE('X', 'P', 'F')
};
static const uint32_t three_decimals[] = { CODE('B', 'H', 'D'), CODE('I', 'Q', 'D'),
                                           CODE('J', 'O', 'D'), CODE('K', 'W', 'D'),
                                           CODE('L', 'Y', 'D'), CODE('O', 'M', 'R'),
                                           CODE('T', 'N', 'D') };

static bool is_listed(const uint32_t *list, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == code) {
            return true;
        }
    }
    return false;
}

int money_digits(jaga_span currency)
{
    if (currency.length != 3) {
        return -1;
    }
    for (int i = 0; i < 3; i++) {
        if (currency.at[i] < 'A' || currency.at[i] > 'Z') {
            return -1;
        }
    }
    const uint32_t code = CODE(currency.at[0], currency.at[1], currency.at[2]);
    return is_listed(no_decimals, sizeof no_decimals / sizeof *no_decimals, code)            ? 0
           : is_listed(three_decimals, sizeof three_decimals / sizeof *three_decimals, code) ? 3
                                                                                             : 2;
}

/* Digits up to the decimal separator; *at is left behind them. */
static const char *parse_whole(jaga_span text, money_style style, uint32_t *at, int64_t *whole)
{
    const uint32_t first = *at;
    uint32_t since_group = 0;
    bool has_group = false;

    for (; *at < text.length && text.at[*at] != style.decimal; (*at)++) {
        const char c = text.at[*at];
        if (style.group != '\0' && c == style.group) {
            if (*at == first || (has_group ? since_group != 3 : since_group > 3)) {
                return "misplaced group separator";
            }
            has_group = true;
            since_group = 0;
            continue;
        }
        if (c < '0' || c > '9') {
            return "not a plain decimal number";
        }
        if (*whole > INT64_C(100000000000000)) {
            return "the amount is too large";
        }
        *whole = *whole * 10 + (c - '0');
        since_group++;
    }
    if (*at == first) {
        return "not a plain decimal number";
    }
    return has_group && since_group != 3 ? "misplaced group separator" : NULL;
}

const char *money_parse(jaga_span text, money_style style, int exponent, int is_signed,
                        int64_t *minor)
{
    int64_t value = 0;
    int decimals = 0;
    uint32_t at = 0;
    const bool is_negative = text.length > 0 && text.at[0] == '-';

    if (text.length == 0) {
        return "no number";
    }
    if (is_negative) {
        if (!is_signed) {
            return "the amount has a sign";
        }
        at = 1;
    }
    const char *wrong = parse_whole(text, style, &at, &value);
    if (wrong != NULL) {
        return wrong;
    }
    if (at < text.length) {
        at++;
        for (; at < text.length; at++, decimals++) {
            const char c = text.at[at];
            if (c < '0' || c > '9' || decimals == 4) {
                return decimals == 4 ? "more than four decimals" : "not a plain decimal number";
            }
            if (decimals < exponent) {
                value = value * 10 + (c - '0');
            } else if (c != '0') {
                return "more decimals than the currency has";
            }
        }
        if (decimals == 0) {
            return "a decimal separator without digits";
        }
    }
    for (; decimals < exponent; decimals++) {
        value *= 10;
    }
    *minor = is_negative ? -value : value;
    return NULL;
}

static size_t write_money(int64_t minor, int exponent, bool is_grouped, char *text)
{
    char reversed[MONEY_TEXT_BYTES];
    size_t n = 0;
    uint64_t rest = minor < 0 ? 0u - (uint64_t)minor : (uint64_t)minor;
    uint64_t unit = 1;
    int digits = 0;

    for (int i = 0; i < exponent; i++) {
        unit *= 10;
    }
    if (is_grouped && rest % unit == 0) {
        rest /= unit;
        exponent = 0;
    }
    for (; rest > 0 || digits <= exponent; digits++) {
        if (exponent > 0 && digits == exponent) {
            reversed[n++] = '.';
        }
        if (is_grouped && digits > exponent && (digits - exponent) % 3 == 0) {
            reversed[n++] = ',';
        }
        reversed[n++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (minor < 0) {
        reversed[n++] = '-';
    }
    for (size_t i = 0; i < n; i++) {
        text[i] = reversed[n - 1 - i];
    }
    text[n] = '\0';
    return n;
}

size_t money_format(int64_t minor, int exponent, char text[MONEY_TEXT_BYTES])
{
    if (minor == JAGA_UNKNOWN_MINOR) {
        text[0] = '\0';
        return 0;
    }
    return write_money(minor, exponent, false, text);
}

size_t money_format_grouped(int64_t minor, int exponent, char text[MONEY_TEXT_BYTES])
{
    if (minor == JAGA_UNKNOWN_MINOR) {
        text[0] = '\0';
        return 0;
    }
    return write_money(minor, exponent, true, text);
}
