#include "story_profile.h"

/* The schema's words on attempts, outcomes and what a log may leave out. */

static jaga_event topup(int64_t ts_us, int64_t minor, int64_t balance_minor)
{
    jaga_event event = story_event("A", JAGA_TYPE_TOPUP, ts_us);

    event.amount_minor = minor;
    event.balance_minor = balance_minor;
    return event;
}

/* A payment to P of which the ledger says no balance. */
static jaga_event payment(int64_t ts_us, int64_t minor, jaga_event_status status)
{
    jaga_event event = story_transfer("A", ts_us, minor, JAGA_UNKNOWN_MINOR, "P", "D");

    event.status = (uint8_t)status;
    return event;
}

static jaga_event with_ref(jaga_event event, const char *ref)
{
    event.ref = story_span(ref);
    return event;
}

/* An account with 1000 in it, and time passing. */
static int64_t start(void)
{
    const jaga_event event = topup(STORY_START, 1000, 1000);

    open_profile();
    learn(&event);
    return STORY_START + STORY_HOUR;
}

START_TEST(a_pending_row_is_an_attempt_and_moves_neither_balance_nor_sums_nor_payees)
{
    const int64_t at_us = start();
    const jaga_event event = payment(at_us, 400, JAGA_STATUS_PENDING);
    ck_assert(measure(&event).is_attempt);
    ck_assert_int_eq(learn(&event).hot->balance_minor, 1000);
    const jaga_event next = payment(at_us + STORY_SECOND, 1, JAGA_STATUS_OK);
    const jaga_features f = measure(&next);
    ck_assert_double_eq_tol(f.outs[JAGA_SPAN_15M], 1.0, 1e-2);
    ck_assert_double_eq(f.out_minor[JAGA_SPAN_60D], 0.0);
    ck_assert_double_eq(f.amounts_seen, 0.0);
    ck_assert_double_eq(f.payees_known, 0.0);
    ck_assert_double_eq(f.balance_minor, 1000.0);
    profile_close(&self);
}
END_TEST

START_TEST(its_outcome_is_no_second_attempt_and_moves_them)
{
    const int64_t at_us = start();
    jaga_event event = payment(at_us, 400, JAGA_STATUS_PENDING);
    learn(&event);
    event = with_ref(payment(at_us + STORY_MINUTE, 400, JAGA_STATUS_OK), "e");
    ck_assert(!measure(&event).is_attempt);
    ck_assert(measure(&event).is_spend);
    ck_assert_int_eq(learn(&event).hot->balance_minor, 600);
    const jaga_event next = payment(at_us + STORY_MINUTE, 1, JAGA_STATUS_OK);
    const jaga_features f = measure(&next);
    ck_assert_double_eq_tol(f.outs[JAGA_SPAN_60D], 1.0, 1e-4);
    ck_assert_double_eq_tol(f.out_minor[JAGA_SPAN_60D], 400.0, 1e-3);
    ck_assert_double_eq(f.payees_known, 1.0);
    ck_assert(f.payee_is_known);
    profile_close(&self);
}
END_TEST

START_TEST(open_attempts_count_against_the_balance_until_they_lapse)
{
    const int64_t at_us = start();
    jaga_event event = payment(at_us, 600, JAGA_STATUS_PENDING);
    learn(&event);
    event = payment(at_us + 15 * STORY_MINUTE, 400, JAGA_STATUS_OK);
    ck_assert_double_eq(measure(&event).drain_share, 1.0);
    event.ts_us += STORY_SECOND;
    ck_assert_double_eq_tol(measure(&event).drain_share, 0.4, 1e-6);
    profile_close(&self);
}
END_TEST

START_TEST(an_attempt_that_was_refused_or_given_back_is_open_no_more)
{
    static const jaga_event_status statuses[] = { JAGA_STATUS_FAILED, JAGA_STATUS_REVERSED };

    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        const int64_t at_us = start();
        jaga_event event = payment(at_us, 600, JAGA_STATUS_PENDING);
        learn(&event);
        event = with_ref(payment(at_us + STORY_MINUTE, 600, statuses[i]), "e");
        ck_assert(!measure(&event).is_attempt);
        ck_assert_int_eq(learn(&event).hot->balance_minor, 1000);
        event = payment(at_us + 2 * STORY_MINUTE, 400, JAGA_STATUS_PENDING);
        ck_assert_double_eq_tol(measure(&event).drain_share, 0.4, 1e-6);
        profile_close(&self);
    }
}
END_TEST

START_TEST(two_attempts_and_their_outcomes_leave_nothing_open)
{
    /* Beyond what a float holds to the unit. */
    const int64_t large = 300000001, other = 150000017;
    jaga_event event = topup(STORY_START, 4 * large, 4 * large);
    open_profile();
    learn(&event);
    event = payment(STORY_START + STORY_MINUTE, large, JAGA_STATUS_PENDING);
    learn(&event);
    event.amount_minor = other;
    learn(&event);
    event = with_ref(payment(STORY_START + 2 * STORY_MINUTE, large, JAGA_STATUS_FAILED), "e1");
    learn(&event);
    event.amount_minor = other;
    learn(&event);
    event = with_ref(payment(STORY_START + 3 * STORY_MINUTE, 5, JAGA_STATUS_OK), "on-every-row");
    ck_assert(measure(&event).is_attempt);
    profile_close(&self);
}
END_TEST

START_TEST(an_outcome_after_the_attempt_lapsed_is_an_attempt)
{
    const int64_t at_us = start();
    jaga_event event = payment(at_us, 400, JAGA_STATUS_PENDING);
    learn(&event);
    event = with_ref(payment(at_us + 16 * STORY_MINUTE, 400, JAGA_STATUS_OK), "e");
    ck_assert(measure(&event).is_attempt);
    profile_close(&self);
}
END_TEST

START_TEST(a_reference_alone_makes_no_outcome)
{
    const int64_t at_us = start();
    const jaga_event event = with_ref(payment(at_us, 400, JAGA_STATUS_OK), "e");
    ck_assert(measure(&event).is_attempt);
    profile_close(&self);
}
END_TEST

START_TEST(money_that_came_back_is_there_again_and_no_longer_went_out)
{
    const int64_t at_us = start();
    jaga_event event = payment(at_us, 400, JAGA_STATUS_OK);
    ck_assert_int_eq(learn(&event).hot->balance_minor, 600);
    event = with_ref(payment(at_us + STORY_SECOND, 400, JAGA_STATUS_REVERSED), "e");
    const jaga_features back = measure(&event);
    ck_assert(!back.is_spend && !back.is_attempt && !back.has_payee);
    ck_assert_double_eq(back.drain_share, 0.0);
    ck_assert_int_eq(learn(&event).hot->balance_minor, 1000);
    event = payment(at_us + 2 * STORY_SECOND, 1, JAGA_STATUS_OK);
    ck_assert_double_eq_tol(measure(&event).out_minor[JAGA_SPAN_7D], 0.0, 1.0);
    ck_assert_double_eq_tol(measure(&event).outs[JAGA_SPAN_7D], 1.0, 1e-3);
    profile_close(&self);
}
END_TEST

START_TEST(a_second_currency_has_a_payee_but_no_amounts)
{
    const int64_t at_us = start();
    jaga_event event = payment(at_us, 400, JAGA_STATUS_OK);
    memcpy(event.currency, "USD", 4);
    event.balance_minor = 7;
    const jaga_features f = measure(&event);
    ck_assert(!f.is_spend && !f.is_attempt && f.has_payee);
    ck_assert_double_eq(f.balance_minor, 1000.0); /* in the account's own */
    const profile_account account = learn(&event);
    ck_assert_int_eq(account.hot->balance_minor, 1000);
    ck_assert_float_eq(account.hot->outs[JAGA_SPAN_60D], 0.0f);
    event.type = JAGA_TYPE_TOPUP;
    ck_assert_float_eq(learn(&event).hot->topup_minor, 1000.0f);
    const jaga_event next = payment(at_us + STORY_MINUTE, 1, JAGA_STATUS_OK);
    ck_assert(measure(&next).payee_is_known);
    ck_assert_double_eq(measure(&next).payee_in_1d_minor, 0.0);
    profile_close(&self);
}
END_TEST

/* A log of four columns: event_id, ts, type, account. */
START_TEST(what_a_log_does_not_say_is_unknown_and_not_zero)
{
    jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    open_profile();
    learn(&event);
    event.ts_us += STORY_DAY;
    const jaga_features f = measure(&event);
    ck_assert(!f.has_device && !f.has_payee && !f.has_place && !f.has_country && !f.has_network);
    ck_assert(!f.has_session && !f.session_is_latest && !f.has_instrument && !f.has_remote_access);
    ck_assert_double_eq(f.balance_minor, -1.0);
    ck_assert_double_eq(f.sim_age_s, JAGA_NEVER_S);
    ck_assert_double_eq(f.in_age_s, JAGA_NEVER_S);
    ck_assert_double_eq(f.topup_age_s, JAGA_NEVER_S);
    ck_assert_double_eq(f.address_age_s, JAGA_NEVER_S);
    ck_assert_double_eq(f.login_age_s, 86400.0);
    ck_assert_double_eq(f.idle_s, 86400.0);
    for (int i = 0; i < JAGA_CHANGES; i++) {
        ck_assert_double_eq(f.change_age_s[i], JAGA_NEVER_S);
    }
    profile_close(&self);
}
END_TEST

START_TEST(without_balances_nothing_is_drained)
{
    open_profile();
    for (int i = 0; i < 20; i++) {
        const jaga_event event = payment(STORY_START + i * STORY_HOUR, 100 + i, JAGA_STATUS_OK);
        ck_assert_double_eq(measure(&event).drain_share, 0.0);
        ck_assert_double_eq(measure(&event).balance_minor, -1.0);
        learn(&event);
    }
    profile_close(&self);
}
END_TEST

START_TEST(half_a_place_is_none)
{
    open_profile();
    jaga_event event = story_event("A", JAGA_TYPE_LOGIN, STORY_START);
    event.lat = -6.2;
    learn(&event);
    event.lon = 106.8;
    ck_assert(!measure(&event).has_place);
    learn(&event);
    ck_assert(measure(&event).has_place);
    ck_assert_double_lt(measure(&event).travel_km, 0.35);
    event.lon = (double)NAN;
    ck_assert(!measure(&event).has_place);
    profile_close(&self);
}
END_TEST

START_TEST(a_mirror_is_a_receipt_from_a_wallet_that_refers_to_its_debit)
{
    jaga_event event = with_ref(story_event("A", JAGA_TYPE_RECEIVE, STORY_START), "e");
    ck_assert(profile_is_mirror(&event));
    event.counterparty_kind = JAGA_PARTY_WALLET;
    ck_assert(profile_is_mirror(&event));
    event.institution = story_span("BANK"); /* somebody else's wallet */
    ck_assert(!profile_is_mirror(&event));
    event.institution = story_span("");
    event.counterparty_kind = JAGA_PARTY_BANK;
    ck_assert(!profile_is_mirror(&event));
    event.counterparty_kind = JAGA_PARTY_WALLET;
    event.ref = story_span("");
    ck_assert(!profile_is_mirror(&event));
    event = with_ref(payment(STORY_START, 1, JAGA_STATUS_OK), "e");
    ck_assert(!profile_is_mirror(&event));
}
END_TEST

UNIT_MAIN("step", a_pending_row_is_an_attempt_and_moves_neither_balance_nor_sums_nor_payees,
          its_outcome_is_no_second_attempt_and_moves_them,
          open_attempts_count_against_the_balance_until_they_lapse,
          an_attempt_that_was_refused_or_given_back_is_open_no_more,
          two_attempts_and_their_outcomes_leave_nothing_open,
          an_outcome_after_the_attempt_lapsed_is_an_attempt, a_reference_alone_makes_no_outcome,
          money_that_came_back_is_there_again_and_no_longer_went_out,
          a_second_currency_has_a_payee_but_no_amounts,
          what_a_log_does_not_say_is_unknown_and_not_zero, without_balances_nothing_is_drained,
          half_a_place_is_none, a_mirror_is_a_receipt_from_a_wallet_that_refers_to_its_debit)
