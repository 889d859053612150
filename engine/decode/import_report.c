#include "decode/import_report.h"

#include "base/when.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ACCOUNTS_MAX = 4 << 20, SEEN_MAX = 8 << 20 };

/* What the next balance of an account should be explained by; the key stands first for the index.
 */
typedef struct import_account {
    hash128 account;
    int64_t balance_minor; /* JAGA_UNKNOWN_MINOR: not known */
} import_account;

jaga_status import_report_open(import_report *self, jaga_map_report *report, order_limits limits,
                               int64_t now_us, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    memset(report, 0, sizeof *report);
    self->report = report;
    self->now_us = now_us;
    self->last_us = INT64_MIN;
    jaga_status status = order_open(&self->order, SEEN_MAX, err);
    self->order.limits = limits;
    if (status == JAGA_OK) {
        status = slab_open(&self->accounts, "import accounts", sizeof(import_account), ACCOUNTS_MAX,
                           err);
    }
    if (status == JAGA_OK) {
        status = key_index_open(&self->index, "import accounts by key", err);
    }
    return status;
}

void import_report_close(import_report *self)
{
    order_close(&self->order);
    slab_close(&self->accounts);
    key_index_close(&self->index);
}

void import_report_begin(import_report *self, const header *head)
{
    self->head = head;
    import_columns_begin(self->report, head);
    import_fields_begin(self->report, head);
}

static void add_reject(jaga_map_report *report, const char *reason, const char *cause,
                       const char *source, uint64_t line)
{
    size_t i = 0;

    report->rejects++;
    while (i < report->reject_reasons && strcmp(report->reject_reason[i].reason, reason) != 0) {
        i++;
    }
    if (i == JAGA_REJECT_REASONS_MAX) {
        return;
    }
    jaga_reject_count *count = &report->reject_reason[i];
    if (i == report->reject_reasons) {
        report->reject_reasons++;
        (void)snprintf(count->reason, sizeof count->reason, "%s", reason);
        (void)snprintf(count->first_cause, sizeof count->first_cause, "%s", cause);
        (void)snprintf(count->first_source, sizeof count->first_source, "%s", source);
        count->first_line = line;
    }
    count->count++;
}

static void add_fields(jaga_map_report *report, const jaga_event *e)
{
    const bool is_filled[FIELD_COUNT] = {
        [FIELD_EVENT_ID] = true,
        [FIELD_TS] = true,
        [FIELD_TYPE] = true,
        [FIELD_STATUS] = true,
        [FIELD_REASON] = e->reason.length > 0,
        [FIELD_ACCOUNT] = true,
        [FIELD_AMOUNT] = e->amount_minor != JAGA_UNKNOWN_MINOR,
        [FIELD_CURRENCY] = true,
        [FIELD_BALANCE] = e->balance_minor != JAGA_UNKNOWN_MINOR,
        [FIELD_FEE] = e->fee_minor != JAGA_UNKNOWN_MINOR,
        [FIELD_COUNTERPARTY] = e->counterparty.length > 0,
        [FIELD_COUNTERPARTY_KIND] = e->counterparty_kind != JAGA_PARTY_UNKNOWN,
        [FIELD_INSTITUTION] = e->institution.length > 0,
        [FIELD_RAIL] = e->rail.length > 0,
        [FIELD_INSTRUMENT] = e->instrument.length > 0,
        [FIELD_DEVICE] = e->device.length > 0,
        [FIELD_SESSION] = e->session.length > 0,
        [FIELD_IP] = e->ip.length > 0,
        [FIELD_COUNTRY] = e->country[0] != '\0',
        [FIELD_LAT] = !isnan(e->lat),
        [FIELD_LON] = !isnan(e->lon),
        [FIELD_CHANNEL] = e->channel != JAGA_CHANNEL_UNKNOWN,
        [FIELD_AUTH] = e->auth != JAGA_AUTH_UNKNOWN,
        [FIELD_ACTOR] = true,
        [FIELD_REF] = e->ref.length > 0,
        [FIELD_DETAIL] = e->detail.length > 0,
    };

    for (int f = 0; f < FIELD_COUNT; f++) {
        report->field[f].filled += is_filled[f];
    }
}

static jaga_status find_account(import_report *self, const jaga_identity *identity,
                                import_account **out, jaga_error *err)
{
    const hash128 key = { identity->account_low, identity->account_high };
    uint32_t item = key_index_find(&self->index, &self->accounts, key);

    *out = NULL;
    if (item == SLAB_NONE) {
        JAGA_TRY(key_index_reserve(&self->index, err));
        item = slab_add(&self->accounts);
        if (item == SLAB_NONE) {
            return JAGA_OK;
        }
        import_account *made = slab_at(&self->accounts, item);
        *made = (import_account){ key, JAGA_UNKNOWN_MINOR };
        key_index_add(&self->index, key, item);
    }
    *out = slab_at(&self->accounts, item);
    return JAGA_OK;
}

static jaga_status add_balance(import_report *self, const jaga_record *record, jaga_error *err)
{
    const jaga_event *e = &record->event;
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)e->type);
    const bool is_money = class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT;
    import_account *account;

    JAGA_TRY(find_account(self, &record->identity, &account, err));
    if (account == NULL || !is_money || e->balance_minor == JAGA_UNKNOWN_MINOR ||
        e->status != JAGA_STATUS_OK) {
        return JAGA_OK;
    }
    if (account->balance_minor != JAGA_UNKNOWN_MINOR) {
        const int64_t fee = e->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : e->fee_minor;
        const int64_t way = class == JAGA_CLASS_MONEY_IN ? 1 : -1;
        const int64_t change = e->balance_minor - account->balance_minor;
        self->report->balances++;
        self->report->balances_follow += change == way * e->amount_minor - fee;
        self->opposite += change == -way * e->amount_minor - fee;
    }
    account->balance_minor = e->balance_minor;
    return JAGA_OK;
}

static void add_time(import_report *self, int64_t ts_us)
{
    jaga_map_report *report = self->report;
    const int64_t time_of_day = ts_us % US_PER_DAY;

    if (self->last_us == INT64_MIN) {
        report->first_us = report->last_us = ts_us;
        self->time_of_day = time_of_day;
    } else {
        const int64_t gap = ts_us - report->last_us;
        self->backwards += ts_us < self->last_us;
        report->longest_gap_us = gap > report->longest_gap_us ? gap : report->longest_gap_us;
    }
    report->first_us = ts_us < report->first_us ? ts_us : report->first_us;
    report->last_us = ts_us > report->last_us ? ts_us : report->last_us;
    self->last_us = ts_us;
    self->ahead += ts_us > self->now_us;
    self->has_time_of_day |= time_of_day != self->time_of_day;
}

static jaga_status add_event(import_report *self, const jaga_record *record, const char *source,
                             jaga_error *err)
{
    jaga_map_report *report = self->report;
    const jaga_event *e = &record->event;
    order_verdict verdict;

    add_time(self, e->ts_us);
    JAGA_TRY(order_judge(&self->order, e, &record->identity, &verdict, err));
    switch (verdict) {
    case ORDER_ON_TIME: break;
    case ORDER_LATE: report->late++; break;
    case ORDER_DUPLICATE: report->duplicates++; return JAGA_OK;
    case ORDER_STALE: report->stale++; return JAGA_OK;
    case ORDER_CONFLICT:
        add_reject(report, "conflict", "an earlier row has this event_id and other content", source,
                   record->line);
        return JAGA_OK;
    case ORDER_FUTURE:
        add_reject(report, "future", "more than seven days ahead of the rest of the log", source,
                   record->line);
        return JAGA_OK;
    }
    report->events++;
    report->type_count[e->type]++;
    report->status_count[e->status]++;
    self->with_evidence += e->device.length > 0 || e->ip.length > 0 || e->session.length > 0;
    add_fields(report, e);
    return add_balance(self, record, err);
}

jaga_status import_report_add(import_report *self, const jaga_record *record,
                              const jaga_span *values, const char *source, jaga_error *err)
{
    self->report->rows++;
    if (values != NULL) {
        import_columns_add(self->report, self->head, values, record->line);
        import_decimals_add(&self->decimals, self->head, values);
    }
    if (record->kind == JAGA_RECORD_EVENT) {
        return add_event(self, record, source, err);
    }
    char reason[32], cause[160];
    (void)snprintf(reason, sizeof reason, "%.*s", (int)record->reject.reason.length,
                   record->reject.reason.at);
    (void)snprintf(cause, sizeof cause, "%.*s", (int)record->reject.cause.length,
                   record->reject.cause.at);
    add_reject(self->report, reason, cause, source, record->line);
    return JAGA_OK;
}

static void warn(jaga_map_report *report, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void warn(jaga_map_report *report, const char *fmt, ...)
{
    va_list args;

    if (report->warnings < JAGA_MAP_WARNINGS_MAX) {
        va_start(args, fmt);
        (void)vsnprintf(report->warning[report->warnings++], sizeof report->warning[0], fmt, args);
        va_end(args);
    }
}

static void warn_of_times(import_report *self)
{
    jaga_map_report *r = self->report;

    if (self->ahead > 0) {
        warn(r,
             "%" PRId64 " events are in the future: is the zone, or the unit of an epoch, right?",
             self->ahead);
    }
    if (r->rows > 1 && self->backwards * 2 > r->rows) {
        warn(r, "the export runs backwards: sort it by time, oldest first, before a scan");
    } else if (r->stale > 0) {
        warn(r,
             "%" PRId64 " events stand more than 48 h behind later ones, too late to count: "
             "sort the export by time",
             r->stale);
    }
    if (r->events > 2 && !self->has_time_of_day) {
        warn(r, "every event is at the same time of the day: the column may hold a date only");
    }
}

static void warn_of_money(import_report *self)
{
    jaga_map_report *r = self->report;

    if (self->decimals.three > 2 && self->decimals.other == 0) {
        warn(r, "every amount with decimals has three: if 150.000 means a hundred and fifty "
                "thousand, declare the group separator");
    }
    if (r->balances > 2 && self->opposite > r->balances_follow) {
        warn(r, "balances move against the amounts: are money in and money out exchanged, or does "
                "the export run backwards?");
    } else if (r->balances > 2 && r->balances_follow * 2 < r->balances) {
        warn(r,
             "%" PRId64 " of %" PRId64 " balances do not follow from the one before and the "
             "amount: is the balance of before the event, or are rows missing?",
             r->balances - r->balances_follow, r->balances);
    }
}

static void warn_of_columns(const import_report *self)
{
    jaga_map_report *r = self->report;

    for (size_t i = 0; i < r->columns; i++) {
        const jaga_map_column *column = &r->column[i];
        if (column->unlisted > 0) {
            warn(r,
                 "column %s: words that its table does not list: %" PRId64
                 ", first at line %" PRIu64,
                 column->name, column->unlisted, column->unlisted_line);
        }
    }
    for (size_t i = 0; i < r->columns; i++) {
        if (r->column[i].use == JAGA_MAP_UNKNOWN && r->column[i].name[0] != '\0') {
            warn(r, "column %s: the mapping does not know it", r->column[i].name);
        }
    }
}

void import_report_end(import_report *self)
{
    jaga_map_report *r = self->report;

    r->accounts = self->accounts.count;
    warn_of_columns(self);
    warn_of_times(self);
    warn_of_money(self);
    if (r->events > 20 && r->accounts == 1) {
        warn(r, "every event is of one account");
    }
    if (r->events > 0 && self->with_evidence == 0) {
        warn(r,
             "no event has a device, an address or a session: signals that need one stay silent");
    }
}
