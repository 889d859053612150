/* One account as the history knows it: in one pass what is normal, its devices, payees, addresses,
 * instruments and types of events. What was decided about it follows out of the database. */
#include "base/column_text.h"
#include "query/account_log.h"
#include "query/questions.h"
#include "query/tally.h"
#include "store/sql.h"

#include <string.h>

enum { SHOWN_OF_A_KIND = 20 };

typedef struct places {
    size_t what, name, count, amount, currency, first, last, note;
} places;

typedef struct account_count {
    answer *said;
    const jaga_filter *filter;
    places at;
    tally names;
} account_count;

static places find_places(const answer *said)
{
    return (places){ .what = answer_column(said, "what"),
                     .name = answer_column(said, "name"),
                     .count = answer_column(said, "count"),
                     .amount = answer_column(said, "amount"),
                     .currency = answer_column(said, "currency"),
                     .first = answer_column(said, "first"),
                     .last = answer_column(said, "last"),
                     .note = answer_column(said, "note") };
}

static void say_text(answer_row *row, size_t at, jaga_span text)
{
    row->cells[at] = (cell){ .is_said = text.length > 0, .text = text };
}

static void say_number(answer_row *row, size_t at, int64_t number)
{
    row->cells[at] = (cell){ .is_said = true, .number = number };
}

static jaga_status count_event(void *ctx, const jaga_event *event, jaga_error *err)
{
    account_count *self = ctx;
    tally *names = &self->names;
    const jaga_span type = text_span(jaga_event_type_name((jaga_event_type)event->type));

    if (event->ts_us < self->filter->since_us || event->ts_us >= self->filter->until_us) {
        return JAGA_OK;
    }
    JAGA_TRY(tally_count(names, TALLY_TYPE, type, event, NULL, err));
    JAGA_TRY(tally_count(names, TALLY_DEVICE, event->device, event, NULL, err));
    JAGA_TRY(tally_count(names, TALLY_ADDRESS, event->ip, event, NULL, err));
    JAGA_TRY(tally_count(names, TALLY_INSTRUMENT, event->instrument, event, NULL, err));
    return jaga_event_is_money_out(event)
               ? tally_count(names, TALLY_PAYEE, event->counterparty, event, NULL, err)
               : JAGA_OK;
}

static jaga_status no_memory(jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the answer");
}

static jaga_status add_normal(const account_count *self, const account_log *log, jaga_error *err)
{
    const places *at = &self->at;
    arena *memory = self->said->memory;
    answer_row *seen = answer_add(self->said);

    if (seen == NULL) {
        return no_memory(err);
    }
    say_text(seen, at->what, text_span("normal"));
    say_text(seen, at->name, text_span("events in 90 days"));
    say_number(seen, at->count, log->normal_events);
    if (log->normal_events > 0) {
        say_number(seen, at->first, log->normal_first_us);
        say_text(seen, at->note,
                 answer_format(memory, "on %lld days, nine in ten between %02d and %02d h",
                               (long long)log->normal_days, log->hour_from, log->hour_to));
    }
    if (log->out_count == 0) {
        return JAGA_OK;
    }
    for (int largest = 0; largest <= 1; largest++) {
        answer_row *out = answer_add(self->said);
        if (out == NULL) {
            return no_memory(err);
        }
        say_text(out, at->what, text_span("normal"));
        say_text(out, at->name, text_span(largest ? "largest money out" : "median money out"));
        say_number(out, at->count, log->out_count);
        say_number(out, at->amount, largest ? log->out_most_minor : log->out_median_minor);
        say_text(out, at->currency, answer_keep(memory, text_span(log->out_currency)));
        say_text(out, at->note,
                 answer_format(memory, "%lld different payees", (long long)log->payees));
    }
    return JAGA_OK;
}

static int by_kind_and_events(const void *a, const void *b)
{
    const tally_item *left = a, *right = b;

    if (left->kind != right->kind || left->events == right->events) {
        return tally_by_name(left, right);
    }
    return left->events > right->events ? -1 : 1;
}

static jaga_status add_name(const account_count *self, const tally_item *item, jaga_error *err)
{
    const places *at = &self->at;
    answer_row *row = answer_add(self->said);

    if (row == NULL) {
        return no_memory(err);
    }
    say_text(row, at->what, text_span(tally_kind_name(item->kind)));
    say_text(row, at->name, item->name);
    say_number(row, at->count, item->events);
    if (item->currency[0] != '\0' && !item->is_mixed) {
        say_number(row, at->amount, item->amount_minor);
        say_text(row, at->currency, answer_keep(self->said->memory, text_span(item->currency)));
    }
    say_number(row, at->first, item->first_us);
    say_number(row, at->last, item->last_us);
    return JAGA_OK;
}

static jaga_status add_rest(const account_count *self, tally_kind kind, int64_t count,
                            jaga_error *err)
{
    answer_row *row = answer_add(self->said);

    if (row == NULL) {
        return no_memory(err);
    }
    say_text(row, self->at.what, text_span(tally_kind_name(kind)));
    say_text(row, self->at.note,
             answer_format(self->said->memory, "and %lld others", (long long)count));
    return JAGA_OK;
}

static jaga_status add_names(account_count *self, jaga_error *err)
{
    const tally_item *items = tally_sort(&self->names, by_kind_and_events);
    const size_t count = self->names.items.count;
    size_t shown = 0, not_shown = 0;

    for (size_t i = 0; i < count; i++) {
        const bool is_last = i + 1 == count || items[i + 1].kind != items[i].kind;
        const bool has_room = shown < SHOWN_OF_A_KIND || items[i].kind == TALLY_TYPE;
        if (has_room) {
            JAGA_TRY(add_name(self, &items[i], err));
        }
        shown += has_room;
        not_shown += !has_room;
        if (is_last && not_shown > 0) {
            JAGA_TRY(add_rest(self, items[i].kind, (int64_t)not_shown, err));
        }
        if (is_last) {
            shown = not_shown = 0;
        }
    }
    return JAGA_OK;
}

/* When the account stopped being normal. */
static jaga_status find_incident(const database *from, const char *account, int64_t *us,
                                 jaga_error *err)
{
    sql_row row = { 0 };

    JAGA_TRY(database_prepare(from, "engine/query/account_incident.sql", &row.statement, err));
    sql_name(&row, account);
    const jaga_status status = database_step(from, row.statement, err);
    *us = status == JAGA_OK ? sqlite3_column_int64(row.statement, 0) : 0;
    (void)sqlite3_finalize(row.statement);
    return status;
}

static jaga_status read_history(account_count *self, const database *from, jaga_error *err)
{
    const jaga_span account = text_span(self->filter->about);
    account_log *log = NULL;
    int64_t until_us = 0;

    JAGA_TRY(find_incident(from, self->filter->about, &until_us, err));
    const log_question asked = { .account = account,
                                 .at_us = until_us,
                                 .normal_until_us = until_us,
                                 .reads_all = true,
                                 .note = count_event,
                                 .note_ctx = self };
    JAGA_TRY(account_log_read(from->history, &asked, self->said->memory, &log, err));
    if (log->seen == 0) {
        return JAGA_OK;
    }
    JAGA_TRY(add_normal(self, log, err));
    return add_names(self, err);
}

/* No more rows than asked for. */
static void cut(answer *said, int64_t limit)
{
    answer_row *row = said->first;

    if (limit < 0 || (int64_t)said->row_count <= limit) {
        return;
    }
    for (int64_t i = 1; i < limit; i++) {
        row = row->next;
    }
    said->row_count = (size_t)limit;
    said->last = limit == 0 ? NULL : row;
    said->first = limit == 0 ? NULL : said->first;
    if (said->last != NULL) {
        said->last->next = NULL;
    }
}

jaga_status complete_account(answer *said, const database *from, const jaga_filter *filter,
                             jaga_error *err)
{
    account_count self = { .said = said, .filter = filter, .at = find_places(said) };
    answer_row *const first = said->first, *const last = said->last;

    said->first = said->last = NULL; /* what the database said comes behind */
    jaga_status status = tally_open(&self.names, said->memory, err);
    if (status == JAGA_OK) {
        status = read_history(&self, from, err);
    }
    tally_close(&self.names);
    if (status != JAGA_OK) {
        return status;
    }
    if (said->first == NULL) {
        said->first = first;
    } else {
        said->last->next = first;
    }
    said->last = last != NULL ? last : said->last;
    if (said->first == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s knows no account of that name", from->path);
    }
    cut(said, filter->limit);
    return JAGA_OK;
}
