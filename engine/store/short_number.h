#ifndef JAGA_STORE_SHORT_NUMBER_H
#define JAGA_STORE_SHORT_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The number of a case as it is spoken on the phone: the running number and a Luhn check digit
 * (ISO/IEC 7812-1 annex B), at least eight digits together. The check digit catches every single
 * wrong digit and every swap of neighbours but 09 and 90, which is what telephones do to numbers.
 */
enum { SHORT_NUMBER_BYTES = 24 };

/* Always fits. */
void short_number_format(uint64_t number, char text[SHORT_NUMBER_BYTES]);

/* Whether the text is digits only, eight or more, of which the last is the right one. */
bool short_number_is_valid(const char *text);

#endif
