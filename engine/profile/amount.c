/* Amounts: what this account usually moves. The clip keeps one large theft from making the next one
 * look usual (spec: poison guard, mean plus three deviations). */
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/decayed.h"

/* With few amounts a deviation means little: it is not taken below this, in ln units (a factor of
 * 1.4), and the surprise grows with what is known. */
static const double least_deviation = 0.35;
static const double amounts_needed = 3.0;
/* An amount this many deviations below the mean, about one in ten, is a small one. */
static const double small_deviations = 1.28;

static double ln_of(int64_t minor)
{
    return minor < 1 ? 0.0 : log2_exact((double)minor) * PROFILE_LN2;
}

static decayed_mean amounts_of(const jaga_account_hot *hot)
{
    return (decayed_mean){ hot->amount_weight, hot->amount_mean, hot->amount_m2 };
}

static double deviation_of(const decayed_mean *amounts)
{
    const double deviation = decayed_deviation(amounts);
    return deviation < least_deviation ? least_deviation : deviation;
}

void measure_amount(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const jaga_event *event = at->event;
    const decayed_mean amounts = amounts_of(hot);

    at->notes->amount_ln = out->is_spend ? ln_of(event->amount_minor) : 0.0;
    if (!out->is_spend || amounts.weight <= 0.0) {
        return;
    }
    const double faded = at->notes->money_faded[JAGA_SPAN_60D];
    out->amounts_seen = amounts.weight * faded;
    out->drains_seen = (double)hot->drains * faded;
    out->amount_usual_ln = amounts.mean;
    out->amount_of_most = (double)event->amount_minor / ((double)hot->most_minor * faded);
    out->last_out_minor = (double)hot->last_out_minor;
    out->rising_outs = (double)hot->rising_outs;
    out->small_outs_1h = (double)hot->small_outs_1h * at->notes->small_faded;
    if (out->amounts_seen >= amounts_needed && event->amount_minor >= 1) {
        const double trust = out->amounts_seen / (out->amounts_seen + 2.0);
        out->amount_surprise =
            (at->notes->amount_ln - amounts.mean) / deviation_of(&amounts) * trust;
    }
}

double amount_surprise_of(const jaga_account_hot *hot, int64_t amount_minor)
{
    const decayed_mean amounts = amounts_of(hot);

    return amounts.weight < amounts_needed
               ? 0.0
               : (ln_of(amount_minor) - amounts.mean) / deviation_of(&amounts);
}

static bool is_small(const decayed_mean *amounts, double ln)
{
    return amounts->weight >= amounts_needed &&
           ln < amounts->mean - small_deviations * deviation_of(amounts);
}

/* A late one was not the latest. Both sides are floats: equal amounts do not rise. */
static void learn_order(jaga_account_hot *hot, const jaga_event *event)
{
    const float minor = (float)event->amount_minor;
    const bool is_rising = minor > hot->last_out_minor;

    if (event->ts_us < hot->money_us) {
        return;
    }
    hot->rising_outs = !is_rising || hot->last_out_minor <= 0.0f ? 0
                       : hot->rising_outs < UINT8_MAX            ? (uint8_t)(hot->rising_outs + 1)
                                                                 : UINT8_MAX;
    hot->last_out_minor = minor;
}

void learn_amount(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;
    const double weight =
        decay((double)(hot->money_us - event->ts_us) / 1e6, PROFILE_AMOUNT_HALF_LIFE_S);
    decayed_mean amounts = amounts_of(hot);
    double ln = from->account->notes.amount_ln;
    double clipped = event->amount_minor < 1 ? 1.0 : (double)event->amount_minor;

    if (is_small(&amounts, ln)) {
        hot->small_outs_1h +=
            (float)decay((double)(hot->money_us - event->ts_us) / 1e6, PROFILE_SMALL_HALF_LIFE_S);
    }
    if (amounts.weight >= amounts_needed) {
        const double most = amounts.mean + 3.0 * decayed_deviation(&amounts) + least_deviation;
        if (ln > most) {
            ln = most;
            clipped = exp2_exact(most / PROFILE_LN2);
        }
    }
    if (!from->is_held && from->features->drain_share >= PROFILE_DRAINED) {
        hot->drains += (float)weight;
    }
    clipped *= weight;
    hot->most_minor = clipped > (double)hot->most_minor ? (float)clipped : hot->most_minor;
    decayed_mean_weigh(&amounts, ln, weight);
    hot->amount_weight = (float)amounts.weight;
    hot->amount_mean = (float)amounts.mean;
    hot->amount_m2 = (float)amounts.m2;
    learn_order(hot, event);
}
