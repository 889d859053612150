/* Answers for programs: CSV after RFC 4180, but with lines ended by a line feed alone, as the tools
 * around a shell expect, and JSON lines. Money is a decimal number in the row's currency (a string
 * in JSON, so that no reader rounds it), time is RFC 3339 in UTC. */
#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"
#include "query/answer.h"

#include <jansson.h>
#include <string.h>

/* What a cell says; `text` is room for numbers. */
static jaga_span spell(const answer *self, const answer_row *row, size_t at, char text[64])
{
    const cell *said = &row->cells[at];

    if (!said->is_said) {
        return (jaga_span){ "", 0 };
    }
    switch (self->columns[at].kind) {
    case CELL_TEXT:
    case CELL_CURRENCY: return said->text;
    case CELL_COUNT: (void)snprintf(text, 64, "%lld", (long long)said->number); break;
    case CELL_TIME: when_format(said->number, text); break;
    case CELL_MONEY: (void)money_format(said->number, answer_digits(self, row), text); break;
    case CELL_BELIEF:
    case CELL_SHARE: (void)snprintf(text, 64, "%.6f", said->share); break;
    case CELL_BITS: (void)snprintf(text, 64, "%.2f", said->share); break;
    }
    return text_span(text);
}

static void put_field(FILE *out, jaga_span text)
{
    bool is_plain = true;

    for (uint32_t i = 0; i < text.length; i++) {
        is_plain = is_plain && memchr(",\"\r\n", text.at[i], 4) == NULL;
    }
    if (is_plain) {
        (void)fwrite(text.at, 1, text.length, out);
        return;
    }
    (void)fputc('"', out);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    (void)fputc('"', out);
}

void answer_put_csv(const answer *self, FILE *out)
{
    char text[64];

    for (size_t i = 0; i < self->column_count; i++) {
        (void)fprintf(out, "%s%s", i == 0 ? "" : ",", self->columns[i].name);
    }
    (void)fputc('\n', out);
    for (const answer_row *row = self->first; row != NULL; row = row->next) {
        for (size_t i = 0; i < self->column_count; i++) {
            if (i > 0) {
                (void)fputc(',', out);
            }
            put_field(out, spell(self, row, i, text));
        }
        (void)fputc('\n', out);
    }
}

/* Ids of the log are UTF-8; what is not is written as the empty text rather than lost as a row. */
static json_t *value_of(const answer *self, const answer_row *row, size_t at)
{
    const cell *said = &row->cells[at];
    char text[64];

    if (!said->is_said) {
        return json_null();
    }
    if (self->columns[at].kind == CELL_COUNT) {
        return json_integer(said->number);
    }
    if (self->columns[at].kind == CELL_BELIEF || self->columns[at].kind == CELL_SHARE) {
        return json_real((double)(int64_t)(said->share * 1e6 + 0.5) / 1e6);
    }
    if (self->columns[at].kind == CELL_BITS) {
        const double hundredths = said->share * 100;
        return json_real((double)(int64_t)(hundredths + (hundredths < 0 ? -0.5 : 0.5)) / 100);
    }
    const jaga_span spelled = spell(self, row, at, text);
    json_t *value = json_stringn(spelled.at, spelled.length);
    return value == NULL ? json_string("") : value;
}

jaga_status answer_put_json(const answer *self, FILE *out, jaga_error *err)
{
    for (const answer_row *row = self->first; row != NULL; row = row->next) {
        json_t *object = json_object();
        int failed = object == NULL;
        for (size_t i = 0; i < self->column_count && !failed; i++) {
            failed = json_object_set_new(object, self->columns[i].name, value_of(self, row, i));
        }
        failed = failed || json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(7)) != 0;
        json_decref(object);
        if (failed) {
            return jaga_fail(err, JAGA_ERR_IO, "writing the answer as JSON failed");
        }
        (void)fputc('\n', out);
    }
    return JAGA_OK;
}
