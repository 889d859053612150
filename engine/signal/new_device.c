/* An event from a device that this account has never used.
 *
 * Why it matters: a thief who holds the password rarely holds the phone. A device that several
 * accounts began to use lately is a thief's workbench; one that others have used for weeks is more
 * likely a family's phone or an agent's counter.
 * Blind spot: the owner's new phone looks the same, so alone this never holds. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_device || features->device_is_known || features->devices_known == 0.0 ||
        event->status == JAGA_STATUS_FAILED) {
        return 0.0;
    }
    const double shared = signal_is_common_device(features)   ? 0.5
                          : features->device_newcomers >= 2.0 ? 1.0
                                                              : 0.7;
    return shared * signal_trust(features->events_seen, 4.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->device_newcomers, .normal = features->devices_known };
}

const jaga_signal signal_new_device = {
    .name = "new-device",
    .help = "an event from a device this account has never used",
    .blind = "the owner's own new phone; a thief who holds the old one",
    .says = { "a device this account never used; it is known to use {normal}",
              "perangkat yang belum pernah dipakai akun ini; biasanya memakai {normal}",
              "本账户从未使用过的设备；平时使用 {normal} 台" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 7.0,
    .eval = eval,
    .facts = facts,
};
