#include "decode/header.h"

#include <stdio.h>
#include <string.h>

static bool same(jaga_span a, jaga_span b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static size_t find(const jaga_span *names, size_t count, jaga_span name)
{
    size_t i = 0;

    while (i < count && !same(names[i], name)) {
        i++;
    }
    return i;
}

/* Named with `ignore`, and with nothing else. */
static bool is_only_ignored(const mapping *map, jaga_span name)
{
    bool is_ignored = false;

    for (size_t i = 0; i < map->rule_count; i++) {
        if (mapping_rule_reads(&map->rules[i], name)) {
            if (map->rules[i].how != TRANSFORM_IGNORE) {
                return false;
            }
            is_ignored = true;
        }
    }
    return is_ignored;
}

static bool is_used(const mapping *map, jaga_span name)
{
    for (size_t i = 0; i < map->rule_count; i++) {
        if (mapping_rule_reads(&map->rules[i], name)) {
            return true;
        }
    }
    return false;
}

/* A column's name as it may be shown: short, and without what would steer a terminal. */
typedef struct shown_name {
    char text[48];
} shown_name;

static shown_name show(jaga_span name)
{
    shown_name shown;
    size_t used = 0;

    for (uint32_t i = 0; i < name.length && used + 1 < sizeof shown.text; i++) {
        const unsigned char c = (unsigned char)name.at[i];
        shown.text[used++] = c < 0x20 || c == 0x7F ? '?' : (char)c;
    }
    shown.text[used] = '\0';
    return shown;
}

static void note_unknown(header *self, jaga_span name)
{
    const size_t used = strlen(self->unknown);

    (void)snprintf(self->unknown + used, sizeof self->unknown - used, "%s%s", used > 0 ? ", " : "",
                   show(name).text);
}

/* What a failure is about. */
typedef struct place {
    const char *source;
    unsigned long long line;
} place;

static jaga_status check_secret(const mapping *map, jaga_span name, const char *what, place at,
                                jaga_error *err)
{
    if (mapping_is_secret(name) && !is_only_ignored(map, name)) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: line %llu: %s '%s' looks like a secret; secrets are never "
                         "read. Remove it, or name it with `ignore` in a mapping",
                         at.source, at.line, what, show(name).text);
    }
    return JAGA_OK;
}

/* Columns without a name (a trailing delimiter) may be as many as they like: nothing reads them. */
static jaga_status check_columns(header *self, const mapping *map, const jaga_span *names,
                                 size_t count, place at, jaga_error *err)
{
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(check_secret(map, names[i], "column", at, err));
        if (names[i].length > 0 && find(names, i, names[i]) < i) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %llu: column '%s' stands there twice",
                             at.source, at.line, show(names[i]).text);
        }
        if (names[i].length > 0 && !is_used(map, names[i])) {
            note_unknown(self, names[i]);
        }
    }
    return JAGA_OK;
}

/* *missing: a column that the rule needs and the header lacks; false then. */
static bool bind_rule(const mapping_rule *rule, const jaga_span *names, size_t count,
                      bound_rule *out, jaga_span *missing)
{
    *out = (bound_rule){ .rule = rule };
    if (transform_has_column(rule->how)) {
        out->column = find(names, count, rule->source);
        *missing = rule->source;
        if (out->column == count) {
            return false;
        }
    }
    for (size_t i = 0; i < rule->hashed_count; i++) {
        out->hashed[i] = find(names, count, rule->hashed[i]);
        *missing = rule->hashed[i];
        if (out->hashed[i] == count) {
            return false;
        }
    }
    return true;
}

/* What a direction is, other rules find first; the parts of a detail must follow each other. */
typedef enum turn { TURN_FIRST, TURN_DIRECTION, TURN_DETAIL } turn;

static turn turn_of(const mapping_rule *rule)
{
    return rule->how == TRANSFORM_DIRECTION ? TURN_DIRECTION
           : mapping_rule_is_detail(rule)   ? TURN_DETAIL
                                            : TURN_FIRST;
}

static size_t made_bytes(const mapping_rule *rule)
{
    return rule->how == TRANSFORM_HASH    ? MAPPING_HASH_BYTES
           : rule->how == TRANSFORM_ROW   ? MAPPING_ROW_BYTES
           : mapping_rule_is_detail(rule) ? rule->argument.length + 2
                                          : 0;
}

static jaga_status bind_rules(header *self, turn which, const jaga_span *names, size_t count,
                              place at, jaga_error *err)
{
    for (size_t i = 0; i < self->map->rule_count; i++) {
        const mapping_rule *rule = &self->map->rules[i];
        bound_rule *bound = &self->bound[self->bound_count];
        jaga_span missing = { NULL, 0 };
        if (rule->how == TRANSFORM_IGNORE || turn_of(rule) != which) {
            continue;
        }
        if (bind_rule(rule, names, count, bound, &missing)) {
            self->bound_count++;
            self->made_bytes += made_bytes(rule);
            self->makes_detail |= mapping_rule_is_detail(rule);
        } else if (!rule->is_optional) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: line %llu: no column '%.*s'; the first line must name the "
                             "columns (see `jaga scan --help`)",
                             at.source, at.line, (int)missing.length, missing.at);
        }
    }
    return JAGA_OK;
}

jaga_status header_bind(header *self, const mapping *map, const jaga_span *names, size_t count,
                        const char *source, uint64_t line, jaga_error *err)
{
    const place at = { source, (unsigned long long)line };

    memset(self, 0, sizeof *self);
    self->map = map;
    self->columns = count;
    memcpy(self->names, names, count * sizeof *names);
    JAGA_TRY(bind_rules(self, TURN_FIRST, names, count, at, err));
    JAGA_TRY(bind_rules(self, TURN_DIRECTION, names, count, at, err));
    JAGA_TRY(bind_rules(self, TURN_DETAIL, names, count, at, err));
    /* Only now: what lacks the needed columns may be a row of data, which no message may quote. */
    return check_columns(self, map, names, count, at, err);
}

/* Adds a name that does not stand there yet. False: there is no room for it. */
static bool add_name(header *self, jaga_span name)
{
    if (find(self->names, self->columns, name) == self->columns) {
        if (self->columns == HEADER_COLUMNS_MAX) {
            return false;
        }
        self->names[self->columns++] = name;
    }
    return true;
}

jaga_status header_bind_keys(header *self, const mapping *map, const char *source, jaga_error *err)
{
    bool fits = true;

    memset(self, 0, sizeof *self);
    self->map = map;
    for (size_t i = 0; i < map->rule_count; i++) {
        const mapping_rule *rule = &map->rules[i];
        if (transform_has_column(rule->how)) {
            fits &= add_name(self, rule->source);
        }
        for (size_t h = 0; h < rule->hashed_count; h++) {
            fits &= add_name(self, rule->hashed[h]);
        }
    }
    if (!fits) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: the mapping names more than %d keys", source,
                         HEADER_COLUMNS_MAX);
    }
    const place at = { source, 1 };
    JAGA_TRY(bind_rules(self, TURN_FIRST, self->names, self->columns, at, err));
    JAGA_TRY(bind_rules(self, TURN_DIRECTION, self->names, self->columns, at, err));
    return bind_rules(self, TURN_DETAIL, self->names, self->columns, at, err);
}

jaga_status header_check_key(const header *self, jaga_span name, const char *source, uint64_t line,
                             jaga_error *err)
{
    return check_secret(self->map, name, "key", (place){ source, (unsigned long long)line }, err);
}

/* What stands between the two may be anybody's number, and is not shown. */
jaga_status header_check_inner_key(jaga_span outer, jaga_span name, const char *source,
                                   uint64_t line, jaga_error *err)
{
    if (!mapping_is_secret(name)) {
        return JAGA_OK;
    }
    const shown_name around = show(outer);
    return jaga_fail(err, JAGA_ERR_FORMAT,
                     "%s: line %llu: key '%s' inside '%s' looks like a secret; secrets are never "
                     "read. Remove it, or name '%s' with `ignore` in a mapping",
                     source, (unsigned long long)line, show(name).text, around.text, around.text);
}

void header_add_key(header *self, jaga_span name)
{
    self->names[self->columns++] = name;
}

void header_note_key(header *self, jaga_span name)
{
    if (name.length > 0) {
        note_unknown(self, name);
    }
}

bool header_reads(const header *self, jaga_span name)
{
    return is_used(self->map, name) && !is_only_ignored(self->map, name);
}
