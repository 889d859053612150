#include "pipeline/engine.h"

#include "base/detail.h"
#include "base/exponent.h"
#include "base/hash.h"
#include "base/when.h"
#include "policy/reply.h"

#include <string.h>

engine_caps engine_caps_of(const jaga_settings *settings)
{
    return (engine_caps){
        .accounts = (uint32_t)settings->value[JAGA_SETTING_ID_MOST_ACCOUNTS],
        .entities = (uint32_t)settings->value[JAGA_SETTING_ID_MOST_ENTITIES],
        .event_ids = (uint32_t)settings->value[JAGA_SETTING_ID_MOST_EVENT_IDS],
    };
}

const jaga_settings *engine_settings(const engine *self)
{
    return slab_at(&self->settings, 0);
}

/* What the other layers take from the settings in force. */
static void apply_settings(engine *self)
{
    const int64_t *value = engine_settings(self)->value;

    self->policy = policy_of(engine_settings(self));
    self->order.limits =
        (order_limits){ .lateness_us = value[JAGA_SETTING_ID_LATENESS] * US_PER_SECOND,
                        .horizon_us = value[JAGA_SETTING_ID_DEDUPE_HORIZON] * US_PER_SECOND,
                        .future_us = value[JAGA_SETTING_ID_FUTURE_LIMIT] * US_PER_SECOND };
}

weights *engine_weights(const engine *self)
{
    return slab_at(&self->weights, 0);
}

static jaga_status open_weights(engine *self, jaga_error *err)
{
    JAGA_TRY(slab_open(&self->weights, "weights", sizeof(weights), 1, err));
    (void)slab_add(&self->weights);
    JAGA_TRY(slab_open(&self->model, "model", sizeof(engine_model), 1, err));
    (void)slab_add(&self->model);
    self->basis = score_basis_of(engine_weights(self), NULL);
    return weights_shipped(engine_weights(self), err);
}

const char *engine_model_hash(const engine *self)
{
    const engine_model *in_force = slab_at(&self->model, 0);
    return in_force->hash.text;
}

/* A model that cannot be had leaves the one in force. */
static jaga_status take_model(engine *self, jaga_span hash, jaga_error *err)
{
    engine_model *in_force = slab_at(&self->model, 0);
    const trees *model = NULL;

    if (hash.length > 0) {
        if (self->shelf == NULL) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "the input log names a model, and none is here");
        }
        JAGA_TRY(model_shelf_get(self->shelf, hash, &model, err));
    }
    *in_force = (engine_model){ { { 0 } } };
    if (hash.length > 0) {
        memcpy(in_force->hash.text, hash.at, hash.length);
    }
    self->basis = score_basis_of(engine_weights(self), model);
    return JAGA_OK;
}

static jaga_status open_settings(engine *self, jaga_error *err)
{
    JAGA_TRY(slab_open(&self->settings, "settings", sizeof(jaga_settings), 1, err));
    (void)slab_add(&self->settings);
    jaga_settings_default(slab_at(&self->settings, 0));
    apply_settings(self);
    return JAGA_OK;
}

jaga_status engine_open(engine *self, const engine_caps *caps, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    jaga_status status = open_weights(self, err);
    if (status == JAGA_OK) {
        status = order_open(&self->order, caps->event_ids, err);
    }
    if (status == JAGA_OK) {
        const profile_caps most = { .accounts = caps->accounts, .entities = caps->entities };
        status = profile_open(&self->profile, most, err);
    }
    if (status == JAGA_OK) {
        status = open_settings(self, err);
    }
    if (status == JAGA_OK) {
        status = never_hold_open(&self->never_hold, err);
    }
    if (status == JAGA_OK) {
        status = slab_open(&self->breaker, "breaker", sizeof(breaker), 1, err);
        (void)slab_add(&self->breaker);
    }
    if (status != JAGA_OK) {
        engine_close(self);
    }
    return status;
}

void engine_close(engine *self)
{
    order_close(&self->order);
    profile_close(&self->profile);
    slab_close(&self->settings);
    slab_close(&self->weights);
    slab_close(&self->model);
    never_hold_close(&self->never_hold);
    slab_close(&self->breaker);
}

void engine_pools(engine *self, slab_pool *pools[ENGINE_POOLS])
{
    pools[0] = &self->order.state;
    pools[1] = &self->order.seen;
    pools[2] = &self->profile.state;
    pools[3] = &self->profile.hot;
    pools[4] = &self->profile.cold;
    pools[5] = &self->profile.entities.items;
    pools[6] = &self->settings;
    pools[7] = &self->never_hold.accounts;
    pools[8] = &self->breaker;
    pools[9] = &self->weights;
    pools[10] = &self->profile.crowd;
    pools[11] = &self->model;
    pools[12] = &self->profile.paid;
}

jaga_status engine_restored(engine *self, jaga_error *err)
{
    const jaga_key in_force = ((const engine_model *)slab_at(&self->model, 0))->hash;
    apply_settings(self);
    JAGA_TRY(take_model(self, (jaga_span){ in_force.text, (uint32_t)strlen(in_force.text) }, err));
    JAGA_TRY(order_restored(&self->order, err));
    JAGA_TRY(never_hold_restored(&self->never_hold, err));
    return profile_restored(&self->profile, err);
}

/* A report that the desk took names its case by the event that opened that; empty: none does. */
static jaga_span reported_case(const jaga_event *event)
{
    return event->type == JAGA_TYPE_CUSTOMER_REPORT ? detail_value(event->detail, "case")
                                                    : (jaga_span){ NULL, 0 };
}

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && a.length > 0 && memcmp(a.at, b.at, a.length) == 0;
}

/* A new case is named by its account and the event that opened it; a hold by its case and event. */
static void name_case(jaga_account_cold *cold, const policy_verdict *verdict,
                      jaga_decision *decision)
{
    const jaga_event *event = decision->event;
    const jaga_span reported = reported_case(event);

    if (verdict->is_new_case || (verdict->outcome == JAGA_OUTCOME_HOLD && reported.length > 0)) {
        const jaga_span parts[] = { event->account,
                                    reported.length > 0 ? reported : event->event_id };
        hash_digest(parts, 2, cold->case_key);
    }
    if (verdict->has_case) {
        decision->case_key = hash_digest_text(cold->case_key);
    }
    if (verdict->outcome == JAGA_OUTCOME_HOLD) {
        const jaga_span parts[] = { event->account,
                                    { decision->case_key.text, sizeof decision->case_key.text - 1 },
                                    event->event_id };
        decision->hold_key = hash_key(parts, 3);
        cold->hold_name = reply_hold_name((jaga_span){ decision->hold_key.text,
                                                       sizeof decision->hold_key.text - 1 }) &
                          0x7FFFFFu;
    }
}

/* Fills everything but the evidence, which was listed before it was decided upon. */
static void write_decision(const policy *by, const policy_verdict *verdict,
                           const profile_account *account, const score_result *score,
                           const jaga_features *features, uint64_t number, const jaga_event *event,
                           jaga_decision *out)
{
    out->record = number;
    out->event = event;
    out->outcome = verdict->outcome;
    out->note = verdict->note;
    out->belief = score->belief;
    out->belief_bits = score->bits;
    out->expected_loss_minor = policy_expected_loss_minor(by, account->hot, event, score->belief);
    out->has_case = verdict->has_case;
    out->is_new_case = verdict->is_new_case;
    out->reason = verdict->reason;
    out->hold_life_s = verdict->hold_life_s;
    out->incident_start_us = verdict->incident_start_us;
    out->exposed_minor = event->balance_minor != JAGA_UNKNOWN_MINOR ? event->balance_minor
                                                                    : account->hot->balance_minor;
    out->left_us = account->hot->money_us;
    out->left_minor = (int64_t)features->out_minor[JAGA_SPAN_15M];
    name_case(account->cold, verdict, out);
}

/* Of an account and a day there is one lot. It is no secret: that little is at stake is what keeps
 * it from being worth reckoning. */
static uint64_t draw_lot(const jaga_record *record)
{
    const uint64_t of[] = { record->identity.account_low, record->identity.account_high,
                            (uint64_t)(record->event.ts_us / US_PER_DAY) };
    return hash_bytes64(of, sizeof of, 1);
}

/* What stands behind an alarm, and what is known about the account besides. */
static void complete_question(const engine *self, const profile_account *account,
                              const jaga_record *record, const jaga_features *features,
                              const score_result *score, jaga_decision *listed,
                              policy_question *question)
{
    const bool is_cooled = record->event.ts_us / 1000000 < account->hot->cooled_until_s;
    const uint32_t set_aside = is_cooled ? account->cold->cooled_signals : 0;

    listed->evidence_count = score_explain(&self->basis, account->cold, &record->event, features,
                                           score, listed->evidence);
    listed->reason_count = score_reasons(&self->basis, &record->event, features, score,
                                         listed->evidence, listed->evidence_count, listed->reasons);
    question->signals = score_kinds(&self->basis, listed->evidence, listed->evidence_count,
                                    listed->reasons, listed->reason_count);
    const double bits = score_bits_besides(&self->basis, &record->event, features, score,
                                           listed->evidence, listed->evidence_count, set_aside);
    const double odds = exp2_exact(bits);
    question->belief_besides = odds / (1.0 + odds);
    question->lot = draw_lot(record);
    question->is_never_held =
        never_hold_has(&self->never_hold,
                       (hash128){ record->identity.account_low, record->identity.account_high });
}

/* The owner's own word, by a report or by the switch in the app. */
static bool is_owners_word(const jaga_event *event, const jaga_features *features)
{
    const jaga_span state = event->type == JAGA_TYPE_SAFE_MODE && event->status == JAGA_STATUS_OK
                                ? detail_value(event->detail, "state")
                                : (jaga_span){ NULL, 0 };

    return features->is_customer_report || (state.length == 2 && memcmp(state.at, "on", 2) == 0);
}

static jaga_status apply(engine *self, const jaga_record *record, uint64_t number, engine_step *out,
                         jaga_error *err)
{
    const jaga_event *event = &record->event;
    profile_account account;
    score_result score;

    JAGA_TRY(profile_find_account(&self->profile, record, &account, err));
    out->account = account.cold;
    profile_measure(&account, record, &out->features);
    score_event(&self->basis, account.hot, account.cold, event, &out->features, &score);
    out->belief = score.belief;
    const jaga_span named = reported_case(event);
    policy_question question = { .event = event,
                                 .belief = score.belief,
                                 .has_fresh = score.has_fresh,
                                 .is_customer_report = is_owners_word(event, &out->features),
                                 .names_case = named.length > 0,
                                 .opens_case = is_same(named, event->event_id) };
    const bool may_decide = score.belief >= self->policy.alert || question.is_customer_report ||
                            event->type == JAGA_TYPE_STEP_UP_ANSWER || account.cold->is_closed != 0;
    if (may_decide) {
        memset(&out->decision, 0, sizeof out->decision);
        complete_question(self, &account, record, &out->features, &score, &out->decision,
                          &question);
    }
    breaker *const circuit = slab_at(&self->breaker, 0);
    breaker_saw(circuit, event->ts_us, account.hot->events > 0 ? account.hot->last_us : INT64_MIN);
    const policy_verdict verdict =
        policy_decide(&self->policy, circuit, account.hot, account.cold, &question);
    if (verdict.outcome != JAGA_OUTCOME_ALLOW) {
        JAGA_CHECK(may_decide);
        out->decision.reason_count =
            score_reasons(&self->basis, event, &out->features, &score, out->decision.evidence,
                          out->decision.evidence_count, out->decision.reasons);
        write_decision(&self->policy, &verdict, &account, &score, &out->features, number, event,
                       &out->decision);
        out->has_decision = true;
    }
    if (event->ts_us / 1000000 >= account.hot->hold_until_s &&
        reply_proves_owner(&self->policy, account.hot, event, &out->features)) {
        reply_clear_alarm(&self->policy, account.hot, account.cold, event->ts_us);
    }
    return profile_learn(&self->profile, &account, record, &out->features, verdict.outcome, err);
}

enum { LABEL_EVENTS_MOST = 256 };

/* Low halves of the hashes of ids with | between; those beyond the most are not meant. */
static size_t read_ids(jaga_span text, uint64_t out[LABEL_EVENTS_MOST])
{
    size_t count = 0;

    for (uint32_t from = 0, at = 0; at <= text.length && count < LABEL_EVENTS_MOST; at++) {
        if (at < text.length && text.at[at] != '|') {
            continue;
        }
        if (at > from) {
            out[count++] = hash_text128((jaga_span){ text.at + from, at - from }).low;
        }
        from = at + 1;
    }
    return count;
}

/* Where a label names neither a time nor payments, it is about the incident. */
static jaga_status tell_label(engine *self, const jaga_record *record, const jaga_reply *reply,
                              const jaga_account_hot *hot, jaga_error *err)
{
    uint64_t events[LABEL_EVENTS_MOST];
    const int64_t ts_us = record->event.ts_us;
    const size_t count = read_ids(reply->transactions, events);
    const int64_t begin_us = count > 0             ? INT64_MIN / 2
                             : hot->incident_s > 0 ? (int64_t)hot->incident_s * US_PER_SECOND
                                                   : ts_us;
    const profile_label label = {
        .account = { record->identity.account_low, record->identity.account_high },
        .from_us = reply->from_us != INT64_MIN ? reply->from_us : begin_us,
        .until_us = reply->to_us != INT64_MIN ? reply->to_us : ts_us,
        .known_us = ts_us,
        .events = events,
        .event_count = count
    };

    return profile_tell_label(&self->profile, &label, err);
}

/* About our own commands and decisions, not about the customer's habits. */
static jaga_status take_reply(engine *self, const jaga_record *record, jaga_error *err)
{
    const jaga_event *event = &record->event;
    profile_account account;
    reply_fault fault;
    jaga_reply reply;

    if (!reply_read(event, &reply, &fault) || !profile_look_up(&self->profile, record, &account)) {
        return JAGA_OK;
    }
    if (reply.kind == JAGA_REPLY_LABEL && reply.verdict == JAGA_VERDICT_THEFT && !self->is_taught) {
        JAGA_TRY(tell_label(self, record, &reply, account.hot, err));
    }
    reply_apply(&self->policy, account.hot, account.cold, event, &reply);
    return JAGA_OK;
}

static jaga_status take_event(engine *self, const jaga_record *record, uint64_t number,
                              engine_step *out, jaga_error *err)
{
    JAGA_TRY(order_judge(&self->order, &record->event, &record->identity, &out->verdict, err));
    if (out->verdict != ORDER_ON_TIME && out->verdict != ORDER_LATE) {
        return JAGA_OK;
    }
    switch (jaga_event_class_of((jaga_event_type)record->event.type)) {
    case JAGA_CLASS_PLATFORM: return JAGA_OK; /* about partners */
    case JAGA_CLASS_RESPONSE: return take_reply(self, record, err);
    default: break;
    }
    return profile_is_mirror(&record->event) ? JAGA_OK : apply(self, record, number, out, err);
}

jaga_status engine_take(engine *self, const jaga_record *record, uint64_t number, engine_step *out,
                        jaga_error *err)
{
    out->has_decision = false;
    out->belief = 0.0;
    out->account = NULL;
    switch (record->kind) {
    case JAGA_RECORD_EVENT: return take_event(self, record, number, out, err);
    case JAGA_RECORD_LISTED:
        return never_hold_set(&self->never_hold, hash_text128(record->event.account),
                              record->is_listed, err);
    case JAGA_RECORD_WEIGHTS:
        return weights_read(engine_weights(self), record->weights, "weights", err);
    case JAGA_RECORD_MODEL: return take_model(self, record->model, err);
    case JAGA_RECORD_SETTINGS:
        JAGA_TRY(jaga_settings_parse(record->settings, slab_at(&self->settings, 0), err));
        apply_settings(self);
        break;
    case JAGA_RECORD_REJECT:
    case JAGA_RECORD_FINISH: break;
    }
    return JAGA_OK;
}

enum { AHEAD_RECORD = 28, AHEAD_INDEX = 16, AHEAD_BLOCKS = 8, CACHE_LINE_BYTES = 64 };

static void prefetch_record(const jaga_record *record)
{
    for (size_t at = 0; at < offsetof(jaga_record, reject); at += CACHE_LINE_BYTES) {
        __builtin_prefetch((const char *)record + at);
    }
}

void engine_look_ahead(const engine *self, const jaga_record *records, size_t at, size_t count)
{
    if (at + AHEAD_RECORD < count) {
        prefetch_record(&records[at + AHEAD_RECORD]);
    }
    if (at + AHEAD_INDEX < count && records[at + AHEAD_INDEX].kind == JAGA_RECORD_EVENT) {
        order_prefetch(&self->order, &records[at + AHEAD_INDEX].identity);
        profile_prefetch(&self->profile, &records[at + AHEAD_INDEX]);
    }
    if (at + AHEAD_BLOCKS < count && records[at + AHEAD_BLOCKS].kind == JAGA_RECORD_EVENT) {
        profile_prefetch_blocks(&self->profile, &records[at + AHEAD_BLOCKS]);
    }
}

size_t engine_foresee(engine *self, slab_piece out[ENGINE_PIECES])
{
    slab_pool *const pools[] = { &self->order.seen, &self->profile.hot, &self->profile.cold,
                                 &self->profile.entities.items, &self->profile.paid };
    key_index *const indexes[] = { &self->order.index, &self->profile.accounts,
                                   &self->profile.entities.index };
    size_t count = 0;

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        count += slab_foresee(pools[i], &out[count]);
    }
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        count += key_index_foresee(indexes[i], &out[count]);
    }
    return count;
}
