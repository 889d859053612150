#include "desk/task_machine.h"
#include "machine_expect.h"
#include "unit.h"

#define IF(name) TASK_GUARD(name)

#define ANY_TIME(state)                                                                            \
    { state, "SLA_BREACH", "T", 0, 0, state },                                                     \
    {                                                                                              \
        state, "CASE_RESOLVED", "E", 0, 0, "CANCELLED"                                             \
    }
#define TAKEN  (IF(SPEAKS_LANGUAGE) | IF(NO_CONFLICT))
#define SHORT_ (IF(IS_OWNER) | IF(DISPOSITION_SET))
#define CUT(state)                                                                                 \
    { state, "CALL_CUT_SHORT", "A", SHORT_ | IF(NEEDS_SUPERVISOR), 0, "ESCALATED" },               \
    {                                                                                              \
        state, "CALL_CUT_SHORT", "A", SHORT_, IF(NEEDS_SUPERVISOR), "RETRY_WAIT"                   \
    }

static const expected_step steps[] = {
    { "NONE", "CREATE", "E", IF(ONLY_ONE) | IF(WINDOW_OPEN), 0, "QUEUED" },
    { "NONE", "CREATE", "E", IF(ONLY_ONE), IF(WINDOW_OPEN), "SCHEDULED" },
    { "SCHEDULED", "WINDOW_OPEN", "T", 0, 0, "QUEUED" },
    { "QUEUED", "PULL", "A", TAKEN, 0, "ASSIGNED" },
    { "QUEUED", "PUSH", "S", TAKEN, 0, "ASSIGNED" },
    { "ESCALATED", "PUSH", "S", TAKEN, 0, "ASSIGNED" },
    { "ASSIGNED", "ASSIGN_TIMEOUT", "T", 0, IF(THIRD_BOUNCE), "QUEUED" },
    { "ASSIGNED", "ASSIGN_TIMEOUT", "T", IF(THIRD_BOUNCE), 0, "ESCALATED" },
    { "ASSIGNED", "DIAL", "A",
      IF(IS_OWNER) | IF(ATTEMPTS_LEFT) | IF(TRUSTED_CONTACT) | IF(WINDOW_OPEN), 0, "DIALING" },
    { "DIALING", "NO_ANSWER", "AE", 0, 0, "RETRY_WAIT" },
    { "DIALING", "BUSY", "AE", 0, 0, "RETRY_WAIT" },
    { "DIALING", "VOICEMAIL", "AE", 0, 0, "RETRY_WAIT" },
    { "DIALING", "SWITCHED_OFF", "AE", 0, 0, "RETRY_WAIT" },
    { "DIALING", "WRONG_PARTY", "A", IF(IS_OWNER), 0, "RETRY_WAIT" },
    { "DIALING", "NUMBER_INVALID", "A", IF(IS_OWNER), 0, "RETRY_WAIT" },
    { "DIALING", "ANSWERED", "A", IF(IS_OWNER), 0, "REACHED" },
    { "REACHED", "HANGS_UP_TO_CALL_BACK", "A", IF(IS_OWNER), 0, "RETRY_WAIT" },
    { "REACHED", "IDV_START", "A", IF(IS_OWNER) | IF(CODE_COMPARED), 0, "VERIFYING" },
    { "VERIFYING", "IDV_PASS", "A", IF(IS_OWNER), 0, "VERIFIED" },
    { "VERIFYING", "IDV_FAIL", "A", IF(IS_OWNER) | IF(LAST_FAILURE), 0, "FAILED_IDV" },
    { "VERIFYING", "IDV_FAIL", "A", IF(IS_OWNER), IF(LAST_FAILURE), "VERIFYING" },
    { "VERIFIED", "INTERVIEW_DONE", "A", SHORT_, 0, "WRAP_UP" },
    { "FAILED_IDV", "INTERVIEW_DONE", "A", SHORT_, 0, "WRAP_UP" },
    { "WRAP_UP", "SUBMIT", "A", IF(IS_OWNER) | IF(OUTCOME_SET) | IF(HAS_NOTE) | IF(MARKS_COMPLETE),
      0, "COMPLETED" },
    { "RETRY_WAIT", "DUE", "T", IF(ATTEMPTS_LEFT) | IF(WINDOW_OPEN), 0, "QUEUED" },
    { "RETRY_WAIT", "EXHAUSTED", "T", 0, IF(ATTEMPTS_LEFT), "EXPIRED" },
    { "QUEUED", "INBOUND", "A", TAKEN, 0, "REACHED" },
    { "SCHEDULED", "INBOUND", "A", TAKEN, 0, "REACHED" },
    { "RETRY_WAIT", "INBOUND", "A", TAKEN, 0, "REACHED" },
    { "ESCALATED", "INBOUND", "A", TAKEN, 0, "REACHED" },
    CUT("REACHED"),
    CUT("VERIFYING"),
    CUT("VERIFIED"),
    ANY_TIME("QUEUED"),
    ANY_TIME("SCHEDULED"),
    ANY_TIME("ASSIGNED"),
    ANY_TIME("DIALING"),
    ANY_TIME("REACHED"),
    ANY_TIME("VERIFYING"),
    ANY_TIME("VERIFIED"),
    ANY_TIME("FAILED_IDV"),
    ANY_TIME("WRAP_UP"),
    ANY_TIME("RETRY_WAIT"),
    ANY_TIME("ESCALATED"),
};

START_TEST(every_state_and_event)
{
    ck_assert_int_eq(task_machine()->state_count, 15);
    ck_assert_int_eq(task_machine()->event_count, 25);
    /* 58 rows, six pairs of which have two. */
    ck_assert_uint_eq(sizeof steps / sizeof steps[0], 58);
    ck_assert_int_eq(expect_every_pair(task_machine(), steps, sizeof steps / sizeof steps[0]), 52);
}
END_TEST

START_TEST(the_table_is_sound_and_every_task_can_end)
{
    expect_sound(task_machine());
    expect_ends(task_machine());
    ck_assert(!machine_is_open(task_machine(), TASK_COMPLETED));
    ck_assert(!machine_is_open(task_machine(), TASK_EXPIRED));
    ck_assert(!machine_is_open(task_machine(), TASK_CANCELLED));
}
END_TEST

/* Every way to COMPLETED leads over REACHED: without its rows COMPLETED is out of reach. */
START_TEST(nothing_is_completed_that_was_not_reached)
{
    const machine *self = task_machine();
    uint32_t seen = 1u << TASK_NONE;

    for (int round = 0; round < TASK_STATE_COUNT; round++) {
        for (uint8_t i = 0; i < self->row_count; i++) {
            const machine_row *row = &self->rows[i];
            if ((row->from & seen) != 0 && row->to != MACHINE_STAY && row->to != TASK_REACHED) {
                seen |= 1u << row->to;
            }
        }
    }
    ck_assert_uint_eq(seen >> TASK_COMPLETED & 1u, 0u);
    ck_assert_uint_eq(seen >> TASK_EXPIRED & 1u, 1u);
}
END_TEST

START_TEST(no_number_is_dialled_that_the_thief_may_have_set)
{
    const uint32_t guards = ~IF(TRUSTED_CONTACT);
    const machine_step_result got =
        machine_step(task_machine(), TASK_ASSIGNED, TASK_ON_DIAL, MACHINE_AGENT, guards);
    jaga_error err;

    ck_assert_int_eq(machine_refuse(task_machine(), TASK_ASSIGNED, TASK_ON_DIAL, &got, &err),
                     JAGA_ERR_USAGE);
    ck_assert_str_eq(
        err.text, "callback task: DIAL in ASSIGNED needs a contact point older than the incident");
}
END_TEST

START_TEST(two_agents_do_not_share_a_task)
{
    const machine_step_result again =
        machine_step(task_machine(), TASK_ASSIGNED, TASK_ON_PULL, MACHINE_AGENT, ~0u);
    const machine_step_result foreign =
        machine_step(task_machine(), TASK_WRAP_UP, TASK_ON_SUBMIT, MACHINE_AGENT, ~IF(IS_OWNER));

    ck_assert_int_eq(again.answer, MACHINE_ILLEGAL);
    ck_assert_int_eq(foreign.answer, MACHINE_GUARDED);
    ck_assert_uint_eq(foreign.missing, IF(IS_OWNER));
}
END_TEST

START_TEST(each_disposition_is_an_event)
{
    static const struct {
        const char *name;
        task_event event;
        bool needs_supervisor;
    } expected[] = {
        { "THEFT_CONFIRMED", TASK_ON_INTERVIEW_DONE, false },
        { "ALL_MINE", TASK_ON_INTERVIEW_DONE, false },
        { "SCAM_COACHED", TASK_ON_INTERVIEW_DONE, true },
        { "PARTIAL_UNSURE", TASK_ON_INTERVIEW_DONE, false },
        { "IDV_FAILED", TASK_ON_INTERVIEW_DONE, false },
        { "DURESS_SUSPECTED", TASK_ON_CALL_CUT_SHORT, true },
        { "CALLBACK_REQUESTED", TASK_ON_CALL_CUT_SHORT, false },
        { "REFUSED_TALK", TASK_ON_CALL_CUT_SHORT, false },
        { "LANGUAGE_MISMATCH", TASK_ON_CALL_CUT_SHORT, false },
        { "NO_ANSWER", TASK_ON_NO_ANSWER, false },
        { "BUSY", TASK_ON_BUSY, false },
        { "VOICEMAIL", TASK_ON_VOICEMAIL, false },
        { "SWITCHED_OFF", TASK_ON_SWITCHED_OFF, false },
        { "INVALID_NUMBER", TASK_ON_NUMBER_INVALID, false },
        { "WRONG_PARTY", TASK_ON_WRONG_PARTY, false },
        { "DECEASED", TASK_ON_CALL_CUT_SHORT, true },
        { "TECH_DROP", TASK_ON_CALL_CUT_SHORT, false },
    };

    ck_assert_int_eq(sizeof expected / sizeof expected[0], TASK_DISPOSITION_COUNT);
    for (int i = 0; i < TASK_DISPOSITION_COUNT; i++) {
        ck_assert_int_eq(task_disposition_find(expected[i].name), i);
        ck_assert_str_eq(task_disposition_name((task_disposition)i), expected[i].name);
        ck_assert_int_eq(task_disposition_event((task_disposition)i), expected[i].event);
        ck_assert_int_eq(task_disposition_needs_supervisor((task_disposition)i),
                         expected[i].needs_supervisor);
    }
    ck_assert_int_eq(task_disposition_find("FINE"), -1);
}
END_TEST

UNIT_MAIN("task_machine", every_state_and_event, the_table_is_sound_and_every_task_can_end,
          nothing_is_completed_that_was_not_reached,
          no_number_is_dialled_that_the_thief_may_have_set, two_agents_do_not_share_a_task,
          each_disposition_is_an_event)
