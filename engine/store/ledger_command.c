/* Commands to the ledger from outside the engine. Statements are prepared for each: a person's act
 * is rare, and the caller's connection is its own. */
#include "store/ledger_command.h"

#include "base/hash.h"
#include "store/connection.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#define SQL_FILE "engine/store/ledger_command.sql"

#define NAME(name) #name,
static const char *const ops[] = { LEDGER_OPS(NAME) };
#undef NAME

/* How the table outbox calls them. */
static const char *const kinds[LEDGER_OP_COUNT] = { "hold", "extend", "upgrade", "release",
                                                    "query" };

const char *ledger_op_name(ledger_op op)
{
    return op < LEDGER_OP_COUNT ? ops[op] : "?";
}

/* What a command is about, from the wish and, where it names a hold, from that. Owns its texts. */
typedef struct subject {
    hold_scope scope;
    hold_issuer issuer;
    bool is_over, is_asked;
    int64_t expires_us;
    int64_t amount_minor;
    char case_id[65], instrument[65], currency[4];
} subject;

typedef struct desk {
    sqlite3 *db;
    const char *path;
} desk;

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static bool copy(char *to, size_t cap, jaga_span text)
{
    const bool fits = text.length < cap;

    if (fits && text.length > 0) {
        memcpy(to, text.at, text.length);
    }
    to[fits ? text.length : 0] = '\0';
    return fits;
}

static void sql_optional(sql_row *row, const char *text)
{
    sql_name(row, text[0] != '\0' ? text : NULL);
}

/* A row, JAGA_END: none. After any other status the statement is gone. */
static jaga_status step(const desk *self, sqlite3_stmt *statement, jaga_error *err)
{
    const int code = sqlite3_step(statement);

    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        return code == SQLITE_ROW ? JAGA_OK : JAGA_END;
    }
    return sql_fail(self->db, code, self->path, err);
}

/* Runs a statement to its end; *out: its number, where it has one. */
static jaga_status run(const desk *self, const sql_row *row, int64_t *out, jaga_error *err)
{
    jaga_status status = step(self, row->statement, err);

    if (status == JAGA_OK && out != NULL) {
        *out = sqlite3_column_int64(row->statement, 0);
        status = step(self, row->statement, err);
    }
    (void)sqlite3_finalize(row->statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status prepare(const desk *self, const char *name, sql_row *row, jaga_error *err)
{
    *row = (sql_row){ .statement = NULL };
    return sql_prepare(self->db, SQL_FILE, name, &row->statement, self->path, err);
}

static jaga_status refuse(jaga_error *err, ledger_op op, const char *why)
{
    return jaga_fail(err, JAGA_ERR_USAGE, "%s refused: %s", ledger_op_name(op), why);
}

/* NULL, or what is wrong with the wish by itself. */
static const char *fault_of_place(const ledger_command *wish)
{
    const bool may_last = wish->issuer == HOLD_ISSUER_CUSTOMER ||
                          wish->issuer == HOLD_ISSUER_CASE || wish->issuer == HOLD_ISSUER_LEGAL ||
                          (wish->scope == HOLD_SCOPE_STEP_UP && wish->case_id.length > 0);

    if (wish->hold_id.length >= sizeof(jaga_key) || wish->case_id.length > 64 ||
        wish->instrument.length > 64) {
        return "an id that is too long";
    }
    if ((wish->scope == HOLD_SCOPE_AMOUNT) !=
        (wish->amount_minor > 0 && strlen(wish->currency) == 3)) {
        return "scope AMOUNT, and no other, names an amount and its currency";
    }
    if ((wish->scope == HOLD_SCOPE_INSTRUMENT) != (wish->instrument.length > 0)) {
        return "scope INSTRUMENT, and no other, names the instrument";
    }
    return wish->life_s == 0 && !may_last ? "a hold of this issuer has a life" : NULL;
}

static const char *fault_of(const ledger_command *wish)
{
    const bool releases = wish->op == LEDGER_RELEASE;

    if (wish->account.length == 0 || wish->account.length > 64) {
        return "no account";
    }
    if (wish->op == LEDGER_QUERY) {
        return NULL;
    }
    if (releases ? !hold_reason_releases(wish->reason) : !hold_reason_places(wish->reason)) {
        return releases ? "no reason of a release" : "no reason of a hold";
    }
    if (wish->life_s < 0) {
        return "a life of less than nothing";
    }
    if (wish->op == LEDGER_PLACE) {
        return fault_of_place(wish);
    }
    return wish->hold_id.length == 0 || wish->hold_id.length > 64 ? "the hold is not named" : NULL;
}

/* What the named hold says against it. Only levels can be raised, and only to a higher one. */
static const char *fault_of_subject(const ledger_command *wish, const subject *about)
{
    if (about->is_over) {
        return "the hold is over";
    }
    switch (wish->op) {
    case LEDGER_RELEASE:
        if (!hold_may_release(wish->issuer, about->issuer)) {
            return "who asks may not lift what this issuer placed";
        }
        return about->is_asked ? "it was asked for already and is not answered" : NULL;
    case LEDGER_EXTEND:
        return wish->life_s != 0 && command_expiry(wish->now_us, wish->life_s) <= about->expires_us
                   ? "it would end sooner than it does"
                   : NULL;
    case LEDGER_UPGRADE:
        return about->scope > HOLD_SCOPE_FULL || wish->scope > HOLD_SCOPE_FULL ||
                       wish->scope <= about->scope
                   ? "what is asked is no more than what it is"
                   : NULL;
    case LEDGER_PLACE:
    case LEDGER_QUERY:
    case LEDGER_OP_COUNT: break;
    }
    return NULL;
}

/* JAGA_END: the account has no such hold. */
static jaga_status read_subject(const desk *self, const ledger_command *wish, subject *out,
                                jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "get_hold", &row, err));
    sql_text(&row, wish->hold_id);
    sql_text(&row, wish->account);
    const jaga_status status = step(self, row.statement, err);
    if (status == JAGA_OK) {
        out->scope = hold_scope_of(sql_column_span(row.statement, 0));
        out->issuer = hold_issuer_of(sql_column_span(row.statement, 1));
        out->is_over = sqlite3_column_int(row.statement, 2) != 0;
        out->expires_us = sqlite3_column_int64(row.statement, 3);
        out->amount_minor = sqlite3_column_int64(row.statement, 5);
        (void)copy(out->case_id, sizeof out->case_id, sql_column_span(row.statement, 4));
        (void)copy(out->currency, sizeof out->currency, sql_column_span(row.statement, 6));
        (void)copy(out->instrument, sizeof out->instrument, sql_column_span(row.statement, 7));
        out->is_asked = sqlite3_column_int(row.statement, 8) != 0;
    }
    (void)sqlite3_finalize(row.statement);
    return status;
}

/* Whoever wants more of a hold takes it over, but nobody makes it easier to lift. */
static hold_issuer stronger_issuer(hold_issuer a, hold_issuer b)
{
    static const int rank[HOLD_ISSUER_COUNT] = {
        [HOLD_ISSUER_ENGINE] = 0,   [HOLD_ISSUER_PARTNER] = 1, [HOLD_ISSUER_AGENT] = 2,
        [HOLD_ISSUER_CUSTOMER] = 3, [HOLD_ISSUER_CASE] = 4,    [HOLD_ISSUER_LEGAL] = 5,
    };

    return rank[a] > rank[b] ? a : b;
}

static jaga_status find_subject(const desk *self, const ledger_command *wish, subject *out,
                                jaga_error *err)
{
    *out = (subject){ .scope = wish->scope,
                      .issuer = wish->issuer,
                      .expires_us = INT64_MIN,
                      .amount_minor = wish->amount_minor };
    if (wish->op == LEDGER_PLACE || wish->op == LEDGER_QUERY) {
        (void)copy(out->case_id, sizeof out->case_id, wish->case_id);
        (void)copy(out->instrument, sizeof out->instrument, wish->instrument);
        memcpy(out->currency, wish->currency, sizeof out->currency);
        return JAGA_OK;
    }
    const jaga_status status = read_subject(self, wish, out, err);
    if (status == JAGA_END) {
        return refuse(err, wish->op, "the account has no such hold");
    }
    JAGA_TRY(status);
    const char *fault = fault_of_subject(wish, out);
    if (fault != NULL) {
        return refuse(err, wish->op, fault);
    }
    if (wish->op == LEDGER_UPGRADE) {
        out->scope = wish->scope;
    }
    out->issuer = stronger_issuer(wish->issuer, out->issuer);
    return JAGA_OK;
}

/* Numbers count what was asked by people, so the engine's keys do not depend on them, nor theirs on
 * the engine; the same database gives the same key again when the transaction is run once more. */
static jaga_status name_it(const desk *self, ledger_op op, jaga_span account, jaga_span case_id,
                           command_key *key, int64_t *intent, jaga_error *err)
{
    const bool is_place = op == LEDGER_PLACE;
    sql_row row;

    JAGA_TRY(prepare(self, is_place ? "next_place" : "next_other", &row, err));
    sql_text(&row, account);
    if (!is_place) {
        sql_name(&row, kinds[op]);
    }
    JAGA_TRY(run(self, &row, intent, err));
    *key = command_key_of("H-", account, case_id, is_place ? "PLACE AS ASKED" : ledger_op_name(op),
                          *intent);
    return JAGA_OK;
}

static jaga_status next_fence(const desk *self, jaga_span account, int64_t now_us, int64_t *fence,
                              jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "next_fence", &row, err));
    sql_text(&row, account);
    sql_integer(&row, now_us);
    return run(self, &row, fence, err);
}

/* The hold that a place makes, from the name of its command. */
static jaga_key hold_of(jaga_span account, const command_key *place)
{
    const jaga_span parts[] = { account, span_of(place->text) };

    return hash_key(parts, sizeof parts / sizeof *parts);
}

static jaga_status put_hold(const desk *self, const ledger_command *wish, const subject *about,
                            const ledger_command_id *id, int64_t intent, jaga_error *err)
{
    const bool has_amount = about->currency[0] != '\0';
    sql_row row;

    JAGA_TRY(prepare(self, "insert_hold", &row, err));
    sql_name(&row, id->hold_id.text);
    sql_optional(&row, about->case_id);
    sql_text(&row, wish->account);
    sql_integer(&row, intent);
    sql_name(&row, id->cmd_id.text);
    sql_name(&row, hold_scope_name(wish->scope));
    sql_name(&row, hold_issuer_name(wish->issuer));
    sql_name(&row, hold_reason_name(wish->reason));
    if (has_amount) {
        sql_integer(&row, about->amount_minor);
    } else {
        sql_null(&row);
    }
    sql_optional(&row, about->currency);
    sql_optional(&row, about->instrument);
    sql_integer(&row, wish->now_us);
    if (wish->life_s > 0) {
        sql_integer(&row, wish->life_s);
    } else {
        sql_null(&row);
    }
    sql_integer(&row, wish->life_s > 0 ? command_expiry(wish->now_us, wish->life_s) : INT64_MAX);
    sql_name(&row, hold_end_name(wish->on_expiry));
    return run(self, &row, NULL, err);
}

/* Adds what the case was opened for. */
static jaga_status add_evidence(const desk *self, const char *case_id, json_t *object, int *failed,
                                jaga_error *err)
{
    json_t *signals = NULL;
    jaga_status status;
    sql_row row;

    JAGA_TRY(prepare(self, "get_evidence", &row, err));
    sql_name(&row, case_id);
    while ((status = step(self, row.statement, err)) == JAGA_OK) {
        if (signals == NULL) {
            const double belief = sqlite3_column_double(row.statement, 1);
            const double score = (double)(int64_t)(belief * 1e6 + 0.5) / 1e6;
            json_t *evidence = json_pack("{s:f, s:[]}", "score", score, "signals");
            signals = json_object_get(evidence, "signals");
            *failed |= json_object_set_new(object, "event_id",
                                           command_text(sql_column_span(row.statement, 0)));
            *failed |= json_object_set_new(object, "evidence", evidence);
        }
        if (sqlite3_column_type(row.statement, 2) != SQLITE_NULL) {
            *failed |=
                json_array_append_new(signals, command_text(sql_column_span(row.statement, 2)));
        }
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

/* The fields of a hold that the command makes so. */
static int add_hold(json_t *object, const ledger_command *wish, const subject *about)
{
    int failed = 0;

    failed |= json_object_set_new(object, "scope", json_string(hold_scope_name(about->scope)));
    if (about->currency[0] != '\0') {
        failed |= json_object_set_new(object, "amount_minor", json_integer(about->amount_minor));
        failed |= json_object_set_new(object, "currency", json_string(about->currency));
    }
    if (about->instrument[0] != '\0') {
        failed |=
            json_object_set_new(object, "instrument", command_text(span_of(about->instrument)));
    }
    if (wish->op != LEDGER_RELEASE) {
        failed |= json_object_set_new(object, "life_s",
                                      wish->life_s > 0 ? json_integer(wish->life_s) : json_null());
        failed |=
            json_object_set_new(object, "on_expiry", json_string(hold_end_name(wish->on_expiry)));
    }
    return failed;
}

static jaga_status render(const desk *self, const ledger_command *wish, const subject *about,
                          const ledger_command_id *id, char body[STORE_BODY_BYTES], size_t *length,
                          jaga_error *err)
{
    json_t *object = json_object();
    jaga_status status = JAGA_OK;
    int failed = 0;

    failed |= json_object_set_new(object, "cmd_id", json_string(id->cmd_id.text));
    failed |= json_object_set_new(object, "acct_cmd_seq", json_integer(id->fence));
    failed |= json_object_set_new(object, "op", json_string(ledger_op_name(wish->op)));
    if (wish->op != LEDGER_QUERY) {
        failed |= json_object_set_new(object, "hold_id", json_string(id->hold_id.text));
    }
    failed |= json_object_set_new(object, "account", command_text(wish->account));
    failed |= json_object_set_new(object, "issuer", json_string(hold_issuer_name(wish->issuer)));
    failed |= json_object_set_new(object, "decided_at", command_time(wish->now_us));
    if (wish->op != LEDGER_QUERY) {
        failed |=
            json_object_set_new(object, "reason", json_string(hold_reason_name(wish->reason)));
        failed |= add_hold(object, wish, about);
    }
    if (about->case_id[0] != '\0') {
        failed |= json_object_set_new(object, "case_id", command_text(span_of(about->case_id)));
        status = add_evidence(self, about->case_id, object, &failed, err);
    }
    if (status != JAGA_OK) {
        json_decref(object);
        return status;
    }
    return command_dump(object, failed, body, STORE_BODY_BYTES, length, err);
}

static jaga_status put_message(const desk *self, const ledger_command *wish, const subject *about,
                               const ledger_command_id *id, jaga_error *err)
{
    char body[STORE_BODY_BYTES];
    size_t length = 0;
    sql_row row;

    JAGA_TRY(render(self, wish, about, id, body, &length, err));
    JAGA_TRY(prepare(self, "insert_message", &row, err));
    sql_name(&row, id->cmd_id.text);
    sql_name(&row, kinds[wish->op]);
    sql_text(&row, wish->account);
    sql_optional(&row, id->hold_id.text);
    sql_integer(&row, id->fence);
    sql_optional(&row, about->case_id);
    sql_text(&row, (jaga_span){ body, (uint32_t)length });
    sql_integer(&row, wish->now_us);
    return run(self, &row, NULL, err);
}

jaga_status ledger_command_put(sqlite3 *db, const char *db_path, const ledger_command *wish,
                               ledger_command_id *out, jaga_error *err)
{
    const desk self = { db, db_path };
    const char *fault = fault_of(wish);
    subject about;
    int64_t intent = 0;

    JAGA_CHECK(sqlite3_get_autocommit(db) == 0);
    if (fault != NULL) {
        return refuse(err, wish->op, fault);
    }
    JAGA_TRY(find_subject(&self, wish, &about, err));
    *out = (ledger_command_id){ .fence = 0 };
    JAGA_TRY(name_it(&self, wish->op, wish->account, span_of(about.case_id), &out->cmd_id, &intent,
                     err));
    if (wish->op == LEDGER_PLACE && wish->hold_id.length == 0) {
        out->hold_id = hold_of(wish->account, &out->cmd_id);
    } else {
        (void)copy(out->hold_id.text, sizeof out->hold_id.text, wish->hold_id);
    }
    JAGA_TRY(next_fence(&self, wish->account, wish->now_us, &out->fence, err));
    if (wish->op == LEDGER_PLACE) {
        JAGA_TRY(put_hold(&self, wish, &about, out, intent, err));
    } else if (wish->op == LEDGER_UPGRADE || wish->op == LEDGER_EXTEND) {
        sql_row row;
        JAGA_TRY(prepare(&self, "put_issuer", &row, err));
        sql_text(&row, wish->hold_id);
        sql_name(&row, hold_issuer_name(about.issuer));
        JAGA_TRY(run(&self, &row, NULL, err));
    }
    return put_message(&self, wish, &about, out, err);
}

/* A copy of a message's text with another name and number. */
static jaga_status rename_body(const desk *self, jaga_span old, const char *key, int64_t fence,
                               char body[STORE_BODY_BYTES], size_t *length, jaga_error *err)
{
    json_t *object = json_loadb(old.at, old.length, 0, NULL);

    if (object == NULL) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: a message of the outbox is no JSON",
                         self->path);
    }
    int failed = json_object_set_new(object, "cmd_id", json_string(key));
    failed |= json_object_set_new(object, "acct_cmd_seq", json_integer(fence));
    (void)json_object_del(object, "payload_sha256");
    return command_dump(object, failed, body, STORE_BODY_BYTES, length, err);
}

static ledger_op op_of(jaga_span kind)
{
    unsigned op = 0;

    while (op < LEDGER_OP_COUNT &&
           (strlen(kinds[op]) != kind.length || memcmp(kinds[op], kind.at, kind.length) != 0)) {
        op++;
    }
    JAGA_CHECK(op < LEDGER_OP_COUNT);
    return (ledger_op)op;
}

/* A place that is said once more. Its hold has its number already, so messages are counted. */
static jaga_status name_place_again(const desk *self, jaga_span account, jaga_span hold_id,
                                    command_key *key, jaga_error *err)
{
    int64_t intent = 0;
    sql_row row;

    JAGA_TRY(prepare(self, "next_other", &row, err));
    sql_text(&row, account);
    sql_name(&row, kinds[LEDGER_PLACE]);
    JAGA_TRY(run(self, &row, &intent, err));
    *key = command_key_of("H-", account, hold_id, "PLACE AGAIN", intent);
    JAGA_TRY(prepare(self, "put_place", &row, err));
    sql_text(&row, hold_id);
    sql_name(&row, key->text);
    return run(self, &row, NULL, err);
}

static jaga_status put_again(const desk *self, sqlite3_stmt *old, int64_t now_us, jaga_error *err)
{
    const ledger_op op = op_of(sql_column_span(old, 0));
    const jaga_span account = sql_column_span(old, 1), hold_id = sql_column_span(old, 2);
    const jaga_span case_id = sql_column_span(old, 3);
    char body[STORE_BODY_BYTES];
    int64_t intent = 0, fence = 0;
    size_t length = 0;
    command_key key;
    sql_row row;

    if (op != LEDGER_PLACE) {
        JAGA_TRY(name_it(self, op, account, case_id, &key, &intent, err));
    } else {
        JAGA_TRY(name_place_again(self, account, hold_id, &key, err));
    }
    JAGA_TRY(next_fence(self, account, now_us, &fence, err));
    JAGA_TRY(rename_body(self, sql_column_span(old, 4), key.text, fence, body, &length, err));
    JAGA_TRY(prepare(self, "insert_message", &row, err));
    sql_name(&row, key.text);
    sql_name(&row, kinds[op]);
    sql_text(&row, account);
    sql_text(&row, hold_id);
    sql_integer(&row, fence);
    if (case_id.at != NULL) {
        sql_text(&row, case_id);
    } else {
        sql_null(&row);
    }
    sql_text(&row, (jaga_span){ body, (uint32_t)length });
    sql_integer(&row, now_us);
    return run(self, &row, NULL, err);
}

jaga_status ledger_command_again(sqlite3 *db, const char *db_path, const char *key, int64_t now_us,
                                 jaga_error *err)
{
    const desk self = { db, db_path };
    sql_row row;

    JAGA_TRY(prepare(&self, "get_message", &row, err));
    sql_name(&row, key);
    jaga_status status = step(&self, row.statement, err);
    JAGA_CHECK(status != JAGA_END);
    if (status == JAGA_OK) {
        status = put_again(&self, row.statement, now_us, err);
    }
    (void)sqlite3_finalize(row.statement);
    return status;
}

static hold_end end_of(jaga_span name)
{
    unsigned end = 0;

    while (end + 1 < HOLD_END_COUNT &&
           (strlen(hold_end_name((hold_end)end)) != name.length ||
            memcmp(hold_end_name((hold_end)end), name.at, name.length) != 0)) {
        end++;
    }
    return (hold_end)end;
}

/* JAGA_END: nothing is to be restored. */
static jaga_status read_lost(const desk *self, ledger_command *wish, subject *about,
                             jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(self, "get_lost", &row, err));
    sql_text(&row, wish->hold_id);
    sql_text(&row, wish->account);
    jaga_status status = step(self, row.statement, err);
    if (status == JAGA_OK) {
        wish->reason = hold_reason_of(sql_column_span(row.statement, 0));
        wish->on_expiry = end_of(sql_column_span(row.statement, 1));
        wish->life_s = sqlite3_column_int64(row.statement, 2);
    }
    (void)sqlite3_finalize(row.statement);
    JAGA_TRY(status);
    status = read_subject(self, wish, about, err);
    wish->issuer = about->issuer;
    return status;
}

jaga_status ledger_command_restore(sqlite3 *db, const char *db_path, ledger_op op,
                                   jaga_span account, jaga_span hold_id, int64_t now_us,
                                   ledger_command_id *out, jaga_error *err)
{
    const desk self = { db, db_path };
    ledger_command wish = { .op = op, .account = account, .hold_id = hold_id, .now_us = now_us };
    subject about = { .is_over = false };
    int64_t intent = 0;

    JAGA_CHECK(sqlite3_get_autocommit(db) == 0 && (op == LEDGER_PLACE || op == LEDGER_UPGRADE));
    *out = (ledger_command_id){ .fence = 0 };
    JAGA_TRY(read_lost(&self, &wish, &about, err));
    (void)copy(out->hold_id.text, sizeof out->hold_id.text, hold_id);
    if (op == LEDGER_PLACE) {
        JAGA_TRY(name_place_again(&self, account, hold_id, &out->cmd_id, err));
    } else {
        JAGA_TRY(name_it(&self, op, account, span_of(about.case_id), &out->cmd_id, &intent, err));
    }
    JAGA_TRY(next_fence(&self, account, now_us, &out->fence, err));
    return put_message(&self, &wish, &about, out, err);
}
