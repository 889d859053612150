#include "pipeline/truth.h"
#include "temporary.h"

#include "base/when.h"

#include <string.h>

#define HEADER "episode_id,attack_kind,account,t_start,t_end,mule_accounts\n"
#define FROM   "2026-01-10T00:00:00Z"
#define UNTIL  "2026-01-10T02:00:00Z"
#define THEFT  "e1,sleeper,a," FROM "," UNTIL ","

static truth known;
static truth_kinds kinds;
static jaga_error why;

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static jaga_status read_bytes(const char *text, size_t length, const char *leave_out)
{
    static arena *memory;
    char path[TEMPORARY_BYTES];

    if (memory == NULL) {
        ck_assert_int_eq(arena_open((size_t)16 << 30, &memory, NULL), JAGA_OK);
    }
    temporary_file(path, "truth", text, length);
    kinds.count = 0;
    const jaga_status status = truth_read(&known, path, leave_out, &kinds, memory, &why);
    ck_assert_int_eq(remove(path), 0);
    return status;
}

static void took(const char *text)
{
    why.text[0] = '\0';
    ck_assert_msg(read_bytes(text, strlen(text), "") == JAGA_OK, "%s", why.text);
}

/* The error ends with the line and the cause, and begins with the file. */
static void refused(const char *text, const char *line_and_cause)
{
    ck_assert_msg(read_bytes(text, strlen(text), "") == JAGA_ERR_FORMAT, "'%s' was taken", text);
    ck_assert_ptr_nonnull(strstr(why.text, "/truth-"));
    const size_t length = strlen(why.text), tail = strlen(line_and_cause);
    ck_assert_msg(length > tail && strcmp(why.text + length - tail, line_and_cause) == 0, "%s",
                  why.text);
}

static truth_word about(const char *account, const char *when)
{
    int64_t at_us = 0;
    size_t theft = 99;

    ck_assert_ptr_null(when_parse(span_of(when), &at_us));
    return truth_about(&known, hash_text128(span_of(account)), at_us, &theft);
}

START_TEST(a_theft_is_one_for_an_hour_after_its_end_and_unknown_for_two_weeks)
{
    took(HEADER THEFT "\n");
    ck_assert_int_eq(about("a", "2026-01-09T23:59:59.999999Z"), TRUTH_HONEST);
    ck_assert_int_eq(about("a", FROM), TRUTH_THEFT);
    ck_assert_int_eq(about("a", "2026-01-10T03:00:00Z"), TRUTH_THEFT);
    ck_assert_int_eq(about("a", "2026-01-10T03:00:00.000001Z"), TRUTH_UNKNOWN);
    ck_assert_int_eq(about("a", "2026-01-24T03:00:00Z"), TRUTH_UNKNOWN);
    ck_assert_int_eq(about("a", "2026-01-24T03:00:00.000001Z"), TRUTH_HONEST);
    ck_assert_int_eq(about("b", FROM), TRUTH_HONEST);
}
END_TEST

START_TEST(the_second_theft_of_an_account_ends_the_doubt_about_the_first)
{
    took(HEADER "e1,x,a," FROM "," UNTIL ",\n"
                "e2,y,a,2026-01-12T00:00:00Z,2026-01-12T01:00:00Z,\n");
    ck_assert_int_eq(about("a", "2026-01-11T00:00:00Z"), TRUTH_UNKNOWN);
    ck_assert_int_eq(about("a", "2026-01-12T00:30:00Z"), TRUTH_THEFT);
    ck_assert_uint_eq(known.theft_count, 2);
}
END_TEST

START_TEST(look_alikes_are_honest_and_need_no_times)
{
    took(HEADER "e1,benign:rent,a,,,\ne2,mule_ring,r,,,m1;m2\n");
    ck_assert_uint_eq(known.theft_count, 0);
    ck_assert_uint_eq(kinds.count, 0);
    ck_assert_int_eq(about("a", FROM), TRUTH_HONEST);
}
END_TEST

START_TEST(mules_are_unknown_unless_they_were_robbed)
{
    took(HEADER "e1,sleeper,a," FROM "," UNTIL ",m1;;m2;a\n");
    ck_assert_uint_eq(known.mule_count, 3);
    ck_assert_int_eq(about("m1", FROM), TRUTH_UNKNOWN);
    ck_assert_int_eq(about("m2", "2026-03-01T00:00:00Z"), TRUTH_UNKNOWN);
    ck_assert_int_eq(about("a", FROM), TRUTH_THEFT);
    ck_assert_int_eq(about("a", "2026-03-01T00:00:00Z"), TRUTH_HONEST);
}
END_TEST

START_TEST(columns_may_stand_anywhere_and_mules_may_be_missing)
{
    took("\xef\xbb\xbft_end,x,account,attack_kind,t_start\r\n\r\n" UNTIL
         ",\"a,b\",a,\"sleeper\"," FROM "\r\n\n");
    ck_assert_uint_eq(known.theft_count, 1);
    ck_assert_int_eq(about("a", FROM), TRUTH_THEFT);
}
END_TEST

START_TEST(times_may_be_epochs_of_any_unit)
{
    took(HEADER "e1,x,a,1768003200,1768010400000,\ne2,x,b,1768003200000000," UNTIL ",");
    ck_assert_int_eq(about("a", "2026-01-09T23:59:59Z"), TRUTH_HONEST);
    ck_assert_int_eq(about("a", FROM), TRUTH_THEFT);
    ck_assert_int_eq(about("a", "2026-01-10T03:00:00Z"), TRUTH_THEFT);
    ck_assert_int_eq(about("b", "2026-01-10T07:00:00+07:00"), TRUTH_THEFT);
}
END_TEST

START_TEST(kinds_to_leave_out_are_marked)
{
    static const char text[] = HEADER "e1,sleep,a," FROM "," UNTIL ",\n"
                                      "e2,sleeper,b," FROM "," UNTIL ",\n"
                                      "e3,drip,c," FROM "," UNTIL ",\n";
    size_t left_out = 0;

    ck_assert_int_eq(read_bytes(text, sizeof text - 1, "drip,sleeper"), JAGA_OK);
    for (size_t i = 0; i < known.theft_count; i++) {
        left_out += known.thefts[i].is_left_out;
    }
    ck_assert_uint_eq(left_out, 2);
    ck_assert_uint_eq(kinds.count, 3);
}
END_TEST

START_TEST(a_kind_that_no_log_has_cannot_be_left_out)
{
    took(HEADER "e1,sleeper,a," FROM "," UNTIL ",\ne2,drip,b," FROM "," UNTIL ",\n");
    ck_assert_int_eq(truth_check_left_out(&kinds, "", &why), JAGA_OK);
    ck_assert_int_eq(truth_check_left_out(&kinds, "drip,sleeper", &why), JAGA_OK);
    ck_assert_int_eq(truth_check_left_out(&kinds, "drip,sleep", &why), JAGA_ERR_USAGE);
    ck_assert_str_eq(why.text, "no theft is of the kind 'sleep'; there are: sleeper, drip");
    ck_assert_int_eq(truth_check_left_out(&kinds, "drip,,sleeper", &why), JAGA_ERR_USAGE);
}
END_TEST

START_TEST(errors_name_file_line_and_cause)
{
    refused("", "line 1: the file is empty");
    refused("\n\n", "line 1: the file is empty");
    refused("account,t_start,t_end\n", "line 1: there is no column attack_kind");
    refused("account,t_start,attack_kind\n", "line 1: there is no column t_end");
    refused("a;b\n", "line 1: there is no column account");
    refused(HEADER "e1,x,a,yesterday," UNTIL ",\n", "line 2: t_start is no time");
    refused(HEADER "\ne1,x,a," FROM ",,\n", "line 3: t_end is no time");
    refused(HEADER "e1,x,a," FROM ",2026-01-10 02:00:00,\n", "line 2: t_end is no time");
    refused(HEADER "e1,x,a," UNTIL "," FROM ",\n", "line 2: t_end is before t_start");
    refused(HEADER "e1,x,," FROM "," UNTIL ",\n", "line 2: account or attack_kind is empty");
    refused(HEADER "e1,,a," FROM "," UNTIL ",\n", "line 2: account or attack_kind is empty");
    refused(HEADER "e1,x,a," FROM "," UNTIL "\n", "line 2: not as many fields as the header has");
    refused(HEADER "e1,x,a," FROM "," UNTIL ",,\n", "line 2: not as many fields as the header has");
    refused(HEADER "e1,\"a,b\",a," FROM "," UNTIL ",\n",
            "line 2: attack_kind is too long, or has a comma in it");
    refused(HEADER "e1,x\ry,a," FROM "," UNTIL ",\n",
            "line 2: too long, or control characters within");
}
END_TEST

START_TEST(a_stray_quote_stays_in_its_line)
{
    ck_assert_int_eq(read_bytes(HEADER "e1,\"x,a,1,2,\n" THEFT "\n",
                                sizeof HEADER "e1,\"x,a,1,2,\n" THEFT "\n" - 1, ""),
                     JAGA_ERR_FORMAT);
    ck_assert_msg(strstr(why.text, ": line 2: ") != NULL, "%s", why.text);
}
END_TEST

START_TEST(a_zero_byte_or_an_endless_line_is_refused)
{
    static const char zero[] = HEADER "e1,sleeper\0,a," FROM "," UNTIL ",\n";
    static char endless[200000];

    ck_assert_int_eq(read_bytes(zero, sizeof zero - 1, ""), JAGA_ERR_FORMAT);
    memset(endless, 'x', sizeof endless);
    memcpy(endless, HEADER, sizeof HEADER - 1);
    ck_assert_int_eq(read_bytes(endless, sizeof endless, ""), JAGA_ERR_FORMAT);
    ck_assert_msg(strstr(why.text, ": line 2: ") != NULL, "%s", why.text);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
    arena *memory = NULL;

    ck_assert_int_eq(arena_open((size_t)1 << 30, &memory, NULL), JAGA_OK);
    ck_assert_int_eq(truth_read(&known, "no/such.csv", "", &kinds, memory, &why), JAGA_ERR_IO);
    ck_assert_str_eq(why.text, "no/such.csv: No such file or directory");
    arena_close(memory);
}
END_TEST

UNIT_MAIN("truth", a_theft_is_one_for_an_hour_after_its_end_and_unknown_for_two_weeks,
          the_second_theft_of_an_account_ends_the_doubt_about_the_first,
          look_alikes_are_honest_and_need_no_times, mules_are_unknown_unless_they_were_robbed,
          columns_may_stand_anywhere_and_mules_may_be_missing, times_may_be_epochs_of_any_unit,
          kinds_to_leave_out_are_marked, a_kind_that_no_log_has_cannot_be_left_out,
          errors_name_file_line_and_cause, a_stray_quote_stays_in_its_line,
          a_zero_byte_or_an_endless_line_is_refused, a_missing_file_is_named)
