#include "query/account_log.h"

#include "base/hash.h"
#include "base/key_index.h"
#include "base/when.h"
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

enum {
    EVENTS_CAP = 1 << 22,
    DEVICES_COUNTED = 32,
    HOURS = 24,
    ZONE_HOURS = 7,
    WEEK_DAYS = 7,
};

/* What is counted while reading; the pools hold no more than one account's events. */
typedef struct counting {
    const log_question *question;
    account_log *log;
    slab_pool near; /* log_event: the week before and the day after */
    slab_pool seen; /* hash128 of event ids and payees */
    key_index index;
    slab_pool amounts; /* int64_t */
    int64_t hours[HOURS];
    bool days[LOG_NORMAL_DAYS + 2];
    log_device devices[DEVICES_COUNTED];
    size_t device_count;
} counting;

static jaga_status open_pools(counting *self, jaga_error *err)
{
    JAGA_TRY(slab_open(&self->near, "events shown", sizeof(log_event), EVENTS_CAP, err));
    JAGA_TRY(slab_open(&self->seen, "events seen", sizeof(hash128), EVENTS_CAP * 2, err));
    JAGA_TRY(slab_open(&self->amounts, "amounts seen", sizeof(int64_t), EVENTS_CAP, err));
    return key_index_open(&self->index, "events seen", err);
}

static void close_pools(counting *self)
{
    key_index_close(&self->index);
    slab_close(&self->amounts);
    slab_close(&self->seen);
    slab_close(&self->near);
}

static jaga_status is_first(counting *self, hash128 key, bool *out, jaga_error *err)
{
    *out = false;
    if (key_index_find(&self->index, &self->seen, key) != SLAB_NONE) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->index, err));
    const uint32_t at = slab_add(&self->seen);
    if (at == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "the account has too many events to be told of");
    }
    *(hash128 *)slab_at(&self->seen, at) = key;
    key_index_add(&self->index, key, at);
    *out = true;
    return JAGA_OK;
}

static void copy_text(char to[LOG_TEXT_BYTES], jaga_span text)
{
    const size_t length = text.length < LOG_TEXT_BYTES ? text.length : LOG_TEXT_BYTES - 1;

    if (length > 0) {
        memcpy(to, text.at, length);
    }
    to[length] = '\0';
}

static void keep_event(log_event *to, const jaga_event *event, uint64_t record)
{
    *to = (log_event){ .record = record,
                       .ts_us = event->ts_us,
                       .amount_minor = event->amount_minor,
                       .balance_minor = event->balance_minor,
                       .type = event->type,
                       .status = event->status,
                       .counterparty_kind = event->counterparty_kind,
                       .actor = event->actor };
    copy_text(to->event_id, event->event_id);
    copy_text(to->counterparty, event->counterparty);
    copy_text(to->device, event->device);
    memcpy(to->currency, event->currency, sizeof to->currency);
}

static void count_device(counting *self, jaga_span name)
{
    size_t i = 0;

    if (name.length == 0) {
        return;
    }
    while (i < self->device_count && (strlen(self->devices[i].name) != name.length ||
                                      memcmp(self->devices[i].name, name.at, name.length) != 0)) {
        i++;
    }
    if (i == DEVICES_COUNTED) {
        return;
    }
    if (i == self->device_count) {
        copy_text(self->devices[self->device_count++].name, name);
    }
    self->devices[i].events++;
}

static jaga_status count_money(counting *self, const jaga_event *event, jaga_error *err)
{
    account_log *log = self->log;
    bool is_new = false;

    if (!jaga_event_is_money_out(event) || event->status != JAGA_STATUS_OK ||
        event->amount_minor < 0) {
        return JAGA_OK;
    }
    if (event->counterparty.length > 0) {
        hash128 payee = hash_text128(event->counterparty);
        payee.high ^= 1; /* a payee is no event, even of the same name */
        JAGA_TRY(is_first(self, payee, &is_new, err));
        log->payees += is_new;
    }
    if (log->out_currency[0] == '\0') {
        memcpy(log->out_currency, event->currency, sizeof log->out_currency);
    }
    const uint32_t at =
        memcmp(log->out_currency, event->currency, 4) == 0 ? slab_add(&self->amounts) : SLAB_NONE;
    if (at != SLAB_NONE) {
        *(int64_t *)slab_at(&self->amounts, at) = event->amount_minor;
    }
    return JAGA_OK;
}

static jaga_status count_normal(counting *self, const jaga_event *event, jaga_error *err)
{
    const int64_t until_us = self->question->normal_until_us;
    const int64_t from_us = until_us - LOG_NORMAL_DAYS * US_PER_DAY;
    const int64_t local_us = event->ts_us + ZONE_HOURS * INT64_C(3600) * US_PER_SECOND;
    account_log *log = self->log;

    if (event->ts_us >= until_us || event->ts_us < from_us) {
        return JAGA_OK;
    }
    if (log->normal_events == 0 || event->ts_us < log->normal_first_us) {
        log->normal_first_us = event->ts_us;
    }
    log->normal_events++;
    self->hours[local_us / (INT64_C(3600) * US_PER_SECOND) % HOURS]++;
    bool *day = &self->days[(local_us / US_PER_DAY) % (LOG_NORMAL_DAYS + 2)];
    log->normal_days += !*day;
    *day = true;
    if (event->status == JAGA_STATUS_OK) { /* whoever fails to get in is no habit */
        count_device(self, event->device);
    }
    return count_money(self, event, err);
}

static jaga_status count_event(counting *self, const jaga_event *event, uint64_t record,
                               jaga_error *err)
{
    const int64_t at_us = self->question->at_us;
    account_log *log = self->log;
    bool is_new = false;

    JAGA_TRY(is_first(self, hash_text128(event->event_id), &is_new, err));
    if (!is_new) {
        return JAGA_OK;
    }
    if (self->question->note != NULL) {
        JAGA_TRY(self->question->note(self->question->note_ctx, event, err));
    }
    log->first_us = log->seen == 0 || event->ts_us < log->first_us ? event->ts_us : log->first_us;
    log->last_us = log->seen == 0 || event->ts_us > log->last_us ? event->ts_us : log->last_us;
    log->seen++;
    if (event->ts_us >= at_us - WEEK_DAYS * US_PER_DAY && event->ts_us <= at_us + US_PER_DAY) {
        const uint32_t at = slab_add(&self->near);
        if (at == SLAB_NONE) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "the account has too many events to be told of");
        }
        keep_event(slab_at(&self->near, at), event, record);
    }
    return count_normal(self, event, err);
}

static int by_time(const void *a, const void *b)
{
    const log_event *left = a, *right = b;

    if (left->ts_us != right->ts_us) {
        return left->ts_us < right->ts_us ? -1 : 1;
    }
    return left->record < right->record ? -1 : left->record > right->record;
}

static int by_amount(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

static int by_events(const void *a, const void *b)
{
    const log_device *left = a, *right = b;

    if (left->events != right->events) {
        return left->events > right->events ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

/* The nearest events before and after the moment. */
static jaga_status choose_near(counting *self, arena *memory, jaga_error *err)
{
    const log_event *events = slab_at(&self->near, 0);
    const size_t count = self->near.count;
    account_log *log = self->log;
    size_t after = 0;

    qsort(self->near.base, count, sizeof *events, by_time);
    while (after < count && events[after].ts_us <= self->question->at_us) {
        after++;
    }
    const size_t first = after > LOG_BEFORE ? after - LOG_BEFORE : 0;
    const size_t end = count - after > LOG_AFTER ? after + LOG_AFTER : count;
    log->earlier = first;
    log->later = count - end;
    log->count = end - first;
    log->events = arena_take(memory, (log->count + 1) * sizeof *log->events);
    if (log->events == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a story");
    }
    memcpy(log->events, events + first, log->count * sizeof *log->events);
    return JAGA_OK;
}

/* The shortest part of the day that holds nine in ten events. */
static void find_hours(const counting *self)
{
    const int64_t wanted = (self->log->normal_events * 9 + 9) / 10;

    for (int length = 1; length <= HOURS; length++) {
        for (int from = 0; from < HOURS; from++) {
            int64_t sum = 0;
            for (int i = 0; i < length; i++) {
                sum += self->hours[(from + i) % HOURS];
            }
            if (sum >= wanted) {
                self->log->hour_from = from;
                self->log->hour_to = (from + length) % HOURS;
                return;
            }
        }
    }
}

static void sum_up_normal(counting *self)
{
    account_log *log = self->log;
    const int64_t *amounts = slab_at(&self->amounts, 0);
    const size_t count = self->amounts.count;

    find_hours(self);
    log->out_count = (int64_t)count;
    if (count > 0) {
        qsort(self->amounts.base, count, sizeof *amounts, by_amount);
        log->out_median_minor = amounts[count / 2];
        log->out_most_minor = amounts[count - 1];
    }
    qsort(self->devices, self->device_count, sizeof self->devices[0], by_events);
    log->device_count = self->device_count < LOG_DEVICES ? self->device_count : LOG_DEVICES;
    memcpy(log->devices, self->devices, log->device_count * sizeof log->devices[0]);
}

static jaga_status read_all(counting *self, const char *path, jaga_error *err)
{
    const log_question *question = self->question;
    const int64_t normal_us = question->normal_until_us - LOG_NORMAL_DAYS * US_PER_DAY;
    const history_range range = { .from_us = question->reads_all ? INT64_MIN : normal_us,
                                  .until_us = question->reads_all ? INT64_MAX
                                                                  : question->at_us + US_PER_DAY };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;

    jaga_status status = history_reader_open(path, range, &reader, err);
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        if (status == JAGA_OK && record.kind == JAGA_RECORD_EVENT &&
            record.event.account.length == question->account.length &&
            memcmp(record.event.account.at, question->account.at, question->account.length) == 0) {
            status = count_event(self, &record.event, number, err);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status account_log_read(const char *history_path, const log_question *question, arena *memory,
                             account_log **out, jaga_error *err)
{
    account_log *log = arena_take(memory, sizeof *log);
    counting *self = arena_take(memory, sizeof *self);

    if (log == NULL || self == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a story");
    }
    self->question = question;
    self->log = log;
    jaga_status status = open_pools(self, err);
    status = status == JAGA_OK ? read_all(self, history_path, err) : status;
    status = status == JAGA_OK ? choose_near(self, memory, err) : status;
    if (status == JAGA_OK) {
        sum_up_normal(self);
        *out = log;
    }
    close_pools(self);
    return status;
}

static bool is_named(jaga_span text, const char *what, size_t length)
{
    return text.length == length && memcmp(text.at, what, length) == 0;
}

jaga_status account_log_look_up(const char *history_path, const char *what, arena *memory,
                                log_name *out, jaga_error *err)
{
    const history_range all = { .from_us = INT64_MIN, .until_us = INT64_MAX };
    const size_t length = strlen(what);
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;
    char *account = arena_take(memory, LOG_TEXT_BYTES);

    *out = (log_name){ .account = { account, 0 } };
    if (account == NULL || length == 0) {
        return account == NULL ? jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a story") : JAGA_OK;
    }
    jaga_status status = history_reader_open(history_path, all, &reader, err);
    while (status == JAGA_OK && !out->is_event) {
        status = history_reader_next(reader, &record, &number, err);
        if (status != JAGA_OK || record.kind != JAGA_RECORD_EVENT) {
            continue;
        }
        const jaga_event *event = &record.event;
        out->is_event = is_named(event->event_id, what, length);
        const bool is_account = is_named(event->account, what, length);
        if (is_account && (!out->is_account || event->ts_us > out->last_us)) {
            out->last_us = event->ts_us;
        }
        out->is_account |= is_account;
        if (out->is_event || is_account) {
            copy_text(account, event->account);
            out->account.length = (uint32_t)strlen(account);
        }
        if (out->is_event) {
            keep_event(&out->event, event, number);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}
