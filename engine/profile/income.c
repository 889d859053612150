/* Money in: top-ups, what others send, and what of it is passed on. */
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/decayed.h"

static bool knows_instrument(const jaga_account_cold *cold, uint32_t fingerprint)
{
    bool has = false;

    for (int i = 0; i < JAGA_INSTRUMENTS_KEPT; i++) {
        has |= cold->instruments[i] == fingerprint;
    }
    return has;
}

static int64_t us_of(uint32_t s)
{
    return (int64_t)s * 1000000;
}

/* What the rows of this account's senders told about it. */
static void measure_received(const look *at, jaga_features *out)
{
    const int64_t now_us = at->event->ts_us;
    const entity_view *own = &at->account->own;

    if (own->entity != NULL) {
        out->own_in_1d_minor = entity_in(own);
        out->own_out_1d_minor = entity_out(own);
        out->own_senders = entity_accounts(own->entity, ENTITY_PAYEE, 0, now_us);
    }
}

void measure_income(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const jaga_account_cold *cold = at->cold;
    const int64_t now_us = at->event->ts_us;

    out->in_1d_minor = decayed_at(hot->in_1d_minor, us_of(hot->in_s), now_us, 86400.0);
    out->in_age_s = age_of(hot->in_s, now_us);
    out->topup_age_s = age_of(hot->topup_s, now_us);
    out->topup_minor = (double)hot->topup_minor;
    out->has_instrument = at->record->identity.instrument != 0;
    for (int i = 0; i < JAGA_INSTRUMENTS_KEPT; i++) {
        out->instruments_known += cold->instruments[i] != 0;
    }
    if (out->has_instrument) {
        out->instrument_is_known =
            knows_instrument(cold, fingerprint_of(at->record->identity.instrument));
    }
    if (is_spend(at->event)) {
        measure_received(at, out);
    }
}

/* The list is in order of first use: the oldest makes room. */
static void learn_instrument(const lesson *from)
{
    const uint32_t fingerprint = fingerprint_of(from->record->identity.instrument);

    if (from->record->identity.instrument != 0 && !knows_instrument(from->cold, fingerprint)) {
        for (int i = JAGA_INSTRUMENTS_KEPT - 1; i > 0; i--) {
            from->cold->instruments[i] = from->cold->instruments[i - 1];
        }
        from->cold->instruments[0] = fingerprint;
    }
}

void learn_income(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;
    const uint32_t now_s = seconds_of(event->ts_us);

    if (event->status != JAGA_STATUS_OK ||
        jaga_event_class_of((jaga_event_type)event->type) != JAGA_CLASS_MONEY_IN) {
        return;
    }
    if (!from->is_held) {
        learn_instrument(from);
    }
    if (!is_own_currency(hot, event)) {
        return;
    }
    int64_t as_of_us = us_of(hot->in_s);
    hot->in_1d_minor = (float)decayed_add(hot->in_1d_minor, &as_of_us, (double)event->amount_minor,
                                          us_of(now_s), 86400.0);
    hot->in_s = now_s > hot->in_s ? now_s : hot->in_s;
    if (event->type == JAGA_TYPE_TOPUP && now_s >= hot->topup_s) {
        hot->topup_s = now_s;
        hot->topup_minor = (float)event->amount_minor;
    }
}
