#ifndef JAGA_DECODE_DECODER_H
#define JAGA_DECODE_DECODER_H

#include "base/arena.h"
#include "decode/geo.h"
#include "decode/header.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* One source's bytes to records: frames lines, parses each, applies the mapping. A source whose
 * first character is { is NDJSON, any other is CSV. */
typedef struct decoder decoder;

/* Where a decoder gets its bytes: `read` fills up to cap bytes, JAGA_END at the end. */
typedef struct decode_input {
    void *ctx;
    jaga_status (*read)(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err);
    const char *name;
    bool is_live; /* a read may wait: asked only when the caller says that waiting is fine */
} decode_input;

/* How far a source has been read: whole lines only. */
typedef struct decode_position {
    uint64_t bytes, lines, prefix_hash;
} decode_position;

typedef enum decode_result {
    DECODE_RECORD,
    DECODE_WAIT, /* needs bytes of a live source, and the caller did not want to wait */
    DECODE_END,
    DECODE_FAILED
} decode_result;

/* The mapping must outlive the decoder. index goes into every record. */
JAGA_USE_RESULT jaga_status decoder_open(const decode_input *input, const mapping *map,
                                         uint32_t index, decoder **out, jaga_error *err);
void decoder_close(decoder *self); /* accepts NULL */

/* Looks addresses up from now on; borrowed. */
void decoder_set_geo(decoder *self, const geo *lookup);

/* Skips what an earlier run has read, if the source begins with exactly those bytes. *is_same
 * false: it does not, nothing can be skipped, and the decoder must be opened anew. */
JAGA_USE_RESULT jaga_status decoder_resume(decoder *self, const decode_position *from,
                                           bool *is_same, jaga_error *err);

/* The next record; its texts are taken from `text` and live until that is reset. The first call
 * reads the header, and fails when the source as a whole cannot be used; a later one fails at a row
 * of NDJSON with a key that looks like a secret, and then is before that row. */
decode_result decoder_next(decoder *self, bool may_wait, arena *text, jaga_record *out,
                           jaga_error *err);

/* Behind the last record handed out. */
decode_position decoder_position(decoder *self);

/* The columns and the rules bound to them, and the values of the last record's row: NULL when the
 * line could not be split into them. Until the next call of decoder_next. Of NDJSON the columns are
 * the keys that rules name, and behind them the others met so far. */
const header *decoder_header(const decoder *self);
const jaga_span *decoder_values(const decoder *self);

/* Does the source's first line name the columns? Known once a record was asked for, or resumed. */
bool decoder_has_header_row(const decoder *self);

/* Columns that no rule knows, as "a, b"; "" when there are none. Lives as long as the decoder. */
const char *decoder_unknown_columns(const decoder *self);

#endif
