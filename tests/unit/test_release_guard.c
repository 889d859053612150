#include "desk/release_guard.h"
#include "unit.h"

#include "base/when.h"
#include "desk/identity.h"

#define K  IDENTITY_BIT(IDENTITY_K)
#define H  IDENTITY_BIT(IDENTITY_H)
#define C1 IDENTITY_BIT(IDENTITY_C1)
#define C2 IDENTITY_BIT(IDENTITY_C2)
#define D  IDENTITY_BIT(IDENTITY_D)
#define B  IDENTITY_BIT(IDENTITY_B)
#define V  IDENTITY_BIT(IDENTITY_V)

static const int64_t now = INT64_C(1763700000) * US_PER_SECOND;
static const int64_t hour = INT64_C(3600) * US_PER_SECOND;

/* A small account, an owner well proven, an agent who may release alone. */
static release_request sound(void)
{
    return (release_request){ .now_us = now,
                              .balance_rupiah = 500000,
                              .identity = D | C2,
                              .contact_changed_us = INT64_MIN,
                              .device_bound_us = INT64_MIN,
                              .requester = 7,
                              .requester_session = 70,
                              .requested_us = now - hour / 60,
                              .verifier = 7,
                              .holds_in_30_days = 1,
                              .has_hold_id = true };
}

/* The same with a supervisor's approval. */
static release_request approved(void)
{
    release_request request = sound();

    request.balance_rupiah = 2000001;
    request.approver = 9;
    request.approver_session = 90;
    request.approved_us = now;
    request.is_approver_supervisor = true;
    request.has_approver_seen = true;
    request.has_approver_reason = true;
    return request;
}

static unsigned blocks(const release_request *request)
{
    const release_limits limits = release_limits_default();

    return release_judge(request, &limits).blocks;
}

static release_approval approval(const release_request *request)
{
    const release_limits limits = release_limits_default();

    return release_judge(request, &limits).approval;
}

START_TEST(who_may_release_how_much)
{
    static const struct {
        int64_t balance, loss;
        release_approval by;
    } rows[] = {
        { 0, 0, RELEASE_BY_AGENT },
        { 500000, 500000, RELEASE_BY_AGENT },
        { 500001, 0, RELEASE_BY_AGENT_SAMPLED },
        { 0, 500001, RELEASE_BY_AGENT_SAMPLED },
        { 2000000, 2000000, RELEASE_BY_AGENT_SAMPLED },
        { 2000001, 0, RELEASE_BY_TWO },
        { 0, 2000001, RELEASE_BY_TWO },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        release_request request = sound();
        request.balance_rupiah = rows[i].balance;
        request.traced_loss_rupiah = rows[i].loss;
        ck_assert_int_eq(approval(&request), rows[i].by);
    }
}
END_TEST

START_TEST(a_second_hold_a_full_one_and_staff_take_two)
{
    release_request request = sound();

    ck_assert_uint_eq(blocks(&request), 0);
    request.holds_in_30_days = 2;
    ck_assert_int_eq(approval(&request), RELEASE_BY_TWO);
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NEEDS_APPROVAL));
    request = sound();
    request.is_full = true;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NEEDS_APPROVAL));
    request = sound();
    request.is_staff_account = true;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NEEDS_APPROVAL));
}
END_TEST

/* All 128 sets of evidence in each of the three bands. */
START_TEST(identity_by_amount)
{
    for (unsigned set = 0; set < 128; set++) {
        const int points = identity_points(set);
        const bool strong = (set & (D | B | V)) != 0;
        const bool strongest = (set & (B | V)) != 0 || ((set & D) != 0 && (set & C2) != 0);
        release_request request = sound();

        request.identity = set;
        ck_assert_uint_eq(blocks(&request) == 0, points >= 4);
        request.balance_rupiah = 2000000;
        ck_assert_uint_eq(blocks(&request) == 0, points >= 4 && strong);
        request = approved();
        request.identity = set;
        ck_assert_uint_eq(blocks(&request) == 0, points >= 5 && strongest);
        ck_assert_uint_eq(blocks(&request) & ~RELEASE_BLOCK(IDENTITY_TOO_WEAK), 0);
    }
}
END_TEST

START_TEST(each_block_by_itself)
{
    release_request request = sound();

    request.has_hold_id = false;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NO_HOLD_ID));
    request = sound();
    request.has_undisputed = true;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(UNDISPUTED));
    request = sound();
    request.has_remote_access = true;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(REMOTE_ACCESS));
    request = sound();
    request.contact_changed_us = now - 72 * hour + 1;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(CONTACT_CHANGED));
    request.contact_changed_us--;
    ck_assert_uint_eq(blocks(&request), 0);
    request.device_bound_us = now - 12 * hour + 1;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(DEVICE_NEW));
    request.device_bound_us--;
    ck_assert_uint_eq(blocks(&request), 0);
}
END_TEST

START_TEST(all_blocks_are_told_at_once)
{
    release_request request = { .now_us = now,
                                .has_undisputed = true,
                                .has_remote_access = true,
                                .contact_changed_us = now,
                                .device_bound_us = now };
    const release_limits limits = release_limits_default();
    const release_verdict verdict = release_judge(&request, &limits);
    jaga_error err;

    ck_assert_int_eq(release_refuse(&verdict, &err), JAGA_ERR_USAGE);
    ck_assert_str_eq(
        err.text, "not released: the hold is not named; identity is not proven enough; a payment "
                  "marked not mine has no dispute; remote access is on; a contact changed less "
                  "than 72 hours ago; a device was bound less than 12 hours ago");
    request = sound();
    const release_verdict fine = release_judge(&request, &limits);
    ck_assert_int_eq(release_refuse(&fine, &err), JAGA_OK);
}
END_TEST

/* Every assignment of three people to the four parts. */
START_TEST(four_eyes_are_never_one_persons)
{
    for (int64_t code = 0; code < 4 * 4 * 4 * 4; code++) {
        release_request request = approved();
        request.requester = code % 4;
        request.verifier = code / 4 % 4;
        request.opener = code / 16 % 4;
        request.approver = code / 64;
        const bool by_another = request.approver != request.requester &&
                                request.approver != request.verifier &&
                                request.approver != request.opener;
        ck_assert_int_eq(blocks(&request) == 0, request.approver != 0 && by_another);
    }
}
END_TEST

START_TEST(the_approval_is_a_supervisors_in_time_and_with_open_eyes)
{
    release_request request = approved();

    ck_assert_uint_eq(blocks(&request), 0);
    request.approver_session = request.requester_session;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(SAME_SESSION));
    request = approved();
    request.is_approver_supervisor = false;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NOT_SUPERVISOR));
    request = approved();
    request.approved_us = request.requested_us + hour / 4;
    ck_assert_uint_eq(blocks(&request), 0);
    request.approved_us++;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(TOO_LATE));
    request.approved_us = request.requested_us - 1;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(TOO_LATE));
    request = approved();
    request.has_approver_seen = false;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(UNSEEN));
    request = approved();
    request.has_approver_reason = false;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NO_REASON));
}
END_TEST

START_TEST(a_legal_hold_takes_the_legal_desk_and_a_supervisor)
{
    release_request request = approved();

    request.is_legal = true;
    request.identity = 0;
    ck_assert_int_eq(approval(&request), RELEASE_BY_LEGAL);
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NEEDS_LEGAL));
    request.has_legal_approved = true;
    ck_assert_uint_eq(blocks(&request), 0);
    request.approver = 0;
    ck_assert_uint_eq(blocks(&request), RELEASE_BLOCK(NEEDS_APPROVAL));
}
END_TEST

START_TEST(about_a_tenth_is_looked_at_afterwards)
{
    const release_limits limits = release_limits_default();
    int sampled = 0;

    for (uint64_t i = 0; i < 1000; i++) {
        sampled += release_is_sampled(i * UINT64_C(0x9E3779B97F4A7C15), &limits);
        ck_assert_int_eq(release_is_sampled(i, &limits), release_is_sampled(i, &limits));
    }
    ck_assert_int_ge(sampled, 70);
    ck_assert_int_le(sampled, 130);
}
END_TEST

UNIT_MAIN("release_guard", who_may_release_how_much, a_second_hold_a_full_one_and_staff_take_two,
          identity_by_amount, each_block_by_itself, all_blocks_are_told_at_once,
          four_eyes_are_never_one_persons, the_approval_is_a_supervisors_in_time_and_with_open_eyes,
          a_legal_hold_takes_the_legal_desk_and_a_supervisor, about_a_tenth_is_looked_at_afterwards)
