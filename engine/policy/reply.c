#include "policy/reply.h"

#include "base/detail.h"
#include "base/hash.h"
#include "base/when.h"

#include <ctype.h>
#include <string.h>

static const char *const verdict_names[JAGA_VERDICT_COUNT] = {
    [JAGA_VERDICT_THEFT] = "theft",
    [JAGA_VERDICT_FALSE_ALARM] = "false_alarm",
    [JAGA_VERDICT_SCAM] = "scam",
    [JAGA_VERDICT_FIRST_PARTY] = "first_party",
    [JAGA_VERDICT_INCONCLUSIVE] = "inconclusive",
};

const char *jaga_verdict_name(jaga_verdict verdict)
{
    return verdict < JAGA_VERDICT_COUNT ? verdict_names[verdict] : "?";
}

/* Ledgers write their codes in either case. */
static bool is_code(jaga_span text, const char *code)
{
    if (text.length != strlen(code)) {
        return false;
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (toupper((unsigned char)text.at[i]) != code[i]) {
            return false;
        }
    }
    return true;
}

static bool is_any(jaga_span text, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_code(text, codes[i])) {
            return true;
        }
    }
    return false;
}

/* A code that nobody knows is taken as final: asking for ever helps nobody, a person looks. */
static jaga_reply_kind refusal_of(jaga_span code)
{
    static const char *const again[] = { "BUSY", "TIMEOUT", "DB_LOCK", "IN_FLIGHT" };

    return is_code(code, "ALREADY_HELD")                       ? JAGA_REPLY_HELD
           : is_code(code, "STALE_SEQ")                        ? JAGA_REPLY_SUPERSEDED
           : is_any(code, again, sizeof again / sizeof *again) ? JAGA_REPLY_AGAIN
                                                               : JAGA_REPLY_REFUSED;
}

/* False: said, but no time. Not said: INT64_MIN. */
static bool read_time(jaga_span detail, const char *key, int64_t *out)
{
    const jaga_span text = detail_value(detail, key);

    *out = INT64_MIN;
    return text.length == 0 || when_parse(text, out) == NULL;
}

static bool read_revision(jaga_span text, int64_t *out)
{
    *out = text.length == 0 ? 1 : 0;
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i >= 9) {
            return false;
        }
        *out = *out * 10 + (text.at[i] - '0');
    }
    return true;
}

static bool is_text(jaga_span text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* NULL, or what is wrong with it. */
static const char *read_label(const jaga_event *event, jaga_reply *out)
{
    const jaga_span verdict = detail_value(event->detail, "outcome");
    const jaga_span confidence = detail_value(event->detail, "confidence");
    int found = 0;

    out->kind = JAGA_REPLY_LABEL;
    while (found < JAGA_VERDICT_COUNT && !is_text(verdict, verdict_names[found])) {
        found++;
    }
    if (found == JAGA_VERDICT_COUNT) {
        return "a label's outcome is theft, false_alarm, scam, first_party or inconclusive";
    }
    out->verdict = (jaga_verdict)found;
    out->is_verified = is_text(confidence, "verified");
    if (!out->is_verified && confidence.length > 0 && !is_text(confidence, "presumed")) {
        return "a label's confidence is verified or presumed";
    }
    out->source = detail_value(event->detail, "source");
    out->transactions = detail_value(event->detail, "txns");
    if (!read_time(event->detail, "from", &out->from_us) ||
        !read_time(event->detail, "to", &out->to_us)) {
        return "a label's from and to are times";
    }
    if (!read_revision(detail_value(event->detail, "rev"), &out->revision)) {
        return "a label's rev is a whole number";
    }
    return NULL;
}

bool reply_read(const jaga_event *event, jaga_reply *out, reply_fault *fault)
{
    const bool is_label = event->type == JAGA_TYPE_LABEL;
    const char *cause = NULL;

    *out = (jaga_reply){ .about = event->ref, .code = event->reason };
    switch ((jaga_event_type)event->type) {
    case JAGA_TYPE_HOLD_ACK: out->kind = JAGA_REPLY_HELD; break;
    case JAGA_TYPE_HOLD_NACK: out->kind = refusal_of(event->reason); break;
    case JAGA_TYPE_HOLD_EXPIRED: out->kind = JAGA_REPLY_EXPIRED; break;
    case JAGA_TYPE_RELEASE_ACK: out->kind = JAGA_REPLY_RELEASED; break;
    default: cause = read_label(event, out); break;
    }
    if (!is_label && event->ref.length == 0) {
        cause = "an answer to a command names it in ref";
    } else if (!is_label && event->type != JAGA_TYPE_HOLD_NACK && event->status != JAGA_STATUS_OK) {
        cause = "an acknowledgement has status ok; a refusal is a hold_nack";
    }
    *fault = (reply_fault){ is_label ? "bad-label" : "bad-answer", cause };
    return cause == NULL;
}

uint32_t reply_hold_name(jaga_span hold_id)
{
    return (uint32_t)hash_text64(hold_id) & 0x7FFFFFu;
}

void reply_clear_alarm(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                       int64_t ts_us)
{
    const uint32_t now_s = seconds_of(ts_us);
    const uint32_t before = now_s < hot->cooled_until_s ? cold->cooled_signals : 0;

    cold->cooled_signals = before | cold->alarm_signals;
    cold->alarm_signals = 0;
    hot->cooled_until_s = now_s + (uint32_t)self->cool_off_s;
    memset(cold->evidence_zero, 0, sizeof cold->evidence_zero);
    hot->evidence_until_s = 0;
    hot->is_suspect = 0;
    cold->failed_step_ups = 0;
}

/* The hold is over at that moment, if it was not before. */
static void end_hold(jaga_account_hot *hot, int64_t ts_us)
{
    const uint32_t now_s = seconds_of(ts_us);
    hot->hold_until_s = now_s < hot->hold_until_s ? now_s : hot->hold_until_s;
}

static bool is_of_case(const jaga_account_cold *cold, const jaga_event *event, jaga_span about)
{
    const jaga_key key = hash_digest_text(cold->case_key);
    const jaga_span parts[] = { event->account, about };
    unsigned char opened_by[HASH_DIGEST_BYTES];

    hash_digest(parts, 2, opened_by);
    return is_text(about, key.text) || memcmp(opened_by, cold->case_key, sizeof opened_by) == 0;
}

static void apply_label(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                        const jaga_event *event, const jaga_reply *reply)
{
    const uint32_t revision = reply->revision < 15 ? (uint32_t)reply->revision : 15;
    const bool names_case = reply->about.length > 0;
    const bool is_about_now =
        names_case ? is_of_case(cold, event, reply->about)
                   : reply->to_us == INT64_MIN || reply->to_us / US_PER_SECOND >= hot->incident_s;

    if (!is_about_now || revision < cold->label_revision) {
        return;
    }
    cold->label_revision = revision & 15;
    if (reply->verdict == JAGA_VERDICT_THEFT) {
        hot->cooled_until_s = 0;
    } else if (reply->verdict == JAGA_VERDICT_FALSE_ALARM && reply->is_verified &&
               (!names_case || hot->has_case != 0)) {
        reply_clear_alarm(self, hot, cold, event->ts_us);
        hot->has_case = 0;
    }
}

void reply_apply(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, const jaga_reply *reply)
{
    if (reply->kind == JAGA_REPLY_LABEL) {
        apply_label(self, hot, cold, event, reply);
        return;
    }
    if (hot->hold_until_s == 0 || cold->hold_name != reply_hold_name(reply->about)) {
        return;
    }
    switch (reply->kind) {
    case JAGA_REPLY_HELD:
        if (cold->hold_is_acked == 0) {
            const int64_t life_s = policy_hold_life_s(self, (jaga_hold_reason)hot->hold_reason);
            hot->hold_until_s = seconds_of(event->ts_us) + (uint32_t)life_s;
            cold->hold_is_acked = 1;
        }
        break;
    case JAGA_REPLY_REFUSED: end_hold(hot, event->ts_us); break;
    case JAGA_REPLY_EXPIRED:
        end_hold(hot, event->ts_us);
        cold->hold_is_acked = 1; /* an acknowledgement that comes late starts nothing */
        break;
    case JAGA_REPLY_RELEASED:
        end_hold(hot, event->ts_us);
        cold->hold_is_acked = 1;
        reply_clear_alarm(self, hot, cold, event->ts_us);
        break;
    case JAGA_REPLY_AGAIN:
    case JAGA_REPLY_SUPERSEDED:
    case JAGA_REPLY_LABEL: break;
    }
}

bool reply_proves_owner(const policy *self, const jaga_account_hot *hot, const jaga_event *event,
                        const jaga_features *features)
{
    if (event->type != JAGA_TYPE_STEP_UP_ANSWER || event->status != JAGA_STATUS_OK) {
        return false;
    }
    if (event->auth == JAGA_AUTH_SELFIE) {
        return true;
    }
    const double now_s = (double)event->ts_us / 1e6;
    const double since_s = hot->alerted_s == 0 ? 0.0 : now_s - (double)hot->incident_s;
    return (event->auth == JAGA_AUTH_BIOMETRIC || event->auth == JAGA_AUTH_TOTP) &&
           features->device_is_known &&
           features->device_age_s >= (since_s > 0.0 ? since_s : 0.0) + (double)self->factor_age_s;
}
