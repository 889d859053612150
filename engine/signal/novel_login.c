/* A login through a network and from a device that this account uses less than everybody does.
 *
 * Why it matters: what is common among all and new to this one is another person's habit; what is
 * rare among all too may be a new phone of the owner. An account that often changes is judged
 * less. Blind spot: a thief on the owner's phone or behind the owner's operator; owners who travel
 * with a new phone. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (event->type != JAGA_TYPE_LOGIN || signal_is_own_device(features) ||
        signal_is_common_device(features)) {
        return 0.0;
    }
    return signal_ramp(features->login_novelty_bits, 1.0, 6.0) *
           signal_trust(features->events_seen, 5.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->network_share, .normal = features->device_share };
}

const jaga_signal signal_novel_login = {
    .name = "novel-login",
    .help = "a login through a network and from a device that are new to this account alone",
    .blind = "thieves on the owner's phone or network; owners who travel with a new phone",
    .says = { "{value} of the account's visits came through this network, {normal} from this "
              "device",
              "{value} kunjungan akun ini lewat jaringan ini, {normal} dari perangkat ini",
              "该账户的访问中 {value} 来自此网络，{normal} 来自此设备" },
    .value_unit = JAGA_UNIT_RATIO,
    .normal_unit = JAGA_UNIT_RATIO,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
