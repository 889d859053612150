/* One value: from text to number and back. */
#include "jaga/settings.h"

#include "base/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MILLION = 1000000, DECIMALS = 6 };

/* The longest first: a value is spelled in the longest unit that divides it. */
static const struct {
    const char *name;
    int64_t seconds;
} units[] = { { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 } };

enum { UNITS = sizeof units / sizeof units[0], DIGITS_MOST = 15 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at the front of *text, which moves behind them. */
static bool take_whole(jaga_span *text, int64_t *out)
{
    uint32_t n = 0;

    *out = 0;
    while (n < text->length && is_digit(text->at[n])) {
        if (n == DIGITS_MOST) {
            return false;
        }
        *out = *out * 10 + (text->at[n] - '0');
        n++;
    }
    text->at += n;
    text->length -= n;
    return n > 0;
}

static bool parse_share(jaga_span text, int64_t *out)
{
    int64_t whole = 0, parts = 0, scale = MILLION;

    if (!take_whole(&text, &whole)) {
        return false;
    }
    if (text.length > 1 && text.length <= DECIMALS + 1 && text.at[0] == '.') {
        text.at++;
        text.length--;
        const uint32_t digits = text.length;
        if (!take_whole(&text, &parts)) {
            return false;
        }
        for (uint32_t i = 0; i < digits; i++) {
            scale /= 10;
        }
    }
    *out = whole * MILLION + parts * scale;
    return text.length == 0;
}

bool jaga_duration_parse(jaga_span text, int64_t *out)
{
    int64_t number = 0;

    if (!take_whole(&text, &number)) {
        return false;
    }
    if (text.length > 0 && text.at[0] == ' ') {
        text.at++;
        text.length--;
    }
    for (size_t i = 0; i < UNITS; i++) {
        if (text.length == strlen(units[i].name) &&
            memcmp(text.at, units[i].name, text.length) == 0) {
            return !__builtin_mul_overflow(number, units[i].seconds, out);
        }
    }
    return false;
}

static bool parse_count(jaga_span text, int64_t *out)
{
    return take_whole(&text, out) && text.length == 0;
}

/* "+07:00" only: with fewer digits nobody can tell hours from minutes. */
static bool parse_offset(jaga_span text, int64_t *out)
{
    if (text.length != 6 || (text.at[0] != '+' && text.at[0] != '-') || text.at[3] != ':' ||
        !is_digit(text.at[1]) || !is_digit(text.at[2]) || !is_digit(text.at[4]) ||
        !is_digit(text.at[5]) || text.at[4] > '5') {
        return false;
    }
    const int64_t hours = (text.at[1] - '0') * 10 + (text.at[2] - '0');
    const int64_t minutes = (text.at[4] - '0') * 10 + (text.at[5] - '0');
    const int64_t seconds = hours * 3600 + minutes * 60;
    *out = text.at[0] == '-' ? -seconds : seconds;
    return true;
}

static bool parse_currency(jaga_span text, int64_t *out)
{
    if (money_digits(text) < 0) {
        return false;
    }
    *out = (int64_t)text.at[0] << 16 | (int64_t)text.at[1] << 8 | text.at[2];
    return true;
}

static bool parse(jaga_setting_kind kind, jaga_span text, int64_t *out)
{
    switch (kind) {
    case JAGA_SETTING_SHARE: return parse_share(text, out);
    case JAGA_SETTING_DURATION: return jaga_duration_parse(text, out);
    case JAGA_SETTING_COUNT: return parse_count(text, out);
    case JAGA_SETTING_OFFSET: return parse_offset(text, out);
    case JAGA_SETTING_CURRENCY: return parse_currency(text, out);
    }
    return false;
}

jaga_status jaga_setting_parse(size_t id, jaga_span text, int64_t *value, jaga_error *err)
{
    const jaga_setting *of = jaga_setting_at(id);
    char range[JAGA_SETTING_RANGE_BYTES];
    int64_t parsed = 0;

    if (parse(of->kind, text, &parsed) && parsed >= of->least && parsed <= of->most) {
        *value = parsed;
        return JAGA_OK;
    }
    jaga_setting_range(id, range);
    return jaga_fail(err, JAGA_ERR_USAGE, "%s is \"%.*s\"; it takes %s", of->name,
                     text.length > 40 ? 40 : (int)text.length, text.at, range);
}

static void format_share(int64_t value, char text[JAGA_SETTING_BYTES])
{
    const int64_t parts = value % MILLION;
    int digits = DECIMALS;

    (void)snprintf(text, JAGA_SETTING_BYTES, "%" PRId64 ".%06" PRId64, value / MILLION, parts);
    size_t length = strlen(text);
    for (; digits > 0 && text[length - 1] == '0'; digits--) {
        text[--length] = '\0';
    }
    if (digits == 0) {
        text[length - 1] = '\0'; /* the point */
    }
}

static void format_duration(int64_t value, char text[JAGA_SETTING_BYTES])
{
    size_t i = value == 0 ? UNITS - 1 : 0;

    while (value % units[i].seconds != 0) {
        i++;
    }
    (void)snprintf(text, JAGA_SETTING_BYTES, "%" PRId64 " %s", value / units[i].seconds,
                   units[i].name);
}

static void format_offset(int64_t value, char text[JAGA_SETTING_BYTES])
{
    const int64_t minutes = (value < 0 ? -value : value) / 60;

    (void)snprintf(text, JAGA_SETTING_BYTES, "%c%02" PRId64 ":%02" PRId64, value < 0 ? '-' : '+',
                   minutes / 60, minutes % 60);
}

void jaga_setting_format(size_t id, int64_t value, char text[JAGA_SETTING_BYTES])
{
    switch (jaga_setting_at(id)->kind) {
    case JAGA_SETTING_SHARE: format_share(value, text); break;
    case JAGA_SETTING_DURATION: format_duration(value, text); break;
    case JAGA_SETTING_COUNT: (void)snprintf(text, JAGA_SETTING_BYTES, "%" PRId64, value); break;
    case JAGA_SETTING_OFFSET: format_offset(value, text); break;
    case JAGA_SETTING_CURRENCY:
        (void)snprintf(text, JAGA_SETTING_BYTES, "%c%c%c", (char)(value >> 16), (char)(value >> 8),
                       (char)value);
        break;
    }
}

void jaga_setting_range(size_t id, char text[JAGA_SETTING_RANGE_BYTES])
{
    const jaga_setting *of = jaga_setting_at(id);
    char least[JAGA_SETTING_BYTES], most[JAGA_SETTING_BYTES];

    if (of->kind == JAGA_SETTING_CURRENCY) {
        (void)snprintf(text, JAGA_SETTING_RANGE_BYTES, "three capital letters");
        return;
    }
    jaga_setting_format(id, of->least, least);
    jaga_setting_format(id, of->most, most);
    (void)snprintf(text, JAGA_SETTING_RANGE_BYTES, "%s to %s%s", least, most,
                   of->kind == JAGA_SETTING_DURATION ? ", in s, min, h or d" : "");
}
