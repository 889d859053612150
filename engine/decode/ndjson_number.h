#ifndef JAGA_DECODE_NDJSON_NUMBER_H
#define JAGA_DECODE_NDJSON_NUMBER_H

#include "jaga/span.h"

/* A number with an exponent as plain decimals, digit for digit: 1.25e1 is 12.5. Never through a
 * binary fraction, which has no 0.1. */
enum { NDJSON_NUMBER_BYTES = 48 };

/* number: as JSON writes one. The text is put into `to`; its length, or 0 when it would be longer
 * than NDJSON_NUMBER_BYTES. */
uint32_t ndjson_number_plain(jaga_span number, char to[NDJSON_NUMBER_BYTES]);

#endif
