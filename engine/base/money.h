#ifndef JAGA_BASE_MONEY_H
#define JAGA_BASE_MONEY_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Money: int64 minor units of an ISO 4217 currency. */

/* The currency's exponent (IDR 2, JPY 0, KWD 3); -1 when the text is not three letters. Letters
 * without a row in the table of exceptions have 2. */
int money_digits(jaga_span currency);

/* How an export writes numbers. '\0' as group: no separators. is_rounded: it carries the noise of
 * binary fractions (85.64999999999999), so any decimals are taken and rounded, halves up. */
typedef struct money_style {
    char decimal, group;
    bool is_rounded;
} money_style;

/* "150000", "150000.50" with the currency's exponent; at most four decimals, those beyond the
 * exponent zero. No exponent notation, no plus sign; a minus sign only where is_signed. Returns
 * NULL, or what is wrong in a few words (static). */
const char *money_parse(jaga_span text, money_style style, int exponent, int is_signed,
                        int64_t *minor);

/* "150000.50"; JAGA_UNKNOWN_MINOR gives "". Returns the length. */
enum { MONEY_TEXT_BYTES = 40 };
size_t money_format(int64_t minor, int exponent, char text[MONEY_TEXT_BYTES]);

/* For people: "1,250,000" or "12.50"; whole amounts lose their zero decimals. */
size_t money_format_grouped(int64_t minor, int exponent, char text[MONEY_TEXT_BYTES]);

#endif
