/* One row of a mapping file as a rule: each transform reads its own argument. */
#include "base/date_format.h"
#include "base/when.h"
#include "decode/mapping.h"

#include <string.h>

#define X(id, name) name,
static const char *const names[] = { JAGA_TRANSFORMS(X) };
#undef X

static bool equals(jaga_span text, const char *word)
{
    return strlen(word) == text.length && memcmp(text.at, word, text.length) == 0;
}

const char *transform_name(transform which)
{
    return names[which];
}

bool transform_has_column(transform which)
{
    return which != TRANSFORM_CONST && which != TRANSFORM_DIRECTION && which != TRANSFORM_ROW &&
           which != TRANSFORM_HASH && which != TRANSFORM_FILE;
}

static bool same(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool mapping_rule_is_detail(const mapping_rule *rule)
{
    return rule->how == TRANSFORM_COPY && rule->target == FIELD_DETAIL && rule->argument.length > 0;
}

bool mapping_rule_reads(const mapping_rule *rule, jaga_span column)
{
    for (size_t i = 0; i < rule->hashed_count; i++) {
        if (same(rule->hashed[i], column)) {
            return true;
        }
    }
    return transform_has_column(rule->how) && same(rule->source, column);
}

const mapping_pair *mapping_pair_find(const mapping_rule *rule, jaga_span text)
{
    for (size_t i = 0; i < rule->pair_count; i++) {
        const mapping_pair *pair = &rule->pairs[i];
        const jaga_span begin = { text.at, pair->from.length };
        if (pair->is_prefix ? text.length >= begin.length && same(begin, pair->from)
                            : same(text, pair->from)) {
            return pair;
        }
    }
    return NULL;
}

/* What stands before the next `mark`, which *rest is then behind. */
static jaga_span cut(jaga_span *rest, char mark)
{
    const char *stop = rest->length > 0 ? memchr(rest->at, mark, rest->length) : NULL;
    const uint32_t length = stop == NULL ? rest->length : (uint32_t)(stop - rest->at);
    const jaga_span first = { rest->at, length };
    const uint32_t gone = length + (stop != NULL);

    *rest = (jaga_span){ rest->at == NULL ? NULL : rest->at + gone, rest->length - gone };
    return first;
}

/* "A=b;C*=d" into pairs. */
static const char *parse_enum(mapping_rule *rule, arena *memory)
{
    static const char wrong[] = "an enum's argument is from=to;from=to, at most 64 pairs";
    jaga_span rest = rule->argument;

    rule->pairs = arena_take(memory, MAPPING_PAIRS_MAX * sizeof *rule->pairs);
    while (rule->pairs != NULL && rest.length > 0) {
        jaga_span to = cut(&rest, ';');
        if (memchr(to.at, '=', to.length) == NULL || rule->pair_count == MAPPING_PAIRS_MAX) {
            return wrong;
        }
        jaga_span from = cut(&to, '=');
        const bool is_prefix = from.length > 0 && from.at[from.length - 1] == '*';
        from.length -= is_prefix;
        rule->pairs[rule->pair_count++] = (mapping_pair){ from, to, is_prefix };
    }
    return rule->pair_count > 0 ? NULL : wrong;
}

/* "3600 from 2026-01-01T00:00:00+07:00". */
static const char *parse_steps(mapping_rule *rule)
{
    static const char wrong[] = "a steps argument is SECONDS from TIME";
    const char *at = rule->argument.at;
    uint32_t i = 0;
    int64_t seconds = 0;

    for (; i < rule->argument.length && at[i] >= '0' && at[i] <= '9' && i < 9; i++) {
        seconds = seconds * 10 + (at[i] - '0');
    }
    if (seconds == 0 || rule->argument.length < i + 6 || memcmp(at + i, " from ", 6) != 0) {
        return wrong;
    }
    rule->step_us = seconds * US_PER_SECOND;
    return when_parse((jaga_span){ at + i + 6, rule->argument.length - i - 6 }, &rule->base_us);
}

static const char *parse_epoch(mapping_rule *rule)
{
    rule->unit_us = equals(rule->argument, "s")    ? US_PER_SECOND
                    : equals(rule->argument, "ms") ? US_PER_SECOND / 1000
                                                   : 1;
    return rule->unit_us > 1 || equals(rule->argument, "us") ? NULL
                                                             : "an epoch's unit is s, ms or us";
}

/* "%d/%m/%Y %H:%M +07:00", or with %z and no zone behind. */
static const char *parse_date(mapping_rule *rule)
{
    uint32_t at = rule->argument.length;

    while (at > 0 && rule->argument.at[at - 1] != ' ') {
        at--;
    }
    const jaga_span last = { rule->argument.at + at, rule->argument.length - at };
    const bool has_zone = at > 0 && last.length > 0 && memchr(last.at, '%', last.length) == NULL;
    rule->format = (jaga_span){ rule->argument.at, has_zone ? at - 1 : rule->argument.length };
    const char *wrong = has_zone ? date_format_zone(last, &rule->zone_s) : NULL;
    return wrong != NULL ? wrong : date_format_check(rule->format, has_zone);
}

/* The minus sign of an example may stand on either side of the currency. */
static void strip_sign(mapping_number *number)
{
    jaga_span *before = &number->before;

    if (before->length > 0 && before->at[0] == '-') {
        number->is_signed = true;
        before->at++;
        before->length--;
    } else if (before->length > 0 && before->at[before->length - 1] == '-') {
        number->is_signed = true;
        before->length--;
    }
    while (before->length > 0 && before->at[before->length - 1] == ' ') {
        before->length--;
    }
}

/* How the export writes 1234.56: what may stand around it, and between its digits. Nothing said:
 * the file's @decimal and @group, no sign. */
static const char *parse_number(const mapping *map, mapping_rule *rule)
{
    static const char wrong[] = "write 1234.56 as the export would: \"1.234,56\", \"Rp -1,234.56\"";
    const jaga_span text = rule->argument;
    mapping_number *number = &rule->number;
    uint32_t at = 0, end;

    *number = (mapping_number){ .style = map->style, .is_signed = rule->how == TRANSFORM_SIGNED };
    if (text.length == 0) {
        return NULL;
    }
    while (at < text.length && text.at[at] != '1') {
        at++;
    }
    const bool has_group = text.length > at + 1 && text.at[at + 1] != '2';
    if (text.length < at + 7 + has_group || memcmp(text.at + at + 1 + has_group, "234", 3) != 0 ||
        memcmp(text.at + at + 5 + has_group, "56", 2) != 0) {
        return wrong;
    }
    end = at + 7 + has_group;
    number->style = (money_style){ .decimal = text.at[at + 4 + has_group],
                                   .group = has_group ? text.at[at + 1] : '\0',
                                   .is_rounded = text.length >= end + 3 &&
                                                 memcmp(text.at + end, "...", 3) == 0 };
    end += number->style.is_rounded ? 3 : 0;
    number->after = (jaga_span){ text.at + end, text.length - end };
    number->before = (jaga_span){ text.at, at };
    strip_sign(number);
    return number->style.decimal == number->style.group ? wrong : NULL;
}

static const char *parse_direction(mapping_rule *rule)
{
    jaga_span rest = rule->argument;

    while (rest.length > 0) {
        jaga_span to = cut(&rest, ';');
        const jaga_span from = cut(&to, '=');
        if (equals(from, "in") && to.length > 0) {
            rule->in = to;
        } else if (equals(from, "out") && to.length > 0) {
            rule->out = to;
        } else {
            return "a direction's argument is in=TYPE;out=TYPE";
        }
    }
    return rule->in.length + rule->out.length > 0 ? NULL
                                                  : "a direction's argument is in=TYPE;out=TYPE";
}

static const char *parse_hash(mapping_rule *rule)
{
    jaga_span rest = rule->argument;

    while (rest.length > 0) {
        const jaga_span column = cut(&rest, ';');
        if (column.length == 0 || rule->hashed_count == MAPPING_HASHED_MAX) {
            return "a hash's argument names its columns, at most 8: A;B;C";
        }
        rule->hashed[rule->hashed_count++] = column;
    }
    return rule->hashed_count > 0 ? NULL : "a hash's argument names its columns, at most 8: A;B;C";
}

/* asn, sim_age_h: what the program looks for in a detail is spelled so. */
static const char *parse_key(const mapping_rule *rule)
{
    for (uint32_t i = 0; i < rule->argument.length; i++) {
        const char c = rule->argument.at[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
            return "a detail's key has small letters, digits and _ only";
        }
    }
    return NULL;
}

static const char *parse_row(const mapping_rule *rule)
{
    return rule->argument.length > MAPPING_ROW_BYTES - 20
               ? "what `row` puts in front is at most 44 bytes long"
               : NULL;
}

static const char *check_target(const mapping_rule *rule)
{
    switch (rule->how) {
    case TRANSFORM_DATE:
    case TRANSFORM_EPOCH:
    case TRANSFORM_STEPS:
        return rule->target == FIELD_TS ? NULL : "date, epoch and steps make a time: target ts";
    case TRANSFORM_AMOUNT:
        return rule->target == FIELD_AMOUNT || rule->target == FIELD_BALANCE ||
                       rule->target == FIELD_FEE
                   ? NULL
                   : "amount makes a number: its target is amount, balance or fee";
    case TRANSFORM_SIGNED:
    case TRANSFORM_IN:
    case TRANSFORM_OUT:
        return rule->target == FIELD_AMOUNT ? NULL
                                            : "signed, in and out give the amount: target amount";
    case TRANSFORM_DIRECTION:
        return rule->target == FIELD_TYPE ? NULL : "direction chooses the type: its target is type";
    case TRANSFORM_IGNORE: return NULL;
    default:
        return rule->target == FIELD_TS && rule->how != TRANSFORM_COPY &&
                       rule->how != TRANSFORM_TRIM && rule->how != TRANSFORM_CONST
                   ? "a time is made by copy, trim, const, date, epoch or steps"
                   : NULL;
    }
}

static const char *parse_argument(const mapping *map, mapping_rule *rule, arena *memory)
{
    switch (rule->how) {
    case TRANSFORM_ENUM: return parse_enum(rule, memory);
    case TRANSFORM_DATE: return parse_date(rule);
    case TRANSFORM_EPOCH: return parse_epoch(rule);
    case TRANSFORM_STEPS: return parse_steps(rule);
    case TRANSFORM_AMOUNT:
    case TRANSFORM_SIGNED:
    case TRANSFORM_IN:
    case TRANSFORM_OUT: return parse_number(map, rule);
    case TRANSFORM_DIRECTION: return parse_direction(rule);
    case TRANSFORM_HASH: return parse_hash(rule);
    case TRANSFORM_ROW: return parse_row(rule);
    case TRANSFORM_CONST:
    case TRANSFORM_TRIM: return NULL;
    case TRANSFORM_COPY:
        if (rule->target == FIELD_DETAIL) {
            return parse_key(rule);
        }
        return rule->argument.length == 0 ? NULL : "copy takes an argument only for detail";
    default: return rule->argument.length == 0 ? NULL : "file and ignore take no argument";
    }
}

const char *mapping_read_rule(mapping *self, const jaga_span row[4], arena *memory)
{
    mapping_rule rule = { .target = field_find(row[0]), .source = row[1], .argument = row[3] };
    size_t how = 0;

    while (how < TRANSFORM_COUNT && !equals(row[2], names[how])) {
        how++;
    }
    if (how == TRANSFORM_COUNT) {
        return "the transform is none of copy, trim, const, enum, date, epoch, steps, amount, "
               "signed, in, out, direction, row, hash, file, ignore";
    }
    rule.how = (transform)how;
    if (rule.how == TRANSFORM_IGNORE) {
        rule.target = -1;
    } else if (rule.target < 0) {
        return "the target is no canonical field";
    }
    rule.is_optional = rule.source.length > 1 && rule.source.at[rule.source.length - 1] == '?';
    rule.source.length -= rule.is_optional;
    if (transform_has_column(rule.how) && rule.source.length == 0) {
        return "the rule names no source column";
    }
    if (!transform_has_column(rule.how) && rule.source.length > 0) {
        return rule.how == TRANSFORM_HASH ? "a hash names its columns in the argument: A;B;C"
                                          : "const, direction, row and file read no column";
    }
    if (self->rule_count == MAPPING_RULES_MAX) {
        return "more than 64 rules";
    }
    const char *wrong = parse_argument(self, &rule, memory);
    wrong = wrong == NULL ? check_target(&rule) : wrong;
    if (wrong == NULL) {
        self->rules[self->rule_count++] = rule;
    }
    return wrong;
}
