/* Holds on receivers of stolen money: the stolen amount, or the whole account of a mule. */
#include "jaga/recall.h"

#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"
#include "desk/act.h"
#include "desk/mule.h"
#include "query/money_map.h"
#include "query/owned.h"
#include "store/ledger_command.h"

#include <string.h>

#define RECALL_SQL "engine/desk/recall.sql"

enum { HOLD_DAYS = 7, THEFTS_MAX = 1 << 20, RECEIVER_HOLDS_MAX = 32 };

/* What is known before the database is locked for writing. */
typedef struct picture {
    jaga_desk *desk;
    database from;
    arena *memory;
    subject about;
    money_map map;
    trace *all; /* of every case together */
    trace_theft *thefts;
    size_t theft_count;
} picture;

static jaga_status prepare(const jaga_desk *desk, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(desk->db, RECALL_SQL, name, &out->statement, desk->path, err);
}

static jaga_span keep(arena *memory, jaga_span text)
{
    char *copy = arena_take(memory, text.length + 1U);

    if (copy != NULL && text.length > 0) {
        memcpy(copy, text.at, text.length);
    }
    return (jaga_span){ copy, copy == NULL ? 0 : text.length };
}

static jaga_status read_thefts(picture *self, jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    self->thefts = arena_take(self->memory, THEFTS_MAX * sizeof *self->thefts);
    if (self->thefts == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "too many cases to trace at once");
    }
    JAGA_TRY(prepare(self->desk, "get_thefts", &row, err));
    while (self->theft_count < THEFTS_MAX &&
           (status = desk_step(self->desk, &row, err)) == JAGA_OK) {
        self->thefts[self->theft_count++] =
            (trace_theft){ .account = keep(self->memory, sql_column_span(row.statement, 0)),
                           .from_us = sqlite3_column_int64(row.statement, 1),
                           .until_us = sqlite3_column_int64(row.statement, 2) };
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status look(picture *self, const char *number, jaga_error *err)
{
    JAGA_TRY(arena_open((size_t)1 << 30, &self->memory, err));
    JAGA_TRY(subject_look_up(&self->from, number, self->memory, &self->about, err));
    JAGA_TRY(money_map_open(&self->from, &self->about, PURSE_FIFO, self->memory, &self->map, err));
    JAGA_TRY(read_thefts(self, err));
    JAGA_TRY(trace_open(self->thefts, self->theft_count, PURSE_FIFO, &self->all, err));
    JAGA_TRY(owned_tell(&self->from, self->all, err));
    return trace_read(self->all, self->from.history, err);
}

static void close_picture(picture *self)
{
    trace_close(self->all);
    money_map_close(&self->map);
    arena_close(self->memory);
    database_close(&self->from);
}

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* Whether an earlier hop brought money of the same victim to the same receiver. */
static bool is_known_victim(const picture *self, size_t hop)
{
    const trace_hop *this = trace_hop_at(self->all, hop);

    for (size_t i = 0; i < hop; i++) {
        const trace_hop *earlier = trace_hop_at(self->all, i);
        if (earlier->is_inside && earlier->traced_minor > 0 && is_same(earlier->to, this->to) &&
            is_same(self->thefts[earlier->theft].account, self->thefts[this->theft].account)) {
            return true;
        }
    }
    return false;
}

static jaga_status gather_facts(const picture *self, jaga_span account, mule_facts *out,
                                jaga_error *err)
{
    sql_row row;

    *out = (mule_facts){ .first_us = INT64_MAX };
    for (size_t i = 0; i < trace_hop_count(self->all); i++) {
        const trace_hop *hop = trace_hop_at(self->all, i);
        if (hop->is_inside && is_same(hop->to, account) && hop->traced_minor > 0) {
            out->victims += !is_known_victim(self, i);
            out->first_us = hop->ts_us < out->first_us ? hop->ts_us : out->first_us;
            out->came_minor += hop->traced_minor;
        }
        if (hop->parent != TRACE_NONE && is_same(hop->from, account) &&
            hop->ts_us - trace_hop_at(self->all, hop->parent)->ts_us <=
                MULE_RUSH_MIN * 60 * US_PER_SECOND) {
            out->rushed_minor += hop->traced_minor;
        }
    }
    JAGA_TRY(prepare(self->desk, "get_opened", &row, err));
    sql_text(&row, account);
    return desk_number(self->desk, &row, INT64_MIN, &out->opened_us, err);
}

/* `minor` 0: the whole account. */
static jaga_status put_hold(jaga_desk *desk, const desk_file *about, jaga_span account,
                            const char *currency, int64_t minor, jaga_error *err)
{
    const bool is_whole = minor == 0;
    ledger_command wish = { .op = LEDGER_PLACE,
                            .scope = is_whole ? HOLD_SCOPE_FULL : HOLD_SCOPE_AMOUNT,
                            .issuer = HOLD_ISSUER_AGENT,
                            .reason = is_whole ? HOLD_REASON_MULE_LINK : HOLD_REASON_TAINT_HOLD,
                            .on_expiry = HOLD_END_KEEP_AND_ALARM,
                            .account = account,
                            .now_us = desk->now_us,
                            .life_s = HOLD_DAYS * INT64_C(86400),
                            .amount_minor = minor };
    ledger_command_id id;
    sql_row row;

    (void)snprintf(wish.currency, sizeof wish.currency, "%s", is_whole ? "" : currency);
    JAGA_TRY(ledger_command_put(desk->db, desk->path, &wish, &id, err));
    JAGA_TRY(prepare(desk, "put_receiver", &row, err));
    sql_name(&row, id.hold_id.text);
    sql_name(&row, about->case_id);
    sql_text(&row, account);
    if (is_whole) {
        sql_null(&row);
    } else {
        sql_integer(&row, minor);
    }
    sql_integer(&row, desk->now_us);
    sql_integer(&row, desk->agent);
    return desk_run(desk, &row, err);
}

static jaga_status hold_one(const picture *self, const desk_file *about, const money_place *at,
                            jaga_receiver *out, jaga_error *err)
{
    const char *currency = self->map.sums[self->map.rule].currency;
    const int digits = money_digits(text_span(currency));
    char *amount = arena_take(self->memory, MONEY_TEXT_BYTES);
    mule_facts facts;
    int64_t held_minor = 0;
    sql_row row;

    JAGA_TRY(prepare(self->desk, "sum_receiver", &row, err));
    sql_name(&row, about->case_id);
    sql_text(&row, at->name);
    sql_integer(&row, self->desk->now_us);
    JAGA_TRY(desk_number(self->desk, &row, 0, &held_minor, err));
    const int64_t minor = at->holdable_minor > held_minor ? at->holdable_minor - held_minor : 0;
    JAGA_TRY(gather_facts(self, at->name, &facts, err));
    if (amount == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a receiver");
    }
    (void)money_format_grouped(minor, digits < 0 ? 2 : digits, amount);
    *out = (jaga_receiver){ .amount = minor == 0 ? "0" : amount,
                            .currency = currency,
                            .victims = facts.victims,
                            .is_mule = mule_judge(&facts) != 0 };
    (void)snprintf(out->account, sizeof out->account, "%.*s", (int)at->name.length, at->name.at);
    return minor == 0 ? JAGA_OK : put_hold(self->desk, about, at->name, currency, minor, err);
}

static jaga_status hold_all(const picture *self, const char *number,
                            void (*tell)(void *ctx, const jaga_receiver *at), void *ctx,
                            jaga_error *err)
{
    desk_file about;

    JAGA_TRY(desk_require_person(self->desk, err));
    JAGA_TRY(desk_find(self->desk, number, &about, err));
    for (size_t i = 0; i < self->map.place_count; i++) {
        const money_place *at = &self->map.places[i];
        jaga_receiver receiver;
        if (!at->is_inside || at->holdable_minor == 0 || is_same(at->name, self->about.account)) {
            continue; /* the victim's own wallet has holds of its own */
        }
        JAGA_TRY(hold_one(self, &about, at, &receiver, err));
        if (tell != NULL) {
            tell(ctx, &receiver);
        }
    }
    return JAGA_OK;
}

jaga_status jaga_recall_hold(jaga_desk *desk, const char *number,
                             void (*tell)(void *ctx, const jaga_receiver *at), void *ctx,
                             jaga_error *err)
{
    picture seen = { .desk = desk };

    JAGA_TRY(database_open(desk->path, &seen.from, err));
    jaga_status status = look(&seen, number, err);
    if (status == JAGA_OK) {
        status = desk_begin(desk, err);
    }
    if (status == JAGA_OK) {
        status = desk_finish(desk, hold_all(&seen, number, tell, ctx, err), err);
    }
    close_picture(&seen);
    return status;
}

typedef struct receiver_hold {
    char hold_id[32], scope[16];
    int64_t agent;
    bool is_whole;
} receiver_hold;

static jaga_status read_holds(jaga_desk *desk, const desk_file *about, const char *account,
                              receiver_hold out[RECEIVER_HOLDS_MAX], size_t *count, jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *count = 0;
    if (desk->account[0] != '\0' && strcmp(desk->account, account) == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "that is about your own account");
    }
    JAGA_TRY(prepare(desk, "get_receivers", &row, err));
    sql_name(&row, about->case_id);
    sql_name(&row, account);
    sql_integer(&row, desk->now_us);
    while (*count < RECEIVER_HOLDS_MAX && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        receiver_hold *hold = &out[(*count)++];
        desk_copy(hold->hold_id, sizeof hold->hold_id, row.statement, 0);
        hold->agent = sqlite3_column_int64(row.statement, 1);
        desk_copy(hold->scope, sizeof hold->scope, row.statement, 2);
        hold->is_whole = sqlite3_column_int(row.statement, 3) != 0;
    }
    desk_end(&row);
    JAGA_TRY(status == JAGA_END ? JAGA_OK : status);
    return *count > 0 ? JAGA_OK
                      : jaga_fail(err, JAGA_ERR_USAGE, "nothing is held there for this case");
}

static jaga_status hold_whole(const picture *self, const char *number, const char *account,
                              jaga_error *err)
{
    receiver_hold holds[RECEIVER_HOLDS_MAX];
    jaga_desk *desk = self->desk;
    desk_file about;
    mule_facts facts;
    size_t count = 0;

    JAGA_TRY(desk_require_role(desk, DESK_SUPERVISOR, "holding a whole account", err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    JAGA_TRY(read_holds(desk, &about, account, holds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (holds[i].is_whole) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "the whole account is held for this case already");
        }
    }
    if (holds[0].agent == desk->agent) {
        return jaga_fail(err, JAGA_ERR_USAGE, "it takes somebody else than who asked for the hold");
    }
    JAGA_TRY(gather_facts(self, text_span(account), &facts, err));
    if (mule_judge(&facts) == 0) {
        return jaga_fail(
            err, JAGA_ERR_USAGE,
            "only the stolen money may be held there: one victim, and no young account "
            "that passed it on at once");
    }
    return put_hold(desk, &about, text_span(account), "", 0, err);
}

jaga_status jaga_recall_hold_whole(jaga_desk *desk, const char *number, const char *account,
                                   jaga_error *err)
{
    picture seen = { .desk = desk };

    JAGA_TRY(database_open(desk->path, &seen.from, err));
    jaga_status status = look(&seen, number, err);
    if (status == JAGA_OK) {
        status = desk_begin(desk, err);
    }
    if (status == JAGA_OK) {
        status = desk_finish(desk, hold_whole(&seen, number, account, err), err);
    }
    close_picture(&seen);
    return status;
}

static jaga_status let_go(jaga_desk *desk, const char *number, const char *account,
                          hold_reason reason, jaga_error *err)
{
    receiver_hold holds[RECEIVER_HOLDS_MAX];
    desk_file about;
    size_t count = 0;

    JAGA_TRY(desk_require_role(desk, DESK_SUPERVISOR, "letting go", err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    JAGA_TRY(read_holds(desk, &about, account, holds, &count, err));
    for (size_t i = 0; i < count; i++) {
        const ledger_command wish = { .op = LEDGER_RELEASE,
                                      .scope = hold_scope_of(text_span(holds[i].scope)),
                                      .issuer = HOLD_ISSUER_AGENT,
                                      .reason = reason,
                                      .account = text_span(account),
                                      .hold_id = text_span(holds[i].hold_id),
                                      .now_us = desk->now_us };
        ledger_command_id id;
        JAGA_TRY(ledger_command_put(desk->db, desk->path, &wish, &id, err));
    }
    return JAGA_OK;
}

jaga_status jaga_recall_let_go(jaga_desk *desk, const char *number, const char *account,
                               const char *why, jaga_error *err)
{
    const bool is_returned = strcmp(why, "returned") == 0;

    if (!is_returned && strcmp(why, "cleared") != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "it is let go because it was returned or cleared");
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk,
                       let_go(desk, number, account,
                              is_returned ? HOLD_REASON_TAINT_RETURNED : HOLD_REASON_TAINT_CLEARED,
                              err),
                       err);
}
