#include "story_world.h"

#include "profile/profile.h"

/* Every feature, recomputed from the raw list of an account's events. The list is walked anew for
 * each event; nothing is carried along but what was learned of each. */

enum { EVENTS = 2500, DEVICES_MOST = 64 };

typedef struct seen {
    jaga_record record;
    jaga_outcome outcome;
    double drain_share; /* as it was measured */
    double amount;      /* ln of the amount, clipped */
    bool teaches_amount;
    bool uses_device;
    bool tells_device; /* first use by its account */
} seen;

static seen list[EVENTS];

static bool is_same_account(const jaga_record *a, const jaga_record *b)
{
    return a->identity.account_low == b->identity.account_low;
}

static double faded(int64_t then_us, int64_t now_us, double half_life_s)
{
    return now_us <= then_us ? 1.0 : exp2(-(double)(now_us - then_us) / 1e6 / half_life_s);
}

/* Money out that the customer wants: not a fee. */
static bool is_wanted(const jaga_event *event)
{
    return jaga_event_is_money_out(event) && event->type != JAGA_TYPE_FEE;
}

/* Latest time of the account's events among the first `count`; `at_least` when there are none. */
static int64_t latest_of(int count, const jaga_record *of, int64_t at_least)
{
    for (int i = 0; i < count; i++) {
        if (is_same_account(&list[i].record, of) && list[i].record.event.ts_us > at_least) {
            at_least = list[i].record.event.ts_us;
        }
    }
    return at_least;
}

/* The currency of the first event with an amount; "" before it. */
static const char *currency_of(int count, const jaga_record *of)
{
    for (int i = 0; i < count; i++) {
        const jaga_event *event = &list[i].record.event;
        if (is_same_account(&list[i].record, of) && event->amount_minor != JAGA_UNKNOWN_MINOR) {
            return event->currency;
        }
    }
    return "";
}

/* Whether event i is in the account's currency, the event itself having its say. */
static bool is_own(int i)
{
    const char *currency = currency_of(i + 1, &list[i].record);
    return currency[0] == '\0' || strcmp(currency, list[i].record.event.currency) == 0;
}

/* The balance the log leaves the account with after the first `count` events. */
static int64_t balance_of(int count, const jaga_record *of)
{
    int64_t latest_us = INT64_MIN, balance = JAGA_UNKNOWN_MINOR;

    for (int i = 0; i < count; i++) {
        const jaga_event *event = &list[i].record.event;
        const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);
        if (!is_same_account(&list[i].record, of)) {
            continue;
        }
        const bool is_latest = event->ts_us >= latest_us;
        latest_us = is_latest ? event->ts_us : latest_us;
        if (!is_own(i) || event->status == JAGA_STATUS_PENDING) {
            continue;
        }
        if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
            balance = is_latest ? event->balance_minor : balance;
        } else if (balance != JAGA_UNKNOWN_MINOR && event->status != JAGA_STATUS_FAILED) {
            const int64_t moved = class == JAGA_CLASS_MONEY_IN    ? event->amount_minor
                                  : class == JAGA_CLASS_MONEY_OUT ? -event->amount_minor
                                                                  : 0;
            balance += event->status == JAGA_STATUS_REVERSED ? -moved : moved;
        }
    }
    return balance;
}

/* What was there before event i: a debit says it by what it took and what it left. */
static int64_t before_of(int i)
{
    const jaga_event *event = &list[i].record.event;
    const int64_t known = balance_of(i, &list[i].record);

    if (event->balance_minor == JAGA_UNKNOWN_MINOR || !jaga_event_is_money_out(event) ||
        event->status == JAGA_STATUS_PENDING) {
        return known;
    }
    if (event->status != JAGA_STATUS_OK || event->balance_minor == known) {
        return event->balance_minor;
    }
    return event->balance_minor + event->amount_minor;
}

/* Largest balance of the first `count` events, each fading with its age. */
static double peak_of(int count, const jaga_record *of, int64_t now_us)
{
    double peak = 0.0;

    for (int i = 0; i < count; i++) {
        const jaga_event *event = &list[i].record.event;
        if (!is_same_account(&list[i].record, of) || !is_own(i)) {
            continue;
        }
        const bool is_said =
            event->balance_minor != JAGA_UNKNOWN_MINOR && event->status != JAGA_STATUS_PENDING;
        const int64_t after = is_said ? event->balance_minor : balance_of(i + 1, &list[i].record);
        const int64_t balances[] = { before_of(i), after };
        for (int k = 0; k < 2; k++) {
            const double b = balances[k] == JAGA_UNKNOWN_MINOR ? 0.0 : (double)balances[k];
            const double now = b * faded(event->ts_us, now_us, 3600.0);
            peak = now > peak ? now : peak;
        }
    }
    return peak;
}

/* What attempts without an outcome may still take; all lapse 15 minutes after the latest. */
static double open_of(int count, const jaga_record *of, int64_t now_us)
{
    int64_t latest_s = 0;
    double open = 0.0;

    for (int i = 0; i < count; i++) {
        const jaga_event *event = &list[i].record.event;
        if (!is_same_account(&list[i].record, of) || !is_own(i) || !is_wanted(event) ||
            event->status != JAGA_STATUS_PENDING) {
            continue;
        }
        open = event->ts_us - latest_s * STORY_SECOND > 15 * STORY_MINUTE ? 0.0 : open;
        open += (double)event->amount_minor;
        latest_s = event->ts_us / STORY_SECOND > latest_s ? event->ts_us / STORY_SECOND : latest_s;
    }
    return now_us - latest_s * STORY_SECOND > 15 * STORY_MINUTE ? 0.0 : open;
}

typedef struct amounts {
    double weight, mean, deviation, drains;
} amounts;

/* Of the account's money-outs among the first `count`, as of the latest of them, or of now. */
static amounts amounts_of(int count, const jaga_record *of, int64_t now_us)
{
    const double half_life_s = 60.0 * 86400.0;
    amounts a = { 0.0, 0.0, 0.0, 0.0 };
    double sum = 0.0, squares = 0.0;

    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            const seen *s = &list[i];
            if (!is_same_account(&s->record, of) || !s->teaches_amount) {
                continue;
            }
            const double w = faded(s->record.event.ts_us, now_us, half_life_s);
            const double d = s->amount - a.mean;
            a.weight += pass == 0 ? w : 0.0;
            sum += pass == 0 ? w * s->amount : 0.0;
            squares += pass == 1 ? w * d * d : 0.0;
            a.drains +=
                pass == 0 && s->outcome != JAGA_OUTCOME_HOLD && s->drain_share >= 0.95 ? w : 0.0;
        }
        a.mean = a.weight > 0.0 ? sum / a.weight : 0.0;
    }
    a.deviation = a.weight > 0.0 ? sqrt(squares / a.weight) : 0.0;
    return a;
}

/* Of the account's wanted money out, whatever came of it. */
static int64_t latest_spend_of(int count, const jaga_record *of, int64_t at_least)
{
    for (int i = 0; i < count; i++) {
        const seen *s = &list[i];
        if (is_same_account(&s->record, of) && is_wanted(&s->record.event) && is_own(i) &&
            s->record.event.ts_us > at_least) {
            at_least = s->record.event.ts_us;
        }
    }
    return at_least;
}

/* Event time of the account's earliest event among the first `count`. */
static int64_t earliest_of(int count, const jaga_record *of)
{
    int64_t earliest_us = INT64_MAX;

    for (int i = 0; i < count; i++) {
        const jaga_record *record = &list[i].record;
        if (is_same_account(record, of) && record->event.ts_us < earliest_us) {
            earliest_us = record->event.ts_us;
        }
    }
    return earliest_us;
}

/* Ids an account used, the least recently used one making room beyond `most`. */
typedef struct known {
    int count;
    uint64_t id[DEVICES_MOST];
    int64_t first_s[DEVICES_MOST], last_s[DEVICES_MOST];
} known;

static int find_known(const known *k, uint64_t id)
{
    for (int i = 0; i < k->count; i++) {
        if (k->id[i] == id) {
            return i;
        }
    }
    return -1;
}

static void use_known(known *k, int most, uint64_t id, int64_t now_s)
{
    int at = find_known(k, id);

    if (at < 0 && k->count == most) {
        int oldest = 0;
        for (int i = 1; i < k->count; i++) {
            oldest = k->last_s[i] < k->last_s[oldest] ? i : oldest;
        }
        k->count--;
        k->id[oldest] = k->id[k->count];
        k->first_s[oldest] = k->first_s[k->count];
        k->last_s[oldest] = k->last_s[k->count];
    }
    if (at < 0) {
        at = k->count++;
        k->id[at] = id;
        k->first_s[at] = k->last_s[at] = now_s;
    }
    k->first_s[at] = now_s < k->first_s[at] ? now_s : k->first_s[at];
    k->last_s[at] = now_s > k->last_s[at] ? now_s : k->last_s[at];
}

static known devices_of(int count, const jaga_record *of)
{
    known k = { .count = 0 };

    for (int i = 0; i < count; i++) {
        const seen *s = &list[i];
        if (is_same_account(&s->record, of) && s->record.identity.device != 0 &&
            s->record.event.status == JAGA_STATUS_OK && s->outcome != JAGA_OUTCOME_HOLD) {
            use_known(&k, 4, s->record.identity.device, s->record.event.ts_us / STORY_SECOND);
        }
    }
    return k;
}

static known payees_of(int count, const jaga_record *of)
{
    known k = { .count = 0 };

    for (int i = 0; i < count; i++) {
        const seen *s = &list[i];
        if (is_same_account(&s->record, of) && s->record.identity.payee != 0 &&
            is_wanted(&s->record.event) && s->record.event.status == JAGA_STATUS_OK &&
            s->outcome != JAGA_OUTCOME_HOLD) {
            use_known(&k, 12, s->record.identity.payee, s->record.event.ts_us / STORY_SECOND);
        }
    }
    return k;
}

/* Messages that a device or payee got from any account. */
typedef struct uses {
    double weight;
    int64_t first_us, last_us;
} uses;

static uses uses_of(int count, bool is_device, uint64_t id, int64_t now_us)
{
    uses u = { 0.0, INT64_MAX, INT64_MIN };

    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            const seen *s = &list[i];
            const jaga_event *event = &s->record.event;
            const bool is_told = is_device ? s->uses_device && s->record.identity.device == id
                                           : s->record.identity.payee == id && is_wanted(event) &&
                                                 event->status == JAGA_STATUS_OK;
            if (is_told && pass == 0) {
                u.first_us = event->ts_us < u.first_us ? event->ts_us : u.first_us;
                u.last_us = event->ts_us > u.last_us ? event->ts_us : u.last_us;
            } else if (is_told) {
                const int64_t at_us = now_us > u.last_us ? now_us : u.last_us;
                const bool counts = !is_device || s->tells_device;
                u.weight += counts ? faded(event->ts_us, at_us, 7.0 * 86400.0) : 0.0;
            }
        }
    }
    return u;
}

static void check_device(int i, const jaga_features *f)
{
    const jaga_record *record = &list[i].record;
    const known k = devices_of(i, record);
    const int at = find_known(&k, record->identity.device);

    ck_assert_int_eq(f->has_device, record->identity.device != 0);
    ck_assert_double_eq(f->devices_known, k.count);
    ck_assert_int_eq(f->device_is_known, f->has_device && at >= 0);
    if (f->device_is_known) {
        const double age_s = (double)record->event.ts_us / 1e6 - (double)k.first_s[at];
        ck_assert_near(f->device_age_s, age_s > 0.0 ? age_s : 0.0, 1e-9);
        const double since_s = (double)k.first_s[at] - (double)earliest_of(i, record) / 1e6;
        ck_assert(f->device_is_first == (since_s < 86400.0));
    } else if (f->has_device) {
        const uses u = uses_of(i, true, record->identity.device, record->event.ts_us);
        ck_assert_near(f->device_newcomers, u.weight, 1e-4);
        if (u.first_us <= record->event.ts_us) {
            const int64_t first_s = u.first_us / STORY_SECOND;
            ck_assert_near(f->device_shared_s, (double)record->event.ts_us / 1e6 - (double)first_s,
                           1e-9);
        }
    }
}

static double drain_share_of(int i)
{
    const jaga_event *event = &list[i].record.event;
    const int64_t now_us = latest_of(i, &list[i].record, event->ts_us);
    const double amount = (double)event->amount_minor;

    if (before_of(i) == JAGA_UNKNOWN_MINOR) {
        return 0.0;
    }
    const double before = (double)before_of(i) - open_of(i, &list[i].record, event->ts_us);
    if (before <= 0.0 || amount > before) {
        return 0.0;
    }
    const double peak = peak_of(i, &list[i].record, now_us);
    return 1.0 - (before - amount) / (peak > before ? peak : before);
}

static void check_amount(int i, const jaga_features *f)
{
    const jaga_record *record = &list[i].record;
    const int64_t now_us = latest_spend_of(i, record, record->event.ts_us);
    const amounts a = amounts_of(i, record, now_us);

    ck_assert_near(f->drain_share, drain_share_of(i), 1e-6);
    ck_assert_near(f->amounts_seen, a.weight, 1e-4);
    ck_assert_near(f->drains_seen, a.drains, 1e-4);
    ck_assert_near(f->amount_usual_minor, a.weight > 0.0 ? exp(a.mean) : 0.0, 1e-4);
    if (a.weight >= 3.0 && record->event.amount_minor >= 1) {
        const double deviation = a.deviation < 0.35 ? 0.35 : a.deviation;
        const double trust = a.weight / (a.weight + 2.0);
        ck_assert_near(f->amount_surprise,
                       (log((double)record->event.amount_minor) - a.mean) / deviation * trust,
                       1e-4);
    } else {
        ck_assert_double_eq(f->amount_surprise, 0.0);
    }
}

static void check_features(int i, const jaga_features *f)
{
    const jaga_record *record = &list[i].record;
    const jaga_event *event = &record->event;
    int count = 0;

    for (int k = 0; k < i; k++) {
        count += is_same_account(&list[k].record, record);
    }
    ck_assert_double_eq(f->events_seen, count);
    check_device(i, f);
    const bool is_measured = is_wanted(event) && event->status != JAGA_STATUS_REVERSED;
    if (is_measured && is_own(i)) {
        check_amount(i, f);
    } else {
        ck_assert_double_eq(f->drain_share, 0.0);
        ck_assert_double_eq(f->amounts_seen, 0.0);
        ck_assert_double_eq(f->amount_surprise, 0.0);
    }
    const known payees = payees_of(i, record);
    const bool has_payee = is_measured && record->identity.payee != 0;
    ck_assert_int_eq(f->has_payee, has_payee);
    if (is_measured) {
        ck_assert_double_eq(f->payees_known, payees.count);
    }
    ck_assert_int_eq(f->payee_is_known,
                     has_payee && find_known(&payees, record->identity.payee) >= 0);
    if (has_payee && !f->payee_is_known) {
        ck_assert_near(f->payee_payments,
                       uses_of(i, false, record->identity.payee, event->ts_us).weight, 1e-4);
    }
}

/* What the event teaches, for the walks of later ones. */
static void note(int i, const jaga_features *f)
{
    seen *s = &list[i];
    const jaga_event *event = &s->record.event;
    const known devices = devices_of(i, &s->record);

    s->drain_share = f->drain_share;
    s->uses_device = s->record.identity.device != 0 && event->status == JAGA_STATUS_OK &&
                     s->outcome != JAGA_OUTCOME_HOLD;
    s->tells_device = s->uses_device && find_known(&devices, s->record.identity.device) < 0;
    s->teaches_amount = false;
    if (is_wanted(event) && event->status == JAGA_STATUS_OK && is_own(i)) {
        const amounts a = amounts_of(i, &s->record, latest_spend_of(i + 1, &s->record, INT64_MIN));
        const double most = a.mean + 3.0 * a.deviation + 0.35;
        s->amount = log((double)(event->amount_minor < 1 ? 1 : event->amount_minor));
        s->amount = a.weight >= 3.0 && s->amount > most ? most : s->amount;
        s->teaches_amount = true;
    }
}

static void check_stream(uint64_t seed, int late_percent)
{
    story_world world = { .prefix = "", .random = seed, .accounts = 6, .devices = 9, .payees = 24 };
    uint64_t random = seed * 7919;
    int64_t now_us = STORY_START;
    profile self;

    OK(profile_open(&self, (profile_caps){ .accounts = 64, .entities = 256 }, &why));
    for (int i = 0; i < EVENTS / 5; i++) {
        jaga_features f;
        profile_account account;
        now_us += STORY_MINUTE + story_pick(&random, 3 * STORY_HOUR);
        const int64_t behind_us =
            story_chance(&random, late_percent) ? story_pick(&random, 9 * STORY_HOUR) : 0;
        list[i] =
            (seen){ .record = story_next(&world, now_us - behind_us),
                    .outcome = story_chance(&random, 5) ? JAGA_OUTCOME_HOLD : JAGA_OUTCOME_ALLOW };
        OK(profile_find_account(&self, &list[i].record, &account, &why));
        profile_measure(&self, &account, &list[i].record, &f);
        check_features(i, &f);
        note(i, &f);
        OK(profile_learn(&self, &account, &list[i].record, &f, list[i].outcome, &why));
    }
    profile_close(&self);
}

START_TEST(every_feature_is_what_the_raw_events_in_order_say)
{
    check_stream(1, 0);
    check_stream(2, 0);
}
END_TEST

START_TEST(every_feature_is_what_the_raw_events_say_when_some_come_late)
{
    for (uint64_t seed = 3; seed < 11; seed++) {
        check_stream(seed, 25);
    }
}
END_TEST

UNIT_MAIN("measure", every_feature_is_what_the_raw_events_in_order_say,
          every_feature_is_what_the_raw_events_say_when_some_come_late)
