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

const jaga_question *jaga_question_find(const char *name)
{
    const question *found = find_question(name);
    return found == NULL ? NULL : &found->shown;
}

static bool heeds(const question *asked, const char *filter)
{
    const size_t length = strlen(filter);
    const char *at = asked->heeds;

    while ((at = strstr(at, filter)) != NULL && at[length] != ' ' && at[length] != '\0') {
        at += length;
    }
    return at != NULL;
}

bool jaga_question_heeds(const jaga_question *shown, const char *filter)
{
    return heeds(find_question(shown->name), filter);
}

/* What is asked for in vain would look like an answer to it. */
static jaga_status check_filter(const question *asked, const jaga_filter *filter, jaga_error *err)
{
    const struct {
        const char *name;
        bool is_given;
    } filters[] = {
        { "account", filter->account != NULL },
        { "case", filter->case_number != NULL },
        { "since", filter->since_us != INT64_MIN },
        { "until", filter->until_us != INT64_MAX },
        { "limit", filter->limit >= 0 },
    };
    const char *name = asked->shown.name, *about = asked->shown.about;

    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        if (filters[i].is_given && !heeds(asked, filters[i].name)) {
            return jaga_fail(err, JAGA_ERR_USAGE, "%s cannot be narrowed by --%s", name,
                             filters[i].name);
        }
    }
    if (filter->about != NULL && about == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s stands alone; narrow it with --account", name);
    }
    return filter->about == NULL && about != NULL && about[0] != '['
               ? jaga_fail(err, JAGA_ERR_USAGE, "whose? jaga query %s %s", name, about)
               : JAGA_OK;
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

static jaga_status answer_question(const question *asked, const database *from,
                                   const jaga_filter *filter, arena *memory, jaga_format format,
                                   FILE *out, jaga_error *err)
{
    answer said;

    JAGA_TRY(answer_read(&said, memory, from, asked->sql, filter, err));
    if (asked->complete != NULL) {
        JAGA_TRY(asked->complete(&said, from, filter, err));
    }
    return put_answer(asked, &said, format, out, err);
}

jaga_status question_answer(const database *from, const char *name, const jaga_filter *filter,
                            jaga_format format, FILE *out, jaga_error *err)
{
    static const jaga_filter none = JAGA_FILTER_NONE;
    const question *asked = find_question(name);
    arena *memory = NULL;

    if (asked == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "there is no question \"%s\"", name);
    }
    filter = filter == NULL ? &none : filter;
    JAGA_TRY(check_filter(asked, filter, err));
    JAGA_TRY(arena_open(answer_bytes, &memory, err));
    const jaga_status status = answer_question(asked, from, filter, memory, format, out, err);
    arena_close(memory);
    return status;
}

jaga_status jaga_query(const char *db, const char *name, const jaga_filter *filter,
                       jaga_format format, FILE *out, jaga_error *err)
{
    database from = { 0 };

    if (find_question(name) == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "there is no question \"%s\"", name);
    }
    JAGA_TRY(database_open(db, &from, err));
    const jaga_status status = question_answer(&from, name, filter, format, out, err);
    database_close(&from);
    return status;
}
