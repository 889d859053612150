/* What a trained model said of earlier events. A theft is a run of acts none of which need be
 * striking: an account remembers how suspicious its events were, and a payee how suspicious the
 * payments were that others made to it, so that money can be stopped where thieves gather it. Only
 * what was worth more than nothing is remembered; most accounts and payees have no such block. */
#include "profile/aspect.h"

#include "base/exponent.h"

static const double half_lives_s[JAGA_SUSPICION_SPANS] = { 6 * 3600.0, 2 * 86400.0, 7 * 86400.0 };
enum { SIX_HOURS, TWO_DAYS, WEEK };

jaga_suspicion *suspicion_find(const profile *self, uint64_t id)
{
    return (void *)entity_find(&self->entities, ENTITY_SUSPICION, id);
}

static double faded(const jaga_suspicion *of, int span, int64_t now_us)
{
    return now_us > of->last_us ? decay((double)(now_us - of->last_us) / 1e6, half_lives_s[span])
                                : 1.0;
}

void measure_suspicion(const look *at, jaga_features *out)
{
    const jaga_suspicion *own = at->account->suspicion, *payee = at->account->payee_suspicion;
    const int64_t now_us = at->event->ts_us;

    out->suspicion_age_s = JAGA_NEVER_S;
    if (own != NULL && is_spend(at->event)) { /* it passes on what came */
        out->payers_suspicion_2d = (double)own->payers_2d * faded(own, TWO_DAYS, now_us);
    }
    if (own != NULL && at->hot->is_suspect) {
        for (int i = 0; i < JAGA_SUSPICION_SPANS; i++) {
            out->suspicion[i] = (double)own->bits[i] * faded(own, i, now_us);
        }
        out->suspicion_most_7d = (double)own->most_7d * faded(own, WEEK, now_us);
        out->suspicion_age_s = age_of(own->latest_s, now_us);
        out->suspicions_seen = own->count;
    }
    if (payee != NULL) {
        const bool is_mine = payee->payer == fingerprint_of(at->hot->key_low);
        const double others = (double)payee->payers_2d - (is_mine ? (double)payee->payer_2d : 0.0);
        out->payee_suspicion_2d = others * faded(payee, TWO_DAYS, now_us);
    }
}

/* Moves everything on to a later time. */
static void advance(jaga_suspicion *of, int64_t now_us)
{
    const double two_days = faded(of, TWO_DAYS, now_us);

    for (int i = 0; i < JAGA_SUSPICION_SPANS; i++) {
        of->bits[i] = (float)((double)of->bits[i] * faded(of, i, now_us));
    }
    of->most_7d = (float)((double)of->most_7d * faded(of, WEEK, now_us));
    of->payers_2d = (float)((double)of->payers_2d * two_days);
    of->payer_2d = (float)((double)of->payer_2d * two_days);
    of->last_us = now_us > of->last_us ? now_us : of->last_us;
}

/* What comes late has faded by itself. */
static float left_of(const jaga_suspicion *of, double bits, int span, int64_t ts_us)
{
    return (float)(bits * decay((double)(of->last_us - ts_us) / 1e6, half_lives_s[span]));
}

static jaga_status find_or_make(profile *tables, uint64_t id, int64_t ts_us, jaga_suspicion **out,
                                jaga_error *err)
{
    jaga_entity *made = NULL;

    *out = suspicion_find(tables, id);
    if (*out == NULL) {
        JAGA_TRY(entity_make(&tables->entities, ENTITY_SUSPICION, id, ts_us, &made, err));
        *out = (void *)made;
        **out = (jaga_suspicion){ .key_low = made->key_low,
                                  .key_high = made->key_high,
                                  .last_us = ts_us };
    }
    advance(*out, ts_us);
    return JAGA_OK;
}

/* An account whose alarm was cleared is remembered from then on only. */
static void forget_own(jaga_suspicion *own)
{
    for (int i = 0; i < JAGA_SUSPICION_SPANS; i++) {
        own->bits[i] = 0.0f;
    }
    own->most_7d = 0.0f;
    own->latest_s = 0;
    own->count = 0;
}

static void remember_own(jaga_suspicion *own, double bits, int64_t ts_us)
{
    const float most = left_of(own, bits, WEEK, ts_us);
    const uint32_t ts_s = seconds_of(ts_us);

    for (int i = 0; i < JAGA_SUSPICION_SPANS; i++) {
        own->bits[i] += left_of(own, bits, i, ts_us);
    }
    own->most_7d = most > own->most_7d ? most : own->most_7d;
    own->latest_s = ts_s > own->latest_s ? ts_s : own->latest_s;
    own->count++;
}

static void remember_payer(jaga_suspicion *payee, uint32_t payer, double bits, int64_t ts_us)
{
    const float part = left_of(payee, bits, TWO_DAYS, ts_us);

    payee->payer_2d = payee->payer == payer ? payee->payer_2d + part : part;
    payee->payer = payer;
    payee->payers_2d += part;
}

jaga_status learn_suspicion(const lesson *from, jaga_error *err)
{
    const jaga_features *features = from->features;
    const int64_t ts_us = from->event->ts_us;
    const uint64_t account = from->hot->key_low, payee = from->record->identity.payee;
    jaga_suspicion *block = NULL;

    if (!features->has_event_bits || features->event_bits <= 0.0) {
        return JAGA_OK;
    }
    JAGA_TRY(find_or_make(from->tables, account, ts_us, &block, err));
    if (!from->hot->is_suspect) {
        forget_own(block);
        from->hot->is_suspect = 1;
    }
    remember_own(block, features->event_bits, ts_us);
    if (!is_spend(from->event) || payee == 0 || payee == account) {
        return JAGA_OK;
    }
    JAGA_TRY(find_or_make(from->tables, payee, ts_us, &block, err));
    remember_payer(block, fingerprint_of(account), features->event_bits, ts_us);
    jaga_entity *paid = entity_find(&from->tables->entities, ENTITY_PAYEE, payee);
    if (paid != NULL) {
        paid->has_suspicion = 1;
    }
    return JAGA_OK;
}
