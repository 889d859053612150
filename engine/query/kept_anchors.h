#ifndef JAGA_QUERY_KEPT_ANCHORS_H
#define JAGA_QUERY_KEPT_ANCHORS_H

#include "base/arena.h"
#include "jaga/verify.h"
#include "store/audit.h"

#include <stddef.h>

/* Anchors that an audit is compared with, in the order of its rows. */
typedef struct kept_anchor {
    int64_t seq;
    audit_hash chain;
} kept_anchor;

typedef struct kept_anchors {
    arena *memory;
    kept_anchor *list;
    size_t count;
} kept_anchors;

/* kept may be NULL. A file is read whole: each line signed, each of a later row than the one
 * before. Errors as of jaga_verify(). */
JAGA_USE_RESULT jaga_status kept_anchors_open(const jaga_kept *kept, kept_anchors *out,
                                              jaga_error *err);
void kept_anchors_close(kept_anchors *self); /* accepts a zeroed one */

/* Of a line of the file. */
enum { ANCHOR_LINE_BYTES = 512, ANCHOR_SIGNATURE_BYTES = 64 };
#define ANCHOR_BEGIN "jaga-anchor "

#endif
