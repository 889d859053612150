/* A customer says that somebody else is at their account: money stops at once, whoever calls; who
 * they are is asked afterwards. */
#include "desk/orders.h"
#include "desk/priority.h"
#include "desk/request.h"

#include "base/column_text.h"
#include "base/hash.h"
#include "base/money.h"
#include "base/when.h"
#include "store/inbox.h"
#include "store/short_number.h"

#include <math.h>
#include <string.h>

enum { REPORTS_A_DAY_MAX = 3, RECENT_MIN = 15 };

/* What the caller said, and what becomes of it. */
typedef struct report {
    request_file of; /* the account */
    desk_file about; /* the case */
    jaga_key event_id;
    bool has_open_case;
} report;

/* What left within the last quarter of an hour, and when money left last; INT64_MIN: never. */
typedef struct outflow {
    int64_t recent_minor, last_us;
} outflow;

static outflow outflow_of(const report *self)
{
    const int64_t now_us = self->of.desk->now_us;
    outflow out = { .last_us = INT64_MIN };

    for (size_t i = 0; i < self->of.before.count; i++) {
        const past_event *event = &self->of.before.events[i];
        if (!event->needs_mark || event->status != JAGA_STATUS_OK || event->ts_us > now_us) {
            continue;
        }
        out.last_us = event->ts_us > out.last_us ? event->ts_us : out.last_us;
        out.recent_minor += event->ts_us > now_us - RECENT_MIN * 60 * US_PER_SECOND &&
                                    event->amount_minor != JAGA_UNKNOWN_MINOR
                                ? event->amount_minor
                                : 0;
    }
    return out;
}

static int64_t whole_units(int64_t minor, const char *currency)
{
    int64_t unit = 1;

    for (int i = money_digits(text_span(currency)); i > 0; i--) {
        unit *= 10;
    }
    return minor == JAGA_UNKNOWN_MINOR || minor < 0 ? 0 : minor / unit;
}

static priority priority_at_once(const report *self, const outflow *gone)
{
    const priority_loss loss = { .rupiah = whole_units(gone->recent_minor, self->about.currency),
                                 .rail = PRIORITY_BANK };
    const int64_t since_us = self->of.desk->now_us - gone->last_us;
    const priority_input input = {
        .losses = &loss,
        .loss_count = 1,
        .unprotected_rupiah = whole_units(self->of.before.balance_minor, self->about.currency),
        .is_customer_report = true,
        .since_outflow_min = gone->last_us == INT64_MIN
                                 ? HUGE_VAL
                                 : (double)since_us / (60.0 * (double)US_PER_SECOND),
    };

    return priority_of(&input);
}

static jaga_status put_task(const report *self, int64_t zone_s, jaga_error *err)
{
    const outflow gone = outflow_of(self);
    const priority first = priority_at_once(self, &gone);
    const command_key task = command_key_of("T-", text_span(self->about.account),
                                            text_span(self->about.case_id), "CALLBACK", 1);
    jaga_desk *desk = self->of.desk;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "insert_task", &row, err));
    sql_name(&row, task.text);
    sql_name(&row, self->about.case_id);
    sql_name(&row, self->about.number);
    sql_name(&row, self->about.account);
    sql_integer(&row, first.value);
    sql_integer(&row, first.band);
    sql_integer(&row, priority_due_us(first.band, desk->now_us, zone_s));
    sql_integer(&row, desk->now_us);
    sql_integer(&row, gone.recent_minor);
    sql_integer(&row, PRIORITY_BANK);
    if (gone.last_us == INT64_MIN) {
        sql_null(&row);
    } else {
        sql_integer(&row, gone.last_us);
    }
    return desk_run(desk, &row, err);
}

/* Under the names that the engine will give them when the report comes to it by the log. */
static jaga_status open_case(report *self, jaga_error *err)
{
    const jaga_span parts[] = { text_span(self->of.about.account), text_span(self->event_id.text) };
    const jaga_key case_key = hash_key(parts, sizeof parts / sizeof parts[0]);
    const past *before = &self->of.before;
    jaga_desk *desk = self->of.desk;
    int64_t number = 0, zone_s = PRIORITY_ZONE_WIB_S;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "next_case_number", &row, err));
    JAGA_TRY(desk_number(desk, &row, 1, &number, err));
    JAGA_TRY(desk_prepare(desk, "get_zone", &row, err));
    sql_name(&row, self->of.about.account);
    JAGA_TRY(desk_number(desk, &row, PRIORITY_ZONE_WIB_S, &zone_s, err));
    short_number_format((uint64_t)number, self->about.number);
    (void)snprintf(self->about.case_id, sizeof self->about.case_id, "%s", case_key.text);
    (void)snprintf(self->about.account, sizeof self->about.account, "%s", self->of.about.account);
    (void)snprintf(self->about.currency, sizeof self->about.currency, "%s",
                   before->count == 0 ? "IDR" : before->events[before->count - 1].currency);
    JAGA_TRY(desk_prepare(desk, "insert_case", &row, err));
    sql_integer(&row, number);
    sql_name(&row, self->about.case_id);
    sql_name(&row, self->about.number);
    sql_name(&row, self->about.account);
    sql_integer(&row, desk->now_us);
    sql_name(&row, self->event_id.text);
    /* Until the engine says since when it remembers anything. */
    sql_integer(&row, desk->now_us - US_PER_DAY);
    if (before->balance_minor == JAGA_UNKNOWN_MINOR) {
        sql_null(&row);
    } else {
        sql_integer(&row, before->balance_minor);
    }
    sql_name(&row, self->about.currency);
    JAGA_TRY(desk_run(desk, &row, err));
    JAGA_TRY(put_task(self, zone_s, err));
    return desk_find(desk, self->about.case_id, &self->about, err);
}

/* Of a case whose call is over somebody has to call again. */
static jaga_status call_again(const report *self, jaga_error *err)
{
    jaga_desk *desk = self->of.desk;
    sql_row row;

    if (machine_is_open(task_machine(), self->about.task_state)) {
        return JAGA_OK;
    }
    JAGA_TRY(desk_prepare(desk, "insert_task_again", &row, err));
    sql_name(&row, self->about.case_id);
    sql_integer(&row, desk->now_us);
    return desk_run(desk, &row, err);
}

/* The hold has the name that the engine would give it: it does not place another. */
static jaga_status hold(const report *self, jaga_error *err)
{
    const jaga_span parts[] = { text_span(self->about.account), text_span(self->about.case_id),
                                text_span(self->event_id.text) };
    const jaga_key hold_id = hash_key(parts, sizeof parts / sizeof parts[0]);

    return orders_reported(self->of.desk, &self->about, hold_id.text, err);
}

static jaga_status tell_engine(const report *self, jaga_error *err)
{
    jaga_desk *desk = self->of.desk;
    char opened_by[DESK_ID_BYTES], detail[DESK_ID_BYTES + 32];
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "get_opening_event", &row, err));
    sql_name(&row, self->about.case_id);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk_copy(opened_by, sizeof opened_by, row.statement, 0);
    }
    desk_end(&row);
    JAGA_TRY(status);
    (void)snprintf(detail, sizeof detail, "channel=hotline;case=%s", opened_by);
    const inbox_fact fact = { .event_id = text_span(self->event_id.text),
                              .account = text_span(self->about.account),
                              .detail = text_span(detail),
                              .ts_us = desk->now_us,
                              .type = JAGA_TYPE_CUSTOMER_REPORT };
    return inbox_put(desk->db, desk->path, &fact, err);
}

static jaga_status count(jaga_desk *desk, const char *statement, const char *name, int64_t since_us,
                         int64_t *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, statement, &row, err));
    sql_name(&row, name);
    sql_integer(&row, since_us);
    return desk_number(desk, &row, 0, out, err);
}

/* Whoever calls stops money, so nobody may do it to somebody all day long. */
static jaga_status check_rate(const report *self, jaga_error *err)
{
    jaga_desk *desk = self->of.desk;
    int64_t reports = 0;

    JAGA_TRY(count(desk, "count_reports", self->of.about.account, desk->now_us - US_PER_DAY,
                   &reports, err));
    return reports < REPORTS_A_DAY_MAX
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "the account was held for reports three times within a day already");
}

static jaga_status note(const report *self, const char *event_id, jaga_error *err)
{
    const desk_act act = {
        .kind = "report", .ref = event_id, .actor = MACHINE_CUSTOMER, .is_about_case = true
    };

    return desk_append(self->of.desk, &self->about, &act, err);
}

/* While the hold of a report stands, another one is only noted. */
static jaga_status take(report *self, jaga_error *err)
{
    jaga_desk *desk = self->of.desk;
    int64_t holds = 0;

    JAGA_TRY(request_check_known(&self->of, err));
    self->has_open_case = self->of.open_case[0] != '\0';
    if (self->has_open_case) {
        JAGA_TRY(desk_find(desk, self->of.open_case, &self->about, err));
        JAGA_TRY(count(desk, "count_report_holds", self->about.case_id, desk->now_us, &holds, err));
    }
    if (holds > 0) {
        JAGA_TRY(note(self, NULL, err));
        return call_again(self, err);
    }
    JAGA_TRY(check_rate(self, err));
    char now[24];
    (void)snprintf(now, sizeof now, "%lld", (long long)desk->now_us);
    const jaga_span parts[] = { text_span("report"), text_span(self->of.about.account),
                                text_span(now) };
    self->event_id = hash_key(parts, sizeof parts / sizeof parts[0]);
    if (self->has_open_case) {
        JAGA_TRY(call_again(self, err));
    } else {
        JAGA_TRY(open_case(self, err));
    }
    JAGA_TRY(note(self, self->event_id.text, err));
    JAGA_TRY(hold(self, err));
    return tell_engine(self, err);
}

static jaga_status report_of(report *self, jaga_error *err)
{
    jaga_desk *desk = self->of.desk;

    desk->now_us = desk->clock(desk->clock_ctx);
    self->of.about.opened_us = desk->now_us;
    self->of.about.incident_start_us = desk->now_us;
    JAGA_TRY(past_read(desk, &self->of.about, &self->of.before, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, take(self, err), err);
}

jaga_status jaga_desk_report(jaga_desk *desk, const char *account, char number[24], jaga_error *err)
{
    JAGA_TRY(request_check_account(desk, account, err));
    const size_t mark = arena_mark(desk->memory);
    report *self = arena_take(desk->memory, sizeof *self);
    if (self == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a report");
    }
    *self = (report){ .of = { .desk = desk } };
    (void)snprintf(self->of.about.account, sizeof self->of.about.account, "%s", account);
    const jaga_status status = report_of(self, err);
    memcpy(number, self->about.number, sizeof self->about.number);
    arena_reset(desk->memory, mark);
    return status;
}
