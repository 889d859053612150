#include "decode/map_row.h"

#include "base/date_format.h"
#include "base/hash.h"
#include "base/when.h"

#include <stdio.h>
#include <string.h>

typedef enum direction { DIRECTION_UNKNOWN, DIRECTION_IN, DIRECTION_OUT } direction;

/* What a row's rules share. */
typedef struct work {
    const mapping *map;
    const row_values *row;
    char *made;
    field_texts *to;
    jaga_reject *why;
    direction way;
} work;

static jaga_span text_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static bool refuse(jaga_reject *why, const char *reason, const char *cause)
{
    *why = (jaga_reject){ text_of(reason), text_of(cause) };
    return false;
}

static bool same(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static bool begins(jaga_span text, jaga_span with)
{
    return text.length >= with.length &&
           (with.length == 0 || memcmp(text.at, with.at, with.length) == 0);
}

static jaga_span skip(jaga_span text, uint32_t bytes)
{
    return bytes == 0 ? text : (jaga_span){ text.at + bytes, text.length - bytes };
}

static bool is_one_of(char c, jaga_span list)
{
    return c == ' ' || c == '\t' || (list.length > 0 && memchr(list.at, c, list.length) != NULL);
}

static jaga_span trim(jaga_span text, jaga_span also)
{
    while (text.length > 0 && is_one_of(text.at[0], also)) {
        text = skip(text, 1);
    }
    while (text.length > 0 && is_one_of(text.at[text.length - 1], also)) {
        text.length--;
    }
    return text;
}

static jaga_span value_of(const work *self, size_t column)
{
    const jaga_span value = self->row->values[column];

    return self->map->prefix.length > 0 && begins(value, self->map->prefix)
               ? skip(value, self->map->prefix.length)
               : value;
}

/* "key=value" behind what other columns gave the detail; a value that would look like more than
 * one is left out. */
static void add_detail(work *self, const mapping_rule *rule, jaga_span text)
{
    jaga_span *detail = &self->to->text[FIELD_DETAIL];

    if (text.length == 0 || memchr(text.at, ';', text.length) != NULL ||
        (detail->length > 0 && detail->at + detail->length != self->made)) {
        return;
    }
    detail->at = detail->length == 0 ? self->made : detail->at;
    if (detail->length > 0) {
        *self->made++ = ';';
    }
    memcpy(self->made, rule->argument.at, rule->argument.length);
    self->made += rule->argument.length;
    *self->made++ = '=';
    memcpy(self->made, text.at, text.length);
    self->made += text.length;
    detail->length = (uint32_t)(self->made - detail->at);
}

/* The first rule that says something is heard. */
static void say(work *self, int target, jaga_span text)
{
    if (self->to->text[target].length == 0) {
        self->to->text[target] = text;
    }
}

/* What no pair lists stays as it is: a table need not repeat what is canonical already. */
static jaga_span map_enum(const mapping_rule *rule, jaga_span text)
{
    const mapping_pair *pair = mapping_pair_find(rule, text);

    return pair == NULL ? text : pair->to;
}

/* -1: not a whole number of at most `most` digits. */
static int64_t whole_number(jaga_span text, uint32_t most)
{
    int64_t value = 0;

    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i == most) {
            return -1;
        }
        value = value * 10 + (text.at[i] - '0');
    }
    return text.length > 0 ? value : -1;
}

static bool take_time(work *self, const mapping_rule *rule, jaga_span text)
{
    const char *wrong = NULL;
    int64_t us = 0;

    if (self->to->has_ts || (text.length == 0 && rule->is_optional)) {
        return true;
    }
    if (rule->how == TRANSFORM_DATE) {
        wrong = date_format_parse(text, rule->format, rule->zone_s, &us);
    } else {
        /* Nine digits of steps, or 17 of an epoch, fit; as microseconds they may not. */
        const bool is_epoch = rule->how == TRANSFORM_EPOCH;
        const int64_t number = whole_number(text, is_epoch ? 17 : 9);
        const int64_t unit_us = is_epoch ? rule->unit_us : rule->step_us;
        wrong = number >= 0 ? NULL : is_epoch ? "not a whole number" : "not a number of steps";
        us = number <= (INT64_MAX - rule->base_us) / unit_us ? rule->base_us + number * unit_us
                                                             : INT64_MAX;
    }
    if (wrong == NULL && !when_is_plausible(us)) {
        wrong = "the year is outside 1971..2100";
    }
    if (wrong != NULL) {
        return refuse(self->why, "bad-time", wrong);
    }
    self->to->ts_us = us;
    self->to->has_ts = true;
    return true;
}

/* Takes off what may stand around the digits. */
static jaga_span bare_number(const mapping_number *number, jaga_span text, bool *is_negative)
{
    bool has_sign = false;

    *is_negative = false;
    text = trim(text, (jaga_span){ NULL, 0 });
    /* The sign may stand before the currency or behind it. */
    for (int pass = 0; pass < 2; pass++) {
        if (number->is_signed && !has_sign && text.length > 0 &&
            (text.at[0] == '-' || text.at[0] == '+')) {
            has_sign = true;
            *is_negative = text.at[0] == '-';
            text = trim(skip(text, 1), (jaga_span){ NULL, 0 });
        }
        if (pass == 0 && begins(text, number->before)) {
            text = trim(skip(text, number->before.length), (jaga_span){ NULL, 0 });
        }
    }
    if (number->after.length > 0 && text.length >= number->after.length &&
        memcmp(text.at + text.length - number->after.length, number->after.at,
               number->after.length) == 0) {
        text.length -= number->after.length;
    }
    return trim(text, (jaga_span){ NULL, 0 });
}

static bool is_zero(jaga_span text)
{
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] >= '1' && text.at[i] <= '9') {
            return false;
        }
    }
    return true;
}

static void set_number(work *self, const mapping_rule *rule, jaga_span text, bool is_negative)
{
    field_texts *to = self->to;

    to->text[rule->target] = text;
    if (rule->target == FIELD_AMOUNT) {
        to->amount_style = rule->number.style;
    } else if (rule->target == FIELD_FEE) {
        to->fee_style = rule->number.style;
    } else {
        to->balance_style = rule->number.style;
        to->is_overdrawn = is_negative;
    }
}

/* `in` and `out`: of the two columns one is filled; many exports write 0.00 into the other. */
static bool take_way(work *self, const mapping_rule *rule, jaga_span text)
{
    const direction way = rule->how == TRANSFORM_IN ? DIRECTION_IN : DIRECTION_OUT;

    if (self->way != DIRECTION_UNKNOWN) {
        return self->way == way || is_zero(text) ||
               refuse(self->why, "two-amounts", "money in and money out are both filled");
    }
    if (!is_zero(text)) {
        set_number(self, rule, text, false);
        self->way = way;
    } else if (text.length > 0 && self->to->text[FIELD_AMOUNT].length == 0) {
        set_number(self, rule, text, false);
    }
    return true;
}

static bool take_number(work *self, const mapping_rule *rule, jaga_span text)
{
    bool is_negative;

    text = bare_number(&rule->number, text, &is_negative);
    if (rule->how == TRANSFORM_IN || rule->how == TRANSFORM_OUT) {
        return take_way(self, rule, text);
    }
    if (text.length > 0 && self->to->text[rule->target].length == 0) {
        set_number(self, rule, text, is_negative);
        if (rule->how == TRANSFORM_SIGNED) {
            self->way = is_negative ? DIRECTION_OUT : DIRECTION_IN;
        }
    }
    return true;
}

static jaga_span hash_columns(work *self, const bound_rule *bound)
{
    jaga_span parts[MAPPING_HASHED_MAX];
    const jaga_span made = { self->made, MAPPING_HASH_BYTES };

    for (size_t i = 0; i < bound->rule->hashed_count; i++) {
        parts[i] = value_of(self, bound->hashed[i]);
    }
    const jaga_key key = hash_key(parts, bound->rule->hashed_count);
    memcpy(self->made, key.text, MAPPING_HASH_BYTES);
    self->made += MAPPING_HASH_BYTES;
    return made;
}

static jaga_span number_row(work *self, const mapping_rule *rule)
{
    const int length =
        snprintf(self->made, MAPPING_ROW_BYTES, "%.*s%llu", (int)rule->argument.length,
                 rule->argument.at, (unsigned long long)self->row->line);
    const jaga_span made = { self->made, (uint32_t)length };

    self->made += MAPPING_ROW_BYTES;
    return made;
}

/* "/data/wallet-17.csv.gz" is wallet-17. */
static jaga_span file_stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    jaga_span stem = text_of(slash == NULL ? path : slash + 1);
    const char *dot = stem.length > 1 ? memchr(stem.at + 1, '.', stem.length - 1) : NULL;

    stem.length = dot == NULL ? stem.length : (uint32_t)(dot - stem.at);
    return stem;
}

static bool apply(work *self, const bound_rule *bound)
{
    const mapping_rule *rule = bound->rule;
    const bool reads = transform_has_column(rule->how);
    const jaga_span text = reads ? value_of(self, bound->column) : rule->argument;

    switch (rule->how) {
    case TRANSFORM_COPY:
        if (mapping_rule_is_detail(rule)) {
            add_detail(self, rule, text);
            return true;
        }
        say(self, rule->target, text);
        return true;
    case TRANSFORM_CONST: say(self, rule->target, text); return true;
    case TRANSFORM_TRIM: say(self, rule->target, trim(text, rule->argument)); return true;
    case TRANSFORM_ENUM: say(self, rule->target, map_enum(rule, text)); return true;
    case TRANSFORM_DATE:
    case TRANSFORM_EPOCH:
    case TRANSFORM_STEPS: return take_time(self, rule, text);
    case TRANSFORM_AMOUNT:
    case TRANSFORM_SIGNED:
    case TRANSFORM_IN:
    case TRANSFORM_OUT: return take_number(self, rule, text);
    case TRANSFORM_DIRECTION:
        say(self, rule->target,
            self->way == DIRECTION_IN    ? rule->in
            : self->way == DIRECTION_OUT ? rule->out
                                         : (jaga_span){ NULL, 0 });
        return true;
    case TRANSFORM_ROW: say(self, rule->target, number_row(self, rule)); return true;
    case TRANSFORM_HASH: say(self, rule->target, hash_columns(self, bound)); return true;
    case TRANSFORM_FILE: say(self, rule->target, file_stem(self->row->source)); return true;
    default: return true;
    }
}

bool map_row(const header *head, const row_values *row, char *made, field_texts *to,
             jaga_reject *why)
{
    work self = { .map = head->map, .row = row, .made = made, .to = to, .why = why };

    *to = (field_texts){ .amount_style = head->map->style,
                         .balance_style = head->map->style,
                         .fee_style = head->map->style };
    for (size_t i = 0; i < head->bound_count; i++) {
        if (!apply(&self, &head->bound[i])) {
            return false;
        }
    }
    if (same(to->text[FIELD_REF], to->text[FIELD_EVENT_ID])) {
        to->text[FIELD_REF] = (jaga_span){ NULL, 0 };
    }
    if (to->text[FIELD_CURRENCY].length == 0) {
        to->text[FIELD_CURRENCY] = head->map->currency;
    }
    return true;
}
