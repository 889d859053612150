#include "desk/closure.h"
#include "machine_expect.h"
#include "unit.h"

#include "base/when.h"
#include "desk/identity.h"
#include "desk/texts.h"

#include <stdio.h>

static const int64_t now = INT64_C(1763700000) * US_PER_SECOND;

static closure_facts clear(void)
{
    return (closure_facts){ .now_us = now,
                            .identity = IDENTITY_BIT(IDENTITY_V),
                            .credential_changed_us = INT64_MIN,
                            .contact_changed_us = INT64_MIN,
                            .device_changed_us = INT64_MIN };
}

static unsigned judged(closure_facts facts)
{
    return closure_judge(&facts);
}

#define CASE(member, value, block)                                                                 \
    do {                                                                                           \
        closure_facts facts = clear();                                                             \
        facts.member = (value);                                                                    \
        ck_assert_uint_eq(judged(facts), CLOSURE_BLOCK(block));                                    \
    } while (0)

START_TEST(each_blocker)
{
    ck_assert_uint_eq(judged(clear()), 0);
    CASE(balance_minor, 1, BALANCE); /* one sen */
    CASE(balance_minor, -1, BALANCE);
    CASE(held_minor, 1, BALANCE);
    CASE(cashback_minor, 1, BALANCE);
    CASE(points, 1, BALANCE);
    CASE(pending, 1, UNFINISHED);
    CASE(disputes, 1, UNFINISHED);
    CASE(recalls, 1, UNFINISHED);
    CASE(provisional, 1, UNFINISHED);
    CASE(has_debt, true, DEBT);
    CASE(has_investment, true, DEBT);
    CASE(has_complaint, true, COMPLAINT);
    CASE(identity, IDENTITY_BIT(IDENTITY_D) | IDENTITY_BIT(IDENTITY_K), IDENTITY);
    CASE(credential_changed_us, now - 7 * US_PER_DAY + 1, CHANGED);
    CASE(contact_changed_us, now - 3600 * US_PER_SECOND, CHANGED);
    CASE(device_changed_us, now, CHANGED);
    CASE(has_hold, true, HELD);
    CASE(has_open_case, true, HELD);
    CASE(is_tainted, true, HELD);
    CASE(has_legal_order, true, LEGAL);
    CASE(has_remote_access, true, REMOTE);
}
END_TEST

START_TEST(what_does_not_block)
{
    closure_facts facts = clear();

    facts.balance_minor = 5;
    facts.may_sweep = true;
    ck_assert_uint_eq(judged(facts), 0);
    facts = clear();
    facts.has_complaint = true;
    facts.is_complaint_waived = true;
    ck_assert_uint_eq(judged(facts), 0);
    facts = clear();
    facts.contact_changed_us = now - 7 * US_PER_DAY;
    ck_assert_uint_eq(judged(facts), 0);
}
END_TEST

START_TEST(all_blockers_come_in_one_answer)
{
    closure_facts facts = clear();

    facts.balance_minor = 1;
    facts.pending = 2;
    facts.has_remote_access = true;
    ck_assert_uint_eq(judged(facts),
                      CLOSURE_BLOCK(BALANCE) | CLOSURE_BLOCK(UNFINISHED) | CLOSURE_BLOCK(REMOTE));
    for (unsigned i = 0; i < CLOSURE_BLOCK_COUNT; i++) {
        char key[40];
        jaga_span text;
        (void)snprintf(key, sizeof key, "closure.%s", closure_block_name(i));
        ck_assert_msg(texts_find(TEXTS_ID, key, &text, NULL), "no text %s", key);
    }
}
END_TEST

START_TEST(a_supervisor_for_much_money_or_a_young_account)
{
    const int64_t old = now - 31 * US_PER_DAY;

    ck_assert(!closure_needs_supervisor(2000000, old, now));
    ck_assert(closure_needs_supervisor(2000001, old, now));
    ck_assert(closure_needs_supervisor(0, now - 30 * US_PER_DAY + 1, now));
    ck_assert(!closure_needs_supervisor(0, now - 30 * US_PER_DAY, now));
}
END_TEST

START_TEST(closing_because_of_theft_is_a_report)
{
    ck_assert(closure_is_theft("HACKED"));
    ck_assert(!closure_is_theft("DISSATISFIED"));
}
END_TEST

#define IF(name) CLOSURE_GUARD(name)
#define MAY_CANCEL(state)                                                                          \
    {                                                                                              \
        state, "CANCEL", "C", 0, 0, "CANCELLED"                                                    \
    }

START_TEST(every_state_and_event)
{
    static const expected_step steps[] = {
        { "NONE", "REQUEST", "C", IF(NOT_THEFT), 0, "REQUESTED" },
        { "REQUESTED", "CHECK", "EAC", 0, 0, "CHECKING" },
        { "BLOCKED", "CHECK", "EAC", 0, 0, "CHECKING" },
        { "CHECKING", "CHECKED", "E", IF(CLEAR), 0, "IDENTITY" },
        { "CHECKING", "CHECKED", "E", 0, IF(CLEAR), "BLOCKED" },
        { "BLOCKED", "LEGAL_CONSENT", "R", IF(ONLY_HOLD), 0, "IDENTITY" },
        { "IDENTITY", "PROVEN", "AE", IF(IDENTITY_PROVEN), 0, "COOLING_OFF" },
        { "COOLING_OFF", "COOLED", "T", IF(CLEAR), 0, "SWEEP" },
        { "COOLING_OFF", "COOLED", "T", 0, IF(CLEAR), "BLOCKED" },
        { "SWEEP", "SWEPT", "L", IF(EMPTY) | IF(APPROVED), 0, "CLOSED" },
        { "CLOSED", "CONFIRM", "E", IF(CONFIRMATION_DELIVERED), 0, "CONFIRMED" },
        { "CLOSED", "UNDELIVERED", "T", 0, IF(CONFIRMATION_DELIVERED), "CLOSED_UNCONFIRMED" },
        { "CLOSED_UNCONFIRMED", "CONFIRM", "E", IF(CONFIRMATION_DELIVERED), 0, "CONFIRMED" },
        MAY_CANCEL("REQUESTED"),
        MAY_CANCEL("CHECKING"),
        MAY_CANCEL("BLOCKED"),
        MAY_CANCEL("IDENTITY"),
        MAY_CANCEL("COOLING_OFF"),
    };
    const size_t count = sizeof steps / sizeof steps[0];

    /* Two pairs have two rows. */
    ck_assert_int_eq(expect_every_pair(closure_machine(), steps, count), (int)count - 2);
    expect_sound(closure_machine());
    expect_ends(closure_machine());
}
END_TEST

START_TEST(nobody_skips_the_cooling_off)
{
    const machine *self = closure_machine();

    for (uint8_t i = 0; i < self->row_count; i++) {
        if (self->rows[i].to == CLOSURE_SWEEP) {
            ck_assert_uint_eq(self->rows[i].from, 1u << CLOSURE_COOLING_OFF);
        }
        if (self->rows[i].to == CLOSURE_CLOSED) {
            ck_assert_uint_eq(self->rows[i].from, 1u << CLOSURE_SWEEP);
        }
    }
}
END_TEST

UNIT_MAIN("closure", each_blocker, what_does_not_block, all_blockers_come_in_one_answer,
          a_supervisor_for_much_money_or_a_young_account, closing_because_of_theft_is_a_report,
          every_state_and_event, nobody_skips_the_cooling_off)
