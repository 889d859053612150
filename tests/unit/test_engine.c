#include "story_world.h"

#include "pipeline/engine.h"

/* The engine as a function of the log: of an account's own events, of what its devices and payees
 * brought, of what everybody's events say is rare, and of nothing else. */

static const engine_caps few = { .accounts = 256, .entities = 1024, .event_ids = 8192 };

enum { STREAM = 1500 };

static engine *open_engine(engine *self)
{
    OK(engine_open(self, &few, &why));
    return self;
}

/* Without the signals that ask what is rare among all. */
static void leave_the_crowd_out(engine *self)
{
    static const char *const asking[] = { "rare-mix", "novel-login", "sudden-crowd" };

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        for (size_t k = 0; k < sizeof asking / sizeof asking[0]; k++) {
            if (strcmp(jaga_signal_at(i)->name, asking[k]) == 0) {
                engine_weights(self)->bits[i] = 0.0;
            }
        }
    }
}

static engine_step take(engine *self, const jaga_record *record, uint64_t number)
{
    static const engine_step empty;
    engine_step step = empty;
    OK(engine_take(self, record, number, &step, &why));
    return step;
}

static bool was_applied(const engine_step *step)
{
    return step->verdict == ORDER_ON_TIME || step->verdict == ORDER_LATE;
}

/* Everything but the place in the log. */
static void check_same_decision(const engine_step *a, const engine_step *b)
{
    const jaga_decision *x = &a->decision, *y = &b->decision;

    ck_assert_int_eq(a->verdict, b->verdict);
    ck_assert_int_eq(a->has_decision, b->has_decision);
    if (!a->has_decision) {
        return;
    }
    ck_assert_int_eq(x->outcome, y->outcome);
    ck_assert(x->belief == y->belief && x->belief_bits == y->belief_bits);
    ck_assert_uint_eq(x->evidence_count, y->evidence_count);
    for (size_t i = 0; i < x->evidence_count; i++) {
        const jaga_evidence *e = &x->evidence[i], *f = &y->evidence[i];
        ck_assert(e->signal == f->signal && e->is_fresh == f->is_fresh);
        ck_assert(e->strength == f->strength && e->bits == f->bits);
        ck_assert(e->facts.value == f->facts.value && e->facts.normal == f->facts.normal);
    }
    ck_assert_int_eq(x->has_case, y->has_case);
    ck_assert_int_eq(x->is_new_case, y->is_new_case);
    ck_assert_str_eq(x->case_key.text, y->case_key.text);
    ck_assert_str_eq(x->hold_key.text, y->hold_key.text);
    ck_assert_int_eq(x->reason, y->reason);
    ck_assert_int_eq(x->hold_life_s, y->hold_life_s);
    ck_assert_int_eq(x->incident_start_us, y->incident_start_us);
    ck_assert_int_eq(x->exposed_minor, y->exposed_minor);
    ck_assert_int_eq(x->left_us, y->left_us);
    ck_assert_int_eq(x->left_minor, y->left_minor);
}

static void check_same_features(const jaga_features *a, const jaga_features *b)
{
    ck_assert(a->events_seen == b->events_seen);
    ck_assert(a->has_device == b->has_device && a->device_is_known == b->device_is_known);
    ck_assert(a->device_age_s == b->device_age_s && a->devices_known == b->devices_known);
    ck_assert(a->device_newcomers == b->device_newcomers);
    ck_assert(a->device_shared_s == b->device_shared_s);
    ck_assert(a->amounts_seen == b->amounts_seen && a->amount_surprise == b->amount_surprise);
    ck_assert(a->amount_usual_ln == b->amount_usual_ln);
    ck_assert(a->drain_share == b->drain_share && a->drains_seen == b->drains_seen);
    ck_assert(a->has_payee == b->has_payee && a->payee_is_known == b->payee_is_known);
    ck_assert(a->payees_known == b->payees_known && a->payee_payments == b->payee_payments);
    ck_assert(a->is_customer_report == b->is_customer_report);
    ck_assert(memcmp(a->outs, b->outs, sizeof a->outs) == 0);
    ck_assert(memcmp(a->out_minor, b->out_minor, sizeof a->out_minor) == 0);
    ck_assert(memcmp(a->change_age_s, b->change_age_s, sizeof a->change_age_s) == 0);
    ck_assert(a->balance_minor == b->balance_minor && a->in_1d_minor == b->in_1d_minor);
    ck_assert(a->device_accounts == b->device_accounts && a->own_senders == b->own_senders);
    ck_assert(a->payee_senders == b->payee_senders && a->payee_passed_on == b->payee_passed_on);
    ck_assert(a->fails_10m == b->fails_10m && a->session_moved == b->session_moved);
    ck_assert(a->travel_km == b->travel_km && a->address_accounts == b->address_accounts);
    ck_assert(a->address_fails_1h == b->address_fails_1h && a->idle_s == b->idle_s);
    ck_assert(a->idle_surprise == b->idle_surprise && a->hour_closeness == b->hour_closeness);
}

static profile_account blocks_of(engine *self, const jaga_record *record)
{
    profile_account account;
    OK(profile_find_account(&self->profile, record, &account, &why));
    return account;
}

static void check_same_state(engine *a, engine *b)
{
    slab_pool *x[ENGINE_POOLS], *y[ENGINE_POOLS];

    engine_pools(a, x);
    engine_pools(b, y);
    for (int i = 0; i < ENGINE_POOLS; i++) {
        ck_assert_uint_eq(x[i]->count, y[i]->count);
        ck_assert_mem_eq(x[i]->base, y[i]->base, x[i]->count * x[i]->item_bytes);
    }
}

/* Some come late. */
static int64_t next_time(int64_t *now_us, uint64_t *random)
{
    *now_us += story_pick(random, STORY_HOUR);
    return *now_us - (story_chance(random, 10) ? story_pick(random, 3 * STORY_HOUR) : 0);
}

static void fill(jaga_record *stream, int count, uint64_t seed)
{
    story_world world = {
        .prefix = "", .random = seed, .accounts = 8, .devices = 12, .payees = 40
    };
    int64_t now_us = STORY_START;
    uint64_t random = seed;

    for (int i = 0; i < count; i++) {
        const bool repeats = i > 20 && story_chance(&random, 3);
        stream[i] = repeats ? stream[i - 1 - story_pick(&random, 20)]
                            : story_next(&world, next_time(&now_us, &random));
    }
}

static int check_interleaving(uint64_t seed)
{
    story_world own = {
        .prefix = "own", .random = seed, .accounts = 1, .devices = 6, .payees = 20
    };
    story_world others = {
        .prefix = "oth", .random = seed + 1, .accounts = 12, .devices = 9, .payees = 30
    };
    uint64_t random = seed + 2, number = 0;
    int64_t now_us = STORY_START;
    int decided = 0;
    engine alone, crowded;

    open_engine(&alone);
    open_engine(&crowded);
    leave_the_crowd_out(&alone);
    leave_the_crowd_out(&crowded);
    for (int i = 0; i < 400; i++) {
        const jaga_record record = story_next(&own, next_time(&now_us, &random));
        const engine_step a = take(&alone, &record, (uint64_t)i);
        const engine_step b = take(&crowded, &record, number++);
        ck_assert_int_eq(was_applied(&a), was_applied(&b));
        ck_assert_int_eq(a.has_decision, b.has_decision);
        check_same_features(&a.features, &b.features);
        engine_step compared = b;
        compared.verdict = a.verdict; /* the crowd may move the watermark */
        check_same_decision(&a, &compared);
        decided += a.has_decision;
        const profile_account x = blocks_of(&alone, &record), y = blocks_of(&crowded, &record);
        ck_assert_mem_eq(x.hot, y.hot, sizeof *x.hot);
        ck_assert_mem_eq(x.cold, y.cold, sizeof *x.cold);
        for (int64_t k = story_pick(&random, 6); k > 0; k--) {
            const int64_t ts_us = now_us - story_pick(&random, STORY_HOUR);
            const jaga_record other = story_next(&others, ts_us);
            (void)take(&crowded, &other, number++);
        }
    }
    engine_close(&alone);
    engine_close(&crowded);
    return decided;
}

START_TEST(accounts_that_share_nothing_with_another_change_nothing_about_it)
{
    int decided = 0;

    for (uint64_t seed = 1; seed <= 20; seed++) {
        decided += check_interleaving(seed * 100);
    }
    ck_assert_int_gt(decided, 100);
}
END_TEST

START_TEST(two_engines_in_one_process_do_not_know_of_each_other)
{
    static jaga_record left[STREAM], right[STREAM];
    static engine_step alone[STREAM];
    engine a, b, c;

    fill(left, STREAM, 7);
    fill(right, STREAM, 8);
    open_engine(&c);
    for (int i = 0; i < STREAM; i++) {
        alone[i] = take(&c, &left[i], (uint64_t)i);
    }
    open_engine(&a);
    open_engine(&b);
    for (int i = 0; i < STREAM; i++) {
        const engine_step step = take(&a, &left[i], (uint64_t)i);
        (void)take(&b, &right[i], (uint64_t)i);
        check_same_decision(&step, &alone[i]);
    }
    check_same_state(&a, &c);
    engine_close(&a);
    engine_close(&b);
    engine_close(&c);
}
END_TEST

START_TEST(looking_ahead_changes_nothing)
{
    static jaga_record stream[STREAM];
    engine a, b;

    fill(stream, STREAM, 9);
    open_engine(&a);
    open_engine(&b);
    for (int i = 0; i < STREAM; i++) {
        for (int k = i; k < STREAM && k < i + i % 17; k++) {
            engine_look_ahead(&b, stream, (size_t)k, STREAM);
        }
        const engine_step x = take(&a, &stream[i], (uint64_t)i);
        const engine_step y = take(&b, &stream[i], (uint64_t)i);
        check_same_decision(&x, &y);
    }
    check_same_state(&a, &b);
    engine_close(&a);
    engine_close(&b);
}
END_TEST

START_TEST(a_decision_needs_money_that_moves_or_fresh_evidence)
{
    static jaga_record stream[STREAM];
    int decisions = 0;

    for (uint64_t seed = 1; seed <= 5; seed++) {
        engine self;
        open_engine(&self);
        fill(stream, STREAM, seed);
        for (int i = 0; i < STREAM; i++) {
            const engine_step step = take(&self, &stream[i], (uint64_t)i);
            const jaga_event *event = &stream[i].event;
            bool has_fresh = false;
            if (!step.has_decision) {
                continue;
            }
            for (size_t k = 0; k < step.decision.evidence_count; k++) {
                has_fresh |= step.decision.evidence[k].is_fresh;
            }
            ck_assert(has_fresh ||
                      (jaga_event_is_money_out(event) && event->status != JAGA_STATUS_REVERSED));
            ck_assert_ptr_eq(step.decision.event, event);
            ck_assert_uint_eq(step.decision.record, (uint64_t)i);
            decisions++;
        }
        engine_close(&self);
    }
    ck_assert_int_gt(decisions, 50);
}
END_TEST

START_TEST(a_repeated_or_contradicting_row_changes_nothing)
{
    static jaga_record stream[STREAM];
    engine once, twice;
    uint64_t number = 0;

    fill(stream, STREAM, 10);
    open_engine(&once);
    open_engine(&twice);
    for (int i = 0; i < STREAM; i++) {
        (void)take(&once, &stream[i], (uint64_t)i);
        (void)take(&twice, &stream[i], number++);
        jaga_record other = stream[i];
        other.event.amount_minor = 1;
        other.event.detail = story_span("changed");
        field_identify(&other.event, &other.identity);
        engine_step step = take(&twice, &stream[i], number++);
        ck_assert_int_eq(step.verdict, ORDER_DUPLICATE);
        ck_assert(!step.has_decision);
        step = take(&twice, &other, number++);
        ck_assert_int_eq(step.verdict, ORDER_CONFLICT);
        ck_assert(!step.has_decision);
    }
    check_same_state(&once, &twice);
    engine_close(&once);
    engine_close(&twice);
}
END_TEST

START_TEST(what_is_not_about_the_customer_teaches_nothing)
{
    static const jaga_event_type types[] = { JAGA_TYPE_PARTNER_STATUS, JAGA_TYPE_HOLD_ACK,
                                             JAGA_TYPE_RELEASE_ACK, JAGA_TYPE_LABEL };
    engine self;

    open_engine(&self);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const jaga_event event = story_event("A", types[i], STORY_START);
        const jaga_record record = story_record(&event);
        ck_assert(!take(&self, &record, i).has_decision);
    }
    const jaga_record reject = { .kind = JAGA_RECORD_REJECT };
    const jaga_record finish = { .kind = JAGA_RECORD_FINISH, .wants_commands = true };
    ck_assert(!take(&self, &reject, 90).has_decision);
    ck_assert(!take(&self, &finish, 91).has_decision);
    ck_assert_uint_eq(self.profile.hot.count, 0);
    engine_close(&self);
}
END_TEST

/* Two weeks of shopping from one phone. */
static void live_ordinarily(engine *self, const char *account, uint64_t *number)
{
    for (int day = 0; day < 14; day++) {
        jaga_event event = story_transfer(account, STORY_START + day * STORY_DAY, 20000 + day * 900,
                                          5000000, "shop", "phone");
        event.type = JAGA_TYPE_PAYMENT;
        event.counterparty_kind = JAGA_PARTY_MERCHANT;
        const jaga_record record = story_record(&event);
        ck_assert(!take(self, &record, (*number)++).has_decision);
    }
}

START_TEST(a_taken_over_account_is_held_once_and_its_case_takes_what_follows)
{
    engine self;
    uint64_t number = 0;
    const int64_t night_us = STORY_START + 14 * STORY_DAY;

    open_engine(&self);
    live_ordinarily(&self, "V", &number);
    jaga_event event = story_event("V", JAGA_TYPE_SIM_CHANGE, night_us);
    jaga_record record = story_record(&event);
    (void)take(&self, &record, number++);
    event = story_transfer("V", night_us + STORY_HOUR, 5000000, 0, "MULE", "stolen");
    record = story_record(&event);
    const engine_step held = take(&self, &record, number++);
    ck_assert(held.has_decision && held.decision.is_new_case);
    ck_assert_int_eq(held.decision.outcome, JAGA_OUTCOME_HOLD);
    ck_assert_uint_eq(strlen(held.decision.case_key.text), 26);
    ck_assert_uint_eq(strlen(held.decision.hold_key.text), 26);
    ck_assert_str_ne(held.decision.case_key.text, held.decision.hold_key.text);
    ck_assert_int_eq(held.decision.exposed_minor, 0);
    const jaga_event report =
        story_event("V", JAGA_TYPE_CUSTOMER_REPORT, night_us + 5 * STORY_HOUR);
    record = story_record(&report);
    const engine_step reported = take(&self, &record, number++);
    ck_assert_int_eq(reported.decision.outcome, JAGA_OUTCOME_HOLD);
    ck_assert(reported.decision.has_case && !reported.decision.is_new_case);
    ck_assert_str_eq(reported.decision.case_key.text, held.decision.case_key.text);
    ck_assert_str_ne(reported.decision.hold_key.text, held.decision.hold_key.text);
    engine_close(&self);
}
END_TEST

START_TEST(an_owners_new_phone_alone_is_not_held)
{
    engine self;
    uint64_t number = 0;

    open_engine(&self);
    live_ordinarily(&self, "V", &number);
    jaga_event event = story_event("V", JAGA_TYPE_LOGIN, STORY_START + 15 * STORY_DAY);
    event.device = story_span("new");
    jaga_record record = story_record(&event);
    const engine_step login = take(&self, &record, number++);
    ck_assert(!login.has_decision || login.decision.outcome < JAGA_OUTCOME_HOLD);
    event = story_transfer("V", STORY_START + 15 * STORY_DAY + STORY_HOUR, 25000, 4900000, "shop",
                           "new");
    event.counterparty_kind = JAGA_PARTY_MERCHANT;
    record = story_record(&event);
    const engine_step paid = take(&self, &record, number++);
    ck_assert(!paid.has_decision || paid.decision.outcome < JAGA_OUTCOME_HOLD);
    engine_close(&self);
}
END_TEST

/* Rows by which receivers tell what senders told: with them or without, the rest is the same. */
START_TEST(a_transfer_told_twice_is_decided_as_one_told_once)
{
    static jaga_record stream[STREAM];
    int mirrored = 0, decided = 0;

    for (uint64_t seed = 21; seed <= 30; seed++) {
        engine both, single;
        open_engine(&both);
        open_engine(&single);
        fill(stream, STREAM, seed);
        for (int i = 0; i < STREAM; i++) {
            const engine_step a = take(&both, &stream[i], (uint64_t)i);
            const jaga_event *event = &stream[i].event;
            /* From a wallet of this ledger, and belonging to another row. */
            if (event->type == JAGA_TYPE_RECEIVE && event->ref.length > 0 &&
                event->institution.length == 0 &&
                (event->counterparty_kind == JAGA_PARTY_WALLET ||
                 event->counterparty_kind == JAGA_PARTY_UNKNOWN)) {
                ck_assert(!a.has_decision);
                mirrored++;
                continue;
            }
            engine_step b = take(&single, &stream[i], (uint64_t)i);
            ck_assert_int_eq(was_applied(&a), was_applied(&b));
            b.verdict = a.verdict; /* what is left out may have moved the watermark */
            check_same_decision(&a, &b);
            decided += a.has_decision;
        }
        engine_close(&both);
        engine_close(&single);
    }
    ck_assert_int_gt(mirrored, 100);
    ck_assert_int_gt(decided, 100);
}
END_TEST

UNIT_MAIN("engine", accounts_that_share_nothing_with_another_change_nothing_about_it,
          two_engines_in_one_process_do_not_know_of_each_other, looking_ahead_changes_nothing,
          a_decision_needs_money_that_moves_or_fresh_evidence,
          a_repeated_or_contradicting_row_changes_nothing,
          what_is_not_about_the_customer_teaches_nothing,
          a_taken_over_account_is_held_once_and_its_case_takes_what_follows,
          an_owners_new_phone_alone_is_not_held, a_transfer_told_twice_is_decided_as_one_told_once)
