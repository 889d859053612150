/* plain_row: on any bytes each way either gives what libcsv gives, or leaves the row to it; all
 * ways agree. The first byte chooses the delimiter; the rest is lines. */
#include "decode/csv_row.h"
#include "decode/frame.h"
#include "decode/plain_row.h"
#include "decode/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char texts[FRAME_LINE_BYTES];

typedef struct answer {
    bool is_plain;
    plain_row row;
    jaga_span fields[CSV_COLUMNS_MAX];
} answer;

static void must_equal(const jaga_span *a, const jaga_span *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i].length != b[i].length ||
            (a[i].length > 0 && memcmp(a[i].at, b[i].at, a[i].length) != 0)) {
            abort();
        }
    }
}

static void check_line(csv_row *row, char delimiter, jaga_span line)
{
    static answer answers[PLAIN_ROW_WAYS];
    plain_row_way ways[PLAIN_ROW_WAYS];

    plain_row_ways(ways);
    for (size_t i = 0; i < PLAIN_ROW_WAYS; i++) {
        answer *to = &answers[ways[i].split == NULL ? 0 : i];
        to->row = (plain_row){ .fields = to->fields, .cap = CSV_COLUMNS_MAX };
        to->is_plain = (ways[i].split == NULL ? ways[0].split : ways[i].split)(line, delimiter,
                                                                               line.at, &to->row);
        if (to->is_plain != answers[0].is_plain) {
            abort();
        }
        if (to->is_plain) {
            if (to->row.count != answers[0].row.count) {
                abort();
            }
            must_equal(to->fields, answers[0].fields, to->row.count);
        }
    }
    if (!answers[0].is_plain) {
        return;
    }
    if (utf8_check(line) != NULL || csv_row_parse(row, line, texts) != NULL ||
        row->count != answers[0].row.count) {
        abort();
    }
    must_equal(row->fields, answers[0].fields, row->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = { ',', ';', '\t', '|', ' ', 'a', '"', '\xC3' };
    static csv_row row;

    if (size < 2 || size > FRAME_LINE_BYTES) {
        return 0;
    }
    const char delimiter = delimiters[data[0] & 7];
    char *padded = malloc(size - 1 + PLAIN_ROW_SLACK_BYTES);
    if (padded == NULL || csv_row_open(&row, delimiter, NULL) != JAGA_OK) {
        abort();
    }
    memcpy(padded, data + 1, size - 1);
    /* What lies behind a line must not matter: here it is what would matter most. */
    memset(padded + size - 1, '"', PLAIN_ROW_SLACK_BYTES);
    for (size_t at = 0; at < size - 1;) {
        const char *newline = memchr(padded + at, '\n', size - 1 - at);
        const size_t end = newline == NULL ? size - 1 : (size_t)(newline - padded);
        check_line(&row, delimiter, (jaga_span){ padded + at, (uint32_t)(end - at) });
        at = end + 1;
    }
    csv_row_close(&row);
    free(padded);
    return 0;
}
