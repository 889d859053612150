#include "desk/jurisdiction.h"
#include "unit.h"

#include "base/when.h"

#include <string.h>

static int64_t at(const char *text)
{
    int64_t us = 0;

    ck_assert_ptr_null(when_parse((jaga_span){ text, (uint32_t)strlen(text) }, &us));
    return us;
}

static jurisdiction named(const char *name)
{
    jurisdiction out;
    jaga_error err;

    ck_assert_msg(jurisdiction_find(name, &out, &err) == JAGA_OK, "%s", err.text);
    return out;
}

/* The table of the specification once more, as text: notify, first, first for new accounts,
 * provisional, final, extension, documents, correct, tell, appeal. */
START_TEST(every_clock_of_every_profile)
{
    static const struct {
        const char *name;
        const char *clocks[JURISDICTION_CLOCK_COUNT];
    } expected[] = {
        { "ID-BI",
          { "none", "5 business days (our own promise)", "none", "none",
            "10 business days (our own promise)", "10 business days (our own promise)",
            "10 business days (our own promise)", "1 business day (our own promise)", "none",
            "not verified" } },
        { "ID-OJK",
          { "none", "5 business days", "none", "none", "10 business days", "10 business days",
            "10 business days", "1 business day (our own promise)", "none", "none" } },
        { "ID-GOPAY",
          { "60 calendar days", "none", "none", "none", "none", "none", "none",
            "1 business day (our own promise)", "none", "none" } },
        { "US-REGE",
          { "60 calendar days", "10 business days", "20 business days", "10 business days",
            "45 calendar days", "45 calendar days", "none", "1 business day", "3 business days",
            "none" } },
        { "EU-PSD2",
          { "13 months", "1 business day", "none", "none", "none", "none", "none", "1 business day",
            "none", "none" } },
        { "UK-APP",
          { "13 months", "5 business days", "none", "none", "35 business days", "none", "none",
            "1 business day (our own promise)", "none", "none" } },
        { "SG-MAS",
          { "none", "21 business days", "none", "none", "45 business days", "none", "none",
            "1 business day (our own promise)", "none", "none" } },
        { "IN-RBI-PPI",
          { "3 calendar days", "10 calendar days", "none", "10 calendar days", "not verified",
            "none", "none", "1 business day (our own promise)", "none", "none" } },
        { "PH-BSP",
          { "none", "5 calendar days", "none", "none", "30 calendar days", "25 calendar days",
            "none", "1 business day (our own promise)", "none", "none" } },
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const jurisdiction profile = named(expected[i].name);
        business_calendar calendar;
        jaga_error err;
        ck_assert_str_ne(profile.authority, "");
        ck_assert_int_eq(
            business_calendar_shipped(&calendar, profile.country, BUSINESS_JOINT_IS_FREE, &err),
            JAGA_OK);
        for (int c = 0; c < JURISDICTION_CLOCK_COUNT; c++) {
            char text[JURISDICTION_TEXT_BYTES];
            jurisdiction_clock_text(&profile, (jurisdiction_clock)c, text);
            ck_assert_msg(strcmp(text, expected[i].clocks[c]) == 0, "%s, clock %d: %s",
                          expected[i].name, c, text);
        }
    }
}
END_TEST

START_TEST(what_is_not_verified_is_never_law)
{
    const jurisdiction id = named(JURISDICTION_DEFAULT), in = named("IN-RBI-PPI");
    business_calendar calendar;
    jurisdiction_due due;
    jaga_error err;

    ck_assert_int_eq(business_calendar_shipped(&calendar, "in", BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_OK);
    ck_assert_int_eq(jurisdiction_when(&in, JURISDICTION_FINAL, &calendar,
                                       at("2026-11-23T10:00:00+05:30"), &due, &err),
                     JAGA_OK);
    ck_assert(!due.is_law);
    ck_assert_int_eq(jurisdiction_when(&in, JURISDICTION_FIRST, &calendar,
                                       at("2026-11-23T10:00:00+05:30"), &due, &err),
                     JAGA_OK);
    ck_assert(due.is_law);
    for (int c = 0; c < JURISDICTION_CLOCK_COUNT; c++) {
        ck_assert_int_ne(id.clocks[c].basis, JURISDICTION_SOURCED);
    }
}
END_TEST

/* Counted by hand. */
START_TEST(deadlines)
{
    static const struct {
        const char *profile;
        jurisdiction_clock clock;
        const char *from, *due; /* local */
    } rows[] = {
        { "ID-OJK", JURISDICTION_FIRST, "2026-03-16T10:00:00+07:00", "2026-03-30 23:59:59" },
        { "ID-OJK", JURISDICTION_FINAL, "2026-03-16T10:00:00+07:00", "2026-04-07 23:59:59" },
        { "ID-BI", JURISDICTION_FIRST, "2026-12-23T10:00:00+07:00", "2027-01-04 23:59:59" },
        { "ID-GOPAY", JURISDICTION_NOTIFY, "2026-11-23T10:00:00+07:00", "2027-01-22 23:59:59" },
        /* Thanksgiving, 26 November 2026. */
        { "US-REGE", JURISDICTION_FIRST, "2026-11-23T10:00:00-05:00", "2026-12-08 23:59:59" },
        { "US-REGE", JURISDICTION_FINAL, "2026-11-23T10:00:00-05:00", "2027-01-07 23:59:59" },
        { "EU-PSD2", JURISDICTION_FIRST, "2026-11-27T10:00:00+01:00", "2026-11-30 23:59:59" },
        { "EU-PSD2", JURISDICTION_NOTIFY, "2026-11-27T10:00:00+01:00", "2027-12-27 23:59:59" },
        { "EU-PSD2", JURISDICTION_NOTIFY, "2026-01-31T10:00:00+01:00", "2027-02-28 23:59:59" },
        /* Boxing Day 2026 is a Saturday, so Monday 28 December is free. */
        { "UK-APP", JURISDICTION_FIRST, "2026-12-22T10:00:00Z", "2026-12-31 23:59:59" },
        { "PH-BSP", JURISDICTION_FIRST, "2026-11-23T10:00:00+08:00", "2026-11-28 23:59:59" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const jurisdiction profile = named(rows[i].profile);
        char text[WHEN_TEXT_BYTES];
        business_calendar calendar;
        jurisdiction_due due;
        jaga_error err;
        ck_assert_int_eq(
            business_calendar_shipped(&calendar, profile.country, BUSINESS_JOINT_IS_FREE, &err),
            JAGA_OK);
        ck_assert_msg(jurisdiction_when(&profile, rows[i].clock, &calendar, at(rows[i].from), &due,
                                        &err) == JAGA_OK,
                      "%s", err.text);
        when_format_local(due.due_us, profile.zone_s, text);
        ck_assert_msg(strcmp(text, rows[i].due) == 0, "%s from %s: %s, expected %s",
                      rows[i].profile, rows[i].from, text, rows[i].due);
    }
}
END_TEST

START_TEST(a_clock_that_is_not_set_is_an_error)
{
    const jurisdiction id = named("ID-BI");
    business_calendar calendar;
    jurisdiction_due due;
    jaga_error err;

    ck_assert_int_eq(business_calendar_shipped(&calendar, "id", BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_OK);
    ck_assert_int_eq(jurisdiction_when(&id, JURISDICTION_PROVISIONAL, &calendar, 0, &due, &err),
                     JAGA_ERR_USAGE);
    ck_assert_str_eq(err.text, "ID-BI sets no such clock");
}
END_TEST

static void refused(const char *row, const char *complaint)
{
    char text[600] = "profile,calendar,zone,notify,first,first_new,provisional,final,extension,"
                     "documents,correct,tell,appeal,pause,negligence,authority,source\n";
    jurisdiction out;
    jaga_error err;

    strcat(text, row);
    ck_assert_int_ne(
        jurisdiction_read((jaga_span){ text, (uint32_t)strlen(text) }, "j.csv", "X", &out, &err),
        JAGA_OK);
    ck_assert_str_eq(err.text, complaint);
}

START_TEST(bad_rows_are_refused)
{
    static const char clock[] =
        "j.csv: line 2: a clock is a count, bd, cd or mo, a colon, S, A or U";

    refused("", "j.csv: there is no profile X");
    refused("Y,id,+07:00,,,,,,,,,,,no,no,a,s\n", "j.csv: there is no profile X");
    refused("X,id,+07:00,5d:S,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,+07:00,bd:S,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,+07:00,5bd,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,+07:00,5bd:X,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,+07:00,0bd:S,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,+07:00,1000bd:S,,,,,,,,,,no,no,a,s\n", clock);
    refused("X,id,WIB,,,,,,,,,,,no,no,a,s\n", "j.csv: line 2: the zone is an offset: Z or +07:00");
    refused("X,,+07:00,,,,,,,,,,,no,no,a,s\n", "j.csv: line 2: the calendar is no country");
    refused("X,id,+07:00,,,,,,,,,,,maybe,no,a,s\n",
            "j.csv: line 2: pause and negligence are yes or no");
    refused("X,id,+07:00,,,,,,,,,,,no,no,,s\n",
            "j.csv: line 2: the authority is missing or too long");
}
END_TEST

UNIT_MAIN("jurisdiction", every_clock_of_every_profile, what_is_not_verified_is_never_law,
          deadlines, a_clock_that_is_not_set_is_an_error, bad_rows_are_refused)
