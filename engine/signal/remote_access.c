/* The event says that somebody else saw or ran the screen.
 *
 * Why it matters: malware and fake helpers act from the owner's own phone, where nothing else looks
 * new.
 * Blind spot: honest remote help; apps that cannot tell; malware that hides. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->has_remote_access || features->events_seen == 0.0) {
        return 0.0;
    }
    return jaga_event_is_money_out(event) || features->change != JAGA_CHANGES ? 1.0 : 0.6;
}

const jaga_signal signal_remote_access = {
    .name = "remote-access",
    .help = "somebody else saw or ran the screen",
    .blind = "honest remote help; malware that hides",
    .says = { "somebody else saw or ran the screen",
              "layar sedang dilihat atau dikendalikan orang lain", "屏幕正被他人查看或控制" },
    .value_unit = JAGA_UNIT_NONE,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 6.0,
    .eval = eval,
};
