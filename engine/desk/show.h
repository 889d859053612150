#ifndef JAGA_DESK_SHOW_H
#define JAGA_DESK_SHOW_H

#include "desk/past.h"
#include "desk/protection.h"
#include "desk/texts.h"
#include "query/story.h"

#include <jansson.h>

/* What an agent sees of a case: one JSON object, from which the table for people is printed too. */
typedef struct view {
    jaga_desk *desk;
    const desk_file *about;
    const past *before;
    const standing *who;
    story words; /* sentences of signals, in the agent's language */
    json_t *out;
} view;

/* Chapters of the object. */
JAGA_USE_RESULT jaga_status view_head(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_account(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_holds(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_contacts(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_reasons(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_payments(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_identity(view *self, jaga_error *err);
JAGA_USE_RESULT jaga_status view_work(view *self, jaga_error *err);
void view_next(view *self);

/* Level, life and what they permit. */
json_t *account_json(const protection_view *now, account_life life);

/* For people. */
void view_put_table(const view *self, FILE *out);

/* Rows of a statement as an array of objects: each column's alias is the key; "x:time" becomes RFC
 * 3339. */
JAGA_USE_RESULT jaga_status view_rows(view *self, sql_row *row, json_t **out, jaga_error *err);

/* A text with the case's own fields filled in, in the given language. Lives in the desk's arena. */
const char *view_text(const view *self, texts_language language, const char *key);

#endif
