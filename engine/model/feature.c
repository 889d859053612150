/* One row of numbers per event, the same for training and serving. */
#include "jaga/feature.h"

#include "base/exponent.h"
#include "base/half.h"
#include "base/when.h"

#include <math.h>
#include <string.h>

static const jaga_feature table[] = {
#define FEATURE(name, means, missing, value) { name, means, missing },
#include "model/feature.def"
#undef FEATURE
};

enum { COUNT = sizeof table / sizeof table[0] };
_Static_assert((int)COUNT <= (int)JAGA_MODEL_FEATURES_MAX, "no room for another feature in a row");

size_t jaga_feature_count(void)
{
    return COUNT;
}

const jaga_feature *jaga_feature_at(size_t index)
{
    return &table[index];
}

size_t jaga_feature_find(const char *name)
{
    size_t i = 0;

    while (i < COUNT && strcmp(table[i].name, name) != 0) {
        i++;
    }
    return i;
}

static double given(bool is_given, double value)
{
    return is_given ? value : (double)NAN;
}

/* Hours, not a logarithm: halves are as fine relative to a minute as to a year. */
static double hours(double age_s)
{
    return given(age_s < JAGA_NEVER_S, age_s / 3600.0);
}

/* ln(1 + x): wallets count in units of which a cent is one and a house is 10^11. */
static double money(double minor)
{
    if (minor > 0.0) {
        return log2_exact(1.0 + minor) * 0.69314718055994530942;
    }
    return given(minor == 0.0, 0.0);
}

static double said_money(int64_t minor)
{
    return minor == JAGA_UNKNOWN_MINOR ? (double)NAN : money((double)minor);
}

static double hour_of_day(int64_t ts_us)
{
    const int64_t of_day_us = ts_us % US_PER_DAY;

    return (double)(of_day_us < 0 ? of_day_us + US_PER_DAY : of_day_us) / 3600e6;
}

void jaga_feature_row(const jaga_event *event, const jaga_features *features,
                      float out[JAGA_MODEL_FEATURES_MAX])
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
    float *next = out;

#define FEATURE(name, means, missing, value) *next++ = (float)(value);
#include "model/feature.def"
#undef FEATURE
    for (size_t i = 0; i < COUNT; i++) {
        out[i] = half_round_within(out[i], JAGA_FEATURE_MOST);
    }
}
