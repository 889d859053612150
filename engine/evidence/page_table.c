/* Words, heads and tables of the page. */
#include "base/chart.h"
#include "base/column_text.h"
#include "evidence/page.h"

#include <string.h>

const char *page_word(const bundle *self, evidence_word id)
{
    static const char *const words[EVIDENCE_WORD_COUNT][JAGA_LANG_COUNT] = {
#define EVIDENCE_WORD(id, en, indonesian, zh) { en, indonesian, zh },
#include "evidence/page_words.def"
#undef EVIDENCE_WORD
    };
    return words[id][self->reader->lang];
}

const char *page_head(const bundle *self, const char *name)
{
    static const struct {
        const char *name, *says[JAGA_LANG_COUNT];
    } heads[] = {
#define EVIDENCE_HEAD(column_name, en, indonesian, zh) { column_name, { en, indonesian, zh } },
#include "evidence/page_heads.def"
#undef EVIDENCE_HEAD
    };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strcmp(heads[i].name, name) == 0) {
            return heads[i].says[self->reader->lang];
        }
    }
    return name;
}

jaga_status page_ask(const bundle *self, const char *file, answer *out, jaga_error *err)
{
    const jaga_filter filter = { .about = bundle_audience(self),
                                 .case_number = self->case_id,
                                 .account = self->reader->partner,
                                 .limit = -1 };
    return answer_read(out, self->memory, self->from, file, &filter, err);
}

/* What no XML may hold is shown as a dot. */
void page_text(FILE *out, jaga_span text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        const char one[2] = { byte < ' ' || byte == 0x7F ? '.' : (char)byte, '\0' };
        chart_escape(one, out);
    }
}

void page_section(const bundle *self, evidence_word title, evidence_word note, FILE *out)
{
    (void)fprintf(out, "<section class=\"card wide\"><h2>%s</h2>\n", page_word(self, title));
    if (note != EVIDENCE_WORD_COUNT) {
        (void)fprintf(out, "<p>%s</p>\n", page_word(self, note));
    }
}

static bool is_told(const answer *said, size_t at)
{
    for (const answer_row *row = said->first; row != NULL; row = row->next) {
        char room[64];
        if (answer_spell(said, row, at, room).length > 0) {
            return !said->columns[at].is_hidden;
        }
    }
    return false;
}

static bool is_text(const answer *said, size_t at)
{
    const cell_kind kind = said->columns[at].kind;
    return kind == CELL_TEXT || kind == CELL_TIME || kind == CELL_CURRENCY;
}

void page_table(const bundle *self, const answer *said, FILE *out)
{
    bool is_shown[ANSWER_COLUMNS_MAX];

    (void)fputs("<table><tr>", out);
    for (size_t i = 0; i < said->column_count; i++) {
        is_shown[i] = is_told(said, i);
        if (is_shown[i]) {
            (void)fprintf(out, "<th%s>%s</th>", is_text(said, i) ? " class=\"text\"" : "",
                          page_head(self, said->columns[i].name));
        }
    }
    (void)fputs("</tr>\n", out);
    for (const answer_row *row = said->first; row != NULL; row = row->next) {
        (void)fputs("<tr>", out);
        for (size_t i = 0; i < said->column_count; i++) {
            char room[64];
            if (is_shown[i]) {
                (void)fprintf(out, "<td%s>", is_text(said, i) ? " class=\"text\"" : "");
                page_text(out, answer_spell(said, row, i, room));
                (void)fputs("</td>", out);
            }
        }
        (void)fputs("</tr>\n", out);
    }
    (void)fputs("</table>\n", out);
}
