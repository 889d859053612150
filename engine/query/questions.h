#ifndef JAGA_QUERY_QUESTIONS_H
#define JAGA_QUERY_QUESTIONS_H

#include "jaga/query.h"
#include "query/answer.h"

/* One question that can be asked by name. A new one is an .sql file, a record and a line in
 * questions.def. */
typedef struct question {
    jaga_question shown;
    const char *sql;   /* embedded file */
    const char *heeds; /* filters, words with a space between */
    /* Fills in what SQL cannot know; NULL: nothing. */
    jaga_status (*complete)(answer *answer, const database *from, const jaga_filter *filter,
                            jaga_error *err);
    const char *one, *many; /* what a row is */
    const char *empty;      /* said to people instead of an empty table */
} question;

#define QUESTION(id) extern const question question_##id;
#include "query/questions.def"
#undef QUESTION

/* As jaga_query, of a database that is open. */
JAGA_USE_RESULT jaga_status question_answer(const database *from, const char *name,
                                            const jaga_filter *filter, jaga_format format,
                                            FILE *out, jaga_error *err);

/* What SQL cannot know, of each question that needs it. */
#define COMPLETE(name)                                                                             \
    JAGA_USE_RESULT jaga_status name(answer *answer, const database *from,                         \
                                     const jaga_filter *filter, jaga_error *err)
COMPLETE(complete_cases);    /* columns stolen, at_rest, gone, scattered and way */
COMPLETE(complete_stats);    /* rows for the sizes of the files */
COMPLETE(complete_account);  /* rows for what is normal, devices, payees, types of events */
COMPLETE(complete_at_risk);  /* belief out of bits */
COMPLETE(complete_entities); /* all rows */
COMPLETE(complete_oddities); /* all rows */
#undef COMPLETE

#endif
