/* An event from a country where this account never was.
 *
 * Why it matters: much of the trade in stolen accounts works across borders.
 * Blind spot: travellers and VPN users, so a device the account knows quiets it; a thief at home.
 */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_country || features->country_is_known || features->countries_known == 0.0 ||
        features->device_is_known || event->status == JAGA_STATUS_FAILED) {
        return 0.0;
    }
    return signal_trust(features->events_seen, 4.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = 0.0, .normal = features->countries_known };
}

const jaga_signal signal_new_country = {
    .name = "new-country",
    .help = "an event from a country where this account never was",
    .blind = "travellers and VPN users; a thief in the same country",
    .says = { "from a country where this account never was; it is known in {normal}",
              "dari negara yang belum pernah dipakai akun ini; dikenal di {normal} negara",
              "来自本账户从未出现过的国家；已知 {normal} 个" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 4.0,
    .eval = eval,
    .facts = facts,
};
