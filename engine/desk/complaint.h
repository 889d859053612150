#ifndef JAGA_DESK_COMPLAINT_H
#define JAGA_DESK_COMPLAINT_H

#include "desk/jurisdiction.h"
#include "desk/machine.h"

/* A complaint, from the first word of dissatisfaction to a final answer with reasons and the way
 * onwards; after ISO 10002. Assigning it anew moves no clock. A suggestion has no clock at all. */
#define COMPLAINT_STATES(X)                                                                        \
    X(NONE) /* not there yet */                                                                    \
    X(RECEIVED)                                                                                    \
    X(REGISTERED)                                                                                  \
    X(ACKNOWLEDGED)                                                                                \
    X(ASSESSED)                                                                                    \
    X(IN_PROGRESS)                                                                                 \
    X(WAITING_CONSUMER)                                                                            \
    X(EXTENDED)                                                                                    \
    X(RESPONDED)                                                                                   \
    X(ACCEPTED)                                                                                    \
    X(REJECTED_BY_CONSUMER)                                                                        \
    X(ESCALATED_INTERNAL)                                                                          \
    X(ESCALATED_EXTERNAL)                                                                          \
    X(CLOSED)                                                                                      \
    X(CLOSED_INCOMPLETE) /* papers never came; may be opened again */

#define COMPLAINT_EVENTS(X)                                                                        \
    X(RECEIVE)                                                                                     \
    X(REGISTER)                                                                                    \
    X(ACKNOWLEDGE)                                                                                 \
    X(ASSESS)                                                                                      \
    X(START)                                                                                       \
    X(CONVERT_TO_WRITTEN)                                                                          \
    X(ASSIGN)                                                                                      \
    X(ASK_PAPERS)                                                                                  \
    X(PAPERS_RECEIVED)                                                                             \
    X(PAPERS_EXPIRED)                                                                              \
    X(EXTEND)                                                                                      \
    X(RESPOND)                                                                                     \
    X(ACCEPT)                                                                                      \
    X(OBJECT)                                                                                      \
    X(ESCALATE_INTERNAL)                                                                           \
    X(ESCALATE_EXTERNAL)                                                                           \
    X(CLOSE)

#define COMPLAINT_GUARDS(X)                                                                        \
    X(FORM_COMPLETE, "number, time, channel, product and the remedy wanted")                       \
    X(READ_BACK, "the summary read back, or a written complaint")                                  \
    X(NUMBER_SENT, "the number sent with a name and a phone")                                      \
    X(SEVERITY_SET, "a severity")                                                                  \
    X(THEFT_LINKED, "a linked case if it is about theft")                                          \
    X(BEYOND_ORAL, "more to look into than the oral clock allows")                                 \
    X(PAPERS_LISTED, "the list of what is missing")                                                \
    X(REASON_ALLOWED, "a reason from the list of allowed ones")                                    \
    X(NOTICE_BEFORE_DEADLINE, "a notice before the first deadline")                                \
    X(EXTENDED_BEFORE, "an extension given before")                                                \
    X(REASONS_AND_RIGHTS, "reasons and the way onwards in the answer")                             \
    X(REJECTS, "an answer that rejects")                                                           \
    X(ANSWER_SENT, "a final answer that was sent")                                                 \
    X(TIME_TO_OBJECT, "an open time for objections")

#define COMPLAINT_ENUM_STATE(name) COMPLAINT_##name,
typedef enum complaint_state {
    COMPLAINT_STATES(COMPLAINT_ENUM_STATE) COMPLAINT_STATE_COUNT
} complaint_state;
#undef COMPLAINT_ENUM_STATE

#define COMPLAINT_ENUM_EVENT(name) COMPLAINT_ON_##name,
typedef enum complaint_event {
    COMPLAINT_EVENTS(COMPLAINT_ENUM_EVENT) COMPLAINT_EVENT_COUNT
} complaint_event;
#undef COMPLAINT_ENUM_EVENT

#define COMPLAINT_ENUM_GUARD(name, words) COMPLAINT_IF_##name,
enum { COMPLAINT_GUARDS(COMPLAINT_ENUM_GUARD) COMPLAINT_GUARD_COUNT };
#undef COMPLAINT_ENUM_GUARD

#define COMPLAINT_GUARD(name) (1u << COMPLAINT_IF_##name)

const machine *complaint_machine(void);

typedef enum complaint_channel {
    COMPLAINT_BY_HOTLINE,
    COMPLAINT_BY_APP,
    COMPLAINT_BY_WEB,
    COMPLAINT_BY_EMAIL,
    COMPLAINT_BY_LETTER,
    COMPLAINT_BY_SOCIAL
} complaint_channel;

/* How high it starts: in public one level up, so that somebody owns it. */
int complaint_level(complaint_channel channel);

/* The same complaint by another way: account and topic agree, within 30 days. */
bool complaint_is_same(bool same_account, bool same_topic, int64_t first_us, int64_t again_us);

/* When the answer is due. started_us: reception while it is oral, completeness of the papers when
 * it is written; nothing else moves it. */
JAGA_USE_RESULT jaga_status complaint_due(const jurisdiction *rules,
                                          const business_calendar *calendar, bool is_written,
                                          bool is_extended, int64_t started_us,
                                          jurisdiction_due *out, jaga_error *err);

/* Age in business days: 0 for 0..5, 1 for 6..10, 2 for 11..20, 3 beyond. */
int complaint_bucket(int business_days);
const char *complaint_bucket_name(int bucket);

#endif
