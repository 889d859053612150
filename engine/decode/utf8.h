#ifndef JAGA_DECODE_UTF8_H
#define JAGA_DECODE_UTF8_H

#include "jaga/span.h"

/* NULL when the text is valid UTF-8 (no overlong forms, surrogates or values above U+10FFFF)
 * without NUL; else a reject reason: "nul-byte" or "bad-utf8". */
const char *utf8_check(jaga_span text);

#endif
