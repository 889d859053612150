/* What is known of a request and its account: written down, in the log, in the database. */
#include "desk/request.h"

#include "base/when.h"

#include <string.h>

#define REQUEST_SQL "engine/desk/request.sql"

jaga_status request_prepare(const jaga_desk *desk, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(desk->db, REQUEST_SQL, name, &out->statement, desk->path, err);
}

static const char *keep(jaga_desk *desk, sqlite3_stmt *from, int column)
{
    const jaga_span text = sql_column_span(from, column);
    char *copy = arena_take(desk->memory, text.length + 1);

    if (copy == NULL) {
        return "";
    }
    if (text.length > 0) {
        memcpy(copy, text.at, text.length);
    }
    copy[text.length] = '\0';
    return copy;
}

jaga_status request_find(jaga_desk *desk, int64_t number, request_file **out, jaga_error *err)
{
    request_file *self = arena_take(desk->memory, sizeof *self);
    char kind[24], state[32];
    sql_row row;

    if (self == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a request");
    }
    *self = (request_file){ .desk = desk, .number = number };
    *out = self;
    JAGA_TRY(request_prepare(desk, "get_request", &row, err));
    sql_integer(&row, number);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk_copy(kind, sizeof kind, row.statement, 0);
        desk_copy(self->about.account, sizeof self->about.account, row.statement, 1);
        desk_copy(self->topic, sizeof self->topic, row.statement, 2);
        self->opened_us = sqlite3_column_int64(row.statement, 3);
        desk_copy(state, sizeof state, row.statement, 4);
        self->changed_us = sqlite3_column_int64(row.statement, 5);
        self->due_us = desk_column(row.statement, 6, INT64_MIN);
        self->answer_us = desk_column(row.statement, 7, INT64_MIN);
        desk_copy(self->language, sizeof self->language, row.statement, 8);
        self->zone_s = sqlite3_column_int64(row.statement, 9);
        self->account_opened_us = desk_column(row.statement, 10, INT64_MIN);
        self->about.opened_us = self->opened_us;
        self->about.incident_start_us = self->opened_us;
        self->book = playbook_find(kind);
        JAGA_CHECK(self->book != NULL);
        self->state = (uint8_t)machine_find_state(self->book->machine(), state);
    }
    desk_end(&row);
    if (status == JAGA_OK && desk->account[0] != '\0' &&
        strcmp(desk->account, self->about.account) == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "that is about your own account");
    }
    return status == JAGA_END
               ? jaga_fail(err, JAGA_ERR_USAGE,
                           "no request of that number; `jaga query requests` lists them")
               : status;
}

static jaga_status read_records(request_file *self, jaga_error *err)
{
    const size_t bytes = REQUEST_RECORDS_MAX * sizeof *self->records;
    jaga_status status = JAGA_OK;
    sql_row row;

    self->records = arena_take(self->desk->memory, bytes);
    self->record_count = 0;
    if (self->records == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for what was done about a request");
    }
    JAGA_TRY(request_prepare(self->desk, "get_events", &row, err));
    sql_integer(&row, self->number);
    while ((status = desk_step(self->desk, &row, err)) == JAGA_OK) {
        if (self->record_count == REQUEST_RECORDS_MAX) {
            status = jaga_fail(err, JAGA_ERR_LIMIT, "more than %d acts on one request",
                               REQUEST_RECORDS_MAX);
            break;
        }
        self->records[self->record_count++] =
            (request_record){ .kind = keep(self->desk, row.statement, 0),
                              .ref = keep(self->desk, row.statement, 1),
                              .text = keep(self->desk, row.statement, 2),
                              .at_us = sqlite3_column_int64(row.statement, 3),
                              .agent = sqlite3_column_int64(row.statement, 4),
                              .to = keep(self->desk, row.statement, 5) };
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* The phone and the best channel that is not it, of those in the directory. */
static jaga_status read_channels(request_file *self, identity_context *out, jaga_error *err)
{
    contact_point points[PAST_CONTACTS_MAX];
    size_t count = 0;

    JAGA_TRY(contacts_read(self->desk, &self->about, points, &count, err));
    const contact_point *phone = NULL;
    for (size_t i = 0; i < count; i++) {
        const bool is_phone = phone == NULL && strcmp(points[i].kind, "phone") == 0;
        phone = is_phone && !points[i].is_bad ? &points[i] : phone;
    }
    out->phone_verified_us = phone == NULL ? INT64_MAX : phone->verified_us;
    for (size_t i = 0; i < count; i++) {
        if (&points[i] != phone && points[i].verified_us < out->channel_verified_us) {
            out->channel_verified_us = points[i].verified_us;
        }
    }
    return JAGA_OK;
}

static jaga_status read_failures(request_file *self, int64_t *locked_us, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(request_prepare(self->desk, "count_failures", &row, err));
    sql_name(&row, self->about.account);
    sql_integer(&row, self->desk->now_us - IDENTITY_FAILURE_SPAN_S * US_PER_SECOND);
    JAGA_TRY(desk_number(self->desk, &row, 0, &self->failures, err));
    JAGA_TRY(request_prepare(self->desk, "get_lock", &row, err));
    sql_name(&row, self->about.account);
    sql_integer(&row, self->desk->now_us - IDENTITY_LOCK_S * US_PER_SECOND);
    return desk_number(self->desk, &row, INT64_MIN, locked_us, err);
}

static jaga_status read_identity(request_file *self, jaga_error *err)
{
    identity_context context = { .now_us = self->desk->now_us,
                                 .incident_start_us = self->opened_us,
                                 .history_from_us = self->before.history_from_us,
                                 .channel_verified_us = INT64_MAX,
                                 .device_bound_us = self->before.device_bound_us,
                                 .sim_changed_us = self->before.sim_changed_us,
                                 .is_device_tampered = self->before.has_remote_access };

    JAGA_TRY(read_channels(self, &context, err));
    JAGA_TRY(read_failures(self, &context.locked_us, err));
    self->given = 0;
    self->verifier = 0;
    for (size_t i = 0; i < self->record_count; i++) {
        if (strcmp(self->records[i].kind, "proof") == 0) {
            self->given |= IDENTITY_BIT((unsigned)identity_evidence_find(self->records[i].ref));
            self->verifier = self->records[i].agent;
        }
    }
    self->valid = identity_valid(self->given, &context);
    return JAGA_OK;
}

static jaga_status read_holds(jaga_desk *desk, const char *account, protection_hold *holds,
                              size_t most, size_t *count, jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    JAGA_TRY(request_prepare(desk, "get_protection", &row, err));
    sql_name(&row, account);
    sql_integer(&row, desk->now_us);
    while (*count < most && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        holds[(*count)++] = (protection_hold){
            .scope = hold_scope_of(sql_column_span(row.statement, 0)),
            .issuer = hold_issuer_of(sql_column_span(row.statement, 1)),
            .is_acked = sqlite3_column_int(row.statement, 2) != 0,
            .expires_us = sqlite3_column_int64(row.statement, 3),
            .amount_minor = sqlite3_column_int64(row.statement, 4),
        };
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status protection_read(jaga_desk *desk, const char *account, protection_view *view,
                            account_life *life, jaga_error *err)
{
    enum { HOLDS_MAX = 64 };
    static const account_life lives[] = { ACCOUNT_ACTIVE, ACCOUNT_CLOSING, ACCOUNT_CLOSED };
    protection_hold holds[HOLDS_MAX];
    int64_t watched_us = INT64_MIN, stage = 0;
    size_t count = 0;
    sql_row row;

    JAGA_TRY(read_holds(desk, account, holds, HOLDS_MAX, &count, err));
    JAGA_TRY(request_prepare(desk, "get_watch", &row, err));
    sql_name(&row, account);
    JAGA_TRY(desk_number(desk, &row, INT64_MIN, &watched_us, err));
    JAGA_TRY(request_prepare(desk, "get_life", &row, err));
    sql_name(&row, account);
    JAGA_TRY(desk_number(desk, &row, 0, &stage, err));
    *view = protection_of(holds, count,
                          watched_us == INT64_MIN ? INT64_MIN : protection_watch_until(watched_us),
                          desk->now_us);
    *life = lives[stage];
    return JAGA_OK;
}

jaga_status request_read_account(request_file *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(request_prepare(out->desk, "get_account", &row, err));
    sql_name(&row, out->about.account);
    sql_integer(&row, out->desk->now_us);
    const jaga_status status = desk_step(out->desk, &row, err);
    if (status == JAGA_OK) {
        out->disputes = sqlite3_column_int64(row.statement, 0);
        out->recalls = sqlite3_column_int64(row.statement, 1);
        desk_copy(out->open_case, sizeof out->open_case, row.statement, 2);
        out->is_tainted = sqlite3_column_int(row.statement, 3) != 0;
        out->has_legal_order = sqlite3_column_int(row.statement, 4) != 0;
        out->has_complaint = sqlite3_column_int(row.statement, 5) != 0;
        out->is_suspicious = sqlite3_column_int(row.statement, 6) != 0;
        out->had_case = sqlite3_column_int(row.statement, 7) != 0;
    }
    desk_end(&row);
    JAGA_TRY(status);
    JAGA_TRY(protection_read(out->desk, out->about.account, &out->protection, &out->life, err));
    if (out->before.closed_us != INT64_MIN) {
        out->life = ACCOUNT_CLOSED;
    }
    return JAGA_OK;
}

jaga_status request_refresh(request_file *self, jaga_error *err)
{
    JAGA_TRY(read_records(self, err));
    JAGA_TRY(read_identity(self, err));
    return request_read_account(self, err);
}

jaga_status request_read_log(request_file *self, jaga_error *err)
{
    JAGA_TRY(past_read(self->desk, &self->about, &self->before, err));
    return self->book->read == NULL ? JAGA_OK : self->book->read(self, err);
}

jaga_status request_begin(jaga_desk *desk, int64_t number, request_file **out, jaga_error *err)
{
    request_file *early = NULL;

    desk->now_us = desk->clock(desk->clock_ctx);
    JAGA_TRY(request_find(desk, number, &early, err));
    JAGA_TRY(request_read_log(early, err));
    JAGA_TRY(desk_begin(desk, err));
    jaga_status status = request_find(desk, number, out, err);
    if (status == JAGA_OK) {
        (*out)->before = early->before;
        (*out)->found = early->found;
        status = request_refresh(*out, err);
    }
    return status == JAGA_OK ? JAGA_OK : desk_finish(desk, status, err);
}

const request_record *request_latest(const request_file *self, const char *kind, const char *ref)
{
    for (size_t i = self->record_count; i-- > 0;) {
        if (strcmp(self->records[i].kind, kind) == 0 && strcmp(self->records[i].ref, ref) == 0) {
            return &self->records[i];
        }
    }
    return NULL;
}

const char *request_said(const request_file *self, const char *fact)
{
    const request_record *found = request_latest(self, "fact", fact);

    return found == NULL ? NULL : found->text;
}

bool request_says(const request_file *self, const char *fact, const char *value)
{
    const char *said = request_said(self, fact);

    return said != NULL && strcmp(said, value) == 0;
}

static bool is_first(const request_file *self, const char *fact, size_t place)
{
    for (size_t i = 0; i < place; i++) {
        if (strcmp(self->records[i].kind, "fact") == 0 && strcmp(self->records[i].ref, fact) == 0 &&
            strcmp(self->records[i].text, self->records[place].text) == 0) {
            return false;
        }
    }
    return true;
}

size_t request_values(const request_file *self, const char *fact)
{
    size_t count = 0;

    for (size_t i = 0; i < self->record_count; i++) {
        count += strcmp(self->records[i].kind, "fact") == 0 &&
                 strcmp(self->records[i].ref, fact) == 0 && is_first(self, fact, i);
    }
    return count;
}
