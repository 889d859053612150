/* Any event with any features: every signal's strength stays in [0,1] and is never NaN, and an
 * account that is seen for the first time is suspicious only when somebody says theft. */
#include "signal/signals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A non-negative finite number from eight bytes. */
static double number(const uint8_t *at)
{
    double x;

    memcpy(&x, at, sizeof x);
    return isfinite(x) ? fabs(x) : 0.0;
}

static void check(const jaga_signal *signal, const jaga_event *event, jaga_features features)
{
    const double strength = signal->eval(event, &features);

    if (!(strength >= 0.0 && strength <= 1.0)) {
        abort();
    }
    features.events_seen = 0.0;
    features.devices_known = features.payees_known = features.amounts_seen = 0.0;
    features.device_is_known = features.payee_is_known = features.is_customer_report = false;
    features.amount_surprise = 0.0;
    if (signal->eval(event, &features) != 0.0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 96) {
        return 0;
    }
    const jaga_event event = { .type = data[0] % JAGA_TYPE_COUNT,
                               .status = data[1] % JAGA_STATUS_COUNT,
                               .counterparty_kind = data[2] % JAGA_PARTY_COUNT,
                               .channel = data[3] % JAGA_CHANNEL_COUNT,
                               .amount_minor = data[4] };
    const jaga_features features = { .events_seen = number(data + 8),
                                     .has_device = data[5] & 1,
                                     .device_is_known = data[5] >> 1 & 1,
                                     .device_age_s = number(data + 24),
                                     .devices_known = data[6] % 5,
                                     .device_newcomers = number(data + 32),
                                     .device_shared_s = number(data + 40),
                                     .amounts_seen = number(data + 48),
                                     .amount_surprise = number(data + 56),
                                     .amount_usual_minor = number(data + 64),
                                     .drain_share = fmin(number(data + 72), 1.0),
                                     .drains_seen = number(data + 80),
                                     .has_payee = data[5] >> 2 & 1,
                                     .payee_is_known = data[5] >> 3 & 1,
                                     .payees_known = data[7] % 15,
                                     .payee_payments = number(data + 88),
                                     .is_customer_report = data[5] >> 4 & 1 };

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        check(jaga_signal_at(i), &event, features);
    }
    return 0;
}
