/* What accounts share, and who shares it: counted in one pass over the history. */
#include "base/column_text.h"
#include "history/history.h"
#include "query/questions.h"
#include "query/tally.h"
#include "store/sql.h"

#include <math.h>
#include <string.h>

enum { SEEN_CAP = 1 << 28, ENTITIES_SHOWN = 50 };

typedef struct entity_count {
    answer *said;
    const database *from;
    const jaga_filter *filter;
    jaga_span about; /* the name asked for; empty: all */
    tally suspects;  /* accounts with decisions, and of those how many were holds */
    tally names;     /* entities; of one entity: its accounts */
    slab_pool seen;  /* hash128 of entity and account; of one entity: of event ids */
    key_index seen_index;
} entity_count;

static jaga_status open_count(entity_count *self, jaga_error *err)
{
    JAGA_TRY(tally_open(&self->suspects, self->said->memory, err));
    JAGA_TRY(tally_open(&self->names, self->said->memory, err));
    JAGA_TRY(slab_open(&self->seen, "who shares what", sizeof(hash128), SEEN_CAP, err));
    return key_index_open(&self->seen_index, "who shares what", err);
}

static void close_count(entity_count *self)
{
    key_index_close(&self->seen_index);
    slab_close(&self->seen);
    tally_close(&self->names);
    tally_close(&self->suspects);
}

static jaga_status read_suspects(entity_count *self, jaga_error *err)
{
    static const jaga_event nothing = { .amount_minor = JAGA_UNKNOWN_MINOR };
    sqlite3_stmt *rows = NULL;
    jaga_status status;

    JAGA_TRY(database_prepare(self->from, "engine/query/suspects.sql", &rows, err));
    while ((status = database_step(self->from, rows, err)) == JAGA_OK) {
        tally_item *account = NULL;
        status = tally_count(&self->suspects, TALLY_ACCOUNT, sql_column_span(rows, 0), &nothing,
                             &account, err);
        if (status != JAGA_OK) {
            break;
        }
        if (account != NULL) {
            account->decisions = sqlite3_column_int64(rows, 1);
            account->held = sqlite3_column_int64(rows, 2);
        }
    }
    (void)sqlite3_finalize(rows);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status is_first(entity_count *self, hash128 key, bool *out, jaga_error *err)
{
    *out = key_index_find(&self->seen_index, &self->seen, key) == SLAB_NONE;
    if (!*out) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->seen_index, err));
    const uint32_t at = slab_add(&self->seen);
    if (at == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "there are too many names to count; narrow it with --since");
    }
    *(hash128 *)slab_at(&self->seen, at) = key;
    key_index_add(&self->seen_index, key, at);
    return JAGA_OK;
}

/* An entity and an account may have the same name: turned, the sum tells them apart. */
static hash128 pair_of(const tally_item *entity, jaga_span account)
{
    const hash128 key = hash_text128(account);
    return (hash128){ key.low ^ (entity->key.low << 1 | entity->key.low >> 63),
                      key.high ^ (entity->key.high << 1 | entity->key.high >> 63) };
}

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static const tally_item *suspect(const entity_count *self, jaga_span account)
{
    return tally_find(&self->suspects, TALLY_ACCOUNT, account);
}

/* Of the one entity that was asked for its accounts are counted, each event once. */
static jaga_status count_account(entity_count *self, tally_kind kind, const jaga_event *event,
                                 jaga_error *err)
{
    hash128 key = hash_text128(event->event_id);
    bool is_new = false;

    key.high ^= (uint64_t)kind;
    JAGA_TRY(is_first(self, key, &is_new, err));
    return is_new ? tally_count(&self->names, kind, event->account, event, NULL, err) : JAGA_OK;
}

static jaga_status count_name(entity_count *self, tally_kind kind, jaga_span name,
                              const jaga_event *event, jaga_error *err)
{
    tally_item *item = NULL;
    bool is_new = false;

    if (self->about.length > 0) {
        return is_same(name, self->about) ? count_account(self, kind, event, err) : JAGA_OK;
    }
    JAGA_TRY(tally_count(&self->names, kind, name, event, &item, err));
    if (item == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(is_first(self, pair_of(item, event->account), &is_new, err));
    const tally_item *known = is_new ? suspect(self, event->account) : NULL;
    item->accounts += is_new;
    item->held += known != NULL && known->held > 0;
    item->decisions += known != NULL ? known->decisions : 0;
    return JAGA_OK;
}

static jaga_status count_event(entity_count *self, const jaga_event *event, jaga_error *err)
{
    if (event->ts_us < self->filter->since_us || event->ts_us >= self->filter->until_us) {
        return JAGA_OK;
    }
    JAGA_TRY(count_name(self, TALLY_DEVICE, event->device, event, err));
    JAGA_TRY(count_name(self, TALLY_ADDRESS, event->ip, event, err));
    JAGA_TRY(count_name(self, TALLY_INSTRUMENT, event->instrument, event, err));
    return jaga_event_is_money_out(event)
               ? count_name(self, TALLY_PAYEE, event->counterparty, event, err)
               : JAGA_OK;
}

static jaga_status read_history(entity_count *self, jaga_error *err)
{
    const history_range range = { .from_us = self->filter->since_us,
                                  .until_us = self->filter->until_us };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;

    jaga_status status = history_reader_open(self->from->history, range, &reader, err);
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        if (status == JAGA_OK && record.kind == JAGA_RECORD_EVENT) {
            status = count_event(self, &record.event, err);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

/* The least share of held accounts that the counts leave plausible (Wilson's score interval, 95 %).
 * A merchant has many customers of whom a few were robbed; a mule has few payers, all robbed. */
static double least_share(const tally_item *item)
{
    const double n = (double)item->accounts, share = (double)item->held / n, z2 = 1.96 * 1.96;

    return (share + z2 / (2 * n) - sqrt(z2 * (share * (1 - share) + z2 / (4 * n)) / n)) /
           (1 + z2 / n);
}

static int by_held_accounts(const void *a, const void *b)
{
    const tally_item *left = a, *right = b;
    const double left_share = left->held == 0 ? 0.0 : least_share(left);
    const double right_share = right->held == 0 ? 0.0 : least_share(right);

    if (left_share != right_share) {
        return left_share > right_share ? -1 : 1;
    }
    if (left->accounts != right->accounts) {
        return left->accounts > right->accounts ? -1 : 1;
    }
    return tally_by_name(left, right);
}

static int by_events(const void *a, const void *b)
{
    const tally_item *left = a, *right = b;

    if (left->events != right->events) {
        return left->events > right->events ? -1 : 1;
    }
    return tally_by_name(left, right);
}

static void say_text(const answer *said, answer_row *row, const char *name, jaga_span text)
{
    row->cells[answer_column(said, name)] = (cell){ .is_said = text.length > 0, .text = text };
}

static void say_number(const answer *said, answer_row *row, const char *name, int64_t number)
{
    row->cells[answer_column(said, name)] = (cell){ .is_said = true, .number = number };
}

static jaga_status add_row(entity_count *self, const tally_item *item, jaga_error *err)
{
    answer *said = self->said;
    answer_row *row = answer_add(said);
    const bool is_one = self->about.length > 0;
    const tally_item *known = is_one ? suspect(self, item->name) : item;

    if (row == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the answer");
    }
    say_text(said, row, "kind", text_span(tally_kind_name(item->kind)));
    say_text(said, row, "name", is_one ? self->about : item->name);
    if (is_one) {
        say_text(said, row, "account", item->name);
    } else {
        say_number(said, row, "accounts", item->accounts);
        row->cells[answer_column(said, "held_share")] =
            (cell){ .is_said = true, .share = (double)item->held / (double)item->accounts };
    }
    say_number(said, row, "held", known == NULL ? 0 : known->held);
    say_number(said, row, "decisions", known == NULL ? 0 : known->decisions);
    if (is_one) {
        say_number(said, row, "events", item->events);
    }
    if (is_one && item->currency[0] != '\0' && !item->is_mixed) {
        say_number(said, row, "amount", item->amount_minor);
        say_text(said, row, "currency", answer_keep(said->memory, text_span(item->currency)));
    }
    say_number(said, row, "first", item->first_us);
    say_number(said, row, "last", item->last_us);
    return JAGA_OK;
}

static jaga_status add_rows(entity_count *self, jaga_error *err)
{
    const bool is_one = self->about.length > 0;
    const tally_item *items = tally_sort(&self->names, is_one ? by_events : by_held_accounts);
    const int64_t limit = self->filter->limit >= 0 ? self->filter->limit
                          : is_one                 ? INT64_MAX
                                                   : ENTITIES_SHOWN;

    for (size_t i = 0; i < self->names.items.count && (int64_t)self->said->row_count < limit; i++) {
        if (is_one || items[i].accounts > 1) {
            JAGA_TRY(add_row(self, &items[i], err));
        }
    }
    return is_one && self->names.items.count == 0
               ? jaga_fail(err, JAGA_ERR_USAGE,
                           "%s knows no device, payee, address or instrument of that name",
                           self->from->path)
               : JAGA_OK;
}

jaga_status complete_entities(answer *said, const database *from, const jaga_filter *filter,
                              jaga_error *err)
{
    entity_count self = {
        .said = said, .from = from, .filter = filter, .about = text_span(filter->about)
    };

    if (!from->has_history) {
        return jaga_fail(err, JAGA_ERR_IO,
                         "%s has no history beside it (%s): ask the database it was copied from",
                         from->path, from->history);
    }
    jaga_status status = open_count(&self, err);
    status = status == JAGA_OK ? read_suspects(&self, err) : status;
    status = status == JAGA_OK ? read_history(&self, err) : status;
    status = status == JAGA_OK ? add_rows(&self, err) : status;
    close_count(&self);
    return status;
}
