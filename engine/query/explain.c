/* The story of a hold, an event or an account. */
#include "jaga/query.h"

#include "query/story.h"

static const size_t story_bytes = (size_t)1 << 30; /* address space */

static jaga_status tell(const story *self, const subject *about, jaga_error *err)
{
    chapter_head(self, about);
    JAGA_TRY(chapter_happened(self, about, err));
    if (about->has_decision) {
        JAGA_TRY(chapter_why(self, about, err));
    } else if (about->passed != NULL) {
        chapter_passed(self, about);
    }
    chapter_normal(self, about);
    if (about->has_case) {
        JAGA_TRY(chapter_money(self, about, err));
    }
    if (about->has_decision) {
        JAGA_TRY(chapter_sent(self, about, err));
    }
    if (about->is_asked_by_account && about->decisions > 1) {
        JAGA_TRY(chapter_decisions(self, about, err));
    }
    return JAGA_OK;
}

static jaga_status explain(const char *db, const char *what, story *self,
                           jaga_status (*put)(const story *, const subject *, jaga_error *),
                           jaga_error *err)
{
    database from = { 0 };
    arena *memory = NULL;
    subject about;

    if ((unsigned)self->lang >= JAGA_LANG_COUNT) {
        return jaga_fail(err, JAGA_ERR_USAGE, "stories are told in English, Indonesian, Chinese");
    }
    JAGA_TRY(database_open(db, &from, err));
    jaga_status status = arena_open(story_bytes, &memory, err);
    if (status == JAGA_OK) {
        status = subject_find(&from, what, memory, &about, err);
    }
    if (status == JAGA_OK) {
        self->from = &from;
        self->memory = memory;
        status = put(self, &about, err);
    }
    if (status == JAGA_OK && (fflush(self->out) != 0 || ferror(self->out))) {
        status = jaga_fail(err, JAGA_ERR_IO, "the story could not be written");
    }
    arena_close(memory);
    database_close(&from);
    return status;
}

jaga_status jaga_explain(const char *db, const char *what, jaga_lang lang, FILE *out,
                         jaga_error *err)
{
    story self = { .lang = lang, .out = out };
    return explain(db, what, &self, tell, err);
}

jaga_status jaga_explain_json(const char *db, const char *what, jaga_lang lang, FILE *out,
                              jaga_error *err)
{
    story self = { .lang = lang, .out = out };
    return explain(db, what, &self, story_put_json, err);
}
