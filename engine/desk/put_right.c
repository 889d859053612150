/* After a theft: money followed, the account put right, the case closed, and perhaps opened again.
 */
#include "desk/orders.h"

#include "base/when.h"
#include "desk/release_guard.h"
#include "desk/restore.h"

#include <string.h>

static bool is_after_theft(const desk_file *about)
{
    return about->case_state == CASE_RECOVERING || about->case_state == CASE_RESTORING;
}

static jaga_status put_item(jaga_desk *desk, const char *number, restore_item item, jaga_error *err)
{
    const desk_act act = { .kind = "restore",
                           .ref = restore_item_key(item),
                           .actor = desk_actor(desk),
                           .is_about_case = true };
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    return is_after_theft(&about)
               ? desk_append(desk, &about, &act, err)
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "an account is put right after its theft was confirmed");
}

jaga_status jaga_desk_restore(jaga_desk *desk, const char *number, const char *item,
                              jaga_error *err)
{
    const int found = restore_item_find(item);

    if (found < 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "put right are credentials, second-factor, devices, contacts, linked, "
                         "payees");
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, put_item(desk, number, (restore_item)found, err), err);
}

static jaga_status recovered(jaga_desk *desk, const char *number, const char *reason,
                             jaga_error *err)
{
    const desk_step_wish step = { .event = CASE_ON_TRACE_FINAL,
                                  .guards = CASE_GUARD(TRACE_IS_FINAL),
                                  .until_us = INT64_MIN,
                                  .text = reason };
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    return desk_step_case(desk, &about, &step, err);
}

jaga_status jaga_desk_recovered(jaga_desk *desk, const char *number, const char *reason,
                                jaga_error *err)
{
    if (reason == NULL) {
        return jaga_fail(
            err, JAGA_ERR_USAGE,
            "say where the money ended: every receiver has returned it, refused or let "
            "the time pass");
    }
    JAGA_TRY(desk_check_text(reason, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, recovered(desk, number, reason, err), err);
}

jaga_status put_right_check(const jaga_desk *desk, const desk_file *about, jaga_error *err)
{
    const restore_rules rules = { .needed = RESTORE_ALL };
    int64_t done_us[RESTORE_ITEM_COUNT];
    jaga_status status = JAGA_OK;
    sql_row row;

    for (int i = 0; i < RESTORE_ITEM_COUNT; i++) {
        done_us[i] = INT64_MIN;
    }
    JAGA_TRY(desk_prepare(desk, "get_restored", &row, err));
    sql_name(&row, about->case_id);
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        char item[24];
        desk_copy(item, sizeof item, row.statement, 0);
        const int found = restore_item_find(item);
        JAGA_CHECK(found >= 0);
        done_us[found] = sqlite3_column_int64(row.statement, 1);
    }
    desk_end(&row);
    const int64_t contained_us =
        about->contained_us == INT64_MIN ? about->opened_us : about->contained_us;
    return status == JAGA_END
               ? restore_refuse(restore_open(restore_done(done_us, contained_us), &rules), err)
               : status;
}

/* Above what an agent may decide alone, a supervisor who did not verify closes. */
static bool is_approved(const jaga_desk *desk, const standing *who, int64_t lost_minor)
{
    const int64_t sen = 100;

    return lost_minor <= release_limits_default().two_rupiah * sen ||
           (desk->role == DESK_SUPERVISOR && desk->agent != who->verifier);
}

static jaga_status close_restored(jaga_desk *desk, desk_file *about, const past *before,
                                  jaga_error *err)
{
    int64_t lost_minor = 0;
    standing who;
    sql_row row;

    JAGA_TRY(put_right_check(desk, about, err));
    JAGA_TRY(standing_read(desk, about, before, &who, err));
    JAGA_TRY(desk_prepare(desk, "sum_not_mine", &row, err));
    sql_name(&row, about->case_id);
    JAGA_TRY(desk_number(desk, &row, 0, &lost_minor, err));
    const desk_step_wish step = {
        .event = CASE_ON_RESTORED,
        .guards =
            CASE_GUARD(CHECKLIST_DONE) |
            (identity_allows(who.valid, IDENTITY_RESTORE) ? CASE_GUARD(IDENTITY_RESTORES) : 0) |
            (is_approved(desk, &who, lost_minor) ? CASE_GUARD(APPROVED) : 0),
        .until_us = desk->now_us + CASE_WATCH_DAYS * US_PER_DAY,
    };
    JAGA_TRY(desk_step_case(desk, about, &step, err));
    return orders_notice(desk, about, "case.CLOSED", err);
}

/* Inconclusive and first-party cases end with a supervisor's reason. */
static jaga_status settle(jaga_desk *desk, desk_file *about, const char *reason, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    size_t count = 0;

    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    const desk_step_wish step = { .event = CASE_ON_SETTLE,
                                  .guards = (reason == NULL ? 0 : CASE_GUARD(WRITTEN_REASON)) |
                                            (count == 0 ? CASE_GUARD(NO_ACTIVE_HOLD) : 0),
                                  .until_us = INT64_MIN,
                                  .text = reason };
    return desk_step_case(desk, about, &step, err);
}

/* While a hold is active the account is not its owner's again. */
static jaga_status close_case(jaga_desk *desk, desk_file *about, const past *before,
                              const char *reason, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    size_t count = 0;

    if (about->case_state == CASE_CLOSED) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the case is closed already");
    }
    if (about->case_state == CASE_INCONCLUSIVE || about->case_state == CASE_FIRST_PARTY) {
        return settle(desk, about, reason, err);
    }
    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    if (about->case_state == CASE_RESTORING && count > 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "a hold of the case is still active; release it first");
    }
    return close_restored(desk, about, before, err);
}

jaga_status jaga_desk_close_case(jaga_desk *desk, const char *number, const char *reason,
                                 jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    if (reason != NULL) {
        JAGA_TRY(desk_check_text(reason, err));
    }
    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, close_case(desk, &about, &before, reason, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}

static jaga_status reopen(jaga_desk *desk, const char *number, const char *reason, jaga_error *err)
{
    bool is_only = false;
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    JAGA_TRY(desk_has_no_other(desk, &about, &is_only, err));
    const bool is_recent = desk->now_us - about.closed_us <= CASE_REOPENING_DAYS * US_PER_DAY;
    const desk_step_wish fact = {
        .event = CASE_ON_NEW_FACT,
        .guards = (is_only ? CASE_GUARD(NO_OPEN_CASE) : 0) |
                  (is_recent ? CASE_GUARD(WITHIN_REOPENING) : 0),
        .until_us = INT64_MIN,
        .text = reason,
    };
    const desk_step_wish triage = { .event = CASE_ON_RULES_EVALUATED,
                                    .actor = MACHINE_ENGINE,
                                    .until_us = INT64_MIN };
    const desk_step_wish sent = { .event = CASE_ON_HOLD_SENT,
                                  .actor = MACHINE_ENGINE,
                                  .until_us = desk->now_us + 60 * US_PER_SECOND };
    JAGA_TRY(desk_step_case(desk, &about, &fact, err));
    JAGA_TRY(desk_step_case(desk, &about, &triage, err));
    JAGA_TRY(
        orders_hold(desk, &about, HOLD_SCOPE_OUTBOUND, HOLD_ISSUER_CASE, HOLD_REASON_MANUAL, err));
    JAGA_TRY(desk_step_case(desk, &about, &sent, err));
    sql_row row;
    JAGA_TRY(desk_prepare(desk, "insert_task_again", &row, err));
    sql_name(&row, about.case_id);
    sql_integer(&row, desk->now_us);
    return desk_run(desk, &row, err);
}

jaga_status jaga_desk_reopen(jaga_desk *desk, const char *number, const char *reason,
                             jaga_error *err)
{
    if (reason == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a case is opened again for a new fact: --reason");
    }
    JAGA_TRY(desk_check_text(reason, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, reopen(desk, number, reason, err), err);
}
