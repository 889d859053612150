/* What a log should not hold, found in one pass over the history: money that left a closed account,
 * and balances that the law does not allow. Either the data are wrong or somebody got around the
 * ledger; nothing is scored by it. */
#include "base/column_text.h"
#include "base/key_index.h"
#include "base/slab.h"
#include "base/wallet_profile.h"
#include "history/history.h"
#include "query/questions.h"

#include <string.h>

enum { ODDITIES_CAP = 1 << 26 };

typedef enum oddity_kind { ODDITY_CLOSING, ODDITY_CLOSED_ACTIVITY, ODDITY_BALANCE } oddity_kind;

static const char *const names[] = {
    [ODDITY_CLOSING] = "closed", /* no oddity by itself: when it was closed */
    [ODDITY_CLOSED_ACTIVITY] = "closed-activity",
    [ODDITY_BALANCE] = "balance-over-limit",
};

/* One kind of oddity of one account. */
typedef struct oddity {
    hash128 key; /* of account and kind; stands first for the index */
    jaga_span account, event_id;
    int64_t first_us, last_us;
    int64_t amount_minor; /* the largest */
    char currency[4];
    uint8_t kind;
} oddity;

typedef struct oddity_search {
    answer *said;
    const jaga_filter *filter;
    wallet_profile wallet;
    slab_pool found;
    key_index index;
} oddity_search;

static hash128 key_of(jaga_span account, oddity_kind kind)
{
    hash128 key = hash_text128(account);

    key.high ^= (uint64_t)kind + 1;
    return key;
}

static oddity *find(const oddity_search *self, jaga_span account, oddity_kind kind)
{
    const uint32_t at = key_index_find(&self->index, &self->found, key_of(account, kind));

    return at == SLAB_NONE ? NULL : slab_at(&self->found, at);
}

static jaga_status note(oddity_search *self, oddity_kind kind, const jaga_event *event,
                        int64_t amount_minor, jaga_error *err)
{
    oddity *known = find(self, event->account, kind);

    if (known == NULL) {
        JAGA_TRY(key_index_reserve(&self->index, err));
        const uint32_t at = slab_add(&self->found);
        if (at == SLAB_NONE) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "there are too many oddities to list");
        }
        known = slab_at(&self->found, at);
        *known = (oddity){ .key = key_of(event->account, kind),
                           .account = answer_keep(self->said->memory, event->account),
                           .event_id = answer_keep(self->said->memory, event->event_id),
                           .first_us = event->ts_us,
                           .last_us = event->ts_us,
                           .amount_minor = amount_minor,
                           .kind = (uint8_t)kind };
        memcpy(known->currency, event->currency, sizeof known->currency);
        key_index_add(&self->index, known->key, at);
    }
    known->first_us = event->ts_us < known->first_us ? event->ts_us : known->first_us;
    known->last_us = event->ts_us > known->last_us ? event->ts_us : known->last_us;
    known->amount_minor = amount_minor > known->amount_minor ? amount_minor : known->amount_minor;
    return JAGA_OK;
}

static bool is_asked(const oddity_search *self, const jaga_event *event)
{
    const jaga_filter *filter = self->filter;
    const jaga_span wanted = text_span(filter->account);

    return event->ts_us >= filter->since_us && event->ts_us < filter->until_us &&
           (wanted.length == 0 || (wanted.length == event->account.length &&
                                   memcmp(wanted.at, event->account.at, wanted.length) == 0));
}

static jaga_status look_at(oddity_search *self, const jaga_event *event, jaga_error *err)
{
    if (event->status != JAGA_STATUS_OK) {
        return JAGA_OK;
    }
    if (event->type == JAGA_TYPE_CLOSED) {
        return note(self, ODDITY_CLOSING, event, 0, err);
    }
    if (!is_asked(self, event)) {
        return JAGA_OK;
    }
    const oddity *closed = find(self, event->account, ODDITY_CLOSING);
    if (closed != NULL && event->ts_us > closed->first_us && jaga_event_is_money_out(event)) {
        JAGA_TRY(note(self, ODDITY_CLOSED_ACTIVITY, event, event->amount_minor, err));
    }
    /* Whether an account is registered the log does not say; above the higher limit none may be. */
    if (event->balance_minor != JAGA_UNKNOWN_MINOR &&
        memcmp(event->currency, self->wallet.currency, 3) == 0 &&
        event->balance_minor > self->wallet.balance_registered_minor) {
        JAGA_TRY(note(self, ODDITY_BALANCE, event, event->balance_minor, err));
    }
    return JAGA_OK;
}

static jaga_status read_history(oddity_search *self, const database *from, jaga_error *err)
{
    /* From the beginning: an account may have been closed long before. */
    const history_range range = { .from_us = INT64_MIN, .until_us = self->filter->until_us };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;

    jaga_status status = history_reader_open(from->history, range, &reader, err);
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        if (status == JAGA_OK && record.kind == JAGA_RECORD_EVENT) {
            status = look_at(self, &record.event, err);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status add_rows(const oddity_search *self, jaga_error *err)
{
    answer *said = self->said;
    const int64_t limit = self->filter->limit >= 0 ? self->filter->limit : INT64_MAX;

    for (uint32_t i = 0; i < self->found.count && (int64_t)said->row_count < limit; i++) {
        const oddity *at = slab_at(&self->found, i);
        const int64_t most = at->kind == ODDITY_BALANCE ? self->wallet.balance_registered_minor : 0;
        answer_row *row = at->kind == ODDITY_CLOSING ? NULL : answer_add(said);
        if (at->kind == ODDITY_CLOSING) {
            continue;
        }
        if (row == NULL) {
            return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the answer");
        }
        row->cells[0] = (cell){ .is_said = true, .text = text_span(names[at->kind]) };
        row->cells[1] = (cell){ .is_said = true, .text = at->account };
        row->cells[2] = (cell){ .is_said = true, .number = at->first_us };
        row->cells[3] = (cell){ .is_said = true, .number = at->last_us };
        row->cells[4] = (cell){ .is_said = true, .number = at->amount_minor };
        row->cells[5] = (cell){ .is_said = true, .number = most };
        row->cells[6] = (cell){ .is_said = true, .text = at->event_id };
        row->cells[7] =
            (cell){ .is_said = true, .text = answer_keep(said->memory, text_span(at->currency)) };
    }
    return JAGA_OK;
}

jaga_status complete_oddities(answer *said, const database *from, const jaga_filter *filter,
                              jaga_error *err)
{
    oddity_search self = { .said = said, .filter = filter };

    if (!from->has_history) {
        return jaga_fail(err, JAGA_ERR_IO,
                         "%s has no history beside it (%s): ask the database it was copied from",
                         from->path, from->history);
    }
    jaga_status status = wallet_profile_find(WALLET_PROFILE_DEFAULT, &self.wallet, err);
    if (status == JAGA_OK) {
        status = slab_open(&self.found, "oddities", sizeof(oddity), ODDITIES_CAP, err);
    }
    status = status == JAGA_OK ? key_index_open(&self.index, "oddities", err) : status;
    status = status == JAGA_OK ? read_history(&self, from, err) : status;
    status = status == JAGA_OK ? add_rows(&self, err) : status;
    key_index_close(&self.index);
    slab_close(&self.found);
    return status;
}
