#include "story_entities.h"

#include "profile/entity.h"

/* Money in, against the raw log. */

static bool is_income(int k, int i)
{
    return is_same(k, i) && is_ok(k) && is_class(k, JAGA_CLASS_MONEY_IN) && is_own(k);
}

static int64_t whole_us(int64_t us)
{
    return whole_s(us) * STORY_SECOND;
}

/* Times of money in are kept in whole seconds. */
static void check_sums(int i, const jaga_features *f)
{
    const int64_t now_us = event_at(i)->ts_us;
    int64_t in_s = 0, topup_s = 0;
    double sum = 0.0, topup = 0.0;

    for (int k = 0; k < i; k++) {
        const int64_t then_s = whole_s(event_at(k)->ts_us);
        if (is_income(k, i)) {
            in_s = then_s > in_s ? then_s : in_s;
        }
        if (is_income(k, i) && event_at(k)->type == JAGA_TYPE_TOPUP && then_s >= topup_s) {
            topup_s = then_s;
            topup = (double)event_at(k)->amount_minor;
        }
    }
    const int64_t at_us = in_s * STORY_SECOND > now_us ? in_s * STORY_SECOND : now_us;
    for (int k = 0; k < i; k++) {
        sum += is_income(k, i) ? (double)event_at(k)->amount_minor *
                                     faded(whole_us(event_at(k)->ts_us), at_us, 86400.0)
                               : 0.0;
    }
    ck_assert_near(f->in_1d_minor, sum, 1e-5);
    ck_assert_near(f->in_age_s, since(in_s, now_us), 1e-12);
    ck_assert_near(f->topup_age_s, since(topup_s, now_us), 1e-12);
    ck_assert_double_eq(f->topup_minor, topup);
}

/* The two that were last used for the first time, or again after they were forgotten. */
static void check_instruments(int i, const jaga_features *f)
{
    const uint64_t now = list[i].record.identity.instrument;
    uint64_t newest = 0, oldest = 0;

    for (int k = 0; k < i; k++) {
        const uint64_t used = list[k].record.identity.instrument;
        const bool is_use = is_same(k, i) && is_ok(k) && is_class(k, JAGA_CLASS_MONEY_IN) &&
                            !list[k].is_held && used != 0;
        if (is_use && used != newest && used != oldest) {
            oldest = newest;
            newest = used;
        }
    }
    ck_assert_int_eq(f->has_instrument, now != 0);
    ck_assert_int_eq(f->instrument_is_known, now != 0 && (now == newest || now == oldest));
    ck_assert_double_eq(f->instruments_known, (newest != 0) + (oldest != 0));
}

/* What the senders' rows said of this account. */
static void check_own(int i, const jaga_features *f)
{
    const uint64_t id = list[i].record.identity.account_low;
    const int64_t now_us = event_at(i)->ts_us;
    const log_entity e = entity_of(ENTITY_PAYEE, id, now_us, 86400.0);
    const bool is_measured = is_wanted(i) && e.is_there;

    ck_assert_near(f->own_in_1d_minor, is_measured ? e.in : 0.0, 1e-5);
    ck_assert_near(f->own_out_1d_minor, is_measured ? e.out : 0.0, 1e-5);
    ck_assert_near(f->own_senders,
                   is_measured ? accounts_of(ENTITY_PAYEE, id, now_us, 12 * STORY_HOUR, 0) : 0.0,
                   1e-12);
}

static void note(int i)
{
    const jaga_identity *identity = &list[i].record.identity;
    const double amount = is_own(i) ? (double)event_at(i)->amount_minor : 0.0;
    log_message message = { .kind = ENTITY_PAYEE, .ts_us = event_at(i)->ts_us };

    if (is_wanted(i) && is_ok(i)) {
        message.id = identity->account_low;
        message.out = amount;
        message.is_own = true;
        note_told(message);
    }
    if (is_wanted(i) && is_ok(i) && identity->payee != 0) {
        message.id = identity->payee;
        message.account = identity->account_low;
        message.in = amount;
        message.out = 0.0;
        message.is_own = false;
        note_told(message);
    }
}

static void check(int i, const jaga_features *f)
{
    told_count = i == 0 ? 0 : told_count;
    check_sums(i, f);
    check_instruments(i, f);
    check_own(i, f);
    note(i);
}

START_TEST(income_is_that_of_the_raw_events_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(income_is_that_of_the_raw_events_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("income", income_is_that_of_the_raw_events_in_order,
          income_is_that_of_the_raw_events_when_some_come_late)
