#include "desk/review.h"

#include "base/when.h"
#include "desk/business_calendar.h"

#include <string.h>

enum { JAKARTA_S = 7 * 3600, UNKNOWN_DAYS = 7, DAYS_MOST = 31 };

static const int64_t day_us = INT64_C(86400) * US_PER_SECOND;

/* A year without holidays in the calendar must not keep a hold from being looked at. */
jaga_status review_before_us(int64_t now_us, int64_t *before_us, jaga_error *err)
{
    business_calendar calendar;
    jaga_error unknown;

    JAGA_TRY(business_calendar_shipped(&calendar, "id", BUSINESS_JOINT_IS_FREE, err));
    for (int days = REVIEW_BUSINESS_DAYS; days < DAYS_MOST; days++) {
        const int64_t then_us = now_us - days * day_us;
        int64_t due_us = 0;
        if (business_deadline(&calendar, then_us, JAKARTA_S, REVIEW_BUSINESS_DAYS, &due_us, NULL,
                              &unknown) != JAGA_OK) {
            break;
        }
        if (due_us < now_us) {
            *before_us = then_us;
            return JAGA_OK;
        }
    }
    *before_us = now_us - UNKNOWN_DAYS * day_us;
    return JAGA_OK;
}

typedef struct old_hold {
    char case_id[32], hold_id[32], scope[16], reason[24];
} old_hold;

static jaga_status read_old(jaga_desk *desk, int64_t before_us, size_t most, old_hold *out,
                            size_t *count, jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "old_holds", &row, err));
    sql_integer(&row, desk->now_us);
    sql_integer(&row, before_us);
    sql_integer(&row, REVIEW_EVERY_DAYS * day_us);
    sql_integer(&row, (int64_t)most);
    while (*count < most && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        old_hold *next = &out[(*count)++];
        desk_copy(next->case_id, sizeof next->case_id, row.statement, 0);
        desk_copy(next->hold_id, sizeof next->hold_id, row.statement, 1);
        desk_copy(next->scope, sizeof next->scope, row.statement, 2);
        desk_copy(next->reason, sizeof next->reason, row.statement, 3);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status review_pass(jaga_desk *desk, size_t most, size_t *count, jaga_desk_ticked *out,
                        jaga_error *err)
{
    old_hold *holds = arena_take(desk->memory, (most + 1) * sizeof *holds);
    int64_t before_us = 0;

    if (holds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the holds to be looked at");
    }
    JAGA_TRY(review_before_us(desk->now_us, &before_us, err));
    JAGA_TRY(read_old(desk, before_us, most, holds, count, err));
    for (size_t i = 0; i < *count; i++) {
        const desk_act act = { .kind = "review",
                               .ref = holds[i].hold_id,
                               .to = holds[i].scope,
                               .text = holds[i].reason,
                               .actor = MACHINE_TIMER,
                               .is_about_case = true };
        desk_file about;
        JAGA_TRY(desk_find(desk, holds[i].case_id, &about, err));
        JAGA_TRY(desk_append(desk, &about, &act, err));
        out->reviews++;
    }
    return JAGA_OK;
}
