#include "pipeline/recorder.h"

#include "decode/field.h"
#include "desk/callback.h"
#include "policy/reply.h"

#include <stdio.h>
#include <string.h>

static jaga_status begin_group(recorder *self, jaga_error *err)
{
    if (!self->has_group) {
        JAGA_TRY(store_begin(self->store, err));
        self->has_group = true;
    }
    return JAGA_OK;
}

static void copy_text(char *to, size_t cap, jaga_span text)
{
    (void)snprintf(to, cap, "%.*s", (int)text.length, text.at);
}

static void count_reject(jaga_summary *summary, const char *source, uint64_t line,
                         const char *reason, const char *cause)
{
    size_t i = 0;

    summary->rejects++;
    while (i < summary->reject_reasons && strcmp(summary->reject_reason[i].reason, reason) != 0) {
        i++;
    }
    if (i == summary->reject_reasons) {
        if (i == JAGA_REJECT_REASONS_MAX) {
            return;
        }
        jaga_reject_count *made = &summary->reject_reason[summary->reject_reasons++];
        *made = (jaga_reject_count){ .first_line = line };
        (void)snprintf(made->reason, sizeof made->reason, "%s", reason);
        (void)snprintf(made->first_source, sizeof made->first_source, "%s", source);
        (void)snprintf(made->first_cause, sizeof made->first_cause, "%s", cause);
    }
    summary->reject_reason[i].count++;
}

static jaga_status take_reject(recorder *self, const char *source, uint64_t line,
                               jaga_reject reject, jaga_error *err)
{
    char reason[32], cause[160];

    copy_text(reason, sizeof reason, reject.reason);
    copy_text(cause, sizeof cause, reject.cause);
    count_reject(self->summary, source, line, reason, cause);
    JAGA_TRY(begin_group(self, err));
    const store_reject row = { .source = source, .line = line, .reason = reason, .cause = cause };
    if (self->lists.rejects != NULL) {
        JAGA_TRY(listing_put_reject(self->lists.rejects, &row, err));
    }
    return store_put_reject(self->store, &row, err);
}

static void count_decision(jaga_summary *summary, const jaga_decision *decision)
{
    const jaga_event *event = decision->event;

    summary->alerts += decision->outcome == JAGA_OUTCOME_ALERT;
    summary->step_ups += decision->outcome == JAGA_OUTCOME_STEP_UP;
    summary->holds += decision->outcome == JAGA_OUTCOME_HOLD;
    summary->cases += decision->is_new_case;
    summary->urgent_cases += decision->is_new_case && decision->band == 1;
    summary->breaker_step_ups += decision->note == JAGA_NOTE_BREAKER;
    if (decision->outcome != JAGA_OUTCOME_HOLD) {
        return;
    }
    summary->strong_holds += decision->reason == JAGA_REASON_ATO_STRONG;
    summary->reported_holds += decision->reason == JAGA_REASON_CUST_REPORT;
    if (summary->currency[0] == '\0') {
        memcpy(summary->currency, event->currency, sizeof summary->currency);
    }
    if (memcmp(summary->currency, event->currency, 3) == 0) {
        const bool has_amount = event->amount_minor != JAGA_UNKNOWN_MINOR;
        const bool has_exposed = decision->exposed_minor != JAGA_UNKNOWN_MINOR;
        summary->held_minor += has_amount ? event->amount_minor : 0;
        summary->exposed_minor += has_exposed ? decision->exposed_minor : 0;
    }
}

static jaga_reject reject_of(const char *reason, const char *cause)
{
    return (jaga_reject){ { reason, (uint32_t)strlen(reason) },
                          { cause, (uint32_t)strlen(cause) } };
}

/* *refused: why the row is no answer to anything, or NULL. */
static jaga_status put_reply(recorder *self, const jaga_event *event, jaga_reject *refused,
                             jaga_error *err)
{
    jaga_reply reply;
    reply_fault fault;
    bool is_taken = true;

    *refused = (jaga_reject){ { NULL, 0 }, { NULL, 0 } };
    if (!reply_read(event, &reply, &fault)) {
        *refused = reject_of(fault.reason, fault.cause);
        return JAGA_OK;
    }
    JAGA_TRY(begin_group(self, err));
    if (reply.kind == JAGA_REPLY_LABEL) {
        JAGA_TRY(store_put_label(self->store, event, &reply, &is_taken, err));
        *refused =
            is_taken ? *refused : reject_of("old-label", "a later revision is known already");
        return JAGA_OK;
    }
    JAGA_TRY(store_put_reply(self->store, event, &reply, self->is_live, &is_taken, err));
    *refused = is_taken ? *refused
                        : reject_of("unknown-hold", "ref names no hold or step-up of this account");
    return JAGA_OK;
}

static jaga_status take_event(recorder *self, const jaga_record *record, const char *source,
                              engine_step *step, jaga_error *err)
{
    static const jaga_reject conflict = {
        { "conflict", 8 }, { "an earlier row has this event_id and other content", 50 }
    };
    static const jaga_reject future = {
        { "future", 6 }, { "further ahead of the rest of the log than future-limit", 54 }
    };
    jaga_summary *summary = self->summary;
    const int64_t ts_us = record->event.ts_us;

    switch (step->verdict) {
    case ORDER_DUPLICATE: summary->duplicates++; return JAGA_OK;
    case ORDER_STALE: summary->stale++; return JAGA_OK;
    case ORDER_CONFLICT: return take_reject(self, source, record->line, conflict, err);
    case ORDER_FUTURE: return take_reject(self, source, record->line, future, err);
    case ORDER_LATE:
    case ORDER_ON_TIME: break;
    }
    if (jaga_event_class_of((jaga_event_type)record->event.type) == JAGA_CLASS_RESPONSE) {
        jaga_reject refused;
        JAGA_TRY(put_reply(self, &record->event, &refused, err));
        if (refused.reason.length > 0) {
            return take_reject(self, source, record->line, refused, err);
        }
    }
    summary->late += step->verdict == ORDER_LATE;
    summary->first_us =
        summary->events == 0 || ts_us < summary->first_us ? ts_us : summary->first_us;
    summary->last_us = summary->events == 0 || ts_us > summary->last_us ? ts_us : summary->last_us;
    summary->events++;
    if (self->lists.scores != NULL) {
        /* Of an answer nothing was measured. */
        const double strangeness = step->belief > 0.0 ? step->features.strangeness : 0.0;
        JAGA_TRY(listing_put_score(self->lists.scores, record->event.event_id, step->belief,
                                   strangeness, err));
    }
    if (!step->has_decision) {
        return JAGA_OK;
    }
    if (step->decision.is_new_case) {
        callback_plan(&step->decision,
                      engine_settings(self->engine)->value[JAGA_SETTING_ID_HOTLINE_OFFSET]);
    }
    count_decision(summary, &step->decision);
    summary->commands_enqueued += self->is_live && step->decision.outcome >= JAGA_OUTCOME_STEP_UP;
    JAGA_TRY(begin_group(self, err));
    return store_put_decision(self->store, &step->decision, self->is_live, err);
}

static jaga_status enqueue_wanted(recorder *self, jaga_error *err)
{
    int64_t enqueued = 0;

    JAGA_TRY(begin_group(self, err));
    JAGA_TRY(store_enqueue_wanted(self->store, order_watermark_us(&self->engine->order), &enqueued,
                                  err));
    self->summary->commands_enqueued += enqueued;
    return JAGA_OK;
}

jaga_status recorder_run(recorder *self, const jaga_record *record, uint64_t number,
                         const char *source, jaga_error *err)
{
    engine_step step;

    self->uncommitted++;
    JAGA_TRY(engine_take(self->engine, record, number, &step, err));
    switch (record->kind) {
    case JAGA_RECORD_EVENT:
        self->summary->rows++;
        return take_event(self, record, source, &step, err);
    case JAGA_RECORD_REJECT:
        self->summary->rows++;
        return take_reject(self, source, record->line, record->reject, err);
    case JAGA_RECORD_FINISH: return record->wants_commands ? enqueue_wanted(self, err) : JAGA_OK;
    case JAGA_RECORD_SETTINGS:
        JAGA_TRY(begin_group(self, err));
        return store_put_settings(self->store, number, record->settings, err);
    case JAGA_RECORD_WEIGHTS:
        JAGA_TRY(begin_group(self, err));
        return store_put_weights(self->store, number, record->weights, err);
    case JAGA_RECORD_MODEL:
        JAGA_TRY(begin_group(self, err));
        return store_put_model(self->store, number, record->model, err);
    case JAGA_RECORD_LISTED:
        JAGA_TRY(begin_group(self, err));
        return store_put_listed(self->store, record->event.account, record->is_listed, err);
    }
    return JAGA_OK;
}

jaga_status recorder_take(recorder *self, const jaga_record *record, const char *source,
                          jaga_error *err)
{
    const uint64_t number = history_records(self->history);

    JAGA_TRY(history_append(self->history, record, err));
    return recorder_run(self, record, number, source, err);
}

jaga_status recorder_fact_taken(recorder *self, int64_t id, uint64_t number, jaga_error *err)
{
    JAGA_TRY(begin_group(self, err));
    return store_fact_taken(self->store, id, number, err);
}

/* Totals over all runs: what this run added since the last commit. */
static jaga_status put_counts(recorder *self, jaga_error *err)
{
    const jaga_summary *now = self->summary;
    const jaga_summary *then = &self->committed;
    const struct {
        const char *name;
        int64_t added;
    } counts[] = {
        { "rows", now->rows - then->rows },
        { "events", now->events - then->events },
        { "late", now->late - then->late },
        { "duplicates", now->duplicates - then->duplicates },
        { "stale", now->stale - then->stale },
        { "rejects", now->rejects - then->rejects },
        { "alerts", now->alerts - then->alerts },
        { "step_ups", now->step_ups - then->step_ups },
        { "holds", now->holds - then->holds },
        { "cases", now->cases - then->cases },
        { "breaker_step_ups", now->breaker_step_ups - then->breaker_step_ups },
    };

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        const int64_t before = store_get_count(self->store, counts[i].name);
        JAGA_TRY(store_put_count(self->store, counts[i].name, before + counts[i].added, err));
    }
    JAGA_TRY(store_put_count(self->store, "accounts", self->engine->profile.hot.count, err));
    JAGA_TRY(
        store_put_count(self->store, "entities", self->engine->profile.entities.items.count, err));
    return store_put_count(self->store, "evictions",
                           (int64_t)profile_evictions(&self->engine->profile), err);
}

static jaga_status put_run(recorder *self, store_run_state state, jaga_error *err)
{
    const jaga_summary *now = self->summary;
    store_run_info *run = &self->run;

    run->state = state;
    run->records_to = history_records(self->history);
    run->rows = now->rows;
    run->events = now->events;
    run->rejects = now->rejects;
    run->alerts = now->alerts;
    run->step_ups = now->step_ups;
    run->holds = now->holds;
    run->cases = now->cases;
    run->first_us = now->first_us;
    run->last_us = now->last_us;
    return store_put_run(self->store, run, err);
}

jaga_status recorder_end(recorder *self, bool was_stopped, jaga_error *err)
{
    if (self->run.records_to == self->run.records_from) {
        return JAGA_OK;
    }
    JAGA_TRY(begin_group(self, err));
    JAGA_TRY(put_run(self, was_stopped ? STORE_RUN_STOPPED : STORE_RUN_DONE, err));
    JAGA_TRY(store_commit(self->store, err));
    self->has_group = false;
    return JAGA_OK;
}

static jaga_status commit_lists(recorder *self, jaga_error *err)
{
    listing *const lists[] = { self->lists.scores, self->lists.rejects };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i] != NULL) {
            JAGA_TRY(listing_commit(lists[i], self->store, err));
        }
    }
    return JAGA_OK;
}

jaga_status recorder_commit(recorder *self, const store_source *sources, size_t count,
                            jaga_error *err)
{
    if (self->uncommitted == 0) {
        return JAGA_OK;
    }
    JAGA_TRY(history_sync(self->history, err));
    JAGA_TRY(begin_group(self, err));
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(store_put_source(self->store, &sources[i], err));
    }
    JAGA_TRY(put_counts(self, err));
    JAGA_TRY(put_run(self, STORE_RUN_RUNNING, err));
    JAGA_TRY(commit_lists(self, err));
    JAGA_TRY(store_put_position(self->store, history_records(self->history),
                                order_watermark_us(&self->engine->order), err));
    JAGA_TRY(store_commit(self->store, err));
    self->has_group = false;
    self->uncommitted = 0;
    self->committed = *self->summary;
    return JAGA_OK;
}

/* The muted part must have produced exactly the stored decisions: each was compared as it came, so
 * only their number is left to check. */
static jaga_status check_replayed(recorder *self, uint64_t from, uint64_t to, int64_t produced,
                                  jaga_error *err)
{
    uint64_t stored = 0;

    JAGA_TRY(store_count_decisions(self->store, from, to, &stored, err));
    return stored == (uint64_t)produced
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "running records %llu to %llu again gave %lld decisions, the database "
                           "has %llu: it was changed by hand, or made by another version",
                           (unsigned long long)from, (unsigned long long)to, (long long)produced,
                           (unsigned long long)stored);
}

/* Closes the group that muted records may have opened; there is nothing in it. */
static jaga_status end_muted(recorder *self, jaga_error *err)
{
    store_mute(self->store, false);
    self->uncommitted = 0;
    if (!self->has_group) {
        return JAGA_OK;
    }
    self->has_group = false;
    return store_commit(self->store, err);
}

/* What was taken up and not committed is marked now, so that it is not taken up again. */
static jaga_status replay_record(recorder *self, jaga_record *record, uint64_t number,
                                 bool is_muted, jaga_error *err)
{
    if (record->kind != JAGA_RECORD_EVENT) {
        return recorder_run(self, record, number, "-", err);
    }
    field_identify(&record->event, &record->identity);
    JAGA_TRY(recorder_run(self, record, number, "-", err));
    if (is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(begin_group(self, err));
    return store_event_taken(self->store, record->event.event_id, number, err);
}

jaga_status recorder_replay(recorder *self, const char *history_path, uint64_t from,
                            jaga_error *err)
{
    const history_range all = { .from_record = from, .from_us = INT64_MIN, .until_us = INT64_MAX };
    const uint64_t position = store_position(self->store);
    jaga_summary muted = { 0 }, *const summary = self->summary;
    const recorder_lists lists = self->lists;
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number;
    bool is_muted = true;

    JAGA_TRY(history_reader_open(history_path, all, &reader, err));
    store_mute(self->store, true);
    self->summary = &muted;
    self->lists = (recorder_lists){ 0 };
    jaga_status status = JAGA_OK;
    while (status == JAGA_OK) {
        status = history_reader_next(reader, &record, &number, err);
        if (is_muted && (status == JAGA_END || (status == JAGA_OK && number >= position))) {
            is_muted = false;
            self->summary = summary;
            self->lists = lists;
            const jaga_status ended = end_muted(self, err);
            status = ended == JAGA_OK ? status : ended;
        }
        if (status == JAGA_OK) {
            status = replay_record(self, &record, number, is_muted, err);
        }
    }
    history_reader_close(reader);
    self->summary = summary;
    self->lists = lists;
    if (status != JAGA_END) {
        return status;
    }
    return check_replayed(self, from, position, muted.alerts + muted.step_ups + muted.holds, err);
}
