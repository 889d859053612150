/* What to follow, and the rows that only confirm, add to or undo what is followed. */
#include "trace/trace.h"

#include "history/history.h"
#include "trace/ledger.h"

#include <string.h>

enum { WALLETS_CAP = 1 << 22, ROWS_CAP = 1 << 24, HOPS_CAP = 1 << 22 };

/* Address space only; pages are taken as texts arrive. */
static const size_t text_bytes = (size_t)8 << 30;

static jaga_status add_theft(trace *self, const trace_theft *asked, uint32_t index, jaga_error *err)
{
    uint32_t at = trace_find_wallet(self, asked->account);

    if (at == TRACE_NONE) {
        JAGA_TRY(trace_add_wallet(self, asked->account, &at, err));
    }
    self->thefts[index] =
        (theft){ .from_us = asked->from_us, .until_us = asked->until_us, .next = TRACE_NONE };
    uint32_t *link = &wallet_at(self, at)->first_theft;
    while (*link != TRACE_NONE) {
        link = &self->thefts[*link].next;
    }
    *link = index;
    self->earliest_us = asked->from_us < self->earliest_us ? asked->from_us : self->earliest_us;
    return JAGA_OK;
}

static jaga_status open_tables(trace *self, purse_rule rule, jaga_error *err)
{
    JAGA_TRY(slab_open(&self->wallets, "trace wallets", sizeof(wallet), WALLETS_CAP, err));
    JAGA_TRY(slab_open(&self->movements, "trace movements", sizeof(movement), ROWS_CAP, err));
    JAGA_TRY(slab_open(&self->seen, "trace rows", sizeof(seen_row), ROWS_CAP, err));
    JAGA_TRY(slab_open(&self->hops, "trace hops", sizeof(trace_hop), HOPS_CAP, err));
    JAGA_TRY(
        slab_open(&self->owned, "trace payments of the owner", sizeof(hash128), ROWS_CAP, err));
    JAGA_TRY(key_index_open(&self->owned_index, "trace index of payments of the owner", err));
    JAGA_TRY(piece_pool_open(&self->pieces, rule, err));
    JAGA_TRY(key_index_open(&self->wallet_index, "trace wallet index", err));
    return key_index_open(&self->seen_index, "trace row index", err);
}

jaga_status trace_open(const trace_theft *thefts, size_t count, purse_rule rule, trace **out,
                       jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(trace) + count * sizeof(theft) + text_bytes, &memory, err));
    trace *self = arena_take(memory, sizeof *self);
    self->memory = memory;
    self->thefts = arena_take(memory, count * sizeof *self->thefts);
    self->theft_count = count;
    self->earliest_us = INT64_MAX;
    jaga_status status = open_tables(self, rule, err);
    for (size_t i = 0; i < count && status == JAGA_OK; i++) {
        status = add_theft(self, &thefts[i], (uint32_t)i, err);
    }
    if (status != JAGA_OK) {
        trace_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void trace_close(trace *self)
{
    if (self != NULL) {
        key_index_close(&self->owned_index);
        slab_close(&self->owned);
        key_index_close(&self->seen_index);
        key_index_close(&self->wallet_index);
        piece_pool_close(&self->pieces);
        slab_close(&self->hops);
        slab_close(&self->seen);
        slab_close(&self->movements);
        slab_close(&self->wallets);
        arena_close(self->memory);
    }
}

/* The receiver's row of a movement: adds nothing, but may say what the wallet had before. */
static jaga_status confirm(trace *self, const jaga_event *event, uint32_t index, jaga_error *err)
{
    movement *moved = movement_at(self, index);

    if (!moved->is_confirmed && moved->to != TRACE_NONE) {
        wallet *to = wallet_at(self, moved->to);
        const int64_t left = to->unconfirmed_minor - moved->amount_minor;
        to->unconfirmed_minor = left > 0 ? left : 0;
        if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
            /* Senders' rows whose counterpart is still to come are not in this balance yet. */
            const int64_t has_minor = event->balance_minor + to->unconfirmed_minor;
            JAGA_TRY(trace_learn_opening(self, to, has_minor, err));
            trace_see_balance(to, has_minor);
        }
    }
    moved->is_confirmed = true;
    return trace_see(self, event->event_id, index, err);
}

static jaga_status credit(trace *self, const jaga_event *event, uint32_t at, jaga_error *err)
{
    wallet *to = wallet_at(self, at);
    const int64_t minor = event->amount_minor - trace_fee_of(event);
    uint32_t index = TRACE_NONE;

    if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
        JAGA_TRY(trace_learn_opening(self, to, event->balance_minor - minor, err));
    }
    if (event->type == JAGA_TYPE_RECEIVE && event->ref.length > 0) {
        /* The sender's row may still be on its way. */
        const movement made = { .from = TRACE_NONE,
                                .to = at,
                                .amount_minor = minor,
                                .is_early = true,
                                .is_confirmed = true };
        JAGA_TRY(trace_add_movement(self, &made, &index, err));
        JAGA_TRY(trace_see(self, event->ref, index, err));
        trace_book(self, event->ref, index);
    }
    JAGA_TRY(trace_see(self, event->event_id, index, err));
    JAGA_TRY(trace_put(self, to, minor, PIECE_CLEAN, err));
    trace_spoil(self, to);
    return JAGA_OK;
}

static jaga_status money_in(trace *self, const jaga_event *event, jaga_error *err)
{
    const seen_row *origin = trace_find_seen(self, event->ref);
    const uint32_t index = origin == NULL ? TRACE_NONE : origin->movement;
    const uint32_t at = trace_find_wallet(self, event->account);

    if (trace_find_seen(self, event->event_id) != NULL) {
        return JAGA_OK;
    }
    if (index != TRACE_NONE && event->type == JAGA_TYPE_RECEIVE) {
        return confirm(self, event, index, err);
    }
    if (index != TRACE_NONE && event->type == JAGA_TYPE_REFUND &&
        movement_at(self, index)->amount_minor == event->amount_minor) {
        JAGA_TRY(trace_see(self, event->event_id, index, err));
        return trace_undo(self, index, err);
    }
    return trace_is_followed(self, at, event) ? credit(self, event, at, err) : JAGA_OK;
}

static bool is_of_interest(const trace *self, const jaga_event *event)
{
    return trace_find_wallet(self, event->account) != TRACE_NONE ||
           trace_find_wallet(self, event->counterparty) != TRACE_NONE;
}

jaga_status trace_take(trace *self, const jaga_event *event, jaga_error *err)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);

    if (class != JAGA_CLASS_MONEY_IN && class != JAGA_CLASS_MONEY_OUT) {
        return JAGA_OK;
    }
    if (event->status == JAGA_STATUS_REVERSED) {
        const seen_row *undone = trace_find_seen(self, event->ref);
        return undone == NULL || undone->movement == TRACE_NONE
                   ? JAGA_OK
                   : trace_undo(self, undone->movement, err);
    }
    if (event->status == JAGA_STATUS_PENDING && class == JAGA_CLASS_MONEY_OUT) {
        return is_of_interest(self, event) ? trace_see_pending(self, event->event_id, err)
                                           : JAGA_OK;
    }
    if (event->status != JAGA_STATUS_OK || event->amount_minor <= 0) {
        return JAGA_OK;
    }
    return class == JAGA_CLASS_MONEY_OUT ? trace_money_out(self, event, err)
                                         : money_in(self, event, err);
}

jaga_status trace_read(trace *self, const char *history_path, jaga_error *err)
{
    return trace_read_all(&self, 1, history_path, err);
}

jaga_status trace_read_all(trace *const *all, size_t count, const char *history_path,
                           jaga_error *err)
{
    const history_range range = { .from_us = all[0]->earliest_us, .until_us = INT64_MAX };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;

    if (all[0]->theft_count == 0) {
        return JAGA_OK;
    }
    jaga_status status = history_reader_open(history_path, range, &reader, err);
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        for (size_t i = 0; i < count && status == JAGA_OK && record.kind == JAGA_RECORD_EVENT;
             i++) {
            status = trace_take(all[i], &record.event, err);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

size_t trace_hop_count(const trace *self)
{
    return self->hops.count;
}

const trace_hop *trace_hop_at(const trace *self, size_t index)
{
    return hop_at(self, (uint32_t)index);
}

void trace_sums(const trace *self, trace_sum *out)
{
    for (size_t i = 0; i < self->theft_count; i++) {
        out[i] = self->thefts[i].sum;
    }
    for (uint32_t i = 0; i < self->hops.count; i++) {
        const trace_hop *hop = hop_at(self, i);
        trace_sum *sum = &out[hop->theft];
        sum->spoiled_minor += hop->spoiled_minor;
        sum->at_rest_minor += hop->at_rest_minor;
        sum->left_minor += hop->left_minor;
        sum->scattered_minor += hop->scattered_minor;
    }
}

int64_t trace_holdable(const trace *self, size_t hop)
{
    const trace_hop *brought = hop_at(self, (uint32_t)hop);
    const uint32_t at = brought->is_inside ? trace_find_wallet(self, brought->to) : TRACE_NONE;

    if (at == TRACE_NONE) {
        return 0;
    }
    const wallet *in = wallet_at(self, at);
    return in->purse.tainted_minor < in->claim_minor ? in->purse.tainted_minor : in->claim_minor;
}
