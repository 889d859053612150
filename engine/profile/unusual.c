/* Unusual money events, without labels: rarity among all amounts, and a histogram-based outlier
 * score (HBOS, Goldstein and Dengel 2012) over numbers that the account's own profile has
 * normalised: the sum over them of -log2 of the share of everybody's events at least as far out,
 * itself put in order of rarity so that it means the same in every log.
 *
 * An account that surprises again and again within a week is a change, not an outlier: what its
 * earlier surprises left is kept. */
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/crowd.h"

static const double run_half_life_s = 7.0 * 86400.0;
static const double amounts_needed = 3.0;

typedef struct axis_scale {
    double from, step;
} axis_scale;

static const axis_scale scale[CROWD_AXES] = {
    [CROWD_AMOUNT] = { 4.0, 1.0 / 12.0 },   [CROWD_SURPRISE] = { -1.0, 1.0 / 16.0 },
    [CROWD_DRAIN] = { 0.0, 1.0 / 64.0 },    [CROWD_IDLE] = { -1.0, 1.0 / 16.0 },
    [CROWD_HOUR] = { 0.0, 1.0 / 64.0 },     [CROWD_BURST] = { 0.0, 1.0 / 128.0 },
    [CROWD_OUTFLOW] = { 0.0, 1.0 / 256.0 }, [CROWD_PAYEE] = { 0.0, 1.0 },
    [CROWD_DEVICE] = { 0.0, 1.0 },          [CROWD_SUM] = { 0.0, 1.0 / 4.0 },
};

/* 0 for what is known; else the more, the fewer new ones are to be expected. */
static double newness(bool is_named, bool is_known, double known)
{
    return !is_named || is_known ? 0.0 : 1.0 + known;
}

static double device_newness(const jaga_features *f)
{
    const double days = f->device_age_s / 86400.0;

    if (f->has_device && f->device_is_known && !f->device_is_first && days < 4.0) {
        return 4.0 - (double)(int)days;
    }
    const double fresh = newness(f->has_device, f->device_is_known, f->devices_known);
    return fresh > 0.0 ? 4.0 + fresh : 0.0;
}

/* [0,1): without a logarithm, which would only put the same order on another scale. */
static double share_of_both(double part, double other)
{
    return part / (part + other + 1.0);
}

static void place(const look *at, const jaga_features *f, uint16_t bin[CROWD_AXES])
{
    const double amount = (double)at->event->amount_minor;
    const double value[CROWD_SUM] = {
        [CROWD_AMOUNT] = at->notes->amount_ln,
        [CROWD_SURPRISE] = f->amount_surprise,
        [CROWD_DRAIN] = f->drain_share,
        [CROWD_IDLE] = f->idle_surprise,
        [CROWD_HOUR] = (1.0 - f->hour_closeness) * f->hour_focus,
        [CROWD_BURST] = share_of_both(f->outs[JAGA_SPAN_15M], f->outs[JAGA_SPAN_7D]),
        [CROWD_OUTFLOW] =
            share_of_both(f->out_minor[JAGA_SPAN_1D] + amount, f->out_minor[JAGA_SPAN_7D]),
        [CROWD_PAYEE] = newness(f->has_payee, f->payee_is_known, f->payees_known),
        [CROWD_DEVICE] = device_newness(f),
    };

    for (int i = 0; i < CROWD_SUM; i++) {
        bin[i] = histogram_bin(value[i], scale[i].from, scale[i].step);
    }
}

/* The mean of amounts from that of their logarithms, as if they were lognormal; the deviation is
 * not trusted beyond 1. Both were learned from clipped values, so that a theft does not move it. */
static double usual_mean(const jaga_account_hot *hot)
{
    const double of_ln = (double)hot->amount_m2 / (double)hot->amount_weight;

    return exp2_exact(((double)hot->amount_mean + (of_ln > 1.0 ? 1.0 : of_ln) / 2.0) / PROFILE_LN2);
}

static double clip(double x, double most)
{
    return x < 0.0 ? 0.0 : x > most ? most : x;
}

/* How strange the amount is, in multiples of the usual: itself, what is rare among everybody's
 * (beyond one in 2^8.4), and what the account's surprises of the last days left. The weights were
 * chosen on validation weeks of a public log, where nobody names devices or logins. */
static double strangeness(const jaga_features *f)
{
    const double rare = f->amount_rarity_bits - 8.4;

    return clip(f->amount_of_mean, 10.0) + 5.5 * (rare > 0.0 ? rare : 0.0) +
           0.3 * clip(f->surprises_7d, 8.0) * clip(2.0 * (f->amount_of_mean - 0.8), 1.0);
}

static double surprises_at(const jaga_account_hot *hot, const jaga_account_cold *cold,
                           int64_t now_us)
{
    return cold->surprises_7d > 0.0f
               ? (double)cold->surprises_7d *
                     decay((double)(now_us - hot->money_us) / 1e6, run_half_life_s)
               : 0.0;
}

void measure_unusual(const look *at, jaga_features *out)
{
    const profile_crowd *crowd = at->account->crowd;
    uint16_t *bin = at->notes->bin;
    double sum = 0.0;

    if (!out->is_spend || at->notes->amount_ln <= 0.0) {
        return;
    }
    bin[CROWD_AMOUNT] =
        histogram_bin(at->notes->amount_ln, scale[CROWD_AMOUNT].from, scale[CROWD_AMOUNT].step);
    out->amount_rarity_bits = histogram_bits(&crowd->axis[CROWD_AMOUNT], bin[CROWD_AMOUNT]);
    at->notes->is_placed = out->amounts_seen >= amounts_needed;
    if (at->notes->is_placed) {
        out->amount_of_mean = (double)at->event->amount_minor / usual_mean(at->hot);
        out->surprises_7d = surprises_at(at->hot, at->cold, at->event->ts_us);
        place(at, out, bin);
        for (int i = 0; i < CROWD_SUM; i++) {
            sum += histogram_bits(&crowd->axis[i], bin[i]);
        }
        bin[CROWD_SUM] = histogram_bin(sum, scale[CROWD_SUM].from, scale[CROWD_SUM].step);
        out->unusual_bits = histogram_bits(&crowd->axis[CROWD_SUM], bin[CROWD_SUM]);
    }
    out->strangeness = strangeness(out);
}

/* Before fade_money, of which the account's surprises are a part. */
void learn_surprise(const lesson *from)
{
    const double late_s = (double)(from->hot->money_us - from->event->ts_us) / 1e6;
    const double surprise = clip(2.0 * (from->features->amount_of_mean - 2.0), 6.0);
    const double left = surprises_at(from->hot, from->cold, from->event->ts_us);

    if (from->features->is_attempt && surprise > 0.0) {
        from->cold->surprises_7d = (float)(left + surprise * decay(late_s, run_half_life_s));
    } else {
        from->cold->surprises_7d = (float)left;
    }
}

static void turn_the_day(profile_crowd *crowd, int64_t day)
{
    for (int i = 0; i < CROWD_AXES && crowd->day != 0; i++) {
        histogram_turn(&crowd->axis[i], (double)(day - crowd->day));
    }
    crowd->day = day;
}

void learn_unusual(const lesson *from)
{
    profile_crowd *crowd = from->account->crowd;
    const profile_notes *notes = &from->account->notes;
    const int64_t day = from->event->ts_us / (86400 * INT64_C(1000000));

    if (day > crowd->day) {
        turn_the_day(crowd, day);
    }
    if (!from->features->is_attempt || from->is_held || notes->amount_ln <= 0.0) {
        return;
    }
    histogram_add(&crowd->axis[CROWD_AMOUNT], notes->bin[CROWD_AMOUNT]);
    for (int i = CROWD_AMOUNT + 1; i < CROWD_AXES && notes->is_placed; i++) {
        histogram_add(&crowd->axis[i], notes->bin[i]);
    }
}
