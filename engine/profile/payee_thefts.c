/* What labels said about a payee. One that thieves pay is paid by thieves again, and a shop whose
 * terminal leaks is in every customer's way: whom an account pays says what no habit of the account
 * can. A label comes days after its payment, and counts from then on only; so a share of thefts is
 * one of payments as old as that, or every new payment would be taken for honest.
 *
 * A theft of a plain amount (usual for its account) tells against the payee; one of a large amount
 * may only tell against that account. */
#include "base/exponent.h"
#include "base/when.h"
#include "profile/aspect.h"

static const double half_lives_s[JAGA_THEFT_SPANS] = { 2 * 86400.0, 7 * 86400.0, 28 * 86400.0 };
static const double plain_deviations = 2.5;
/* Thefts closer than this are one run. */
static const uint32_t run_gap_s = 10 * 86400;
/* A share of next to nothing is none. */
static const double payments_least = 0.01;

payee_labels payee_thefts_find(const profile *self, uint64_t payee)
{
    void *thefts = entity_find(&self->entities, ENTITY_PAYEE_THEFTS, payee);
    void *run = entity_find(&self->entities, ENTITY_PAYEE_RUN, payee);
    return thefts != NULL && run != NULL ? (payee_labels){ thefts, run }
                                         : (payee_labels){ NULL, NULL };
}

static double faded(const jaga_payee_thefts *of, int span, int64_t now_us)
{
    return now_us > of->last_us ? decay((double)(now_us - of->last_us) / 1e6, half_lives_s[span])
                                : 1.0;
}

/* ---- payments that wait for a label ---- */

enum { SLOTS_OF_DELAY = 8, SLOTS_WAITED = SLOTS_OF_DELAY + 1 };
_Static_assert((int)SLOTS_WAITED < (int)JAGA_WAITING_SLOTS, "what waits, and the present slot");

static int64_t slot_us(const jaga_payee_run *run)
{
    return (int64_t)run->delay_s * US_PER_SECOND / SLOTS_OF_DELAY;
}

static uint32_t slot_of(const jaga_payee_run *run, int64_t now_us)
{
    const uint32_t slot = (uint32_t)(now_us / slot_us(run));
    return slot > run->slot ? slot : run->slot;
}

/* What has waited long enough by now. */
typedef struct ripe {
    double count;
    double by_span[JAGA_THEFT_SPANS]; /* faded since it was old enough */
} ripe;

static ripe ripe_of(const jaga_payee_run *run, int64_t now_us)
{
    const uint32_t now = slot_of(run, now_us);
    ripe out = { .count = 0.0 };

    for (uint32_t back = 0; back < JAGA_WAITING_SLOTS; back++) {
        const uint32_t slot = run->slot - back;
        const uint16_t payments = run->waiting[slot % JAGA_WAITING_SLOTS];
        const int64_t age_us = now_us - (int64_t)(slot + SLOTS_WAITED) * slot_us(run);
        if (payments == 0 || now - slot < SLOTS_WAITED) {
            continue;
        }
        out.count += payments;
        for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
            out.by_span[i] += payments * decay((double)age_us / 1e6, half_lives_s[i]);
        }
    }
    return out;
}

/* Moves everything on to a later time. */
static void advance(payee_labels of, int64_t now_us)
{
    jaga_payee_thefts *at = of.thefts;
    jaga_payee_run *run = of.run;

    if (now_us <= at->last_us) {
        return;
    }
    const ripe grown = ripe_of(run, now_us);
    const uint32_t now = slot_of(run, now_us);
    const double week = faded(at, 1, now_us), month = faded(at, 2, now_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        const double left = faded(at, i, now_us);
        at->thefts[i] = (float)((double)at->thefts[i] * left);
        at->payments[i] = (float)((double)at->payments[i] * left + grown.by_span[i]);
    }
    at->plain_7d = (float)((double)at->plain_7d * week);
    at->plain_28d = (float)((double)at->plain_28d * month);
    run->payments += (float)grown.count;
    run->since += (float)grown.count;
    run->in_row = grown.count > 0.0 ? 0 : run->in_row;
    for (uint32_t back = 0; back < JAGA_WAITING_SLOTS; back++) {
        const uint32_t slot = run->slot - back;
        if (now - slot >= SLOTS_WAITED) {
            run->waiting[slot % JAGA_WAITING_SLOTS] = 0;
        }
    }
    run->slot = now;
    at->last_us = now_us;
    run->last_us = now_us;
}

/* ---- measuring and learning ---- */

static uint16_t one_more(uint16_t count)
{
    return (uint16_t)(count + (count < UINT16_MAX));
}

static double share_of(double thefts, double payments)
{
    const double share = thefts / (payments + payments_least);
    return share > 1.0 ? 1.0 : share;
}

static void measure_run(const jaga_payee_run *run, const ripe *grown, int64_t now_us,
                        const jaga_payee_thefts *of, jaga_features *out)
{
    out->payee_theft_age_s = age_of(of->theft_s, now_us);
    out->payee_theft_run_s = age_of(of->run_s, now_us);
    out->payee_run_thefts = run->thefts;
    out->payee_thefts_in_row = grown->count > 0.0 ? 0.0 : run->in_row;
    out->payee_run_share = share_of(run->thefts, (double)run->payments + grown->count);
    out->payee_theft_since = (double)run->since + grown->count;
}

void measure_payee_thefts(const look *at, jaga_features *out)
{
    const payee_labels of = at->account->thefts;
    const int64_t now_us = at->event->ts_us;

    if (of.thefts == NULL) {
        return;
    }
    const ripe grown = ripe_of(of.run, now_us);
    const double week = faded(of.thefts, 1, now_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        const double left = faded(of.thefts, i, now_us);
        out->payee_thefts[i] = (double)of.thefts->thefts[i] * left;
        out->payee_theft_share[i] = share_of(
            out->payee_thefts[i], (double)of.thefts->payments[i] * left + grown.by_span[i]);
    }
    out->payee_plain_28d = (double)of.thefts->plain_28d * faded(of.thefts, 2, now_us);
    out->payee_plain_share_7d = share_of((double)of.thefts->plain_7d * week,
                                         (double)of.thefts->payments[1] * week + grown.by_span[1]);
    measure_run(of.run, &grown, now_us, of.thefts, out);
}

void learn_payee_thefts(const lesson *from)
{
    const payee_labels of = from->account->thefts;
    const int64_t ts_us = from->event->ts_us;

    if (of.thefts == NULL) {
        return;
    }
    advance(of, ts_us);
    /* A late payment waits with the present ones. */
    uint16_t *waiting = &of.run->waiting[of.run->slot % JAGA_WAITING_SLOTS];
    *waiting = one_more(*waiting);
}

/* Payments before the first label were not counted by slots and half-lives: a steady stream is
 * assumed, of which a count of half-life H holds H times its rate by ln 2. */
static void assume(payee_labels of, double week, const profile_theft *theft)
{
    const double rate_s = week * PROFILE_LN2 / half_lives_s[1];
    const uint32_t delay_s = seconds_of(theft->known_us - theft->ts_us);
    const double each = rate_s * (double)delay_s / SLOTS_OF_DELAY;

    of.run->delay_s = delay_s < SLOTS_OF_DELAY ? SLOTS_OF_DELAY : delay_s;
    of.run->slot = (uint32_t)(theft->known_us / slot_us(of.run));
    for (int i = 0; i < JAGA_WAITING_SLOTS; i++) {
        of.run->waiting[i] = each < UINT16_MAX ? (uint16_t)(each + 0.5) : UINT16_MAX;
    }
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        of.thefts->payments[i] = (float)(week * half_lives_s[i] / half_lives_s[1]);
    }
}

/* Making one block may take the place of the other: then both are missing, and nothing is told. */
static jaga_status make(profile *self, const profile_theft *theft, payee_labels *out,
                        jaga_error *err)
{
    entity_view seen;
    jaga_entity *block = NULL;

    entity_look(&self->entities, ENTITY_PAYEE, theft->payee, theft->known_us, &seen);
    const double week = entity_uses(&seen);
    if (entity_find(&self->entities, ENTITY_PAYEE_THEFTS, theft->payee) == NULL) {
        JAGA_TRY(entity_make(&self->entities, ENTITY_PAYEE_THEFTS, theft->payee, theft->known_us,
                             &block, err));
    }
    if (entity_find(&self->entities, ENTITY_PAYEE_RUN, theft->payee) == NULL) {
        JAGA_TRY(entity_make(&self->entities, ENTITY_PAYEE_RUN, theft->payee, theft->known_us,
                             &block, err));
    }
    *out = payee_thefts_find(self, theft->payee);
    if (out->thefts != NULL) {
        *out->thefts = (jaga_payee_thefts){ .key_low = out->thefts->key_low,
                                            .key_high = out->thefts->key_high,
                                            .last_us = theft->known_us };
        *out->run = (jaga_payee_run){ .key_low = out->run->key_low,
                                      .key_high = out->run->key_high,
                                      .last_us = theft->known_us };
        assume(*out, week, theft);
    }
    return JAGA_OK;
}

static bool is_plain(const profile *self, const profile_theft *theft)
{
    const uint32_t item = key_index_find(&self->accounts, &self->hot, theft->account);

    return item != SLAB_NONE &&
           amount_surprise_of(slab_at(&self->hot, item), theft->amount_minor) < plain_deviations;
}

static void begin_run(payee_labels of, uint32_t ts_s)
{
    of.thefts->run_s = ts_s;
    of.run->thefts = 0;
    of.run->payments = 0.0f;
}

static void end_waiting(jaga_payee_run *run, int64_t ts_us)
{
    const uint32_t slot = (uint32_t)(ts_us / slot_us(run));
    uint16_t *waiting = &run->waiting[slot % JAGA_WAITING_SLOTS];

    if (run->slot - slot < JAGA_WAITING_SLOTS) {
        *waiting = (uint16_t)(*waiting - (*waiting > 0));
    }
}

static void take(payee_labels of, const profile_theft *theft, bool is_usual)
{
    const uint32_t ts_s = seconds_of(theft->ts_us);

    end_waiting(of.run, theft->ts_us);
    advance(of, theft->known_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        of.thefts->thefts[i] += 1.0f;
        of.thefts->payments[i] += 1.0f;
    }
    of.thefts->plain_7d += is_usual ? 1.0f : 0.0f;
    of.thefts->plain_28d += is_usual ? 1.0f : 0.0f;
    if (of.thefts->theft_s == 0 || ts_s > of.thefts->theft_s + run_gap_s) {
        begin_run(of, ts_s);
    } else if (ts_s < of.thefts->run_s) {
        of.thefts->run_s = ts_s;
    }
    of.run->thefts = one_more(of.run->thefts);
    of.run->in_row = one_more(of.run->in_row);
    of.run->payments += 1.0f;
    if (ts_s > of.thefts->theft_s) {
        of.thefts->theft_s = ts_s;
        of.run->since = 0.0f;
    }
}

jaga_status profile_tell_theft(profile *self, const profile_theft *theft, jaga_error *err)
{
    jaga_entity *payee = entity_find(&self->entities, ENTITY_PAYEE, theft->payee);
    payee_labels of = payee_thefts_find(self, theft->payee);

    if (payee == NULL) {
        return JAGA_OK;
    }
    /* Before a block is made, which may take the place of this one. */
    payee->has_thefts = 1;
    if (of.thefts == NULL) {
        JAGA_TRY(make(self, theft, &of, err));
    }
    if (of.thefts != NULL) {
        take(of, theft, is_plain(self, theft));
    }
    return JAGA_OK;
}
