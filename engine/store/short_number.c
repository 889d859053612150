#include "store/short_number.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* The Luhn sum of digits whose last one is doubled or not; every second one to the left follows. */
static unsigned luhn_sum(const char *digits, size_t length, bool doubles_last)
{
    unsigned sum = 0;
    bool doubles = doubles_last;

    for (size_t i = length; i > 0; i--) {
        const unsigned digit = (unsigned)(digits[i - 1] - '0');
        const unsigned weighed = doubles ? 2 * digit : digit;
        sum += weighed > 9 ? weighed - 9 : weighed;
        doubles = !doubles;
    }
    return sum;
}

void short_number_format(uint64_t number, char text[SHORT_NUMBER_BYTES])
{
    const int length = snprintf(text, SHORT_NUMBER_BYTES, "%07llu", (unsigned long long)number);
    const unsigned sum = luhn_sum(text, (size_t)length, true);

    text[length] = (char)('0' + (10 - sum % 10) % 10);
    text[length + 1] = '\0';
}

bool short_number_is_valid(const char *text)
{
    const size_t length = strlen(text);

    return length >= 8 && strspn(text, "0123456789") == length &&
           luhn_sum(text, length, false) % 10 == 0;
}
