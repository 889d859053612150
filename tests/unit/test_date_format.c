/* Against the C library's strftime, which we did not write. */
#include "base/date_format.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static int64_t parse(const char *text, const char *format, int64_t zone_s)
{
    int64_t us = -1;
    const int has_zone = strstr(format, "%z") == NULL;

    ck_assert_msg(date_format_check(span_of(format), has_zone) == NULL, "%s: %s", format,
                  date_format_check(span_of(format), has_zone));
    const char *wrong = date_format_parse(span_of(text), span_of(format), zone_s, &us);
    ck_assert_msg(wrong == NULL, "'%s' as '%s': %s", text, format, wrong);
    return us;
}

static void refused(const char *text, const char *format)
{
    int64_t us = -1;
    ck_assert_msg(date_format_parse(span_of(text), span_of(format), 0, &us) != NULL,
                  "'%s' was taken as '%s'", text, format);
}

/* A macro, because the compiler checks strftime's format only where it can see it. */
#define READS_BACK(format)                                                                         \
    for (time_t at = 86400 * 366; at < 86400LL * 365 * 90; at += 86400 * 11 + 12345) {             \
        char text[64];                                                                             \
        struct tm civil;                                                                           \
        ck_assert_ptr_nonnull(gmtime_r(&at, &civil));                                              \
        ck_assert_uint_gt(strftime(text, sizeof text, format, &civil), 0);                         \
        ck_assert_msg(parse(text, format, 0) == (int64_t)at * 1000000, "%s", text);                \
    }

START_TEST(every_format_reads_what_the_c_library_writes){
    READS_BACK("%Y-%m-%d %H:%M:%S") READS_BACK("%d/%m/%Y %H:%M:%S")
        READS_BACK("%m/%d/%Y %I:%M:%S %p") READS_BACK("%Y%m%d%H%M%S")
            READS_BACK("%d %b %Y, %H.%M.%S") READS_BACK("%b %d %Y %I:%M:%S%p")
                READS_BACK("%%%Y|%m|%d %H %M %S%%")
} END_TEST

    START_TEST(a_year_of_two_digits_is_within_a_century)
{
    ck_assert_int_eq(parse("71-01-01", "%y-%m-%d", 0), INT64_C(31536000000000));
    ck_assert_int_eq(parse("26-01-31", "%y-%m-%d", 0), INT64_C(1769817600000000));
    ck_assert_int_eq(parse("70-01-01", "%y-%m-%d", 0), INT64_C(3155760000000000));
}
END_TEST

START_TEST(a_zone_is_declared_or_read)
{
    ck_assert_int_eq(parse("2026-01-31 07:00:00", "%Y-%m-%d %H:%M:%S", 25200),
                     INT64_C(1769817600000000));
    ck_assert_int_eq(parse("2026-01-31 07:00:00+07:00", "%Y-%m-%d %H:%M:%S%z", 0),
                     INT64_C(1769817600000000));
    ck_assert_int_eq(parse("2026-01-30 20:30 -0330", "%Y-%m-%d %H:%M %z", 0),
                     INT64_C(1769817600000000));
    ck_assert_int_eq(parse("2026-01-31T00:00:00Z", "%Y-%m-%dT%H:%M:%S%z", 0),
                     INT64_C(1769817600000000));
}
END_TEST

START_TEST(a_fraction_counts_to_the_microsecond)
{
    ck_assert_int_eq(parse("2026-01-31 00:00:00.25", "%Y-%m-%d %H:%M:%S.%f", 0),
                     INT64_C(1769817600250000));
    ck_assert_int_eq(parse("2026-01-31 00:00:00,123456789", "%Y-%m-%d %H:%M:%S,%f", 0),
                     INT64_C(1769817600123456));
}
END_TEST

START_TEST(noon_and_midnight_of_twelve_hours)
{
    ck_assert_int_eq(parse("1/2/2026 12:00 AM", "%d/%m/%Y %I:%M %p", 0),
                     parse("1/2/2026 0:00", "%d/%m/%Y %H:%M", 0));
    ck_assert_int_eq(parse("1/2/2026 12:00 pm", "%d/%m/%Y %I:%M %p", 0),
                     parse("1/2/2026 12:00", "%d/%m/%Y %H:%M", 0));
}
END_TEST

START_TEST(what_is_no_such_time_is_refused)
{
    refused("", "%Y-%m-%d");
    refused("2026-02-29", "%Y-%m-%d");
    refused("2026-13-01", "%Y-%m-%d");
    refused("2026-1-32", "%Y-%m-%d");
    refused("26-01-01", "%Y-%m-%d");
    refused("2026/01/01", "%Y-%m-%d");
    refused("2026-01-01 ", "%Y-%m-%d");
    refused("2026-01", "%Y-%m-%d");
    refused("1969-12-31", "%Y-%m-%d");
    refused("31 Foo 2026", "%d %b %Y");
    refused("1/2/2026 13:00 PM", "%d/%m/%Y %I:%M %p");
    refused("1/2/2026 0:00 AM", "%d/%m/%Y %I:%M %p");
    refused("1/2/2026 1:00 XM", "%d/%m/%Y %I:%M %p");
    refused("1/2/2026 24:00", "%d/%m/%Y %H:%M");
    refused("2026-01-01 +7", "%Y-%m-%d %z");
    refused("2026-01-01 +07:60", "%Y-%m-%d %z");
    refused("2026-01-01 ", "%Y-%m-%d %z");
    refused("2026-01-01T1:2:3.", "%Y-%m-%dT%H:%M:%S.%f");
}
END_TEST

START_TEST(a_zone_is_an_offset)
{
    int64_t zone_s = 0;

    ck_assert_ptr_null(date_format_zone(span_of("+05:30"), &zone_s));
    ck_assert_int_eq(zone_s, 19800);
    ck_assert_ptr_null(date_format_zone(span_of("Z"), &zone_s));
    ck_assert_int_eq(zone_s, 0);
    ck_assert_ptr_nonnull(date_format_zone(span_of("Asia/Jakarta"), &zone_s));
    ck_assert_ptr_nonnull(date_format_zone(span_of("+7"), &zone_s));
    ck_assert_ptr_nonnull(date_format_zone(span_of("+07:00x"), &zone_s));
    ck_assert_ptr_nonnull(date_format_zone(span_of(""), &zone_s));
}
END_TEST

UNIT_MAIN("date_format", every_format_reads_what_the_c_library_writes,
          a_year_of_two_digits_is_within_a_century, a_zone_is_declared_or_read,
          a_fraction_counts_to_the_microsecond, noon_and_midnight_of_twelve_hours,
          what_is_no_such_time_is_refused, a_zone_is_an_offset)
