/* An account's name in texts. */
#include "desk/erase_text.h"

#include "store/audit.h"
#include "store/sql.h"

#include <stdio.h>
#include <string.h>

enum { SPELT_BYTES = 64 * 6 };

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c >= 0x80 || (c != '\0' && strchr("-_@+", c) != NULL);
}

/* The last character of %25, %3B or %3D, which stands for one that joins nothing. */
static bool ends_escape(jaga_span text, uint32_t at)
{
    static const char *const escapes[] = { "%25", "%3B", "%3D" };
    bool is_one = false;

    for (size_t i = 0; i < sizeof escapes / sizeof *escapes && at >= 2; i++) {
        is_one = is_one || memcmp(text.at + at - 2, escapes[i], 3) == 0;
    }
    return is_one;
}

static bool joins(jaga_span text, uint32_t at)
{
    const unsigned char c = (unsigned char)text.at[at];

    if (ends_escape(text, at)) {
        return false;
    }
    return is_plain(c) ||
           (c == '.' && at > 0 && at + 1 < text.length &&
            is_plain((unsigned char)text.at[at + 1]) && is_plain((unsigned char)text.at[at - 1]));
}

static bool stands(jaga_span text, uint32_t at, jaga_span word)
{
    return text.length - at >= word.length && memcmp(text.at + at, word.at, word.length) == 0 &&
           (at == 0 || !joins(text, at - 1)) &&
           (at + word.length == text.length || !joins(text, at + word.length));
}

/* As the audit's detail writes it. */
static jaga_span spell_detail(jaga_span name, char to[SPELT_BYTES])
{
    uint32_t used = 0;

    for (uint32_t i = 0; i < name.length && used + 4 < SPELT_BYTES; i++) {
        const unsigned char c = (unsigned char)name.at[i];
        if (c == '%' || c == ';' || c == '=') {
            used += (uint32_t)snprintf(to + used, SPELT_BYTES - used, "%%%02X", c);
        } else {
            to[used++] = name.at[i];
        }
    }
    return (jaga_span){ to, used };
}

static jaga_span spell_json(jaga_span name, char to[SPELT_BYTES])
{
    uint32_t used = 0;

    for (uint32_t i = 0; i < name.length && used + 2 < SPELT_BYTES; i++) {
        if (name.at[i] == '"' || name.at[i] == '\\') {
            to[used++] = '\\';
        }
        to[used++] = name.at[i];
    }
    return (jaga_span){ to, used };
}

uint32_t erase_find(const erase_name *self, jaga_span text, uint32_t from, uint32_t *length)
{
    char detail[SPELT_BYTES], json[SPELT_BYTES];
    const jaga_span ways[] = { self->account, spell_detail(self->account, detail),
                               spell_json(self->account, json) };

    for (uint32_t at = from; at < text.length; at++) {
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            if (stands(text, at, ways[i])) {
                *length = ways[i].length;
                return at;
            }
        }
    }
    return text.length;
}

static jaga_span value_span(sqlite3_value *value)
{
    const void *at = sqlite3_value_blob(value);
    return (jaga_span){ at, (uint32_t)sqlite3_value_bytes(value) };
}

static void is_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const erase_name *self = sqlite3_user_data(out);
    const jaga_span text = value_span(values[0]);

    (void)count;
    sqlite3_result_int(out, text.length == self->account.length && text.length > 0 &&
                                memcmp(text.at, self->account.at, text.length) == 0);
}

static void names_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const jaga_span text = value_span(values[0]);
    uint32_t length = 0;

    (void)count;
    sqlite3_result_int(out, erase_find(sqlite3_user_data(out), text, 0, &length) < text.length);
}

static void in_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const erase_name *self = sqlite3_user_data(out);
    const jaga_span text = value_span(values[0]);
    sqlite3_str *made = sqlite3_str_new(sqlite3_context_db_handle(out));
    uint32_t from = 0, length = 0;

    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) {
        sqlite3_free(sqlite3_str_finish(made));
        sqlite3_result_null(out);
        return;
    }
    while (from < text.length) {
        const uint32_t at = erase_find(self, text, from, &length);
        sqlite3_str_append(made, text.at + from, (int)(at - from));
        if (at < text.length) {
            sqlite3_str_append(made, self->instead.at, (int)self->instead.length);
        }
        from = at < text.length ? at + length : at;
    }
    const int bytes = sqlite3_str_length(made);
    char *whole = sqlite3_str_finish(made);
    sqlite3_result_text(out, whole != NULL ? whole : "", bytes, SQLITE_TRANSIENT);
    sqlite3_free(whole);
}

static void leaves_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const jaga_span none = { "", 0 };
    const audit_row row = { { none, none, none, none, value_span(values[2]),
                              value_span(values[3]) } };
    const audit_secrets secrets = { { NULL, 0 }, value_span(values[1]) };
    unsigned char leaves[AUDIT_LEAVES_BYTES];

    (void)count;
    if (secrets.own.length != AUDIT_SECRET_BYTES) {
        sqlite3_result_error(out, "a row of the audit has no secret of its own", -1);
        return;
    }
    audit_empty(&row, sqlite3_value_int64(values[0]), secrets, leaves);
    sqlite3_result_blob(out, leaves, sizeof leaves, SQLITE_TRANSIENT);
}

jaga_status erase_register(sqlite3 *db, const char *path, erase_name *self, jaga_error *err)
{
    static const struct {
        const char *name;
        int values;
        void (*run)(sqlite3_context *out, int count, sqlite3_value **values);
    } functions[] = { { "erase_is", 1, is_function },
                      { "erase_names", 1, names_function },
                      { "erase_in", 1, in_function },
                      { "erase_leaves", 4, leaves_function } };
    int code = SQLITE_OK;

    for (size_t i = 0; i < sizeof functions / sizeof *functions && code == SQLITE_OK; i++) {
        code = sqlite3_create_function_v2(db, functions[i].name, functions[i].values,
                                          SQLITE_UTF8 | SQLITE_DIRECTONLY, self, functions[i].run,
                                          NULL, NULL, NULL);
    }
    return code == SQLITE_OK ? JAGA_OK : sql_fail(db, code, path, err);
}
