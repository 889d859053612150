#ifndef JAGA_EVIDENCE_PAGE_H
#define JAGA_EVIDENCE_PAGE_H

#include "evidence/bundle.h"
#include "query/answer.h"

/* The parts of index.html. All of it loads nothing from elsewhere and is well-formed XML; texts of
 * the log and of people are escaped. */

#define EVIDENCE_WORD(id, en, indonesian, zh) EVIDENCE_##id,
typedef enum evidence_word {
#include "evidence/page_words.def"
    EVIDENCE_WORD_COUNT
} evidence_word;
#undef EVIDENCE_WORD

const char *page_word(const bundle *self, evidence_word id);
/* The head of a column in the reader's language; one that has none is itself. */
const char *page_head(const bundle *self, const char *name);

/* What a file of SQL says of the case to this reader. */
JAGA_USE_RESULT jaga_status page_ask(const bundle *self, const char *file, answer *out,
                                     jaga_error *err);

void page_text(FILE *out, jaga_span text);
/* A section's beginning; note may be EVIDENCE_WORD_COUNT for none. The end: "</section>". */
void page_section(const bundle *self, evidence_word title, evidence_word note, FILE *out);
/* Columns in which nothing is said are left out. */
void page_table(const bundle *self, const answer *said, FILE *out);

/* Sections of their own making. */
JAGA_USE_RESULT jaga_status page_timeline(const bundle *self, FILE *out, jaga_error *err);
JAGA_USE_RESULT jaga_status page_why(const bundle *self, FILE *out, jaga_error *err);

#endif
