#include "evaluate/observed.h"

#include "base/when.h"

enum { ACCOUNTS_MOST = 1 << 27, ONCE_MOST = 1 << 26, DECISIONS_MOST = 1 << 26 };
enum { REPORTS_MOST = 1 << 24, NEW_EVENTS = 10 };
static const int64_t asleep_us = 14 * US_PER_DAY, awake_us = 7 * US_PER_DAY;

jaga_status observed_open(observed *self, answer_key *key, arena *memory, jaga_error *err)
{
    *self = (observed){ .key = key, .first_us = INT64_MAX, .last_us = INT64_MIN };
    self->decisions = arena_take(memory, DECISIONS_MOST * sizeof *self->decisions);
    self->reports = arena_take(memory, REPORTS_MOST * sizeof *self->reports);
    if (self->decisions == NULL || self->reports == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the decisions to judge");
    }
    JAGA_TRY(slab_open(&self->accounts, "accounts seen", sizeof(seen_account), ACCOUNTS_MOST, err));
    JAGA_TRY(key_index_open(&self->account_index, "accounts seen", err));
    JAGA_TRY(slab_open(&self->once, "events counted", sizeof(hash128), ONCE_MOST, err));
    return key_index_open(&self->once_index, "events counted", err);
}

void observed_close(observed *self)
{
    slab_close(&self->accounts);
    key_index_close(&self->account_index);
    slab_close(&self->once);
    key_index_close(&self->once_index);
}

static jaga_status find_or_add(observed *self, hash128 id, uint32_t *at, jaga_error *err)
{
    *at = key_index_find(&self->account_index, &self->accounts, id);
    if (*at != SLAB_NONE) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->account_index, err));
    *at = slab_add(&self->accounts);
    if (*at == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more accounts than can be judged at once");
    }
    seen_account *made = observed_account(self, *at);
    made->id = id;
    made->last_us = made->woke_us = made->reported_us = INT64_MIN;
    if (self->key != NULL) {
        made->episode_count = key_episodes_of(self->key, id, &made->first_episode);
        made->is_mule = key_is_mule(self->key, id);
        made->has_key = made->episode_count > 0 || made->is_mule;
    }
    for (size_t i = 0; i < made->episode_count; i++) {
        self->key->episodes[made->first_episode + i].has_account = true;
    }
    key_index_add(&self->account_index, id, *at);
    return JAGA_OK;
}

/* Whether this event id is met for the first time here. */
static jaga_status is_first(observed *self, const jaga_identity *identity, bool *out,
                            jaga_error *err)
{
    const hash128 id = { identity->event_low, identity->event_high };

    *out = key_index_find(&self->once_index, &self->once, id) == SLAB_NONE;
    if (!*out) {
        return JAGA_OK;
    }
    JAGA_TRY(key_index_reserve(&self->once_index, err));
    const uint32_t at = slab_add(&self->once);
    if (at == SLAB_NONE) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more reports and thefts than can be judged at once");
    }
    *(hash128 *)slab_at(&self->once, at) = id;
    key_index_add(&self->once_index, id, at);
    return JAGA_OK;
}

static uint8_t segments_at(const seen_account *account, int64_t ts_us)
{
    const bool is_asleep = account->events > 0 && ts_us - account->last_us >= asleep_us;
    const bool has_woken = account->woke_us != INT64_MIN && ts_us - account->woke_us < awake_us;

    return (uint8_t)((account->events < NEW_EVENTS ? 1 << JAGA_SEGMENT_NEW : 0) |
                     (is_asleep || has_woken ? 1 << JAGA_SEGMENT_DORMANT : 0));
}

/* The attack in which a moment lies, or NULL. *is_unsure: it lies in the week after one. */
static key_episode *attack_at(const observed *self, const seen_account *account, int64_t ts_us,
                              int64_t grace_us, bool *is_unsure)
{
    *is_unsure = false;
    for (size_t i = 0; i < account->episode_count; i++) {
        key_episode *at = &self->key->episodes[account->first_episode + i];
        if (!at->is_attack || ts_us < at->from_us) {
            continue;
        }
        if (ts_us <= at->until_us + grace_us) {
            return at;
        }
        *is_unsure |= ts_us <= at->until_us + EVAL_COMPROMISED_US;
    }
    return NULL;
}

static jaga_status refuse_loss(const observed *self, const key_loss *loss, const char *cause,
                               jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", self->key->thefts_path, loss->line,
                     cause);
}

static jaga_status place_loss(observed *self, const seen_event *seen, key_loss *loss,
                              const seen_account *account, jaga_error *err)
{
    const key_episode *of = &self->key->episodes[loss->episode];
    const int64_t ts_us = seen->event->ts_us;

    if (loss->is_placed) {
        return JAGA_OK; /* the same event delivered again */
    }
    if (of->account.low != account->id.low || of->account.high != account->id.high) {
        return refuse_loss(self, loss, "its event is not of the episode's account", err);
    }
    if (ts_us < of->from_us || ts_us > of->until_us) {
        return refuse_loss(self, loss, "its event lies outside of the episode's time", err);
    }
    loss->is_placed = true;
    loss->ts_us = ts_us;
    loss->row = seen->row;
    return JAGA_OK;
}

/* Without a list of thefts: what left the account while the thief was there. */
static jaga_status guess_loss(observed *self, const seen_event *seen, const seen_account *account,
                              jaga_error *err)
{
    const jaga_event *event = seen->event;
    answer_key *key = self->key;
    bool is_unsure = false, is_new = false;

    if (!jaga_event_is_money_out(event) || event->status != JAGA_STATUS_OK ||
        event->amount_minor == JAGA_UNKNOWN_MINOR) {
        return JAGA_OK;
    }
    const key_episode *of = attack_at(self, account, event->ts_us, 0, &is_unsure);
    if (of == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(is_first(self, seen->identity, &is_new, err));
    if (!is_new) {
        return JAGA_OK;
    }
    if (key->loss_count == key->loss_most) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "more money out in thefts than can be judged at once");
    }
    key->losses[key->loss_count++] = (key_loss){ .episode = (size_t)(of - key->episodes),
                                                 .amount_minor = event->amount_minor,
                                                 .is_placed = true,
                                                 .ts_us = event->ts_us,
                                                 .row = seen->row };
    return JAGA_OK;
}

static jaga_status take_loss(observed *self, const seen_event *seen, const seen_account *account,
                             bool *is_theft, jaga_error *err)
{
    const hash128 id = { seen->identity->event_low, seen->identity->event_high };

    *is_theft = false;
    if (self->key == NULL) {
        return JAGA_OK;
    }
    if (self->key->thefts_path == NULL) {
        return account->episode_count == 0 ? JAGA_OK : guess_loss(self, seen, account, err);
    }
    key_loss *loss = key_find_loss(self->key, id);
    *is_theft = loss != NULL;
    return loss == NULL ? JAGA_OK : place_loss(self, seen, loss, account, err);
}

static jaga_status take_report(observed *self, const seen_event *seen, uint32_t account,
                               jaga_error *err)
{
    seen_account *of = observed_account(self, account);
    const int64_t ts_us = seen->event->ts_us;
    bool is_new = false;

    JAGA_TRY(is_first(self, seen->identity, &is_new, err));
    if (!is_new) {
        return JAGA_OK;
    }
    if (self->report_count == REPORTS_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more reports than can be judged at once");
    }
    self->reports[self->report_count++] = (seen_report){ account, ts_us };
    of->reported_us = ts_us > of->reported_us ? ts_us : of->reported_us;
    return JAGA_OK;
}

static jaga_status take_decision(observed *self, const seen_event *seen, uint32_t account,
                                 uint8_t segments, jaga_error *err)
{
    if (self->decision_count == DECISIONS_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "more decisions than can be judged at once");
    }
    self->decisions[self->decision_count++] =
        (seen_decision){ .account = account,
                         .outcome = (uint8_t)seen->decision->outcome,
                         .segments = segments,
                         .ts_us = seen->event->ts_us,
                         .row = seen->row,
                         .bits = seen->decision->belief_bits };
    self->outcomes[seen->decision->outcome]++;
    return JAGA_OK;
}

static void take_payment(observed *self, const seen_event *seen, seen_account *account,
                         uint8_t segments, bool is_theft)
{
    const jaga_event *event = seen->event;
    const bool is_reported = account->reported_us != INT64_MIN &&
                             event->ts_us >= account->reported_us &&
                             event->ts_us - account->reported_us <= EVAL_COMPROMISED_US;
    bool is_unsure = false;

    account->payments++;
    account->plain_payments += segments == 0;
    for (int i = 0; i < JAGA_SEGMENTS; i++) {
        self->payments[i] += (segments >> i & 1) != 0;
    }
    if (!is_theft && event->status == JAGA_STATUS_OK && event->amount_minor != JAGA_UNKNOWN_MINOR) {
        account->spent_minor += event->amount_minor;
    }
    const bool is_attack =
        attack_at(self, account, event->ts_us, EVAL_GRACE_US, &is_unsure) != NULL;
    if (seen->is_judged && !is_reported && !account->is_mule && (is_attack || !is_unsure)) {
        belief_add(&self->belief, seen->belief, is_attack);
    }
}

/* What the account was when its theft began. */
static void begin_episodes(const observed *self, const seen_account *account, int64_t ts_us)
{
    for (size_t i = 0; i < account->episode_count; i++) {
        key_episode *at = &self->key->episodes[account->first_episode + i];
        if (!at->has_begun && ts_us >= at->from_us) {
            at->has_begun = true;
            at->segments = segments_at(account, at->from_us);
        }
    }
}

static void grow_older(seen_account *account, int64_t ts_us)
{
    if (account->events > 0 && ts_us - account->last_us >= asleep_us) {
        account->woke_us = ts_us;
    }
    account->events++;
    account->last_us = ts_us > account->last_us ? ts_us : account->last_us;
}

jaga_status observed_take(observed *self, const seen_event *seen, jaga_error *err)
{
    const jaga_event *event = seen->event;
    const hash128 id = { seen->identity->account_low, seen->identity->account_high };
    uint32_t at = 0;
    bool is_theft = false;

    self->first_us = event->ts_us < self->first_us ? event->ts_us : self->first_us;
    self->last_us = event->ts_us > self->last_us ? event->ts_us : self->last_us;
    if (event->account.length == 1 && event->account.at[0] == '-') {
        return JAGA_OK; /* about nobody */
    }
    JAGA_TRY(find_or_add(self, id, &at, err));
    seen_account *account = observed_account(self, at);
    begin_episodes(self, account, event->ts_us);
    JAGA_TRY(take_loss(self, seen, account, &is_theft, err));
    if (event->type == JAGA_TYPE_CUSTOMER_REPORT && !is_theft) {
        JAGA_TRY(take_report(self, seen, at, err));
    }
    if (!seen->is_new) {
        return JAGA_OK;
    }
    const uint8_t segments = segments_at(account, event->ts_us);
    if (seen->decision != NULL) {
        JAGA_TRY(take_decision(self, seen, at, segments, err));
    }
    if (jaga_event_is_money_out(event)) {
        take_payment(self, seen, account, segments, is_theft);
    }
    grow_older(account, event->ts_us);
    return JAGA_OK;
}

const seen_account *observed_find(const observed *self, hash128 account)
{
    const uint32_t at = key_index_find(&self->account_index, &self->accounts, account);
    return at == SLAB_NONE ? NULL : observed_account(self, at);
}

int64_t observed_report_before(const observed *self, const seen_account *of, int64_t ts_us)
{
    int64_t found = INT64_MIN;

    for (size_t i = 0; i < of->report_count; i++) {
        const int64_t at_us = self->reports[of->first_report + i].ts_us;
        found = at_us <= ts_us ? at_us : found;
    }
    return found;
}

int64_t observed_report_from(const observed *self, const seen_account *of, int64_t ts_us)
{
    for (size_t i = 0; i < of->report_count; i++) {
        const int64_t at_us = self->reports[of->first_report + i].ts_us;
        if (at_us >= ts_us) {
            return at_us;
        }
    }
    return INT64_MAX;
}
