#ifndef JAGA_BASE_DETAIL_H
#define JAGA_BASE_DETAIL_H

#include "jaga/span.h"

/* The value of a key in `key=value;key=value`; an empty span with NULL when the key is not there.
 * The first of several wins. Borrowed from the text. */
jaga_span detail_value(jaga_span detail, const char *key);

#endif
