/* Two places too far apart for the time between them.
 *
 * Why it matters: the owner cannot be in both. Limits as in the field: more than 50 km and 1000
 * km/h, with at least five minutes taken between, since clocks and positions are rough. Blind spot:
 * positions taken from addresses jump with every VPN and gateway, so a network that the account
 * knows counts for nothing; a thief in the same city. */
#include "signal/signals.h"

static double speed_km_h(const jaga_features *features)
{
    const double least_s = 300.0;
    const double gap_s = features->travel_s < least_s ? least_s : features->travel_s;
    return features->travel_km / (gap_s / 3600.0);
}

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (!features->has_place || features->network_is_known || features->device_is_known ||
        features->account_age_s < 86400.0 || features->travel_km < 50.0) {
        return 0.0;
    }
    return signal_ramp(speed_km_h(features), 800.0, 2000.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    (void)features;
    return (jaga_facts){ .value = speed_km_h(features), .normal = 900.0 };
}

const jaga_signal signal_impossible_travel = {
    .name = "impossible-travel",
    .help = "two places too far apart for the time between them",
    .blind = "VPN and gateway positions; a thief in the same city",
    .says = { "{value} km/h would be needed from the last place; flights make {normal}",
              "perlu {value} km/jam dari tempat terakhir; pesawat hanya {normal}",
              "从上一地点需 {value} 公里/小时；飞机约 {normal}" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 4.0,
    .eval = eval,
    .facts = facts,
};
