#include "desk/renewal.h"

#include "base/when.h"
#include "desk/business_calendar.h"

#include <string.h>

static const int64_t hour_us = INT64_C(3600) * US_PER_SECOND;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t lead_us(const renewal_hold *hold)
{
    return least(RENEWAL_LEAD_S, hold->first_life_s / 4) * US_PER_SECOND;
}

/* Until when it may stand without a person; the end that it has: no longer. */
static int64_t longest_us(const renewal_hold *hold)
{
    const int64_t once_more_us = hold->expires_us + hold->first_life_s * US_PER_SECOND;

    if (hold->was_refused) {
        return hold->expires_us;
    }
    switch (hold->reason) {
    case HOLD_REASON_ATO_MEDIUM:
        return hold->renewals == 0 && !hold->is_dialled ? once_more_us : hold->expires_us;
    case HOLD_REASON_ATO_STRONG:
        return hold->has_calls ? least(once_more_us, hold->held_us + RENEWAL_STRONG_H * hour_us)
                               : hold->expires_us;
    case HOLD_REASON_CUST_REPORT:
    case HOLD_REASON_SAFE_MODE: return once_more_us;
    default: return hold->expires_us;
    }
}

renewal_answer renewal_rule(const renewal_hold *hold, int64_t now_us, int64_t *life_s)
{
    if (hold->expires_us - now_us > lead_us(hold)) {
        return RENEWAL_NOT_YET;
    }
    const int64_t until_us = longest_us(hold);
    if (now_us >= hold->expires_us ||
        until_us < hold->expires_us + RENEWAL_LEAST_S * US_PER_SECOND) {
        return RENEWAL_ALARM;
    }
    *life_s = (until_us - now_us) / US_PER_SECOND;
    return RENEWAL_EXTEND;
}

typedef struct due_hold {
    char case_id[32];
    extended_hold named;
    renewal_hold about;
} due_hold;

static void read_hold(sql_row *row, due_hold *out)
{
    desk_copy(out->case_id, sizeof out->case_id, row->statement, 0);
    desk_copy(out->named.hold_id, sizeof out->named.hold_id, row->statement, 1);
    out->named.scope = hold_scope_of(sql_column_span(row->statement, 2));
    out->named.issuer = hold_issuer_of(sql_column_span(row->statement, 3));
    out->named.reason = hold_reason_of(sql_column_span(row->statement, 4));
    out->named.on_expiry = hold_end_of(sql_column_span(row->statement, 5));
    out->named.expires_us = sqlite3_column_int64(row->statement, 7);
    out->about = (renewal_hold){ .reason = out->named.reason,
                                 .held_us = sqlite3_column_int64(row->statement, 6),
                                 .expires_us = out->named.expires_us,
                                 .first_life_s = sqlite3_column_int64(row->statement, 8),
                                 .renewals = sqlite3_column_int64(row->statement, 9),
                                 .was_refused = sqlite3_column_int(row->statement, 10) != 0,
                                 .is_dialled = sqlite3_column_int(row->statement, 11) != 0,
                                 .has_calls = sqlite3_column_int(row->statement, 12) != 0 };
}

static jaga_status read_due(jaga_desk *desk, size_t most, due_hold *out, size_t *count,
                            jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "due_holds", &row, err));
    sql_integer(&row, desk->now_us);
    sql_integer(&row, RENEWAL_LEAD_S);
    sql_integer(&row, (int64_t)most);
    while (*count < most && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        read_hold(&row, &out[(*count)++]);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status alarm(jaga_desk *desk, const desk_file *about, const due_hold *hold,
                         jaga_error *err)
{
    const desk_act act = { .kind = "alarm",
                           .ref = hold->named.hold_id,
                           .to = hold_scope_name(hold->named.scope),
                           .until_us = &hold->named.expires_us,
                           .text = hold_reason_name(hold->named.reason),
                           .actor = MACHINE_TIMER,
                           .is_about_case = true };
    return desk_append(desk, about, &act, err);
}

static jaga_status handle(jaga_desk *desk, const due_hold *hold, jaga_desk_ticked *out,
                          jaga_error *err)
{
    desk_file about;
    int64_t life_s = 0;

    JAGA_TRY(desk_find(desk, hold->case_id, &about, err));
    switch (renewal_rule(&hold->about, desk->now_us, &life_s)) {
    case RENEWAL_NOT_YET: return JAGA_OK;
    case RENEWAL_EXTEND:
        out->extended++;
        return orders_extend(desk, &about, &hold->named, life_s, err);
    case RENEWAL_ALARM: break;
    }
    out->alarmed++;
    return alarm(desk, &about, hold, err);
}

jaga_status renewal_pass(jaga_desk *desk, size_t most, size_t *count, jaga_desk_ticked *out,
                         jaga_error *err)
{
    due_hold *holds = arena_take(desk->memory, (most + 1) * sizeof *holds);

    if (holds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the holds that are due");
    }
    JAGA_TRY(read_due(desk, most, holds, count, err));
    for (size_t i = 0; i < *count; i++) {
        JAGA_TRY(handle(desk, &holds[i], out, err));
    }
    return JAGA_OK;
}

/* Five business days on, but not beyond thirty days. */
static jaga_status longer_us(jaga_desk *desk, const desk_file *about, const due_hold *hold,
                             int64_t *out, jaga_error *err)
{
    const int64_t most_us = hold->about.held_us + RENEWAL_MOST_DAYS * 24 * hour_us;
    business_calendar *calendar = arena_take(desk->memory, sizeof *calendar);

    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    JAGA_TRY(business_calendar_shipped(calendar, "id", BUSINESS_JOINT_IS_FREE, err));
    JAGA_TRY(business_deadline(calendar, desk->now_us, about->zone_s, RENEWAL_BUSINESS_DAYS, out,
                               NULL, err));
    *out = least(*out, most_us);
    return JAGA_OK;
}

static jaga_status extend_one(jaga_desk *desk, const desk_file *about, const due_hold *hold,
                              int64_t *extended, jaga_error *err)
{
    int64_t until_us = 0;

    JAGA_TRY(longer_us(desk, about, hold, &until_us, err));
    if (until_us < hold->about.expires_us + RENEWAL_LEAST_S * US_PER_SECOND) {
        return JAGA_OK;
    }
    ++*extended;
    return orders_extend(desk, about, &hold->named, (until_us - desk->now_us) / US_PER_SECOND, err);
}

static jaga_status extend_all(jaga_desk *desk, const char *number, const char *reason,
                              jaga_error *err)
{
    due_hold *holds = arena_take(desk->memory, ORDERS_HOLDS_MAX * sizeof *holds);
    int64_t extended = 0;
    size_t count = 0;
    desk_file about;
    jaga_status status = JAGA_OK;
    sql_row row;

    if (holds == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the holds of the case");
    }
    JAGA_TRY(desk_require_role(desk, DESK_SUPERVISOR, "making a hold longer", err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    JAGA_TRY(desk_prepare(desk, "holds_to_extend", &row, err));
    sql_name(&row, about.case_id);
    sql_integer(&row, desk->now_us);
    while (count < ORDERS_HOLDS_MAX && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        read_hold(&row, &holds[count++]);
    }
    desk_end(&row);
    if (status != JAGA_END && status != JAGA_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(extend_one(desk, &about, &holds[i], &extended, err));
    }
    if (extended == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "the case has no hold that could stand longer: none with an end is "
                         "confirmed and below thirty days");
    }
    const desk_act act = {
        .kind = "note", .text = reason, .actor = desk_actor(desk), .is_about_case = true
    };
    return desk_append(desk, &about, &act, err);
}

jaga_status jaga_desk_extend(jaga_desk *desk, const char *number, const char *reason,
                             jaga_error *err)
{
    if (reason == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "say why the money has to stay held: --reason");
    }
    JAGA_TRY(desk_check_text(reason, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, extend_all(desk, number, reason, err), err);
}
