#include "store/command.h"

#include "base/hash.h"
#include "base/when.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

command_key command_key_of(const char *prefix, jaga_span account, jaga_span about,
                           const char *operation, int64_t intent)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)intent);
    const jaga_span parts[] = { account, about, span_of(operation), span_of(number) };
    const jaga_key hash = hash_key(parts, sizeof parts / sizeof parts[0]);
    command_key key;

    (void)snprintf(key.text, sizeof key.text, "%s%s", prefix, hash.text);
    return key;
}

int64_t command_expiry(int64_t from_us, int64_t life_s)
{
    return life_s > (INT64_MAX - from_us) / US_PER_SECOND ? INT64_MAX
                                                          : from_us + life_s * US_PER_SECOND;
}

/* Ids are UTF-8 by contract. One that is not must not keep a hold from being sent, so its bytes are
 * written as the code points of the same number, from which they can be read back. */
json_t *command_text(jaga_span text)
{
    char wide[2 * 64];
    size_t length = 0;
    json_t *plain = json_stringn(text.at != NULL ? text.at : "", text.length);

    if (plain != NULL) {
        return plain;
    }
    for (uint32_t i = 0; i < text.length && length + 2 <= sizeof wide; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x80) {
            wide[length++] = (char)byte;
        } else {
            wide[length++] = (char)(0xC0 | byte >> 6);
            wide[length++] = (char)(0x80 | (byte & 0x3F));
        }
    }
    return json_stringn(wide, length);
}

json_t *command_time(int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format(us, text);
    return json_string(text);
}

/* Six significant digits: the score is rounded to as many decimals before. */
jaga_status command_dump(json_t *object, int failed, char *body, size_t cap, size_t *length,
                         jaga_error *err)
{
    static const char tail[] = ",\"payload_sha256\":\"";
    const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(6);
    const bool is_command = json_object_get(object, "cmd_id") != NULL;
    const size_t more = is_command ? sizeof tail - 1 + HASH_SHA256_TEXT_BYTES - 1 + 1 : 0;
    const size_t bytes = failed == 0 ? json_dumpb(object, body, cap, flags) : 0;
    char hash[HASH_SHA256_TEXT_BYTES];

    json_decref(object);
    if (bytes == 0) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a message");
    }
    if (bytes + more > cap) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "a message of %zu bytes; %zu are allowed",
                         bytes + more, cap);
    }
    *length = bytes;
    if (is_command) {
        hash_sha256_text(body, bytes, hash);
        *length = bytes - 1;
        memcpy(body + *length, tail, sizeof tail - 1);
        *length += sizeof tail - 1;
        memcpy(body + *length, hash, sizeof hash - 1);
        *length += sizeof hash - 1;
        memcpy(body + *length, "\"}", 2);
        *length += 2;
    }
    return JAGA_OK;
}

static json_t *evidence(const command_order *order)
{
    const double score = (double)(int64_t)(order->belief * 1e6 + 0.5) / 1e6;

    return json_pack("{s:f, s:O}", "score", score, "signals", order->signals);
}

static bool is_text(jaga_span span, const char *text)
{
    return span.length == strlen(text) && memcmp(span.at, text, span.length) == 0;
}

jaga_status command_hold(const command_order *order, int64_t fence, char *body, size_t cap,
                         size_t *length, jaga_error *err)
{
    const char *issuer = is_text(order->reason, "CUST_REPORT") ? "CUSTOMER" : "ENGINE";
    json_t *object = json_object();
    int failed = 0;

    failed |= json_object_set_new(object, "cmd_id", command_text(order->place_id));
    failed |= json_object_set_new(object, "acct_cmd_seq", json_integer(fence));
    failed |= json_object_set_new(object, "op", json_string("PLACE"));
    failed |= json_object_set_new(object, "hold_id", command_text(order->hold_id));
    failed |= json_object_set_new(object, "account", command_text(order->account));
    failed |= json_object_set_new(object, "scope", json_string("OUTBOUND"));
    failed |= json_object_set_new(object, "issuer", json_string(issuer));
    failed |= json_object_set_new(object, "reason", command_text(order->reason));
    failed |= json_object_set_new(object, "decided_at", command_time(order->decided_us));
    failed |= json_object_set_new(object, "life_s", json_integer(order->life_s));
    failed |= json_object_set_new(object, "on_expiry", command_text(order->on_expiry));
    failed |= json_object_set_new(object, "case_id", command_text(order->case_id));
    failed |= json_object_set_new(object, "event_id", command_text(order->event_id));
    failed |= json_object_set_new(object, "evidence", evidence(order));
    return command_dump(object, failed, body, cap, length, err);
}

/* The ledger asks the customer for proof and forgets about it when the life is over. There is no
 * case, so what the ledger calls the hold is the key without its prefix. */
jaga_status command_step_up(const command_order *order, const command_key *key, int64_t fence,
                            char *body, size_t cap, size_t *length, jaga_error *err)
{
    json_t *object = json_object();
    int failed = 0;

    failed |= json_object_set_new(object, "cmd_id", json_string(key->text));
    failed |= json_object_set_new(object, "acct_cmd_seq", json_integer(fence));
    failed |= json_object_set_new(object, "op", json_string("PLACE"));
    failed |= json_object_set_new(object, "hold_id", json_string(key->text + strlen("S-")));
    failed |= json_object_set_new(object, "account", command_text(order->account));
    failed |= json_object_set_new(object, "scope", json_string("STEP_UP"));
    failed |= json_object_set_new(object, "issuer", json_string("ENGINE"));
    failed |= json_object_set_new(object, "reason", json_string("ATO_MEDIUM"));
    failed |= json_object_set_new(object, "decided_at", command_time(order->decided_us));
    failed |= json_object_set_new(object, "life_s", json_integer(COMMAND_STEP_UP_LIFE_S));
    failed |= json_object_set_new(object, "on_expiry", json_string("RELEASE"));
    failed |= json_object_set_new(object, "event_id", command_text(order->event_id));
    failed |= json_object_set_new(object, "evidence", evidence(order));
    return command_dump(object, failed, body, cap, length, err);
}

jaga_status command_callback(const command_order *order, char *body, size_t cap, size_t *length,
                             jaga_error *err)
{
    json_t *object = json_object();
    int failed = 0;

    failed |= json_object_set_new(object, "task_id", command_text(order->task_id));
    failed |= json_object_set_new(object, "kind", json_string("callback"));
    failed |= json_object_set_new(object, "case_id", command_text(order->case_id));
    failed |= json_object_set_new(object, "short_number", command_text(order->short_number));
    failed |= json_object_set_new(object, "account", command_text(order->account));
    failed |= json_object_set_new(object, "priority", json_integer(order->priority));
    failed |= json_object_set_new(object, "band", json_integer(order->band));
    failed |= json_object_set_new(object, "due_at", command_time(order->due_us));
    failed |= json_object_set_new(object, "reason", command_text(order->reason));
    return command_dump(object, failed, body, cap, length, err);
}
