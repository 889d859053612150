#include "desk/case_machine.h"
#include "machine_expect.h"
#include "unit.h"

#define IF(name) CASE_GUARD(name)

static const expected_step steps[] = {
    { "NONE", "ALERT", "E", IF(NO_OPEN_CASE), 0, "DETECTED" },
    { "NONE", "CUSTOMER_REPORT", "CA", IF(NO_OPEN_CASE), 0, "REPORTED" },
    { "NONE", "PARTNER_REPORT", "AR", IF(NO_OPEN_CASE), 0, "REPORTED" },

    { "DETECTED", "RULES_EVALUATED", "E", 0, 0, "TRIAGED" },
    { "REPORTED", "RULES_EVALUATED", "E", 0, 0, "TRIAGED" },
    { "REOPENED", "RULES_EVALUATED", "E", 0, 0, "TRIAGED" },

    { "TRIAGED", "HOLD_SENT", "E", 0, 0, "CONTAINING" },
    { "CONTAINING", "HOLDS_ACKED", "L", 0, 0, "CONTAINED" },
    { "CONTAINING", "ACK_TIMEOUT", "T", 0, 0, "CONTAINING" },
    { "CONTAINING", "TASK_ASSIGNED", "A", 0, 0, "CONTACTING" },
    { "CONTAINED", "TASK_ASSIGNED", "A", 0, 0, "CONTACTING" },
    { "CONTACTING", "REACHED", "A", 0, 0, "VERIFYING" },
    { "CONTACTING", "ATTEMPTS_EXHAUSTED", "T", 0, 0, "INCONCLUSIVE" },

    { "VERIFYING", "DECIDE_CONFIRMED", "A",
      IF(IDENTITY_DECIDES) | IF(ALL_MARKED) | IF(ANY_NOT_MINE), 0, "CONFIRMED" },
    { "VERIFYING", "DECIDE_FALSE_ALARM", "A", IF(IDENTITY_DECIDES) | IF(ALL_MARKED),
      IF(ANY_NOT_MINE) | IF(COERCED), "FALSE_ALARM" },
    { "VERIFYING", "DECIDE_SCAM", "AS", IF(IDENTITY_DECIDES) | IF(OWN_HAND), 0, "SCAM_AUTHORISED" },
    { "VERIFYING", "DECIDE_FIRST_PARTY", "S", IF(TWO_FACTS), 0, "FIRST_PARTY" },
    { "VERIFYING", "IDENTITY_FAILED", "A", IF(IDENTITY_FAILED_THRICE), 0, "CONTACTING" },

    { "INCONCLUSIVE", "LATE_CONTACT", "CA", 0, 0, "VERIFYING" },
    { "INCONCLUSIVE", "SETTLE", "S", IF(WRITTEN_REASON) | IF(NO_ACTIVE_HOLD), 0, "CLOSED" },
    { "FIRST_PARTY", "SETTLE", "S", IF(WRITTEN_REASON) | IF(NO_ACTIVE_HOLD), 0, "CLOSED" },

    { "DETECTED", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "REPORTED", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "TRIAGED", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "CONTAINING", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "CONTAINED", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "CONTACTING", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "VERIFYING", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "INCONCLUSIVE", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },
    { "REOPENED", "PRESUME_THEFT", "S", IF(WRITTEN_REASON), 0, "CONFIRMED" },

    { "CONFIRMED", "TRACE_START", "E", 0, 0, "RECOVERING" },
    { "SCAM_AUTHORISED", "TRACE_START", "E", 0, 0, "RECOVERING" },
    { "CONFIRMED", "DECIDE_FALSE_ALARM", "S",
      IF(IDENTITY_DECIDES) | IF(NEW_IDENTITY_PROOF) | IF(ALL_MARKED),
      IF(ANY_NOT_MINE) | IF(COERCED), "FALSE_ALARM" },
    { "RECOVERING", "TRACE_FINAL", "EA", IF(TRACE_IS_FINAL), 0, "RESTORING" },
    { "RESTORING", "RESTORED", "AS", IF(CHECKLIST_DONE) | IF(IDENTITY_RESTORES) | IF(APPROVED), 0,
      "CLOSED" },
    { "FALSE_ALARM", "HOLDS_GONE", "LE", IF(NO_ACTIVE_HOLD), 0, "CLOSED" },
    { "CLOSED", "NEW_FACT", "ASR", IF(NO_OPEN_CASE) | IF(WITHIN_REOPENING), 0, "REOPENED" },
    { "CLOSED", "NEW_FACT", "E", IF(NO_OPEN_CASE), 0, "REOPENED" },
};
enum { STEPS = sizeof steps / sizeof steps[0] };

START_TEST(every_state_and_event)
{
    ck_assert_int_eq(case_machine()->state_count, 17);
    ck_assert_int_eq(case_machine()->event_count, 23);
    /* CLOSED, NEW_FACT is one pair of two rows: of people, and of the engine. */
    ck_assert_int_eq(expect_every_pair(case_machine(), steps, STEPS), STEPS - 1);
}
END_TEST

START_TEST(the_table_is_sound_and_every_case_can_end)
{
    expect_sound(case_machine());
    expect_ends(case_machine());
    ck_assert(!machine_is_open(case_machine(), CASE_NONE));
    ck_assert(machine_is_open(case_machine(), CASE_REOPENED));
    ck_assert(!machine_is_open(case_machine(), CASE_CLOSED));
}
END_TEST

START_TEST(the_engine_writes_no_outcome)
{
    const machine *self = case_machine();
    const uint32_t outcomes = 1u << CASE_CONFIRMED | 1u << CASE_FALSE_ALARM |
                              1u << CASE_SCAM_AUTHORISED | 1u << CASE_FIRST_PARTY;

    for (uint8_t i = 0; i < self->row_count; i++) {
        if ((outcomes >> self->rows[i].to & 1u) != 0) {
            ck_assert_uint_eq(
                self->rows[i].actors & ~(unsigned)(MACHINE_AGENT | MACHINE_SUPERVISOR), 0u);
        }
    }
}
END_TEST

/* Whatever happens, in whatever order and with every guard met: from a state without an outcome
 * there is no single step to CLOSED. */
START_TEST(no_case_is_closed_without_an_outcome)
{
    const machine *self = case_machine();
    static const case_state before[] = { CASE_NONE,       CASE_DETECTED,   CASE_REPORTED,
                                         CASE_TRIAGED,    CASE_CONTAINING, CASE_CONTAINED,
                                         CASE_CONTACTING, CASE_VERIFYING,  CASE_REOPENED };

    for (uint8_t i = 0; i < self->row_count; i++) {
        for (size_t k = 0; self->rows[i].to == CASE_CLOSED && k < sizeof before / sizeof *before;
             k++) {
            ck_assert_uint_eq(self->rows[i].from >> before[k] & 1u, 0u);
        }
    }
}
END_TEST

START_TEST(a_case_is_not_closed_twice)
{
    const machine_step_result got =
        machine_step(case_machine(), CASE_CLOSED, CASE_ON_RESTORED, MACHINE_SUPERVISOR, ~0u);
    jaga_error err;

    ck_assert_int_eq(machine_refuse(case_machine(), CASE_CLOSED, CASE_ON_RESTORED, &got, &err),
                     JAGA_ERR_USAGE);
    ck_assert_str_eq(err.text, "theft case: CLOSED does not take RESTORED");
}
END_TEST

START_TEST(a_refusal_says_who_may_and_what_is_missing)
{
    const machine *self = case_machine();
    machine_step_result got =
        machine_step(self, CASE_VERIFYING, CASE_ON_DECIDE_FIRST_PARTY, MACHINE_AGENT, ~0u);
    jaga_error err;

    (void)machine_refuse(self, CASE_VERIFYING, CASE_ON_DECIDE_FIRST_PARTY, &got, &err);
    ck_assert_str_eq(err.text, "theft case: DECIDE_FIRST_PARTY in VERIFYING is for the supervisor");

    got =
        machine_step(self, CASE_VERIFYING, CASE_ON_DECIDE_CONFIRMED, MACHINE_AGENT, IF(ALL_MARKED));
    (void)machine_refuse(self, CASE_VERIFYING, CASE_ON_DECIDE_CONFIRMED, &got, &err);
    ck_assert_str_eq(err.text, "theft case: DECIDE_CONFIRMED in VERIFYING needs an identity proven "
                               "enough to judge payments, a payment marked not mine");

    got = machine_step(self, CASE_VERIFYING, CASE_ON_DECIDE_FALSE_ALARM, MACHINE_AGENT, ~0u);
    (void)machine_refuse(self, CASE_VERIFYING, CASE_ON_DECIDE_FALSE_ALARM, &got, &err);
    ck_assert_str_eq(err.text, "theft case: DECIDE_FALSE_ALARM in VERIFYING is barred by a payment "
                               "marked not mine, signs of coercion");

    got = machine_step(self, CASE_NONE, CASE_ON_CUSTOMER_REPORT, MACHINE_ENGINE, ~0u);
    (void)machine_refuse(self, CASE_NONE, CASE_ON_CUSTOMER_REPORT, &got, &err);
    ck_assert_str_eq(err.text, "theft case: CUSTOMER_REPORT in NONE is for the agent or customer");

    got = machine_step(self, CASE_NONE, CASE_ON_ALERT, MACHINE_ENGINE, IF(NO_OPEN_CASE));
    ck_assert_int_eq(machine_refuse(self, CASE_NONE, CASE_ON_ALERT, &got, &err), JAGA_OK);
}
END_TEST

START_TEST(clocks_start_as_specified)
{
    const machine *self = case_machine();
    static const struct {
        case_state from;
        case_event event;
        machine_actor actor;
        const char *name;
        int64_t seconds;
        int business_days;
    } clocks[] = {
        { CASE_TRIAGED, CASE_ON_HOLD_SENT, MACHINE_ENGINE, "ack", 60, 0 },
        { CASE_CONTACTING, CASE_ON_REACHED, MACHINE_AGENT, "handling", 600, 0 },
        { CASE_CONTACTING, CASE_ON_ATTEMPTS_EXHAUSTED, MACHINE_TIMER, "review", 0, 5 },
        { CASE_CONFIRMED, CASE_ON_TRACE_START, MACHINE_ENGINE, "recalls end", 3888000, 0 },
        { CASE_RECOVERING, CASE_ON_TRACE_FINAL, MACHINE_ENGINE, "restore", 0, 2 },
    };

    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        const uint32_t guards = IF(TRACE_IS_FINAL) | IF(WRITTEN_REASON);
        const machine_step_result got =
            machine_step(self, clocks[i].from, clocks[i].event, clocks[i].actor, guards);
        ck_assert_int_eq(got.answer, MACHINE_TAKEN);
        const machine_timer *timer = &self->timers[got.row->timer];
        ck_assert_str_eq(timer->name, clocks[i].name);
        ck_assert_int_eq(timer->seconds, clocks[i].seconds);
        ck_assert_int_eq(timer->business_days, clocks[i].business_days);
    }
}
END_TEST

START_TEST(outcomes_have_names_elsewhere)
{
    ck_assert_str_eq(case_outcome_marble(CASE_CONFIRMED), "confirmed_risk");
    ck_assert_str_eq(case_outcome_marble(CASE_SCAM_AUTHORISED), "valuable_alert");
    ck_assert_str_eq(case_outcome_marble(CASE_FALSE_ALARM), "false_positive");
    ck_assert_ptr_null(case_outcome_marble(CASE_INCONCLUSIVE));
    ck_assert_str_eq(case_outcome_didit(CASE_CONFIRMED), "VALID_THREAT");
    ck_assert_str_eq(case_outcome_didit(CASE_FALSE_ALARM), "FALSE_POSITIVE");
    ck_assert_str_eq(case_outcome_didit(CASE_INCONCLUSIVE), "INCONCLUSIVE");
    ck_assert_ptr_null(case_outcome_didit(CASE_FIRST_PARTY));
}
END_TEST

UNIT_MAIN("case_machine", every_state_and_event, the_table_is_sound_and_every_case_can_end,
          the_engine_writes_no_outcome, no_case_is_closed_without_an_outcome,
          a_case_is_not_closed_twice, a_refusal_says_who_may_and_what_is_missing,
          clocks_start_as_specified, outcomes_have_names_elsewhere)
