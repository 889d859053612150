/* Features: how the event compares with what is normal for its account. */
#include "profile/profile.h"

#include "base/exponent.h"
#include "profile/decayed.h"

#include <string.h>

#define LN2 0.69314718055994530942

/* With few amounts a deviation means little: it is not taken below this, in ln units (a factor of
 * 1.4), and the surprise grows with what is known. */
static const double least_deviation = 0.35;
static const double amounts_needed = 3.0;

bool profile_is_own_money(const jaga_account_hot *hot, const jaga_event *event)
{
    return hot->currency[0] == '\0' || memcmp(hot->currency, event->currency, 3) == 0;
}

int64_t profile_balance_before(const jaga_account_hot *hot, const jaga_event *event)
{
    if (event->balance_minor == JAGA_UNKNOWN_MINOR || !jaga_event_is_money_out(event)) {
        return hot->balance_minor;
    }
    /* Some ledgers write a refused debit as done, but leave the balance where it was. */
    if (event->status != JAGA_STATUS_OK || event->balance_minor == hot->balance_minor) {
        return event->balance_minor;
    }
    const int64_t fee = event->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event->fee_minor;
    return event->balance_minor + event->amount_minor + fee;
}

static void measure_device(const profile *self, const profile_account *account,
                           const jaga_record *record, jaga_features *features)
{
    const uint32_t fingerprint = (uint32_t)record->identity.device | 1u;

    features->has_device = record->identity.device != 0;
    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        const jaga_known_device *device = &account->cold->devices[i];
        features->devices_known += device->fingerprint != 0;
        if (features->has_device && device->fingerprint == fingerprint) {
            const double age_s = (double)record->event.ts_us / 1e6 - (double)device->first_s;
            features->device_is_known = true;
            features->device_age_s = age_s > 0.0 ? age_s : 0.0;
            features->device_is_first =
                (double)device->first_s < (double)account->hot->first_us / 1e6 + 86400.0;
        }
    }
    if (!features->has_device || features->device_is_known) {
        return;
    }
    const jaga_entity *entity = entity_find(self, ENTITY_DEVICE, record->identity.device);
    if (entity != NULL) {
        features->device_newcomers = decayed_at(entity->uses_7d, entity->last_us,
                                                record->event.ts_us, PROFILE_ENTITY_HALF_LIFE_S);
        features->device_shared_s = (double)(record->event.ts_us - entity->first_us) / 1e6;
    }
}

static void measure_amount(const jaga_account_hot *hot, const jaga_event *event,
                           jaga_features *features)
{
    const int64_t before_minor = profile_balance_before(hot, event);
    const decayed_mean amounts = { hot->amount_weight, hot->amount_mean, hot->amount_m2 };
    const double amount = (double)event->amount_minor;

    /* More than there is cannot be taken: an attempt in vain, or an account that may overdraw. */
    if (before_minor != JAGA_UNKNOWN_MINOR && before_minor > 0 &&
        event->amount_minor <= before_minor) {
        const double before = (double)before_minor;
        const double faded =
            decayed_at(hot->peak_1h_minor, hot->last_us, event->ts_us, PROFILE_PEAK_HALF_LIFE_S);
        const double peak = faded > before ? faded : before;
        features->drain_share = 1.0 - (before - amount) / peak;
    }
    features->amounts_seen =
        decayed_at(amounts.weight, hot->amounts_us, event->ts_us, PROFILE_AMOUNT_HALF_LIFE_S);
    features->drains_seen =
        decayed_at(hot->drains, hot->amounts_us, event->ts_us, PROFILE_AMOUNT_HALF_LIFE_S);
    if (amounts.weight <= 0.0) {
        return;
    }
    features->amount_usual_minor = exp2_exact(amounts.mean / LN2);
    if (features->amounts_seen >= amounts_needed && amount >= 1.0) {
        double deviation = decayed_deviation(&amounts);
        deviation = deviation < least_deviation ? least_deviation : deviation;
        const double trust = features->amounts_seen / (features->amounts_seen + 2.0);
        features->amount_surprise = (log2_exact(amount) * LN2 - amounts.mean) / deviation * trust;
    }
}

static void measure_payee(const profile *self, const profile_account *account,
                          const jaga_record *record, jaga_features *features)
{
    const uint32_t fingerprint = (uint32_t)record->identity.payee | 1u;

    features->has_payee = record->identity.payee != 0;
    for (int i = 0; i < JAGA_PAYEES_KEPT; i++) {
        const jaga_known_payee *payee = &account->cold->payees[i];
        features->payees_known += payee->fingerprint != 0;
        features->payee_is_known |= features->has_payee && payee->fingerprint == fingerprint;
    }
    if (features->has_payee && !features->payee_is_known) {
        const jaga_entity *entity = entity_find(self, ENTITY_PAYEE, record->identity.payee);
        if (entity != NULL) {
            features->payee_payments = decayed_at(entity->uses_7d, entity->last_us,
                                                  record->event.ts_us, PROFILE_ENTITY_HALF_LIFE_S);
        }
    }
}

void profile_measure(const profile *self, const profile_account *account, const jaga_record *record,
                     jaga_features *features)
{
    const jaga_account_hot *hot = account->hot;
    const jaga_event *event = &record->event;

    *features = (jaga_features){ .events_seen = hot->events };
    features->is_customer_report =
        event->type == JAGA_TYPE_CUSTOMER_REPORT && event->status == JAGA_STATUS_OK;
    measure_device(self, account, record, features);
    if (jaga_event_is_money_out(event) && event->status != JAGA_STATUS_REVERSED) {
        if (profile_is_own_money(hot, event)) {
            measure_amount(hot, event, features);
        }
        measure_payee(self, account, record, features);
    }
}
