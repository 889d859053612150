/* A case on a terminal, in the agent's language, out of the same object that programs get. */
#include "desk/show.h"

#include "base/column_text.h"

#include <string.h>

#define DESK_WORD(id, en, indonesian, zh) SAYS_##id,
typedef enum desk_word {
#include "desk/desk_words.def"
    SAYS_COUNT
} desk_word;
#undef DESK_WORD

static const char *const words[SAYS_COUNT][JAGA_LANG_COUNT] = {
#define DESK_WORD(id, en, indonesian, zh) { en, indonesian, zh },
#include "desk/desk_words.def"
#undef DESK_WORD
};

enum { LABEL_COLUMNS = 24 };

typedef struct page {
    const json_t *said;
    jaga_lang lang;
    FILE *out;
} page;

static const char *say(const page *self, desk_word which)
{
    return words[which][self->lang];
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static long long number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static bool is_set(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

static void label(const page *self, const char *text)
{
    text_put_left(self->out, text_span(text), LABEL_COLUMNS);
}

static void put(const page *self, const char *text)
{
    text_put(self->out, text_span(text));
}

static void put_head(const page *self)
{
    const json_t *said = self->said, *task = json_object_get(said, "task");
    const long long due_s = number_of(said, "due_in_s");
    size_t i = 0;
    const json_t *flag = NULL;

    label(self, say(self, SAYS_CASE));
    (void)fprintf(self->out, "%s  %s · %s %lld · %s %lld\n", text_of(said, "number"),
                  text_of(said, "case"), say(self, SAYS_BAND), number_of(said, "band"),
                  say(self, SAYS_PRIORITY), number_of(said, "priority"));
    label(self, say(self, SAYS_CALL));
    (void)fprintf(self->out, "%s · %s %lld", text_of(task, "state"), say(self, SAYS_ATTEMPTS),
                  number_of(task, "attempts"));
    if (number_of(task, "attempts") == 0) {
        (void)fprintf(self->out, " · %s %lld min",
                      say(self, due_s >= 0 ? SAYS_DIAL_IN : SAYS_DIAL_LATE),
                      (due_s >= 0 ? due_s : -due_s) / 60);
    }
    if (!json_is_null(json_object_get(said, "call_code"))) {
        (void)fprintf(self->out, " · %s %s", say(self, SAYS_CALL_CODE), text_of(said, "call_code"));
    }
    (void)fputc('\n', self->out);
    label(self, say(self, SAYS_CUSTOMER));
    put(self, text_of(said, "account"));
    (void)fprintf(self->out, " · %s · %s %s", text_of(said, "language"),
                  text_of(said, "local_time"), text_of(said, "zone"));
    json_array_foreach(json_object_get(said, "flags"), i, flag)
    {
        (void)fprintf(self->out, " · %s", json_string_value(flag));
    }
    (void)fputc('\n', self->out);
}

static void put_holds(const page *self)
{
    const json_t *hold = NULL;
    size_t i = 0;
    const char *before = "";

    label(self, say(self, SAYS_HOLDS));
    json_array_foreach(json_object_get(self->said, "holds"), i, hold)
    {
        if (text_of(hold, "light")[0] != '\0') {
            (void)fprintf(self->out, "%s%s %s: %s (%s)", before,
                          strcmp(text_of(hold, "light"), "green") == 0 ? "●" : "○",
                          text_of(hold, "scope"), text_of(hold, "says"), text_of(hold, "hold_id"));
            before = "; ";
        }
    }
    (void)fprintf(self->out, "%s\n", before[0] == '\0' ? say(self, SAYS_NOT_HELD) : "");
}

/* What the level of protection leaves to the customer. */
static void put_account(const page *self)
{
    const json_t *account = json_object_get(self->said, "protection");
    json_t *may = json_object_get(account, "may");
    const json_t *request = NULL;
    const char *operation = NULL;
    char before[48];
    json_t *answer = NULL;
    size_t i = 0;

    (void)snprintf(before, sizeof before, " · %s: ", say(self, SAYS_REFUSED));
    label(self, say(self, SAYS_PROTECTION));
    (void)fprintf(self->out, "%s · %s", text_of(account, "life"), text_of(account, "level"));
    if (strcmp(text_of(account, "level"), text_of(account, "wanted")) != 0) {
        (void)fprintf(self->out, " (→ %s)", text_of(account, "wanted"));
    }
    json_object_foreach(may, operation, answer)
    {
        if (strcmp(json_string_value(answer), "refused") == 0) {
            (void)fprintf(self->out, "%s%s", before, operation);
            (void)snprintf(before, sizeof before, ", ");
        }
    }
    (void)fputc('\n', self->out);
    json_array_foreach(json_object_get(self->said, "requests"), i, request)
    {
        label(self, i == 0 ? say(self, SAYS_REQUEST) : "");
        (void)fprintf(self->out, "%lld %s · %s\n", number_of(request, "number"),
                      text_of(request, "kind"), text_of(request, "state"));
    }
}

static void put_contacts(const page *self)
{
    const json_t *list = json_object_get(self->said, "contacts"), *point = NULL;
    size_t i = 0;

    if (json_array_size(list) == 0) {
        label(self, say(self, SAYS_CONTACTS));
        (void)fprintf(self->out, "%s\n", say(self, SAYS_NO_CONTACT));
    }
    json_array_foreach(list, i, point)
    {
        label(self, i == 0 ? say(self, SAYS_CONTACTS) : "");
        (void)fprintf(self->out, "%s ", text_of(point, "kind"));
        put(self, text_of(point, "token"));
        (void)fprintf(self->out, " · %s · %.10s\n",
                      say(self, is_set(point, "bad")       ? SAYS_BAD
                                : is_set(point, "trusted") ? SAYS_TRUSTED
                                                           : SAYS_CHANGED),
                      text_of(point, "verified"));
    }
}

static void put_reasons(const page *self)
{
    const json_t *reason = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(self->said, "reasons"), i, reason)
    {
        label(self, i == 0 ? say(self, SAYS_WHY) : "");
        put(self, text_of(reason, "says"));
        (void)fputs("  [", self->out);
        put(self, text_of(reason, "event_id"));
        (void)fputs("]\n", self->out);
    }
}

static const char *mark_word(const page *self, const json_t *event)
{
    const char *mark = text_of(event, "mark");

    return mark[0] == '\0' ? (is_set(event, "needs_mark") ? say(self, SAYS_ASK) : "")
                           : say(self, strcmp(mark, "MINE") == 0       ? SAYS_MINE
                                       : strcmp(mark, "NOT_MINE") == 0 ? SAYS_NOT_MINE
                                                                       : SAYS_UNSURE);
}

static void put_events(const page *self)
{
    const json_t *event = NULL;
    size_t i = 0;

    (void)fprintf(self->out, "\n%s\n", say(self, SAYS_EVENTS));
    json_array_foreach(json_object_get(self->said, "events"), i, event)
    {
        const char *status = text_of(event, "status");
        (void)fprintf(self->out, "  %s  ", text_of(event, "local_time"));
        text_put_left(self->out, text_span(text_of(event, "type")), 22);
        text_put_right(self->out, text_span(text_of(event, "amount")), 18);
        (void)fputs("  ", self->out);
        text_put_left(self->out, text_span(text_of(event, "to")), 8);
        text_put_left(self->out, text_span(strcmp(status, "ok") == 0 ? "" : status), 9);
        text_put_left(self->out, text_span(mark_word(self, event)), 12);
        put(self, text_of(event, "event_id"));
        (void)fputc('\n', self->out);
    }
    if (number_of(self->said, "events_left_out") > 0) {
        (void)fprintf(self->out, "  … +%lld\n", number_of(self->said, "events_left_out"));
    }
    (void)fputc('\n', self->out);
}

static void put_list(const page *self, desk_word title, const char *key, const char *joint)
{
    const json_t *list = json_object_get(self->said, key), *item = NULL;
    size_t i = 0;

    if (json_array_size(list) == 0) {
        return;
    }
    label(self, say(self, title));
    json_array_foreach(list, i, item)
    {
        const char *text = json_is_string(item)           ? json_string_value(item)
                           : strcmp(key, "restored") == 0 ? text_of(item, "item")
                                                          : text_of(item, "number");
        (void)fputs(i == 0 ? "" : joint, self->out);
        put(self, text);
    }
    (void)fputc('\n', self->out);
}

static void put_identity(const page *self)
{
    const json_t *who = json_object_get(self->said, "identity"), *item = NULL;
    size_t i = 0;

    label(self, say(self, SAYS_WHO));
    (void)fprintf(self->out, "%lld %s:", number_of(who, "points"), say(self, SAYS_POINTS));
    json_array_foreach(json_object_get(who, "evidence"), i, item)
    {
        (void)fprintf(self->out, " %s", json_string_value(item));
    }
    json_array_foreach(json_object_get(who, "does_not_count"), i, item)
    {
        (void)fprintf(self->out, " (%s)", json_string_value(item));
    }
    const struct {
        const char *key;
        desk_word says;
    } allowed[] = { { "may_discuss", SAYS_MAY_DISCUSS },
                    { "may_decide", SAYS_MAY_DECIDE },
                    { "may_restore", SAYS_MAY_RESTORE } };
    for (i = 0; i < 3; i++) {
        (void)fprintf(self->out, " · %s %s", is_set(who, allowed[i].key) ? "✓" : "✗",
                      say(self, allowed[i].says));
    }
    (void)fputc('\n', self->out);
}

static void put_work(const page *self)
{
    const json_t *item = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(self->said, "disputes"), i, item)
    {
        label(self, i == 0 ? say(self, SAYS_DISPUTES) : "");
        (void)fprintf(self->out, "D%lld %s ", number_of(item, "number"), text_of(item, "state"));
        put(self, text_of(item, "event_id"));
        (void)fprintf(self->out, " → %.10s\n", text_of(item, "due"));
    }
    json_array_foreach(json_object_get(self->said, "approvals"), i, item)
    {
        label(self, i == 0 ? say(self, SAYS_APPROVALS) : "");
        (void)fprintf(self->out, "%s ← %s · %s\n", text_of(item, "about"),
                      text_of(item, "requester"),
                      text_of(item, "approver")[0] == '\0' ? say(self, SAYS_WAITS)
                                                           : text_of(item, "approver"));
    }
    put_list(self, SAYS_RESTORED, "restored", ", ");
}

void view_put_table(const view *self, FILE *out)
{
    const page one = { .said = self->out, .lang = self->desk->lang, .out = out };

    put_head(&one);
    put_holds(&one);
    put_account(&one);
    put_contacts(&one);
    put_reasons(&one);
    put_events(&one);
    put_identity(&one);
    put_list(&one, SAYS_NEVER, "never", "; ");
    put_list(&one, SAYS_SIMILAR, "similar", ", ");
    put_work(&one);
    put_list(&one, SAYS_NEXT, "next", " · ");
}
