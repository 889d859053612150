#include "base/date_format.h"

#include "base/when.h"

#include <stdbool.h>
#include <string.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

typedef struct moment {
    int64_t year, month, day, hour, minute, second, fraction_us, zone_s;
    bool has_half, is_afternoon; /* has_half: the hour is one of twelve */
} moment;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Up to `most` digits at *at; false when there is none. */
static bool take_number(jaga_span text, uint32_t *at, uint32_t most, int64_t *out)
{
    const uint32_t first = *at;

    *out = 0;
    while (*at < text.length && *at - first < most && is_digit(text.at[*at])) {
        *out = *out * 10 + (text.at[(*at)++] - '0');
    }
    return *at > first;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool take_month(jaga_span text, uint32_t *at, int64_t *out)
{
    for (uint32_t m = 0; m < 12 && *at + 3 <= text.length; m++) {
        uint32_t i = 0;
        while (i < 3 && lower(text.at[*at + i]) == lower(months[m * 3 + i])) {
            i++;
        }
        if (i == 3) {
            *at += 3;
            *out = m + 1;
            return true;
        }
    }
    return false;
}

static bool take_half(jaga_span text, uint32_t *at, bool *is_afternoon)
{
    if (*at + 2 > text.length || lower(text.at[*at + 1]) != 'm') {
        return false;
    }
    *is_afternoon = lower(text.at[*at]) == 'p';
    *at += 2;
    return *is_afternoon || lower(text.at[*at - 2]) == 'a';
}

/* "Z", "+07:00", "+0700" at *at. */
static bool take_zone(jaga_span text, uint32_t *at, int64_t *zone_s)
{
    int64_t hours, minutes;
    const char sign = *at < text.length ? text.at[*at] : '\0';
    const uint32_t first = ++*at;

    if (sign == 'Z') {
        *zone_s = 0;
        return true;
    }
    if ((sign != '+' && sign != '-') || !take_number(text, at, 2, &hours) || *at != first + 2) {
        return false;
    }
    *at += *at < text.length && text.at[*at] == ':';
    const uint32_t second = *at;
    if (!take_number(text, at, 2, &minutes) || *at != second + 2 || hours > 23 || minutes > 59) {
        return false;
    }
    *zone_s = (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
    return true;
}

/* However many digits, read as millionths. */
static bool take_fraction(jaga_span text, uint32_t *at, int64_t *us)
{
    const uint32_t first = *at;
    int64_t scale = 100000;

    *us = 0;
    for (; *at < text.length && is_digit(text.at[*at]); (*at)++) {
        *us += (text.at[*at] - '0') * scale;
        scale /= 10;
    }
    return *at > first;
}

static bool take_year(jaga_span text, uint32_t *at, uint32_t digits, moment *out)
{
    const uint32_t first = *at;

    if (!take_number(text, at, digits, &out->year) || *at != first + digits) {
        return false;
    }
    out->year += digits == 4 ? 0 : out->year > 70 ? 1900 : 2000;
    return true;
}

static bool take_field(char which, jaga_span text, uint32_t *at, moment *out)
{
    switch (which) {
    case 'Y': return take_year(text, at, 4, out);
    case 'y': return take_year(text, at, 2, out);
    case 'm': return take_number(text, at, 2, &out->month);
    case 'b': return take_month(text, at, &out->month);
    case 'd': return take_number(text, at, 2, &out->day);
    case 'I':
        out->has_half = true;
        return take_number(text, at, 2, &out->hour) && out->hour >= 1 && out->hour <= 12;
    case 'H': return take_number(text, at, 2, &out->hour);
    case 'M': return take_number(text, at, 2, &out->minute);
    case 'S': return take_number(text, at, 2, &out->second);
    case 'f': return take_fraction(text, at, &out->fraction_us);
    case 'p': return take_half(text, at, &out->is_afternoon);
    case 'z': return take_zone(text, at, &out->zone_s);
    default: return *at < text.length && text.at[(*at)++] == '%';
    }
}

static char *put_digits(char *at, int64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

/* By way of RFC 3339, so that there is one judge of what a date is. */
static const char *to_us(const moment *m, int64_t *us)
{
    char text[WHEN_TEXT_BYTES] = "0000-00-00T00:00:00+00:00";
    const int64_t zone_minutes = (m->zone_s < 0 ? -m->zone_s : m->zone_s) / 60;

    (void)put_digits(text, m->year, 4);
    (void)put_digits(text + 5, m->month, 2);
    (void)put_digits(text + 8, m->day, 2);
    (void)put_digits(text + 11, m->has_half ? m->hour % 12 + (m->is_afternoon ? 12 : 0) : m->hour,
                     2);
    (void)put_digits(text + 14, m->minute, 2);
    (void)put_digits(text + 17, m->second, 2);
    text[19] = m->zone_s < 0 ? '-' : '+';
    (void)put_digits(text + 20, zone_minutes / 60, 2);
    (void)put_digits(text + 23, zone_minutes % 60, 2);
    const char *wrong = when_parse((jaga_span){ text, (uint32_t)strlen(text) }, us);
    if (wrong == NULL) {
        *us += m->fraction_us;
    }
    return wrong;
}

const char *date_format_parse(jaga_span text, jaga_span format, int64_t zone_s, int64_t *us)
{
    moment read = { .month = 1, .day = 1, .zone_s = zone_s };
    uint32_t at = 0;

    if (text.length == 0) {
        return "no time";
    }
    for (uint32_t i = 0; i < format.length; i++) {
        const bool is_field = format.at[i] == '%';
        i += is_field;
        if (is_field ? !take_field(format.at[i], text, &at, &read)
                     : at >= text.length || text.at[at++] != format.at[i]) {
            return "the time is not written as the mapping's date format says";
        }
    }
    return at == text.length ? to_us(&read, us)
                             : "the time is longer than the mapping's date format says";
}

const char *date_format_zone(jaga_span text, int64_t *zone_s)
{
    uint32_t at = 0;

    return take_zone(text, &at, zone_s) && at == text.length ? NULL
                                                             : "the zone is an offset: Z or +07:00";
}

const char *date_format_check(jaga_span format, int has_zone)
{
    static const char known[] = "YymbdHIMSfpz%";
    int seen[sizeof known] = { 0 };

    for (uint32_t i = 0; i < format.length; i++) {
        if (format.at[i] != '%') {
            continue;
        }
        const char *found =
            i + 1 < format.length ? memchr(known, format.at[i + 1], sizeof known - 1) : NULL;
        if (found == NULL) {
            return "a date format knows %Y %y %m %b %d %H %I %p %M %S %f %z %%";
        }
        if (*found != '%' && seen[found - known]++ > 0) {
            return "a field stands twice in the date format";
        }
        i++;
    }
    if (seen[0] + seen[1] != 1 || seen[2] + seen[3] != 1 || seen[4] != 1) {
        return "a date format needs a year, a month and a day";
    }
    if (seen[5] + seen[6] > 1 || seen[6] != seen[10]) {
        return "a date format has %H, or %I with %p";
    }
    if (!has_zone && seen[11] == 0) {
        return "a date needs its zone: \"%Y-%m-%d %H:%M:%S +07:00\", or %z in the format";
    }
    return has_zone && seen[11] != 0 ? "the zone is said twice: as %z and behind the format" : NULL;
}
