#ifndef JAGA_DECODE_HEADER_H
#define JAGA_DECODE_HEADER_H

#include "decode/mapping.h"

/* A mapping's rules bound to the columns of one export's header row. */
typedef struct bound_rule {
    const mapping_rule *rule;
    size_t column; /* of the row; meaningless for TRANSFORM_CONST */
} bound_rule;

typedef struct header {
    size_t columns;
    size_t bound_count;
    bound_rule bound[MAPPING_RULES_MAX];
    char unknown[256]; /* columns no rule knows: "a, b"; cut when there are many */
} header;

/* Binds. Fails, naming the source, line 1 and the cause, for a needed column that is missing, a
 * column that stands there twice, and a column that looks like a secret and is not ignored. */
JAGA_USE_RESULT jaga_status header_bind(header *self, const mapping *map, const jaga_span *names,
                                        size_t count, const char *source, jaga_error *err);

#endif
