/* Payees: whom an account pays, and who else pays them. */
#include "profile/aspect.h"

/* Payments further apart are no run. */
static const double run_gap_s = 86400.0;

static void measure_shared(const look *at, jaga_features *out)
{
    const int64_t now_us = at->event->ts_us;
    const entity_view *view = &at->account->payee;
    const jaga_entity *entity = view->entity;

    if (entity == NULL) {
        return;
    }
    out->payee_payments = entity_uses(view);
    out->payee_senders =
        entity_accounts(entity, ENTITY_PAYEE, at->record->identity.account_low, now_us);
    out->payee_fresh_1d = entity_fresh(view);
    out->payee_age_s = age_of(entity->first_s, now_us);
    out->payee_in_1d_minor = entity_in(view);
    if (out->payee_in_1d_minor > 0.0) {
        const double share = entity_out(view) / out->payee_in_1d_minor;
        out->payee_passed_on = share > 1.0 ? 1.0 : share;
    }
}

static double repeats_at(const jaga_account_cold *cold, int known, int64_t now_us)
{
    return age_of(cold->payees[known].last_s, now_us) < run_gap_s
               ? (double)cold->payee_repeats[known]
               : 0.0;
}

void measure_payee(const look *at, jaga_features *out)
{
    const uint64_t payee = at->record->identity.payee;

    out->payee_age_s = JAGA_NEVER_S;
    out->payee_theft_age_s = out->payee_theft_run_s = JAGA_NEVER_S;
    if (!is_spend(at->event) || at->event->status == JAGA_STATUS_REVERSED) {
        return;
    }
    out->has_payee = payee != 0;
    out->payees_known = known_count(at->cold->payees, JAGA_PAYEES_KEPT);
    if (out->has_payee) {
        const int known = known_at(at->cold->payees, JAGA_PAYEES_KEPT, fingerprint_of(payee));
        out->payee_is_known = known >= 0;
        out->payee_repeats = known < 0 ? 0.0 : repeats_at(at->cold, known, at->event->ts_us);
        measure_shared(at, out);
        measure_payee_thefts(at, out);
    }
}

/* An account that has received from others is a payee itself: it says what it passes on. */
static jaga_status tell_passed_on(const lesson *from, double amount, jaga_error *err)
{
    const entity_message message = { .kind = ENTITY_PAYEE,
                                     .id = from->record->identity.account_low,
                                     .ts_us = from->event->ts_us,
                                     .out = amount,
                                     .is_own = true };
    return entity_tell(&from->tables->entities, &from->account->own, &message, err);
}

static void learn_repeat(const lesson *from, uint32_t fingerprint)
{
    jaga_account_cold *cold = from->cold;
    const int64_t ts_us = from->event->ts_us;
    const int known = known_at(cold->payees, JAGA_PAYEES_KEPT, fingerprint);
    const double before = known < 0 ? 0.0 : repeats_at(cold, known, ts_us);
    const int used = known_use(cold->payees, JAGA_PAYEES_KEPT, fingerprint, seconds_of(ts_us));

    cold->payee_repeats[used] = (uint8_t)(before < UINT8_MAX ? before + 1.0 : before);
}

jaga_status learn_payee(const lesson *from, jaga_error *err)
{
    const jaga_event *event = from->event;
    const uint64_t payee = from->record->identity.payee;
    const double amount = is_own_currency(from->hot, event) ? (double)event->amount_minor : 0.0;

    if (!is_spend(event) || event->status != JAGA_STATUS_OK) {
        return JAGA_OK;
    }
    JAGA_TRY(tell_passed_on(from, amount, err));
    if (payee == 0) {
        return JAGA_OK;
    }
    if (!from->is_held) {
        learn_repeat(from, fingerprint_of(payee));
    }
    learn_payee_thefts(from);
    const entity_message message = { .kind = ENTITY_PAYEE,
                                     .id = payee,
                                     .account = from->record->identity.account_low,
                                     .ts_us = event->ts_us,
                                     .uses = 1.0,
                                     .in = amount,
                                     .is_fresh = !from->features->payee_is_known };
    return entity_tell(&from->tables->entities, &from->account->payee, &message, err);
}
