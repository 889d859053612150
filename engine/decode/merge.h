#ifndef JAGA_DECODE_MERGE_H
#define JAGA_DECODE_MERGE_H

#include "decode/decoder.h"

#include <stddef.h>

/* Several sources as one log: rows by (time, source index, line); the caller orders the sources by
 * name. Only the heads are compared, so a source's own rows keep their order. A reject comes as
 * soon as its source reaches it. One source is passed through untouched. */
typedef struct merge merge;

/* Takes the decoders, merge_close closes them; on failure they stay the caller's. */
JAGA_USE_RESULT jaga_status merge_open(decoder *const *decoders, size_t count, merge **out,
                                       jaga_error *err);
void merge_close(merge *self); /* accepts NULL */

/* As decoder_next. DECODE_WAIT is given only while there is exactly one source. */
decode_result merge_next(merge *self, bool may_wait, arena *text, jaga_record *out,
                         jaga_error *err);

/* Behind the last record of that source handed out. */
decode_position merge_position(merge *self, size_t source);

#endif
