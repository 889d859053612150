/* What labels said about a payee. One that thieves pay is paid by thieves again, and a shop whose
 * terminal leaks is in every customer's way: whom an account pays says what no habit of the account
 * can. A label comes days after its payment, and counts from then on only.
 *
 * A theft of a plain amount (usual for its account) tells against the payee; one of a large amount
 * may only tell against that account. */
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/entity.h"

static const double half_lives_s[JAGA_THEFT_SPANS] = { 2 * 86400.0, 7 * 86400.0, 28 * 86400.0 };
static const double plain_deviations = 2.5;
/* Thefts closer than this are one run. */
static const uint32_t run_gap_s = 10 * 86400;
/* A share of next to nothing is none. */
static const double payments_least = 0.01;

jaga_payee_thefts *payee_thefts_find(const profile *self, uint64_t payee)
{
    void *block = entity_find(self, ENTITY_PAYEE_THEFTS, payee);
    return block;
}

static double faded(const jaga_payee_thefts *of, int span, int64_t now_us)
{
    return decay((double)(now_us - of->last_us) / 1e6, half_lives_s[span]);
}

/* Moves everything on to a later time. */
static void fade(jaga_payee_thefts *of, int64_t now_us)
{
    if (now_us <= of->last_us) {
        return;
    }
    const double week = faded(of, 1, now_us), month = faded(of, 2, now_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        const double left = faded(of, i, now_us);
        of->thefts[i] = (float)((double)of->thefts[i] * left);
        of->payments[i] = (float)((double)of->payments[i] * left);
    }
    of->plain_7d = (float)((double)of->plain_7d * week);
    of->plain_28d = (float)((double)of->plain_28d * month);
    of->last_us = now_us;
}

static double share_of(double thefts, double payments)
{
    const double share = thefts / (payments + payments_least);
    return share > 1.0 ? 1.0 : share;
}

void measure_payee_thefts(const look *at, jaga_features *out)
{
    const jaga_payee_thefts *of = at->account->thefts;
    const int64_t now_us = at->event->ts_us;

    if (of == NULL) {
        return;
    }
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        const double left = now_us > of->last_us ? faded(of, i, now_us) : 1.0;
        out->payee_thefts[i] = (double)of->thefts[i] * left;
        out->payee_theft_share[i] = share_of(out->payee_thefts[i], (double)of->payments[i] * left);
    }
    const double week = now_us > of->last_us ? faded(of, 1, now_us) : 1.0;
    const double month = now_us > of->last_us ? faded(of, 2, now_us) : 1.0;
    out->payee_plain_28d = (double)of->plain_28d * month;
    out->payee_plain_share_7d =
        share_of((double)of->plain_7d * week, (double)of->payments[1] * week);
    out->payee_theft_age_s = age_of(of->theft_s, now_us);
    out->payee_theft_run_s = age_of(of->run_s, now_us);
}

void learn_payee_thefts(const lesson *from)
{
    jaga_payee_thefts *of = from->account->thefts;
    const int64_t ts_us = from->event->ts_us;

    if (of == NULL) {
        return;
    }
    fade(of, ts_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        of->payments[i] += (float)decay((double)(of->last_us - ts_us) / 1e6, half_lives_s[i]);
    }
}

/* Payments before the first label were not counted by these half-lives: a steady stream is assumed,
 * of which a count of half-life H holds H times its rate by ln 2. */
static jaga_status make(profile *self, const profile_theft *theft, jaga_payee_thefts **out,
                        jaga_error *err)
{
    entity_view seen;
    jaga_entity *block = NULL;

    entity_look(self, ENTITY_PAYEE, theft->payee, theft->known_us, &seen);
    const double week = entity_uses(&seen);
    JAGA_TRY(entity_make(self, ENTITY_PAYEE_THEFTS, theft->payee, theft->known_us, &block, err));
    const hash128 key = { block->key_low, block->key_high };
    *out = (void *)block;
    **out =
        (jaga_payee_thefts){ .key_low = key.low, .key_high = key.high, .last_us = theft->known_us };
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        (*out)->payments[i] = (float)(week * half_lives_s[i] / half_lives_s[1]);
    }
    return JAGA_OK;
}

static bool is_plain(const profile *self, const profile_theft *theft)
{
    const uint32_t item = key_index_find(&self->accounts, &self->hot, theft->account);

    return item != SLAB_NONE &&
           amount_surprise_of(slab_at(&self->hot, item), theft->amount_minor) < plain_deviations;
}

static void take(jaga_payee_thefts *of, const profile_theft *theft, bool is_usual)
{
    const uint32_t ts_s = seconds_of(theft->ts_us);

    fade(of, theft->known_us);
    for (int i = 0; i < JAGA_THEFT_SPANS; i++) {
        of->thefts[i] += 1.0f;
    }
    of->plain_7d += is_usual ? 1.0f : 0.0f;
    of->plain_28d += is_usual ? 1.0f : 0.0f;
    if (of->theft_s == 0 || ts_s > of->theft_s + run_gap_s) {
        of->run_s = ts_s;
    } else if (ts_s < of->run_s) {
        of->run_s = ts_s;
    }
    of->theft_s = ts_s > of->theft_s ? ts_s : of->theft_s;
}

jaga_status profile_tell_theft(profile *self, const profile_theft *theft, jaga_error *err)
{
    jaga_entity *payee = entity_find(self, ENTITY_PAYEE, theft->payee);
    jaga_payee_thefts *of = payee_thefts_find(self, theft->payee);

    if (payee == NULL) {
        return JAGA_OK;
    }
    /* Before a block is made, which may take the place of this one. */
    payee->has_thefts = 1;
    if (of == NULL) {
        JAGA_TRY(make(self, theft, &of, err));
    }
    take(of, theft, is_plain(self, theft));
    return JAGA_OK;
}
