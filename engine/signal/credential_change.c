/* Credentials or reach were changed just now: reset, new SIM, other contact, second factor off.
 *
 * Why it matters: a thief must lock the owner out before emptying the wallet, and can hardly do it
 * without one of these.
 * Blind spot: people forget passwords and change phones; on a device they have long used it counts
 * half. The evidence fades over the following day like all evidence. */
#include "signal/signals.h"

/* How much control each change hands over. */
static const double danger[JAGA_TYPE_COUNT] = {
    [JAGA_TYPE_PIN_RESET] = 0.8,       [JAGA_TYPE_SIM_CHANGE] = 1.0,
    [JAGA_TYPE_PASSWORD_RESET] = 0.6,  [JAGA_TYPE_CONTACT_CHANGE] = 0.8,
    [JAGA_TYPE_MFA_DISABLE] = 0.8,     [JAGA_TYPE_PIN_CHANGE] = 0.5,
    [JAGA_TYPE_PASSWORD_CHANGE] = 0.5, [JAGA_TYPE_LIMIT_CHANGE] = 0.5,
};

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (event->status != JAGA_STATUS_OK || features->events_seen == 0.0) {
        return 0.0;
    }
    return danger[event->type] * (signal_is_own_device(features) ? 0.5 : 1.0);
}

const jaga_signal signal_credential_change = {
    .name = "credential-change",
    .help = "a reset, a new SIM, another contact or the second factor switched off",
    .blind = "a thief who needs none of them; owners who really forgot",
    .says = { "credentials or reach were changed just now",
              "kredensial atau kontak akun baru saja diubah", "登录凭证或联系方式刚刚被更改" },
    .value_unit = JAGA_UNIT_NONE,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 5.0,
    .eval = eval,
};
