/* More money out within a day than this account moves in an ordinary week or two.
 *
 * Why it matters: pieces that are each usual add up.
 * Blind spot: rent and payday; an account known for a few days only. */
#include "signal/signals.h"

static double today_minor(const jaga_event *event, const jaga_features *features)
{
    return features->out_minor[JAGA_SPAN_1D] + (double)event->amount_minor;
}

/* A day's outflow by the 60-day sum. An account younger than that has filled less of it, and a few
 * days say little: they are taken for a week. */
static double usual_minor(const jaga_features *features)
{
    const double days = features->account_age_s / 86400.0;
    const double filled = days < 7.0 ? 7.0 : days > 86.6 ? 86.6 : days;
    return features->out_minor[JAGA_SPAN_60D] / filled;
}

static double times_usual(const jaga_event *event, const jaga_features *features)
{
    const double usual = usual_minor(features);
    return usual <= 0.0 ? 0.0 : today_minor(event, features) / usual;
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->is_spend || features->amounts_seen < 3.0) {
        return 0.0;
    }
    return signal_ramp(times_usual(event, features), 6.0, 30.0) * signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    (void)features;
    return (jaga_facts){ .value = today_minor(event, features), .normal = usual_minor(features) };
}

const jaga_signal signal_day_outflow = {
    .name = "day-outflow",
    .help = "more money out within a day than this account moves in a week",
    .blind = "rent and payday; thefts of usual amounts",
    .says = { "{value} left within a day or so; an ordinary day sees {normal}",
              "{value} keluar dalam sekitar sehari; hari biasa {normal}",
              "约一天内转出 {value}；平常一天约 {normal}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_MINOR,
    .bits = 2.5,
    .eval = eval,
    .facts = facts,
};
