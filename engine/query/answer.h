#ifndef JAGA_QUERY_ANSWER_H
#define JAGA_QUERY_ANSWER_H

#include "base/arena.h"
#include "jaga/span.h"
#include "jaga/status.h"
#include "query/database.h"
#include "query/filter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* An answer in memory: what kinds of things stand in its columns, and its rows.
 *
 * A statement says the kind beside each expression, in the column's alias: AS "opened:time". No
 * ending is plain text. A second ending, AS "until:time:hidden", keeps it out of tables for people,
 * which have only so many columns; programs get everything. */
typedef enum cell_kind {
    CELL_TEXT,     /* ":text" */
    CELL_COUNT,    /* ":count" */
    CELL_TIME,     /* ":time": microseconds since 1970 */
    CELL_MONEY,    /* ":money": minor units of the row's currency */
    CELL_CURRENCY, /* ":currency" */
    CELL_BELIEF,   /* ":belief": [0,1] */
    CELL_SHARE,    /* ":share": [0,1], that may be 1 */
    CELL_BITS      /* ":bits": log2 of odds, two decimals */
} cell_kind;

enum { ANSWER_COLUMNS_MAX = 24 };

typedef struct column {
    const char *name;
    cell_kind kind;
    bool is_hidden;
} column;

typedef struct cell {
    bool is_said;   /* false: NULL */
    jaga_span text; /* TEXT, CURRENCY */
    int64_t number; /* COUNT, TIME, MONEY */
    double share;   /* BELIEF, SHARE, BITS */
} cell;

typedef struct answer_row answer_row;
struct answer_row {
    answer_row *next;
    cell cells[];
};

typedef struct answer {
    arena *memory; /* borrowed */
    column columns[ANSWER_COLUMNS_MAX];
    size_t column_count;
    answer_row *first, *last;
    size_t row_count;
} answer;

/* The rows of an embedded statement, narrowed by what it heeds of the filter. */
JAGA_USE_RESULT jaga_status answer_read(answer *self, arena *memory, const database *from,
                                        const char *file, const jaga_filter *filter,
                                        jaga_error *err);

/* One more row, nothing said in it; NULL when memory is used up. */
answer_row *answer_add(answer *self);

/* The place of a column; the statement must have it. */
size_t answer_column(const answer *self, const char *name);

/* Text that lives as long as the answer. Empty when memory is used up. */
jaga_span answer_keep(arena *memory, jaga_span text);
/* The same; printf. Empty when memory is used up. */
jaga_span answer_format(arena *memory, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The exponent of the row's currency. */
int answer_digits(const answer *self, const answer_row *row);

/* A cell as people read it: grouped amounts, local time. Empty: nothing is said. */
jaga_span answer_spell(const answer *self, const answer_row *row, size_t at, char text[64]);

void answer_put_csv(const answer *self, FILE *out);
JAGA_USE_RESULT jaga_status answer_put_json(const answer *self, FILE *out, jaga_error *err);
/* `one`, `many`: what a row is, for the last line. */
void answer_put_table(const answer *self, const char *one, const char *many, FILE *out);

#endif
