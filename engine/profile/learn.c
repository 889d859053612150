/* Learning: what an event teaches about its account, and the messages it sends to entities. */
#include "profile/profile.h"

#include "base/exponent.h"
#include "profile/decayed.h"

#include <string.h>

#define LN2 0.69314718055994530942

static uint32_t seconds_of(int64_t us)
{
    return (uint32_t)(us / 1000000);
}

/* *is_new: the account had not used it, or had forgotten it. */
static void learn_device(jaga_account_cold *cold, uint64_t device, uint32_t now_s, bool *is_new)
{
    const uint32_t fingerprint = (uint32_t)device | 1u;
    jaga_known_device *oldest = &cold->devices[0];

    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        jaga_known_device *known = &cold->devices[i];
        if (known->fingerprint == fingerprint) {
            known->last_s = now_s > known->last_s ? now_s : known->last_s;
            known->first_s = now_s < known->first_s ? now_s : known->first_s;
            *is_new = false;
            return;
        }
        if (known->last_s < oldest->last_s) {
            oldest = known;
        }
    }
    *oldest = (jaga_known_device){ fingerprint, now_s, now_s };
    *is_new = true;
}

static void learn_payee(jaga_account_cold *cold, uint64_t payee, uint32_t now_s)
{
    const uint32_t fingerprint = (uint32_t)payee | 1u;
    jaga_known_payee *oldest = &cold->payees[0];

    for (int i = 0; i < JAGA_PAYEES_KEPT; i++) {
        jaga_known_payee *known = &cold->payees[i];
        if (known->fingerprint == fingerprint) {
            known->last_s = now_s > known->last_s ? now_s : known->last_s;
            return;
        }
        if (known->last_s < oldest->last_s) {
            oldest = known;
        }
    }
    *oldest = (jaga_known_payee){ fingerprint, now_s };
}

/* Clipped, so that one large theft does not make the next one look usual. */
static void learn_amount(jaga_account_hot *hot, const jaga_event *event)
{
    decayed_mean amounts = { hot->amount_weight, hot->amount_mean, hot->amount_m2 };
    double x = event->amount_minor < 1 ? 0.0 : log2_exact((double)event->amount_minor) * LN2;

    if (amounts.weight >= 3.0) {
        const double most = amounts.mean + 3.0 * decayed_deviation(&amounts) + 0.35;
        x = x > most ? most : x;
    }
    decayed_mean_add(&amounts, &hot->amounts_us, x, event->ts_us, PROFILE_AMOUNT_HALF_LIFE_S);
    hot->amount_weight = (float)amounts.weight;
    hot->amount_mean = (float)amounts.mean;
    hot->amount_m2 = (float)amounts.m2;
}

/* The log's own word wins; without it the known balance moves by the amount. */
static void learn_balance(jaga_account_hot *hot, const jaga_event *event)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
    const int64_t fee = event->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event->fee_minor;

    if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
        if (event->ts_us >= hot->last_us) {
            hot->balance_minor = event->balance_minor;
        }
    } else if (hot->balance_minor != JAGA_UNKNOWN_MINOR && event->status == JAGA_STATUS_OK) {
        if (class == JAGA_CLASS_MONEY_OUT) {
            hot->balance_minor -= event->amount_minor + fee;
        } else if (class == JAGA_CLASS_MONEY_IN) {
            hot->balance_minor += event->amount_minor - fee;
        }
    }
}

/* A held drain is not the owner's habit, but time passes all the same. Before learn_amount, which
 * moves on the time that both are as of. */
static void learn_drain(jaga_account_hot *hot, const jaga_event *event,
                        const jaga_features *features, jaga_outcome outcome)
{
    int64_t as_of_us = hot->amounts_us;
    const bool is_habit = outcome != JAGA_OUTCOME_HOLD && features->drain_share >= PROFILE_DRAINED;
    const double emptied = is_habit ? 1.0 : 0.0;

    hot->drains = (float)decayed_add(hot->drains, &as_of_us, emptied, event->ts_us,
                                     PROFILE_AMOUNT_HALF_LIFE_S);
}

static jaga_status learn_money_out(profile *self, const profile_account *account,
                                   const jaga_record *record, const jaga_features *features,
                                   jaga_outcome outcome, jaga_error *err)
{
    const jaga_event *event = &record->event;
    jaga_account_hot *hot = account->hot;

    if (profile_is_own_money(hot, event)) {
        learn_drain(hot, event, features, outcome);
        learn_amount(hot, event);
    }
    if (record->identity.payee == 0) {
        return JAGA_OK;
    }
    if (outcome != JAGA_OUTCOME_HOLD) {
        learn_payee(account->cold, record->identity.payee, seconds_of(event->ts_us));
    }
    return entity_tell(self, ENTITY_PAYEE, record->identity.payee, event->ts_us, err);
}

/* Both the balance before the event and the one after it are balances that were there. */
static void learn_peak(jaga_account_hot *hot, int64_t before_minor, const jaga_event *event)
{
    const bool is_said = event->balance_minor != JAGA_UNKNOWN_MINOR;
    const int64_t after_minor = is_said ? event->balance_minor : hot->balance_minor;
    const int64_t balances[] = { before_minor, after_minor };
    const double behind_s = (double)(hot->last_us - event->ts_us) / 1e6;

    for (size_t i = 0; i < 2; i++) {
        const double balance =
            balances[i] == JAGA_UNKNOWN_MINOR
                ? 0.0
                : (double)balances[i] * decay(behind_s, PROFILE_PEAK_HALF_LIFE_S);
        if (balance > hot->peak_1h_minor) {
            hot->peak_1h_minor = balance;
        }
    }
}

/* The peak is as of last_us, so moving that on fades it. */
static void move_on(jaga_account_hot *hot, int64_t ts_us)
{
    if (ts_us > hot->last_us) {
        hot->peak_1h_minor =
            decayed_at(hot->peak_1h_minor, hot->last_us, ts_us, PROFILE_PEAK_HALF_LIFE_S);
        hot->last_us = ts_us;
    }
    if (ts_us < hot->first_us) {
        hot->first_us = ts_us;
    }
}

jaga_status profile_learn(profile *self, const profile_account *account, const jaga_record *record,
                          const jaga_features *features, jaga_outcome outcome, jaga_error *err)
{
    const jaga_event *event = &record->event;
    const bool is_ok = event->status == JAGA_STATUS_OK;
    const bool is_money = event->amount_minor != JAGA_UNKNOWN_MINOR;
    jaga_account_hot *hot = account->hot;

    if (is_money && hot->currency[0] == '\0') {
        memcpy(hot->currency, event->currency, sizeof hot->currency);
    }
    if (profile_is_own_money(hot, event)) {
        const int64_t before_minor = profile_balance_before(hot, event);
        learn_balance(hot, event);
        move_on(hot, event->ts_us);
        learn_peak(hot, before_minor, event);
    } else {
        move_on(hot, event->ts_us);
    }
    hot->events++;
    if (is_ok && jaga_event_is_money_out(event)) {
        JAGA_TRY(learn_money_out(self, account, record, features, outcome, err));
    }
    if (is_ok && record->identity.device != 0 && outcome != JAGA_OUTCOME_HOLD) {
        bool is_new;
        learn_device(account->cold, record->identity.device, seconds_of(event->ts_us), &is_new);
        if (is_new) {
            return entity_tell(self, ENTITY_DEVICE, record->identity.device, event->ts_us, err);
        }
    }
    return JAGA_OK;
}
