#include "desk/dispute_machine.h"
#include "machine_expect.h"
#include "unit.h"

#define IF(name) DISPUTE_GUARD(name)

static const expected_step steps[] = {
    { "NONE", "FILE", "ECA", IF(NOT_DISPUTED_YET), 0, "FILED" },
    { "FILED", "RECEIPT_DELIVERED", "E", 0, 0, "ACKED" },
    { "ACKED", "EVIDENCE_TAKEN", "E", IF(EVIDENCE_KEPT), 0, "INVESTIGATING" },
    { "INVESTIGATING", "DOCUMENTS_ASKED", "A", 0, 0, "INFO_NEEDED" },
    { "INFO_NEEDED", "DOCUMENTS_RECEIVED", "AC", 0, 0, "INVESTIGATING" },
    { "INVESTIGATING", "CREDIT_PROVISIONALLY", "S", IF(CREDIT_IS_DUE) | IF(WITHIN_LOSS),
      IF(CREDIT_POSTED), "PROVISIONAL" },
    { "INFO_NEEDED", "CREDIT_PROVISIONALLY", "S", IF(CREDIT_IS_DUE) | IF(WITHIN_LOSS),
      IF(CREDIT_POSTED), "PROVISIONAL" },
    { "INVESTIGATING", "DECIDE_REFUND", "AS", IF(REASONS_GIVEN) | IF(WITHIN_LOSS), 0,
      "DECIDED_REFUND" },
    { "PROVISIONAL", "DECIDE_REFUND", "AS", IF(REASONS_GIVEN) | IF(WITHIN_LOSS), 0,
      "DECIDED_REFUND" },
    { "INVESTIGATING", "DECIDE_PARTIAL", "S", IF(REASONS_GIVEN) | IF(WITHIN_LOSS), 0,
      "DECIDED_PARTIAL" },
    { "PROVISIONAL", "DECIDE_PARTIAL", "S", IF(REASONS_GIVEN) | IF(WITHIN_LOSS), 0,
      "DECIDED_PARTIAL" },
    { "INVESTIGATING", "DECIDE_REJECT", "S", IF(REASONS_GIVEN), 0, "DECIDED_REJECT" },
    { "PROVISIONAL", "DECIDE_REJECT", "S", IF(REASONS_GIVEN), 0, "DECIDED_REJECT" },
    { "DECIDED_REFUND", "LEDGER_PAID", "L", 0, 0, "PAID" },
    { "DECIDED_PARTIAL", "LEDGER_PAID", "L", 0, 0, "PAID" },
    { "DECIDED_REJECT", "REVERSE_CREDIT", "S", IF(CREDIT_POSTED) | IF(NOTICE_GIVEN), 0,
      "CREDIT_REVERSED" },
    { "DECIDED_REFUND", "APPEAL", "C", IF(NEW_FACT) | IF(APPEAL_OPEN), 0, "APPEALED" },
    { "DECIDED_PARTIAL", "APPEAL", "C", IF(NEW_FACT) | IF(APPEAL_OPEN), 0, "APPEALED" },
    { "DECIDED_REJECT", "APPEAL", "C", IF(NEW_FACT) | IF(APPEAL_OPEN), 0, "APPEALED" },
    { "PAID", "APPEAL", "C", IF(NEW_FACT) | IF(APPEAL_OPEN), 0, "APPEALED" },
    { "CREDIT_REVERSED", "APPEAL", "C", IF(NEW_FACT) | IF(APPEAL_OPEN), 0, "APPEALED" },
    { "APPEALED", "EVIDENCE_TAKEN", "E", IF(EVIDENCE_KEPT), 0, "INVESTIGATING" },
    { "APPEALED", "CLOSE", "S", IF(REASONS_GIVEN), 0, "CLOSED" },
    { "PAID", "CLOSE", "T", 0, IF(APPEAL_OPEN), "CLOSED" },
    { "CREDIT_REVERSED", "CLOSE", "T", 0, IF(APPEAL_OPEN), "CLOSED" },
    { "DECIDED_REJECT", "CLOSE", "T", 0, IF(APPEAL_OPEN) | IF(CREDIT_POSTED), "CLOSED" },
};
enum { STEPS = sizeof steps / sizeof steps[0] };

START_TEST(every_state_and_event)
{
    ck_assert_int_eq(dispute_machine()->state_count, 13);
    ck_assert_int_eq(dispute_machine()->event_count, 13);
    ck_assert_int_eq(expect_every_pair(dispute_machine(), steps, STEPS), STEPS);
}
END_TEST

START_TEST(the_table_is_sound_and_every_dispute_can_end)
{
    expect_sound(dispute_machine());
    expect_ends(dispute_machine());
}
END_TEST

START_TEST(the_customer_is_never_refused_by_an_agent_alone)
{
    const machine *self = dispute_machine();

    for (uint8_t i = 0; i < self->row_count; i++) {
        if (self->rows[i].to == DISPUTE_DECIDED_REJECT ||
            self->rows[i].to == DISPUTE_DECIDED_PARTIAL ||
            self->rows[i].to == DISPUTE_CREDIT_REVERSED) {
            ck_assert_uint_eq(self->rows[i].actors, MACHINE_SUPERVISOR);
        }
    }
}
END_TEST

static int64_t refundable(int64_t disputed, int64_t recovered, int64_t refunded,
                          int64_t provisional)
{
    const dispute_money money = { disputed, recovered, refunded, provisional };

    return dispute_refundable_minor(&money);
}

START_TEST(nobody_gets_back_more_than_was_lost)
{
    ck_assert_int_eq(refundable(150000000, 0, 0, 0), 150000000);
    ck_assert_int_eq(refundable(150000000, 50000000, 0, 0), 100000000);
    ck_assert_int_eq(refundable(150000000, 50000000, 60000000, 40000000), 0);
    ck_assert_int_eq(refundable(150000000, 50000000, 60000000, 39999999), 1);
    ck_assert_int_eq(refundable(150000000, INT64_MAX, INT64_MAX, INT64_MAX), 0);
    ck_assert_int_eq(refundable(0, 0, 0, 0), 0);
}
END_TEST

UNIT_MAIN("dispute_machine", every_state_and_event, the_table_is_sound_and_every_dispute_can_end,
          the_customer_is_never_refused_by_an_agent_alone, nobody_gets_back_more_than_was_lost)
