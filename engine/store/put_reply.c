/* Writing what came back: the ledger's answers, people's labels, the never-hold list. */
#include "store/store.h"

#include "base/crash.h"
#include "store/command.h"
#include "store/ledger_command.h"
#include "store/outbox.h"

#include <string.h>

/* A ledger that finds every number stale is asked so often, then a person looks. */
enum { ATTEMPTS_MOST = 5 };

static bool is_text(jaga_span text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* One hold as an answer finds it. Its texts are copies. */
typedef struct answered {
    bool is_over; /* ended or released: no answer changes that */
    bool is_held; /* acknowledged before */
    bool is_refused;
    int64_t expires_us, life_s, record, attempts, acked_us;
    char case_id[32], place_id[STORE_KEY_BYTES];
} answered;

static void copy_text(char *to, size_t cap, jaga_span text)
{
    JAGA_CHECK(text.length < cap);
    memcpy(to, text.at, text.length);
    to[text.length] = '\0';
}

/* JAGA_END: no such hold. */
static jaga_status read_hold(jaga_store *store, const jaga_event *event, jaga_span hold_id,
                             answered *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_ANSWERED);

    sql_text(&row, hold_id);
    sql_text(&row, event->account);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_span state = sql_column_span(row.statement, 0);
    *out = (answered){ .is_over = is_text(state, "expired") || is_text(state, "released"),
                       .is_held = is_text(state, "held"),
                       .is_refused = is_text(state, "refused"),
                       .expires_us = sqlite3_column_int64(row.statement, 1),
                       .life_s = sqlite3_column_int64(row.statement, 2),
                       .record = sqlite3_column_int64(row.statement, 4),
                       .attempts = sqlite3_column_int64(row.statement, 5),
                       .acked_us = sqlite3_column_int64(row.statement, 7) };
    copy_text(out->case_id, sizeof out->case_id, sql_column_span(row.statement, 3));
    copy_text(out->place_id, sizeof out->place_id, sql_column_span(row.statement, 6));
    store_end(&row);
    return JAGA_OK;
}

static const char *answer_word(jaga_reply_kind kind)
{
    return kind == JAGA_REPLY_HELD       ? "ack"
           : kind == JAGA_REPLY_EXPIRED  ? "expired"
           : kind == JAGA_REPLY_RELEASED ? "released"
                                         : "nack";
}

static jaga_status answer_message(jaga_store *store, const char *key, const jaga_reply *reply,
                                  int64_t ts_us, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_ANSWER_MESSAGE);

    CRASH_STEP("store:answer");
    sql_name(&row, key);
    sql_name(&row, answer_word(reply->kind));
    sql_integer(&row, ts_us);
    return store_run(store, &row, err);
}

static jaga_status resend(jaga_store *store, const char *key, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_RESEND_MESSAGE);

    sql_name(&row, key);
    return store_run(store, &row, err);
}

static jaga_status acknowledge(jaga_store *store, jaga_span hold_id, const answered *hold,
                               int64_t ts_us, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_HOLD_ACKED);

    if (hold->is_held) {
        return JAGA_OK; /* the first one counts */
    }
    sql_text(&row, hold_id);
    sql_integer(&row, ts_us);
    sql_integer(&row, command_expiry(ts_us, hold->life_s));
    return store_run(store, &row, err);
}

static jaga_status close_cleared(jaga_store *store, const char *case_id, int64_t ts_us,
                                 jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_CLOSE_CLEARED);

    sql_name(&row, case_id);
    sql_integer(&row, ts_us);
    return store_run(store, &row, err);
}

static jaga_status end_hold(jaga_store *store, const char *state, const jaga_event *event,
                            const jaga_reply *reply, const answered *hold, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_HOLD_ENDED);

    sql_text(&row, reply->about);
    sql_name(&row, state);
    sql_integer(&row, event->ts_us);
    if (reply->code.length > 0) {
        sql_text(&row, reply->code);
    } else {
        sql_null(&row);
    }
    JAGA_TRY(store_run(store, &row, err));
    return close_cleared(store, hold->case_id, event->ts_us, err);
}

/* The next intent of the case has a key of its own: what it says differs. */
static jaga_status ask_anew(jaga_store *store, const jaga_event *event, jaga_span hold_id,
                            const answered *hold, bool wants_command, jaga_error *err)
{
    const jaga_span case_id = { hold->case_id, (uint32_t)strlen(hold->case_id) };
    sql_row next = store_row(store, STATEMENT_NEXT_INTENT);
    int64_t intent = 1;

    sql_text(&next, case_id);
    JAGA_TRY(store_number(store, &next, 1, &intent, err));
    const command_key place = command_key_of("H-", event->account, case_id, "PLACE", intent);
    sql_row row = store_row(store, STATEMENT_HOLD_ASKED);
    CRASH_STEP("store:ask-anew");
    sql_text(&row, hold_id);
    sql_integer(&row, intent);
    sql_name(&row, place.text);
    JAGA_TRY(store_run(store, &row, err));
    return wants_command ? outbox_put_hold(store, hold->record, event->ts_us, err) : JAGA_OK;
}

static jaga_status ask_again(jaga_store *store, jaga_span hold_id, const answered *hold,
                             jaga_error *err)
{
    sql_row get = store_row(store, STATEMENT_GET_INTENT);
    int64_t intent = 1;

    sql_text(&get, hold_id);
    JAGA_TRY(store_number(store, &get, 1, &intent, err));
    sql_row row = store_row(store, STATEMENT_HOLD_ASKED);
    CRASH_STEP("store:ask-again");
    sql_text(&row, hold_id);
    sql_integer(&row, intent);
    sql_name(&row, hold->place_id);
    JAGA_TRY(store_run(store, &row, err));
    return resend(store, hold->place_id, err);
}

static jaga_status releases_answered(jaga_store *store, const jaga_event *event, jaga_span hold_id,
                                     jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_RELEASES_ANSWERED);

    sql_text(&row, hold_id);
    sql_integer(&row, event->ts_us);
    return store_run(store, &row, err);
}

static jaga_status apply_to_hold(jaga_store *store, const jaga_event *event,
                                 const jaga_reply *reply, const answered *hold, bool wants_command,
                                 jaga_error *err)
{
    const bool is_wanted = !hold->is_held && !hold->is_refused && event->ts_us < hold->expires_us;

    /* A refusal that comes behind a later acknowledgement was about an earlier try. */
    if (hold->is_held && reply->kind == JAGA_REPLY_REFUSED && event->ts_us < hold->acked_us) {
        return JAGA_OK;
    }
    JAGA_TRY(answer_message(store, hold->place_id, reply, event->ts_us, err));
    if (hold->is_over) {
        return JAGA_OK;
    }
    switch (reply->kind) {
    case JAGA_REPLY_HELD: return acknowledge(store, reply->about, hold, event->ts_us, err);
    case JAGA_REPLY_AGAIN: return is_wanted ? ask_again(store, reply->about, hold, err) : JAGA_OK;
    case JAGA_REPLY_SUPERSEDED:
        if (is_wanted && hold->attempts < ATTEMPTS_MOST) {
            return hold->record < 0
                       ? ledger_command_again(store->db, store->path, hold->place_id, event->ts_us,
                                              err)
                       : ask_anew(store, event, reply->about, hold, wants_command, err);
        }
        return is_wanted ? end_hold(store, "refused", event, reply, hold, err) : JAGA_OK;
    case JAGA_REPLY_REFUSED: return end_hold(store, "refused", event, reply, hold, err);
    case JAGA_REPLY_EXPIRED: return end_hold(store, "expired", event, reply, hold, err);
    case JAGA_REPLY_RELEASED:
        JAGA_TRY(end_hold(store, "released", event, reply, hold, err));
        return releases_answered(store, event, reply->about, err);
    case JAGA_REPLY_LABEL: break;
    }
    return JAGA_OK;
}

/* A command about a hold as its answer finds it. */
typedef struct command_answered {
    char key[STORE_KEY_BYTES], hold_id[STORE_KEY_BYTES];
    bool changes, releases; /* an extension or upgrade; a release */
    int64_t said;           /* commands of its kind about its hold */
} command_answered;

/* JAGA_END: no such command. */
static jaga_status read_command(jaga_store *store, const jaga_event *event, jaga_span key,
                                command_answered *out, jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_COMMAND);

    if (key.length >= sizeof out->key) {
        return JAGA_END;
    }
    sql_text(&row, key);
    sql_text(&row, event->account);
    JAGA_TRY(store_step(store, &row, err));
    const jaga_span kind = sql_column_span(row.statement, 0);
    *out = (command_answered){ .changes = is_text(kind, "extend") || is_text(kind, "upgrade"),
                               .releases = is_text(kind, "release"),
                               .said = sqlite3_column_int64(row.statement, 2) };
    copy_text(out->key, sizeof out->key, key);
    copy_text(out->hold_id, sizeof out->hold_id, sql_column_span(row.statement, 1));
    store_end(&row);
    return JAGA_OK;
}

static jaga_status change_hold(jaga_store *store, const jaga_event *event, const char *key,
                               jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_HOLD_CHANGED);

    CRASH_STEP("store:change-hold");
    sql_name(&row, key);
    sql_integer(&row, event->ts_us);
    return store_run(store, &row, err);
}

static jaga_status release_by_command(jaga_store *store, const jaga_event *event,
                                      const jaga_reply *reply, const command_answered *command,
                                      jaga_error *err)
{
    jaga_reply about_hold = *reply;
    answered hold;

    about_hold.about = (jaga_span){ command->hold_id, (uint32_t)strlen(command->hold_id) };
    if (!command->releases) {
        return JAGA_OK;
    }
    JAGA_TRY(read_hold(store, event, about_hold.about, &hold, err));
    return hold.is_over ? JAGA_OK : end_hold(store, "released", event, &about_hold, &hold, err);
}

/* An answer that names the command. A final refusal leaves the hold as it was, and the message with
 * it: a person looks. */
static jaga_status apply_to_command(jaga_store *store, const jaga_event *event,
                                    const jaga_reply *reply, const command_answered *command,
                                    jaga_error *err)
{
    JAGA_TRY(answer_message(store, command->key, reply, event->ts_us, err));
    switch (reply->kind) {
    case JAGA_REPLY_HELD:
        return command->changes ? change_hold(store, event, command->key, err) : JAGA_OK;
    case JAGA_REPLY_RELEASED: return release_by_command(store, event, reply, command, err);
    case JAGA_REPLY_AGAIN: return resend(store, command->key, err);
    case JAGA_REPLY_SUPERSEDED:
        return command->said < ATTEMPTS_MOST && (command->changes || command->releases)
                   ? ledger_command_again(store->db, store->path, command->key, event->ts_us, err)
                   : JAGA_OK;
    case JAGA_REPLY_REFUSED:
    case JAGA_REPLY_EXPIRED:
    case JAGA_REPLY_LABEL: break;
    }
    return JAGA_OK;
}

/* Whether the id is that of a challenge of ours; it stands nowhere but in its message. */
static jaga_status is_step_up(jaga_store *store, const jaga_event *event, jaga_span id, bool *out,
                              jaga_error *err)
{
    sql_row row = store_row(store, STATEMENT_GET_STEP_UPS);
    jaga_status status;

    *out = false;
    sql_text(&row, event->account);
    while ((status = store_step(store, &row, err)) == JAGA_OK) {
        const command_key key =
            command_key_of("S-", event->account, sql_column_span(row.statement, 0), "STEP_UP", 1);
        if (is_text(id, key.text + strlen("S-"))) {
            *out = true;
            store_end(&row);
            return JAGA_OK;
        }
    }
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status answer_step_up(jaga_store *store, const jaga_event *event,
                                  const jaga_reply *reply, bool *is_known, jaga_error *err)
{
    char key[STORE_KEY_BYTES];

    JAGA_TRY(is_step_up(store, event, reply->about, is_known, err));
    if (!*is_known) {
        return JAGA_OK;
    }
    (void)snprintf(key, sizeof key, "S-%.*s", (int)reply->about.length, reply->about.at);
    JAGA_TRY(answer_message(store, key, reply, event->ts_us, err));
    return reply->kind == JAGA_REPLY_AGAIN ? resend(store, key, err) : JAGA_OK;
}

jaga_status store_put_reply(jaga_store *store, const jaga_event *event, const jaga_reply *reply,
                            bool wants_command, bool *is_known, jaga_error *err)
{
    answered hold;

    *is_known = true;
    if (store->is_muted) {
        return JAGA_OK;
    }
    JAGA_TRY(store_require_group(store, err));
    jaga_status status = read_hold(store, event, reply->about, &hold, err);
    if (status == JAGA_END) {
        command_answered command;
        status = read_command(store, event, reply->about, &command, err);
        if (status == JAGA_OK) {
            return apply_to_command(store, event, reply, &command, err);
        }
    }
    if (status == JAGA_END) {
        return answer_step_up(store, event, reply, is_known, err);
    }
    JAGA_TRY(status);
    return apply_to_hold(store, event, reply, &hold, wants_command, err);
}
