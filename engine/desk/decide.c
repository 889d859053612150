/* Deciding with the customer what it was, and what follows at once. */
#include "desk/orders.h"

#include "base/when.h"

#include <string.h>

enum { WRAP_UP_S = 120, FACTS_NEEDED = 2 };

typedef struct outcome {
    const char *word;  /* as agents say it */
    const char *label; /* as the log says it */
    uint8_t event;     /* of the case */
    task_disposition disposition;
    bool is_verified, needs_reason;
} outcome;

static const outcome outcomes[] = {
    { "theft", "theft", CASE_ON_DECIDE_CONFIRMED, TASK_DISPOSITION_THEFT_CONFIRMED, true, false },
    { "false-alarm", "false_alarm", CASE_ON_DECIDE_FALSE_ALARM, TASK_DISPOSITION_ALL_MINE, true,
      false },
    { "scam", "scam", CASE_ON_DECIDE_SCAM, TASK_DISPOSITION_SCAM_COACHED, true, true },
    { "first-party", "first_party", CASE_ON_DECIDE_FIRST_PARTY, TASK_DISPOSITION_PARTIAL_UNSURE,
      true, true },
    { "presumed", "theft", CASE_ON_PRESUME_THEFT, TASK_DISPOSITION_THEFT_CONFIRMED, false, true },
};

static const outcome *find_outcome(const char *word)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        if (strcmp(outcomes[i].word, word) == 0) {
            return &outcomes[i];
        }
    }
    return NULL;
}

typedef struct marks {
    size_t missing, not_mine;
} marks;

static marks count_marks(const past *before)
{
    marks out = { 0, 0 };

    for (size_t i = 0; i < before->count; i++) {
        out.missing += before->events[i].needs_mark && before->events[i].mark[0] == '\0';
        out.not_mine += strcmp(before->events[i].mark, "NOT_MINE") == 0;
    }
    return out;
}

static uint32_t case_guards(const desk_file *about, const standing *who, const marks *said,
                            bool has_reason)
{
    uint32_t guards = 0;

    guards |= identity_allows(who->valid, IDENTITY_DECIDE) ? CASE_GUARD(IDENTITY_DECIDES) : 0;
    guards |= said->missing == 0 ? CASE_GUARD(ALL_MARKED) : 0;
    guards |= said->not_mine > 0 ? CASE_GUARD(ANY_NOT_MINE) : 0;
    guards |= about->is_coerced ? CASE_GUARD(COERCED) : 0;
    guards |= has_reason ? CASE_GUARD(OWN_HAND) | CASE_GUARD(WRITTEN_REASON) : 0;
    guards |= has_reason && about->notes >= FACTS_NEEDED ? CASE_GUARD(TWO_FACTS) : 0;
    guards |= who->proven_us > about->case_changed_us ? CASE_GUARD(NEW_IDENTITY_PROOF) : 0;
    return guards;
}

/* The talk ends, and with a note its paperwork too. */
static jaga_status end_talk(jaga_desk *desk, desk_file *about, const outcome *decided,
                            const marks *said, const char *note, jaga_error *err)
{
    const uint32_t owner = about->owner == desk->agent ? TASK_GUARD(IS_OWNER) : 0;
    const desk_act disposition = { .kind = "disposition",
                                   .ref = task_disposition_name(decided->disposition),
                                   .actor = MACHINE_AGENT };
    const desk_act written = { .kind = "note", .text = note, .actor = MACHINE_AGENT };
    const desk_step_wish done = { .event = TASK_ON_INTERVIEW_DONE,
                                  .guards = owner | TASK_GUARD(DISPOSITION_SET),
                                  .until_us = desk->now_us + WRAP_UP_S * US_PER_SECOND };
    const bool is_complete = said->missing == 0 || decided->event == CASE_ON_DECIDE_SCAM ||
                             decided->event == CASE_ON_DECIDE_FIRST_PARTY;
    const desk_step_wish submit = {
        .event = TASK_ON_SUBMIT,
        .guards = owner | TASK_GUARD(OUTCOME_SET) | TASK_GUARD(HAS_NOTE) |
                  (is_complete ? TASK_GUARD(MARKS_COMPLETE) : 0),
        .until_us = INT64_MIN,
    };

    if (about->task_state != TASK_VERIFIED) {
        return JAGA_OK;
    }
    JAGA_TRY(desk_step_task(desk, about, &done, err));
    JAGA_TRY(desk_append(desk, about, &disposition, err));
    if (note == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(desk_append(desk, about, &written, err));
    return desk_step_task(desk, about, &submit, err);
}

/* Nobody has to be called about what is settled. */
static jaga_status cancel_call(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const desk_step_wish step = { .event = TASK_ON_CASE_RESOLVED,
                                  .actor = MACHINE_ENGINE,
                                  .until_us = INT64_MIN };

    return machine_is_open(task_machine(), about->task_state)
               ? desk_step_task(desk, about, &step, err)
               : JAGA_OK;
}

static jaga_status follow_theft(jaga_desk *desk, desk_file *about, const past *before,
                                jaga_error *err)
{
    const desk_step_wish trace = { .event = CASE_ON_TRACE_START,
                                   .actor = MACHINE_ENGINE,
                                   .until_us = desk->now_us + 45 * US_PER_DAY };

    JAGA_TRY(orders_lock(desk, about, err));
    JAGA_TRY(orders_cut_off(desk, about, before, err));
    JAGA_TRY(orders_disputes(desk, about, before, err));
    JAGA_TRY(orders_notice(desk, about, "case.CONFIRMED", err));
    return desk_step_case(desk, about, &trace, err);
}

/* No hold left to lift: the case is over. */
static jaga_status follow_false_alarm(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    size_t count = 0;
    const desk_step_wish gone = { .event = CASE_ON_HOLDS_GONE,
                                  .actor = MACHINE_ENGINE,
                                  .guards = CASE_GUARD(NO_ACTIVE_HOLD),
                                  .until_us = INT64_MIN };

    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    JAGA_TRY(orders_notice(desk, about, "case.FALSE_ALARM", err));
    return count == 0 ? desk_step_case(desk, about, &gone, err) : JAGA_OK;
}

static jaga_status follow(jaga_desk *desk, desk_file *about, const past *before,
                          const outcome *decided, jaga_error *err)
{
    JAGA_TRY(orders_label(desk, about, decided->label, decided->is_verified, err));
    switch (about->case_state) {
    case CASE_CONFIRMED:
    case CASE_SCAM_AUTHORISED: return follow_theft(desk, about, before, err);
    case CASE_FALSE_ALARM: return follow_false_alarm(desk, about, err);
    default: return JAGA_OK;
    }
}

static jaga_status decide(jaga_desk *desk, desk_file *about, const past *before,
                          const outcome *decided, const jaga_desk_words *words, jaga_error *err)
{
    const marks said = count_marks(before);
    standing who;

    if (decided->needs_reason && words->reason == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "this outcome wants a written reason");
    }
    JAGA_TRY(standing_read(desk, about, before, &who, err));
    const desk_step_wish step = { .event = decided->event,
                                  .guards = case_guards(about, &who, &said, words->reason != NULL),
                                  .until_us = INT64_MIN,
                                  .text = words->reason };
    JAGA_TRY(desk_step_case(desk, about, &step, err));
    JAGA_TRY(end_talk(desk, about, decided, &said, words->note, err));
    JAGA_TRY(follow(desk, about, before, decided, err));
    return about->task_state == TASK_WRAP_UP ? JAGA_OK : cancel_call(desk, about, err);
}

jaga_status jaga_desk_outcome(jaga_desk *desk, const char *number, const char *word,
                              const jaga_desk_words *words, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    const outcome *decided = find_outcome(word);
    desk_file about;
    past before;

    if (decided == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "an outcome is one of theft, false-alarm, scam, first-party, presumed");
    }
    if (words->note != NULL) {
        JAGA_TRY(desk_check_text(words->note, err));
    }
    if (words->reason != NULL) {
        JAGA_TRY(desk_check_text(words->reason, err));
    }
    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, decide(desk, &about, &before, decided, words, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
