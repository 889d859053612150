/* A device, new to this account, on which several accounts began within days.
 *
 * Why it matters: a thief's phone sees one account after the other.
 * Blind spot: a family's phone, an agent's counter: those have been around for weeks. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_device || features->devices_known == 0.0 || signal_is_own_device(features) ||
        signal_is_common_device(features) || event->status == JAGA_STATUS_FAILED) {
        return 0.0;
    }
    return signal_ramp(features->device_accounts, 2.2, 5.0) *
           signal_ramp(features->device_newcomers, 1.0, 3.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->device_accounts, .normal = 0.0 };
}

const jaga_signal signal_shared_device = {
    .name = "shared-device",
    .help = "a device on which several accounts were used lately",
    .blind = "family phones and agents; a thief with a device per victim",
    .says = { "a device on which {value} accounts were used lately",
              "perangkat yang belakangan dipakai {value} akun", "该设备近期登录过 {value} 个账户" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 4.0,
    .eval = eval,
    .facts = facts,
};
