/* The page of a bundle: all that its reader may know, in one file. */
#include "evidence/page.h"

#include "base/column_text.h"
#include "base/html_page.h"
#include "jaga/version.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum {
    OFFICIAL = 1U << JAGA_FOR_REGULATOR | 1U << JAGA_FOR_POLICE,
    PERSONAL = OFFICIAL | 1U << JAGA_FOR_CUSTOMER,
    EVERYBODY = PERSONAL | 1U << JAGA_FOR_PARTNER
};

static const char *const languages[JAGA_LANG_COUNT] = { "en", "id", "zh" };

static void put_fact(const bundle *self, const answer *head, size_t at, FILE *out)
{
    char room[64];
    const jaga_span text = answer_spell(head, head->first, at, room);
    const column *of = &head->columns[at];

    if (text.length > 0 && !of->is_hidden && of->kind != CELL_MONEY && of->kind != CELL_CURRENCY) {
        (void)fprintf(out, "<dt>%s</dt><dd>", page_head(self, of->name));
        page_text(out, text);
        (void)fputs("</dd>\n", out);
    }
}

static void put_amount(const bundle *self, const answer *head, size_t at, FILE *out)
{
    char room[64], currency[64];
    const jaga_span text = answer_spell(head, head->first, at, room);

    if (text.length > 0 && head->columns[at].kind == CELL_MONEY) {
        (void)fprintf(out, "<div class=\"card\"><small>%s, ",
                      page_head(self, head->columns[at].name));
        page_text(out, answer_spell(head, head->first, answer_column(head, "currency"), currency));
        (void)fputs("</small><span class=\"big\">", out);
        page_text(out, text);
        (void)fputs("</span></div>\n", out);
    }
}

static void put_audience(const bundle *self, FILE *out)
{
    const evidence_word words[] = { [JAGA_FOR_REGULATOR] = EVIDENCE_FOR_REGULATOR,
                                    [JAGA_FOR_CUSTOMER] = EVIDENCE_FOR_CUSTOMER,
                                    [JAGA_FOR_PARTNER] = EVIDENCE_FOR_PARTNER,
                                    [JAGA_FOR_POLICE] = EVIDENCE_FOR_POLICE };
    const char *name =
        self->reader->audience == JAGA_FOR_POLICE ? self->reader->request : self->reader->partner;

    (void)fprintf(out, "<p>%s", page_word(self, words[self->reader->audience]));
    if (name != NULL) {
        (void)fputs(" <b>", out);
        page_text(out, text_span(name));
        (void)fputs("</b>.", out);
    }
    (void)fprintf(out, " %s</p>\n", page_word(self, EVIDENCE_ZONE));
}

static jaga_status put_head(const bundle *self, FILE *out, jaga_error *err)
{
    answer head;
    char number[64], title[128];

    JAGA_TRY(page_ask(self, "engine/evidence/case_head.sql", &head, err));
    const jaga_span said = answer_spell(&head, head.first, answer_column(&head, "case"), number);
    (void)snprintf(title, sizeof title, "%s %.*s", page_word(self, EVIDENCE_TITLE),
                   (int)said.length, said.at);
    html_page_begin(languages[self->reader->lang], title, out);
    (void)fprintf(out, "<h1>%s</h1>\n", title);
    put_audience(self, out);
    (void)fputs("<div class=\"figures\">\n", out);
    for (size_t i = 0; i < head.column_count; i++) {
        put_amount(self, &head, i, out);
    }
    (void)fputs("</div>\n", out);
    page_section(self, EVIDENCE_CASE, EVIDENCE_WORD_COUNT, out);
    (void)fputs("<dl class=\"facts\">\n", out);
    for (size_t i = 0; i < head.column_count; i++) {
        put_fact(self, &head, i, out);
    }
    (void)fputs("</dl></section>\n", out);
    return JAGA_OK;
}

/* The drawing was written before; the page takes it in without the head of its own file. */
static jaga_status put_drawing(const bundle *self, FILE *out, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], line[8192];
    bool is_inside = false;

    JAGA_TRY(bundle_path(self->folder, BUNDLE_DRAWING, path, err));
    FILE *from = fopen(path, "rbe");
    if (from == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    page_section(self, EVIDENCE_MONEY, EVIDENCE_WORD_COUNT, out);
    (void)fputs("<div class=\"drawing\">\n", out);
    while (fgets(line, sizeof line, from) != NULL) {
        is_inside = is_inside || strncmp(line, "<svg", 4) == 0;
        if (is_inside) {
            (void)fputs(line, out);
        }
    }
    (void)fputs("</div></section>\n", out);
    const bool is_bad = ferror(from) != 0;
    (void)fclose(from);
    return is_bad ? jaga_fail(err, JAGA_ERR_IO, "%s cannot be read", path) : JAGA_OK;
}

static jaga_status put_proof(const bundle *self, FILE *out, jaga_error *err)
{
    (void)err;
    page_section(self, EVIDENCE_PROOF, EVIDENCE_PROOF_NOTE, out);
    (void)fprintf(out,
                  "<dl class=\"facts\"><dt>%s</dt><dd>%" PRId64 "–%" PRId64 "</dd>\n"
                  "<dt>%s</dt><dd>%" PRId64 "</dd>\n<dt>%s</dt><dd><code>%s</code></dd>\n",
                  page_word(self, EVIDENCE_ROWS), self->first_seq, self->last_seq,
                  page_word(self, EVIDENCE_SHOWN), self->shown, page_word(self, EVIDENCE_ANCHOR),
                  self->anchor);
    (void)fprintf(out,
                  "<dt>%s</dt><dd><code>jaga verify FOLDER --anchor SEQ:HASH</code></dd>\n"
                  "<dt>%s</dt><dd><code>sha256sum -c SHA256SUMS</code>, README.txt</dd></dl>"
                  "</section>\n",
                  page_word(self, EVIDENCE_WITH_JAGA), page_word(self, EVIDENCE_WITHOUT_JAGA));
    return JAGA_OK;
}

/* Either a table that a file of SQL says, or a maker. Empty tables are left out. */
static const struct part {
    unsigned readers;
    evidence_word title, note;
    const char *file;
    jaga_status (*put)(const bundle *self, FILE *out, jaga_error *err);
} parts[] = {
    { .readers = EVERYBODY, .put = put_head },
    { .readers = PERSONAL, .put = page_timeline },
    { .readers = PERSONAL, .put = page_why },
    { PERSONAL, EVIDENCE_HOLDS, EVIDENCE_WORD_COUNT, "engine/evidence/case_holds.sql", NULL },
    { PERSONAL, EVIDENCE_CALLS, EVIDENCE_WORD_COUNT, "engine/evidence/case_calls.sql", NULL },
    { PERSONAL, EVIDENCE_PROOFS, EVIDENCE_PROOFS_NOTE, "engine/evidence/case_proofs.sql", NULL },
    { PERSONAL, EVIDENCE_MARKS, EVIDENCE_WORD_COUNT, "engine/evidence/case_marks.sql", NULL },
    { PERSONAL, EVIDENCE_DISPUTES, EVIDENCE_WORD_COUNT, "engine/evidence/case_disputes.sql", NULL },
    { .readers = OFFICIAL, .put = put_drawing },
    { EVERYBODY, EVIDENCE_RECALLS, EVIDENCE_WORD_COUNT, "engine/evidence/case_recalls.sql", NULL },
    { PERSONAL, EVIDENCE_NOTICES, EVIDENCE_WORD_COUNT, "engine/evidence/case_notices.sql", NULL },
    { OFFICIAL, EVIDENCE_LOOKS, EVIDENCE_WORD_COUNT, "engine/evidence/case_looks.sql", NULL },
    { OFFICIAL, EVIDENCE_IN_FORCE, EVIDENCE_IN_FORCE_NOTE, "engine/evidence/case_in_force.sql",
      NULL },
    { .readers = EVERYBODY, .put = put_proof },
};

static jaga_status put_table(const bundle *self, const struct part *part, FILE *out,
                             jaga_error *err)
{
    answer said;

    JAGA_TRY(page_ask(self, part->file, &said, err));
    if (said.row_count > 0) {
        page_section(self, part->title, part->note, out);
        page_table(self, &said, out);
        (void)fputs("</section>\n", out);
    }
    return JAGA_OK;
}

jaga_status bundle_put_page(bundle *self, FILE *out, jaga_error *err)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if ((parts[i].readers >> self->reader->audience & 1U) != 0) {
            JAGA_TRY(parts[i].put != NULL ? parts[i].put(self, out, err)
                                          : put_table(self, &parts[i], out, err));
        }
    }
    (void)fputs("<p>jaga " JAGA_VERSION "</p>\n", out);
    html_page_end(out);
    return JAGA_OK;
}
