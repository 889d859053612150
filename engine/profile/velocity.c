/* Velocity: how often and how much lately, on four scales. */
#include "base/exponent.h"
#include "profile/aspect.h"

static const double half_life_s[JAGA_SPANS] = { 900.0, 86400.0, 7.0 * 86400.0,
                                                PROFILE_AMOUNT_HALF_LIFE_S };

void measure_velocity(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const double age_s = (double)(at->event->ts_us - hot->money_us) / 1e6;

    out->is_spend = is_spend(at->event) && at->event->status != JAGA_STATUS_REVERSED &&
                    is_own_currency(hot, at->event);
    out->is_attempt = out->is_spend && is_attempt(hot, at->event);
    if (hot->money_us == 0) {
        return;
    }
    for (int i = 0; i < JAGA_SPANS; i++) {
        const double faded = decay(age_s, half_life_s[i]);
        at->notes->money_faded[i] = faded;
        out->outs[i] = (double)hot->outs[i] * faded;
        out->out_minor[i] = (double)hot->out_minor[i] * faded;
    }
    at->notes->small_faded =
        hot->small_outs_1h > 0.0f ? decay(age_s, PROFILE_SMALL_HALF_LIFE_S) : 1.0;
}

void fade_money(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const profile_notes *notes = &from->account->notes;

    if (from->event->ts_us <= hot->money_us) {
        return;
    }
    hot->money_us = from->event->ts_us;
    for (int i = 0; i < JAGA_SPANS; i++) {
        const double faded = notes->money_faded[i];
        hot->outs[i] = (float)((double)hot->outs[i] * faded);
        hot->out_minor[i] = (float)((double)hot->out_minor[i] * faded);
    }
    const double slow = notes->money_faded[JAGA_SPAN_60D];
    hot->amount_weight = (float)((double)hot->amount_weight * slow);
    hot->amount_m2 = (float)((double)hot->amount_m2 * slow);
    hot->drains = (float)((double)hot->drains * slow);
    hot->most_minor = (float)((double)hot->most_minor * slow);
    hot->small_outs_1h = (float)((double)hot->small_outs_1h * notes->small_faded);
}

/* What came back is taken off as if it had left at that moment: the row does not say when. */
void learn_velocity(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;
    const double age_s = (double)(hot->money_us - event->ts_us) / 1e6;
    const double sign = event->status == JAGA_STATUS_OK ? 1.0 : is_return(hot, event) ? -1.0 : 0.0;

    for (int i = 0; i < JAGA_SPANS; i++) {
        const double weight = decay(age_s, half_life_s[i]);
        const double sum = (double)hot->out_minor[i] + sign * weight * (double)event->amount_minor;
        hot->out_minor[i] = (float)(sum > 0.0 ? sum : 0.0);
        hot->outs[i] += (float)(from->features->is_attempt ? weight : 0.0);
    }
}
