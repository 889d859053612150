/* Money that leaves a wallet: from its purse to hops, and on to the next wallet. */
#include "trace/ledger.h"

#include "base/money.h"
#include "base/when.h"

#include <string.h>

/* A row's place: what it moves, between which wallets known here. */
typedef struct outflow {
    const jaga_event *event;
    uint32_t from, to; /* wallets; TRACE_NONE */
    uint32_t theft;    /* money-out of a victim inside the window; TRACE_NONE */
} outflow;

/* Money that stays in the log: to a wallet of this ledger, or to somebody of whom the log does not
 * say more than that it was a transfer. A wallet of another institution has no rows here. */
static bool goes_to_wallet(const jaga_event *event)
{
    const bool is_internal = event->institution.length == 0 ||
                             (event->rail.length == strlen("internal") &&
                              memcmp(event->rail.at, "internal", event->rail.length) == 0);

    return event->counterparty.length > 0 && is_internal &&
           (event->counterparty_kind == JAGA_PARTY_WALLET ||
            (event->counterparty_kind == JAGA_PARTY_UNKNOWN && event->type == JAGA_TYPE_TRANSFER));
}

static uint32_t theft_of(const trace *self, const wallet *victim, const jaga_event *event)
{
    const int64_t ts_us = event->ts_us;
    uint32_t i = trace_is_owned(self, event) ? TRACE_NONE : victim->first_theft;

    while (i != TRACE_NONE &&
           (ts_us < self->thefts[i].from_us || ts_us > self->thefts[i].until_us)) {
        i = self->thefts[i].next;
    }
    return i;
}

static uint32_t child_of(const trace *self, const movement *moved, uint32_t parent)
{
    for (uint32_t i = moved->first_hop; i < moved->first_hop + moved->hop_count; i++) {
        if (hop_at(self, i)->parent == parent) {
            return i;
        }
    }
    return TRACE_NONE;
}

static int64_t sum_of(const trace *self, const purse *coins, uint32_t hop)
{
    int64_t sum = 0;

    for (uint32_t i = coins->head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
        sum += piece_at(&self->pieces, i)->hop == hop ? piece_at(&self->pieces, i)->minor : 0;
    }
    return sum;
}

/* The least that is followed on, of what was stolen so far. */
static int64_t least_edge(const theft *of)
{
    int64_t rupiah_minor = TRACE_EDGE_RUPIAH;

    if (memcmp(of->sum.currency, "IDR", 4) != 0) {
        return (of->sum.stolen_minor + TRACE_EDGE_PART - 1) / TRACE_EDGE_PART;
    }
    for (int digits = money_digits((jaga_span){ "IDR", 3 }); digits > 0; digits--) {
        rupiah_minor *= 10;
    }
    return rupiah_minor;
}

static bool is_hub(const wallet *at)
{
    return !at->is_person && at->hub_rows > TRACE_HUB_PER_DAY;
}

/* Whether money of this origin is followed further. */
static bool is_worth_following(const trace *self, const outflow *flow, uint32_t parent,
                               int64_t minor)
{
    if (parent == TRACE_NONE) {
        return true;
    }
    const trace_hop *hop = hop_at(self, parent);
    return hop->depth < TRACE_HOPS_MAX && minor >= least_edge(&self->thefts[hop->theft]) &&
           flow->event->ts_us - hop->source_us <= TRACE_AGE_H * 3600 * US_PER_SECOND &&
           !is_hub(wallet_at(self, flow->from));
}

static jaga_status add_hop(trace *self, const outflow *flow, movement *moved, uint32_t parent,
                           jaga_error *err)
{
    const jaga_event *event = flow->event;
    const uint32_t index = slab_add(&self->hops);

    if (index == SLAB_NONE) {
        return trace_is_full(err);
    }
    trace_hop *hop = hop_at(self, index);
    *hop = (trace_hop){ .theft = parent == TRACE_NONE ? flow->theft : hop_at(self, parent)->theft,
                        .parent = parent,
                        .depth = parent == TRACE_NONE ? 1 : hop_at(self, parent)->depth + 1,
                        .type = event->type,
                        .to_kind = event->counterparty_kind,
                        .is_inside = goes_to_wallet(event),
                        .ts_us = event->ts_us,
                        .source_us =
                            parent == TRACE_NONE ? event->ts_us : hop_at(self, parent)->source_us,
                        .amount_minor = event->amount_minor,
                        .event_id = trace_keep(self, event->event_id),
                        .from = wallet_at(self, moved->from)->account,
                        .to = trace_keep(self, event->counterparty),
                        .institution = trace_keep(self, event->institution) };
    if (hop->event_id.at == NULL || hop->to.at == NULL || hop->institution.at == NULL) {
        return trace_is_full(err);
    }
    moved->hop_count++;
    return JAGA_OK;
}

/* One hop for each origin of the coins that is worth it. */
static jaga_status add_hops(trace *self, const outflow *flow, movement *moved, const purse *coins,
                            jaga_error *err)
{
    for (uint32_t i = coins->head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
        const uint32_t parent = piece_at(&self->pieces, i)->hop;
        const bool is_stolen = parent != PIECE_CLEAN || flow->theft != TRACE_NONE;
        if (is_stolen && child_of(self, moved, parent) == TRACE_NONE &&
            is_worth_following(self, flow, parent, sum_of(self, coins, parent))) {
            JAGA_TRY(add_hop(self, flow, moved, parent, err));
        }
    }
    return JAGA_OK;
}

/* Moves the sums from the hops that brought the coins to those that carry them on, and marks the
 * coins with the latter. */
static void hand_over(trace *self, const outflow *flow, movement *moved, purse *coins)
{
    for (uint32_t i = coins->head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
        piece *coin = piece_at(&self->pieces, i);
        const uint32_t parent = coin->hop;
        const uint32_t child = child_of(self, moved, parent);
        if (parent != PIECE_CLEAN) {
            hop_at(self, parent)->at_rest_minor -= coin->minor;
            hop_at(self, parent)->scattered_minor += child == TRACE_NONE ? coin->minor : 0;
        } else if (child != TRACE_NONE) {
            theft *taken = &self->thefts[flow->theft];
            taken->sum.stolen_minor += coin->minor;
            memcpy(taken->sum.currency, flow->event->currency, 4);
        }
        if (child != TRACE_NONE) {
            trace_hop *hop = hop_at(self, child);
            hop->traced_minor += coin->minor;
            hop->left_minor += hop->is_inside ? 0 : coin->minor;
        } else {
            moved->clean_minor += coin->minor;
        }
        coin->hop = child;
    }
}

/* Payments to a wallet that was touched, by the day. */
static void count_payment(wallet *to, const jaga_event *event)
{
    const int64_t day = event->ts_us / US_PER_DAY;

    to->hub_rows = day == to->hub_day ? to->hub_rows + 1 : 1;
    to->hub_day = day;
    to->is_person |= event->counterparty_kind == JAGA_PARTY_WALLET;
}

/* The coins reach the wallet they were sent to, if it is followed or must be from now on. */
static jaga_status arrive(trace *self, const outflow *flow, movement *moved, purse *coins,
                          jaga_error *err)
{
    const jaga_event *event = flow->event;

    if (!goes_to_wallet(event) ||
        (moved->hop_count == 0 && !trace_is_followed(self, flow->to, event))) {
        return JAGA_OK;
    }
    if (moved->to == TRACE_NONE) {
        JAGA_TRY(trace_add_wallet(self, event->counterparty, &moved->to, err));
    }
    wallet *to = wallet_at(self, moved->to);
    count_payment(to, event);
    if (!to->is_followed) {
        memcpy(to->currency, event->currency, 4);
    }
    if (moved->is_early) { /* counted as clean when the receiver's row came */
        (void)purse_take_back(&self->pieces, &to->purse, moved->amount_minor, PIECE_CLEAN);
    } else {
        to->unconfirmed_minor += moved->amount_minor;
    }
    for (uint32_t i = coins->head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
        const piece coin = *piece_at(&self->pieces, i);
        JAGA_TRY(trace_put(self, to, coin.minor, coin.hop, err));
    }
    trace_spoil(self, to);
    trace_rest(self, to);
    return JAGA_OK;
}

/* Takes the row's fee, of clean money first, and its money out of the sender's purse. */
static jaga_status pay(trace *self, const outflow *flow, purse *coins, purse *fee, jaga_error *err)
{
    const jaga_event *event = flow->event;

    if (trace_is_followed(self, flow->from, event)) {
        wallet *from = wallet_at(self, flow->from);
        if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
            JAGA_TRY(trace_learn_opening(
                self, from, event->balance_minor + event->amount_minor + trace_fee_of(event), err));
        }
        if (!purse_move_clean(&self->pieces, &from->purse, trace_fee_of(event), fee) ||
            !purse_move(&self->pieces, &from->purse, event->amount_minor, coins) ||
            !purse_move(&self->pieces, &from->purse, trace_fee_of(event) - fee->total_minor, fee)) {
            return trace_is_full(err);
        }
        trace_see_balance(from, event->balance_minor == JAGA_UNKNOWN_MINOR ? from->purse.total_minor
                                                                           : event->balance_minor);
    }
    const int64_t unseen = event->amount_minor - coins->total_minor;
    return purse_push(&self->pieces, coins, unseen, PIECE_CLEAN) ? JAGA_OK : trace_is_full(err);
}

static jaga_status carry(trace *self, const outflow *flow, movement *moved, jaga_error *err)
{
    purse coins = purse_empty(), fee = purse_empty();

    jaga_status status = pay(self, flow, &coins, &fee, err);
    if (status == JAGA_OK) {
        moved->first_hop = self->hops.count;
        status = add_hops(self, flow, moved, &coins, err);
    }
    if (status == JAGA_OK) {
        hand_over(self, flow, moved, &coins);
        for (uint32_t i = fee.head; i != SLAB_NONE; i = piece_at(&self->pieces, i)->next) {
            const piece *coin = piece_at(&self->pieces, i);
            if (coin->hop != PIECE_CLEAN) {
                hop_at(self, coin->hop)->at_rest_minor -= coin->minor;
                hop_at(self, coin->hop)->scattered_minor += coin->minor;
            }
        }
        status = arrive(self, flow, moved, &coins, err);
    }
    purse_clear(&self->pieces, &coins);
    purse_clear(&self->pieces, &fee);
    if (moved->from != TRACE_NONE) {
        trace_rest(self, wallet_at(self, moved->from));
    }
    return status;
}

/* Whether the sender's row of this movement was taken already, under its own name or that of the
 * pending row before it; *index: the movement, TRACE_NONE when there is none yet. */
static bool is_told(const trace *self, const jaga_event *event, uint32_t *index)
{
    const seen_row *seen = trace_find_seen(self, event->event_id);

    if (seen == NULL) {
        seen = trace_find_seen(self, event->ref);
        if (seen == NULL || !seen->is_pending || seen->movement == TRACE_NONE) {
            return false;
        }
    }
    *index = seen->movement;
    return *index == TRACE_NONE || !movement_at(self, *index)->is_early;
}

jaga_status trace_money_out(trace *self, const jaga_event *event, jaga_error *err)
{
    outflow flow = { .event = event, .to = TRACE_NONE, .theft = TRACE_NONE };

    flow.from = trace_find_wallet(self, event->account);
    if (goes_to_wallet(event)) {
        flow.to = trace_find_wallet(self, event->counterparty);
    }
    if (flow.from != TRACE_NONE) {
        flow.theft = theft_of(self, wallet_at(self, flow.from), event);
    }
    if (flow.theft != TRACE_NONE &&
        !trace_is_currency(self->thefts[flow.theft].sum.currency, event)) {
        flow.theft = TRACE_NONE;
    }
    if (flow.theft == TRACE_NONE && !trace_is_followed(self, flow.from, event) &&
        !trace_is_followed(self, flow.to, event)) {
        return JAGA_OK;
    }
    uint32_t index = TRACE_NONE;
    if (is_told(self, event, &index)) {
        return JAGA_OK;
    }
    if (index == TRACE_NONE) {
        const movement made = { .to = flow.to, .amount_minor = event->amount_minor };
        JAGA_TRY(trace_add_movement(self, &made, &index, err));
    }
    JAGA_TRY(trace_see(self, event->event_id, index, err));
    trace_book(self, event->ref, index);
    movement *moved = movement_at(self, index);
    moved->from = flow.from;
    JAGA_TRY(carry(self, &flow, moved, err));
    moved->is_early = false;
    return JAGA_OK;
}
