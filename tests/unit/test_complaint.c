#include "desk/complaint.h"
#include "machine_expect.h"
#include "unit.h"

#include "base/column_text.h"
#include "base/when.h"

#define IF(name) COMPLAINT_GUARD(name)
#define ASSIGNED(state)                                                                            \
    {                                                                                              \
        state, "ASSIGN", "AS", 0, 0, state                                                         \
    }
#define ANSWERED(state)                                                                            \
    { state, "RESPOND", "AS", IF(REASONS_AND_RIGHTS), IF(REJECTS), "RESPONDED" },                  \
    {                                                                                              \
        state, "RESPOND", "S", IF(REASONS_AND_RIGHTS) | IF(REJECTS), 0, "RESPONDED"                \
    }

static const expected_step steps[] = {
    { "NONE", "RECEIVE", "CAE", 0, 0, "RECEIVED" },
    { "RECEIVED", "REGISTER", "A", IF(FORM_COMPLETE) | IF(READ_BACK), 0, "REGISTERED" },
    { "REGISTERED", "ACKNOWLEDGE", "E", IF(NUMBER_SENT), 0, "ACKNOWLEDGED" },
    { "ACKNOWLEDGED", "ASSESS", "A", IF(SEVERITY_SET) | IF(THEFT_LINKED), 0, "ASSESSED" },
    { "ASSESSED", "START", "A", 0, 0, "IN_PROGRESS" },
    { "ASSESSED", "CONVERT_TO_WRITTEN", "A", IF(BEYOND_ORAL), 0, "ASSESSED" },
    { "IN_PROGRESS", "CONVERT_TO_WRITTEN", "A", IF(BEYOND_ORAL), 0, "IN_PROGRESS" },
    { "IN_PROGRESS", "ASK_PAPERS", "A", IF(PAPERS_LISTED), 0, "WAITING_CONSUMER" },
    { "EXTENDED", "ASK_PAPERS", "A", IF(PAPERS_LISTED), 0, "WAITING_CONSUMER" },
    { "WAITING_CONSUMER", "PAPERS_RECEIVED", "AC", 0, 0, "IN_PROGRESS" },
    { "CLOSED_INCOMPLETE", "PAPERS_RECEIVED", "AC", 0, 0, "IN_PROGRESS" },
    { "WAITING_CONSUMER", "PAPERS_EXPIRED", "T", 0, 0, "CLOSED_INCOMPLETE" },
    { "IN_PROGRESS", "EXTEND", "S", IF(REASON_ALLOWED) | IF(NOTICE_BEFORE_DEADLINE),
      IF(EXTENDED_BEFORE), "EXTENDED" },
    ANSWERED("IN_PROGRESS"),
    ANSWERED("EXTENDED"),
    { "ESCALATED_INTERNAL", "RESPOND", "S", IF(REASONS_AND_RIGHTS), 0, "RESPONDED" },
    { "RESPONDED", "ACCEPT", "C", IF(ANSWER_SENT), 0, "ACCEPTED" },
    { "RESPONDED", "OBJECT", "C", 0, 0, "REJECTED_BY_CONSUMER" },
    { "RESPONDED", "CLOSE", "T", IF(ANSWER_SENT), IF(TIME_TO_OBJECT), "CLOSED" },
    { "REJECTED_BY_CONSUMER", "CLOSE", "T", IF(ANSWER_SENT), IF(TIME_TO_OBJECT), "CLOSED" },
    { "REJECTED_BY_CONSUMER", "ESCALATE_INTERNAL", "CAS", 0, 0, "ESCALATED_INTERNAL" },
    { "REJECTED_BY_CONSUMER", "ESCALATE_EXTERNAL", "C", IF(REASONS_AND_RIGHTS), 0,
      "ESCALATED_EXTERNAL" },
    { "ESCALATED_INTERNAL", "ESCALATE_EXTERNAL", "C", IF(REASONS_AND_RIGHTS), 0,
      "ESCALATED_EXTERNAL" },
    { "ACCEPTED", "CLOSE", "AE", IF(ANSWER_SENT), 0, "CLOSED" },
    { "ESCALATED_EXTERNAL", "CLOSE", "AE", IF(ANSWER_SENT), 0, "CLOSED" },
    ASSIGNED("RECEIVED"),
    ASSIGNED("REGISTERED"),
    ASSIGNED("ACKNOWLEDGED"),
    ASSIGNED("ASSESSED"),
    ASSIGNED("IN_PROGRESS"),
    ASSIGNED("WAITING_CONSUMER"),
    ASSIGNED("EXTENDED"),
    ASSIGNED("RESPONDED"),
    ASSIGNED("ACCEPTED"),
    ASSIGNED("REJECTED_BY_CONSUMER"),
    ASSIGNED("ESCALATED_INTERNAL"),
    ASSIGNED("ESCALATED_EXTERNAL"),
};
enum { STEPS = sizeof steps / sizeof steps[0] };

START_TEST(every_state_and_event)
{
    /* Two pairs have two rows. */
    ck_assert_int_eq(expect_every_pair(complaint_machine(), steps, STEPS), STEPS - 2);
    expect_sound(complaint_machine());
    expect_ends(complaint_machine());
}
END_TEST

START_TEST(no_clock_moves_when_somebody_else_takes_it)
{
    const machine *self = complaint_machine();

    for (uint8_t i = 0; i < self->row_count; i++) {
        if (self->rows[i].event == COMPLAINT_ON_ASSIGN) {
            ck_assert_uint_eq(self->rows[i].timer, 0);
        }
    }
}
END_TEST

START_TEST(public_complaints_start_higher)
{
    ck_assert_int_eq(complaint_level(COMPLAINT_BY_HOTLINE), 1);
    ck_assert_int_ge(complaint_level(COMPLAINT_BY_SOCIAL), 2);
}
END_TEST

START_TEST(the_same_by_another_way_is_one)
{
    const int64_t day = US_PER_DAY;

    ck_assert(complaint_is_same(true, true, 0, 30 * day));
    ck_assert(!complaint_is_same(true, true, 0, 30 * day + 1));
    ck_assert(!complaint_is_same(false, true, 0, day));
    ck_assert(!complaint_is_same(true, false, 0, day));
    ck_assert(!complaint_is_same(true, true, day, 0));
}
END_TEST

/* Counted by hand over the feast of 2026 (test_business_calendar.c has its days). */
START_TEST(answers_are_due)
{
    static const struct {
        bool is_written, is_extended;
        const char *from, *due;
    } rows[] = {
        { false, false, "2026-03-16T10:00:00+07:00", "2026-03-30 23:59:59" },
        { true, false, "2026-03-16T10:00:00+07:00", "2026-04-07 23:59:59" },
        { true, true, "2026-03-16T10:00:00+07:00", "2026-04-21 23:59:59" },
    };
    business_calendar calendar;
    jurisdiction rules;
    jaga_error err;

    ck_assert_int_eq(business_calendar_shipped(&calendar, "id", BUSINESS_JOINT_IS_FREE, &err),
                     JAGA_OK);
    ck_assert_int_eq(jurisdiction_find("ID-OJK", &rules, &err), JAGA_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[WHEN_TEXT_BYTES];
        jurisdiction_due due;
        int64_t from = 0;
        ck_assert_ptr_null(when_parse(text_span(rows[i].from), &from));
        ck_assert_int_eq(complaint_due(&rules, &calendar, rows[i].is_written, rows[i].is_extended,
                                       from, &due, &err),
                         JAGA_OK);
        when_format_local(due.due_us, rules.zone_s, text);
        ck_assert_str_eq(text, rows[i].due);
        ck_assert(due.is_law);
    }
}
END_TEST

START_TEST(ages_fall_into_four_buckets)
{
    static const struct {
        int days;
        const char *name;
    } rows[] = { { 0, "0-5" },    { 5, "0-5" },    { 6, "6-10" }, { 10, "6-10" },
                 { 11, "11-20" }, { 20, "11-20" }, { 21, "> 20" } };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_str_eq(complaint_bucket_name(complaint_bucket(rows[i].days)), rows[i].name);
    }
}
END_TEST

UNIT_MAIN("complaint", every_state_and_event, no_clock_moves_when_somebody_else_takes_it,
          public_complaints_start_higher, the_same_by_another_way_is_one, answers_are_due,
          ages_fall_into_four_buckets)
