/* Lifting holds: what stands against it, who has to agree, and only then a command. */
#include "desk/orders.h"

#include "base/hash.h"
#include "base/money.h"
#include "base/when.h"
#include "desk/release_guard.h"

#include <string.h>

/* What is the same for every hold of the case. */
typedef struct facts {
    release_request request;
    standing who;
    int64_t not_mine_minor;
} facts;

static int64_t rupiah(int64_t minor, const char *currency)
{
    int64_t unit = 1;

    for (int i = money_digits((jaga_span){ currency, 3 }); i > 0; i--) {
        unit *= 10;
    }
    return minor < 0 ? 0 : minor / unit;
}

static jaga_status ask_number(const jaga_desk *desk, const char *statement, const char *name,
                              int64_t *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, statement, &row, err));
    sql_name(&row, name);
    return desk_number(desk, &row, 0, out, err);
}

/* Of a statement that has a second parameter. */
static jaga_status ask_number_with(const jaga_desk *desk, const char *statement, const char *name,
                                   int64_t second, int64_t *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, statement, &row, err));
    sql_name(&row, name);
    sql_integer(&row, second);
    return desk_number(desk, &row, 0, out, err);
}

static jaga_status gather(jaga_desk *desk, const desk_file *about, const past *before, facts *out,
                          jaga_error *err)
{
    int64_t undisputed = 0, holds = 0, opener = 0;
    const int64_t balance_minor =
        before->balance_minor == JAGA_UNKNOWN_MINOR ? about->exposed_minor : before->balance_minor;

    *out = (facts){ .not_mine_minor = 0 };
    JAGA_TRY(standing_read(desk, about, before, &out->who, err));
    JAGA_TRY(ask_number(desk, "sum_not_mine", about->case_id, &out->not_mine_minor, err));
    JAGA_TRY(ask_number(desk, "count_undisputed", about->case_id, &undisputed, err));
    JAGA_TRY(ask_number_with(desk, "count_holds_since", about->account,
                             desk->now_us - 30 * US_PER_DAY, &holds, err));
    JAGA_TRY(ask_number(desk, "get_opener", about->case_id, &opener, err));
    out->request = (release_request){
        .now_us = desk->now_us,
        .balance_rupiah = rupiah(balance_minor, about->currency),
        .traced_loss_rupiah = rupiah(out->not_mine_minor, about->currency),
        .identity = out->who.valid,
        .contact_changed_us = before->contact_changed_us,
        .device_bound_us = before->device_new_us,
        .requester = desk->agent,
        .requester_session = desk->session,
        .requested_us = desk->now_us,
        .verifier = out->who.verifier,
        .opener = opener,
        .holds_in_30_days = (unsigned)holds,
        .has_hold_id = true,
        .is_staff_account = about->is_vulnerable,
        .has_undisputed = undisputed > 0,
        .has_remote_access = before->has_remote_access || about->has_remote_access,
    };
    return JAGA_OK;
}

/* A hold is lifted when it turned out to be needless, or when the account is its owner's again: not
 * before the thief's devices and secrets are out of it. */
static jaga_status find_reason(const jaga_desk *desk, const desk_file *about, hold_reason *out,
                               jaga_error *err)
{
    if (desk->role == DESK_LEGAL) {
        *out = HOLD_REASON_LEGAL_LIFTED;
        return JAGA_OK;
    }
    switch (about->case_state) {
    case CASE_FALSE_ALARM: *out = HOLD_REASON_VERIFIED_ALL_MINE; return JAGA_OK;
    case CASE_RESTORING: *out = HOLD_REASON_RESTORED; return put_right_check(desk, about, err);
    default:
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "a hold is released after a false alarm or while the account is put "
                         "right; the case is %s",
                         case_machine()->states[about->case_state]);
    }
}

static void about_hold(const case_hold *hold, release_request *request)
{
    request->is_full = hold->is_full;
    request->is_legal = hold->issuer == HOLD_ISSUER_LEGAL || hold->scope == HOLD_SCOPE_AMOUNT;
}

static jaga_status put_release(jaga_desk *desk, const desk_file *about, const case_hold *hold,
                               const release_verdict *verdict, jaga_error *err)
{
    const release_limits limits = release_limits_default();
    const jaga_span name = { hold->hold_id, (uint32_t)strlen(hold->hold_id) };
    const int64_t set = 1;
    const desk_act sample = { .kind = "flag",
                              .ref = "LOOK_AFTERWARDS",
                              .number = &set,
                              .text = hold->hold_id,
                              .actor = MACHINE_AGENT,
                              .is_about_case = true };
    hold_reason reason = HOLD_REASON_NONE;

    JAGA_TRY(find_reason(desk, about, &reason, err));
    JAGA_TRY(orders_release(desk, about, hold, reason, err));
    return verdict->approval == RELEASE_BY_AGENT_SAMPLED &&
                   release_is_sampled(hash_text64(name), &limits)
               ? desk_append(desk, about, &sample, err)
               : JAGA_OK;
}

static jaga_status ask(jaga_desk *desk, const desk_file *about, const case_hold *hold,
                       const char *reason, jaga_error *err)
{
    const desk_act act = { .kind = "ask",
                           .ref = hold->hold_id,
                           .text = reason,
                           .actor = desk_actor(desk),
                           .is_about_case = true };

    return desk_append(desk, about, &act, err);
}

static jaga_status release_one(jaga_desk *desk, const desk_file *about, const facts *known,
                               const case_hold *hold, const char *reason, bool *is_asked,
                               jaga_error *err)
{
    const release_limits limits = release_limits_default();
    release_request request = known->request;

    about_hold(hold, &request);
    const release_verdict verdict = release_judge(&request, &limits);
    if (verdict.blocks == 0) {
        return put_release(desk, about, hold, &verdict, err);
    }
    if (verdict.blocks != RELEASE_BLOCK(NEEDS_APPROVAL)) {
        return release_refuse(&verdict, err);
    }
    *is_asked = true;
    return ask(desk, about, hold, reason, err);
}

static jaga_status release(jaga_desk *desk, const desk_file *about, const past *before,
                           const char *reason, bool *is_asked, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    hold_reason why = HOLD_REASON_NONE;
    size_t count = 0, open = 0;
    facts known;

    JAGA_TRY(find_reason(desk, about, &why, err));
    JAGA_TRY(gather(desk, about, before, &known, err));
    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (!holds[i].is_asked_to_release) {
            JAGA_TRY(release_one(desk, about, &known, &holds[i], reason, is_asked, err));
            open++;
        }
    }
    return open > 0 ? JAGA_OK
                    : jaga_fail(err, JAGA_ERR_USAGE,
                                "no hold of this case is active, or its release is on its way");
}

jaga_status jaga_desk_release(jaga_desk *desk, const char *number, const char *reason,
                              bool *needs_approval, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    *needs_approval = false;
    if (reason == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a release wants a written reason");
    }
    JAGA_TRY(desk_check_text(reason, err));
    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status =
            desk_finish(desk, release(desk, &about, &before, reason, needs_approval, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}

/* What was asked for, not yet approved and not asked anew. */
typedef struct asked {
    int64_t number, requester, session, requested_us;
    char hold_id[32];
} asked;

static jaga_status read_asked(jaga_desk *desk, const desk_file *about, asked *out, size_t *count,
                              jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "get_asked", &row, err));
    sql_name(&row, about->case_id);
    while (*count < ORDERS_HOLDS_MAX && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        asked *one = &out[(*count)++];
        one->number = sqlite3_column_int64(row.statement, 0);
        desk_copy(one->hold_id, sizeof one->hold_id, row.statement, 1);
        one->requester = sqlite3_column_int64(row.statement, 2);
        one->session = sqlite3_column_int64(row.statement, 3);
        one->requested_us = sqlite3_column_int64(row.statement, 4);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static const case_hold *find_hold(const case_hold *holds, size_t count, const char *hold_id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(holds[i].hold_id, hold_id) == 0) {
            return &holds[i];
        }
    }
    return NULL;
}

static jaga_status approve_one(jaga_desk *desk, const desk_file *about, const facts *known,
                               const case_hold *hold, const asked *one, const char *reason,
                               jaga_error *err)
{
    const release_limits limits = release_limits_default();
    const desk_act act = { .kind = "approve",
                           .ref = one->hold_id,
                           .number = &one->number,
                           .text = reason,
                           .actor = MACHINE_SUPERVISOR,
                           .is_about_case = true };
    release_request request = known->request;
    int64_t looked_us = 0;

    JAGA_TRY(ask_number_with(desk, "get_look", about->case_id, desk->agent, &looked_us, err));
    about_hold(hold, &request);
    request.requester = one->requester;
    request.requester_session = one->session;
    request.requested_us = one->requested_us;
    request.approver = desk->agent;
    request.approver_session = desk->session;
    request.approved_us = desk->now_us;
    request.is_approver_supervisor = desk->role == DESK_SUPERVISOR;
    request.has_approver_seen = looked_us >= one->requested_us;
    request.has_approver_reason = true;
    const release_verdict verdict = release_judge(&request, &limits);
    if (verdict.blocks != 0) {
        return release_refuse(&verdict, err);
    }
    JAGA_TRY(desk_append(desk, about, &act, err));
    return put_release(desk, about, hold, &verdict, err);
}

static jaga_status approve(jaga_desk *desk, const desk_file *about, const past *before,
                           const char *reason, jaga_error *err)
{
    case_hold holds[ORDERS_HOLDS_MAX];
    asked wanted[ORDERS_HOLDS_MAX];
    size_t count = 0, wishes = 0, approved = 0;
    facts known;

    JAGA_TRY(gather(desk, about, before, &known, err));
    JAGA_TRY(orders_read_holds(desk, about, holds, &count, err));
    JAGA_TRY(read_asked(desk, about, wanted, &wishes, err));
    for (size_t i = 0; i < wishes; i++) {
        const case_hold *hold = find_hold(holds, count, wanted[i].hold_id);
        if (hold != NULL && !hold->is_asked_to_release) {
            JAGA_TRY(approve_one(desk, about, &known, hold, &wanted[i], reason, err));
            approved++;
        }
    }
    return approved > 0 ? JAGA_OK
                        : jaga_fail(err, JAGA_ERR_USAGE, "nothing waits for an approval here");
}

jaga_status jaga_desk_approve(jaga_desk *desk, const char *number, const char *reason,
                              jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    if (reason == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "an approval wants a written reason");
    }
    JAGA_TRY(desk_check_text(reason, err));
    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, approve(desk, &about, &before, reason, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
