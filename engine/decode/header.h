#ifndef JAGA_DECODE_HEADER_H
#define JAGA_DECODE_HEADER_H

#include "decode/mapping.h"

/* A mapping's rules bound to the columns of one export's header row. */
typedef struct bound_rule {
    const mapping_rule *rule;
    size_t column;                     /* of the row; where transform_has_column */
    size_t hashed[MAPPING_HASHED_MAX]; /* columns of the row, for a hash */
} bound_rule;

enum { HEADER_COLUMNS_MAX = 256 };

typedef struct header {
    const mapping *map;
    size_t columns;
    jaga_span names[HEADER_COLUMNS_MAX]; /* borrowed from whom it was bound by */
    size_t made_bytes;                   /* what map_row needs for texts that no column holds */
    bool makes_detail;                   /* and as much again as the row is long */
    size_t bound_count;
    bound_rule bound[MAPPING_RULES_MAX];
    char unknown[256]; /* columns no rule knows: "a, b"; cut when there are many */
} header;

/* Binds; the names must outlive it, and be at most HEADER_COLUMNS_MAX. Fails, naming the source,
 * the line and the cause, for a needed column that is missing, a column that stands there twice,
 * and a column that looks like a secret and is not ignored. */
JAGA_USE_RESULT jaga_status header_bind(header *self, const mapping *map, const jaga_span *names,
                                        size_t count, const char *source, uint64_t line,
                                        jaga_error *err);

/* For a source without a header row: the columns are the keys that the mapping's rules name, each
 * of which a row may lack. Fails only for a mapping that names more than HEADER_COLUMNS_MAX. */
JAGA_USE_RESULT jaga_status header_bind_keys(header *self, const mapping *map, const char *source,
                                             jaga_error *err);

/* A key that a row has for the first time. Fails as header_bind does for one that looks like a
 * secret and is not ignored. */
JAGA_USE_RESULT jaga_status header_check_key(const header *self, jaga_span name, const char *source,
                                             uint64_t line, jaga_error *err);

/* A key inside the array or object that is the value of `outer` and is passed over. Fails for one
 * that looks like a secret. */
JAGA_USE_RESULT jaga_status header_check_inner_key(jaga_span outer, jaga_span name,
                                                   const char *source, uint64_t line,
                                                   jaga_error *err);

/* One more column, which no rule knows. The name must outlive the header. */
void header_add_key(header *self, jaga_span name);

/* Lists a name among the unknown: not before its row turned out to be an event, since what is none
 * may have anything for a key. */
void header_note_key(header *self, jaga_span name);

/* Does a rule make anything of the column, other than to ignore it? */
bool header_reads(const header *self, jaga_span name);

#endif
