#ifndef JAGA_DESK_TEXTS_H
#define JAGA_DESK_TEXTS_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>

/* What agents read out and customers are sent, in three languages: models/texts_LANGUAGE.txt, one
 * text a line, `key: text`, with {fields} to fill in. No text asks for a secret, and none says that
 * money is stopped before the ledger has said so: such texts come in pairs, KEY.acked and
 * KEY.asked. */
typedef enum texts_language { TEXTS_EN, TEXTS_ID, TEXTS_ZH, TEXTS_LANGUAGE_COUNT } texts_language;

/* "en", "id", "zh"; -1 when it is none of them. */
int texts_language_find(const char *code);
const char *texts_language_code(texts_language language);

/* False when no language has the key. A text that the language lacks comes in English, which
 * is_english (may be NULL) says. The span lives as long as the program. */
bool texts_find(texts_language language, const char *key, jaga_span *out, bool *is_english);

/* KEY.acked or KEY.asked, as the ledger has answered or not. */
bool texts_find_hold(texts_language language, const char *key, bool is_acked, jaga_span *out);

/* The i-th text of the file; false behind the last. */
bool texts_at(texts_language language, size_t i, jaga_span *key, jaga_span *text);

typedef struct texts_field {
    const char *name, *value;
} texts_field;

/* Replaces each {name} by its value. JAGA_ERR_USAGE names a field without a value, JAGA_ERR_LIMIT
 * says that `size` bytes are not enough; what is in `out` then is not to be used. */
JAGA_USE_RESULT jaga_status texts_fill(jaga_span text, const texts_field *fields, size_t count,
                                       char *out, size_t size, jaga_error *err);

#endif
