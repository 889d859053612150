#include "base/money.h"

#include "jaga/event.h"

#include <stdbool.h>
#include <stdio.h>

#define CODE(a, b, c) ((a) << 16 | (b) << 8 | (c))

/* ISO 4217: the currencies whose minor unit is not a hundredth. */
static int digits_of(int code)
{
    switch (code) {
    case CODE('B', 'I', 'F'):
    case CODE('C', 'L', 'P'):
    case CODE('D', 'J', 'F'):
    case CODE('G', 'N', 'F'):
    case CODE('I', 'S', 'K'):
    case CODE('J', 'P', 'Y'):
    case CODE('K', 'M', 'F'):
    case CODE('K', 'R', 'W'):
    case CODE('P', 'Y', 'G'):
    case CODE('R', 'W', 'F'):
    case CODE('U', 'G', 'X'):
    case CODE('U', 'Y', 'I'):
    case CODE('V', 'N', 'D'):
    case CODE('V', 'U', 'V'):
    case CODE('X', 'A', 'F'):
    case CODE('X', 'O', 'F'):
    case CODE('X', 'P', 'F'): return 0;
    case CODE('B', 'H', 'D'):
    case CODE('I', 'Q', 'D'):
    case CODE('J', 'O', 'D'):
    case CODE('K', 'W', 'D'):
    case CODE('L', 'Y', 'D'):
    case CODE('O', 'M', 'R'):
    case CODE('T', 'N', 'D'): return 3;
    default: return 2;
    }
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
    return digits_of(CODE(currency.at[0], currency.at[1], currency.at[2]));
}

/* Fits int64_t with three decimals, and every amount that is taken has a text that is taken. */
static const int64_t most_whole = INT64_C(1000000000000009);

/* Digits up to the decimal separator; *at is left behind them. */
static const char *parse_whole(jaga_span text, money_style style, uint32_t *at, int64_t *whole)
{
    const uint32_t first = *at;
    const uint32_t sure = text.length - first < 15 ? text.length : first + 15;
    bool has_group = false;

    /* Nearly every number ends within these: fifteen digits always fit. */
    for (; *at < sure; (*at)++) {
        const char c = text.at[*at];
        if (c < '0' || c > '9' || c == style.decimal || c == style.group) {
            break;
        }
        *whole = *whole * 10 + (c - '0');
    }
    uint32_t since_group = *at - first;
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
        if (*whole > most_whole / 10) {
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

static int64_t scale(int64_t value, int exponent)
{
    for (int i = 0; i < exponent; i++) {
        value *= 10;
    }
    return value;
}

/* From behind the decimal separator to the end: value becomes minor units. */
static const char *parse_decimals(jaga_span text, uint32_t at, money_style style, int exponent,
                                  int64_t *value)
{
    const uint32_t first = at;
    int64_t carry = 0;
    int decimals = 0;

    for (; at < text.length; at++, decimals++) {
        const char c = text.at[at];
        if (c < '0' || c > '9') {
            return "not a plain decimal number";
        }
        if (decimals < exponent) {
            *value = *value * 10 + (c - '0');
        } else if (style.is_rounded) {
            carry = decimals == exponent ? c >= '5' : carry;
        } else if (decimals == 4) {
            return "more than four decimals";
        } else if (c != '0') {
            return "more decimals than the currency has";
        }
    }
    *value += carry;
    for (; decimals < exponent; decimals++) {
        *value *= 10;
    }
    if (at == first) {
        return "a decimal separator without digits";
    }
    /* Rounding can carry into one whole more. */
    return *value >= scale(most_whole + 1, exponent) ? "the amount is too large" : NULL;
}

const char *money_parse(jaga_span text, money_style style, int exponent, int is_signed,
                        int64_t *minor)
{
    int64_t value = 0;
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
        wrong = parse_decimals(text, at + 1, style, exponent, &value);
    } else {
        value = scale(value, exponent);
    }
    if (wrong == NULL) {
        *minor = is_negative ? -value : value;
    }
    return wrong;
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
