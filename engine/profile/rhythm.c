/* Rhythm: when of the day an account acts, and after what pauses. */
#include "base/angle.h"
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/decayed.h"

#include <math.h>

static const double half_life_s = 60.0 * 86400.0;
/* Gaps under a minute belong to one errand and say nothing about rhythm. */
static const double least_gap_s = 60.0;
static const double gaps_needed = 5.0;
static const double least_deviation = 0.7; /* a factor of two */

void note_hour(profile *tables, int64_t ts_us, profile_notes *out)
{
    const uint32_t now_s = seconds_of(ts_us);
    clock_hand *hand = &tables->hand;

    if (hand->s != now_s || now_s == 0) {
        const double angle = 2.0 * 3.14159265358979323846 * (double)(now_s % 86400u) / 86400.0;
        *hand = (clock_hand){ now_s, cos_exact(angle), sin_exact(angle) };
    }
    out->hour_x = hand->x;
    out->hour_y = hand->y;
}

static void measure_idle(const look *at, jaga_features *out)
{
    const decayed_mean gaps = { at->cold->gap_weight, at->cold->gap_mean, at->cold->gap_m2 };

    out->idle_s = age_of(at->hot->act_s, at->event->ts_us);
    if (out->idle_s >= least_gap_s && out->idle_s < JAGA_NEVER_S) {
        at->notes->gap_ln = log2_exact(out->idle_s) * PROFILE_LN2;
    }
    if (gaps.weight >= gaps_needed && at->notes->gap_ln > 0.0) {
        const double deviation = decayed_deviation(&gaps);
        out->idle_surprise = (at->notes->gap_ln - gaps.mean) /
                             (deviation < least_deviation ? least_deviation : deviation);
    }
}

void measure_rhythm(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const double x = (double)hot->hour_cos, y = (double)hot->hour_sin;
    const double length = sqrt(x * x + y * y);
    profile_notes *notes = at->notes;

    measure_idle(at, out);
    if (hot->hour_weight <= 0.0f) {
        return;
    }
    notes->act_faded =
        decay((double)seconds_of(at->event->ts_us) - (double)hot->act_s, half_life_s);
    if (length <= 0.0) {
        return;
    }
    out->hour_closeness = (x * notes->hour_x + y * notes->hour_y) / length;
    out->hour_focus = length / (double)hot->hour_weight;
    out->hours_seen = (double)hot->hour_weight * notes->act_faded;
}

/* `faded`: since the latest act, as of which the gaps stand. They go on fading while an errand's
 * acts teach none. */
static void learn_gap(const lesson *from, double faded)
{
    const double gap_ln = from->account->notes.gap_ln;
    jaga_account_cold *cold = from->cold;
    decayed_mean gaps = { (double)cold->gap_weight * faded, cold->gap_mean,
                          (double)cold->gap_m2 * faded };

    if (gap_ln > 0.0) {
        decayed_mean_weigh(&gaps, gap_ln, 1.0);
    }
    cold->gap_weight = (float)gaps.weight;
    cold->gap_mean = (float)gaps.mean;
    cold->gap_m2 = (float)gaps.m2;
}

void learn_rhythm(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const uint32_t now_s = seconds_of(from->event->ts_us);
    const profile_notes *notes = &from->account->notes;
    const double x = notes->hour_x, y = notes->hour_y;

    if (!is_act(from->event) || from->event->status != JAGA_STATUS_OK || from->is_held) {
        return;
    }
    if (now_s < hot->act_s) {
        const double weight = decay((double)(hot->act_s - now_s), half_life_s);
        hot->hour_cos += (float)(weight * x);
        hot->hour_sin += (float)(weight * y);
        hot->hour_weight += (float)weight;
        return;
    }
    const double faded = notes->act_faded;
    learn_gap(from, faded);
    hot->hour_cos = (float)((double)hot->hour_cos * faded + x);
    hot->hour_sin = (float)((double)hot->hour_sin * faded + y);
    hot->hour_weight = (float)((double)hot->hour_weight * faded + 1.0);
    hot->act_s = now_s;
}
