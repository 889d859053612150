/* Wrong passwords, codes or PINs in a row, above all with a success behind them.
 *
 * Why it matters: stuffed credentials are tried, codes are guessed; the success after a run of
 * failures is where the hands change.
 * Blind spot: people mistype, and some forget; a thief who knows the password tries once. It looks
 * at the run before a success, so an owner's two slips say nothing. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    if (features->events_seen == 0.0) {
        return 0.0;
    }
    const bool is_login = event->type == JAGA_TYPE_LOGIN && event->status == JAGA_STATUS_OK;
    if (is_login) {
        return signal_ramp(features->fails_run, 2.0, 8.0) * signal_on_device(features);
    }
    return event->status == JAGA_STATUS_FAILED
               ? 0.5 * signal_ramp(features->fails_10m, 4.0, 12.0) * signal_on_device(features)
               : 0.0;
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->fails_10m, .normal = features->fails_24h };
}

const jaga_signal signal_failed_proofs = {
    .name = "failed-proofs",
    .help = "wrong passwords or codes in a row, then a success",
    .blind = "owners who forgot; thieves who know the password",
    .says = { "{value} wrong passwords or codes within ten minutes or so",
              "{value} kata sandi atau kode salah dalam sekitar sepuluh menit",
              "约十分钟内密码或验证码错误 {value} 次" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_NONE,
    .bits = 3.0,
    .eval = eval,
    .facts = facts,
};
