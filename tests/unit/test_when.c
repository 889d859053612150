#include "base/when.h"
#include "decode_fixture.h"

#include <time.h>

enum { ROUNDS = 20000 };

static const int64_t first_s = 31536000, last_s = 4133980800 - 1; /* 1971-01-01, 2100-12-31 */

/* "2026-01-31T16:59:59Z", or the same without Z and with a space for the T. */
static void write_utc(int64_t s, char text[32], bool is_whole)
{
    const time_t at = (time_t)s;
    struct tm tm;

    ck_assert_ptr_nonnull(gmtime_r(&at, &tm));
    ck_assert_uint_gt(is_whole ? strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &tm)
                               : strftime(text, 32, "%Y-%m-%d %H:%M:%S", &tm),
                      0);
}

static int64_t parse(const char *text)
{
    int64_t us = -1;
    const char *wrong = when_parse(span_of(text), &us);

    ck_assert_msg(wrong == NULL, "%s: %s", text, wrong);
    return us;
}

static void refused(const char *text, const char *want)
{
    int64_t us = 77;
    const char *wrong = when_parse(span_of(text), &us);

    ck_assert_msg(wrong != NULL, "'%s' was taken as %lld", text, (long long)us);
    ck_assert_msg(strcmp(wrong, want) == 0, "'%s': %s", text, wrong);
    ck_assert_int_eq(us, 77);
}

START_TEST(what_strftime_writes_is_read_back)
{
    uint64_t seed = 1;
    char text[32];

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t s = first_s + (int64_t)below(&seed, (uint64_t)(last_s - first_s));
        write_utc(s, text, true);
        if (parse(text) != s * US_PER_SECOND) {
            ck_abort_msg("%s", text);
        }
    }
}
END_TEST

START_TEST(an_offset_is_taken_off)
{
    uint64_t seed = 2;
    char local[32], text[48];

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t s =
            first_s + 86400 + (int64_t)below(&seed, (uint64_t)(last_s - first_s - 2 * 86400));
        const int minutes = (int)below(&seed, 24 * 60);
        const bool is_east = below(&seed, 2) == 0;
        write_utc(s + (is_east ? 60 : -60) * minutes, local, false);
        (void)snprintf(text, sizeof text, "%s%c%02d%s%02d", local, is_east ? '+' : '-',
                       minutes / 60, i % 2 == 0 ? ":" : "", minutes % 60);
        if (parse(text) != s * US_PER_SECOND) {
            ck_abort_msg("%s", text);
        }
    }
}
END_TEST

START_TEST(every_day_of_the_range_is_the_one_that_timegm_says)
{
    char text[48];

    for (int year = 1971; year <= 2100; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= 31; day++) {
                struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };
                const int64_t s = (int64_t)timegm(&tm);
                int64_t us = 0;
                (void)snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                const bool is_read = when_parse(span_of(text), &us) == NULL;
                const bool is_a_date = tm.tm_mon == month - 1; /* else timegm moved on */
                if (is_read != is_a_date || (is_read && us != s * US_PER_SECOND)) {
                    ck_abort_msg("%s", text);
                }
            }
        }
    }
}
END_TEST

START_TEST(hand_computed_times_come_out)
{
    ck_assert_int_eq(parse("2026-01-31T23:59:59.25+07:00"), INT64_C(1769878799250000));
    ck_assert_int_eq(parse("2000-02-29T12:00:00Z"), INT64_C(951825600000000));
    ck_assert_int_eq(parse("1971-01-01T00:00:00Z"), INT64_C(31536000000000));
    ck_assert_int_eq(parse("2100-12-31T23:59:59.999999Z"), INT64_C(4133980799999999));
    ck_assert_int_eq(parse("2026-01-01t00:00:00z"), INT64_C(1767225600000000));
    ck_assert_int_eq(parse("2026-01-01 05:30:00+05:30"), INT64_C(1767225600000000));
    ck_assert_int_eq(parse("2025-12-31T12:00:00-12:00"), INT64_C(1767225600000000));
    ck_assert_int_eq(parse("2026-01-01T00:00:00-00:00"), INT64_C(1767225600000000));
}
END_TEST

START_TEST(a_leap_second_is_the_next_minute)
{
    ck_assert_int_eq(parse("2016-12-31T23:59:60Z"), parse("2017-01-01T00:00:00Z"));
}
END_TEST

START_TEST(a_fraction_is_cut_at_the_microsecond)
{
    const int64_t base = parse("2026-01-01T00:00:00Z");

    ck_assert_int_eq(parse("2026-01-01T00:00:00.5Z"), base + 500000);
    ck_assert_int_eq(parse("2026-01-01T00:00:00.000001Z"), base + 1);
    ck_assert_int_eq(parse("2026-01-01T00:00:00.1234567Z"), base + 123456);
    ck_assert_int_eq(parse("2026-01-01T00:00:00.99999999999999999999999999Z"), base + 999999);
    ck_assert_int_eq(parse("2026-01-01T00:00:00.000000000000Z"), base);
}
END_TEST

START_TEST(seconds_milliseconds_and_microseconds_are_told_apart)
{
    ck_assert_int_eq(parse("1769878799"), INT64_C(1769878799000000));
    ck_assert_int_eq(parse("1769878799250"), INT64_C(1769878799250000));
    ck_assert_int_eq(parse("1769878799250001"), INT64_C(1769878799250001));
    ck_assert_int_eq(parse("31536000"), INT64_C(31536000000000));
    ck_assert_int_eq(parse("0001769878799"), INT64_C(1769878799000000));
}
END_TEST

START_TEST(epochs_outside_the_range_are_refused)
{
    static const char *const epochs[] = { "0",
                                          "1",
                                          "31535999",
                                          "4133980800",
                                          "99999999999",
                                          "4133980800000",
                                          "4133980800000000",
                                          "99999999999999999" };

    for (size_t i = 0; i < sizeof epochs / sizeof epochs[0]; i++) {
        refused(epochs[i], "the year is outside 1971..2100");
    }
    refused("100000000000000000", "epoch out of range");
    refused("1769878799250001000", "epoch out of range"); /* nanoseconds */
    refused("18446744073709551617", "epoch out of range");
}
END_TEST

START_TEST(years_outside_the_range_are_refused)
{
    static const char *const times[] = { "1970-01-01T00:00:00Z",     "1970-12-31T23:59:59Z",
                                         "2101-01-01T00:00:00Z",     "2970-01-01T00:00:00Z",
                                         "0000-01-01T00:00:00Z",     "0001-01-01T00:00:00Z",
                                         "9999-12-31T23:59:59Z",     "1971-01-01T00:00:00+00:01",
                                         "2100-12-31T23:59:59-00:01" };

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        refused(times[i], "the year is outside 1971..2100");
    }
}
END_TEST

START_TEST(a_time_without_an_offset_is_refused)
{
    refused("2026-01-31T23:59:59", "the time has no offset from UTC");
    refused("2026-01-31T23:59:59.5", "the time has no offset from UTC");
    refused("2026-01-31 23:59:59", "the time has no offset from UTC");
}
END_TEST

START_TEST(a_broken_offset_is_refused)
{
    static const char *const offsets[] = { "+7",     "+07",     "+07:0",  "+07:000", "+24:00",
                                           "+07:60", " +07:00", "WIB",    "+07-00",  "+0 :00",
                                           "Z ",     "ZZ",      "+-7:00", "07:00",   "+070000" };
    char text[48];

    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        (void)snprintf(text, sizeof text, "2026-01-31T23:59:59%s", offsets[i]);
        refused(text, "the offset is neither Z nor +hh:mm");
    }
}
END_TEST

START_TEST(dates_that_are_none_are_refused)
{
    static const char *const dates[] = { "2026-02-29", "2100-02-29", "2026-00-10", "2026-13-01",
                                         "2026-01-00", "2026-01-32", "2026-04-31" };
    char text[48];

    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        (void)snprintf(text, sizeof text, "%sT00:00:00Z", dates[i]);
        refused(text, "there is no such date");
    }
    refused("2026-01-01T24:00:00Z", "there is no such time of day");
    refused("2026-01-01T00:60:00Z", "there is no such time of day");
    refused("2026-01-01T00:00:61Z", "there is no such time of day");
}
END_TEST

START_TEST(garbage_is_refused)
{
    static const char *const texts[] = { "x",
                                         "-1",
                                         "+1769878799",
                                         "1769878799.5",
                                         "1e9",
                                         " ",
                                         "2026-01-01",
                                         "31/01/2026",
                                         "31/12/2026 23:59:59",
                                         "2026/01/01T00:00:00Z",
                                         "2026-01-01T00.00.00Z",
                                         "20260131T235959Z",
                                         "NULL",
                                         "2026-1-1T00:00:00+07:00",
                                         "2026-01-01X00:00:00Z",
                                         "202a-01-01T00:00:00Z",
                                         "2026-01-01T0a:00:00Z" };

    refused("", "no time");
    refused("2026-01-01T00:00:00.Z", "a decimal point without digits");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refused(texts[i], "neither RFC 3339 nor an integer epoch");
    }
}
END_TEST

START_TEST(the_text_is_read_no_further_than_its_length)
{
    const jaga_span cut = { "2026-01-31T23:59:59Z999", 20 };
    int64_t us = 0;

    ck_assert_ptr_null(when_parse(cut, &us));
    ck_assert_int_eq(us, INT64_C(1769903999000000));
}
END_TEST

START_TEST(format_writes_what_strftime_writes)
{
    uint64_t seed = 3;
    char want[32], got[WHEN_TEXT_BYTES];

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t s = (int64_t)below(&seed, 8000000000u) - 2000000000; /* 1906 .. 2160 */
        write_utc(s, want, true);
        when_format(s * US_PER_SECOND, got);
        if (strcmp(want, got) != 0) {
            ck_abort_msg("%s is not %s", got, want);
        }
    }
}
END_TEST

START_TEST(format_keeps_as_many_decimals_as_needed)
{
    char text[WHEN_TEXT_BYTES];

    when_format(INT64_C(1769878799250000), text);
    ck_assert_str_eq(text, "2026-01-31T16:59:59.250Z");
    when_format(INT64_C(1769878799000001), text);
    ck_assert_str_eq(text, "2026-01-31T16:59:59.000001Z");
    when_format(-1, text);
    ck_assert_str_eq(text, "1969-12-31T23:59:59.999999Z");
}
END_TEST

START_TEST(what_is_formatted_is_read_back)
{
    uint64_t seed = 4;
    char text[WHEN_TEXT_BYTES];

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t us = first_s * US_PER_SECOND +
                           (int64_t)below(&seed, (uint64_t)((last_s - first_s) * US_PER_SECOND));
        when_format(us, text);
        if (parse(text) != us) {
            ck_abort_msg("%s", text);
        }
    }
}
END_TEST

START_TEST(local_time_is_moved_by_the_zone)
{
    char text[WHEN_TEXT_BYTES];

    when_format_local(INT64_C(1769878799250000), 7 * 3600, text);
    ck_assert_str_eq(text, "2026-01-31 23:59:59");
    when_format_local(INT64_C(1769878799250000), -5 * 3600, text);
    ck_assert_str_eq(text, "2026-01-31 11:59:59");
}
END_TEST

START_TEST(any_time_fits_its_text)
{
    char text[WHEN_TEXT_BYTES];

    when_format(INT64_MAX, text);
    ck_assert_uint_lt(strlen(text), WHEN_TEXT_BYTES);
    when_format(INT64_MIN, text);
    ck_assert_uint_lt(strlen(text), WHEN_TEXT_BYTES);
}
END_TEST

UNIT_MAIN("when", what_strftime_writes_is_read_back, an_offset_is_taken_off,
          every_day_of_the_range_is_the_one_that_timegm_says, hand_computed_times_come_out,
          a_leap_second_is_the_next_minute, a_fraction_is_cut_at_the_microsecond,
          seconds_milliseconds_and_microseconds_are_told_apart,
          epochs_outside_the_range_are_refused, years_outside_the_range_are_refused,
          a_time_without_an_offset_is_refused, a_broken_offset_is_refused,
          dates_that_are_none_are_refused, garbage_is_refused,
          the_text_is_read_no_further_than_its_length, format_writes_what_strftime_writes,
          format_keeps_as_many_decimals_as_needed, what_is_formatted_is_read_back,
          local_time_is_moved_by_the_zone, any_time_fits_its_text)
