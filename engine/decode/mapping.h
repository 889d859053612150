#ifndef JAGA_DECODE_MAPPING_H
#define JAGA_DECODE_MAPPING_H

#include "base/arena.h"
#include "decode/field.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a foreign export's columns become canonical fields: a CSV file with the columns
 * target,source,transform,argument, one row per rule, read once at start. docs/integrator.md is the
 * reference.
 *
 *   target     a canonical field, or "@" and a setting, or empty for `ignore`
 *   source     the export's column, or key; with a ? behind it, it may be missing
 *   settings   @about (one line), @delimiter, @decimal, @group, @currency, @prefix, @header,
 * @footer
 *
 * Of several rules for one field the first that gives a text wins. Lines beginning with # are
 * comments. */
#define JAGA_TRANSFORMS(X)                                                                         \
    X(COPY, "copy")           /* the text as it is; into detail, the argument is its key */        \
    X(TRIM, "trim")           /* without blanks, and the argument's characters, at both ends */    \
    X(CONST, "const")         /* the argument, whatever the row says */                            \
    X(ENUM, "enum")           /* from=to;from=to, where from may end in * */                       \
    X(DATE, "date")           /* "FORMAT ZONE", see base/date_format.h */                          \
    X(EPOCH, "epoch")         /* a whole number of the argument's unit: s, ms, us */               \
    X(STEPS, "steps")         /* a number of steps: "SECONDS from TIME" */                         \
    X(AMOUNT, "amount")       /* a number, written as the argument writes 1234.56 */               \
    X(SIGNED, "signed")       /* the same, and its sign says which way: minus is out */            \
    X(IN, "in")               /* the same, from a column filled when money comes in */             \
    X(OUT, "out")             /* the same, from a column filled when money goes out */             \
    X(DIRECTION, "direction") /* in=TYPE;out=TYPE, by what one of these three said */              \
    X(ROW, "row")             /* the argument and the row's line number */                         \
    X(HASH, "hash")           /* a name made of the argument's columns: A;B;C */                   \
    X(FILE, "file")           /* the file's name, without folder and ending */                     \
    X(IGNORE, "ignore")       /* known and not wanted (the only way to pass a secret by) */

#define X(id, name) TRANSFORM_##id,
typedef enum transform { JAGA_TRANSFORMS(X) TRANSFORM_COUNT } transform;
#undef X

enum {
    MAPPING_RULES_MAX = 64,
    MAPPING_PAIRS_MAX = 64,
    MAPPING_HASHED_MAX = 8,  /* columns that one hash is made of */
    MAPPING_HASH_BYTES = 26, /* what it writes: the characters of a jaga_key */
    MAPPING_ROW_BYTES = 64   /* most that `row` writes */
};

typedef struct mapping_pair {
    jaga_span from, to;
    bool is_prefix; /* from ended in *: any text beginning so */
} mapping_pair;

/* A number as a column writes it: "Rp -1.234,56". */
typedef struct mapping_number {
    money_style style;
    jaga_span before, after; /* may be missing in a row */
    bool is_signed;          /* a sign may stand in front */
} mapping_number;

typedef struct mapping_rule {
    transform how;
    int target; /* field; -1 for ignore */
    jaga_span source;
    jaga_span argument;
    bool is_optional; /* the export may lack the column */
    int64_t step_us, base_us;
    int64_t unit_us;  /* epoch */
    jaga_span format; /* date */
    int64_t zone_s;
    mapping_number number;
    jaga_span in, out; /* direction */
    mapping_pair *pairs;
    size_t pair_count;
    jaga_span hashed[MAPPING_HASHED_MAX];
    size_t hashed_count;
} mapping_rule;

typedef struct mapping {
    jaga_span about;
    char delimiter;
    money_style style;
    jaga_span currency; /* where a row names none; IDR unless has_currency */
    bool has_currency;
    jaga_span prefix; /* taken off every value that begins with it */
    jaga_span header; /* what the header row begins with; lines before it are no data */
    jaga_span footer; /* what the first line behind the data begins with */
    size_t rule_count;
    mapping_rule rules[MAPPING_RULES_MAX];
} mapping;

/* name: NULL for the canonical schema, the name of a shipped mapping ("paysim"), or a file's path.
 * Everything lives in `memory`. Errors name the mapping, its line and the cause. */
JAGA_USE_RESULT jaga_status mapping_load(const char *name, arena *memory, mapping **out,
                                         jaga_error *err);

/* One row of a mapping file as a rule; self has the settings so far. NULL, or what is wrong. */
const char *mapping_read_rule(mapping *self, const jaga_span row[4], arena *memory);

const char *transform_name(transform which);

/* False for those that make their text from elsewhere than a source column of their own. */
bool transform_has_column(transform which);

/* The enum's first pair that stands for the text; NULL: the table does not list it. */
const mapping_pair *mapping_pair_find(const mapping_rule *rule, jaga_span text);

/* A copy into `detail` whose argument is the key: "asn" makes "asn=" and the text. */
bool mapping_rule_is_detail(const mapping_rule *rule);

/* Does the rule read this column? */
bool mapping_rule_reads(const mapping_rule *rule, jaga_span column);

/* A column whose name holds pin, otp, cvv, password or passcode as a whole word, between letters of
 * other kinds or camel-case borders: user_pin, otpCode; not pinjaman, shipping. */
bool mapping_is_secret(jaga_span column);

#endif
