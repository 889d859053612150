#include "desk/business_calendar.h"
#include "unit.h"

#include "base/when.h"

#include <string.h>

enum { WIB = 7 * 3600 };

static business_calendar shipped(const char *country, business_joint_leave joint)
{
    business_calendar out;
    jaga_error err;

    ck_assert_msg(business_calendar_shipped(&out, country, joint, &err) == JAGA_OK, "%s", err.text);
    return out;
}

static int64_t at(const char *text)
{
    int64_t us = 0;

    ck_assert_ptr_null(when_parse((jaga_span){ text, (uint32_t)strlen(text) }, &us));
    return us;
}

static void due(const business_calendar *calendar, const char *from, int n, const char *expected)
{
    char text[WHEN_TEXT_BYTES];
    int64_t us = 0;
    jaga_error err;

    ck_assert_msg(business_deadline(calendar, at(from), WIB, n, &us, NULL, &err) == JAGA_OK, "%s",
                  err.text);
    when_format_local(us, WIB, text);
    ck_assert_msg(strncmp(text, expected, 10) == 0 && strcmp(text + 10, " 23:59:59") == 0,
                  "%d business days from %s: %s, expected %s", n, from, text, expected);
}

/* Counted by hand on the calendar of 2026. Feast of Idul Fitri: 18 March joint leave, 19 day of
 * silence, 20 joint, 21 and 22 the feast (a weekend), 23 and 24 joint; work again on Wednesday 25.
 */
START_TEST(idul_fitri_week)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);

    due(&id, "2026-03-13T10:00:00+07:00", 1, "2026-03-16"); /* Friday to Monday */
    due(&id, "2026-03-16T10:00:00+07:00", 1, "2026-03-17");
    due(&id, "2026-03-17T10:00:00+07:00", 1, "2026-03-25");
    due(&id, "2026-03-17T10:00:00+07:00", 5, "2026-03-31");  /* 25 26 27 30 31 */
    due(&id, "2026-03-21T10:00:00+07:00", 1, "2026-03-25");  /* on the feast itself */
    due(&id, "2026-03-16T10:00:00+07:00", 5, "2026-03-30");  /* 17 25 26 27 30 */
    due(&id, "2026-03-16T10:00:00+07:00", 10, "2026-04-07"); /* .. 31 1 2, 3 Good Friday, 6 7 */
}
END_TEST

START_TEST(joint_leave_is_work_when_the_operator_says_so)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_WORK);

    due(&id, "2026-03-17T10:00:00+07:00", 1, "2026-03-18");
    due(&id, "2026-03-18T10:00:00+07:00", 1, "2026-03-20"); /* 19 is a public holiday */
    due(&id, "2026-03-17T10:00:00+07:00", 5, "2026-03-25"); /* 18 20 23 24 25 */
}
END_TEST

START_TEST(over_the_end_of_the_year)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);

    /* 24 December joint leave, 25 Christmas, 26 and 27 a weekend, 1 January a Friday. */
    due(&id, "2026-12-23T10:00:00+07:00", 1, "2026-12-28");
    due(&id, "2026-12-23T10:00:00+07:00", 4, "2026-12-31");
    due(&id, "2026-12-23T10:00:00+07:00", 5, "2027-01-04");
    due(&id, "2026-12-23T10:00:00+07:00", 6, "2027-01-06"); /* 5 January is a holiday */
    due(&id, "2026-12-31T10:00:00+07:00", 1, "2027-01-04");
}
END_TEST

/* 23:30 in Jakarta is 16:30 in UTC; half an hour later the local day, and so the deadline, changes.
 */
START_TEST(the_day_is_the_local_one)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);

    due(&id, "2026-11-23T16:30:00Z", 1, "2026-11-24");
    due(&id, "2026-11-23T17:00:00Z", 1, "2026-11-25");
    ck_assert_int_eq(business_day_of(-1, 0), -1);
    ck_assert_int_eq(business_day_of(0, 0), 0);
    ck_assert_int_eq(business_day_begins_us(business_day_of(at("2026-11-23T17:00:00Z"), WIB), WIB),
                     at("2026-11-23T17:00:00Z"));
}
END_TEST

START_TEST(a_year_without_holidays_is_an_error)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);
    int64_t us;
    jaga_error err;

    ck_assert_int_eq(
        business_deadline(&id, at("2027-12-30T10:00:00+07:00"), WIB, 3, &us, NULL, &err),
        JAGA_ERR_LIMIT);
    ck_assert_str_eq(err.text, "models/holidays_id.csv: the holidays of 2028 are not known");
    due(&id, "2027-12-29T10:00:00+07:00", 2, "2027-12-31");
}
END_TEST

START_TEST(a_feast_that_is_not_decreed_yet_is_said)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);
    const int32_t before = business_day_of(at("2027-03-08T10:00:00+07:00"), WIB);
    bool is_estimated = false;
    int32_t day;
    jaga_error err;

    ck_assert_int_eq(business_day_after(&id, before, 1, &day, &is_estimated, &err), JAGA_OK);
    ck_assert(is_estimated);
    ck_assert_int_eq(business_day_after(&id, before - 30, 1, &day, &is_estimated, &err), JAGA_OK);
    ck_assert(!is_estimated);
}
END_TEST

START_TEST(age_in_business_days)
{
    const business_calendar id = shipped("id", BUSINESS_JOINT_IS_FREE);
    const int64_t from = at("2026-03-17T10:00:00+07:00");
    int days = -1;
    jaga_error err;

    ck_assert_int_eq(business_days_between(&id, from, from, WIB, &days, &err), JAGA_OK);
    ck_assert_int_eq(days, 0);
    ck_assert_int_eq(
        business_days_between(&id, from, at("2026-03-24T23:00:00+07:00"), WIB, &days, &err),
        JAGA_OK);
    ck_assert_int_eq(days, 0);
    ck_assert_int_eq(
        business_days_between(&id, from, at("2026-03-31T00:00:00+07:00"), WIB, &days, &err),
        JAGA_OK);
    ck_assert_int_eq(days, 5);
}
END_TEST

START_TEST(every_country_knows_this_year_and_the_next)
{
    static const char *const countries[] = { "id", "us", "gb", "eu", "sg", "in", "ph" };

    for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++) {
        const business_calendar calendar = shipped(countries[i], BUSINESS_JOINT_IS_FREE);
        bool is = true;
        jaga_error err;
        ck_assert_str_eq(calendar.country, countries[i]);
        /* Christmas is free in all of them. */
        for (int year = 2025; year <= 2027; year++) {
            char text[] = "2025-12-25T12:00:00Z";
            text[3] = (char)('0' + year - 2020);
            ck_assert_int_eq(business_day_is(&calendar, business_day_of(at(text), 0), &is, &err),
                             JAGA_OK);
            ck_assert(!is);
        }
    }
}
END_TEST

static void refused(const char *text, const char *complaint)
{
    business_calendar out;
    jaga_error err;

    ck_assert_int_ne(business_calendar_read(&out, (jaga_span){ text, (uint32_t)strlen(text) }, "xx",
                                            BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_OK);
    ck_assert_str_eq(err.text, complaint);
}

START_TEST(a_bad_file_is_refused_with_line_and_cause)
{
    jaga_error err;
    business_calendar out;

    refused("", "models/holidays_xx.csv: line 1: the header is missing");
    refused("# x\ndate,name\n", "models/holidays_xx.csv: line 2: not the header `date,kind,name`");
    refused("date,kind,name\n2026-02-30,public,x\n",
            "models/holidays_xx.csv: line 2: there is no such date");
    refused("date,kind,name\n2026-02-03,bank,x\n",
            "models/holidays_xx.csv: line 2: the kind is none of public, joint, estimated");
    refused("date,kind,name\n2026-02-03,public\n",
            "models/holidays_xx.csv: line 2: not as many fields as the header");
    refused("date,kind,name\n2026-02-03,public,\"x\n",
            "models/holidays_xx.csv: line 2: a quote that is not closed, or text behind a closing "
            "quote");
    refused("date,kind,name\n2026-02-03,public,x\n2026-02-03,public,y\n",
            "models/holidays_xx.csv: line 3: the dates do not ascend");
    refused("date,kind,name\n2019-02-03,public,x\n",
            "models/holidays_xx.csv: line 2: the year is outside 2020..2083");
    ck_assert_int_eq(business_calendar_shipped(&out, "zz", BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_ERR_USAGE);
    ck_assert_str_eq(err.text, "models/holidays_zz.csv: there is no such file");
}
END_TEST

UNIT_MAIN("business_calendar", idul_fitri_week, joint_leave_is_work_when_the_operator_says_so,
          over_the_end_of_the_year, the_day_is_the_local_one, a_year_without_holidays_is_an_error,
          a_feast_that_is_not_decreed_yet_is_said, age_in_business_days,
          every_country_knows_this_year_and_the_next, a_bad_file_is_refused_with_line_and_cause)
