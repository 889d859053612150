/* A case as its agent sees it. */
#include "desk/show.h"

#include "base/when.h"
#include "desk/queue.h"
#include "desk/window.h"

#include <string.h>

/* jansson reports the lack of memory by NULL, which json_object_set_new passes on: it is asked
 * once, at the end. */
static void set(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

static json_t *text_json(const char *text)
{
    return json_stringn_nocheck(text, strlen(text));
}

static json_t *time_json(int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format(us, text);
    return json_string(text);
}

static json_t *cell_json(sqlite3_stmt *from, int column, bool is_time)
{
    switch (sqlite3_column_type(from, column)) {
    case SQLITE_INTEGER:
        return is_time ? time_json(sqlite3_column_int64(from, column))
                       : json_integer(sqlite3_column_int64(from, column));
    case SQLITE_TEXT: {
        const jaga_span text = sql_column_span(from, column);
        return json_stringn_nocheck(text.at, text.length);
    }
    default: return json_null();
    }
}

static json_t *row_json(sqlite3_stmt *from)
{
    json_t *object = json_object();

    for (int i = 0; i < sqlite3_column_count(from); i++) {
        const char *alias = sqlite3_column_name(from, i);
        const char *colon = strchr(alias, ':');
        char key[32];
        (void)snprintf(key, sizeof key, "%.*s",
                       (int)(colon == NULL ? strlen(alias) : (size_t)(colon - alias)), alias);
        set(object, key, cell_json(from, i, colon != NULL && strcmp(colon, ":time") == 0));
    }
    return object;
}

jaga_status view_rows(view *self, sql_row *row, json_t **out, jaga_error *err)
{
    jaga_status status = JAGA_OK;

    *out = json_array();
    while ((status = desk_step(self->desk, row, err)) == JAGA_OK) {
        (void)json_array_append_new(*out, row_json(row->statement));
    }
    desk_end(row);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status put_rows(view *self, const char *key, const char *statement, jaga_error *err)
{
    json_t *rows = NULL;
    sql_row row;

    JAGA_TRY(desk_prepare(self->desk, statement, &row, err));
    sql_name(&row, self->about->case_id);
    const jaga_status status = view_rows(self, &row, &rows, err);
    set(self->out, key, rows);
    return status;
}

const char *view_text(const view *self, texts_language language, const char *key)
{
    enum { TEXT_BYTES = 1024 };
    char *filled = arena_take(self->desk->memory, TEXT_BYTES);
    const texts_field fields[] = {
        { "name", self->desk->agent_id },   { "wallet", "…" }, { "short", self->about->number },
        { "code", self->about->call_code }, { "place", "…" },  { "initial", "…" }
    };
    jaga_span text;

    if (filled == NULL || !texts_find(language, key, &text, NULL) ||
        texts_fill(text, fields, sizeof fields / sizeof fields[0], filled, TEXT_BYTES, NULL) !=
            JAGA_OK) {
        return "";
    }
    return filled;
}

static jaga_status rank_now(view *self, priority *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(self->desk, "rank_task", &row, err));
    sql_name(&row, self->about->task_id);
    const jaga_status status = desk_step(self->desk, &row, err);
    if (status == JAGA_OK) {
        *out = queue_rank(row.statement, self->desk->now_us);
    }
    desk_end(&row);
    return status;
}

static json_t *flags_json(const desk_file *about)
{
    json_t *flags = json_array();
    const struct {
        bool is_set;
        const char *name;
    } all[] = { { about->is_vulnerable, "vulnerable" },
                { about->is_coerced, "coerced" },
                { about->is_unconfirmed, "hold-unconfirmed" },
                { about->has_remote_access, "remote-access" },
                { about->is_escalated, "escalated" } };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].is_set) {
            (void)json_array_append_new(flags, json_string(all[i].name));
        }
    }
    return flags;
}

static json_t *task_json(const desk_file *about)
{
    json_t *task = json_object();

    set(task, "state", json_string(task_machine()->states[about->task_state]));
    set(task, "due", time_json(about->due_us));
    set(task, "attempts", json_integer(about->attempts));
    set(task, "notes", json_integer(about->notes));
    set(task, "disposition",
        about->disposition[0] == '\0' ? json_null() : json_string(about->disposition));
    return task;
}

jaga_status view_head(view *self, jaga_error *err)
{
    const desk_file *about = self->about;
    char local[WHEN_TEXT_BYTES], zone[WINDOW_ZONE_BYTES];
    priority rank = { .value = 0 };

    JAGA_TRY(rank_now(self, &rank, err));
    when_format_local(self->desk->now_us, about->zone_s, local);
    window_zone_name(about->zone_s, zone);
    set(self->out, "number", text_json(about->number));
    set(self->out, "account", text_json(about->account));
    set(self->out, "band", json_integer(rank.band));
    set(self->out, "priority", json_integer(rank.value));
    set(self->out, "due_in_s", json_integer((about->due_us - self->desk->now_us) / US_PER_SECOND));
    set(self->out, "case", json_string(case_machine()->states[about->case_state]));
    set(self->out, "since", time_json(about->case_changed_us));
    set(self->out, "incident_start", time_json(about->incident_start_us));
    set(self->out, "task", task_json(about));
    set(self->out, "language", json_string(about->language));
    set(self->out, "local_time", json_string(local));
    set(self->out, "zone", json_string(zone));
    set(self->out, "flags", flags_json(about));
    set(self->out, "row_ver", json_integer(about->row_ver));
    set(self->out, "call_code",
        about->call_code[0] == '\0' || about->code_until_us <= self->desk->now_us
            ? json_null()
            : json_string(about->call_code));
    return JAGA_OK;
}

/* As the ledger has answered: blocked only after its acknowledgement. */
static json_t *hold_json(view *self, json_t *hold)
{
    const char *state = json_string_value(json_object_get(hold, "state"));
    const char *since = json_string_value(json_object_get(hold, "acked"));
    const bool is_acked = state != NULL && strcmp(state, "held") == 0;
    const texts_language language = (texts_language)self->desk->lang;
    const texts_field field = { "time", since == NULL ? "" : since };
    char said[256] = "";
    jaga_span text;

    if (texts_find(language, is_acked ? "hold.acked" : "hold.asked", &text, NULL) &&
        texts_fill(text, &field, 1, said, sizeof said, NULL) == JAGA_OK && state != NULL &&
        (is_acked || strcmp(state, "wanted") == 0)) {
        set(hold, "says", text_json(said));
        set(hold, "light", json_string(is_acked ? "green" : "amber"));
    }
    return hold;
}

jaga_status view_holds(view *self, jaga_error *err)
{
    size_t i = 0;
    json_t *hold = NULL;

    JAGA_TRY(put_rows(self, "holds", "show_holds", err));
    json_array_foreach(json_object_get(self->out, "holds"), i, hold)
    {
        (void)hold_json(self, hold);
    }
    return JAGA_OK;
}

jaga_status view_contacts(view *self, jaga_error *err)
{
    contact_point points[PAST_CONTACTS_MAX];
    json_t *list = json_array();
    size_t count = 0;

    const jaga_status status = contacts_read(self->desk, self->about, points, &count, err);
    for (size_t i = 0; i < count; i++) {
        json_t *point = json_object();
        set(point, "kind", json_string(points[i].kind));
        set(point, "token", text_json(points[i].token));
        set(point, "verified", time_json(points[i].verified_us));
        set(point, "trusted", json_boolean(points[i].is_trusted && !points[i].is_bad));
        set(point, "changed_lately", json_boolean(!points[i].is_trusted));
        set(point, "bad", json_boolean(points[i].is_bad));
        (void)json_array_append_new(list, point);
    }
    set(self->out, "contacts", list);
    return status;
}

static json_t *reason_json(view *self, sqlite3_stmt *from)
{
    char name[64], currency[4];
    const bool has_value = sqlite3_column_type(from, 1) != SQLITE_NULL;
    const bool has_normal = sqlite3_column_type(from, 2) != SQLITE_NULL;
    const double value = sqlite3_column_double(from, 1), normal = sqlite3_column_double(from, 2);
    json_t *reason = json_object();

    desk_copy(name, sizeof name, from, 0);
    desk_copy(currency, sizeof currency, from, 3);
    const jaga_signal *signal = jaga_signal_find(name);
    set(reason, "signal", json_string(name));
    set(reason, "says",
        signal == NULL ? json_null()
                       : text_json(story_sentence(&self->words, signal, has_value ? &value : NULL,
                                                  has_normal ? &normal : NULL, currency)));
    set(reason, "event_id", cell_json(from, 4, false));
    return reason;
}

jaga_status view_reasons(view *self, jaga_error *err)
{
    json_t *list = json_array();
    jaga_status status = JAGA_OK;
    sql_row row;

    set(self->out, "reasons", list);
    JAGA_TRY(desk_prepare(self->desk, "show_reasons", &row, err));
    sql_name(&row, self->about->account);
    sql_integer(&row, self->about->incident_start_us);
    sql_name(&row, self->about->case_id);
    while ((status = desk_step(self->desk, &row, err)) == JAGA_OK) {
        (void)json_array_append_new(list, reason_json(self, row.statement));
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* Of who got the money the agent sees enough to tell payments apart. */
static json_t *masked(const char *id)
{
    const size_t length = strlen(id);
    char text[DESK_ID_BYTES + 8];

    (void)snprintf(text, sizeof text, "…%s", length > 4 ? id + length - 4 : id);
    return length == 0 ? json_null() : text_json(text);
}

jaga_status view_payments(view *self, jaga_error *err)
{
    json_t *list = json_array();

    for (size_t i = 0; i < self->before->count; i++) {
        const past_event *event = &self->before->events[i];
        json_t *one = json_object();
        char local[WHEN_TEXT_BYTES];
        when_format_local(event->ts_us, self->about->zone_s, local);
        set(one, "event_id", text_json(event->event_id));
        set(one, "local_time", json_string(local));
        set(one, "type", text_json(story_type(&self->words, event->type)));
        set(one, "status", json_string(jaga_event_status_name((jaga_event_status)event->status)));
        set(one, "amount_minor",
            event->amount_minor < 0 ? json_null() : json_integer(event->amount_minor));
        set(one, "amount",
            text_json(event->amount_minor < 0
                          ? ""
                          : story_money(&self->words, event->amount_minor, event->currency)));
        set(one, "to", masked(event->counterparty));
        set(one, "needs_mark", json_boolean(event->needs_mark));
        set(one, "mark", event->mark[0] == '\0' ? json_null() : json_string(event->mark));
        (void)json_array_append_new(list, one);
    }
    set(self->out, "events", list);
    set(self->out, "events_left_out", json_integer((json_int_t)self->before->left_out));
    return put_rows(self, "similar", "show_similar", err);
}

static json_t *forbidden_json(texts_language language)
{
    json_t *list = json_array();

    for (const char *const *key = identity_forbidden(); *key != NULL; key++) {
        jaga_span text;
        if (texts_find(language, *key, &text, NULL)) {
            (void)json_array_append_new(list, json_stringn_nocheck(text.at, text.length));
        }
    }
    return list;
}

jaga_status view_identity(view *self, jaga_error *err)
{
    json_t *identity = json_object(), *valid = json_array(), *spoilt = json_array();
    const standing *who = self->who;

    for (unsigned i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        if ((who->given >> i & 1u) != 0) {
            (void)json_array_append_new((who->valid >> i & 1u) != 0 ? valid : spoilt,
                                        json_string(identity_evidence_name((identity_evidence)i)));
        }
    }
    set(identity, "points", json_integer(identity_points(who->valid)));
    set(identity, "evidence", valid);
    set(identity, "does_not_count", spoilt);
    set(identity, "may_discuss", json_boolean(identity_allows(who->valid, IDENTITY_DISCUSS)));
    set(identity, "may_decide", json_boolean(identity_allows(who->valid, IDENTITY_DECIDE)));
    set(identity, "may_restore", json_boolean(identity_allows(who->valid, IDENTITY_RESTORE)));
    set(identity, "failures", json_integer(self->about->fails));
    set(self->out, "identity", identity);
    set(self->out, "never", forbidden_json((texts_language)self->desk->lang));
    (void)err;
    return JAGA_OK;
}

jaga_status view_work(view *self, jaga_error *err)
{
    JAGA_TRY(put_rows(self, "disputes", "show_disputes", err));
    JAGA_TRY(put_rows(self, "approvals", "show_approvals", err));
    JAGA_TRY(put_rows(self, "restored", "show_restored", err));
    return put_rows(self, "done", "show_done", err);
}

static jaga_status build(view *self, jaga_error *err)
{
    JAGA_TRY(view_head(self, err));
    JAGA_TRY(view_holds(self, err));
    JAGA_TRY(view_account(self, err));
    JAGA_TRY(view_contacts(self, err));
    JAGA_TRY(view_reasons(self, err));
    JAGA_TRY(view_payments(self, err));
    JAGA_TRY(view_identity(self, err));
    JAGA_TRY(view_work(self, err));
    view_next(self);
    return JAGA_OK;
}

static jaga_status put(view *self, jaga_format format, FILE *out, jaga_error *err)
{
    if (format == JAGA_FORMAT_TABLE) {
        view_put_table(self, out);
    } else if (json_dumpf(self->out, out, JSON_COMPACT) != 0 || fputc('\n', out) == EOF) {
        return jaga_fail(err, JAGA_ERR_IO, "the case could not be written out");
    }
    return JAGA_OK;
}

static jaga_status show(jaga_desk *desk, const desk_file *about, const past *before,
                        jaga_format format, FILE *out, jaga_error *err)
{
    standing who;

    JAGA_TRY(standing_read(desk, about, before, &who, err));
    view self = { .desk = desk,
                  .about = about,
                  .before = before,
                  .who = &who,
                  .words = { .memory = desk->memory, .lang = desk->lang, .out = out },
                  .out = json_object() };
    jaga_status status = build(&self, err);
    if (status == JAGA_OK) {
        status = put(&self, format, out, err);
    }
    json_decref(self.out);
    const desk_act look = { .kind = "look", .actor = desk_actor(desk), .is_about_case = true };
    return status == JAGA_OK ? desk_append(desk, about, &look, err) : status;
}

jaga_status jaga_desk_show(jaga_desk *desk, const char *number, jaga_format format, FILE *out,
                           jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    desk_file about;
    past before;

    jaga_status status = past_begin(desk, number, &about, &before, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, show(desk, &about, &before, format, out, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
