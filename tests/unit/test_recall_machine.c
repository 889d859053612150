#include "desk/recall_machine.h"
#include "machine_expect.h"
#include "unit.h"

#define IF(name) RECALL_GUARD(name)
#define ANSWERED(state)                                                                            \
    { state, "RETURN", "A", IF(WHOLE), 0, "RETURNED" },                                            \
    {                                                                                              \
        state, "RETURN", "A", 0, IF(WHOLE), "RETURNED_PART"                                        \
    }
#define WAITING(state)                                                                             \
    { state, "REFUSE", "A", 0, 0, "REFUSED" }, { state, "REMIND", "AT", IF(DUE), 0, state },       \
    {                                                                                              \
        state, "EXPIRE", "T", IF(OVERDUE), 0, "EXPIRED"                                            \
    }
#define SETTLES(state)                                                                             \
    {                                                                                              \
        state, "SETTLE", "S", IF(BALANCED), 0, "SETTLED"                                           \
    }

START_TEST(every_state_and_event)
{
    static const expected_step steps[] = {
        { "NONE", "DRAFT", "EA", 0, 0, "DRAFT" },
        { "DRAFT", "SEND", "A", 0, 0, "SENT" },
        { "SENT", "ACK", "A", 0, 0, "ACKED" },
        { "SENT", "HOLD", "A", 0, 0, "HELD_AT_RECEIVER" },
        { "ACKED", "HOLD", "A", 0, 0, "HELD_AT_RECEIVER" },
        ANSWERED("SENT"),
        WAITING("SENT"),
        ANSWERED("ACKED"),
        WAITING("ACKED"),
        ANSWERED("HELD_AT_RECEIVER"),
        WAITING("HELD_AT_RECEIVER"),
        ANSWERED("RETURNED_PART"),
        WAITING("RETURNED_PART"),
        ANSWERED("REFUSED"),
        ANSWERED("EXPIRED"),
        SETTLES("RETURNED_PART"),
        SETTLES("RETURNED"),
        SETTLES("REFUSED"),
        SETTLES("EXPIRED"),
    };

    expect_sound(recall_machine());
    ck_assert_int_eq(expect_every_pair(recall_machine(), steps, sizeof steps / sizeof steps[0]),
                     27);
}
END_TEST

START_TEST(codes_of_the_messages)
{
    ck_assert(recall_is_reason("FRAD"));
    ck_assert(!recall_is_reason("FRAUD"));
    ck_assert(recall_is_refusal("AM04"));
    ck_assert(!recall_is_refusal("FRAD"));
}
END_TEST

UNIT_MAIN("recall_machine", every_state_and_event, codes_of_the_messages)
