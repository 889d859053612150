#ifndef JAGA_BASE_COLUMN_TEXT_H
#define JAGA_BASE_COLUMN_TEXT_H

#include "jaga/span.h"

#include <stddef.h>
#include <stdio.h>

/* Text in columns of a terminal. Ids come from the log, so they may hold anything: what would steer
 * a terminal is shown as a dot. */

jaga_span text_span(const char *text); /* NULL: the empty span */

/* Columns that the text takes: two for Chinese, none for marks that combine. */
size_t text_width(jaga_span text);

void text_put(FILE *out, jaga_span text);

/* In exactly `width` columns: filled with spaces, or cut with an ellipsis. */
void text_put_left(FILE *out, jaga_span text, size_t width);
void text_put_right(FILE *out, jaga_span text, size_t width);

void text_repeat(FILE *out, const char *what, size_t times);

#endif
