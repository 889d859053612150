/* An event through a network that this account never used.
 *
 * Why it matters: a thief sits elsewhere.
 * Blind spot: phones change networks all day; it says little alone, and nothing on a device that
 * the account has long used. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_network || features->network_is_known || features->networks_known == 0.0 ||
        signal_is_own_device(features) || event->status == JAGA_STATUS_FAILED) {
        return 0.0;
    }
    return signal_trust(features->events_seen, 8.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = 0.0, .normal = features->networks_known };
}

const jaga_signal signal_new_network = {
    .name = "new-network",
    .help = "an event through a network this account never used",
    .blind = "phones that roam; a thief behind the same gateway",
    .says = { "through a network this account never used; it is known in {normal}",
              "melalui jaringan yang belum pernah dipakai akun ini; dikenal di {normal} jaringan",
              "通过本账户从未使用过的网络；已知 {normal} 个" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 1.5,
    .eval = eval,
    .facts = facts,
};
