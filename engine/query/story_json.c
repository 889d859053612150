/* A story for programs: what the chapters tell, as one JSON object. */
#include "jaga/decision.h"

#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"
#include "query/owned.h"
#include "query/story.h"
#include "store/sql.h"
#include "trace/trace.h"

#include <jansson.h>
#define STORY_SQL "engine/query/story.sql"

/* Objects and arrays that could not be made are NULL; jansson passes that on and dumping fails. */

static json_t *text_of(jaga_span text)
{
    json_t *made = text.length == 0 ? json_null() : json_stringn(text.at, text.length);
    return made != NULL ? made : json_string(""); /* an id that is no UTF-8 */
}

static json_t *name_of(const char *text)
{
    return text_of(text_span(text));
}

static json_t *time_of(int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format(us, text);
    return json_string(text);
}

/* A decimal string, so that no reader rounds it. */
static json_t *money_of(int64_t minor, const char *currency)
{
    char text[MONEY_TEXT_BYTES];
    const int digits = money_digits(text_span(currency));

    (void)money_format(minor, digits < 0 ? 2 : digits, text);
    return name_of(text);
}

static json_t *number_of(story_number from)
{
    return from.is_said ? json_real(from.number) : json_null();
}

static json_t *event_of(const subject *about)
{
    if (about->event_id.length == 0) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "event_id", text_of(about->event_id), "ts",
                     time_of(about->ts_us), "type", text_of(about->type), "amount",
                     money_of(about->amount_minor, about->currency), "currency",
                     name_of(about->currency), "counterparty", text_of(about->counterparty));
}

static json_t *case_of(const subject *about)
{
    if (!about->has_case) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:I, s:I, s:o}", "number",
                     text_of(about->short_number), "case_id", text_of(about->case_id), "reason",
                     text_of(about->reason), "began", time_of(about->incident_start_us), "opened",
                     time_of(about->opened_us), "opened_by_this", about->opened_case, "exposed",
                     money_of(about->exposed_minor, about->currency), "hold_life_s",
                     about->life_s == 0 ? json_null() : json_integer(about->life_s), "priority",
                     (json_int_t)about->priority, "band", (json_int_t)about->band, "due",
                     time_of(about->due_us));
}

static jaga_status read_why(const story *self, const subject *about, json_t *list, jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status;

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_evidence", &row.statement,
                         self->from->path, err));
    sql_integer(&row, about->record);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        story_evidence said;
        status = story_read_evidence(self, about, row.statement, &said, err);
        if (status != JAGA_OK) {
            break;
        }
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:f, s:b, s:f, s:o, s:o, s:o, s:s}", "signal",
                                              said.signal, "bits", said.bits, "is_fresh",
                                              said.is_fresh, "strength", said.strength, "since",
                                              said.is_fresh     ? time_of(about->ts_us)
                                              : said.has_origin ? time_of(said.since_us)
                                                                : json_null(),
                                              "value", number_of(said.value), "normal",
                                              number_of(said.normal), "says", said.says));
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status read_reasons(const story *self, const subject *about, json_t *list,
                                jaga_error *err)
{
    story_reasons reasons;

    JAGA_TRY(story_read_reasons(self, about, &reasons, err));
    for (size_t i = 0; i < reasons.count; i++) {
        const story_reason *reason = &reasons.at[i];
        (void)json_array_append_new(
            list, json_pack("{s:s, s:o, s:f, s:s}", "ground", reason->ground, "signal",
                            name_of(reason->signal), "bits", reason->bits, "says", reason->says));
    }
    return JAGA_OK;
}

/* null: belief did not decide. */
static jaga_status read_without(const story *self, const subject *about, json_t *told,
                                jaga_error *err)
{
    story_without without;
    json_t *list = json_array();

    const jaga_status status = story_find_without(self, about, &without, err);
    for (size_t i = 0; status == JAGA_OK && i < without.count; i++) {
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:f, s:s}", "name", without.at[i].name, "bits",
                                              without.at[i].bits, "says", without.at[i].says));
    }
    (void)json_object_set_new(told, "without",
                              without.by_belief
                                  ? json_pack("{s:f, s:f, s:O}", "threshold", without.threshold,
                                              "belief", without.belief, "reasons", list)
                                  : json_null());
    json_decref(list);
    return status;
}

static json_t *count_of(int64_t count)
{
    return count < 0 ? json_null() : json_integer(count);
}

static json_t *passed_of(const subject *about)
{
    const familiarity *familiar = &about->familiar;

    if (about->passed == NULL) {
        return json_null();
    }
    return json_pack(
        "{s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "actor",
        jaga_actor_name((jaga_actor)about->passed->actor), "days", LOG_NORMAL_DAYS, "device_uses",
        count_of(familiar->device_uses), "payee_payments", count_of(familiar->payee_payments),
        "payments", count_of(familiar->payments), "payments_as_large", count_of(familiar->as_large),
        "suspected", familiar->has_suspicion ? time_of(familiar->suspected_us) : json_null(),
        "suspicion_left", familiar->has_suspicion ? json_real(familiar->suspicion) : json_null());
}

static json_t *devices_of(const account_log *log)
{
    json_t *list = json_array();

    for (size_t i = 0; i < log->device_count; i++) {
        (void)json_array_append_new(list,
                                    json_pack("{s:o, s:I}", "device", name_of(log->devices[i].name),
                                              "events", (json_int_t)log->devices[i].events));
    }
    return list;
}

static json_t *normal_of(const account_log *log)
{
    if (log->normal_events == 0) {
        return json_null();
    }
    const bool has_out = log->out_count > 0;
    return json_pack("{s:I, s:I, s:o, s:i, s:i, s:I, s:o, s:o, s:o, s:I, s:o}", "events",
                     (json_int_t)log->normal_events, "days", (json_int_t)log->normal_days, "since",
                     time_of(log->normal_first_us), "hour_from", log->hour_from, "hour_to",
                     log->hour_to, "payments", (json_int_t)log->out_count, "median_payment",
                     has_out ? money_of(log->out_median_minor, log->out_currency) : json_null(),
                     "largest_payment",
                     has_out ? money_of(log->out_most_minor, log->out_currency) : json_null(),
                     "currency", name_of(log->out_currency), "payees", (json_int_t)log->payees,
                     "devices", devices_of(log));
}

static jaga_status read_happened(const story *self, const subject *about, json_t *list,
                                 jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status = JAGA_OK;

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_outcome", &row.statement, self->from->path,
                         err));
    for (size_t i = 0; i < about->log->count && status == JAGA_OK; i++) {
        const log_event *event = &about->log->events[i];
        row.filled = 0;
        (void)sqlite3_reset(row.statement);
        sql_text(&row, about->account);
        sql_name(&row, event->event_id);
        status = database_step(self->from, row.statement, err);
        const bool is_decided = status == JAGA_OK;
        (void)json_array_append_new(
            list,
            json_pack(
                "{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "ts",
                time_of(event->ts_us), "event_id", name_of(event->event_id), "type",
                jaga_event_type_name((jaga_event_type)event->type), "status",
                jaga_event_status_name((jaga_event_status)event->status), "amount",
                money_of(event->amount_minor, event->currency), "currency",
                name_of(event->currency), "counterparty", name_of(event->counterparty),
                "counterparty_kind",
                name_of(jaga_party_kind_name((jaga_party_kind)event->counterparty_kind)), "device",
                name_of(event->device), "outcome",
                is_decided ? text_of(sql_column_span(row.statement, 0)) : json_string("allow"),
                "belief",
                is_decided ? json_real(sqlite3_column_double(row.statement, 1)) : json_null()));
        status = status == JAGA_END ? JAGA_OK : status;
    }
    (void)sqlite3_finalize(row.statement);
    return status;
}

static json_t *hops_of(const trace *money, const char *currency)
{
    json_t *list = json_array();

    for (size_t i = 0; i < trace_hop_count(money); i++) {
        const trace_hop *hop = trace_hop_at(money, i);
        const char *kind = jaga_party_kind_name((jaga_party_kind)hop->to_kind);
        (void)json_array_append_new(
            list,
            json_pack("{s:I, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "hop",
                      (json_int_t)i, "after",
                      hop->parent == TRACE_NONE ? json_null() : json_integer(hop->parent), "ts",
                      time_of(hop->ts_us), "event_id", text_of(hop->event_id), "type",
                      jaga_event_type_name((jaga_event_type)hop->type), "from", text_of(hop->from),
                      "to", text_of(hop->to), "to_kind", name_of(kind), "institution",
                      text_of(hop->institution), "stolen", money_of(hop->traced_minor, currency),
                      "at_rest", money_of(hop->at_rest_minor, currency), "gone",
                      money_of(hop->left_minor, currency), "scattered",
                      money_of(hop->scattered_minor, currency)));
    }
    return list;
}

static json_t *money_told(const trace *money)
{
    trace_sum sum;

    trace_sums(money, &sum);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "stolen",
                     money_of(sum.stolen_minor, sum.currency), "at_rest",
                     money_of(sum.at_rest_minor, sum.currency), "gone",
                     money_of(sum.left_minor, sum.currency), "scattered",
                     money_of(sum.scattered_minor, sum.currency), "currency", name_of(sum.currency),
                     "hops", hops_of(money, sum.currency));
}

static jaga_status read_money(const story *self, const subject *about, json_t *told,
                              jaga_error *err)
{
    const trace_theft theft = { .account = about->account,
                                .from_us = about->incident_start_us,
                                .until_us = about->theft_until_us };
    trace *money = NULL;

    if (!about->has_case || !self->from->has_history) {
        (void)json_object_set_new(told, "money", json_null());
        return JAGA_OK;
    }
    JAGA_TRY(trace_open(&theft, 1, PURSE_FIFO, &money, err));
    jaga_status status = owned_tell(self->from, money, err);
    if (status == JAGA_OK) {
        status = trace_read(money, self->from->history, err);
    }
    if (status == JAGA_OK) {
        (void)json_object_set_new(told, "money", money_told(money));
    }
    trace_close(money);
    return status;
}

static jaga_status read_sent(const story *self, const subject *about, json_t *list, jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status;

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_messages", &row.statement,
                         self->from->path, err));
    if (about->has_case) {
        sql_text(&row, about->case_id);
    } else {
        sql_null(&row);
    }
    sql_text(&row, about->account);
    sql_integer(&row, about->ts_us);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        const bool is_over = sqlite3_column_type(row.statement, 2) != SQLITE_NULL;
        (void)json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:o, s:o}", "kind", text_of(sql_column_span(row.statement, 0)),
                      "state", text_of(sql_column_span(row.statement, 1)), "at",
                      is_over ? time_of(sqlite3_column_int64(row.statement, 2)) : json_null(),
                      "key", text_of(sql_column_span(row.statement, 3))));
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static void put_head(json_t *told, const subject *about)
{
    const account_log *log = about->log;
    const bool is_decided = about->has_decision;

    (void)json_object_set_new(told, "account", text_of(about->account));
    (void)json_object_set_new(told, "event", event_of(about));
    (void)json_object_set_new(told, "outcome",
                              is_decided                   ? text_of(about->outcome)
                              : about->event_id.length > 0 ? json_string("allow")
                                                           : json_null());
    (void)json_object_set_new(told, "belief", is_decided ? json_real(about->belief) : json_null());
    (void)json_object_set_new(told, "belief_bits",
                              is_decided ? json_real(about->belief_bits) : json_null());
    (void)json_object_set_new(told, "base_bits", json_real(JAGA_BELIEF_BASE_BITS));
    (void)json_object_set_new(told, "decisions", json_integer(about->decisions));
    (void)json_object_set_new(told, "holds", json_integer(about->holds));
    (void)json_object_set_new(told, "case", case_of(about));
    (void)json_object_set_new(told, "passed", passed_of(about));
    (void)json_object_set_new(told, "normal", normal_of(log));
    (void)json_object_set_new(told, "events_before", json_integer((json_int_t)log->earlier));
    (void)json_object_set_new(told, "events_after", json_integer((json_int_t)log->later));
}

/* A list that becomes a member of the story; the story owns it. */
static json_t *add_list(json_t *told, const char *name)
{
    json_t *list = json_array();

    return json_object_set_new(told, name, list) == 0 ? list : NULL;
}

static jaga_status fill_in(const story *self, const subject *about, json_t *told, jaga_error *err)
{
    put_head(told, about);
    json_t *why = add_list(told, "why");
    if (about->has_decision) {
        JAGA_TRY(read_why(self, about, why, err));
        JAGA_TRY(read_reasons(self, about, add_list(told, "model"), err));
        JAGA_TRY(read_without(self, about, told, err));
    }
    JAGA_TRY(read_happened(self, about, add_list(told, "happened"), err));
    JAGA_TRY(read_money(self, about, told, err));
    json_t *sent = add_list(told, "sent");
    return about->has_decision ? read_sent(self, about, sent, err) : JAGA_OK;
}

jaga_status story_put_json(const story *self, const subject *about, jaga_error *err)
{
    json_t *told = json_object();

    jaga_status status = fill_in(self, about, told, err);
    if (status == JAGA_OK &&
        (told == NULL || json_dumpf(told, self->out, JSON_COMPACT | JSON_REAL_PRECISION(15)) != 0 ||
         fputc('\n', self->out) == EOF)) {
        status = jaga_fail(err, JAGA_ERR_IO, "writing the story as JSON failed");
    }
    json_decref(told);
    return status;
}
