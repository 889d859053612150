/* Each decision of the case that disturbed somebody, with its reasons. */
#include "base/column_text.h"
#include "evidence/page.h"
#include "query/story.h"
#include "store/sql.h"

#include <string.h>

#define STORY_SQL "engine/query/story.sql"

static void put_reason(const bundle *self, const char *says, double bits, double heaviest,
                       const char *note, FILE *out)
{
    (void)fputs("<tr><td class=\"text\">", out);
    page_text(out, text_span(says));
    (void)fprintf(out, "</td><td class=\"text\">%s</td>", note);
    if (self->reader->audience != JAGA_FOR_CUSTOMER) {
        (void)fprintf(out,
                      "<td>%+.2f<span class=\"bar\"><i style=\"width:%.0f%%\"></i></span></td>",
                      bits, heaviest > 0.0 && bits > 0.0 ? 100.0 * bits / heaviest : 0.0);
    }
    (void)fputs("</tr>\n", out);
}

/* Heaviest first. Evidence without bits is part of a model's word, whose reasons follow it. */
static jaga_status put_evidence(const story *self, const bundle *of, const subject *about,
                                sqlite3_stmt *row, jaga_error *err)
{
    double heaviest = 0.0;
    story_reasons reasons;
    jaga_status status;

    JAGA_TRY(story_read_reasons(self, about, &reasons, err));
    while ((status = database_step(self->from, row, err)) == JAGA_OK) {
        story_evidence said;
        JAGA_TRY(story_read_evidence(self, about, row, &said, err));
        if (said.bits == 0.0) {
            continue;
        }
        heaviest = said.bits > heaviest ? said.bits : heaviest;
        const char *note = said.is_fresh     ? ""
                           : said.has_origin ? story_time(self, said.since_us)
                                             : page_word(of, EVIDENCE_REMEMBERED);
        put_reason(of, said.says, said.bits, heaviest, note, self->out);
        for (size_t i = 0; i < reasons.count && strcmp(said.signal, "model") == 0; i++) {
            put_reason(of, reasons.at[i].says, reasons.at[i].bits, heaviest, "", self->out);
        }
    }
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status put_decision(const bundle *of, const answer *all, const answer_row *row,
                                FILE *out, jaga_error *err)
{
    const story self = {
        .from = of->from, .memory = of->memory, .lang = of->reader->lang, .out = out
    };
    const jaga_span event_id = row->cells[answer_column(all, "event_id")].text;
    char room[64];
    sql_row asked = { 0 };
    subject about;

    JAGA_TRY(subject_look_up(of->from, story_text(&self, event_id), of->memory, &about, err));
    (void)fprintf(out, "<h3>%s · ", story_time(&self, row->cells[answer_column(all, "ts")].number));
    page_text(out, row->cells[answer_column(all, "outcome")].text);
    if (of->reader->audience != JAGA_FOR_CUSTOMER) {
        (void)fputs(" · ", out);
        page_text(out, answer_spell(all, row, answer_column(all, "belief"), room));
    }
    (void)fputs(" · ", out);
    page_text(out, event_id);
    (void)fputs("</h3>\n<table>\n", out);
    JAGA_TRY(sql_prepare(of->from->db, STORY_SQL, "get_evidence", &asked.statement, of->from->path,
                         err));
    sql_integer(&asked, row->cells[answer_column(all, "record")].number);
    const jaga_status status = put_evidence(&self, of, &about, asked.statement, err);
    (void)sqlite3_finalize(asked.statement);
    (void)fputs("</table>\n", out);
    return status;
}

jaga_status page_why(const bundle *self, FILE *out, jaga_error *err)
{
    answer all;

    JAGA_TRY(page_ask(self, "engine/evidence/case_decisions.sql", &all, err));
    if (all.row_count == 0) {
        return JAGA_OK;
    }
    page_section(
        self, EVIDENCE_WHY,
        self->reader->audience == JAGA_FOR_CUSTOMER ? EVIDENCE_WORD_COUNT : EVIDENCE_WHY_NOTE, out);
    for (const answer_row *row = all.first; row != NULL; row = row->next) {
        JAGA_TRY(put_decision(self, &all, row, out, err));
    }
    (void)fputs("</section>\n", out);
    return JAGA_OK;
}
