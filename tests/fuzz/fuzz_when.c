/* when: any text is a time or is refused; a time lies within the range and survives its own text.
 */
#include "base/when.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[WHEN_TEXT_BYTES];
    int64_t us = 0, again = 0;

    if (when_parse((jaga_span){ (const char *)data, (uint32_t)size }, &us) == NULL) {
        when_format(us, text);
        const jaga_span written = { text, (uint32_t)strlen(text) };
        if (when_parse(written, &again) != NULL || again != us || text[4] != '-') {
            abort();
        }
        when_format_local(us, 7 * 3600, text);
    }
    if (size >= 8) { /* any number at all has a text */
        memcpy(&us, data, 8);
        when_format(us, text);
    }
    return 0;
}
