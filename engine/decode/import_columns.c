#include "decode/import_columns.h"

#include "base/names.h"

#include <stdio.h>
#include <string.h>

/* "a, b" in `to`; cut when it is full. */
static void append(char *to, size_t room, const char *between, const char *what, size_t length)
{
    const size_t used = strlen(to);

    (void)snprintf(to + used, room - used, "%s%.*s", used > 0 ? between : "", (int)length, what);
}

/* Letters to a or A, digits to 9, other marks as they are: how a value looks, not what it says.
 * Characters beyond ASCII are one dot each. */
static void mask(jaga_span value, char *to, size_t room)
{
    size_t used = 0;

    for (uint32_t i = 0; i < value.length && used + 4 < room; i++) {
        const unsigned char c = (unsigned char)value.at[i];
        if (c >= 0x80) {
            if (c >= 0xC0) { /* the first byte of a character */
                memcpy(to + used, "\xC2\xB7", 2);
                used += 2;
            }
        } else {
            to[used++] = c >= '0' && c <= '9'   ? '9'
                         : c >= 'a' && c <= 'z' ? 'a'
                         : c >= 'A' && c <= 'Z' ? 'A'
                         : c < ' ' || c == 0x7F ? '?'
                                                : (char)c;
        }
    }
    to[used] = '\0';
}

static void note_shape(jaga_map_column *column, jaga_span value)
{
    char shape[sizeof column->shape[0]];

    if (column->shape_count == JAGA_MAP_SHAPES_MAX) {
        return;
    }
    mask(value, shape, sizeof shape);
    for (size_t i = 0; i < column->shape_count; i++) {
        if (strcmp(column->shape[i], shape) == 0) {
            return;
        }
    }
    memcpy(column->shape[column->shape_count++], shape, sizeof shape);
}

/* Columns' names may steer a terminal. */
static void show_name(jaga_span name, char *to, size_t room)
{
    (void)snprintf(to, room, "%.*s", (int)name.length, name.at);
    for (char *c = to; *c != '\0'; c++) {
        *c = (unsigned char)*c < ' ' || *c == 0x7F ? '?' : *c;
    }
}

static void describe_use(jaga_map_column *column, const mapping *map, jaga_span name)
{
    for (size_t r = 0; r < map->rule_count; r++) {
        const mapping_rule *rule = &map->rules[r];
        char into[64];
        if (!mapping_rule_reads(rule, name)) {
            continue;
        }
        if (rule->how == TRANSFORM_IGNORE) {
            column->use = column->use == JAGA_MAP_UNKNOWN ? JAGA_MAP_IGNORED : column->use;
            continue;
        }
        column->use = JAGA_MAP_READ;
        (void)snprintf(into, sizeof into,
                       rule->how == TRANSFORM_COPY && !mapping_rule_is_detail(rule) ? "%s"
                                                                                    : "%s (%s)",
                       field_name((field)rule->target), transform_name(rule->how));
        append(column->into, sizeof column->into, ", ", into, strlen(into));
    }
}

void import_columns_begin(jaga_map_report *report, const header *head)
{
    /* Keys may be met later than the first row. */
    while (report->columns < head->columns) {
        const size_t i = report->columns++;
        jaga_map_column *column = &report->column[i];
        show_name(head->names[i], column->name, sizeof column->name);
        describe_use(column, head->map, head->names[i]);
    }
}

static void describe_source(jaga_map_field *to, const mapping_rule *rule)
{
    static const char *const without[TRANSFORM_COUNT] = { [TRANSFORM_CONST] = "(constant)",
                                                          [TRANSFORM_DIRECTION] = "(direction)",
                                                          [TRANSFORM_ROW] = "(row number)",
                                                          [TRANSFORM_FILE] = "(file's name)" };

    if (without[rule->how] != NULL) {
        append(to->from, sizeof to->from, ", ", without[rule->how], strlen(without[rule->how]));
    } else if (rule->how == TRANSFORM_HASH) {
        append(to->from, sizeof to->from, ", ", "(hash of columns)", 17);
    } else {
        append(to->from, sizeof to->from, ", ", rule->source.at, rule->source.length);
    }
}

void import_fields_begin(jaga_map_report *report, const header *head)
{
    report->fields = FIELD_COUNT;
    for (int f = 0; f < FIELD_COUNT; f++) {
        report->field[f].name = field_name((field)f);
    }
    for (size_t i = 0; i < head->bound_count; i++) {
        const mapping_rule *rule = head->bound[i].rule;
        describe_source(&report->field[rule->target], rule);
    }
}

static jaga_span without_prefix(const header *head, jaga_span value)
{
    const jaga_span prefix = head->map->prefix;

    if (prefix.length > 0 && value.length >= prefix.length &&
        memcmp(value.at, prefix.at, prefix.length) == 0) {
        return (jaga_span){ value.at + prefix.length, value.length - prefix.length };
    }
    return value;
}

/* False for a word that neither an enum's table nor the schema has. */
static bool is_listed(const mapping_rule *rule, jaga_span value)
{
    static const struct {
        field target;
        name_kind kind;
    } words[] = { { FIELD_TYPE, NAMES_TYPE },
                  { FIELD_STATUS, NAMES_STATUS },
                  { FIELD_COUNTERPARTY_KIND, NAMES_PARTY },
                  { FIELD_CHANNEL, NAMES_CHANNEL },
                  { FIELD_AUTH, NAMES_AUTH },
                  { FIELD_ACTOR, NAMES_ACTOR } };

    if (rule->how != TRANSFORM_ENUM || value.length == 0 ||
        mapping_pair_find(rule, value) != NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if ((int)words[i].target == rule->target) {
            return names_find(words[i].kind, value) >= 0;
        }
    }
    return true;
}

void import_columns_add(jaga_map_report *report, const header *head, const jaga_span *values,
                        uint64_t line)
{
    bool is_counted[HEADER_COLUMNS_MAX] = { false };

    import_columns_begin(report, head);
    for (size_t i = 0; i < head->columns; i++) {
        const jaga_span value = without_prefix(head, values[i]);
        report->column[i].filled += value.length > 0;
        /* Of a secret not even its length is told. */
        if (value.length > 0 && !mapping_is_secret(head->names[i])) {
            note_shape(&report->column[i], value);
        }
    }
    for (size_t i = 0; i < head->bound_count; i++) {
        const bound_rule *bound = &head->bound[i];
        jaga_map_column *column = &report->column[bound->column];
        if (is_counted[bound->column] ||
            is_listed(bound->rule, without_prefix(head, values[bound->column]))) {
            continue;
        }
        is_counted[bound->column] = true;
        column->unlisted_line = column->unlisted++ == 0 ? line : column->unlisted_line;
    }
}

void import_decimals_add(import_decimals *self, const header *head, const jaga_span *values)
{
    for (size_t i = 0; i < head->bound_count; i++) {
        const bound_rule *bound = &head->bound[i];
        const char decimal = bound->rule->how == TRANSFORM_COPY ? head->map->style.decimal
                                                                : bound->rule->number.style.decimal;
        if (bound->rule->target != FIELD_AMOUNT || !transform_has_column(bound->rule->how)) {
            continue;
        }
        const jaga_span value = values[bound->column];
        const char *point = value.length > 0 ? memchr(value.at, decimal, value.length) : NULL;
        if (point != NULL) {
            const bool is_three = value.at + value.length - point == 4;
            self->three += is_three;
            self->other += !is_three;
        }
    }
}
