/* The account's events around the moment, one line each. */
#include "base/column_text.h"
#include "query/story.h"
#include "store/sql.h"

#include <string.h>

enum { TYPE_COLUMNS = 14, MONEY_COLUMNS = 17, PARTY_COLUMNS = 21, DEVICE_COLUMNS = 11 };

/* What was decided about an event: "" when nothing. */
static jaga_status find_note(const story *self, sqlite3_stmt *outcomes, const subject *about,
                             const log_event *event, const char **out, jaga_error *err)
{
    sql_row row = { .statement = outcomes };

    (void)sqlite3_reset(outcomes);
    sql_text(&row, about->account);
    sql_name(&row, event->event_id);
    const jaga_status status = database_step(self->from, outcomes, err);
    *out = "";
    if (status == JAGA_OK) {
        const jaga_span outcome = sql_column_span(outcomes, 0);
        const char *share = story_share(self, sqlite3_column_double(outcomes, 1));
        *out = outcome.at[0] == 'h'   ? SAY(self, NOTE_HOLD, share)
               : outcome.at[0] == 's' ? SAY(self, NOTE_STEP_UP, share)
                                      : SAY(self, NOTE_ALERT, share);
    }
    return status == JAGA_END ? JAGA_OK : status;
}

/* "→ M34869070 merchant"; "" when nobody is on the other side. */
static void spell_party(const story *self, const log_event *event, char *text, size_t cap)
{
    const bool is_incoming =
        jaga_event_class_of((jaga_event_type)event->type) == JAGA_CLASS_MONEY_IN;
    const char *kind = story_party(self, event->counterparty_kind);
    const char *name = event->counterparty;

    text[0] = '\0';
    if (name[0] != '\0' || kind[0] != '\0') {
        (void)snprintf(text, cap, "%s %s%s%s", is_incoming ? "←" : "→", name,
                       name[0] != '\0' && kind[0] != '\0' ? " " : "", kind);
    }
}

static void put_event(const story *self, const log_event *event, const char *mark, const char *note)
{
    const char *status = story_status(self, event->status);
    const char *said[4] = { story_type(self, event->type),
                            story_money(self, event->amount_minor, event->currency) };
    static const size_t widths[4] = { TYPE_COLUMNS, MONEY_COLUMNS, PARTY_COLUMNS, DEVICE_COLUMNS };
    char party[2 * LOG_TEXT_BYTES + 8];
    size_t end = 4;

    spell_party(self, event, party, sizeof party);
    said[2] = party;
    said[3] = event->device;
    const bool has_note = note[0] != '\0' || status[0] != '\0';
    if (note[0] != '\0' && status[0] != '\0') {
        end = 3; /* both need the device's room */
    }
    while (!has_note && end > 0 && said[end - 1][0] == '\0') {
        end--; /* no spaces at the end of a line */
    }
    /* The title says the year. */
    (void)fprintf(self->out, "%s %s", mark, story_time(self, event->ts_us) + strlen("YYYY-"));
    for (size_t i = 0; i < end; i++) {
        (void)fputc(' ', self->out);
        if (i == 1) {
            text_put_right(self->out, text_span(said[i]), widths[i]);
        } else if (i + 1 == end && !has_note) {
            text_put(self->out, text_span(said[i]));
        } else {
            text_put_left(self->out, text_span(said[i]), widths[i]);
        }
    }
    if (has_note) {
        (void)fprintf(self->out, " %s%s%s", status,
                      status[0] != '\0' && note[0] != '\0' ? ", " : "", note);
    }
    (void)fputc('\n', self->out);
}

static jaga_status put_events(const story *self, sqlite3_stmt *outcomes, const subject *about,
                              jaga_error *err)
{
    const account_log *log = about->log;

    for (size_t i = 0; i < log->count; i++) {
        const log_event *event = &log->events[i];
        const bool is_it = strlen(event->event_id) == about->event_id.length &&
                           memcmp(event->event_id, about->event_id.at, about->event_id.length) == 0;
        const char *note = "";
        JAGA_TRY(find_note(self, outcomes, about, event, &note, err));
        put_event(self, event, is_it ? "●" : note[0] != '\0' ? "▲" : " ", note);
    }
    return JAGA_OK;
}

jaga_status chapter_happened(const story *self, const subject *about, jaga_error *err)
{
    const account_log *log = about->log;
    sqlite3_stmt *outcomes = NULL;

    story_chapter(self, WORD_HAPPENED);
    if (!story_has_history(self)) {
        return JAGA_OK;
    }
    if (log->count == 0) {
        (void)fprintf(self->out, "  %s\n", story_word(self, WORD_NO_EVENTS));
        return JAGA_OK;
    }
    if (log->earlier > 0) {
        (void)fprintf(self->out, "  %s\n",
                      SAY(self, EARLIER, story_count(self, (int64_t)log->earlier)));
    }
    JAGA_TRY(sql_prepare(self->from->db, "engine/query/story.sql", "get_outcome", &outcomes,
                         self->from->path, err));
    const jaga_status status = put_events(self, outcomes, about, err);
    (void)sqlite3_finalize(outcomes);
    if (log->later > 0) {
        (void)fprintf(self->out, "  %s\n",
                      SAY(self, LATER, story_count(self, (int64_t)log->later)));
    }
    (void)fprintf(self->out, "  %s\n", story_word(self, WORD_LEGEND));
    return status;
}
