/* What a story begins with: what happened, how sure, what was done, whom to call; and what is
 * normal for the account. */
#include "base/column_text.h"
#include "base/names.h"
#include "query/story.h"

#include <string.h>

static bool is_outcome(const subject *about, const char *name)
{
    return about->outcome.length == strlen(name) &&
           memcmp(about->outcome.at, name, about->outcome.length) == 0;
}

static word title_of(const subject *about)
{
    return !about->has_decision           ? (about->event_id.length > 0 ? WORD_ALLOWED : WORD_QUIET)
           : is_outcome(about, "hold")    ? WORD_HELD
           : is_outcome(about, "step_up") ? WORD_ASKED
                                          : WORD_ALERTED;
}

static const char *type_of(const story *self, const subject *about)
{
    const int type = names_find(NAMES_TYPE, about->type);
    return type < 0 ? story_text(self, about->type) : story_type(self, (uint8_t)type);
}

/* "HELD  account C039179  ·  transfer 1,250,000 IDR → M015079" */
static void put_title(const story *self, const subject *about)
{
    const char *account = story_text(self, about->account);

    (void)fprintf(self->out, "%s  ", story_word(self, title_of(about)));
    text_put(self->out, text_span(SAY(self, ACCOUNT, account)));
    if (about->event_id.length > 0) {
        (void)fprintf(self->out, "  ·  %s", type_of(self, about));
        const char *money = story_money(self, about->amount_minor, about->currency);
        (void)fprintf(self->out, "%s%s", money[0] != '\0' ? " " : "", money);
        if (about->counterparty.length > 0) {
            (void)fputs(" → ", self->out);
            text_put(self->out, about->counterparty);
        }
    }
    (void)fputs("\n\n", self->out);
}

static const char *done_to(const story *self, const subject *about)
{
    const char *number = story_text(self, about->short_number);

    if (is_outcome(about, "hold") && about->life_s == 0) {
        return SAY(self, DONE_HOLD_OPEN, story_text(self, about->reason));
    }
    if (is_outcome(about, "hold")) {
        return SAY(self, DONE_HOLD, story_life(self, (double)about->life_s),
                   story_text(self, about->reason));
    }
    if (is_outcome(about, "step_up")) {
        return story_word(self, WORD_DONE_STEP_UP);
    }
    return about->has_case ? SAY(self, DONE_JOINED, number) : story_word(self, WORD_DONE_ALERT);
}

static void put_decision(const story *self, const subject *about)
{
    story_fact(self, WORD_LABEL_SURE, SAY(self, SURE, story_share(self, about->belief)));
    story_fact(self, WORD_LABEL_DONE, done_to(self, about));
    if (about->opened_case && about->exposed_minor != JAGA_UNKNOWN_MINOR) {
        story_fact(self, WORD_LABEL_STAKE,
                   SAY(self, STAKE, story_money(self, about->exposed_minor, about->currency)));
    }
    if (about->has_case && is_outcome(about, "hold")) {
        story_fact(self, WORD_LABEL_CALL,
                   SAY(self, CALL, story_text(self, about->short_number),
                       story_count(self, about->priority), story_count(self, about->band),
                       story_time(self, about->due_us)));
    }
}

void chapter_head(const story *self, const subject *about)
{
    const account_log *log = about->log;

    put_title(self, about);
    if (about->event_id.length > 0) {
        story_fact(
            self, WORD_LABEL_WHEN,
            SAY(self, WHEN, story_time(self, about->ts_us), story_text(self, about->event_id)));
    } else {
        story_fact(self, WORD_LABEL_WHEN,
                   SAY(self, QUIET_TEXT, story_count(self, log->seen),
                       story_time(self, log->first_us), story_time(self, log->last_us)));
    }
    if (about->has_decision) {
        put_decision(self, about);
    } else if (about->event_id.length > 0) {
        story_fact(self, WORD_LABEL_DONE, story_word(self, WORD_DONE_ALLOWED));
    }
    if (!about->is_asked_by_account && about->decisions > (about->has_decision ? 1 : 0)) {
        story_fact(self, WORD_LABEL_SEE,
                   SAY(self, SEE, story_count(self, about->decisions),
                       story_count(self, about->holds), story_text(self, about->account)));
    }
}

static void put_devices(const story *self, const account_log *log)
{
    char text[LOG_DEVICES * (LOG_TEXT_BYTES + 32)] = "";
    size_t used = 0;

    for (size_t i = 0; i < log->device_count; i++) {
        const int wrote = snprintf(text + used, sizeof text - used, "%s%s (%s)", i == 0 ? "" : ", ",
                                   log->devices[i].name, story_count(self, log->devices[i].events));
        used += (size_t)wrote;
    }
    text_put(self->out, text_span(SAY(self, NORMAL_DEVICES, text)));
}

void chapter_normal(const story *self, const subject *about)
{
    const account_log *log = about->log;
    char from[16], to[16];

    story_chapter(self, WORD_NORMAL);
    if (!story_has_history(self)) {
        return;
    }
    if (log->normal_events == 0) {
        (void)fprintf(self->out, "  %s\n", story_word(self, WORD_NORMAL_NONE));
        return;
    }
    (void)snprintf(from, sizeof from, "%02d", log->hour_from);
    (void)snprintf(to, sizeof to, "%02d", log->hour_to);
    (void)fprintf(self->out, "  %s; %s\n",
                  SAY(self, NORMAL_SEEN, story_count(self, log->normal_events),
                      story_count(self, log->normal_days), story_time(self, log->normal_first_us)),
                  SAY(self, NORMAL_HOURS, from, to));
    if (log->out_count > 0) {
        (void)fprintf(self->out, "  %s\n  %s\n",
                      SAY(self, NORMAL_MONEY, story_count(self, log->out_count),
                          story_money(self, log->out_median_minor, log->out_currency),
                          story_money(self, log->out_most_minor, log->out_currency)),
                      SAY(self, NORMAL_PAYEES, story_count(self, log->payees)));
    }
    if (log->device_count > 0) {
        (void)fputs("  ", self->out);
        put_devices(self, log);
        (void)fputc('\n', self->out);
    }
}
