#include "desk/window.h"
#include "unit.h"

#include "base/column_text.h"
#include "base/when.h"
#include "desk/sla.h"

#include <string.h>

enum { WIB = 7 * 3600, WITA = 8 * 3600, WIT = 9 * 3600 };

static int64_t at(const char *text)
{
    int64_t us = 0;

    ck_assert_ptr_null(when_parse(text_span(text), &us));
    return us;
}

static void opens(int band, const char *now, int64_t zone_s, bool night_refused,
                  const char *expected)
{
    const window_hours hours = window_hours_default();
    const int64_t got = window_opens_us(&hours, band, at(now), zone_s, night_refused);

    ck_assert_int_eq(got, at(expected));
    ck_assert(window_is_open(&hours, band, got, zone_s, night_refused));
    ck_assert_int_eq(window_is_open(&hours, band, at(now), zone_s, night_refused), got == at(now));
}

START_TEST(a_p3_call_at_half_past_seven_in_the_evening_waits_for_the_morning_in_the_east)
{
    opens(3, "2026-11-23T19:30:00+07:00", WIT, false, "2026-11-24T08:00:00+09:00");
    opens(3, "2026-11-23T19:30:00+07:00", WIB, false, "2026-11-23T19:30:00+07:00");
    opens(3, "2026-11-23T19:30:00+07:00", WITA, false, "2026-11-24T08:00:00+08:00");
}
END_TEST

START_TEST(the_edges_of_the_window)
{
    opens(3, "2026-11-23T07:59:59+07:00", WIB, false, "2026-11-23T08:00:00+07:00");
    opens(3, "2026-11-23T08:00:00+07:00", WIB, false, "2026-11-23T08:00:00+07:00");
    opens(4, "2026-11-23T19:59:59+07:00", WIB, false, "2026-11-23T19:59:59+07:00");
    opens(4, "2026-11-23T20:00:00+07:00", WIB, false, "2026-11-24T08:00:00+07:00");
    opens(4, "2026-11-23T00:00:00+07:00", WIB, false, "2026-11-23T08:00:00+07:00");
}
END_TEST

START_TEST(protection_calls_come_at_any_hour)
{
    opens(1, "2026-11-23T03:00:00+07:00", WIB, false, "2026-11-23T03:00:00+07:00");
    opens(1, "2026-11-23T03:00:00+07:00", WIB, true, "2026-11-23T03:00:00+07:00");
    opens(2, "2026-11-23T03:00:00+07:00", WIB, false, "2026-11-23T03:00:00+07:00");
    opens(2, "2026-11-23T03:00:00+07:00", WIB, true, "2026-11-23T08:00:00+07:00");
}
END_TEST

START_TEST(quiet_hours)
{
    const window_hours hours = window_hours_default();

    ck_assert(window_is_quiet(&hours, at("2026-11-23T22:00:00+09:00"), WIT));
    ck_assert(window_is_quiet(&hours, at("2026-11-23T05:59:59+09:00"), WIT));
    ck_assert(!window_is_quiet(&hours, at("2026-11-23T06:00:00+09:00"), WIT));
    ck_assert(!window_is_quiet(&hours, at("2026-11-23T21:59:59+09:00"), WIT));
}
END_TEST

START_TEST(the_zone_by_account_then_region_then_number)
{
    static const struct {
        const char *zone, *region, *phone;
        int64_t expected;
    } rows[] = {
        { "Asia/Jayapura", "ID-BA", "+62361", WIT },
        { "Asia/Makassar", "", "", WITA },
        { "Asia/Jakarta", "ID-PA", "", WIB },
        { "Asia/Pontianak", "", "", WIB },
        { "+09:00", "", "", WIT },
        { "WITA", "", "", WITA },
        { "", "ID-PA", "+6221", WIT },
        { "", "ID-BA", "", WITA },
        { "", "ID-JK", "+62967", WIB },
        { "Mars/Olympus", "ID-PA", "", WIT },
        { "", "nowhere", "+62967123", WIT },
        { "", "", "+62361", WITA },
        { "", "", "+62411", WITA },
        { "", "", "+62561", WIB },
        { "", "", "+62812", WIB },
        { "", "", "", WIB },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_int_eq(window_zone_s(text_span(rows[i].zone), text_span(rows[i].region),
                                       text_span(rows[i].phone)),
                         rows[i].expected);
    }
}
END_TEST

START_TEST(all_thirty_eight_provinces)
{
    static const char *const west[] = { "AC", "SU", "SB", "RI", "JA", "SS", "BE", "LA", "BB",
                                        "KR", "JK", "JB", "JT", "YO", "JI", "BT", "KB", "KT" };
    static const char *const middle[] = { "BA", "NB", "NT", "KS", "KI", "KU",
                                          "SA", "ST", "SN", "SG", "GO", "SR" };
    static const char *const east[] = { "MA", "MU", "PA", "PB", "PD", "PE", "PS", "PT" };
    const struct {
        const char *const *codes;
        size_t count;
        int64_t zone_s;
    } all[] = { { west, 18, WIB }, { middle, 12, WITA }, { east, 8, WIT } };

    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < all[k].count; i++) {
            char region[] = "ID-xx";
            memcpy(region + 3, all[k].codes[i], 2);
            ck_assert_int_eq(window_zone_s(text_span(""), text_span(region), text_span("")),
                             all[k].zone_s);
        }
    }
}
END_TEST

START_TEST(zones_have_names)
{
    char text[WINDOW_ZONE_BYTES];

    window_zone_name(WIT, text);
    ck_assert_str_eq(text, "WIT");
    window_zone_name(WIB, text);
    ck_assert_str_eq(text, "WIB");
    window_zone_name(WITA, text);
    ck_assert_str_eq(text, "WITA");
    window_zone_name(5 * 3600 + 1800, text);
    ck_assert_str_eq(text, "UTC+05:30");
    window_zone_name(-5 * 3600, text);
    ck_assert_str_eq(text, "UTC-05:00");
}
END_TEST

/* Made on Monday 23 November 2026 at the given hour. */
START_TEST(what_each_band_is_promised)
{
    static const struct {
        int band;
        sla_clock clock;
        const char *created, *due;
    } rows[] = {
        { 1, SLA_FIRST_DIAL, "03:00:00", "2026-11-23T03:05:00+07:00" },
        { 1, SLA_DECISION, "03:00:00", "2026-11-23T03:30:00+07:00" },
        { 1, SLA_PAGE, "03:00:00", "2026-11-23T03:05:00+07:00" },
        { 2, SLA_FIRST_DIAL, "03:00:00", "2026-11-23T03:15:00+07:00" },
        { 2, SLA_DECISION, "03:00:00", "2026-11-23T05:00:00+07:00" },
        { 2, SLA_PAGE, "03:00:00", "2026-11-23T03:30:00+07:00" },
        { 3, SLA_FIRST_DIAL, "10:00:00", "2026-11-23T11:00:00+07:00" },
        { 3, SLA_DECISION, "10:00:00", "2026-11-23T18:00:00+07:00" },
        { 3, SLA_PAGE, "21:00:00", "2026-11-24T10:00:00+07:00" },
        { 3, SLA_FIRST_DIAL, "19:30:00", "2026-11-24T08:00:00+07:00" },
        { 4, SLA_FIRST_DIAL, "10:00:00", "2026-11-24T08:00:00+07:00" },
        { 4, SLA_DECISION, "10:00:00", "2026-11-24T23:59:59+07:00" },
        { 4, SLA_PAGE, "10:00:00", "2026-11-24T23:59:59+07:00" },
    };
    const window_hours hours = window_hours_default();
    business_calendar calendar;
    jaga_error err;

    ck_assert_int_eq(business_calendar_shipped(&calendar, "id", BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char created[] = "2026-11-23T00:00:00+07:00";
        int64_t due = 0;
        memcpy(created + 11, rows[i].created, 8);
        ck_assert_int_eq(
            sla_due(rows[i].band, rows[i].clock, at(created), WIB, &hours, &calendar, &due, &err),
            JAGA_OK);
        ck_assert_msg(due == at(rows[i].due), "row %zu", i);
    }
}
END_TEST

UNIT_MAIN("window", a_p3_call_at_half_past_seven_in_the_evening_waits_for_the_morning_in_the_east,
          the_edges_of_the_window, protection_calls_come_at_any_hour, quiet_hours,
          the_zone_by_account_then_region_then_number, all_thirty_eight_provinces, zones_have_names,
          what_each_band_is_promised)
