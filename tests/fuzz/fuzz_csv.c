/* csv_row: whatever the line, its fields fit the room and the next line is read as if it were the
 * first. The first byte chooses the delimiter. */
#include "decode/csv_row.h"
#include "decode/frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char texts[FRAME_LINE_BYTES];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = { ',', ';', '\t', '|' };
    static csv_row row;

    if (size == 0 || size > FRAME_LINE_BYTES) {
        return 0;
    }
    const char delimiter = delimiters[data[0] & 3];
    if (csv_row_open(&row, delimiter, NULL) != JAGA_OK) {
        abort();
    }
    const jaga_span line = { (const char *)data + 1, (uint32_t)size - 1 };
    if (memchr(data + 1, '\n', size - 1) == NULL && csv_row_parse(&row, line, texts) == NULL) {
        size_t used = 0;
        for (size_t i = 0; i < row.count && i < CSV_COLUMNS_MAX; i++) {
            used += row.fields[i].length;
            if (row.fields[i].length > 0 &&
                (row.fields[i].at < texts ||
                 row.fields[i].at + row.fields[i].length > texts + sizeof texts)) {
                abort();
            }
        }
        if (used > line.length) {
            abort();
        }
    }
    const char next[] = { 'a', delimiter, 'b' };
    if (csv_row_parse(&row, (jaga_span){ next, 3 }, texts) != NULL || row.count != 2 ||
        row.fields[0].length != 1 || row.fields[0].at[0] != 'a' || row.fields[1].at[0] != 'b') {
        abort();
    }
    csv_row_close(&row);
    return 0;
}
