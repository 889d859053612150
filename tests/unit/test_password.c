#include "desk/password.h"
#include "machine_expect.h"
#include "unit.h"

#include "base/when.h"
#include "desk/contact_change.h"
#include "desk/info_item.h"
#include "desk/question.h"

static const int64_t now = INT64_C(1763700000) * US_PER_SECOND;

static int64_t before(int64_t seconds)
{
    return now - seconds * US_PER_SECOND;
}

START_TEST(a_forgotten_password_on_a_suspicious_account_goes_to_the_theft_desk)
{
    ck_assert(password_is_theft(true, false, false));
    ck_assert(password_is_theft(false, true, false));
    ck_assert(password_is_theft(false, false, true));
    ck_assert(!password_is_theft(false, false, false));
}
END_TEST

/* All sets of elements, SIM changed lately or not. */
START_TEST(two_elements_of_different_kinds)
{
    for (unsigned set = 0; set < 128; set++) {
        const password_proof proof = { .has_mail_code = (set & 1) != 0,
                                       .has_sms_code = (set & 2) != 0,
                                       .has_app_code = (set & 4) != 0,
                                       .has_trusted_device = (set & 8) != 0,
                                       .has_face = (set & 16) != 0,
                                       .has_person = (set & 32) != 0,
                                       .sim_changed_us =
                                           (set & 64) != 0 ? before(71 * 3600) : INT64_MIN };
        const int codes = ((set & 1) != 0) + ((set & 2) != 0 && (set & 64) == 0) + ((set & 4) != 0);
        const bool expected = (set & 48) != 0 || codes >= 2 || (codes == 1 && (set & 8) != 0);
        ck_assert_msg(password_is_proven(&proof, now) == expected, "set %x", set);
    }
    ck_assert(!password_is_proven(&(password_proof){ .has_mail_code = true }, now));
}
END_TEST

START_TEST(codes_are_sent_again_later_and_later)
{
    int64_t sent[5], wait = 0;
    static const int64_t waits[] = { 60, 120, 300, 300 };

    ck_assert_ptr_null(password_resend_refusal(NULL, 0, now, &wait));
    int64_t at = now;
    for (size_t n = 0; n < 4; n++) {
        sent[n] = at;
        ck_assert_ptr_nonnull(password_resend_refusal(sent, n + 1, at, &wait));
        ck_assert_int_eq(wait, at + waits[n] * US_PER_SECOND);
        ck_assert_ptr_nonnull(password_resend_refusal(sent, n + 1, wait - 1, &wait));
        ck_assert_ptr_null(password_resend_refusal(sent, n + 1, wait, &wait));
        at = wait;
    }
    sent[4] = at;
    /* The sixth. */
    ck_assert_str_eq(password_resend_refusal(sent, 5, now + 3600 * US_PER_SECOND, &wait),
                     "five codes were sent within a day");
    ck_assert_int_eq(wait, now + US_PER_DAY);
    ck_assert_ptr_null(password_resend_refusal(sent, 5, now + US_PER_DAY, &wait));
}
END_TEST

START_TEST(a_contact_changes_once_in_ninety_days)
{
    ck_assert_ptr_null(contact_change_refusal(INT64_MIN, now, false));
    ck_assert_ptr_null(contact_change_refusal(now - 90 * US_PER_DAY, now, false));
    ck_assert_ptr_nonnull(contact_change_refusal(now - 90 * US_PER_DAY + 1, now, false));
    ck_assert_str_eq(contact_change_refusal(INT64_MIN, now, true), "the account is held");
}
END_TEST

START_TEST(the_contact_change_every_state_and_event)
{
    /* Guards by place: may 1, proven 2, done 4, old contact told 8. */
    static const expected_step steps[] = {
        { "NONE", "REQUEST", "C", 0, 0, "REQUESTED" },
        { "REQUESTED", "CHECK", "E", 1, 0, "IDENTITY" },
        { "REQUESTED", "CHECK", "E", 0, 1, "REFUSED" },
        { "IDENTITY", "PROVEN", "E", 3, 0, "ALLOWED" },
        { "ALLOWED", "CHANGED", "L", 4, 0, "NOTIFY" },
        { "ALLOWED", "OVER", "T", 0, 4, "ENDED" },
        { "NOTIFY", "TOLD", "E", 8, 0, "CAPPED" },
        { "CAPPED", "OVER", "T", 0, 0, "ENDED" },
        { "REQUESTED", "CANCEL", "C", 0, 0, "CANCELLED" },
        { "IDENTITY", "CANCEL", "C", 0, 0, "CANCELLED" },
        { "ALLOWED", "CANCEL", "C", 0, 0, "CANCELLED" },
    };
    const size_t count = sizeof steps / sizeof steps[0];

    ck_assert_int_eq(expect_every_pair(contact_change_machine(), steps, count), (int)count - 1);
    expect_sound(contact_change_machine());
    expect_ends(contact_change_machine());
}
END_TEST

START_TEST(the_question_every_state_and_event)
{
    /* Guards by place: words 1, sent 2, reference 4. */
    static const expected_step steps[] = {
        { "NONE", "ASK", "C", 0, 0, "OPEN" },
        { "OPEN", "ANSWER", "A", 3, 0, "ANSWERED" },
        { "ANSWERED", "AGAIN", "C", 0, 0, "OPEN" },
        { "ANSWERED", "ENOUGH", "CT", 0, 0, "CLOSED" },
        { "OPEN", "HAND_OVER", "A", 4, 0, "HANDED_OVER" },
    };

    ck_assert_int_eq(expect_every_pair(question_machine(), steps, 5), 5);
    expect_sound(question_machine());
    expect_ends(question_machine());
}
END_TEST

START_TEST(the_reset_every_state_and_event)
{
    /* Guards by place: theft 1, element 2, level 4, third failure 8, another contact told 16. */
    static const expected_step steps[] = {
        { "NONE", "REQUEST", "CA", 0, 0, "REQUESTED" },
        { "REQUESTED", "SCREEN", "E", 0, 0, "RISK_GATE" },
        { "RISK_GATE", "GATE", "E", 1, 0, "THEFT" },
        { "RISK_GATE", "GATE", "E", 0, 1, "ELEMENT1" },
        { "ELEMENT1", "PROOF", "EA", 2, 0, "ELEMENT2" },
        { "ELEMENT1", "FAIL", "EA", 8, 0, "LOCKED" },
        { "ELEMENT1", "FAIL", "EA", 0, 8, "ELEMENT1" },
        { "ELEMENT2", "FAIL", "EA", 8, 0, "LOCKED" },
        { "ELEMENT2", "FAIL", "EA", 0, 8, "ELEMENT2" },
        { "LOCKED", "UNLOCK", "T", 0, 0, "REQUESTED" },
        { "ELEMENT2", "ISSUE", "EA", 6, 0, "TICKET" },
        { "TICKET", "SET", "C", 0, 0, "DONE" },
        { "TICKET", "EXPIRE", "T", 0, 0, "ENDED" },
        { "DONE", "NOTIFY", "E", 0, 0, "NOTIFY_ALL" },
        { "NOTIFY_ALL", "TOLD", "E", 16, 0, "WATCH" },
        { "WATCH", "WATCHED", "T", 0, 0, "ENDED" },
    };
    const size_t count = sizeof steps / sizeof steps[0];

    ck_assert_int_eq(expect_every_pair(password_machine(), steps, count), (int)count - 3);
    expect_sound(password_machine());
    expect_ends(password_machine());
}
END_TEST

START_TEST(information_every_state_and_event)
{
    static const expected_step steps[] = {
        { "NONE", "DRAFT", "A", 0, 0, "DRAFT" },
        { "DRAFT", "EDIT", "A", 0, 0, "DRAFT" },
        { "DRAFT", "APPROVE", "S", 3, 0, "APPROVED" },
        { "APPROVED", "PUBLISH", "TS", 0, 0, "PUBLISHED" },
        { "PUBLISHED", "SUPERSEDE", "TS", 0, 0, "SUPERSEDED" },
        { "PUBLISHED", "EXPIRE", "T", 0, 0, "EXPIRED" },
    };

    ck_assert_int_eq(expect_every_pair(info_machine(), steps, 6), 6);
    expect_sound(info_machine());
    expect_ends(info_machine());
}
END_TEST

START_TEST(information_ends_with_its_last_second)
{
    ck_assert(!info_is_valid(now, now + US_PER_DAY, now - 1));
    ck_assert(info_is_valid(now, now + US_PER_DAY, now));
    ck_assert(info_is_valid(now, now + US_PER_DAY, now + US_PER_DAY));
    ck_assert(!info_is_valid(now, now + US_PER_DAY, now + US_PER_DAY + US_PER_SECOND));
}
END_TEST

UNIT_MAIN("password", a_forgotten_password_on_a_suspicious_account_goes_to_the_theft_desk,
          two_elements_of_different_kinds, codes_are_sent_again_later_and_later,
          a_contact_changes_once_in_ninety_days, the_contact_change_every_state_and_event,
          the_question_every_state_and_event, the_reset_every_state_and_event,
          information_every_state_and_event, information_ends_with_its_last_second)
