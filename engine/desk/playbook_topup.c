/* A top-up that failed (desk/topup.h). */
#include "desk/topup.h"

#include "base/column_text.h"
#include "base/detail.h"
#include "base/wallet_profile.h"
#include "base/when.h"
#include "desk/playbook.h"
#include "history/history.h"

#include <string.h>

enum { LOOK_BACK_DAYS = 30, SPIKE_S = 300 };

/* What the log says of the attempt and around it. */
typedef struct topup_found {
    int64_t at_us, amount_minor;
    char ref[DESK_ID_BYTES], partner[DESK_ID_BYTES], code[DESK_ID_BYTES], currency[4];
    bool is_ok, is_credited, is_credited_elsewhere, has_arrived;
    bool is_maintained, is_down;
    int64_t arrived_in_month_minor;
    unsigned failures, partner_failed, partner_tried;
    uint64_t usually_failed, usually_tried;
} topup_found;

static const playbook_fact said[] = {
    { "debited", "yes|no", DESK_AGENT, "the paying account was charged, as the customer sees it" },
    { "expired", "yes", DESK_AGENT, "the instruction or virtual account has expired" },
    { "incident", NULL, DESK_SUPERVISOR, "an incident of our own, by its name" },
    { "description", NULL, DESK_AGENT, "in the customer's words" },
    { "dispute", NULL, DESK_AGENT, "the reference of the dispute" },
    { NULL, NULL, DESK_NOBODY, NULL },
};

static const playbook_follow follows[] = {
    { "DIAGNOSED", "ADVISE", MACHINE_ENGINE },
    { "ADVISED", "SUCCESS", MACHINE_ENGINE },
    { "ADVISED", "CLOSE", MACHINE_TIMER },
    { "RETRIED_OK", "CLOSE", MACHINE_ENGINE },
    { NULL, NULL, MACHINE_ENGINE },
};

static const playbook_text texts[] = {
    { "ADVISED", "topup.", false },
    { "ESCALATED", "topup.", false },
    { NULL, NULL, false },
};

static bool is_same(jaga_span text, const char *word)
{
    return text.length > 0 && text.length == strlen(word) &&
           memcmp(text.at, word, text.length) == 0;
}

static void copy(char to[DESK_ID_BYTES], jaga_span text)
{
    (void)snprintf(to, DESK_ID_BYTES, "%.*s", (int)text.length, text.at == NULL ? "" : text.at);
}

/* The bank or shop: by institution, else as counterparty. */
static jaga_span partner_of(const jaga_event *event)
{
    return event->institution.length > 0 ? event->institution : event->counterparty;
}

static void keep_attempt(const request_file *self, topup_found *out, const jaga_event *event)
{
    const bool is_it = event->type == JAGA_TYPE_TOPUP && is_same(event->event_id, self->topic) &&
                       is_same(event->account, self->about.account);

    if (is_it && out->at_us == INT64_MIN) {
        out->at_us = event->ts_us;
        out->amount_minor = event->amount_minor;
        out->is_ok = event->status == JAGA_STATUS_OK;
        copy(out->ref, event->ref);
        copy(out->code, event->reason);
        copy(out->partner, partner_of(event));
        memcpy(out->currency, event->currency, sizeof out->currency);
    }
}

static bool is_same_month(int64_t a_us, int64_t b_us, int64_t zone_s)
{
    char a[WHEN_TEXT_BYTES], b[WHEN_TEXT_BYTES];

    when_format_local(a_us, zone_s, a);
    when_format_local(b_us, zone_s, b);
    return memcmp(a, b, strlen("2026-01")) == 0;
}

static void keep_partner(topup_found *out, const jaga_event *event)
{
    const bool is_near =
        event->ts_us <= out->at_us && event->ts_us > out->at_us - SPIKE_S * US_PER_SECOND;
    const bool is_failed = event->status == JAGA_STATUS_FAILED;

    if (event->type == JAGA_TYPE_PARTNER_STATUS && event->ts_us <= out->at_us &&
        is_same(detail_value(event->detail, "partner"), out->partner)) {
        const jaga_span state = detail_value(event->detail, "state");
        out->is_maintained = is_same(state, "maint");
        out->is_down = is_same(state, "down");
    }
    if (event->type != JAGA_TYPE_TOPUP || !is_same(partner_of(event), out->partner)) {
        return;
    }
    out->partner_tried += is_near;
    out->partner_failed += is_near && is_failed;
    out->usually_tried += !is_near;
    out->usually_failed += !is_near && is_failed;
}

static void keep_around(const request_file *self, topup_found *out, const jaga_event *event)
{
    const bool is_ours = is_same(event->account, self->about.account);
    const bool is_topup = event->type == JAGA_TYPE_TOPUP;
    const bool is_ok = event->status == JAGA_STATUS_OK;

    keep_partner(out, event);
    if (is_topup && is_ok && is_same(event->ref, out->ref)) {
        out->is_credited = out->is_credited || is_ours;
        out->is_credited_elsewhere = out->is_credited_elsewhere || !is_ours;
    }
    if (!is_ours) {
        return;
    }
    if (is_topup && event->status == JAGA_STATUS_FAILED && event->ts_us > out->at_us - US_PER_DAY &&
        event->ts_us <= out->at_us + US_PER_DAY) {
        out->failures++;
    }
    out->has_arrived = out->has_arrived || (is_topup && is_ok && event->ts_us > self->opened_us);
    if (jaga_event_class_of((jaga_event_type)event->type) == JAGA_CLASS_MONEY_IN && is_ok &&
        event->amount_minor > 0 && event->ts_us < out->at_us &&
        is_same_month(event->ts_us, out->at_us, self->zone_s)) {
        out->arrived_in_month_minor += event->amount_minor;
    }
}

static jaga_status pass(const request_file *self, topup_found *out, bool is_first, jaga_error *err)
{
    const history_range range = { .from_us = self->opened_us - LOOK_BACK_DAYS * US_PER_DAY,
                                  .until_us = INT64_MAX };
    history_reader *reader = NULL;
    jaga_status status = JAGA_OK;
    jaga_record record;
    uint64_t number = 0;

    JAGA_TRY(history_reader_open(self->desk->history, range, &reader, err));
    while ((status = history_reader_next(reader, &record, &number, err)) == JAGA_OK) {
        if (record.kind != JAGA_RECORD_EVENT) {
            continue;
        }
        if (is_first) {
            keep_attempt(self, out, &record.event);
        } else {
            keep_around(self, out, &record.event);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status read(request_file *self, jaga_error *err)
{
    topup_found *out = arena_take(self->desk->memory, sizeof *out);

    if (out == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a top-up");
    }
    *out = (topup_found){ .at_us = INT64_MIN };
    self->found = out;
    JAGA_TRY(pass(self, out, true, err));
    return out->at_us == INT64_MIN
               ? jaga_fail(err, JAGA_ERR_USAGE,
                           "the log of the last %d days has no top-up of that id and account",
                           LOOK_BACK_DAYS)
               : pass(self, out, false, err);
}

static topup_facts facts_of(const request_file *self, int64_t now_us)
{
    const topup_found *found = self->found;
    wallet_profile wallet = { .currency = "" };
    const bool has_wallet = wallet_profile_find(WALLET_PROFILE_DEFAULT, &wallet, NULL) == JAGA_OK &&
                            memcmp(wallet.currency, found->currency, 3) == 0;
    const int64_t balance =
        self->before.balance_minor == JAGA_UNKNOWN_MINOR ? 0 : self->before.balance_minor;
    const protection_answer in =
        protection_permits(self->protection.level, self->life, PROTECTION_DO_CREDIT_IN);

    return (topup_facts){
        .now_us = now_us,
        .debit_us = found->at_us,
        .is_debited = request_says(self, "debited", "yes") || found->is_credited,
        .is_credited = found->is_credited || found->is_ok,
        .is_credited_elsewhere = found->is_credited_elsewhere,
        .is_inbound_blocked = in != PROTECTION_ALLOW,
        .balance_after_minor = balance + found->amount_minor,
        .balance_cap_minor = has_wallet ? wallet.balance_registered_minor : 0,
        .month_after_minor = found->arrived_in_month_minor + found->amount_minor,
        .month_cap_minor = has_wallet ? wallet.month_registered_minor : 0,
        .partner_code = text_span(found->code),
        .has_partner_leg = found->ref[0] != '\0',
        .maintenance_until_us = found->is_maintained ? now_us : 0,
        .is_partner_down =
            found->is_down || topup_is_partner_failing(found->partner_failed, found->partner_tried,
                                                       found->usually_failed, found->usually_tried),
        .is_own_incident = request_said(self, "incident") != NULL,
        .is_expired = request_says(self, "expired", "yes"),
        .failures_in_day = found->failures,
    };
}

static const char *finding(const request_file *self, const char *event)
{
    const topup_facts facts = facts_of(self, self->desk->now_us);

    return strcmp(event, "DIAGNOSE") == 0 ? topup_cause_name(topup_diagnose(&facts).cause) : NULL;
}

static const char *variant(const request_file *self)
{
    const request_record *diagnosed = request_latest(self, "step", "DIAGNOSE");

    return diagnosed == NULL ? topup_cause_name(TOPUP_UNKNOWN) : diagnosed->text;
}

/* When to try again, as of the diagnosis. */
static int64_t when(const request_file *self)
{
    const request_record *diagnosed = request_latest(self, "step", "DIAGNOSE");
    const topup_facts facts =
        facts_of(self, diagnosed == NULL ? self->desk->now_us : diagnosed->at_us);
    const int64_t retry_us = topup_diagnose(&facts).retry_after_us;

    return retry_us == 0 ? facts.now_us : retry_us;
}

static uint32_t guards(const request_file *self)
{
    const topup_found *found = self->found;

    return (request_said(self, "dispute") != NULL ? TOPUP_IF_DISPUTED : 0u) |
           (found->has_arrived ? TOPUP_IF_ARRIVED : 0u);
}

const playbook playbook_topup = {
    .kind = "topup",
    .help = "a top-up that failed; TOPIC is its event_id",
    .opens = "OPEN",
    .machine = topup_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
    .read = read,
    .finding = finding,
    .variant = variant,
    .when = when,
};
