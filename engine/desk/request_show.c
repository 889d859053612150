/* A request as its agent sees it: one JSON object, from which the table is printed too. */
#include "desk/request_show.h"

#include "jaga/request.h"

#include "base/when.h"
#include "desk/jurisdiction.h"
#include "desk/show.h"

#include <string.h>

enum { LIST_BYTES = 1024, WORDS_BYTES = 2048 };

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

    if (us == INT64_MIN) {
        return json_null();
    }
    when_format(us, text);
    return json_string(text);
}

const playbook_text *request_text(const request_file *self, size_t i)
{
    const char *state = self->book->machine()->states[self->state];

    for (const playbook_text *at = self->book->texts; at->state != NULL; at++) {
        if (strcmp(at->state, state) == 0 && i-- == 0) {
            return at;
        }
    }
    return NULL;
}

void request_text_key(const request_file *self, const playbook_text *text,
                      char key[REQUEST_KEY_BYTES])
{
    const bool is_begun = text->key[strlen(text->key) - 1] == '.';

    (void)snprintf(key, REQUEST_KEY_BYTES, "%s%s", text->key,
                   is_begun ? self->book->variant(self) : "");
}

/* The date that the customer is told: of the answer, else of the clock that runs. */
static void dates(const request_file *self, char date[WHEN_TEXT_BYTES], char time[WHEN_TEXT_BYTES])
{
    const int64_t due_us = self->due_us != INT64_MIN ? self->due_us : self->changed_us;
    const int64_t answer_us = self->answer_us != INT64_MIN ? self->answer_us : due_us;

    when_format_local(answer_us, self->zone_s, date);
    date[10] = '\0';
    when_format_local(self->book->when != NULL ? self->book->when(self) : due_us, self->zone_s,
                      time);
    time[16] = '\0';
}

static const char *or_gap(const char *text)
{
    return text == NULL ? "…" : text;
}

const char *request_words(const request_file *self, int language, const char *key)
{
    char *filled = arena_take(self->desk->memory, WORDS_BYTES);
    char date[WHEN_TEXT_BYTES], time[WHEN_TEXT_BYTES], ref[24], list[LIST_BYTES] = "";
    const char *reasons = request_said(self, "reasons");
    jurisdiction rules = { .authority = "…" };
    jaga_span text;

    (void)snprintf(ref, sizeof ref, "%lld", (long long)self->number);
    dates(self, date, time);
    if (self->book->list != NULL) {
        self->book->list(self, language, list, sizeof list);
    }
    if (jurisdiction_find(JURISDICTION_DEFAULT, &rules, NULL) != JAGA_OK) {
        return "";
    }
    const texts_field fields[] = {
        { "ref", ref },
        { "date", date },
        { "time", time },
        { "list", list },
        { "short", ref },
        { "name", self->desk->agent_id },
        { "wallet", "…" },
        { "contact", "…" },
        { "dispute_body", "…" },
        { "authority", rules.authority },
        { "answer", or_gap(request_said(self, "answer-words")) },
        { "reasons", or_gap(reasons != NULL ? reasons : request_said(self, "delay")) },
        { "summary", or_gap(request_said(self, "remedy")) },
    };
    if (filled == NULL || !texts_find((texts_language)language, key, &text, NULL) ||
        (list[0] == '\0' && memmem(text.at, text.length, "{list}", 6) != NULL) ||
        texts_fill(text, fields, sizeof fields / sizeof fields[0], filled, WORDS_BYTES, NULL) !=
            JAGA_OK) {
        return "";
    }
    return filled;
}

static json_t *records_json(const request_file *self)
{
    json_t *all = json_array();

    for (size_t i = 0; i < self->record_count; i++) {
        const request_record *one = &self->records[i];
        json_t *object = json_object();
        set(object, "at", time_json(one->at_us));
        set(object, "kind", json_string(one->kind));
        set(object, "what", text_json(one->ref));
        set(object, "state", one->to[0] == '\0' ? json_null() : json_string(one->to));
        set(object, "text", one->text[0] == '\0' ? json_null() : text_json(one->text));
        (void)json_array_append_new(all, object);
    }
    return all;
}

static json_t *protection_json(const request_file *self)
{
    json_t *object = account_json(&self->protection, self->life);

    set(object, "case", self->open_case[0] == '\0' ? json_null() : text_json(self->open_case));
    return object;
}

static json_t *identity_json(const request_file *self)
{
    json_t *object = json_object(), *given = json_array();

    for (int i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        if ((self->given >> i & 1u) != 0) {
            char text[32];
            (void)snprintf(text, sizeof text, "%s%s", identity_evidence_name((identity_evidence)i),
                           (self->valid >> i & 1u) != 0 ? "" : " (not trusted)");
            (void)json_array_append_new(given, json_string(text));
        }
    }
    set(object, "given", given);
    set(object, "points", json_integer(identity_points(self->valid)));
    set(object, "restores", json_boolean(identity_allows(self->valid, IDENTITY_RESTORE)));
    set(object, "failures", json_integer(self->failures));
    return object;
}

/* What stands against a step, in the machine's words. */
static json_t *needs_json(const machine *table, const machine_step_result *result)
{
    json_t *needs = json_array();

    for (uint8_t i = 0; i < table->guard_count; i++) {
        if ((result->missing >> i & 1u) != 0) {
            (void)json_array_append_new(needs, json_string(table->guards[i]));
        }
    }
    return needs;
}

/* Steps of people from here, and what each still needs. */
static json_t *next_json(const request_file *self)
{
    static const machine_actor people[] = { MACHINE_AGENT, MACHINE_SUPERVISOR, MACHINE_CUSTOMER,
                                            MACHINE_LEGAL };
    const machine *table = self->book->machine();
    const uint32_t guards = self->book->guards(self);
    json_t *all = json_array();

    for (uint8_t event = 0; event < table->event_count; event++) {
        machine_step_result best = { .answer = MACHINE_ILLEGAL };
        machine_actor who = 0;
        for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
            const machine_step_result got =
                machine_step(table, self->state, event, people[i], guards);
            const bool is_better = got.answer == MACHINE_TAKEN || got.answer == MACHINE_GUARDED;
            if (who == 0 && is_better) {
                best = got;
                who = people[i];
            }
        }
        if (who != 0) {
            json_t *object = json_object();
            set(object, "step", json_string(table->events[event]));
            set(object, "who", json_string(machine_actor_name(who)));
            set(object, "needs", needs_json(table, &best));
            (void)json_array_append_new(all, object);
        }
    }
    return all;
}

static json_t *facts_json(const request_file *self)
{
    json_t *all = json_array();

    for (const playbook_fact *at = self->book->facts; at->name != NULL; at++) {
        json_t *object = json_object();
        set(object, "fact", json_string(at->name));
        set(object, "values", at->choices == NULL ? json_null() : json_string(at->choices));
        set(object, "who", json_string(desk_role_name(at->role)));
        set(object, "help", json_string(at->help));
        (void)json_array_append_new(all, object);
    }
    return all;
}

static json_t *words_json(const request_file *self)
{
    const int language = texts_language_find(self->language);
    const playbook_text *text = NULL;
    json_t *all = json_array();

    for (size_t i = 0; (text = request_text(self, i)) != NULL; i++) {
        char key[REQUEST_KEY_BYTES];
        request_text_key(self, text, key);
        const char *words = request_words(self, language, key);
        if (words[0] != '\0') {
            (void)json_array_append_new(all, text_json(words));
        }
    }
    return all;
}

static jaga_status put(request_file *self, jaga_format format, FILE *out, jaga_error *err)
{
    json_t *said = json_object();
    char list[LIST_BYTES] = "";

    set(said, "number", json_integer(self->number));
    set(said, "kind", json_string(self->book->kind));
    set(said, "account", text_json(self->about.account));
    set(said, "language", json_string(self->language));
    set(said, "topic", self->topic[0] == '\0' ? json_null() : text_json(self->topic));
    set(said, "state", json_string(self->book->machine()->states[self->state]));
    set(said, "is_open", json_boolean(machine_is_open(self->book->machine(), self->state)));
    set(said, "opened", time_json(self->opened_us));
    set(said, "due", time_json(self->due_us));
    set(said, "answer_by", time_json(self->answer_us));
    set(said, "is_overdue",
        json_boolean(self->answer_us != INT64_MIN && self->answer_us < self->desk->now_us));
    set(said, "protection", protection_json(self));
    set(said, "identity", identity_json(self));
    if (self->book->list != NULL && machine_is_open(self->book->machine(), self->state)) {
        self->book->list(self, (int)self->desk->lang, list, sizeof list);
    }
    set(said, "against", text_json(list));
    if (self->book->describe != NULL) {
        self->book->describe(self, list, sizeof list);
        set(said, "standing", text_json(list));
    }
    set(said, "say", words_json(self));
    set(said, "next", next_json(self));
    set(said, "facts", facts_json(self));
    set(said, "history", records_json(self));
    if (format == JAGA_FORMAT_JSON) {
        const int failed = json_dumpf(said, out, JSON_INDENT(2));
        (void)fputc('\n', out);
        json_decref(said);
        return failed == 0 ? JAGA_OK : jaga_fail(err, JAGA_ERR_NOMEM, "no memory to show it");
    }
    request_put_table(said, self->desk->lang, out);
    json_decref(said);
    return JAGA_OK;
}

jaga_status jaga_request_show(jaga_desk *desk, int64_t number, jaga_format format, FILE *out,
                              jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    request_file *self = NULL;

    JAGA_TRY(desk_require_person(desk, err));
    if (format == JAGA_FORMAT_CSV) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a request is a table or JSON");
    }
    jaga_status status = request_begin(desk, number, &self, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, put(self, format, out, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
