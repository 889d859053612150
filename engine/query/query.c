/* Questions by name. */
#include "jaga/query.h"

#include "query/questions.h"

#include <string.h>

/* Address space; what an answer needs is taken as it grows. */
static const size_t answer_bytes = (size_t)16 << 30;

static const question *const table[] = {
#define QUESTION(id) &question_##id,
#include "query/questions.def"
#undef QUESTION
};

size_t jaga_question_count(void)
{
    return sizeof table / sizeof table[0];
}

const jaga_question *jaga_question_at(size_t index)
{
    return &table[index]->shown;
}

static const question *find_question(const char *name)
{
    for (size_t i = 0; i < jaga_question_count(); i++) {
        if (strcmp(table[i]->shown.name, name) == 0) {
            return table[i];
        }
    }
    return NULL;
}

static jaga_status put_answer(const question *asked, const answer *said, jaga_format format,
                              FILE *out, jaga_error *err)
{
    switch (format) {
    case JAGA_FORMAT_TABLE:
        if (said->row_count == 0) {
            (void)fprintf(out, "%s\n", asked->empty);
        } else {
            answer_put_table(said, asked->one, asked->many, out);
        }
        break;
    case JAGA_FORMAT_CSV: answer_put_csv(said, out); break;
    case JAGA_FORMAT_JSON: JAGA_TRY(answer_put_json(said, out, err)); break;
    }
    return fflush(out) == 0 && !ferror(out)
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_IO, "the answer could not be written");
}

static jaga_status answer_question(const question *asked, const database *from, arena *memory,
                                   jaga_format format, FILE *out, jaga_error *err)
{
    answer said;

    JAGA_TRY(answer_read(&said, memory, from, asked->sql, err));
    if (asked->complete != NULL) {
        JAGA_TRY(asked->complete(&said, from, err));
    }
    return put_answer(asked, &said, format, out, err);
}

jaga_status jaga_query(const char *db, const char *name, jaga_format format, FILE *out,
                       jaga_error *err)
{
    const question *asked = find_question(name);
    database from = { 0 };
    arena *memory = NULL;

    if (asked == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "there is no question \"%s\"", name);
    }
    JAGA_TRY(database_open(db, &from, err));
    jaga_status status = arena_open(answer_bytes, &memory, err);
    if (status == JAGA_OK) {
        status = answer_question(asked, &from, memory, format, out, err);
    }
    arena_close(memory);
    database_close(&from);
    return status;
}
