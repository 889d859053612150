/* money: any text is an amount or is refused; an amount survives its own text. The first byte
 * chooses the style, the exponent and whether a sign is allowed. */
#include "base/money.h"

#include "jaga/event.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const money_style styles[] = { { .decimal = '.' },
                                          { .decimal = ',', .group = '.' },
                                          { .decimal = '.', .group = ',' },
                                          { .decimal = '.', .group = ' ', .is_rounded = true } };
    static const int exponents[] = { 0, 2, 3, 2 };
    char text[MONEY_TEXT_BYTES];
    int64_t minor = 0, again = 0;

    if (size == 0) {
        return 0;
    }
    const int exponent = exponents[data[0] >> 2 & 3];
    const int is_signed = data[0] >> 4 & 1;
    const jaga_span given = { (const char *)data + 1, (uint32_t)size - 1 };
    if (money_parse(given, styles[data[0] & 3], exponent, is_signed, &minor) == NULL) {
        const jaga_span written = { text, (uint32_t)money_format(minor, exponent, text) };
        if (money_parse(written, styles[0], exponent, minor < 0, &again) != NULL ||
            again != minor || (minor < 0 && !is_signed)) {
            abort();
        }
    }
    if (size >= 9) { /* any number at all has a text */
        memcpy(&minor, data + 1, 8);
        if (money_format(minor, exponent, text) >= MONEY_TEXT_BYTES ||
            money_format_grouped(minor, exponent, text) >= MONEY_TEXT_BYTES) {
            abort();
        }
    }
    (void)money_digits(given);
    return 0;
}
