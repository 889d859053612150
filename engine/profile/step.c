/* One event against its account: all aspects in turn. */
#include "profile/aspect.h"

#include <string.h>

bool profile_is_mirror(const jaga_event *event)
{
    return event->type == JAGA_TYPE_RECEIVE && event->ref.length > 0 &&
           event->institution.length == 0 &&
           (event->counterparty_kind == JAGA_PARTY_WALLET ||
            event->counterparty_kind == JAGA_PARTY_UNKNOWN);
}

void profile_measure(profile_account *account, const jaga_record *record, jaga_features *out)
{
    const jaga_event *event = &record->event;
    const look at = { account, &account->notes, account->hot, account->cold, record, event };

    *out = (jaga_features){ .events_seen = account->hot->events,
                            .account_age_s = age_of(account->hot->first_s, event->ts_us),
                            .is_customer_report = event->type == JAGA_TYPE_CUSTOMER_REPORT &&
                                                  event->status == JAGA_STATUS_OK };
    measure_velocity(&at, out);
    measure_balance(&at, out);
    measure_amount(&at, out);
    measure_income(&at, out);
    measure_device(&at, out);
    measure_payee(&at, out);
    measure_access(&at, out);
    measure_place(&at, out);
    measure_rhythm(&at, out);
    measure_unusual(&at, out);
    measure_sudden(&at, out);
    measure_novelty(&at, out);
    measure_suspicion(&at, out);
}

static void learn_money(const lesson *from)
{
    const jaga_event *event = from->event;

    if (is_spend(event) && is_own_currency(from->hot, event)) {
        learn_surprise(from);
        fade_money(from);
        if (event->status == JAGA_STATUS_OK) {
            learn_amount(from);
        }
        learn_velocity(from);
    }
    learn_balance(from);
    learn_income(from);
}

jaga_status profile_learn(profile *self, const profile_account *account, const jaga_record *record,
                          const jaga_features *features, jaga_outcome outcome, jaga_error *err)
{
    const jaga_event *event = &record->event;
    const lesson from = { .tables = self,
                          .account = account,
                          .hot = account->hot,
                          .cold = account->cold,
                          .record = record,
                          .event = event,
                          .features = features,
                          .is_held = outcome == JAGA_OUTCOME_HOLD };

    if (event->amount_minor != JAGA_UNKNOWN_MINOR && account->hot->currency[0] == '\0') {
        memcpy(account->hot->currency, event->currency, sizeof account->hot->currency);
    }
    learn_money(&from);
    learn_access(&from);
    JAGA_TRY(learn_payee(&from, err));
    JAGA_TRY(learn_device(&from, err));
    JAGA_TRY(learn_place(&from, err));
    learn_rhythm(&from);
    learn_unusual(&from);
    learn_sudden(&from);
    learn_novelty(&from);
    JAGA_TRY(learn_suspicion(&from, err));
    profile_note_paid(self, record);
    account->hot->events++;
    return JAGA_OK;
}
