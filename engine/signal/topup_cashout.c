/* Money that was topped up minutes ago leaves again, almost all of it, to somebody new.
 *
 * Why it matters: a linked card or bank account is emptied through the wallet, and stolen cards are
 * turned into money that way.
 * Blind spot: people top up exactly what they are about to send; a payee they know quiets it, and
 * so does a habit of emptying the wallet. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (!features->is_attempt || features->topup_minor <= 0.0 || features->topup_age_s > 3600.0 ||
        features->events_seen < 2.0) {
        return 0.0;
    }
    const double share = (double)event->amount_minor / features->topup_minor;
    const double size = signal_ramp(share, 0.5, 0.9) * (share > 3.0 ? 0.0 : 1.0);
    const double habit =
        features->amounts_seen > 0.0 ? features->drains_seen / features->amounts_seen : 0.0;
    return size * (1.0 - 0.5 * signal_ramp(features->topup_age_s, 600.0, 3600.0)) *
           (1.0 - signal_ramp(habit, 0.02, 0.2)) * signal_stranger(event, features) *
           signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    return (jaga_facts){ .value = (double)event->amount_minor, .normal = features->topup_age_s };
}

const jaga_signal signal_topup_cashout = {
    .name = "topup-cashout",
    .help = "money topped up minutes ago leaves again to somebody new",
    .blind = "people who top up what they send; theft of what was there before",
    .says = { "{value} leaves within {normal} of a top-up",
              "{value} keluar dalam {normal} setelah isi saldo", "充值后 {normal} 内转出 {value}" },
    .value_unit = JAGA_UNIT_MINOR,
    .normal_unit = JAGA_UNIT_SECONDS,
    .bits = 2.0,
    .eval = eval,
    .facts = facts,
};
