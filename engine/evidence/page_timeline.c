/* The log's events and what was done about them, in one order. */
#include "base/column_text.h"
#include "evidence/case_events.h"
#include "evidence/page.h"
#include "query/story.h"

#include "base/when.h"

#include <string.h>

enum { BEFORE_DAYS = 7 };

typedef struct telling {
    const bundle *of;
    story words; /* for types, money and times in the reader's language */
    FILE *out;
} telling;

static story story_of(const bundle *self, FILE *out)
{
    return (story){
        .from = self->from, .memory = self->memory, .lang = self->reader->lang, .out = out
    };
}

static void begin_step(const telling *self, const char *class, int64_t ts_us, const char *who)
{
    (void)fprintf(self->out, "<li class=\"%s\"><time>%s</time><i>", class,
                  story_time(&self->words, ts_us));
    page_text(self->out, text_span(who));
    (void)fputs("</i><span>", self->out);
}

/* Rows that answer a command are told as answers. */
static void put_event(const telling *self, const jaga_event *event)
{
    if (jaga_event_class_of((jaga_event_type)event->type) == JAGA_CLASS_RESPONSE) {
        return;
    }
    const char *status = story_status(&self->words, event->status);
    const char *money = event->amount_minor == JAGA_UNKNOWN_MINOR
                            ? ""
                            : story_money(&self->words, event->amount_minor, event->currency);

    begin_step(self, "", event->ts_us, jaga_actor_name((jaga_actor)event->actor));
    (void)fprintf(self->out, "%s", story_type(&self->words, event->type));
    if (money[0] != '\0') {
        (void)fprintf(self->out, " <b>%s</b>", money);
    }
    if (event->counterparty.length > 0) {
        (void)fputs(jaga_event_class_of((jaga_event_type)event->type) == JAGA_CLASS_MONEY_IN
                        ? " ← "
                        : " → ",
                    self->out);
        page_text(self->out, event->counterparty);
    }
    (void)fprintf(self->out, "%s%s <small>", status[0] == '\0' ? "" : ", ", status);
    page_text(self->out, event->device);
    (void)fputs(event->device.length > 0 ? " · " : "", self->out);
    page_text(self->out, event->event_id);
    (void)fputs("</small></span></li>\n", self->out);
}

static const char *class_of(jaga_span class)
{
    static const struct {
        const char *name, *class;
    } classes[] = { { "decision", "c" },
                    { "command", "a" },
                    { "answer", "a" },
                    { "desk", "b" },
                    { "recall", "b" } };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (class.length == strlen(classes[i].name) &&
            memcmp(class.at, classes[i].name, class.length) == 0) {
            return classes[i].class;
        }
    }
    return "";
}

static void put_act(const telling *self, const answer *acts, const answer_row *row)
{
    const cell *at = row->cells;
    const jaga_span class = at[answer_column(acts, "class")].text;
    const jaga_span said = at[answer_column(acts, "said")].text;
    const jaga_span about = at[answer_column(acts, "about")].text;

    begin_step(self, class_of(class), at[answer_column(acts, "ts")].number,
               story_text(&self->words, at[answer_column(acts, "who")].text));
    (void)fputs("<b>", self->out);
    page_text(self->out, at[answer_column(acts, "what")].text);
    (void)fputs("</b> ", self->out);
    page_text(self->out, said);
    (void)fputs(" <small>", self->out);
    page_text(self->out, about);
    (void)fputs("</small></span></li>\n", self->out);
}

/* Before a moment that both have, the event comes first: it is what was acted upon. */
static void put_all(const telling *self, const case_events *events, const answer *acts)
{
    const int64_t from_us = events->since_us - BEFORE_DAYS * US_PER_DAY;
    const size_t ts = answer_column(acts, "ts");
    const answer_row *row = acts->first;
    size_t i = 0;

    while (i < events->count && events->list[i].ts_us < from_us) {
        i++;
    }
    (void)fputs("<ol class=\"steps\">\n", self->out);
    while (i < events->count || row != NULL) {
        if (row == NULL || (i < events->count && events->list[i].ts_us <= row->cells[ts].number)) {
            put_event(self, &events->list[i++]);
        } else {
            put_act(self, acts, row);
            row = row->next;
        }
    }
    (void)fputs("</ol></section>\n", self->out);
}

jaga_status page_timeline(const bundle *self, FILE *out, jaga_error *err)
{
    const telling told = { .of = self, .words = story_of(self, out), .out = out };
    case_events events;
    answer acts;

    JAGA_TRY(case_events_read(self, &events, err));
    JAGA_TRY(page_ask(self, "engine/evidence/case_acts.sql", &acts, err));
    page_section(self, EVIDENCE_TIMELINE,
                 events.has_history ? EVIDENCE_TIMELINE_NOTE : EVIDENCE_NO_HISTORY, out);
    put_all(&told, &events, &acts);
    return JAGA_OK;
}
