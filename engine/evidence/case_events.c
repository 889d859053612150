#include "evidence/case_events.h"

#include "base/money.h"
#include "base/when.h"
#include "query/account_log.h"
#include "query/answer.h"
#include "query/filter.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_TAIL = 4, SHOWN_LEAST = 8, FIRST_ROOM = 256 };

typedef struct collecting {
    const bundle *of;
    case_events *to;
    size_t room;
    int64_t from_us, until_us;
} collecting;

static jaga_status no_memory(jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_NOMEM, "the account has more events than there is memory for");
}

/* "****7788"; of a short name nothing would be hidden by showing its end. Shops are no persons. */
static jaga_span mask_person(const bundle *self, const jaga_event *event)
{
    const jaga_span text = event->counterparty;
    const uint32_t shown = text.length >= SHOWN_LEAST ? SHOWN_TAIL : 0;

    if (text.length == 0 || event->counterparty_kind == JAGA_PARTY_MERCHANT ||
        event->counterparty_kind == JAGA_PARTY_BILLER) {
        return text;
    }
    return answer_format(self->memory, "****%.*s", (int)shown, text.at + text.length - shown);
}

/* The network: three bytes of an IPv4 address, three groups of an IPv6 one. */
static jaga_span mask_address(const bundle *self, jaga_span text)
{
    const char separator = memchr(text.at, ':', text.length) != NULL ? ':' : '.';
    uint32_t end = 0;

    for (int parts = 0; end < text.length; end++) {
        parts += text.at[end] == separator;
        if (parts == 3) {
            return answer_format(self->memory, "%.*s%s", (int)end, text.at,
                                 separator == ':' ? "::/48" : ".0/24");
        }
    }
    return answer_format(self->memory, "%s", text.length == 0 ? "" : "****");
}

static bool keep(const bundle *self, jaga_span *text)
{
    *text = answer_keep(self->memory, *text);
    return text->at != NULL;
}

static bool keep_texts(const bundle *self, jaga_event *event)
{
    if (self->reader->audience == JAGA_FOR_CUSTOMER) {
        event->counterparty = mask_person(self, event);
    }
    if (self->reader->audience != JAGA_FOR_POLICE && event->ip.length > 0) {
        event->ip = mask_address(self, event->ip);
    }
    return keep(self, &event->event_id) && keep(self, &event->counterparty) &&
           keep(self, &event->institution) && keep(self, &event->device) && keep(self, &event->ip);
}

static jaga_status collect(void *ctx, const jaga_event *event, jaga_error *err)
{
    collecting *self = ctx;
    case_events *to = self->to;

    if (event->ts_us < self->from_us || event->ts_us > self->until_us) {
        return JAGA_OK;
    }
    if (to->count == self->room) {
        const size_t room = self->room == 0 ? FIRST_ROOM : 2 * self->room;
        jaga_event *list = arena_take(self->of->memory, room * sizeof *list);
        if (list == NULL) {
            return no_memory(err);
        }
        if (to->count > 0) {
            memcpy(list, to->list, to->count * sizeof *list);
        }
        to->list = list;
        self->room = room;
    }
    to->list[to->count] = *event;
    return keep_texts(self->of, &to->list[to->count++]) ? JAGA_OK : no_memory(err);
}

static int by_time(const void *left, const void *right)
{
    const jaga_event *a = left, *b = right;

    if (a->ts_us != b->ts_us) {
        return a->ts_us < b->ts_us ? -1 : 1;
    }
    const uint32_t shorter =
        a->event_id.length < b->event_id.length ? a->event_id.length : b->event_id.length;
    const int order = memcmp(a->event_id.at, b->event_id.at, shorter);
    return order != 0 ? order : (int)a->event_id.length - (int)b->event_id.length;
}

static jaga_status read_span(collecting *self, jaga_span *account, jaga_error *err)
{
    const jaga_filter filter = { .case_number = self->of->case_id };
    sqlite3_stmt *row = NULL;

    JAGA_TRY(database_prepare(self->of->from, "engine/evidence/case_span.sql", &row, err));
    filter_bind(&filter, row);
    jaga_status status = database_step(self->of->from, row, err);
    if (status == JAGA_OK) {
        *account = answer_keep(self->of->memory, sql_column_span(row, 0));
        self->to->since_us = sqlite3_column_int64(row, 1);
        self->until_us = sqlite3_column_int64(row, 2);
        self->from_us = self->to->since_us - CASE_EVENT_DAYS * US_PER_DAY;
        status = account->at == NULL ? no_memory(err) : JAGA_OK;
    }
    (void)sqlite3_finalize(row);
    return status;
}

jaga_status case_events_read(const bundle *self, case_events *out, jaga_error *err)
{
    collecting at = { .of = self, .to = out };
    account_log *log = NULL;
    jaga_span account;

    *out = (case_events){ .has_history = self->from->has_history };
    JAGA_TRY(read_span(&at, &account, err));
    if (!out->has_history) {
        return JAGA_OK;
    }
    const log_question question = { .account = account,
                                    .at_us = out->since_us,
                                    .normal_until_us = out->since_us,
                                    .reads_all = true,
                                    .note = collect,
                                    .note_ctx = &at };
    JAGA_TRY(account_log_read(self->from->history, &question, self->memory, &log, err));
    if (out->count > 0) {
        qsort(out->list, out->count, sizeof *out->list, by_time);
    }
    return JAGA_OK;
}

/* A cell that a spreadsheet would take for a formula is made text. */
static void put_cell(FILE *out, jaga_span text)
{
    (void)fputs(",\"", out);
    if (text.length > 0 && strchr("=+-@", text.at[0]) != NULL) {
        (void)fputc('\'', out);
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    (void)fputc('"', out);
}

static void put_amount(FILE *out, int64_t minor, const char *currency)
{
    const int digits = money_digits((jaga_span){ currency, (uint32_t)strlen(currency) });
    char text[MONEY_TEXT_BYTES];

    (void)money_format(minor, digits < 0 ? 2 : digits, text);
    (void)fprintf(out, ",%s", text);
}

static void put_event(FILE *out, const jaga_event *event)
{
    char ts[WHEN_TEXT_BYTES];

    when_format(event->ts_us, ts);
    (void)fprintf(out, "%s,%s,%s", ts, jaga_event_type_name((jaga_event_type)event->type),
                  jaga_event_status_name((jaga_event_status)event->status));
    put_cell(out, event->event_id);
    put_amount(out, event->amount_minor, event->currency);
    put_amount(out, event->balance_minor, event->currency);
    (void)fprintf(out, ",%s", event->currency);
    put_cell(out, event->counterparty);
    (void)fprintf(out, ",%s", jaga_party_kind_name((jaga_party_kind)event->counterparty_kind));
    put_cell(out, event->institution);
    (void)fprintf(out, ",%s,%s,%s", jaga_channel_name((jaga_channel)event->channel),
                  jaga_auth_name((jaga_auth)event->auth),
                  jaga_actor_name((jaga_actor)event->actor));
    put_cell(out, event->device);
    put_cell(out, event->ip);
    (void)fputc('\n', out);
}

jaga_status bundle_put_events(bundle *self, FILE *out, jaga_error *err)
{
    case_events events;

    JAGA_TRY(case_events_read(self, &events, err));
    (void)fputs("ts,type,status,event_id,amount,balance,currency,counterparty,counterparty_kind,"
                "institution,channel,auth,actor,device,ip\n",
                out);
    for (size_t i = 0; i < events.count; i++) {
        put_event(out, &events.list[i]);
    }
    return JAGA_OK;
}
