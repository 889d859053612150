#include "desk/protection.h"
#include "desk/release_guard.h"
#include "machine_expect.h"
#include "unit.h"

#include <string.h>

#define IF(name) PROTECTION_GUARD(name)
#define PLACED   (IF(COMMANDED) | IF(NOT_CLOSED))
#define HOUR     INT64_C(3600000000)

static const expected_step steps[] = {
    { "NORMAL", "SCORE_MONITOR", "E", IF(COMMANDED), 0, "MONITORED" },
    { "NORMAL", "SCORE_STEP_UP", "E", PLACED, 0, "STEP_UP" },
    { "MONITORED", "SCORE_STEP_UP", "E", PLACED, 0, "STEP_UP" },
    { "NORMAL", "SCORE_HOLD", "E", PLACED | IF(BELOW_RATE), 0, "OUTBOUND_HOLD" },
    { "MONITORED", "SCORE_HOLD", "E", PLACED | IF(BELOW_RATE), 0, "OUTBOUND_HOLD" },
    { "STEP_UP", "SCORE_HOLD", "E", PLACED | IF(BELOW_RATE), 0, "OUTBOUND_HOLD" },
    { "NORMAL", "CUSTOMER_REPORT", "CAE", PLACED | IF(MATCHED), 0, "OUTBOUND_HOLD" },
    { "MONITORED", "CUSTOMER_REPORT", "CAE", PLACED | IF(MATCHED), 0, "OUTBOUND_HOLD" },
    { "STEP_UP", "CUSTOMER_REPORT", "CAE", PLACED | IF(MATCHED), 0, "OUTBOUND_HOLD" },
    { "OUTBOUND_HOLD", "CUSTOMER_REPORT", "CAE", PLACED | IF(MATCHED), 0, "OUTBOUND_HOLD" },
    { "NORMAL", "CASE_CONFIRMED", "AS", PLACED | IF(DECIDED), 0, "FROZEN" },
    { "MONITORED", "CASE_CONFIRMED", "AS", PLACED | IF(DECIDED), 0, "FROZEN" },
    { "STEP_UP", "CASE_CONFIRMED", "AS", PLACED | IF(DECIDED), 0, "FROZEN" },
    { "OUTBOUND_HOLD", "CASE_CONFIRMED", "AS", PLACED | IF(DECIDED), 0, "FROZEN" },
    { "NORMAL", "LEGAL_ORDER", "RS", PLACED | IF(DOCUMENTED), 0, "FROZEN" },
    { "MONITORED", "LEGAL_ORDER", "RS", PLACED | IF(DOCUMENTED), 0, "FROZEN" },
    { "STEP_UP", "LEGAL_ORDER", "RS", PLACED | IF(DOCUMENTED), 0, "FROZEN" },
    { "OUTBOUND_HOLD", "LEGAL_ORDER", "RS", PLACED | IF(DOCUMENTED), 0, "FROZEN" },
    { "FROZEN", "LEGAL_ORDER", "RS", PLACED | IF(DOCUMENTED), 0, "FROZEN" },
    { "STEP_UP", "STEP_UP_PASSED", "E", IF(COMMANDED) | IF(OLD_FACTOR), 0, "STEP_UP" },
    { "STEP_UP", "STEP_UP_FAILED", "E", PLACED | IF(FAILED_THRICE), 0, "OUTBOUND_HOLD" },
    { "OUTBOUND_HOLD", "RELEASE_REQUEST", "AS", IF(COMMANDED) | IF(NAMED) | IF(RELEASE_GUARD), 0,
      "OUTBOUND_HOLD" },
    { "FROZEN", "RELEASE_REQUEST", "AS", IF(COMMANDED) | IF(NAMED) | IF(RELEASE_GUARD), 0,
      "FROZEN" },
    { "OUTBOUND_HOLD", "LIFE_OVER", "T", IF(COMMANDED) | IF(CASE_OPEN), 0, "STEP_UP" },
    { "OUTBOUND_HOLD", "LIFE_OVER", "T", IF(COMMANDED) | IF(CLEARED), 0, "OUTBOUND_HOLD" },
    { "NORMAL", "REFUSED", "L", 0, 0, "NORMAL" },
    { "MONITORED", "REFUSED", "L", 0, 0, "MONITORED" },
    { "STEP_UP", "REFUSED", "L", 0, 0, "STEP_UP" },
    { "OUTBOUND_HOLD", "REFUSED", "L", 0, 0, "OUTBOUND_HOLD" },
    { "FROZEN", "REFUSED", "L", 0, 0, "FROZEN" },
    { "NORMAL", "CREDIT", "L", 0, 0, "NORMAL" },
    { "MONITORED", "CREDIT", "L", 0, 0, "MONITORED" },
    { "STEP_UP", "CREDIT", "L", 0, 0, "STEP_UP" },
    { "OUTBOUND_HOLD", "CREDIT", "L", 0, 0, "OUTBOUND_HOLD" },
    { "FROZEN", "CREDIT", "L", 0, 0, "FROZEN" },
};
enum { STEPS = sizeof steps / sizeof steps[0] };

START_TEST(every_level_and_event)
{
    ck_assert_int_eq(expect_every_pair(protection_machine(), steps, STEPS), STEPS - 1);
    expect_sound(protection_machine());
}
END_TEST

/* The matrix as it is written down, a letter each: A allowed, w allowed and watched, n with a
 * notice, S after proof, D after proof and a delay, L proof and a limited view, p paused, s status
 * page, r refunds, u sweep, R returned, x refused. */
START_TEST(the_permissions_are_the_matrix)
{
    static const char letters[] = "AwnSDLpsruRx";
    static const char *const matrix[PROTECTION_OPERATION_COUNT] = {
        "AASLsAx", "AAAArxR", "AwSxxux", "AASxxxx", "AApxxxx", "AnDxxxx", "AAAAAAA", "AAxxxxx",
    };

    for (int operation = 0; operation < PROTECTION_OPERATION_COUNT; operation++) {
        for (int column = 0; column < 7; column++) {
            const account_life life = column == 5   ? ACCOUNT_CLOSING
                                      : column == 6 ? ACCOUNT_CLOSED
                                                    : ACCOUNT_ACTIVE;
            const protection_level level =
                column < 5 ? (protection_level)column : PROTECTION_NORMAL;
            const protection_answer got =
                protection_permits(level, life, (protection_operation)operation);
            ck_assert_msg(letters[got] == matrix[operation][column], "row %d column %d: %c",
                          operation, column, letters[got]);
        }
    }
    /* A hold counts while the account is closing. */
    ck_assert_int_eq(
        protection_permits(PROTECTION_FROZEN, ACCOUNT_CLOSING, PROTECTION_DO_MONEY_OUT),
        PROTECTION_REFUSE);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* Order does not matter; one more hold never lowers anything; taking it away gives back what was;
 * the acknowledged level is never above the wanted one; amounts stand beside the level. */
START_TEST(the_algebra_of_holds)
{
    uint64_t state = 7;

    for (int round = 0; round < 20000; round++) {
        protection_hold set[9], mixed[9];
        const size_t count = next_random(&state) % 9;
        const int64_t now_us = (int64_t)(next_random(&state) % 100);
        for (size_t i = 0; i <= count; i++) {
            set[i] =
                (protection_hold){ .scope = (hold_scope)(next_random(&state) % HOLD_SCOPE_COUNT),
                                   .issuer = (hold_issuer)(next_random(&state) % HOLD_ISSUER_COUNT),
                                   .is_acked = next_random(&state) % 2 == 0,
                                   .expires_us = next_random(&state) % 3 == 0
                                                     ? INT64_MAX
                                                     : (int64_t)(next_random(&state) % 100),
                                   .amount_minor = (int64_t)(next_random(&state) % 1000) };
        }
        for (size_t i = 0; i <= count; i++) {
            mixed[i] = set[(i + 1) % (count + 1)];
        }
        const protection_view less = protection_of(set, count, INT64_MIN, now_us);
        const protection_view more = protection_of(set, count + 1, INT64_MIN, now_us);
        const protection_view other = protection_of(mixed, count + 1, INT64_MIN, now_us);
        ck_assert(memcmp(&more, &other, sizeof more) == 0);
        ck_assert_int_ge(more.level, less.level);
        ck_assert_int_ge(more.wanted, less.wanted);
        ck_assert_int_ge(more.held_minor, less.held_minor);
        ck_assert_int_le(more.level, more.wanted);
        if (set[count].scope == HOLD_SCOPE_AMOUNT) {
            ck_assert_int_eq(more.level, less.level);
        }
        ck_assert_int_ge(protection_of(set, count, now_us + 1, now_us).level, PROTECTION_MONITORED);
    }
    const protection_view held = { .held_minor = 70 };
    ck_assert_int_eq(protection_available(100, &held), 30);
    ck_assert_int_eq(protection_available(50, &held), 0);
}
END_TEST

static machine_answer try(protection_level level, protection_event event, machine_actor actor,
                          uint32_t guards)
{
    return machine_step(protection_machine(), (uint8_t)level, (uint8_t)event, actor, guards).answer;
}

START_TEST(x1_the_engine_releases_nothing_of_others)
{
    ck_assert_int_eq(
        try(PROTECTION_OUTBOUND_HOLD, PROTECTION_ON_RELEASE_REQUEST, MACHINE_ENGINE, ~0u),
        MACHINE_NOT_YOURS);
    ck_assert(!hold_may_release(HOLD_ISSUER_ENGINE, HOLD_ISSUER_CUSTOMER));
    ck_assert(!hold_may_release(HOLD_ISSUER_ENGINE, HOLD_ISSUER_CASE));
    ck_assert(!hold_may_release(HOLD_ISSUER_ENGINE, HOLD_ISSUER_LEGAL));
    ck_assert(hold_may_release(HOLD_ISSUER_ENGINE, HOLD_ISSUER_ENGINE));
}
END_TEST

START_TEST(x2_from_frozen_never_straight_to_normal)
{
    const int64_t now_us = 1000 * HOUR;
    protection_hold frozen = { .scope = HOLD_SCOPE_FULL,
                               .is_acked = true,
                               .expires_us = INT64_MAX };

    ck_assert_int_eq(protection_of(&frozen, 1, INT64_MIN, now_us).level, PROTECTION_FROZEN);
    ck_assert_int_eq(protection_of(NULL, 0, protection_watch_until(now_us), now_us).level,
                     PROTECTION_MONITORED);
    ck_assert_int_eq(
        protection_of(NULL, 0, protection_watch_until(now_us), now_us + 2159 * HOUR).level,
        PROTECTION_MONITORED);
    ck_assert_int_eq(
        protection_of(NULL, 0, protection_watch_until(now_us), now_us + 2160 * HOUR).level,
        PROTECTION_NORMAL);
    for (uint8_t i = 0; i < protection_machine()->row_count; i++) {
        ck_assert_uint_ne(protection_machine()->rows[i].to, PROTECTION_NORMAL);
    }
}
END_TEST

static release_request a_release(void)
{
    return (release_request){ .now_us = 2000 * HOUR,
                              .balance_rupiah = 5000000,
                              .identity = ~0u,
                              .contact_changed_us = INT64_MIN,
                              .device_bound_us = INT64_MIN,
                              .requester = 1,
                              .requester_session = 1,
                              .requested_us = 2000 * HOUR,
                              .verifier = 1,
                              .opener = 2,
                              .approver = 3,
                              .approver_session = 3,
                              .approved_us = 2000 * HOUR,
                              .has_hold_id = true,
                              .is_approver_supervisor = true,
                              .has_approver_seen = true,
                              .has_approver_reason = true };
}

START_TEST(x3_four_eyes_are_of_two_people)
{
    const release_limits limits = release_limits_default();
    release_request request = a_release();

    ck_assert_uint_eq(release_judge(&request, &limits).blocks & RELEASE_BLOCK(SAME_PERSON), 0);
    request.approver = request.opener;
    ck_assert_uint_ne(release_judge(&request, &limits).blocks & RELEASE_BLOCK(SAME_PERSON), 0);
    request.approver = request.verifier;
    ck_assert_uint_ne(release_judge(&request, &limits).blocks & RELEASE_BLOCK(SAME_PERSON), 0);
}
END_TEST

START_TEST(x4_no_release_under_remote_access_or_a_fresh_contact)
{
    const release_limits limits = release_limits_default();
    release_request request = a_release();

    request.has_remote_access = true;
    ck_assert_uint_ne(release_judge(&request, &limits).blocks & RELEASE_BLOCK(REMOTE_ACCESS), 0);
    request.has_remote_access = false;
    request.contact_changed_us = request.now_us - 71 * HOUR;
    ck_assert_uint_ne(release_judge(&request, &limits).blocks & RELEASE_BLOCK(CONTACT_CHANGED), 0);
    ck_assert_int_eq(
        try(PROTECTION_FROZEN, PROTECTION_ON_RELEASE_REQUEST, MACHINE_AGENT, ~IF(RELEASE_GUARD)),
        MACHINE_GUARDED);
}
END_TEST

START_TEST(x5_a_life_that_ends_leaves_a_step_up_while_the_case_is_open)
{
    const protection_hold hold = { .scope = HOLD_SCOPE_OUTBOUND, .is_acked = true };

    ck_assert_int_eq(
        try(PROTECTION_OUTBOUND_HOLD, PROTECTION_ON_LIFE_OVER, MACHINE_TIMER, IF(COMMANDED)),
        MACHINE_GUARDED);
    ck_assert_int_eq(protection_at_end(&hold, HOLD_END_STEP_UP, true), PROTECTION_END_STEP_UP);
    ck_assert_int_eq(protection_at_end(&hold, HOLD_END_RELEASE, true), PROTECTION_END_STEP_UP);
    ck_assert_int_eq(protection_at_end(&hold, HOLD_END_KEEP_AND_ALARM, true), PROTECTION_END_KEPT);
    ck_assert_int_eq(protection_at_end(&hold, HOLD_END_STEP_UP, false), PROTECTION_END_GONE);
}
END_TEST

START_TEST(x6_a_closed_account_stays_closed)
{
    for (int to = 0; to < ACCOUNT_LIFE_COUNT; to++) {
        ck_assert(!account_may_become(ACCOUNT_CLOSED, (account_life)to));
    }
    ck_assert(account_may_become(ACCOUNT_CLOSING, ACCOUNT_CLOSED));
    ck_assert(!account_may_become(ACCOUNT_ACTIVE, ACCOUNT_CLOSED));
}
END_TEST

START_TEST(x7_a_closed_account_is_not_held)
{
    static const protection_event placing[] = { PROTECTION_ON_SCORE_STEP_UP,
                                                PROTECTION_ON_SCORE_HOLD,
                                                PROTECTION_ON_CUSTOMER_REPORT };

    for (size_t i = 0; i < sizeof placing / sizeof *placing; i++) {
        ck_assert_int_eq(try(PROTECTION_NORMAL, placing[i], MACHINE_ENGINE, ~IF(NOT_CLOSED)),
                         MACHINE_GUARDED);
    }
    ck_assert_int_eq(
        try(PROTECTION_NORMAL, PROTECTION_ON_LEGAL_ORDER, MACHINE_LEGAL, ~IF(NOT_CLOSED)),
        MACHINE_GUARDED);
}
END_TEST

START_TEST(x8_money_that_comes_in_lowers_nothing)
{
    for (uint8_t level = 0; level < PROTECTION_LEVEL_COUNT; level++) {
        const machine_step_result got =
            machine_step(protection_machine(), level, PROTECTION_ON_CREDIT, MACHINE_LEDGER, ~0u);
        ck_assert_uint_eq(got.to, level);
    }
}
END_TEST

START_TEST(x9_a_release_names_its_hold)
{
    ck_assert_int_eq(
        try(PROTECTION_FROZEN, PROTECTION_ON_RELEASE_REQUEST, MACHINE_AGENT, ~IF(NAMED)),
        MACHINE_GUARDED);
}
END_TEST

START_TEST(x10_nothing_changes_without_key_and_reason)
{
    const machine *self = protection_machine();

    for (uint8_t i = 0; i < self->row_count; i++) {
        if (self->rows[i].event != PROTECTION_ON_REFUSED &&
            self->rows[i].event != PROTECTION_ON_CREDIT) {
            ck_assert_uint_ne(self->rows[i].needs & IF(COMMANDED), 0);
        }
    }
}
END_TEST

UNIT_MAIN("protection", every_level_and_event, the_permissions_are_the_matrix, the_algebra_of_holds,
          x1_the_engine_releases_nothing_of_others, x2_from_frozen_never_straight_to_normal,
          x3_four_eyes_are_of_two_people, x4_no_release_under_remote_access_or_a_fresh_contact,
          x5_a_life_that_ends_leaves_a_step_up_while_the_case_is_open,
          x6_a_closed_account_stays_closed, x7_a_closed_account_is_not_held,
          x8_money_that_comes_in_lowers_nothing, x9_a_release_names_its_hold,
          x10_nothing_changes_without_key_and_reason)
