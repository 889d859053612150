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

/* Bytes of the input, over and over. */
typedef struct bytes {
    const uint8_t *data;
    size_t size, at;
} bytes;

static uint8_t next_byte(bytes *from)
{
    return from->data[from->at++ % from->size];
}

static double next_number(bytes *from)
{
    uint8_t eight[8];

    for (int i = 0; i < 8; i++) {
        eight[i] = next_byte(from);
    }
    return number(eight);
}

/* What the first 96 bytes do not say. */
static void fill(bytes *from, jaga_features *f)
{
    f->account_age_s = next_number(from);
    f->device_is_first = next_byte(from) & 1;
    f->device_accounts = next_number(from);
    f->is_spend = next_byte(from) & 1;
    f->is_attempt = next_byte(from) & 1;
    f->amount_of_most = next_number(from);
    f->small_outs_1h = next_number(from);
    f->rising_outs = next_number(from);
    f->last_out_minor = next_number(from);
    for (int i = 0; i < JAGA_SPANS; i++) {
        f->outs[i] = next_number(from);
    }
    for (int i = 0; i < JAGA_SPANS; i++) {
        f->out_minor[i] = next_number(from);
    }
    f->balance_minor = next_number(from);
    f->in_1d_minor = next_number(from);
    f->in_age_s = next_number(from);
    f->topup_age_s = next_number(from);
    f->topup_minor = next_number(from);
    f->has_instrument = next_byte(from) & 1;
    f->instrument_is_known = next_byte(from) & 1;
    f->instruments_known = next_number(from);
    f->payee_senders = next_number(from);
    f->payee_fresh_1d = next_number(from);
    f->payee_age_s = next_number(from);
    f->payee_in_1d_minor = next_number(from);
    f->payee_passed_on = next_number(from);
    f->own_in_1d_minor = next_number(from);
    f->own_out_1d_minor = next_number(from);
    f->own_senders = next_number(from);
    f->fails_10m = next_number(from);
    f->fails_24h = next_number(from);
    f->fails_run = next_number(from);
    f->login_age_s = next_number(from);
    f->has_session = next_byte(from) & 1;
    f->session_is_latest = next_byte(from) & 1;
    f->session_moved = next_byte(from) & 1;
    for (int i = 0; i < JAGA_CHANGES; i++) {
        f->change_age_s[i] = next_number(from);
    }
    f->change = next_byte(from) % (JAGA_CHANGES + 1);
    f->sim_age_s = next_number(from);
    f->has_remote_access = next_byte(from) & 1;
    f->has_place = next_byte(from) & 1;
    f->travel_km = next_number(from);
    f->travel_s = next_number(from);
    f->has_country = next_byte(from) & 1;
    f->country_is_known = next_byte(from) & 1;
    f->countries_known = next_number(from);
    f->has_network = next_byte(from) & 1;
    f->network_is_known = next_byte(from) & 1;
    f->networks_known = next_number(from);
    f->address_accounts = next_number(from);
    f->address_fails_1h = next_number(from);
    f->address_newcomers = next_number(from);
    f->address_age_s = next_number(from);
    f->idle_s = next_number(from);
    f->idle_surprise = next_number(from);
    f->hour_closeness = next_number(from);
    f->hour_focus = next_number(from);
    f->hours_seen = next_number(from);
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
    features.account_age_s = features.hours_seen = features.instruments_known = 0.0;
    features.countries_known = features.networks_known = features.last_out_minor = 0.0;
    features.topup_minor = 0.0;
    features.session_is_latest = features.session_moved = false;
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
    jaga_features features = { .events_seen = number(data + 8),
                               .has_device = data[5] & 1,
                               .device_is_known = data[5] >> 1 & 1,
                               .device_age_s = number(data + 24),
                               .devices_known = data[6] % 5,
                               .device_newcomers = number(data + 32),
                               .device_shared_s = number(data + 40),
                               .amounts_seen = number(data + 48),
                               .amount_surprise = number(data + 56),
                               .amount_usual_ln = fmin(number(data + 64), 44.0),
                               .drain_share = fmin(number(data + 72), 1.0),
                               .drains_seen = number(data + 80),
                               .has_payee = data[5] >> 2 & 1,
                               .payee_is_known = data[5] >> 3 & 1,
                               .payees_known = data[7] % 15,
                               .payee_payments = number(data + 88),
                               .is_customer_report = data[5] >> 4 & 1 };

    bytes rest = { data, size, 96 };
    fill(&rest, &features);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        check(jaga_signal_at(i), &event, features);
    }
    return 0;
}
