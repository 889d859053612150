#ifndef JAGA_QUERY_QUESTIONS_H
#define JAGA_QUERY_QUESTIONS_H

#include "jaga/query.h"
#include "query/answer.h"

/* One question that can be asked by name. A new one is an .sql file, a record and a line in
 * questions.def. */
typedef struct question {
    jaga_question shown;
    const char *sql; /* embedded file */
    /* Fills in what SQL cannot know; NULL: nothing. */
    jaga_status (*complete)(answer *answer, const database *from, jaga_error *err);
    const char *one, *many; /* what a row is */
    const char *empty;      /* said to people instead of an empty table */
} question;

#define QUESTION(id) extern const question question_##id;
#include "query/questions.def"
#undef QUESTION

/* Columns stolen, at_rest, gone, scattered and way, from the history. */
JAGA_USE_RESULT jaga_status complete_cases(answer *answer, const database *from, jaga_error *err);
/* Rows for the sizes of the files. */
JAGA_USE_RESULT jaga_status complete_stats(answer *answer, const database *from, jaga_error *err);

#endif
