#include "desk/attempts.h"
#include "unit.h"

#include "base/column_text.h"
#include "base/when.h"
#include "desk/call_code.h"

#include <string.h>

enum { WIB = 7 * 3600 };

static int64_t at(const char *text)
{
    int64_t us = 0;

    ck_assert_ptr_null(when_parse(text_span(text), &us));
    return us;
}

/* Calls when it is due, each time in vain, until nothing is left. */
static void all_in_vain(int band, const char *created, const char *const *expected, size_t count)
{
    const window_hours hours = window_hours_default();
    attempts_state state = { .band = band, .zone_s = WIB };
    int64_t now = at(created), due = 0;

    for (size_t i = 0; i < count; i++) {
        ck_assert(attempts_next(&state, &hours, now, &due));
        ck_assert_msg(due == at(expected[i]), "attempt %zu, %lld s off", i,
                      (long long)((due - at(expected[i])) / US_PER_SECOND));
        attempts_note(&state, due, false);
        now = due;
    }
    ck_assert(!attempts_next(&state, &hours, now, &due));
    ck_assert_int_eq(attempts_max(band), (int)count);
}

START_TEST(an_urgent_call_seven_times_in_three_days)
{
    static const char *const expected[] = {
        "2026-11-23T09:10:00+07:00", "2026-11-23T09:15:00+07:00", "2026-11-23T09:25:00+07:00",
        "2026-11-23T10:10:00+07:00", "2026-11-24T08:00:00+07:00", "2026-11-24T14:00:00+07:00",
        "2026-11-25T11:00:00+07:00",
    };

    all_in_vain(1, "2026-11-23T09:10:00+07:00", expected, 7);
    all_in_vain(2, "2026-11-23T09:10:00+07:00", expected, 7);
}
END_TEST

START_TEST(an_urgent_call_at_night_goes_on_by_day)
{
    static const char *const expected[] = {
        "2026-11-23T23:50:00+07:00", "2026-11-23T23:55:00+07:00", "2026-11-24T00:05:00+07:00",
        "2026-11-24T00:50:00+07:00", "2026-11-24T08:00:00+07:00", "2026-11-24T14:00:00+07:00",
        "2026-11-25T09:00:00+07:00",
    };

    all_in_vain(1, "2026-11-23T23:50:00+07:00", expected, 7);
}
END_TEST

START_TEST(an_ordinary_call_four_times_within_the_window)
{
    static const char *const morning[] = {
        "2026-11-23T09:10:00+07:00",
        "2026-11-23T12:10:00+07:00",
        "2026-11-24T14:00:00+07:00",
        "2026-11-25T08:00:00+07:00",
    };
    static const char *const evening[] = {
        "2026-11-23T19:30:00+07:00",
        "2026-11-24T08:00:00+07:00",
        "2026-11-24T14:00:00+07:00",
        "2026-11-25T09:00:00+07:00",
    };
    static const char *const night[] = {
        "2026-11-24T08:00:00+07:00",
        "2026-11-24T11:00:00+07:00",
        "2026-11-25T14:00:00+07:00",
        "2026-11-26T09:00:00+07:00",
    };

    all_in_vain(3, "2026-11-23T09:10:00+07:00", morning, 4);
    all_in_vain(4, "2026-11-23T19:30:00+07:00", evening, 4);
    all_in_vain(3, "2026-11-23T22:00:00+07:00", night, 4);
}
END_TEST

START_TEST(two_busy_lines_cost_nothing)
{
    const window_hours hours = window_hours_default();
    attempts_state state = { .band = 1, .zone_s = WIB };
    const int64_t start = at("2026-11-23T09:10:00+07:00");
    const int64_t minute = 60 * US_PER_SECOND;
    int64_t due = 0;

    attempts_note(&state, start, true);
    ck_assert_int_eq(state.made, 0);
    ck_assert(attempts_next(&state, &hours, start, &due));
    ck_assert_int_eq(due, start + 10 * minute);
    attempts_note(&state, due, true);
    ck_assert_int_eq(state.made, 0);
    ck_assert(attempts_next(&state, &hours, due, &due));
    ck_assert_int_eq(due, start + 20 * minute);
    attempts_note(&state, due, true);
    ck_assert_int_eq(state.made, 1);
    ck_assert(attempts_next(&state, &hours, due, &due));
    ck_assert_int_eq(due, start + 25 * minute);
}
END_TEST

START_TEST(never_more_than_three_in_the_first_hour_nor_two_in_a_row)
{
    const window_hours hours = window_hours_default();
    const int64_t start = at("2026-11-23T09:10:00+07:00");
    const int64_t minute = 60 * US_PER_SECOND;

    /* However late the agent dials. */
    for (int64_t late = 0; late < 40; late++) {
        attempts_state state = { .band = 1, .zone_s = WIB };
        int64_t now = start, due = 0, last = INT64_MIN;
        int within = 0;
        while (attempts_next(&state, &hours, now, &due)) {
            ck_assert(last == INT64_MIN || due >= last + 5 * minute);
            last = due + late * minute;
            within += last < start + late * minute + 60 * minute;
            attempts_note(&state, last, false);
            now = last;
        }
        ck_assert_int_le(within, 3);
        ck_assert_int_eq(state.made, 7);
    }
}
END_TEST

START_TEST(trusted_numbers_take_turns)
{
    static const int expected[] = { 0, 1, 2, 0, 1 };

    for (int made = 0; made < 5; made++) {
        ck_assert_int_eq(attempts_contact(made, 3, 0), expected[made]);
        ck_assert_int_eq(attempts_contact(made, 3, 1u << 1), made % 2 == 0 ? 0 : 2);
        ck_assert_int_eq(attempts_contact(made, 3, 7), -1);
        ck_assert_int_eq(attempts_contact(made, 0, 0), -1);
        ck_assert_int_eq(attempts_contact(made, 1, 0), 0);
    }
}
END_TEST

START_TEST(who_is_not_reached_is_written_to)
{
    static const int days[] = { 0, 1, 3, 5 };
    size_t count = 0;
    const attempts_notice *notices = attempts_notices(&count);

    ck_assert_uint_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(notices[i].day, days[i]);
        ck_assert_int_eq(notices[i].by_letter, i == 3);
        ck_assert_int_eq(notices[i].by_sms, i < 3);
    }
}
END_TEST

START_TEST(a_call_code_is_four_digits_of_this_call_only)
{
    const unsigned char key[CALL_CODE_KEY_BYTES] = { 1, 2, 3 }, other[CALL_CODE_KEY_BYTES] = { 9 };
    const jaga_span task = text_span("T-1"), another = text_span("T-2");
    int seen[10000] = { 0 }, same = 0;

    for (int64_t n = 0; n < 20000; n++) {
        const call_code code = call_code_make(key, task, n);
        ck_assert_uint_eq(strlen(code.digits), 4);
        ck_assert_uint_eq(strspn(code.digits, "0123456789"), 4);
        ck_assert_str_eq(code.digits, call_code_make(key, task, n).digits);
        seen[strtol(code.digits, NULL, 10)]++;
        same += strcmp(code.digits, call_code_make(key, another, n).digits) == 0;
        same += strcmp(code.digits, call_code_make(other, task, n).digits) == 0;
    }
    /* Even: of 20,000 draws about 8,647 numbers are met; pairs agree by chance only. */
    int met = 0;
    for (int i = 0; i < 10000; i++) {
        met += seen[i] > 0;
    }
    ck_assert_int_ge(met, 8500);
    ck_assert_int_le(met, 8800);
    ck_assert_int_le(same, 20);
}
END_TEST

START_TEST(a_call_code_lives_ten_minutes_and_once)
{
    const int64_t minute = 60 * US_PER_SECOND;

    ck_assert_ptr_null(call_code_refusal(0, 0, false));
    ck_assert_ptr_null(call_code_refusal(0, 10 * minute, false));
    ck_assert_str_eq(call_code_refusal(0, 10 * minute + 1, false),
                     "the call code is older than 10 minutes");
    ck_assert_str_eq(call_code_refusal(0, minute, true), "the call code was used already");
    ck_assert_str_eq(call_code_refusal(1, 0, false), "the call code is from the future");
}
END_TEST

UNIT_MAIN("attempts", an_urgent_call_seven_times_in_three_days,
          an_urgent_call_at_night_goes_on_by_day, an_ordinary_call_four_times_within_the_window,
          two_busy_lines_cost_nothing, never_more_than_three_in_the_first_hour_nor_two_in_a_row,
          trusted_numbers_take_turns, who_is_not_reached_is_written_to,
          a_call_code_is_four_digits_of_this_call_only, a_call_code_lives_ten_minutes_and_once)
