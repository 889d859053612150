/* What a ledger does with a command, in one transaction each. */
#include "jaga/mock_ledger.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/when.h"
#include "store/hold.h"
#include "store/sql.h"

#include <jansson.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define SCHEMA_SQL     "engine/mock/mock_schema.sql"
#define STATEMENTS_SQL "engine/mock/mock_ledger.sql"

enum { BUSY_MS = 10000 };

struct jaga_mock_ledger {
    arena *memory; /* holds this struct */
    sqlite3 *db;
    jaga_mock_options options;
};

/* A statement is prepared for each use: a simulator need not be fast. */
static jaga_status ask(jaga_mock_ledger *self, const char *name, sql_row *row, jaga_error *err)
{
    *row = (sql_row){ .statement = NULL };
    return sql_prepare(self->db, STATEMENTS_SQL, name, &row->statement, self->options.path, err);
}

/* JAGA_END: no row. The caller ends a row it got. */
static jaga_status step(jaga_mock_ledger *self, const sql_row *row, jaga_error *err)
{
    const int code = sqlite3_step(row->statement);

    if (code == SQLITE_ROW) {
        return JAGA_OK;
    }
    const jaga_status status =
        code == SQLITE_DONE ? JAGA_END : sql_fail(self->db, code, self->options.path, err);
    (void)sqlite3_finalize(row->statement);
    return status;
}

static jaga_status done(const jaga_status status)
{
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status run(jaga_mock_ledger *self, const char *name, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(ask(self, name, &row, err));
    jaga_status status = step(self, &row, err);
    if (status == JAGA_OK) {
        (void)sqlite3_finalize(row.statement);
    }
    return done(status);
}

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* A message as the ledger reads it; texts are those of `body`. */
typedef struct command {
    json_t *body;
    jaga_span line;
    const char *key, *op, *account, *hold_id;
    int64_t seq, decided_us;
    char fingerprint[HASH_SHA256_TEXT_BYTES];
    /* the account */
    int64_t last_seq, now_us;
} command;

static const char *word(const json_t *body, const char *name)
{
    const char *text = json_string_value(json_object_get(body, name));

    return text == NULL ? "" : text;
}

/* Of the line without the member that says it, and whether that says the same. */
static bool fingerprint_fits(command *self)
{
    static const char tail[] = ",\"payload_sha256\":\"";
    const size_t tail_bytes = sizeof tail - 1 + HASH_SHA256_TEXT_BYTES - 1 + 2;
    char text[JAGA_MOCK_ANSWER_BYTES * 2];
    const size_t kept = self->line.length - tail_bytes;

    if (self->line.length < tail_bytes || kept + 1 > sizeof text ||
        memcmp(self->line.at + kept, tail, sizeof tail - 1) != 0) {
        return false;
    }
    memcpy(text, self->line.at, kept);
    text[kept] = '}';
    hash_sha256_text(text, kept + 1, self->fingerprint);
    return strcmp(self->fingerprint, word(self->body, "payload_sha256")) == 0;
}

/* NULL, or why it is no command. A call to make has no number and no fingerprint of its own. */
static const char *read_command(command *self)
{
    const char *when = word(self->body, "decided_at");

    self->op = word(self->body, "op");
    self->account = word(self->body, "account");
    self->hold_id = word(self->body, "hold_id");
    self->key = word(self->body, "task_id");
    if (self->key[0] != '\0') {
        hash_sha256_text(self->line.at, self->line.length, self->fingerprint);
        return NULL;
    }
    self->key = word(self->body, "cmd_id");
    self->seq = json_integer_value(json_object_get(self->body, "acct_cmd_seq"));
    if (self->key[0] == '\0' || self->account[0] == '\0' || self->seq <= 0 ||
        when_parse(span_of(when), &self->decided_us) != NULL) {
        return "BAD_COMMAND";
    }
    return fingerprint_fits(self) ? NULL : "BAD_FINGERPRINT";
}

static json_t *nack(const char *code)
{
    return json_pack("{s:s, s:s}", "result", "NACK", "nack_code", code);
}

static jaga_status read_account(jaga_mock_ledger *self, command *about, jaga_error *err)
{
    sql_row row;

    about->last_seq = 0;
    about->now_us = about->decided_us;
    JAGA_TRY(ask(self, "get_account", &row, err));
    sql_name(&row, about->account);
    const jaga_status status = step(self, &row, err);
    if (status != JAGA_OK) {
        return done(status);
    }
    const int64_t known_us = sqlite3_column_int64(row.statement, 1);
    about->last_seq = sqlite3_column_int64(row.statement, 0);
    about->now_us = known_us > about->now_us ? known_us : about->now_us;
    (void)sqlite3_finalize(row.statement);
    return JAGA_OK;
}

static jaga_status put_account(jaga_mock_ledger *self, const command *about, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(ask(self, "put_account", &row, err));
    sql_name(&row, about->account);
    sql_integer(&row, about->seq);
    sql_integer(&row, about->now_us);
    return done(step(self, &row, err));
}

/* *is_there: a hold of that id was placed; *stands: it is in force. */
static jaga_status find_hold(jaga_mock_ledger *self, const command *about, bool *is_there,
                             bool *stands, jaga_error *err)
{
    sql_row row;

    *is_there = *stands = false;
    JAGA_TRY(ask(self, "has_hold", &row, err));
    sql_name(&row, about->hold_id);
    sql_name(&row, about->account);
    sql_integer(&row, about->now_us);
    const jaga_status status = step(self, &row, err);
    if (status != JAGA_OK) {
        return done(status);
    }
    *is_there = true;
    *stands = sqlite3_column_int(row.statement, 0) != 0;
    (void)sqlite3_finalize(row.statement);
    return JAGA_OK;
}

static jaga_status write_hold(jaga_mock_ledger *self, const char *statement, const command *about,
                              jaga_error *err)
{
    sql_row row;

    JAGA_TRY(ask(self, statement, &row, err));
    sql_text(&row, about->line);
    sql_integer(&row, about->now_us);
    return done(step(self, &row, err));
}

static jaga_status list_account(jaga_mock_ledger *self, const command *about, json_t *answer,
                                jaga_error *err)
{
    json_t *holds = json_array();
    sql_row row;
    jaga_status status;

    (void)json_object_set_new(answer, "holds", holds);
    JAGA_TRY(ask(self, "get_holds", &row, err));
    sql_name(&row, about->account);
    sql_integer(&row, about->now_us);
    while ((status = step(self, &row, err)) == JAGA_OK) {
        const jaga_span id = sql_column_span(row.statement, 0);
        const jaga_span scope = sql_column_span(row.statement, 1);
        (void)json_array_append_new(holds,
                                    json_pack("{s:s%, s:s%}", "hold_id", id.at, (size_t)id.length,
                                              "scope", scope.at, (size_t)scope.length));
    }
    return done(status);
}

static json_t *ack(const command *about)
{
    char when[WHEN_TEXT_BYTES];

    when_format(about->now_us, when);
    return json_pack("{s:s, s:I, s:s, s:i}", "result", "ACK", "applied_seq", (json_int_t)about->seq,
                     "ledger_ts", when, "inflight_count", 0);
}

/* *answer: a new object without its key. */
static jaga_status carry_out(jaga_mock_ledger *self, command *about, json_t **answer,
                             jaga_error *err)
{
    const bool places = strcmp(about->op, "PLACE") == 0, asks = strcmp(about->op, "QUERY") == 0;
    const bool releases = strcmp(about->op, "RELEASE") == 0;
    const bool changes = strcmp(about->op, "EXTEND") == 0 || strcmp(about->op, "UPGRADE") == 0;
    bool is_there = false, stands = false;

    JAGA_TRY(read_account(self, about, err));
    JAGA_TRY(find_hold(self, about, &is_there, &stands, err));
    if (about->seq <= about->last_seq) {
        *answer = nack("STALE_SEQ");
        return JAGA_OK;
    }
    /* Also what is refused below: an older command must not come through behind it. */
    JAGA_TRY(put_account(self, about, err));
    if (!places && !asks && !releases && !changes) {
        *answer = nack("BAD_COMMAND");
        return JAGA_OK;
    }
    if ((places || changes) &&
        hold_scope_of(span_of(word(about->body, "scope"))) == HOLD_SCOPE_COUNT) {
        *answer = nack("BAD_SCOPE");
        return JAGA_OK;
    }
    if (places ? is_there : (changes || releases) && !stands) {
        *answer = nack(places ? stands ? "ALREADY_HELD" : "HOLD_OVER" : "UNKNOWN_HOLD");
        return JAGA_OK;
    }
    *answer = ack(about);
    if (asks) {
        return list_account(self, about, *answer, err);
    }
    return write_hold(self, places ? "place" : releases ? "release" : "change", about, err);
}

/* *times: how often it came, this time too. */
static jaga_status hear(jaga_mock_ledger *self, const char *key, int64_t *times, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(ask(self, "hear", &row, err));
    sql_name(&row, key);
    jaga_status status = step(self, &row, err);
    if (status == JAGA_OK) {
        *times = sqlite3_column_int64(row.statement, 0);
        status = step(self, &row, err);
    }
    return done(status);
}

/* JAGA_END: it is new. */
static jaga_status recall(jaga_mock_ledger *self, const command *about, json_t **answer,
                          jaga_error *err)
{
    sql_row row;

    JAGA_TRY(ask(self, "get_applied", &row, err));
    sql_name(&row, about->key);
    JAGA_TRY(step(self, &row, err));
    const jaga_span known = sql_column_span(row.statement, 0);
    const jaga_span said = sql_column_span(row.statement, 1);
    const bool is_same = known.length == strlen(about->fingerprint) &&
                         memcmp(known.at, about->fingerprint, known.length) == 0;
    *answer = is_same ? json_loadb(said.at, said.length, 0, NULL) : nack("KEY_REUSED");
    (void)sqlite3_finalize(row.statement);
    return JAGA_OK;
}

static jaga_status remember(jaga_mock_ledger *self, const command *about, json_t *answer,
                            jaga_error *err)
{
    char text[JAGA_MOCK_ANSWER_BYTES];
    const size_t bytes = json_dumpb(answer, text, sizeof text, JSON_COMPACT);
    sql_row row;

    JAGA_CHECK(bytes <= sizeof text);
    JAGA_TRY(ask(self, "put_applied", &row, err));
    sql_name(&row, about->key);
    sql_name(&row, about->fingerprint);
    sql_text(&row, (jaga_span){ text, (uint32_t)bytes });
    return done(step(self, &row, err));
}

typedef enum mishap { ALL_WELL, FAILS, IS_LOST } mishap;

/* What goes wrong with the n-th try of a key; and it takes its time. */
static mishap befall(const jaga_mock_ledger *self, const char *key, int64_t times)
{
    const jaga_mock_options *options = &self->options;
    const uint64_t drawn = hash_bytes64(key, strlen(key), options->seed ^ ((uint64_t)times << 32));

    if (options->slow_ms > 0) {
        (void)poll(NULL, 0, (int)((drawn >> 32) % (uint64_t)(options->slow_ms + 1)));
    }
    const int64_t percent = (int64_t)(drawn % 100);
    return percent < options->fail_percent                           ? FAILS
           : percent < options->fail_percent + options->lose_percent ? IS_LOST
                                                                     : ALL_WELL;
}

static jaga_status answer_command(jaga_mock_ledger *self, command *about, json_t **answer,
                                  bool *is_lost, jaga_error *err)
{
    int64_t times = 0;

    JAGA_TRY(hear(self, about->key, &times, err));
    const mishap what = befall(self, about->key, times);
    *is_lost = what == IS_LOST;
    if (what == FAILS) {
        *answer = nack("BUSY");
        return JAGA_OK;
    }
    const jaga_status status = recall(self, about, answer, err);
    if (status != JAGA_END) {
        return status;
    }
    if (word(about->body, "task_id")[0] != '\0') {
        *answer = json_pack("{s:s}", "result", "ACK");
    } else {
        JAGA_TRY(carry_out(self, about, answer, err));
    }
    return remember(self, about, *answer, err);
}

static jaga_status answer_durably(jaga_mock_ledger *self, command *about, json_t **answer,
                                  bool *is_lost, jaga_error *err)
{
    jaga_error ignored;

    JAGA_TRY(run(self, "begin", err));
    jaga_status status = answer_command(self, about, answer, is_lost, err);
    status = status == JAGA_OK ? run(self, "commit", err) : status;
    if (status != JAGA_OK && run(self, "rollback", &ignored) != JAGA_OK) {
        return status; /* SQLite has rolled back by itself */
    }
    return status;
}

jaga_status jaga_mock_answer(jaga_mock_ledger *ledger, jaga_span message,
                             char answer[JAGA_MOCK_ANSWER_BYTES], jaga_error *err)
{
    command about = { .line = message, .key = "" };
    json_t *said = NULL;
    bool is_lost = false;
    jaga_status status = JAGA_OK;

    about.body = json_loadb(message.at, message.length, 0, NULL);
    const char *wrong = about.body == NULL ? "BAD_COMMAND" : read_command(&about);
    if (wrong != NULL) {
        said = nack(wrong);
    } else {
        status = answer_durably(ledger, &about, &said, &is_lost, err);
    }
    if (status == JAGA_OK) {
        const char *name = word(about.body, "task_id")[0] != '\0' ? "task_id" : "cmd_id";
        (void)json_object_set_new(said, name, json_string(about.key));
        const size_t bytes = json_dumpb(said, answer, JAGA_MOCK_ANSWER_BYTES - 1, JSON_COMPACT);
        JAGA_CHECK(bytes > 0 && bytes < JAGA_MOCK_ANSWER_BYTES);
        answer[bytes] = '\0';
    }
    json_decref(said);
    json_decref(about.body);
    return status == JAGA_OK && is_lost ? JAGA_END : status;
}

jaga_status jaga_mock_print_holds(jaga_mock_ledger *ledger, FILE *out, jaga_error *err)
{
    sql_row row;
    jaga_status status;

    JAGA_TRY(ask(ledger, "list_holds", &row, err));
    while ((status = step(ledger, &row, err)) == JAGA_OK) {
        const jaga_span line = sql_column_span(row.statement, 0);
        (void)fprintf(out, "%.*s\n", (int)line.length, line.at);
    }
    return done(status);
}

static jaga_status open_file(jaga_mock_ledger *self, jaga_error *err)
{
    const int code = sqlite3_open(self->options.path, &self->db);

    if (code != SQLITE_OK) {
        return sql_fail(self->db, code, self->options.path, err);
    }
    (void)sqlite3_busy_timeout(self->db, BUSY_MS);
    JAGA_TRY(run(self, "use_wal", err));
    return sql_run_file(self->db, SCHEMA_SQL, self->options.path, err);
}

jaga_status jaga_mock_open(const jaga_mock_options *options, jaga_mock_ledger **out,
                           jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(jaga_mock_ledger) + 256, &memory, err));
    jaga_mock_ledger *self = arena_take(memory, sizeof *self);
    JAGA_CHECK(self != NULL);
    *self = (jaga_mock_ledger){ .memory = memory, .options = *options };
    const jaga_status status = open_file(self, err);
    if (status != JAGA_OK) {
        jaga_mock_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void jaga_mock_close(jaga_mock_ledger *ledger)
{
    if (ledger != NULL) {
        (void)sqlite3_close_v2(ledger->db);
        arena_close(ledger->memory);
    }
}
