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
        if (same(map->rules[i].source, name)) {
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
        if (same(map->rules[i].source, name)) {
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

/* Columns without a name (a trailing delimiter) may be as many as they like: nothing reads them. */
static jaga_status check_columns(header *self, const mapping *map, const jaga_span *names,
                                 size_t count, const char *source, jaga_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (mapping_is_secret(names[i]) && !is_only_ignored(map, names[i])) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: line 1: column '%s' looks like a secret; secrets are never "
                             "read. Remove it, or name it with `ignore` in a mapping",
                             source, show(names[i]).text);
        }
        if (names[i].length > 0 && find(names, i, names[i]) < i) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line 1: column '%s' stands there twice",
                             source, show(names[i]).text);
        }
        if (names[i].length > 0 && !is_used(map, names[i])) {
            note_unknown(self, names[i]);
        }
    }
    return JAGA_OK;
}

jaga_status header_bind(header *self, const mapping *map, const jaga_span *names, size_t count,
                        const char *source, jaga_error *err)
{
    memset(self, 0, sizeof *self);
    self->columns = count;
    for (size_t i = 0; i < map->rule_count; i++) {
        const mapping_rule *rule = &map->rules[i];
        const bool has_column = rule->how != TRANSFORM_CONST;
        const size_t column = has_column ? find(names, count, rule->source) : 0;
        if (rule->how == TRANSFORM_IGNORE || (column == count && rule->is_optional)) {
            continue;
        }
        if (has_column && column == count) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: line 1: no column '%.*s'; the first line must name the columns "
                             "(see `jaga scan --help`)",
                             source, (int)rule->source.length, rule->source.at);
        }
        self->bound[self->bound_count++] = (bound_rule){ rule, column };
    }
    /* Only now: what lacks the needed columns may be a row of data, which no message may quote. */
    return check_columns(self, map, names, count, source, err);
}
