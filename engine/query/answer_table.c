/* Answers for people: aligned columns, grouped amounts, local time. */
#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"
#include "query/answer.h"

#include <string.h>

enum { ZONE_S = 7 * 3600 }; /* where the wallet's people live: Western Indonesia */

/* The currency that all rows share goes to the heads of the money columns. */
typedef struct table {
    const answer *answer;
    char currency[4];                 /* "": rows differ, or there is none */
    size_t width[ANSWER_COLUMNS_MAX]; /* 0: not shown */
} table;

static void find_currency(table *self)
{
    size_t at = 0;

    while (at < self->answer->column_count && self->answer->columns[at].kind != CELL_CURRENCY) {
        at++;
    }
    if (at == self->answer->column_count) {
        return;
    }
    for (const answer_row *row = self->answer->first; row != NULL; row = row->next) {
        const jaga_span text = row->cells[at].text;
        if (text.length != 3 ||
            (self->currency[0] != '\0' && memcmp(text.at, self->currency, 3) != 0)) {
            self->currency[0] = '\0';
            return;
        }
        memcpy(self->currency, text.at, 3);
    }
}

static bool is_number(cell_kind kind)
{
    return kind == CELL_COUNT || kind == CELL_MONEY || kind == CELL_BELIEF || kind == CELL_SHARE ||
           kind == CELL_BITS;
}

jaga_span answer_spell(const answer *self, const answer_row *row, size_t at, char text[64])
{
    const cell *said = &row->cells[at];

    if (!said->is_said) {
        return (jaga_span){ "", 0 };
    }
    switch (self->columns[at].kind) {
    case CELL_TEXT:
    case CELL_CURRENCY: return said->text;
    case CELL_COUNT: (void)money_format_grouped(said->number, 0, text); break;
    case CELL_TIME: when_format_local(said->number, ZONE_S, text); break;
    case CELL_MONEY:
        (void)money_format_grouped(said->number, answer_digits(self, row), text);
        break;
    case CELL_BELIEF:
        if (said->share > 0.9999) {
            (void)snprintf(text, 64, ">99.99 %%");
        } else {
            (void)snprintf(text, 64, "%.2f %%", said->share * 100);
        }
        break;
    case CELL_SHARE: (void)snprintf(text, 64, "%.1f %%", said->share * 100); break;
    case CELL_BITS: (void)snprintf(text, 64, "%.2f", said->share); break;
    }
    return text_span(text);
}

static jaga_span spell_head(const table *self, size_t at, char text[64])
{
    const column *head = &self->answer->columns[at];
    const bool has_currency = head->kind == CELL_MONEY && self->currency[0] != '\0';

    (void)snprintf(text, 64, "%s%s%s", head->name, has_currency ? " " : "",
                   has_currency ? self->currency : "");
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    return text_span(text);
}

static void measure(table *self)
{
    char text[64];

    for (size_t i = 0; i < self->answer->column_count; i++) {
        const column *of = &self->answer->columns[i];
        if (of->is_hidden || (of->kind == CELL_CURRENCY && self->currency[0] != '\0')) {
            continue;
        }
        self->width[i] = text_width(spell_head(self, i, text));
        for (const answer_row *row = self->answer->first; row != NULL; row = row->next) {
            const size_t width = text_width(answer_spell(self->answer, row, i, text));
            self->width[i] = width > self->width[i] ? width : self->width[i];
        }
    }
}

static size_t last_shown(const table *self)
{
    size_t last = self->answer->column_count;

    while (last > 0 && self->width[last - 1] == 0) {
        last--;
    }
    return last;
}

/* row NULL: the heads. */
static void put_row(const table *self, const answer_row *row, FILE *out)
{
    const size_t end = last_shown(self);
    size_t spaces = 0; /* owed to the next cell that says something: none end a line */
    char text[64];

    for (size_t i = 0; i < end; i++) {
        const jaga_span said =
            row == NULL ? spell_head(self, i, text) : answer_spell(self->answer, row, i, text);
        const size_t width = self->width[i];
        if (width == 0) {
            continue;
        }
        if (said.length == 0) {
            spaces += width + 2;
            continue;
        }
        const size_t before =
            is_number(self->answer->columns[i].kind) ? width - text_width(said) : 0;
        text_repeat(out, " ", spaces + before);
        text_put(out, said);
        spaces = width - text_width(said) - before + 2;
    }
    (void)fputc('\n', out);
}

void answer_put_table(const answer *self, const char *one, const char *many, FILE *out)
{
    table shown = { .answer = self };
    char count[MONEY_TEXT_BYTES];

    find_currency(&shown);
    measure(&shown);
    put_row(&shown, NULL, out);
    for (size_t i = 0, end = last_shown(&shown); i < end; i++) {
        if (shown.width[i] > 0) {
            text_repeat(out, "─", shown.width[i]);
            (void)fputs(i + 1 == end ? "\n" : "  ", out);
        }
    }
    for (const answer_row *row = self->first; row != NULL; row = row->next) {
        put_row(&shown, row, out);
    }
    (void)money_format_grouped((int64_t)self->row_count, 0, count);
    (void)fprintf(out, "\n%s %s\n", count, self->row_count == 1 ? one : many);
}
