/* weights: any text is a table of weights or is refused in one line that names file and line; what
 * is taken stays within bounds. */
#include "model/weights.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jaga_error err = { .text = "" };
    weights got;

    if (weights_read(&got, (jaga_span){ (const char *)data, (uint32_t)size }, "w.csv", &err) !=
        JAGA_OK) {
        if (strncmp(err.text, "w.csv: line ", 12) != 0 || strchr(err.text, '\n') != NULL) {
            abort();
        }
        return 0;
    }
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        if (!(got.bits[i] >= 0.0 && got.bits[i] <= 20.0)) {
            abort();
        }
    }
    return 0;
}
