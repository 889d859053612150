#include "pipeline/engine.h"

#include "base/hash.h"
#include "base/when.h"
#include "score/score.h"

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
    jaga_status status = weights_shipped(&self->weights, err);
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
}

void engine_pools(engine *self, slab_pool *pools[ENGINE_POOLS])
{
    pools[0] = &self->order.state;
    pools[1] = &self->order.seen;
    pools[2] = &self->profile.state;
    pools[3] = &self->profile.hot;
    pools[4] = &self->profile.cold;
    pools[5] = &self->profile.entities;
    pools[6] = &self->settings;
}

jaga_status engine_restored(engine *self, jaga_error *err)
{
    apply_settings(self);
    JAGA_TRY(order_restored(&self->order, err));
    return profile_restored(&self->profile, err);
}

/* A new case is named by its account and the event that opened it; a hold by its case and event. */
static void name_case(jaga_account_cold *cold, const policy_verdict *verdict,
                      jaga_decision *decision)
{
    const jaga_event *event = decision->event;

    if (verdict->is_new_case) {
        const jaga_span parts[] = { event->account, event->event_id };
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
    }
}

static void write_decision(const engine *self, const policy_verdict *verdict,
                           const profile_account *account, const score_result *score,
                           const jaga_features *features, uint64_t number, const jaga_event *event,
                           jaga_decision *out)
{
    memset(out, 0, sizeof *out);
    out->record = number;
    out->event = event;
    out->outcome = verdict->outcome;
    out->belief = score->belief;
    out->belief_bits = score->bits;
    out->evidence_count =
        score_explain(&self->weights, account->cold, event, features, score, out->evidence);
    out->has_case = verdict->has_case;
    out->is_new_case = verdict->is_new_case;
    out->reason = verdict->reason;
    out->hold_life_s = verdict->hold_life_s;
    out->incident_start_us = verdict->incident_start_us;
    out->exposed_minor = event->balance_minor != JAGA_UNKNOWN_MINOR ? event->balance_minor
                                                                    : account->hot->balance_minor;
    name_case(account->cold, verdict, out);
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
    score_event(&self->weights, account.hot, account.cold, event, &out->features, &score);
    out->belief = score.belief;
    const policy_question question = { .event = event,
                                       .belief = score.belief,
                                       .has_fresh = score.has_fresh,
                                       .is_customer_report = out->features.is_customer_report };
    const policy_verdict verdict = policy_decide(&self->policy, account.hot, &question);
    if (verdict.outcome != JAGA_OUTCOME_ALLOW) {
        write_decision(self, &verdict, &account, &score, &out->features, number, event,
                       &out->decision);
        out->has_decision = true;
    }
    return profile_learn(&self->profile, &account, record, &out->features, verdict.outcome, err);
}

jaga_status engine_take(engine *self, const jaga_record *record, uint64_t number, engine_step *out,
                        jaga_error *err)
{
    out->has_decision = false;
    out->belief = 0.0;
    out->account = NULL;
    if (record->kind == JAGA_RECORD_SETTINGS) {
        JAGA_TRY(jaga_settings_parse(record->settings, slab_at(&self->settings, 0), err));
        apply_settings(self);
    }
    if (record->kind != JAGA_RECORD_EVENT) {
        return JAGA_OK;
    }
    JAGA_TRY(order_judge(&self->order, &record->event, &record->identity, &out->verdict, err));
    if (out->verdict != ORDER_ON_TIME && out->verdict != ORDER_LATE) {
        return JAGA_OK;
    }
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)record->event.type);
    if (class == JAGA_CLASS_PLATFORM || class == JAGA_CLASS_RESPONSE) {
        return JAGA_OK; /* about partners or our own commands, not about the customer's habits */
    }
    if (profile_is_mirror(&record->event)) {
        return JAGA_OK;
    }
    return apply(self, record, number, out, err);
}

void engine_prefetch(const engine *self, const jaga_record *record)
{
    if (record->kind == JAGA_RECORD_EVENT) {
        order_prefetch(&self->order, &record->identity);
        profile_prefetch(&self->profile, record);
    }
}

void engine_prefetch_blocks(const engine *self, const jaga_record *record)
{
    if (record->kind == JAGA_RECORD_EVENT) {
        profile_prefetch_blocks(&self->profile, record);
    }
}

size_t engine_foresee(engine *self, slab_piece out[ENGINE_PIECES])
{
    slab_pool *const pools[] = { &self->order.seen, &self->profile.hot, &self->profile.cold,
                                 &self->profile.entities };
    key_index *const indexes[] = { &self->order.index, &self->profile.accounts,
                                   &self->profile.entity_index };
    size_t count = 0;

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        count += slab_foresee(pools[i], &out[count]);
    }
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        count += key_index_foresee(indexes[i], &out[count]);
    }
    return count;
}
