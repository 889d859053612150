/* The evidence, as a sum that the reader can check: bits of all signals and the base rate. */
#include "jaga/decision.h"

#include "base/column_text.h"
#include "base/exponent.h"
#include "query/story.h"
#include "store/sql.h"

#include <string.h>

enum { BAR_COLUMNS = 10, BEFORE_SENTENCE = 23, SENTENCE_COLUMNS = 54 };

#define STORY_SQL "engine/query/story.sql"

/* One cell per bit, in eighths; `scale` shrinks it where one signal is very heavy. */
static void put_bar(const story *self, double bits, double scale)
{
    static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    const int parts = bits <= 0.0 ? 0 : (int)(bits * scale * 8 + 0.5);
    const int full = parts / 8;

    text_repeat(self->out, "█", (size_t)full);
    (void)fputs(eighths[parts % 8], self->out);
    const int used = full + (parts % 8 != 0);
    text_repeat(self->out, " ", used < BAR_COLUMNS ? (size_t)(BAR_COLUMNS - used) : 0);
}

/* How much of the text fits into a line: up to a space, or all of it when there is none. */
static size_t fitting(const char *text, size_t columns)
{
    size_t fits = 0;

    if (text_width(text_span(text)) <= columns) {
        return strlen(text);
    }
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == ' ' && text_width((jaga_span){ text, (uint32_t)i }) <= columns) {
            fits = i;
        }
    }
    return fits == 0 ? strlen(text) : fits;
}

static void put_line(const story *self, double bits, double scale, const char *text,
                     const char *note)
{
    const size_t columns = note[0] == '\0' ? STORY_WIDTH - BEFORE_SENTENCE : SENTENCE_COLUMNS;
    const size_t first = fitting(text, columns);

    (void)fprintf(self->out, "  %+7.2f  ", bits);
    put_bar(self, bits, scale);
    (void)fputs("  ", self->out);
    if (note[0] == '\0') {
        text_put(self->out, (jaga_span){ text, (uint32_t)first });
    } else {
        text_put_left(self->out, (jaga_span){ text, (uint32_t)first }, SENTENCE_COLUMNS);
        (void)fprintf(self->out, "  %s", note);
    }
    (void)fputc('\n', self->out);
    for (text += first; *text == ' '; text += fitting(text, columns)) {
        text++;
        text_repeat(self->out, " ", BEFORE_SENTENCE);
        text_put(self->out, (jaga_span){ text, (uint32_t)fitting(text, columns) });
        (void)fputc('\n', self->out);
    }
}

static story_number number_column(sqlite3_stmt *statement, int at)
{
    return (story_number){ .number = sqlite3_column_double(statement, at),
                           .is_said = sqlite3_column_type(statement, at) != SQLITE_NULL };
}

static const double *number_of(const story_number *from)
{
    return from->is_said ? &from->number : NULL;
}

/* A signal that only remembers: what it saw when it last saw something, and when that was. */
static jaga_status recall(const story *self, const subject *about, story_evidence *out,
                          jaga_error *err)
{
    sql_row row = { 0 };

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_origin", &row.statement, self->from->path,
                         err));
    sql_text(&row, about->account);
    sql_integer(&row, about->record);
    sql_name(&row, out->signal);
    const jaga_status status = database_step(self->from, row.statement, err);
    if (status == JAGA_OK) {
        out->has_origin = true;
        out->since_us = sqlite3_column_int64(row.statement, 0);
        out->value = number_column(row.statement, 1);
        out->normal = number_column(row.statement, 2);
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status story_read_evidence(const story *self, const subject *about, sqlite3_stmt *columns,
                                story_evidence *out, jaga_error *err)
{
    *out = (story_evidence){ .signal = story_text(self, sql_column_span(columns, 0)),
                             .is_fresh = sqlite3_column_int64(columns, 1) != 0,
                             .strength = sqlite3_column_double(columns, 2),
                             .bits = sqlite3_column_double(columns, 3),
                             .value = number_column(columns, 4),
                             .normal = number_column(columns, 5) };
    const jaga_signal *signal = jaga_signal_find(out->signal);
    if (!out->is_fresh) {
        JAGA_TRY(recall(self, about, out, err));
    }
    /* A signal that this program no longer has still has its name. */
    out->says = signal == NULL ? out->signal
                               : story_sentence(self, signal, number_of(&out->value),
                                                number_of(&out->normal), about->currency);
    return JAGA_OK;
}

/* How the model's bits come about; where the bar stands otherwise, for they are part of the line
 * above and not of the sum. */
static void put_reason(const story *self, double bits, const char *text)
{
    const size_t first = fitting(text, STORY_WIDTH - BEFORE_SENTENCE);

    (void)fprintf(self->out, "%*s%+*.2f  %.*s\n", BEFORE_SENTENCE - BAR_COLUMNS - 2, "",
                  BAR_COLUMNS, bits, (int)first, text);
    if (text[first] == ' ') {
        (void)fprintf(self->out, "%*s%s\n", BEFORE_SENTENCE, "", text + first + 1);
    }
}

static void put_reasons(const story *self, const story_reasons *reasons, double bits)
{
    for (size_t i = 0; i < reasons->count; i++) {
        put_reason(self, reasons->at[i].bits, reasons->at[i].says);
        bits -= reasons->at[i].bits;
    }
    put_reason(self, bits, story_word(self, WORD_OTHER_GROUNDS));
}

/* A model's reasons say what their signals saw. */
static bool is_told(const story_reasons *reasons, const char *signal)
{
    bool is_there = false;

    for (size_t i = 0; i < reasons->count; i++) {
        is_there |= strcmp(reasons->at[i].signal, signal) == 0;
    }
    return is_there;
}

static jaga_status put_evidence(const story *self, const subject *about, sqlite3_stmt *columns,
                                const story_reasons *reasons, double scale, size_t *told,
                                jaga_error *err)
{
    story_evidence said;
    const char *note = story_word(self, WORD_FRESH);

    JAGA_TRY(story_read_evidence(self, about, columns, &said, err));
    if (said.bits == 0.0 && (is_told(reasons, said.signal) || *told >= JAGA_REASONS_MOST)) {
        return JAGA_OK;
    }
    *told += said.bits == 0.0;
    if (reasons->has_origin && strcmp(said.signal, "model") == 0) {
        note = SAY(self, SINCE, story_time(self, reasons->since_us) + strlen("YYYY-"));
    } else if (!said.is_fresh && said.has_origin) { /* evidence fades within days */
        note = SAY(self, SINCE, story_time(self, said.since_us) + strlen("YYYY-"));
    } else if (!said.is_fresh) {
        note = story_word(self, WORD_REMEMBERED);
    }
    put_line(self, said.bits, scale, said.says, note);
    if (reasons->count > 0 && strcmp(said.signal, "model") == 0) {
        put_reasons(self, reasons, said.bits);
    }
    return JAGA_OK;
}

/* What belongs to no listed signal, so that the column adds up to the belief: the base rate, and
 * evidence too small to have been written. */
static void put_base(const story *self, const subject *about, double listed, double scale)
{
    const double base = JAGA_BELIEF_BASE_BITS;
    const double rest = about->belief_bits - listed;

    if (about->belief_bits >= JAGA_BELIEF_MOST_BITS) {
        put_line(self, rest, scale, story_word(self, WORD_BASE_CAPPED), "");
        return;
    }
    if (rest - base >= 0.005) {
        put_line(self, rest - base, scale, story_word(self, WORD_SMALL), "");
    }
    const char *count = story_count(self, (int64_t)(exp2_exact(-base) + 0.5));
    put_line(self, base, scale, SAY(self, BASE_RATE, count), "");
}

static void put_sum(const story *self, const subject *about)
{
    const double bits = about->belief_bits;
    const double odds = exp2_exact(bits < 0 ? -bits : bits);
    const char *share = story_share(self, about->belief);
    const char *times = story_count(self, (int64_t)(odds + 0.5));

    (void)fprintf(self->out, "  ───────\n  %+7.2f  %*s  %s\n", bits, BAR_COLUMNS, "",
                  bits < 0 ? SAY(self, ODDS_AGAINST, times, share)
                           : SAY(self, ODDS_FOR, times, share));
}

/* What beside belief decided, when something did. */
static void put_note(const story *self, const subject *about)
{
    for (jaga_note note = JAGA_NOTE_NONE + 1; note < JAGA_NOTE_COUNT; note++) {
        const jaga_span name = text_span(jaga_note_name(note));
        if (about->note.length == name.length &&
            memcmp(about->note.at, name.at, name.length) == 0) {
            (void)fprintf(self->out, "  %*s  %s\n", BEFORE_SENTENCE - 4, "",
                          jaga_note_says(note, self->lang));
        }
    }
}

static jaga_status put_without(const story *self, const subject *about, jaga_error *err)
{
    story_without without;

    JAGA_TRY(story_find_without(self, about, &without, err));
    if (!without.has_threshold) {
        return JAGA_OK;
    }
    (void)fputc('\n', self->out);
    if (!without.by_belief) {
        (void)fprintf(self->out, "  %s\n", story_word(self, WORD_WITHOUT_NOTHING));
        return JAGA_OK;
    }
    (void)fprintf(self->out, "  %s\n",
                  SAY(self, WITHOUT, story_share(self, without.belief),
                      story_share(self, without.threshold)));
    for (size_t i = 0; i < without.count; i++) {
        put_line(self, -without.at[i].bits, 0.0, without.at[i].says, "");
    }
    (void)fprintf(self->out, "  %s\n", story_word(self, WORD_WITHOUT_METHOD));
    return JAGA_OK;
}

static jaga_status put_all(const story *self, const subject *about, sql_row *row, jaga_error *err)
{
    double listed = 0.0, heaviest = 0.0;
    story_reasons reasons;
    jaga_status status;

    JAGA_TRY(story_read_reasons(self, about, &reasons, err));
    size_t told = reasons.count;
    sql_integer(row, about->record);
    while ((status = database_step(self->from, row->statement, err)) == JAGA_OK) {
        const double bits = sqlite3_column_double(row->statement, 3);
        listed += bits;
        heaviest = bits > heaviest ? bits : heaviest;
    }
    const double scale = heaviest > BAR_COLUMNS ? BAR_COLUMNS / heaviest : 1.0;
    (void)sqlite3_reset(row->statement);
    while (status == JAGA_END &&
           (status = database_step(self->from, row->statement, err)) == JAGA_OK) {
        status = put_evidence(self, about, row->statement, &reasons, scale, &told, err);
        if (status != JAGA_OK) {
            return status;
        }
        status = JAGA_END; /* go on with the next row */
    }
    put_base(self, about, listed, scale);
    put_sum(self, about);
    put_note(self, about);
    return status == JAGA_END ? put_without(self, about, err) : status;
}

jaga_status chapter_why(const story *self, const subject *about, jaga_error *err)
{
    sql_row row = { 0 };

    story_chapter(self, WORD_WHY);
    (void)fprintf(self->out, "  %s\n", story_word(self, WORD_BITS));
    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_evidence", &row.statement,
                         self->from->path, err));
    const jaga_status status = put_all(self, about, &row, err);
    (void)sqlite3_finalize(row.statement);
    return status;
}
