#ifndef JAGA_QUERY_H
#define JAGA_QUERY_H

#include "jaga/signal.h"
#include "jaga/status.h"

#include <stddef.h>
#include <stdio.h>

/* Read-only questions to a database, also while an engine writes to it. */

typedef enum jaga_format { JAGA_FORMAT_TABLE, JAGA_FORMAT_CSV, JAGA_FORMAT_JSON } jaga_format;

/* One question that can be asked by name. Static. */
typedef struct jaga_question {
    const char *name;
    const char *help;
} jaga_question;
size_t jaga_question_count(void);
const jaga_question *jaga_question_at(size_t index);

/* Writes the answer to `out`. The table is for people (aligned, grouped amounts, local time
 * +07:00), CSV and JSON lines are for programs. JAGA_ERR_USAGE: no such question. */
JAGA_USE_RESULT jaga_status jaga_query(const char *db, const char *question, jaga_format format,
                                       FILE *out, jaga_error *err);

/* The story of a hold (its key, its case's key or its spoken number), an event or an account:
 * timeline, what is normal, each signal with its value and weight, what was done, where the money
 * went. JAGA_ERR_USAGE: nothing of that name. */
JAGA_USE_RESULT jaga_status jaga_explain(const char *db, const char *what, jaga_lang lang,
                                         FILE *out, jaga_error *err);

#endif
