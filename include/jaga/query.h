#ifndef JAGA_QUERY_H
#define JAGA_QUERY_H

#include "jaga/signal.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Read-only questions to a database, also while an engine writes to it. */

typedef enum jaga_format { JAGA_FORMAT_TABLE, JAGA_FORMAT_CSV, JAGA_FORMAT_JSON } jaga_format;

/* One question that can be asked by name. Static. */
typedef struct jaga_question {
    const char *name;
    const char *help;
    const char *about;    /* the word that follows the name: "ACCOUNT", "[NAME]"; NULL: none */
    const char *examples; /* lines, without indent */
    bool reads_history;   /* and not only the database: the whole input log in one pass */
} jaga_question;
size_t jaga_question_count(void);
const jaga_question *jaga_question_at(size_t index);
/* NULL: no such question. */
const jaga_question *jaga_question_find(const char *name);

/* What narrows an answer. Texts are borrowed; NULL: all. Times are microseconds UTC of the event.
 */
typedef struct jaga_filter {
    const char *about; /* what the question asks about */
    const char *account;
    const char *case_number; /* as spoken, or the case's key */
    int64_t since_us;        /* from here on; INT64_MIN: all */
    int64_t until_us;        /* before this; INT64_MAX: all */
    int64_t limit;           /* rows, the first ones; -1: all */
} jaga_filter;

#define JAGA_FILTER_NONE                                                                           \
    {                                                                                              \
        .since_us = INT64_MIN, .until_us = INT64_MAX, .limit = -1                                  \
    }

/* Whether the question heeds "account", "case", "since", "until", "limit". */
bool jaga_question_heeds(const jaga_question *question, const char *filter);

/* Writes the answer to `out`. The table is for people (aligned, grouped amounts, local time
 * +07:00), CSV and JSON lines are for programs. `filter` NULL: everything. JAGA_ERR_USAGE: no such
 * question, a filter that it does not heed, or no row of that name. */
JAGA_USE_RESULT jaga_status jaga_query(const char *db, const char *question,
                                       const jaga_filter *filter, jaga_format format, FILE *out,
                                       jaga_error *err);

/* The story of a hold (its key, its case's key or its spoken number), an event or an account:
 * timeline, what is normal, each signal with its value and weight, what was done, where the money
 * went. JAGA_ERR_USAGE: nothing of that name. */
JAGA_USE_RESULT jaga_status jaga_explain(const char *db, const char *what, jaga_lang lang,
                                         FILE *out, jaga_error *err);
/* The same as one JSON object in one line, sentences in `lang`. */
JAGA_USE_RESULT jaga_status jaga_explain_json(const char *db, const char *what, jaga_lang lang,
                                              FILE *out, jaga_error *err);

/* Writes a copy for analysts to a folder: the database, without a write-ahead log, and holds.csv,
 * cases.csv and tasks.csv, all of one moment, also while an engine writes. The folder is replaced
 * as a whole, and must hold nothing but an earlier copy. Files are 0640; an existing folder keeps
 * its mode and group. */
JAGA_USE_RESULT jaga_status jaga_publish(const char *db, const char *folder, jaga_error *err);

#endif
