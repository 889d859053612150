/* Disputes: received, looked into, decided, paid, objected to. */
#include "jaga/dispute.h"

#include "base/when.h"
#include "desk/act.h"
#include "desk/business_calendar.h"
#include "desk/dispute_machine.h"
#include "desk/jurisdiction.h"
#include "desk/orders.h"

#include <string.h>

#define DISPUTE_SQL "engine/desk/dispute.sql"

typedef struct claim {
    char event_id[DESK_ID_BYTES], currency[4];
    uint8_t state;
    dispute_money money;                       /* provisional_minor 0: no credit stands */
    int64_t decided_us, answer_us, changed_us; /* INT64_MIN: not yet, none */
    int64_t due_us;                            /* after a step */
    desk_file about;
} claim;

/* The rules that its clocks are of. */
typedef struct clocks {
    jurisdiction law;
    business_calendar *calendar;
} clocks;

typedef struct said {
    uint8_t event;
    machine_actor actor; /* 0: the person who is logged in */
    const char *text;
    int64_t minor; /* INT64_MIN: no amount is said */
} said;

static jaga_status prepare(const jaga_desk *desk, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(desk->db, DISPUTE_SQL, name, &out->statement, desk->path, err);
}

static jaga_status find_claim(jaga_desk *desk, int64_t number, claim *out, jaga_error *err)
{
    char state[24], file[24];
    sql_row row;

    memset(out, 0, sizeof *out);
    JAGA_TRY(prepare(desk, "get_dispute", &row, err));
    sql_integer(&row, number);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk_copy(out->event_id, sizeof out->event_id, row.statement, 0);
        desk_copy(state, sizeof state, row.statement, 1);
        desk_copy(out->currency, sizeof out->currency, row.statement, 2);
        out->money = (dispute_money){ .disputed_minor = sqlite3_column_int64(row.statement, 3),
                                      .recovered_minor = sqlite3_column_int64(row.statement, 4),
                                      .refunded_minor = sqlite3_column_int64(row.statement, 5),
                                      .provisional_minor = desk_column(row.statement, 6, 0) };
        out->decided_us = desk_column(row.statement, 7, INT64_MIN);
        out->answer_us = desk_column(row.statement, 8, INT64_MIN);
        out->changed_us = sqlite3_column_int64(row.statement, 9);
        desk_copy(file, sizeof file, row.statement, 10);
    }
    desk_end(&row);
    if (status != JAGA_OK) {
        return status == JAGA_END
                   ? jaga_fail(err, JAGA_ERR_USAGE,
                               "no dispute of that number; `jaga query disputes` lists them")
                   : status;
    }
    out->state = (uint8_t)machine_find_state(dispute_machine(), state);
    JAGA_TRY(desk_find(desk, file, &out->about, err));
    return desk->account[0] != '\0' && strcmp(desk->account, out->about.account) == 0
               ? jaga_fail(err, JAGA_ERR_USAGE, "that is about your own account")
               : JAGA_OK;
}

static jaga_status open_clocks(const jaga_desk *desk, clocks *out, jaga_error *err)
{
    out->calendar = arena_take(desk->memory, sizeof *out->calendar);
    if (out->calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    JAGA_TRY(jurisdiction_find(JURISDICTION_DEFAULT, &out->law, err));
    return business_calendar_shipped(out->calendar, out->law.country, BUSINESS_JOINT_IS_FREE, err);
}

static jaga_status business_days_after(const clocks *by, int64_t from_us, int days, int64_t *out,
                                       jaga_error *err)
{
    return business_deadline(by->calendar, from_us, by->law.zone_s, days, out, NULL, err);
}

static int64_t appeal_end_us(int64_t decided_us)
{
    return decided_us + DISPUTE_APPEAL_DAYS * INT64_C(86400) * US_PER_SECOND;
}

/* What stands behind the claim as it is, for an act that says so much. */
static jaga_status guards_of(const jaga_desk *desk, const claim *about, const said *act,
                             const clocks *by, uint32_t *out, jaga_error *err)
{
    const bool has_credit = about->money.provisional_minor > 0;
    const bool has_words = act->text != NULL && act->text[0] != '\0';
    dispute_money besides = about->money;
    int64_t noticed_us = INT64_MAX;

    /* A refund takes the provisional credit in. */
    besides.provisional_minor = 0;
    const int64_t left = dispute_refundable_minor(&besides);
    const bool is_within = act->minor == INT64_MIN || (act->minor > 0 && act->minor <= left);
    if (about->decided_us != INT64_MIN) {
        JAGA_TRY(business_days_after(by, about->decided_us, DISPUTE_REVERSAL_NOTICE_BUSINESS_DAYS,
                                     &noticed_us, err));
    }
    /* The log is append-only: what it says of the payment is kept. */
    *out = DISPUTE_GUARD(EVIDENCE_KEPT) | (has_words ? DISPUTE_GUARD(REASONS_GIVEN) : 0u) |
           (has_words ? DISPUTE_GUARD(CREDIT_IS_DUE) | DISPUTE_GUARD(NEW_FACT) : 0u) |
           (is_within && left > 0 ? DISPUTE_GUARD(WITHIN_LOSS) : 0u) |
           (has_credit ? DISPUTE_GUARD(CREDIT_POSTED) : 0u) |
           (desk->now_us > noticed_us ? DISPUTE_GUARD(NOTICE_GIVEN) : 0u) |
           (about->decided_us != INT64_MIN && desk->now_us <= appeal_end_us(about->decided_us)
                ? DISPUTE_GUARD(APPEAL_OPEN)
                : 0u);
    return JAGA_OK;
}

/* By when the claim must be answered: from its beginning, or from the objection to the answer. Time
 * that the customer took for papers counts only where the law says so. */
static jaga_status answer_by(const jaga_desk *desk, const claim *about, const clocks *by,
                             int64_t *out, jaga_error *err)
{
    jurisdiction_due due;

    if (about->state != DISPUTE_APPEALED) {
        const bool was_paused = about->state == DISPUTE_INFO_NEEDED && by->law.may_pause;
        *out = about->answer_us + (was_paused ? desk->now_us - about->changed_us : 0);
        return JAGA_OK;
    }
    JAGA_TRY(
        jurisdiction_when(&by->law, JURISDICTION_FINAL, by->calendar, desk->now_us, &due, err));
    *out = due.due_us;
    return JAGA_OK;
}

/* When the clock of the new state runs out; INT64_MIN: it has none. */
static jaga_status due_of(const jaga_desk *desk, const claim *about, uint8_t to, const clocks *by,
                          int64_t *out, jaga_error *err)
{
    *out = INT64_MIN;
    switch ((dispute_state)to) {
    case DISPUTE_ACKED: *out = about->answer_us; return JAGA_OK;
    case DISPUTE_INVESTIGATING: return answer_by(desk, about, by, out, err);
    case DISPUTE_INFO_NEEDED:
        return business_days_after(by, desk->now_us, DISPUTE_DOCUMENTS_BUSINESS_DAYS, out, err);
    case DISPUTE_PROVISIONAL:
        return business_days_after(by, desk->now_us, DISPUTE_CREDIT_NOTICE_BUSINESS_DAYS, out, err);
    case DISPUTE_DECIDED_REFUND:
    case DISPUTE_DECIDED_PARTIAL:
        return business_days_after(by, desk->now_us, DISPUTE_PAY_BUSINESS_DAYS, out, err);
    case DISPUTE_DECIDED_REJECT:
        if (about->money.provisional_minor > 0) {
            return business_days_after(by, desk->now_us, DISPUTE_REVERSAL_NOTICE_BUSINESS_DAYS, out,
                                       err);
        }
        *out = appeal_end_us(desk->now_us);
        return JAGA_OK;
    case DISPUTE_PAID:
    case DISPUTE_CREDIT_REVERSED: *out = appeal_end_us(about->decided_us); return JAGA_OK;
    case DISPUTE_NONE:
    case DISPUTE_FILED:
    case DISPUTE_APPEALED:
    case DISPUTE_CLOSED:
    case DISPUTE_STATE_COUNT: break;
    }
    return JAGA_OK;
}

static jaga_status step(jaga_desk *desk, claim *about, const said *act, const clocks *by,
                        jaga_error *err)
{
    const machine *self = dispute_machine();
    desk_step_wish wish = { .event = act->event, .actor = act->actor };
    machine_actor actor = 0;
    int64_t until_us = INT64_MIN;
    char key[40];

    JAGA_TRY(guards_of(desk, about, act, by, &wish.guards, err));
    const machine_step_result result = desk_try_step(desk, self, about->state, &wish, &actor);
    JAGA_TRY(machine_refuse(self, about->state, act->event, &result, err));
    JAGA_TRY(due_of(desk, about, result.to, by, &until_us, err));
    const desk_act written = { .kind = "dispute",
                               .ref = about->event_id,
                               .from = self->states[about->state],
                               .to = self->states[result.to],
                               .text = act->text,
                               .number = act->minor == INT64_MIN ? NULL : &act->minor,
                               .until_us = until_us == INT64_MIN ? NULL : &until_us,
                               .actor = actor,
                               .is_about_case = true };
    JAGA_TRY(desk_append(desk, &about->about, &written, err));
    about->state = result.to;
    about->due_us = until_us;
    about->answer_us = result.to == DISPUTE_INVESTIGATING ? until_us : about->answer_us;
    (void)snprintf(key, sizeof key, "dispute.%s", self->states[result.to]);
    JAGA_TRY(orders_notice(desk, &about->about, key, err));
    return result.to == DISPUTE_DECIDED_REJECT && about->money.provisional_minor > 0
               ? orders_notice(desk, &about->about, "dispute.reversal_notice", err)
               : JAGA_OK;
}

static const struct kind {
    const char *name;
    uint8_t event;
    machine_actor actor;
    bool has_amount, has_text;
    bool is_looked_into; /* at once */
} kinds[] = {
    { "receipt", DISPUTE_ON_RECEIPT_DELIVERED, MACHINE_ENGINE, false, false, true },
    { "papers", DISPUTE_ON_DOCUMENTS_ASKED, 0, false, true, false },
    { "papers-in", DISPUTE_ON_DOCUMENTS_RECEIVED, 0, false, false, false },
    { "credit", DISPUTE_ON_CREDIT_PROVISIONALLY, 0, true, true, false },
    { "refund", DISPUTE_ON_DECIDE_REFUND, 0, false, true, false },
    { "partial", DISPUTE_ON_DECIDE_PARTIAL, 0, true, true, false },
    { "reject", DISPUTE_ON_DECIDE_REJECT, 0, false, true, false },
    { "paid", DISPUTE_ON_LEDGER_PAID, MACHINE_LEDGER, false, true, false },
    { "reverse", DISPUTE_ON_REVERSE_CREDIT, 0, false, true, false },
    { "appeal", DISPUTE_ON_APPEAL, MACHINE_CUSTOMER, false, true, true },
};

static jaga_status find_kind(const char *what, const struct kind **out, jaga_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, what) == 0) {
            *out = &kinds[i];
            return JAGA_OK;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\" of a dispute", what);
}

/* How much the act is about: what was said, or all that is left. */
static jaga_status amount_of(const claim *about, const struct kind *kind, const char *amount,
                             int64_t *out, jaga_error *err)
{
    dispute_money besides = about->money;

    *out = INT64_MIN;
    besides.provisional_minor = 0;
    if (kind->has_amount) {
        return desk_read_amount(amount, about->currency, out, err);
    }
    if (kind->event == DISPUTE_ON_DECIDE_REFUND) {
        *out = dispute_refundable_minor(&besides);
    }
    return JAGA_OK;
}

static jaga_status act_on(jaga_desk *desk, int64_t number, const struct kind *kind,
                          const char *amount, const char *text, jaga_dispute_now *now,
                          jaga_error *err)
{
    const said looked = { DISPUTE_ON_EVIDENCE_TAKEN, MACHINE_ENGINE, NULL, INT64_MIN };
    said act = { .event = kind->event, .actor = kind->actor, .text = text };
    clocks by;
    claim about;

    JAGA_TRY(desk_require_person(desk, err));
    if (kind->has_text && kind->event != DISPUTE_ON_LEDGER_PAID) { /* a reference is all digits */
        JAGA_TRY(desk_check_text(text, err));
    }
    JAGA_TRY(find_claim(desk, number, &about, err));
    JAGA_TRY(open_clocks(desk, &by, err));
    JAGA_TRY(amount_of(&about, kind, amount, &act.minor, err));
    JAGA_TRY(step(desk, &about, &act, &by, err));
    if (kind->is_looked_into) {
        JAGA_TRY(step(desk, &about, &looked, &by, err));
    }
    if (now != NULL) {
        *now = (jaga_dispute_now){ .due_us = about.due_us, .zone_s = about.about.zone_s };
        (void)snprintf(now->state, sizeof now->state, "%s", dispute_machine()->states[about.state]);
        (void)snprintf(now->number, sizeof now->number, "%s", about.about.number);
    }
    return JAGA_OK;
}

jaga_status jaga_dispute_act(jaga_desk *desk, int64_t dispute, const char *what, const char *amount,
                             const char *text, jaga_dispute_now *now, jaga_error *err)
{
    const struct kind *kind = NULL;

    JAGA_TRY(find_kind(what, &kind, err));
    if ((kind->has_amount && amount == NULL) || (kind->has_text && text == NULL)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "\"%s\" needs %s", what,
                         kind->has_amount ? "an amount and words" : "words");
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, act_on(desk, dispute, kind, amount, text, now, err), err);
}

static jaga_status catch_up(jaga_desk *desk, int64_t *closed, int64_t *late, jaga_error *err)
{
    const said end = { DISPUTE_ON_CLOSE, MACHINE_TIMER, NULL, INT64_MIN };
    int64_t number = 0;
    sql_row row;
    clocks by;

    JAGA_TRY(open_clocks(desk, &by, err));
    do {
        claim about;
        JAGA_TRY(prepare(desk, "next_over", &row, err));
        sql_integer(&row, desk->now_us);
        sql_integer(&row, appeal_end_us(0));
        JAGA_TRY(desk_number(desk, &row, 0, &number, err));
        if (number != 0) {
            JAGA_TRY(find_claim(desk, number, &about, err));
            JAGA_TRY(step(desk, &about, &end, &by, err));
            *closed += 1;
        }
    } while (number != 0);
    JAGA_TRY(prepare(desk, "count_late", &row, err));
    sql_integer(&row, desk->now_us);
    return desk_number(desk, &row, 0, late, err);
}

jaga_status jaga_dispute_due(jaga_desk *desk, int64_t *closed, int64_t *late, jaga_error *err)
{
    *closed = 0;
    *late = 0;
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, catch_up(desk, closed, late, err), err);
}
