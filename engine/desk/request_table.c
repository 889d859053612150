/* A request on a terminal, in the agent's language. */
#include "desk/request_show.h"

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

static void label(const page *self, desk_word which)
{
    text_put_left(self->out, text_span(words[which][self->lang]), LABEL_COLUMNS);
}

static void indent(const page *self)
{
    text_put_left(self->out, text_span(""), LABEL_COLUMNS);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

static void put(const page *self, const char *text)
{
    text_put(self->out, text_span(text));
}

static void put_head(const page *self)
{
    const json_t *protection = json_object_get(self->said, "protection");

    label(self, SAYS_REQUEST);
    (void)fprintf(self->out, "%lld  %s · %s",
                  (long long)json_integer_value(json_object_get(self->said, "number")),
                  text_of(self->said, "kind"), text_of(self->said, "state"));
    if (text_of(self->said, "topic")[0] != '\0') {
        (void)fputs(" · ", self->out);
        put(self, text_of(self->said, "topic"));
    }
    if (text_of(self->said, "standing")[0] != '\0') {
        (void)fprintf(self->out, " · %s", text_of(self->said, "standing"));
    }
    (void)fputc('\n', self->out);
    label(self, SAYS_CUSTOMER);
    put(self, text_of(self->said, "account"));
    (void)fprintf(self->out, " · %s\n", text_of(self->said, "language"));
    label(self, SAYS_PROTECTION);
    (void)fprintf(self->out, "%s · %s", text_of(protection, "life"), text_of(protection, "level"));
    if (strcmp(text_of(protection, "level"), text_of(protection, "wanted")) != 0) {
        (void)fprintf(self->out, " (→ %s)", text_of(protection, "wanted"));
    }
    if (text_of(protection, "case")[0] != '\0') {
        (void)fprintf(self->out, " · %s %s", words[SAYS_OPEN_CASE][self->lang],
                      text_of(protection, "case"));
    }
    (void)fputc('\n', self->out);
}

static void put_clocks(const page *self)
{
    if (text_of(self->said, "due")[0] != '\0') {
        label(self, SAYS_DUE);
        (void)fprintf(self->out, "%s\n", text_of(self->said, "due"));
    }
    if (text_of(self->said, "answer_by")[0] != '\0') {
        label(self, SAYS_ANSWER_BY);
        (void)fprintf(self->out, "%s%s%s\n", text_of(self->said, "answer_by"),
                      json_is_true(json_object_get(self->said, "is_overdue")) ? " " : "",
                      json_is_true(json_object_get(self->said, "is_overdue"))
                          ? words[SAYS_OVERDUE][self->lang]
                          : "");
    }
}

static void put_identity(const page *self)
{
    const json_t *who = json_object_get(self->said, "identity"), *one = NULL;
    size_t i = 0;

    label(self, SAYS_WHO);
    (void)fprintf(self->out, "%lld %s",
                  (long long)json_integer_value(json_object_get(who, "points")),
                  words[SAYS_POINTS][self->lang]);
    json_array_foreach(json_object_get(who, "given"), i, one)
    {
        (void)fprintf(self->out, " · %s", json_string_value(one));
    }
    if (json_is_true(json_object_get(who, "restores"))) {
        (void)fprintf(self->out, " → %s", words[SAYS_MAY_RESTORE][self->lang]);
    }
    (void)fputc('\n', self->out);
}

static void put_texts(const page *self)
{
    const json_t *one = NULL;
    size_t i = 0;

    if (text_of(self->said, "against")[0] != '\0') {
        label(self, SAYS_AGAINST);
        put(self, text_of(self->said, "against"));
        (void)fputc('\n', self->out);
    }
    json_array_foreach(json_object_get(self->said, "say"), i, one)
    {
        label(self, SAYS_TELL);
        put(self, json_string_value(one));
        (void)fputc('\n', self->out);
    }
}

static void put_next(const page *self)
{
    const json_t *step = NULL, *need = NULL, *fact = NULL;
    size_t i = 0, k = 0;

    json_array_foreach(json_object_get(self->said, "next"), i, step)
    {
        if (i == 0) {
            label(self, SAYS_NEXT);
        } else {
            indent(self);
        }
        (void)fprintf(self->out, "%s (%s)", text_of(step, "step"), text_of(step, "who"));
        json_array_foreach(json_object_get(step, "needs"), k, need)
        {
            (void)fprintf(self->out, "%s %s", k == 0 ? "" : ",",
                          k == 0 ? words[SAYS_NEEDS][self->lang] : "");
            (void)fprintf(self->out, "%s%s", k == 0 ? " " : "", json_string_value(need));
        }
        (void)fputc('\n', self->out);
    }
    if (!json_is_true(json_object_get(self->said, "is_open"))) {
        return;
    }
    json_array_foreach(json_object_get(self->said, "facts"), i, fact)
    {
        if (i == 0) {
            label(self, SAYS_MAY_SAY);
        } else {
            indent(self);
        }
        (void)fprintf(self->out, "%s %s: %s\n", text_of(fact, "fact"), text_of(fact, "values"),
                      text_of(fact, "help"));
    }
}

static void put_said(const page *self)
{
    const json_t *one = NULL;
    bool is_first = true;
    size_t i = 0;

    json_array_foreach(json_object_get(self->said, "history"), i, one)
    {
        const bool is_step = strcmp(text_of(one, "kind"), "step") == 0;
        if (is_first) {
            label(self, SAYS_SAID);
        } else {
            indent(self);
        }
        is_first = false;
        (void)fprintf(self->out, "%s %s%s%s", text_of(one, "at"),
                      is_step ? "" : text_of(one, "kind"), is_step ? "" : " ",
                      text_of(one, "what"));
        if (is_step) {
            (void)fprintf(self->out, " → %s", text_of(one, "state"));
        }
        if (text_of(one, "text")[0] != '\0') {
            (void)fputs(": ", self->out);
            put(self, text_of(one, "text"));
        }
        (void)fputc('\n', self->out);
    }
}

void request_put_table(const json_t *said, jaga_lang lang, FILE *out)
{
    const page self = { said, lang, out };

    put_head(&self);
    put_clocks(&self);
    put_identity(&self);
    put_texts(&self);
    put_said(&self);
    put_next(&self);
}
