#ifndef JAGA_DESK_ERASE_TEXT_H
#define JAGA_DESK_ERASE_TEXT_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Finding an account's name in texts: as a whole word, since names may begin others, and in the
 * ways that JSON and the audit's detail write it. What joins a word: letters, digits, bytes beyond
 * ASCII and - _ . @ +; a dot at the end of a word does not. */
typedef struct erase_name {
    jaga_span account; /* both live as long as the connection uses them */
    jaga_span instead;
} erase_name;

/* The first place from `from` on; its length in *length. text.length: there is none. */
uint32_t erase_find(const erase_name *self, jaga_span text, uint32_t from, uint32_t *length);

/* Gives the connection erase_is(text), erase_names(text), erase_in(text) and erase_leaves(seq, own,
 * subject, detail), which all give NULL for NULL. */
JAGA_USE_RESULT jaga_status erase_register(sqlite3 *db, const char *path, erase_name *self,
                                           jaga_error *err);

#endif
