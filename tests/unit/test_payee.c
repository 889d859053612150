#include "story_entities.h"
#include "story_known.h"

#include "profile/entity.h"

/* Whom an account pays, and who else pays them, against the raw log. */

static known payees_before(int i)
{
    known payees = { .count = 0 };

    for (int k = 0; k < i; k++) {
        const uint64_t payee = list[k].record.identity.payee;
        if (is_same(k, i) && is_wanted(k) && is_ok(k) && payee != 0 && !list[k].is_held) {
            known_use_id(&payees, 12, payee, whole_s(event_at(k)->ts_us));
        }
    }
    return payees;
}

static void check_shared(int i, const jaga_features *f)
{
    const jaga_identity *identity = &list[i].record.identity;
    const int64_t now_us = event_at(i)->ts_us;
    const log_entity e = entity_of(ENTITY_PAYEE, identity->payee, now_us, 86400.0);

    if (!f->has_payee || !e.is_there) {
        ck_assert_double_eq(f->payee_payments + f->payee_senders + f->payee_fresh_1d, 0.0);
        ck_assert_double_eq(f->payee_in_1d_minor + f->payee_passed_on, 0.0);
        ck_assert_double_eq(f->payee_age_s, JAGA_NEVER_S);
        return;
    }
    ck_assert_near(f->payee_payments, e.uses, 1e-5);
    ck_assert_near(
        f->payee_senders,
        accounts_of(ENTITY_PAYEE, identity->payee, now_us, 12 * STORY_HOUR, identity->account_low),
        1e-12);
    ck_assert_near(f->payee_fresh_1d, e.fresh, 1e-5);
    ck_assert_near(f->payee_age_s, since(e.first_s, now_us), 1e-12);
    ck_assert_near(f->payee_in_1d_minor, e.in, 1e-5);
    const double share = e.in > 0.0 ? e.out / e.in : 0.0;
    ck_assert_near(f->payee_passed_on, share > 1.0 ? 1.0 : share, 1e-5);
}

static void note(int i, const jaga_features *f)
{
    const jaga_identity *identity = &list[i].record.identity;
    const double amount = is_own(i) ? (double)event_at(i)->amount_minor : 0.0;

    if (is_wanted(i) && is_ok(i)) {
        note_told((log_message){ .kind = ENTITY_PAYEE,
                                 .id = identity->account_low,
                                 .ts_us = event_at(i)->ts_us,
                                 .out = amount,
                                 .is_own = true });
    }
    if (is_wanted(i) && is_ok(i) && identity->payee != 0) {
        note_told((log_message){ .kind = ENTITY_PAYEE,
                                 .id = identity->payee,
                                 .account = identity->account_low,
                                 .ts_us = event_at(i)->ts_us,
                                 .uses = 1.0,
                                 .in = amount,
                                 .is_fresh = !f->payee_is_known });
    }
}

static void check(int i, const jaga_features *f)
{
    const uint64_t payee = list[i].record.identity.payee;
    const bool is_measured = is_wanted(i) && event_at(i)->status != JAGA_STATUS_REVERSED;
    const known payees = payees_before(i);

    told_count = i == 0 ? 0 : told_count;
    ck_assert_int_eq(f->has_payee, is_measured && payee != 0);
    ck_assert_double_eq(f->payees_known, is_measured ? payees.count : 0.0);
    ck_assert_int_eq(f->payee_is_known, f->has_payee && known_has_id(&payees, payee));
    check_shared(i, f);
    note(i, f);
}

START_TEST(payees_are_those_of_the_raw_spends_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(payees_are_those_of_the_raw_spends_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("payee", payees_are_those_of_the_raw_spends_in_order,
          payees_are_those_of_the_raw_spends_when_some_come_late)
