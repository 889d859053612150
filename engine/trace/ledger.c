#include "trace/ledger.h"

#include <string.h>

jaga_status trace_is_full(jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_LIMIT, "the stolen money spread too far to be followed");
}

jaga_span trace_keep(trace *self, jaga_span text)
{
    char *copy = arena_take(self->memory, text.length + 1U);

    if (copy != NULL && text.length > 0) {
        memcpy(copy, text.at, text.length);
    }
    return (jaga_span){ copy, text.length };
}

uint32_t trace_find_wallet(const trace *self, jaga_span account)
{
    return account.length == 0
               ? TRACE_NONE
               : key_index_find(&self->wallet_index, &self->wallets, hash_text128(account));
}

jaga_status trace_add_wallet(trace *self, jaga_span account, uint32_t *out, jaga_error *err)
{
    const hash128 key = hash_text128(account);

    JAGA_TRY(key_index_reserve(&self->wallet_index, err));
    const jaga_span kept = trace_keep(self, account);
    const uint32_t index = kept.at == NULL ? SLAB_NONE : slab_add(&self->wallets);
    if (index == SLAB_NONE) {
        return trace_is_full(err);
    }
    *wallet_at(self, index) =
        (wallet){ .key = key, .account = kept, .purse = purse_empty(), .first_theft = TRACE_NONE };
    key_index_add(&self->wallet_index, key, index);
    *out = index;
    return JAGA_OK;
}

static seen_row *find_row(const trace *self, jaga_span event_id)
{
    const uint32_t index = event_id.length == 0 ? SLAB_NONE
                                                : key_index_find(&self->seen_index, &self->seen,
                                                                 hash_text128(event_id));
    return index == SLAB_NONE ? NULL : slab_at(&self->seen, index);
}

const seen_row *trace_find_seen(const trace *self, jaga_span event_id)
{
    return find_row(self, event_id);
}

jaga_status trace_see_pending(trace *self, jaga_span event_id, jaga_error *err)
{
    JAGA_TRY(trace_see(self, event_id, TRACE_NONE, err));
    find_row(self, event_id)->is_pending = true;
    return JAGA_OK;
}

void trace_book(trace *self, jaga_span first_id, uint32_t moved)
{
    seen_row *first = find_row(self, first_id);

    if (first != NULL && first->is_pending && first->movement == TRACE_NONE) {
        first->movement = moved;
    }
}

jaga_status trace_see(trace *self, jaga_span event_id, uint32_t moved, jaga_error *err)
{
    const hash128 key = hash_text128(event_id);

    if (trace_find_seen(self, event_id) != NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->seen_index, err));
    const uint32_t index = slab_add(&self->seen);
    if (index == SLAB_NONE) {
        return trace_is_full(err);
    }
    *(seen_row *)slab_at(&self->seen, index) = (seen_row){ .key = key, .movement = moved };
    key_index_add(&self->seen_index, key, index);
    return JAGA_OK;
}

static bool is_owned(const trace *self, jaga_span event_id)
{
    return event_id.length > 0 &&
           key_index_find(&self->owned_index, &self->owned, hash_text128(event_id)) != SLAB_NONE;
}

bool trace_is_owned(const trace *self, const jaga_event *event)
{
    return self->owned.count > 0 && (is_owned(self, event->event_id) || is_owned(self, event->ref));
}

jaga_status trace_own(trace *self, jaga_span event_id, jaga_error *err)
{
    const hash128 key = hash_text128(event_id);

    if (is_owned(self, event_id)) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->owned_index, err));
    const uint32_t index = slab_add(&self->owned);
    if (index == SLAB_NONE) {
        return trace_is_full(err);
    }
    *(hash128 *)slab_at(&self->owned, index) = key;
    key_index_add(&self->owned_index, key, index);
    return JAGA_OK;
}

void trace_spoil(trace *self, wallet *at)
{
    uint32_t newest = PIECE_CLEAN;

    if (self->pieces.rule != PURSE_POISON || at->purse.tainted_minor == at->purse.total_minor) {
        return;
    }
    for (uint32_t i = at->purse.head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
        const uint32_t hop = piece_at(&self->pieces, i)->hop;
        newest = hop == PIECE_CLEAN ? newest : hop;
    }
    if (newest != PIECE_CLEAN) {
        const int64_t spoiled = purse_spoil(&self->pieces, &at->purse, newest);
        hop_at(self, newest)->spoiled_minor += spoiled;
        hop_at(self, newest)->at_rest_minor += spoiled;
    }
}

jaga_status trace_put(trace *self, wallet *to, int64_t minor, uint32_t hop, jaga_error *err)
{
    if (hop != PIECE_CLEAN) {
        to->is_followed = true;
        hop_at(self, hop)->at_rest_minor += minor;
        to->claim_minor += minor;
    }
    return purse_push(&self->pieces, &to->purse, minor, hop) ? JAGA_OK : trace_is_full(err);
}

void trace_see_balance(wallet *at, int64_t balance_minor)
{
    const int64_t least =
        balance_minor < at->purse.total_minor ? balance_minor : at->purse.total_minor;
    const int64_t there = least > 0 ? least : 0;

    at->claim_minor = there < at->claim_minor ? there : at->claim_minor;
}

void trace_rest(trace *self, wallet *at)
{
    if (at->is_followed && at->purse.tainted_minor == 0) {
        purse_clear(&self->pieces, &at->purse);
        at->is_followed = false;
        at->has_opening = false;
        at->unconfirmed_minor = 0;
        at->claim_minor = 0;
    }
}

bool trace_is_currency(const char *kept, const jaga_event *event)
{
    return kept[0] == '\0' || memcmp(kept, event->currency, 4) == 0;
}

bool trace_is_followed(const trace *self, uint32_t index, const jaga_event *event)
{
    return index != TRACE_NONE && wallet_at(self, index)->is_followed &&
           trace_is_currency(wallet_at(self, index)->currency, event);
}

jaga_status trace_learn_opening(trace *self, wallet *at, int64_t had_minor, jaga_error *err)
{
    if (!at->is_followed || at->has_opening) {
        return JAGA_OK;
    }
    at->has_opening = true;
    const int64_t opening = had_minor - at->purse.total_minor;
    if (!purse_push_front(&self->pieces, &at->purse, opening, PIECE_CLEAN)) {
        return trace_is_full(err);
    }
    trace_spoil(self, at);
    return JAGA_OK;
}

int64_t trace_fee_of(const jaga_event *event)
{
    return event->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event->fee_minor;
}

jaga_status trace_add_movement(trace *self, const movement *made, uint32_t *out, jaga_error *err)
{
    *out = slab_add(&self->movements);
    if (*out == SLAB_NONE) {
        return trace_is_full(err);
    }
    *movement_at(self, *out) = *made;
    return JAGA_OK;
}

/* Gives a hop's money back to where it came from; returns how much could be had. */
static jaga_status undo_hop(trace *self, const movement *moved, uint32_t index, jaga_error *err)
{
    trace_hop *hop = hop_at(self, index);
    int64_t back = hop->left_minor;

    hop->left_minor = 0;
    if (moved->to != TRACE_NONE) {
        wallet *to = wallet_at(self, moved->to);
        const int64_t there = purse_take_back(&self->pieces, &to->purse, hop->at_rest_minor, index);
        /* What lay there before the row and was spoiled by it is the receiver's, and clean again.
         */
        const int64_t came = there < hop->traced_minor ? there : hop->traced_minor;
        back += came;
        to->claim_minor -= came < to->claim_minor ? came : to->claim_minor;
        hop->at_rest_minor = 0;
        hop->spoiled_minor -= there - came;
        if (!purse_push_front(&self->pieces, &to->purse, there - came, PIECE_CLEAN)) {
            return trace_is_full(err);
        }
    }
    hop->traced_minor -= back;
    if (hop->parent == TRACE_NONE) {
        self->thefts[hop->theft].sum.stolen_minor -= back;
    } else {
        hop_at(self, hop->parent)->at_rest_minor += back;
    }
    wallet *from = wallet_at(self, moved->from);
    from->is_followed |= hop->parent != TRACE_NONE && back > 0;
    if (!from->is_followed) {
        return JAGA_OK;
    }
    from->claim_minor += hop->parent != TRACE_NONE ? back : 0;
    const bool has_room = purse_give_back(&self->pieces, &from->purse, back, hop->parent);
    return has_room ? JAGA_OK : trace_is_full(err);
}

jaga_status trace_undo(trace *self, uint32_t index, jaga_error *err)
{
    movement *moved = movement_at(self, index);
    wallet *from = moved->from == TRACE_NONE ? NULL : wallet_at(self, moved->from);
    wallet *to = moved->to == TRACE_NONE ? NULL : wallet_at(self, moved->to);

    if (moved->is_undone || moved->is_early) {
        return JAGA_OK;
    }
    moved->is_undone = true;
    for (uint32_t i = moved->hop_count; i > 0; i--) {
        JAGA_TRY(undo_hop(self, moved, moved->first_hop + i - 1, err));
    }
    if (to != NULL && to->is_followed) {
        const int64_t awaited = moved->is_confirmed ? 0 : moved->amount_minor;
        to->unconfirmed_minor -= awaited < to->unconfirmed_minor ? awaited : to->unconfirmed_minor;
        (void)purse_take_back(&self->pieces, &to->purse, moved->clean_minor, PIECE_CLEAN);
        trace_rest(self, to);
    }
    if (from != NULL && from->is_followed) {
        if (!purse_give_back(&self->pieces, &from->purse, moved->clean_minor, PIECE_CLEAN)) {
            return trace_is_full(err);
        }
        trace_spoil(self, from);
    }
    return JAGA_OK;
}
