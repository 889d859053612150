#ifndef JAGA_DECODE_MAPPING_H
#define JAGA_DECODE_MAPPING_H

#include "base/arena.h"
#include "decode/field.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a foreign export's columns become canonical fields: a CSV file with the columns
 * target,source,transform,argument, one row per rule, read once at start.
 *
 *   target     a canonical field, or "@" and a setting, or empty for `ignore`
 *   source     the export's column
 *   transform  copy    the text as it is
 *              const   the argument, whatever the row says
 *              enum    the argument lists from=to;from=to; a value not listed is kept as it is
 *              steps   a number of steps; the argument is "SECONDS from TIME"
 *              ignore  the column is known and not wanted (the only way to pass a secret by)
 *   settings   @about (one line), @delimiter, @decimal, @group, @currency (argument in `argument`)
 *
 * Lines beginning with # are comments. */
typedef enum transform {
    TRANSFORM_COPY,
    TRANSFORM_CONST,
    TRANSFORM_ENUM,
    TRANSFORM_STEPS,
    TRANSFORM_IGNORE
} transform;

enum { MAPPING_RULES_MAX = 64, MAPPING_PAIRS_MAX = 64 };

typedef struct mapping_pair {
    jaga_span from, to;
} mapping_pair;

typedef struct mapping_rule {
    transform how;
    int target; /* field; -1 for ignore */
    jaga_span source;
    jaga_span argument;
    bool is_optional; /* the export may lack the column */
    int64_t step_us, base_us;
    mapping_pair *pairs;
    size_t pair_count;
} mapping_rule;

typedef struct mapping {
    jaga_span about;
    char delimiter;
    money_style style;
    jaga_span currency; /* where a row names none; IDR unless has_currency */
    bool has_currency;
    size_t rule_count;
    mapping_rule rules[MAPPING_RULES_MAX];
} mapping;

/* name: NULL for the canonical schema, the name of a shipped mapping ("paysim"), or a file's path.
 * Everything lives in `memory`. Errors name the mapping, its line and the cause. */
JAGA_USE_RESULT jaga_status mapping_load(const char *name, arena *memory, mapping **out,
                                         jaga_error *err);

/* A column whose name holds pin, otp, cvv, password or passcode as a whole word, between letters of
 * other kinds or camel-case borders: user_pin, otpCode; not pinjaman, shipping. */
bool mapping_is_secret(jaga_span column);

#endif
