#include "desk/priority.h"
#include "unit.h"

#include "base/when.h"

#include <math.h>
#include <string.h>

/* The seven worked examples of the specification: V, the sum to three decimals, P, band. */
static void comes_to(const priority_input *input, int64_t stake, double sum, int value, int band)
{
    const priority got = priority_of(input);

    ck_assert_int_eq(got.at_stake_rupiah, stake);
    ck_assert_double_eq_tol(got.sum, sum, 0.0005);
    ck_assert_int_eq(got.value, value);
    ck_assert_int_eq(got.band, band);
}

START_TEST(a_fresh_loss_to_an_internal_wallet)
{
    const priority_loss loss = { 18400000, PRIORITY_WALLET_INTERNAL, 3.0 };
    const priority_input input = {
        .losses = &loss, .loss_count = 1, .score = 0.97, .since_outflow_min = 3.0, .is_held = true
    };
    comes_to(&input, 16884567, 72.996, 73, 1);
}
END_TEST

START_TEST(b_old_loss_to_a_bank)
{
    const priority_loss loss = { 350000, PRIORITY_BANK, 90.0 };
    const priority_input input = { .losses = &loss,
                                   .loss_count = 1,
                                   .score = 0.72,
                                   .since_outflow_min = 90.0,
                                   .waiting_min = 10.0,
                                   .is_held = true,
                                   .held_hours = 1.5 };
    comes_to(&input, 21875, 32.506, 33, 3);
}
END_TEST

START_TEST(c_no_loss_yet)
{
    const priority_input input = { .score = 0.81,
                                   .since_outflow_min = 20.0,
                                   .waiting_min = 5.0,
                                   .is_held = true,
                                   .held_hours = 0.25 };
    comes_to(&input, 0, 35.574, 36, 3);
}
END_TEST

START_TEST(d_the_ledger_is_down)
{
    const priority_input input = { .unprotected_rupiah = 4500000,
                                   .score = 0.90,
                                   .since_outflow_min = 1.0,
                                   .is_freeze_unconfirmed = true };
    comes_to(&input, 4500000, 79.312, 79, 1);
}
END_TEST

START_TEST(e_the_customer_is_on_the_line)
{
    const priority_loss loss = { 2000000, PRIORITY_BANK, 600.0 };
    const priority_input input = { .losses = &loss,
                                   .loss_count = 1,
                                   .score = 0.4,
                                   .is_customer_report = true,
                                   .since_outflow_min = 600.0,
                                   .waiting_min = 60.0,
                                   .is_held = true,
                                   .held_hours = 10.0,
                                   .is_inbound_waiting = true,
                                   .is_vulnerable = true };
    comes_to(&input, 0, 55.020, 55, 2);
}
END_TEST

START_TEST(f_a_voucher_long_spent)
{
    const priority_loss loss = { 150000, PRIORITY_VOUCHER, 45.0 };
    const priority_input input = { .losses = &loss,
                                   .loss_count = 1,
                                   .score = 0.55,
                                   .since_outflow_min = 45.0,
                                   .is_held = true,
                                   .held_hours = 0.5 };
    comes_to(&input, 1325, 25.932, 26, 4);
}
END_TEST

START_TEST(g_rounds_up_into_the_first_band)
{
    const priority_loss loss = { 1500000, PRIORITY_BANK, 0.0 };
    const priority_input input = {
        .losses = &loss, .loss_count = 1, .score = 0.97, .since_outflow_min = 1.0, .is_held = true
    };
    comes_to(&input, 750000, 59.978, 60, 1);
}
END_TEST

START_TEST(nothing_counts_more_than_its_cap)
{
    const priority_input input = { .unprotected_rupiah = INT64_MAX,
                                   .linked_limit_rupiah = INT64_MAX,
                                   .score = 1.0,
                                   .since_outflow_min = 0.0,
                                   .waiting_min = 1e9,
                                   .is_held = true,
                                   .held_hours = 1e9,
                                   .is_freeze_unconfirmed = true,
                                   .is_vulnerable = true,
                                   .is_inbound_waiting = true,
                                   .is_repeat_victim = true };
    const priority got = priority_of(&input);
    ck_assert_double_eq_tol(got.sum, 125.0, 1e-9);
    ck_assert_int_eq(got.value, 100);
    ck_assert_int_eq(got.band, 1);
}
END_TEST

START_TEST(nothing_counts_less_than_nothing)
{
    const priority_input input = { .unprotected_rupiah = -5000000,
                                   .since_outflow_min = HUGE_VAL,
                                   .waiting_min = -60.0 };
    comes_to(&input, 0, 0.0, 0, 4);
}
END_TEST

START_TEST(linked_sources_count_up_to_ten_million)
{
    const priority_input input = { .linked_limit_rupiah = 25000000, .since_outflow_min = HUGE_VAL };
    ck_assert_int_eq(priority_of(&input).at_stake_rupiah, 10000000);
}
END_TEST

START_TEST(cash_codes_keep_their_worth_and_cash_has_none)
{
    const priority_loss losses[] = { { 1000000, PRIORITY_CASH_CODE, 1e6 },
                                     { 1000000, PRIORITY_CASH_TAKEN, 0.0 } };
    const priority_input input = { .losses = losses, .loss_count = 2 };
    ck_assert_int_eq(priority_of(&input).at_stake_rupiah, 950000);
}
END_TEST

START_TEST(an_unconfirmed_freeze_of_a_million_is_always_urgent)
{
    priority_input input = { .unprotected_rupiah = 1000000,
                             .since_outflow_min = HUGE_VAL,
                             .is_freeze_unconfirmed = true };
    ck_assert_int_eq(priority_of(&input).band, 1);
    input.unprotected_rupiah = 999999;
    ck_assert_int_gt(priority_of(&input).band, 1);
}
END_TEST

/* Due times as people in Jakarta read them. */
static void due(int band, const char *created, const char *wanted)
{
    const jaga_span text = { created, (uint32_t)strlen(created) };
    char got[WHEN_TEXT_BYTES];
    int64_t us = 0;

    ck_assert_ptr_null(when_parse(text, &us));
    when_format_local(priority_due_us(band, us, PRIORITY_ZONE_WIB_S), PRIORITY_ZONE_WIB_S, got);
    ck_assert_str_eq(got, wanted);
}

START_TEST(urgent_calls_are_made_at_any_hour)
{
    due(1, "2026-01-31T03:00:00+07:00", "2026-01-31 03:05:00");
    due(2, "2026-01-31T23:50:00+07:00", "2026-02-01 00:05:00");
}
END_TEST

START_TEST(other_calls_wait_for_the_window)
{
    due(3, "2026-01-31T12:00:00+07:00", "2026-01-31 13:00:00");
    due(3, "2026-01-31T07:30:00+07:00", "2026-01-31 08:30:00");
    due(3, "2026-01-31T02:00:00+07:00", "2026-01-31 08:00:00");
    due(3, "2026-01-31T18:59:59+07:00", "2026-01-31 19:59:59");
    due(3, "2026-01-31T19:00:00+07:00", "2026-02-01 08:00:00");
    due(3, "2026-01-31T23:30:00+07:00", "2026-02-01 08:00:00");
}
END_TEST

START_TEST(the_least_urgent_wait_for_tomorrow)
{
    due(4, "2026-01-31T02:00:00+07:00", "2026-02-01 08:00:00");
    due(4, "2026-01-31T12:00:00+07:00", "2026-02-01 08:00:00");
    due(4, "2026-02-28T23:59:59+07:00", "2026-03-01 08:00:00");
}
END_TEST

UNIT_MAIN("priority", a_fresh_loss_to_an_internal_wallet, b_old_loss_to_a_bank, c_no_loss_yet,
          d_the_ledger_is_down, e_the_customer_is_on_the_line, f_a_voucher_long_spent,
          g_rounds_up_into_the_first_band, nothing_counts_more_than_its_cap,
          nothing_counts_less_than_nothing, linked_sources_count_up_to_ten_million,
          cash_codes_keep_their_worth_and_cash_has_none,
          an_unconfirmed_freeze_of_a_million_is_always_urgent, urgent_calls_are_made_at_any_hour,
          other_calls_wait_for_the_window, the_least_urgent_wait_for_tomorrow)
