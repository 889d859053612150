#include "base/when.h"

#include <stddef.h>
#include <string.h>

#define FIRST_US (INT64_C(31536000) * US_PER_SECOND)   /* 1971-01-01 */
#define LAST_US  (INT64_C(4133980800) * US_PER_SECOND) /* 2101-01-01 */

typedef struct civil {
    int64_t year, month, day, hour, minute, second;
} civil;

/* Days since 1970-01-01 of a date; Howard Hinnant, "chrono-compatible low-level date algorithms",
 * days_from_civil: years begin in March, so that the leap day is the last of its year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* The inverse: civil_from_days of the same paper. */
static civil civil_of(int64_t us)
{
    int64_t days = us / US_PER_DAY;
    int64_t rest = us % US_PER_DAY;
    if (rest < 0) {
        rest += US_PER_DAY;
        days -= 1;
    }
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t doe = days - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t shifted = (5 * doy + 2) / 153;
    const int64_t month = shifted + (shifted < 10 ? 3 : -9);
    return (civil){ .year = yoe + era * 400 + (month <= 2),
                    .month = month,
                    .day = doy - (153 * shifted + 2) / 5 + 1,
                    .hour = rest / (3600 * US_PER_SECOND),
                    .minute = rest / (60 * US_PER_SECOND) % 60,
                    .second = rest / US_PER_SECOND % 60 };
}

bool when_is_plausible(int64_t us)
{
    return us >= FIRST_US && us < LAST_US;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly `count` digits at `at`; -1 when there are not. */
static int64_t digits(jaga_span text, uint32_t at, uint32_t count)
{
    int64_t value = 0;

    if (at + count > text.length) {
        return -1;
    }
    for (uint32_t i = at; i < at + count; i++) {
        if (!is_digit(text.at[i])) {
            return -1;
        }
        value = value * 10 + (text.at[i] - '0');
    }
    return value;
}

static const char *check_civil(const civil *c)
{
    static const int64_t month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool is_leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

    if (c->month < 1 || c->month > 12 || c->day < 1 || c->day > month_days[c->month - 1] ||
        (c->month == 2 && c->day == 29 && !is_leap)) {
        return "there is no such date";
    }
    if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 ||
        c->second > 60) {
        return "there is no such time of day";
    }
    return NULL;
}

static const char *finish(const civil *c, int64_t fraction_us, int64_t zone_s, int64_t *us)
{
    const char *wrong = check_civil(c);

    if (wrong != NULL) {
        return wrong;
    }
    const int64_t at = days_of(c->year, c->month, c->day) * US_PER_DAY +
                       (c->hour * 3600 + c->minute * 60 + c->second - zone_s) * US_PER_SECOND +
                       fraction_us;
    if (!when_is_plausible(at)) {
        return "the year is outside 1971..2100";
    }
    *us = at;
    return NULL;
}

static const char *parse_epoch(jaga_span text, int64_t *us)
{
    int64_t value = 0;

    for (uint32_t i = 0; i < text.length; i++) {
        if (!is_digit(text.at[i])) {
            return "neither RFC 3339 nor an integer epoch";
        }
    }
    if (text.length > 17) {
        return "epoch out of range";
    }
    value = digits(text, 0, text.length);
    if (value < INT64_C(100000000000)) {
        value *= US_PER_SECOND;
    } else if (value < INT64_C(100000000000000)) {
        value *= 1000;
    }
    if (!when_is_plausible(value)) {
        return "the year is outside 1971..2100";
    }
    *us = value;
    return NULL;
}

/* "Z", "+07:00" or "+0700" at the end of the text. */
static const char *parse_offset(jaga_span text, uint32_t at, int64_t *zone_s)
{
    const uint32_t left = text.length - at;
    const char sign = left > 0 ? text.at[at] : '\0';

    if (left == 1 && (sign == 'Z' || sign == 'z')) {
        *zone_s = 0;
        return NULL;
    }
    if (left == 0) {
        return "the time has no offset from UTC";
    }
    const bool has_colon = left == 6 && text.at[at + 3] == ':';
    if ((sign != '+' && sign != '-') || (left != 5 && !has_colon)) {
        return "the offset is neither Z nor +hh:mm";
    }
    const int64_t hours = digits(text, at + 1, 2);
    const int64_t minutes = digits(text, at + (has_colon ? 4 : 3), 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return "the offset is neither Z nor +hh:mm";
    }
    *zone_s = (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
    return NULL;
}

/* Eight letters against a pattern in which 0 stands for a digit: the digits' values and zeros
 * between them. False when it does not fit. Adding 0x76 sets the high bit of every byte above 9; a
 * carry comes only from a byte that is refused anyway. */
static bool fits(const char *at, const char pattern[9], unsigned char out[8])
{
    uint64_t word, expected, separators = 0;

    memcpy(&word, at, 8);
    memcpy(&expected, pattern, 8);
    word ^= expected;
    memcpy(out, &word, 8);
    for (int i = 0; i < 8; i++) {
        separators |= pattern[i] == '0' ? 0u : (uint64_t)out[i];
    }
    return separators == 0 &&
           ((word | (word + UINT64_C(0x7676767676767676))) & UINT64_C(0x8080808080808080)) == 0;
}

/* "2026-01-31T23:59:59" with its separators exactly where they belong. */
static bool parse_common(const char *at, civil *c)
{
    unsigned char date[8], day[8], time[8];

    if (!fits(at, "0000-00-", date) || !fits(at + 8, "00T00:00", day) ||
        !fits(at + 11, "00:00:00", time)) {
        return false;
    }
    *c = (civil){ .year = date[0] * 1000 + date[1] * 100 + date[2] * 10 + date[3],
                  .month = date[5] * 10 + date[6],
                  .day = day[0] * 10 + day[1],
                  .hour = time[0] * 10 + time[1],
                  .minute = time[3] * 10 + time[4],
                  .second = time[6] * 10 + time[7] };
    return true;
}

static bool parse_any(jaga_span text, civil *c)
{
    const char between = text.at[10];

    if (text.at[7] != '-' || text.at[13] != ':' || text.at[16] != ':' ||
        (between != 'T' && between != 't' && between != ' ')) {
        return false;
    }
    *c = (civil){ digits(text, 0, 4),  digits(text, 5, 2),  digits(text, 8, 2),
                  digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2) };
    return c->year >= 0 && c->month >= 0 && c->day >= 0 && c->hour >= 0 && c->minute >= 0 &&
           c->second >= 0;
}

const char *when_parse(jaga_span text, int64_t *us)
{
    static const int64_t scale[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
    int64_t fraction_us = 0;
    int64_t zone_s = 0;
    uint32_t at = 19;
    civil c;

    if (text.length == 0) {
        return "no time";
    }
    if (text.length < 19 || text.at[4] != '-') {
        return parse_epoch(text, us);
    }
    if (!parse_common(text.at, &c) && !parse_any(text, &c)) {
        return "neither RFC 3339 nor an integer epoch";
    }
    if (at < text.length && text.at[at] == '.') {
        const uint32_t first = ++at;
        uint32_t kept = 0;
        for (; at < text.length && is_digit(text.at[at]); at++) {
            if (kept < 6) {
                fraction_us = fraction_us * 10 + (text.at[at] - '0');
                kept++;
            }
        }
        if (at == first) {
            return "a decimal point without digits";
        }
        fraction_us *= scale[kept];
    }
    const char *wrong = parse_offset(text, at, &zone_s);
    return wrong != NULL ? wrong : finish(&c, fraction_us, zone_s, us);
}

/* Two digits of a number that has no more; four for a year. */
static char *put_digits(char *at, int64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

static char *put_civil(char *at, const civil *c, char between)
{
    at = put_digits(at, c->year, 4);
    *at++ = '-';
    at = put_digits(at, c->month, 2);
    *at++ = '-';
    at = put_digits(at, c->day, 2);
    *at++ = between;
    at = put_digits(at, c->hour, 2);
    *at++ = ':';
    at = put_digits(at, c->minute, 2);
    *at++ = ':';
    return put_digits(at, c->second, 2);
}

void when_format(int64_t us, char text[WHEN_TEXT_BYTES])
{
    const civil c = civil_of(us);
    const int64_t rest = us % US_PER_SECOND;
    const int64_t fraction = rest < 0 ? rest + US_PER_SECOND : rest;
    char *at = put_civil(text, &c, 'T');

    if (fraction != 0) {
        *at++ = '.';
        at =
            fraction % 1000 == 0 ? put_digits(at, fraction / 1000, 3) : put_digits(at, fraction, 6);
    }
    *at++ = 'Z';
    *at = '\0';
}

void when_format_local(int64_t us, int64_t zone_s, char text[WHEN_TEXT_BYTES])
{
    const civil c = civil_of(us + zone_s * US_PER_SECOND);

    *put_civil(text, &c, ' ') = '\0';
}
