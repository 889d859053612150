#include "respond/receiver_reply.h"

#include "base/when.h"

#include <string.h>

#define AHEAD_MOST_US INT64_C(300000000)

static const char *word(const json_t *answer, const char *name)
{
    const char *text = json_string_value(json_object_get(answer, name));

    return text == NULL ? "" : text;
}

static bool is_about(const json_t *answer, const char *key)
{
    return strcmp(word(answer, "key"), key) == 0 || strcmp(word(answer, "cmd_id"), key) == 0 ||
           strcmp(word(answer, "task_id"), key) == 0;
}

/* Refusals that end by themselves: the same command may be asked again. */
static bool is_passing(const char *code)
{
    static const char *const codes[] = { "BUSY", "TIMEOUT", "DB_LOCK", "IN_FLIGHT" };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (strcmp(codes[i], code) == 0) {
            return true;
        }
    }
    return false;
}

/* Refusals after which the hold may still come to stand: the engine knows what follows. */
static bool is_answered_anew(const char *code)
{
    return strcmp(code, "ALREADY_HELD") == 0 || strcmp(code, "STALE_SEQ") == 0;
}

static responder_delivery put_off(const char *who, const char *why, jaga_error *err)
{
    (void)jaga_fail(err, JAGA_ERR_IO, "%s %s", who, why);
    return RESPONDER_PUT_OFF;
}

static responder_delivery ledger_says(const json_t *answer, const store_message *message,
                                      const char *who, responder_answer *said, jaga_error *err)
{
    const char *result = word(answer, "result"), *code = word(answer, "nack_code");
    const char *when = word(answer, "ledger_ts");
    int64_t ledger_us = message->now_us;

    if (when[0] != '\0' &&
        (when_parse((jaga_span){ when, (uint32_t)strlen(when) }, &ledger_us) != NULL ||
         ledger_us > message->now_us + AHEAD_MOST_US)) {
        return put_off(who, "answers with a time that cannot be", err);
    }
    *said = (responder_answer){ .is_given = true, .answered_us = ledger_us };
    if (strcmp(result, "ACK") == 0) {
        said->is_ack = true;
        return RESPONDER_DELIVERED;
    }
    if (strcmp(result, "NACK") != 0 || code[0] == '\0' || strlen(code) >= sizeof said->code ||
        is_passing(code)) {
        said->is_given = false;
        return put_off(who, "says: not now", err);
    }
    memcpy(said->code, code, strlen(code) + 1);
    return is_answered_anew(code) ? RESPONDER_DELIVERED : RESPONDER_REFUSED;
}

bool reply_understand(const json_t *answer, const store_message *message, const char *who,
                      responder_delivery *out, responder_answer *said, jaga_error *err)
{
    if (!is_about(answer, message->key)) {
        return false;
    }
    if (word(answer, "result")[0] != '\0') {
        *out = ledger_says(answer, message, who, said, err);
        return true;
    }
    const bool is_final = json_is_true(json_object_get(answer, "final"));
    *out = json_is_true(json_object_get(answer, "ok")) ? RESPONDER_DELIVERED
           : is_final                                  ? RESPONDER_REFUSED
                                                       : RESPONDER_RETRY_LATER;
    if (*out == RESPONDER_RETRY_LATER) {
        (void)jaga_fail(err, JAGA_ERR_IO, "%s says: not now", who);
    }
    return true;
}
