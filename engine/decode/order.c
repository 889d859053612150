#include "decode/order.h"

#include "base/when.h"

#include <string.h>

static order_state *state_of(const order *self)
{
    return slab_at(&self->state, 0);
}

jaga_status order_open(order *self, uint32_t cap, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    JAGA_TRY(slab_open(&self->state, "order", sizeof(order_state), 1, err));
    JAGA_TRY(slab_open(&self->seen, "event ids", sizeof(order_seen), cap, err));
    JAGA_TRY(key_index_open(&self->index, "event id index", err));
    (void)slab_add(&self->state);
    *state_of(self) = (order_state){ .latest_us = INT64_MIN, .horizon_us = INT64_MIN };
    return JAGA_OK;
}

void order_close(order *self)
{
    slab_close(&self->state);
    slab_close(&self->seen);
    key_index_close(&self->index);
}

jaga_status order_restored(order *self, jaga_error *err)
{
    return key_index_rebuild(&self->index, &self->seen, err);
}

static bool is_hole(const order_seen *seen)
{
    return seen->event.low == 0 && seen->event.high == 0;
}

/* Empties an entry of the ring; its place is passed over when the ring comes round. */
static void forget(order *self, uint32_t item)
{
    order_seen *seen = slab_at(&self->seen, item);

    if (!is_hole(seen)) {
        key_index_remove(&self->index, seen->event, item);
        memset(seen, 0, sizeof *seen);
    }
}

static jaga_status remember(order *self, const jaga_event *event, const jaga_identity *identity,
                            jaga_error *err)
{
    order_state *state = state_of(self);
    const hash128 key = { identity->event_low, identity->event_high };

    while (state->head < state->tail) {
        const uint32_t item = (uint32_t)(state->head % self->seen.cap);
        const order_seen *oldest = slab_at(&self->seen, item);
        const bool is_full = state->tail - state->head == self->seen.cap;
        const bool is_wanted = !is_hole(oldest) && oldest->ts_us >= state->horizon_us;
        if (!is_full && is_wanted) {
            break;
        }
        if (is_full && is_wanted) {
            /* What is forgotten early must count as stale from now on, or it could come twice. */
            state->horizon_us = oldest->ts_us + 1;
            state->has_shrunk = 1;
        }
        forget(self, item);
        state->head++;
    }
    JAGA_TRY(key_index_reserve(&self->index, err));
    const uint32_t item = (uint32_t)(state->tail % self->seen.cap);
    if (item >= self->seen.count) {
        (void)slab_add(&self->seen);
    }
    *(order_seen *)slab_at(&self->seen, item) =
        (order_seen){ .event = key, .content = identity->content, .ts_us = event->ts_us };
    key_index_add(&self->index, key, item);
    state->tail++;
    return JAGA_OK;
}

/* A row far ahead: has enough of the log agreed that time really jumped? */
static bool is_agreed(order_state *state, const jaga_identity *identity)
{
    uint64_t i = 0;

    while (i < state->future_account_count && state->future_accounts[i] != identity->account_low) {
        i++;
    }
    if (i == state->future_account_count && i < ORDER_FUTURE_ACCOUNTS) {
        state->future_accounts[state->future_account_count++] = identity->account_low;
    }
    state->future_rows++;
    return state->future_rows >= ORDER_FUTURE_ROWS &&
           state->future_account_count >= ORDER_FUTURE_ACCOUNTS;
}

static void clear_future(order_state *state)
{
    state->future_rows = 0;
    state->future_account_count = 0;
    memset(state->future_accounts, 0, sizeof state->future_accounts);
}

static void advance(order *self, int64_t ts_us)
{
    order_state *state = state_of(self);
    const int64_t horizon_us = ts_us - self->limits.horizon_us;

    state->latest_us = ts_us;
    if (horizon_us > state->horizon_us) {
        state->horizon_us = horizon_us;
    }
}

jaga_status order_judge(order *self, const jaga_event *event, const jaga_identity *identity,
                        order_verdict *verdict, jaga_error *err)
{
    order_state *state = state_of(self);
    const hash128 key = { identity->event_low, identity->event_high };

    if (event->ts_us < state->horizon_us) {
        *verdict = ORDER_STALE;
        return JAGA_OK;
    }
    const uint32_t item = key_index_find(&self->index, &self->seen, key);
    const order_seen *seen = item == SLAB_NONE ? NULL : slab_at(&self->seen, item);
    if (seen != NULL && seen->ts_us < state->horizon_us) {
        /* Kept longer than promised because something later came before it in the ring. */
        forget(self, item);
    } else if (seen != NULL) {
        *verdict = seen->content == identity->content ? ORDER_DUPLICATE : ORDER_CONFLICT;
        return JAGA_OK;
    }
    const bool is_first = state->latest_us == INT64_MIN;
    if (!is_first && event->ts_us - state->latest_us > self->limits.future_us) {
        if (!is_agreed(state, identity)) {
            *verdict = ORDER_FUTURE;
            return JAGA_OK;
        }
    }
    if (state->future_rows > 0) {
        clear_future(state); /* agreed, or contradicted by a row of the present */
    }
    *verdict = !is_first && event->ts_us < order_watermark_us(self) ? ORDER_LATE : ORDER_ON_TIME;
    if (is_first || event->ts_us > state->latest_us) {
        advance(self, event->ts_us);
    }
    return remember(self, event, identity, err);
}

int64_t order_watermark_us(const order *self)
{
    const order_state *state = state_of(self);
    return state->latest_us == INT64_MIN ? INT64_MIN : state->latest_us - self->limits.lateness_us;
}

bool order_has_shrunk(const order *self)
{
    return state_of(self)->has_shrunk != 0;
}

void order_prefetch(const order *self, const jaga_identity *identity)
{
    key_index_prefetch(&self->index, (hash128){ identity->event_low, identity->event_high });
}
